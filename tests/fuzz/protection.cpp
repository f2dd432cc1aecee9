// What a post sealed for the protection unit, out of any bytes: what is taken says the same again.
#include "schema/record/protection.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto told = garita::decode_protection({data, size});
  if (!told) return 0;
  const auto bytes = garita::encode_protection(*told);
  // With its padding it may be longer than is taken.
  if (!bytes) return 0;
  garita::ensure(bytes->size() % garita::kProtectionBlockBytes == 0, "sizes say nothing");
  const auto again = garita::decode_protection(*bytes);
  garita::ensure(again && again->crossing == told->crossing && again->concerns == told->concerns &&
                     again->note == told->note,
                 "what was written says the same");
  return 0;
}
