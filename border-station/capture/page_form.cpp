#include "border-station/capture/page_form.h"

#include <algorithm>
#include <array>

namespace garita::station {
namespace {

using namespace std::string_view_literals;

constexpr auto kForm = "multipart/form-data"sv;
constexpr std::size_t kBoundaryCharactersMax = 70;  // RFC 2046, 5.1.1
constexpr std::size_t kHeaderBytesMax = 1024;
constexpr auto kHeaderEnd = "\r\n\r\n"sv;
constexpr std::array kLights{"white"sv, "ir"sv, "uv"sv};

/// The value of `name=` behind the semicolons of a header, with or without its quotes.
std::string_view parameter(std::string_view header, std::string_view name) {
  for (std::size_t at = header.find(';'); at != header.npos; at = header.find(';', at + 1)) {
    auto rest = header.substr(at + 1);
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    if (!rest.starts_with(name) || !rest.substr(name.size()).starts_with('=')) continue;
    rest.remove_prefix(name.size() + 1);
    if (!rest.starts_with('"')) return rest.substr(0, rest.find_first_of("; \r\n"));
    rest.remove_prefix(1);
    return rest.substr(0, rest.find('"'));
  }
  return "";
}

/// Names of headers and media types are the same in capitals (RFC 9110, 5.1 and 8.3.1).
std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return lower;
}

/// "form-data; name=…" of a part's header lines.
std::string_view name_of(std::string_view header) {
  while (!header.empty()) {
    const auto line = header.substr(0, header.find("\r\n"));
    header.remove_prefix(std::min(line.size() + 2, header.size()));
    if (lower_case(line.substr(0, line.find(':'))) == "content-disposition")
      return parameter(line, "name");
  }
  return "";
}

/// The parts between the boundaries, one after the other.
class Parts {
 public:
  Parts(std::string_view boundary, std::string_view body)
      : delimiter_("\r\n--" + std::string(boundary)), rest_(body) {}

  /// Whether the body begins as the boundary says.
  bool begin() {
    const auto first = std::string_view(delimiter_).substr(2);
    if (!rest_.starts_with(first)) return false;
    rest_.remove_prefix(first.size());
    return true;
  }
  /// At the end of the last part, as the body says it.
  [[nodiscard]] bool at_end() const { return rest_.starts_with("--"); }
  Result<LitPicture> next() {
    if (!rest_.starts_with("\r\n")) return fail(Remedy::kReject, "a part does not begin");
    // The empty line may follow at once, of a part without a header.
    const auto header_end = rest_.substr(0, kHeaderBytesMax).find(kHeaderEnd);
    const auto part_end = rest_.find(delimiter_);
    if (header_end == rest_.npos || part_end == rest_.npos ||
        header_end + kHeaderEnd.size() > part_end) {
      return fail(Remedy::kReject, "a part does not end, or has no header");
    }
    const auto header = header_end < 2 ? ""sv : rest_.substr(2, header_end - 2);
    LitPicture part;
    part.light = name_of(header);
    part.file =
        rest_.substr(header_end + kHeaderEnd.size(), part_end - header_end - kHeaderEnd.size());
    rest_.remove_prefix(part_end + delimiter_.size());
    return part;
  }

 private:
  std::string delimiter_;
  std::string_view rest_;
};

}  // namespace

bool is_form(std::string_view content_type) {
  return lower_case(content_type.substr(0, content_type.find_first_of("; \t"))) == kForm;
}

Result<Page> page_of_form(std::string_view content_type, std::string_view body) {
  const auto boundary = parameter(content_type, "boundary");
  if (!is_form(content_type) || boundary.empty() || boundary.size() > kBoundaryCharactersMax) {
    return fail(Remedy::kReject, "a form names its boundary");
  }
  Parts parts(boundary, body);
  if (!parts.begin()) return fail(Remedy::kReject, "a form begins with its boundary");
  Page page;
  while (!parts.at_end()) {
    GARITA_TRY(part, parts.next());
    const bool known = std::ranges::find(kLights, part.light) != kLights.end();
    if (!known) return fail(Remedy::kReject, "a part is named by its light: white, ir, uv");
    if (std::ranges::find(page, part.light, &LitPicture::light) != page.end()) {
      return fail(Remedy::kReject, "a page has each light once");
    }
    page.push_back(std::move(part));
  }
  if (page.empty()) return fail(Remedy::kReject, "a page has a picture");
  return page;
}

}  // namespace garita::station
