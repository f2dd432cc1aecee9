// What a journal is made of. Byte 0: which of it the rest is.
#include "schema/journal/batch.h"
#include "schema/journal/codec.h"
#include "schema/journal/compression.h"
#include "schema/journal/delivery.h"
#include "schema/journal/sections.h"

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

/// A stream that changes a bulletin, or is one; or a long list's head.
void take_delivery(ByteView bytes) {
  if (const auto head = read_section_head(bytes)) {
    ensure(encode(*head) == copy_of(bytes), "a head that was read can be written");
  }
  const std::string list = "reference,instruction,issuer,number\nA-1,refer,UTO,X1\n";
  const Bulletin held{"alerts", 3, {}, copy_of(bytes_of(list)), Bytes(kSignatureBytes)};
  for (const std::uint64_t base : {std::uint64_t{0}, std::uint64_t{3}}) {
    const Delivery delivery{"alerts", 4, base, copy_of(bytes), 0};
    const auto read = read_delivery(delivery, &held);
    if (!read) continue;
    ensure(read->content.size() <= kBulletinBytesMax, "a bulletin keeps its limit");
    const auto again = make_delivery(*read, base == 0 ? nullptr : &held);
    const auto reread = read_delivery(again, &held);
    ensure(reread && *reread == *read, "what was read can be written");
  }
}

/// A record's frame, with each dictionary.
void take_packed(ByteView bytes) {
  constexpr std::size_t kBytesMax = 64 * 1024;
  for (const auto dictionary : {kNoDictionary, kRecordsDictionary}) {
    const auto record = expand_record(bytes, dictionary, kBytesMax);
    if (!record) continue;
    ensure(record->size() <= kBytesMax, "a record keeps its limit");
    const auto again = expand_record(compress_record(*record, dictionary), dictionary, kBytesMax);
    ensure(again && *again == *record, "what was read can be written");
  }
}

void take(ByteView bytes) {
  const ByteView rest = bytes.subspan(1);
  switch (bytes[0] % 8) {
    case 0:
      return take_batch(rest);
    case 1:
      return check_rewritten(read_claim(rest), read_claim);
    case 2:
      return check_rewritten(read_receipt(rest), read_receipt);
    case 3:
      return check_rewritten(read_bulletin(rest), read_bulletin);
    case 5:
      return take_delivery(rest);
    case 6:
      return take_packed(rest);
    case 7:
      return check_rewritten(read_gone(rest), read_gone);
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
