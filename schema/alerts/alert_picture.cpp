#include "schema/alerts/alert_picture.h"

#include "schema/crypto/hash.h"
#include "schema/vocabulary/csv.h"
#include "schema/vocabulary/jpeg.h"

namespace garita {
namespace {

constexpr std::string_view kMark = "sha256:";
constexpr std::size_t kReferenceBytes = 16;
constexpr std::size_t kReferenceCharacters = 22;  ///< of base64url, without padding

Result<Bytes> picture_of(const CsvRows& row) {
  if (!is_picture_reference(row.at("reference")))
    return fail(Remedy::kReject, "reference is none of a picture");
  constexpr std::size_t kTextMax = (kListedPictureBytesMax + 2) / 3 * 4;
  if (row.at("picture").size() > kTextMax)
    return fail(Remedy::kReject,
                "a picture has " + std::to_string(kListedPictureBytesMax) + " bytes at most");
  auto jpeg = from_base64(row.at("picture"));
  if (!jpeg) return fail(Remedy::kReject, "picture is no base64");
  GARITA_CHECK(check_listed_picture(*jpeg));
  if (picture_reference(*jpeg) != row.at("reference"))
    return fail(Remedy::kReject, "the reference is of another picture");
  return *std::move(jpeg);
}

/// Behind the scan's header: bytes of the coded picture, in which nothing but stuffing follows
/// 0xFF, and the end of the picture, with which the file ends.
bool is_one_scan(ByteView coded) {
  const auto text = text_of(coded);
  const auto mark = [&](std::size_t from) { return text.find('\xFF', from); };
  auto at = mark(0);
  while (at != std::string_view::npos && at + 1 < text.size() && text[at + 1] == '\0')
    at = mark(at + 2);
  return at != std::string_view::npos && text.substr(at) == "\xFF\xD9";
}

}  // namespace

Result<void> check_listed_picture(ByteView jpeg) {
  constexpr std::string_view kParts = "\xE0\xDB\xC0\xC4\xDA";  // JFIF, tables, a frame, a scan
  if (jpeg.size() > kListedPictureBytesMax)
    return fail(Remedy::kReject,
                "a picture has " + std::to_string(kListedPictureBytesMax) + " bytes at most");
  std::optional<JpegFrame> frame;
  JpegSegments segments(jpeg);
  bool plain = true;
  auto last = segments.next();
  for (auto segment = last; segment; segment = segments.next()) {
    last = segment;
    plain = plain && kParts.find(static_cast<char>(segment->marker)) != std::string_view::npos;
    if (!is_jpeg_frame(segment->marker)) continue;
    plain = plain && !frame;
    frame = jpeg_frame(*segment);
  }
  if (!frame) return fail(Remedy::kReject, "picture is no JPEG");
  if (frame->width_px > kListedPictureWidthPx || frame->height_px > kListedPictureHeightPx)
    return fail(Remedy::kReject, "a picture has " + std::to_string(kListedPictureWidthPx) + " x " +
                                     std::to_string(kListedPictureHeightPx) + " pixels at most");
  const bool sized = frame->width_px > 0 && frame->height_px > 0;
  const bool whole = last->marker == kJpegScan && is_one_scan(jpeg.subspan(segments.position()));
  if (plain && sized && whole) return {};
  return fail(Remedy::kReject, "picture is more or less than one plain JPEG: let it be made small");
}

std::string picture_reference(ByteView jpeg) {
  return std::string(kMark) + to_base64url(ByteView(sha256(jpeg)).first(kReferenceBytes));
}

bool is_picture_reference(std::string_view text) {
  constexpr std::string_view kBase64Url =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return text.starts_with(kMark) && text.size() == kMark.size() + kReferenceCharacters &&
         text.find_first_not_of(kBase64Url, kMark.size()) == std::string_view::npos;
}

std::string pictures_header() { return "reference,picture\n"; }

std::string picture_row(ByteView jpeg) {
  return picture_reference(jpeg) + "," + to_base64(jpeg) + "\n";
}

bool is_picture_list(std::string_view csv) {
  const auto rows = CsvRows::begin(csv);
  return rows && rows->columns() == std::vector<std::string>{"reference", "picture"};
}

Result<void> for_each_picture(
    std::string_view csv,
    const std::function<void(const std::string& reference, Bytes jpeg)>& take) {
  GARITA_TRY(rows, CsvRows::begin(csv));
  for (const auto* column : {"reference", "picture"})
    if (!rows.has(column)) return fail(Remedy::kReject, std::string("no column ") + column);
  while (true) {
    GARITA_TRY(more, rows.next());
    if (!more) return {};
    auto jpeg = picture_of(rows);
    if (!jpeg) return fail(jpeg.error(), "line " + std::to_string(rows.line()));
    if (take) take(std::string(rows.at("reference")), *std::move(jpeg));
  }
}

}  // namespace garita
