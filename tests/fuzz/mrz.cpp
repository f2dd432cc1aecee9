// Machine readable zones out of any text: what is taken keeps its lines, and what its check digits
// bear out says the same when it is composed and read again.
#include <algorithm>

#include "document-reader/mrz/mrz.h"
#include "schema/vocabulary/bytes.h"

namespace garita::reader {
namespace {

constexpr std::size_t kLinesMax = 8;

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty() && lines.size() < kLinesMax) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

void take(const std::vector<std::string>& lines) {
  const Date today = *Date::from_iso("2026-03-02");
  const auto mrz = parse_mrz(lines, today);
  if (!mrz) return;
  ensure(mrz->lines == lines, "the lines are what is printed");
  const auto composed = compose_mrz(mrz->format, mrz->fields);
  if (!composed) return;
  const auto again = parse_mrz(*composed, today);
  ensure(again && again->valid() && again->format == mrz->format, "what we compose holds");
}

}  // namespace
}  // namespace garita::reader

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  garita::reader::take(garita::reader::lines_of(garita::text_of({data, size})));
  return 0;
}
