#include "tests/support/plaintext_scan/streams.h"

#include <zlib.h>
#include <zstd.h>

#include <memory>

namespace garita::tests {
namespace {

constexpr std::size_t kContentBytesMax = std::size_t{16} * 1024 * 1024;
constexpr std::string_view kZstd = "\x28\xB5\x2F\xFD";
constexpr std::string_view kGzip = "\x1F\x8B\x08";
constexpr char kZlib = '\x78';  ///< deflate with a window of 32 KiB
constexpr int kZlibOrGzip = MAX_WBITS + 32;

std::string zstd_content(std::string_view bytes) {
  const std::unique_ptr<ZSTD_DStream, decltype(&ZSTD_freeDStream)> stream(ZSTD_createDStream(),
                                                                          ZSTD_freeDStream);
  ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
  std::string content;
  std::string piece(ZSTD_DStreamOutSize(), '\0');
  while (content.size() < kContentBytesMax) {
    ZSTD_outBuffer out{piece.data(), piece.size(), 0};
    const std::size_t left = ZSTD_decompressStream(stream.get(), &out, &in);
    if (ZSTD_isError(left) != 0) break;
    content.append(piece, 0, out.pos);
    if (left == 0 || out.pos == 0) break;
  }
  return content;
}

std::string deflate_content(std::string_view bytes) {
  z_stream stream{};
  if (inflateInit2(&stream, kZlibOrGzip) != Z_OK) return "";
  // zlib's pointer is not const; it only reads there.
  stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  std::string content;
  std::string piece(std::size_t{64} * 1024, '\0');
  int state = Z_OK;
  while (state == Z_OK && content.size() < kContentBytesMax) {
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = static_cast<uInt>(piece.size());
    state = inflate(&stream, Z_SYNC_FLUSH);
    const std::size_t got = piece.size() - stream.avail_out;
    content.append(piece, 0, got);
    if (got == 0) break;
  }
  inflateEnd(&stream);
  return content;
}

/// A header of zlib: its two bytes are a multiple of 31 (RFC 1950, 2.2).
bool begins_as_zlib(std::string_view bytes) {
  if (bytes.size() < 2 || bytes[0] != kZlib) return false;
  const unsigned check =
      static_cast<unsigned char>(bytes[0]) * 256U + static_cast<unsigned char>(bytes[1]);
  return check % 31 == 0;
}

}  // namespace

Stream stream_at_front(std::string_view bytes) {
  if (bytes.starts_with(kZstd)) return {"zstd", zstd_content(bytes)};
  if (bytes.starts_with(kGzip) || begins_as_zlib(bytes)) return {"deflate", deflate_content(bytes)};
  return {};
}

}  // namespace garita::tests
