#include <algorithm>
#include <optional>

#include "document-reader/program/picture_file.h"
#include "schema/vocabulary/jpeg.h"

namespace garita::reader {
namespace {

enum class Order { kBig, kLittle };

/// Bytes of a header; 0 beyond the end, which no size may be.
std::int64_t number(ByteView file, std::size_t at, std::size_t bytes, Order order) {
  if (at > file.size() || bytes > file.size() - at) return 0;
  std::int64_t value = 0;
  for (std::size_t i = 0; i < bytes; ++i) {
    const auto place = order == Order::kBig ? at + i : at + bytes - 1 - i;
    value = value << 8 | file[place];
  }
  return value;
}

bool begins(ByteView file, std::string_view magic, std::size_t at = 0) {
  return text_of(file).substr(std::min(at, file.size())).starts_with(magic);
}

/// The first frame header. In what follows it 0xFF is stuffed, so the last end-of-image marker is
/// the picture's own or there is none: a thumbnail that has one stands before the frame header.
std::optional<PictureHeader> jpeg(ByteView file) {
  JpegSegments segments(file);
  while (const auto segment = segments.next()) {
    const auto frame = jpeg_frame(*segment);
    if (!frame) continue;
    const bool ends = text_of(file).find("\xff\xd9", segments.position()) != std::string_view::npos;
    return PictureHeader{"JPEG", frame->width_px, frame->height_px, false, !ends};
  }
  return std::nullopt;
}

/// PNG, third edition, 11.3.6.1: of moving pictures a chunk acTL says how many there are, before
/// the first data.
bool moves(ByteView png) {
  constexpr std::size_t kFirstChunk = 8;
  constexpr std::size_t kChunkFrame = 12;  // length, type, checksum
  for (std::size_t at = kFirstChunk; at + kChunkFrame <= png.size();) {
    const auto type = text_of(png).substr(at + 4, 4);
    if (type == "acTL") return number(png, at + 8, 4, Order::kBig) > 1;
    if (type == "IDAT") return false;
    at += kChunkFrame + static_cast<std::size_t>(number(png, at, 4, Order::kBig));
  }
  return false;
}

/// ISO/IEC 15948, 5.6 and 11.2.5: the size stands in the first chunk, and the last one is IEND.
PictureHeader png(ByteView file) {
  const bool ends = text_of(file).rfind("IEND") != std::string_view::npos;
  return {"PNG", number(file, 16, 4, Order::kBig), number(file, 20, 4, Order::kBig), moves(file),
          !ends};
}

/// TIFF 6.0, sections 2 and 8: the first directory's ImageWidth (256) and ImageLength (257), each
/// one SHORT or LONG and said once, as the format asks: elsewhere decoders differ in what they
/// take.
PictureHeader tiff(ByteView file, Order order) {
  constexpr std::int64_t kShort = 3;
  constexpr std::int64_t kLong = 4;
  PictureHeader header{"TIFF", 0, 0};
  bool plain = true;
  const auto take = [&](std::int64_t& side, std::size_t entry) {
    const auto type = number(file, entry + 2, 2, order);
    plain = plain && side == 0 && (type == kShort || type == kLong) &&
            number(file, entry + 4, 4, order) == 1;
    side = number(file, entry + 8, type == kShort ? 2 : 4, order);
  };
  const auto directory = static_cast<std::size_t>(number(file, 4, 4, order));
  const auto entries = static_cast<std::size_t>(number(file, directory, 2, order));
  for (std::size_t i = 0; i < entries && directory + 2 + i * 12 < file.size(); ++i) {
    const std::size_t entry = directory + 2 + i * 12;
    const auto tag = number(file, entry, 2, order);
    if (tag == 256) take(header.width_px, entry);
    if (tag == 257) take(header.height_px, entry);
  }
  return plain ? header : PictureHeader{"TIFF", 0, 0};
}

/// Google's WebP container: lossy, lossless and extended.
PictureHeader webp(ByteView file) {
  if (begins(file, "VP8 ", 12)) {
    return {"WebP", number(file, 26, 2, Order::kLittle) & 0x3FFF,
            number(file, 28, 2, Order::kLittle) & 0x3FFF};
  }
  if (begins(file, "VP8L", 12)) {
    const auto bits = number(file, 21, 4, Order::kLittle);
    return {"WebP", (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1};
  }
  const bool animated = begins(file, "VP8X", 12) && (number(file, 20, 1, Order::kLittle) & 2) != 0;
  return {"WebP", number(file, 24, 3, Order::kLittle) + 1, number(file, 27, 3, Order::kLittle) + 1,
          animated};
}

/// Netpbm: P1 to P6, numbers in text with comments between.
PictureHeader pnm(ByteView file) {
  const auto text = text_of(file);
  std::size_t at = 2;
  const auto next = [&]() -> std::int64_t {
    while (at < text.size() && (text[at] == '#' || text[at] <= ' ')) {
      at = text[at] == '#' ? std::min(text.find('\n', at), text.size()) : at + 1;
    }
    std::int64_t value = 0;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9' && value < 1'000'000; ++at) {
      value = value * 10 + (text[at] - '0');
    }
    return value;
  };
  const auto width = next();
  return {"PNM", width, next()};
}

/// The codecs choose a decoder by marks of their own. Two formats that are not taken have theirs
/// farther in, where a file that begins like a picture, but not well enough for its own decoder,
/// may have them as well: their decoders must never be reached.
bool is_marked_otherwise(ByteView file) {
  return begins(file, "DICM", 128) || begins(file, "DTED", 140);
}

std::optional<PictureHeader> known(ByteView file) {
  if (begins(file, "\x89PNG\r\n\x1a\n")) return png(file);
  if (begins(file, "\xff\xd8\xff")) return jpeg(file);
  if (begins(file, std::string_view("II*\0", 4))) return tiff(file, Order::kLittle);
  if (begins(file, std::string_view("MM\0*", 4))) return tiff(file, Order::kBig);
  if (begins(file, "RIFF") && begins(file, "WEBP", 8)) return webp(file);
  if (begins(file, "BM")) {
    const auto height = static_cast<std::int32_t>(number(file, 22, 4, Order::kLittle));
    return PictureHeader{"BMP", number(file, 18, 4, Order::kLittle),
                         std::abs(static_cast<std::int64_t>(height))};
  }
  if (file.size() > 8 && file[0] == 'P' && file[1] >= '1' && file[1] <= '6' && file[2] <= ' ') {
    return pnm(file);
  }
  return std::nullopt;
}

}  // namespace

Result<PictureHeader> picture_header(ByteView file) {
  if (file.empty()) return fail(Remedy::kReject, "the file is empty");
  const auto header = known(file);
  if (!header) {
    return fail(Remedy::kReject, "not a picture: no PNG, JPEG, TIFF, BMP, WebP or PNM");
  }
  if (is_marked_otherwise(file)) {
    return fail(Remedy::kReject, "a damaged " + std::string(header->format) +
                                     ": it is marked as DICOM or DTED, too");
  }
  if (header->width_px <= 0 || header->height_px <= 0) {
    return fail(Remedy::kReject,
                "a damaged " + std::string(header->format) + ": its header gives no size");
  }
  return *header;
}

}  // namespace garita::reader
