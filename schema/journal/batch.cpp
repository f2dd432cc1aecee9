#include "schema/journal/batch.h"

#include <algorithm>

#include "schema/journal/codec.h"

namespace garita {
namespace {

/// Each entry may be of a day of its own.
constexpr std::size_t kSealingsMax = kBatchEntriesMax;
/// The most that moment, sealing and size of the ciphertext take.
constexpr std::size_t kEntryOverheadBytes = 10 + 1 + kSaltBytes + 3;

/// What entries of one day have in common.
struct Sealing {
  std::uint32_t epoch = 0;
  Digest epoch_key_hash{};
  std::uint16_t dictionary = 0;
  friend bool operator==(const Sealing&, const Sealing&) = default;
};
Sealing sealing_of(const EntryHeader& header) {
  return {header.epoch, header.epoch_key_hash, header.dictionary};
}

/// Those that the entries use, each once, in order of first use.
std::vector<Sealing> sealings_of(const std::vector<Entry>& entries) {
  std::vector<Sealing> sealings;
  for (const auto& entry : entries) {
    const Sealing sealing = sealing_of(entry.header);
    if (std::ranges::find(sealings, sealing) == sealings.end()) sealings.push_back(sealing);
  }
  return sealings;
}

void put(ByteWriter& out, const Entry& entry, Instant before,
         const std::vector<Sealing>& sealings) {
  const auto at = std::ranges::find(sealings, sealing_of(entry.header));
  ensure(entry.salt.size() == kSaltBytes, "an erased record was received long ago");
  out.instant_after(before, entry.header.recorded_at);
  out.u8(static_cast<std::uint8_t>(at - sealings.begin()));
  out.raw(entry.salt);
  out.varint(entry.ciphertext.size());
  out.raw(entry.ciphertext);
}

Entry read_entry(ByteReader& in, Instant before, const std::vector<Sealing>& sealings) {
  Entry entry;
  entry.header.recorded_at = in.instant_after(before);
  const std::size_t sealing = in.u8();
  entry.salt = copy_of(in.raw(kSaltBytes));
  const std::uint64_t size = in.varint();
  if (size > kCiphertextBytesMax) in.wrong("has a record of more than 64 KiB");
  entry.ciphertext = copy_of(in.raw(static_cast<std::size_t>(size)));
  if (sealing >= sealings.size()) {
    in.wrong("names an epoch that it does not list");
    return entry;
  }
  entry.header.epoch = sealings[sealing].epoch;
  entry.header.epoch_key_hash = sealings[sealing].epoch_key_hash;
  entry.header.dictionary = sealings[sealing].dictionary;
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
  const auto sealings = sealings_of(batch.entries);
  ByteWriter out;
  out.u8(1);
  out.text8(first.journal.station.value());
  out.u32(first.journal.incarnation);
  out.u8(static_cast<std::uint8_t>(first.journal.lane));
  out.u64(first.sequence);
  out.raw(first.previous);
  out.instant(first.recorded_at);
  out.u8(static_cast<std::uint8_t>(sealings.size()));
  for (const auto& sealing : sealings) {
    out.u32(sealing.epoch);
    out.raw(sealing.epoch_key_hash);
    out.u16(sealing.dictionary);
  }
  out.u16(static_cast<std::uint16_t>(batch.entries.size()));
  Instant before = first.recorded_at;
  for (const auto& entry : batch.entries) {
    put(out, entry, before, sealings);
    before = entry.header.recorded_at;
  }
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
  Instant before = in.instant();
  std::vector<Sealing> sealings(in.u8());
  if (sealings.empty() || sealings.size() > kSealingsMax) {
    in.wrong("lists no epoch, or too many");
  }
  for (auto& sealing : sealings) {
    sealing.epoch = in.u32();
    sealing.epoch_key_hash = in.digest();
    sealing.dictionary = in.u16();
  }
  const std::size_t count = in.u16();
  if (count == 0 || count > kBatchEntriesMax) in.wrong("has no entry, or too many");
  for (std::size_t i = 0; i < count && in.good(); ++i) {
    auto entry = read_entry(in, before, sealings);
    before = entry.header.recorded_at;
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
