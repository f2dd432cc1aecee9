// A file off a stick.
#include "schema/wire/bundle.h"

namespace garita {
namespace {

void take(ByteView file) {
  auto bundle = BundleReader::open(file);
  if (!bundle) return;
  for (std::size_t messages = 0; messages <= file.size(); ++messages) {
    const auto message = bundle->next();
    if (!message) {
      ensure(message.error().remedy == Remedy::kReject, "what cannot be read is refused");
      continue;
    }
    if (!*message) return;
    BundleWriter again;
    ensure(again.add(**message), "one message fits into an empty bundle");
  }
  ensure(false, "a bundle has an end");
}

}  // namespace
}  // namespace garita

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  garita::take({data, size});
  return 0;
}
