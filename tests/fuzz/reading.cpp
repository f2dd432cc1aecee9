// What a worker may say that a picture has taken over: any bytes in place of a reading. What is
// taken can be said again and is then the same.
#include "document-reader/reading/reading.h"

namespace garita::reader {
namespace {

void take(std::string_view json) {
  const Date today = *Date::from_iso("2026-03-02");
  const auto reading = reading_from_json(json, today);
  if (!reading) return;
  const auto said = to_json(*reading, std::nullopt);
  const auto again = reading_from_json(said, today);
  ensure(again.has_value(), "what was taken can be said again");
  ensure(to_json(*again, std::nullopt) == said, "and says the same");
}

}  // namespace
}  // namespace garita::reader

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  garita::reader::take(garita::text_of({data, size}));
  return 0;
}
