#include "schema/journal/batch.h"

#include <algorithm>

#include "schema/journal/codec.h"

namespace garita {
namespace {

/// Each entry may be of a day of its own.
constexpr std::size_t kEpochsMax = kBatchEntriesMax;
constexpr std::size_t kEntryOverheadBytes = 8 + 1 + 2 + kSaltBytes + 4;

using Epoch = std::pair<std::uint32_t, Digest>;

/// The epochs that the entries use, each once, in order of first use.
std::vector<Epoch> epochs_of(const std::vector<Entry>& entries) {
  std::vector<Epoch> epochs;
  for (const auto& entry : entries) {
    const Epoch epoch{entry.header.epoch, entry.header.epoch_key_hash};
    if (std::find(epochs.begin(), epochs.end(), epoch) == epochs.end()) epochs.push_back(epoch);
  }
  return epochs;
}

void put(ByteWriter& out, const Entry& entry, const std::vector<Epoch>& epochs) {
  const Epoch epoch{entry.header.epoch, entry.header.epoch_key_hash};
  const auto at = std::find(epochs.begin(), epochs.end(), epoch);
  ensure(entry.salt.size() == kSaltBytes, "an erased record was received long ago");
  out.instant(entry.header.recorded_at);
  out.u8(static_cast<std::uint8_t>(at - epochs.begin()));
  out.u16(entry.header.dictionary);
  out.raw(entry.salt);
  out.blob(entry.ciphertext);
}

Entry read_entry(ByteReader& in, const std::vector<Epoch>& epochs) {
  Entry entry;
  entry.header.recorded_at = in.instant();
  const std::size_t epoch = in.u8();
  entry.header.dictionary = in.u16();
  entry.salt = copy_of(in.raw(kSaltBytes));
  entry.ciphertext = copy_of(in.blob(kCiphertextBytesMax));
  if (epoch >= epochs.size()) {
    in.wrong("names an epoch that it does not list");
    return entry;
  }
  entry.header.epoch = epochs[epoch].first;
  entry.header.epoch_key_hash = epochs[epoch].second;
  return entry;
}

}  // namespace

std::size_t batch_bytes_of(const Entry& entry) {
  return kEntryOverheadBytes + entry.ciphertext.size();
}

Batch make_batch(std::vector<Entry> entries, const PrivateKey& station_key) {
  ensure(!entries.empty() && entries.size() <= kBatchEntriesMax, "a batch has 1 to 250 entries");
  const auto& last = entries.back();
  const JournalHead head{last.header.sequence, entry_hash(last)};
  auto signed_head = SignedHead::make(last.header.journal, head, station_key);
  return {std::move(entries), std::move(signed_head)};
}

Bytes encode(const Batch& batch) {
  const auto& first = batch.entries.front().header;
  const auto epochs = epochs_of(batch.entries);
  ByteWriter out;
  out.u8(1);
  out.text8(first.journal.station.value());
  out.u32(first.journal.incarnation);
  out.u8(static_cast<std::uint8_t>(first.journal.lane));
  out.u64(first.sequence);
  out.raw(first.previous);
  out.u8(static_cast<std::uint8_t>(epochs.size()));
  for (const auto& [epoch, hash] : epochs) {
    out.u32(epoch);
    out.raw(hash);
  }
  out.u16(static_cast<std::uint16_t>(batch.entries.size()));
  for (const auto& entry : batch.entries) put(out, entry, epochs);
  out.raw(batch.head.signature);
  return out.take();
}

Result<Batch> read_batch(ByteView bytes) {
  ByteReader in(bytes);
  if (in.u8() != 1) in.wrong("is of another version");
  Batch batch;
  auto& journal = batch.head.journal;
  journal.station = in.station();
  journal.incarnation = in.u32();
  journal.lane = in.lane();
  JournalHead head{in.count(), in.digest()};
  if (journal.incarnation == 0 || head.sequence == 0) in.wrong("has a number below 1");
  if (head.sequence > kSequenceMax - kBatchEntriesMax) in.wrong("has a number above 2^63 - 1");
  std::vector<Epoch> epochs(in.u8());
  if (epochs.empty() || epochs.size() > kEpochsMax) in.wrong("lists no epoch, or too many");
  for (auto& [epoch, hash] : epochs) {
    epoch = in.u32();
    hash = in.digest();
  }
  const std::size_t count = in.u16();
  if (count == 0 || count > kBatchEntriesMax) in.wrong("has no entry, or too many");
  for (std::size_t i = 0; i < count && in.good(); ++i) {
    auto entry = read_entry(in, epochs);
    entry.header.journal = journal;
    entry.header.sequence = head.sequence + i;
    entry.header.previous = i == 0 ? head.hash : entry_hash(batch.entries.back());
    entry.header.salt_hash = sha256(entry.salt);
    batch.entries.push_back(std::move(entry));
  }
  batch.head.signature = copy_of(in.raw(kSignatureBytes));
  GARITA_CHECK(in.end("a batch"));
  const auto& last = batch.entries.back();
  batch.head.head = {last.header.sequence, entry_hash(last)};
  return batch;
}

}  // namespace garita
