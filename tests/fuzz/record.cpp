// A record out of any bytes: what is taken says the same when it is written and read again.
#include "schema/record/record.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto record = garita::decode_record({data, size});
  if (!record) return 0;
  const auto bytes = garita::encode_record(*record);
  garita::ensure(bytes.has_value(), "a record that was read can be written");
  const auto again = garita::decode_record(*bytes);
  garita::ensure(again && *again == *record, "what was written says the same");
  return 0;
}
