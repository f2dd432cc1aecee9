#include "schema/alerts/alert_picture.h"

#include "schema/crypto/hash.h"
#include "schema/vocabulary/csv.h"

namespace garita {
namespace {

constexpr std::string_view kMark = "sha256:";
constexpr std::size_t kReferenceBytes = 16;
constexpr std::size_t kReferenceCharacters = 22;  ///< of base64url, without padding
constexpr std::string_view kJpegBegins = "\xFF\xD8\xFF";

Result<Bytes> picture_of(const CsvRows& row) {
  if (!is_picture_reference(row.at("reference")))
    return fail(Remedy::kReject, "reference is none of a picture");
  constexpr std::size_t kTextMax = (kListedPictureBytesMax + 2) / 3 * 4;
  if (row.at("picture").size() > kTextMax)
    return fail(Remedy::kReject,
                "a picture has " + std::to_string(kListedPictureBytesMax) + " bytes at most");
  auto jpeg = from_base64(row.at("picture"));
  if (!jpeg) return fail(Remedy::kReject, "picture is no base64");
  if (!text_of(*jpeg).starts_with(kJpegBegins)) return fail(Remedy::kReject, "picture is no JPEG");
  if (picture_reference(*jpeg) != row.at("reference"))
    return fail(Remedy::kReject, "the reference is of another picture");
  return *std::move(jpeg);
}

}  // namespace

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
