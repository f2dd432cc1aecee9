// What a journal is made of. Byte 0: which of it the rest is.
#include "schema/journal/batch.h"

namespace garita {
namespace {

/// What was read says the same when it is written and read again.
template <typename T>
void check_rewritten(const Result<T>& first, Result<T> (*read)(ByteView)) {
  if (!first) return;
  const auto again = read(encode(*first));
  ensure(again && *again == *first, "what was read can be written");
}

void take_batch(ByteView bytes) {
  const auto batch = read_batch(bytes);
  if (!batch) return;
  ensure(batch->entries.size() <= kBatchEntriesMax, "a batch keeps its limit");
  const auto& first = batch->entries.front().header;
  const auto head =
      check_chain(batch->journal(), {first.sequence - 1, first.previous}, batch->entries);
  ensure(head && *head == batch->head.head, "the entries of a batch are a chain up to its head");
  const auto again = read_batch(encode(*batch));
  ensure(again && again->entries == batch->entries && again->head.head == batch->head.head,
         "what was read can be written");
  const Secret key(Bytes(32, 0x2a));
  for (const auto& entry : batch->entries) static_cast<void>(open_entry(entry, key));
}

void take(ByteView bytes) {
  const ByteView rest = bytes.subspan(1);
  switch (bytes[0] % 5) {
    case 0:
      return take_batch(rest);
    case 1:
      return check_rewritten(read_claim(rest), read_claim);
    case 2:
      return check_rewritten(read_receipt(rest), read_receipt);
    case 3:
      return check_rewritten(read_bulletin(rest), read_bulletin);
    default:
      return check_rewritten(read_wrapped_epoch_key(rest), read_wrapped_epoch_key);
  }
}

}  // namespace
}  // namespace garita

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 0) garita::take({data, size});
  return 0;
}
