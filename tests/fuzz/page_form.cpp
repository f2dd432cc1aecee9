// Any bytes as the form in which a browser sends a page's lights: what is taken is no more than
// came, and each light once.
#include "border-station/capture/page_form.h"
#include "schema/vocabulary/bytes.h"

namespace garita::station {
namespace {

void take(std::string_view body) {
  const auto page = page_of_form("multipart/form-data; boundary=garita0", body);
  if (!page) return;
  std::size_t bytes = 0;
  for (const auto& lit : *page) bytes += lit.file.size();
  ensure(!page->empty() && page->size() <= 3, "a page has one to three lights");
  ensure(bytes < body.size(), "nothing is made up");
}

}  // namespace
}  // namespace garita::station

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  garita::station::take(garita::text_of({data, size}));
  return 0;
}
