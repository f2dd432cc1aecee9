#pragma once

#include <vector>

#include "schema/journal/statements.h"

namespace garita {

inline constexpr std::size_t kBatchEntriesMax = 250;
inline constexpr std::size_t kBatchBytesMax = std::size_t{256} * 1024;

/// Consecutive entries of one journal under one signature, as they travel by wire and by stick.
struct Batch {
  std::vector<Entry> entries;  ///< 1 to kBatchEntriesMax, of one journal, in order
  SignedHead head;             ///< of the last entry

  [[nodiscard]] const JournalId& journal() const { return head.journal; }
  [[nodiscard]] std::uint64_t first() const { return entries.front().header.sequence; }
  [[nodiscard]] std::uint64_t last() const { return entries.back().header.sequence; }
};

/// Signs the head of `entries`, which are a chain.
[[nodiscard]] Batch make_batch(std::vector<Entry> entries, const PrivateKey& station_key);
/// What the chain implies is left out: previous hashes, salt hashes, sequences, names.
[[nodiscard]] Bytes encode(const Batch& batch);
/// The entries with their whole headers; the chain from the first on is right by construction,
/// and the head names the last entry's hash. Whether it stands on what is held, and the signature,
/// are for the reader to check. Remedy: reject.
[[nodiscard]] Result<Batch> read_batch(ByteView bytes);
/// About what an entry costs in a batch.
[[nodiscard]] std::size_t batch_bytes_of(const Entry& entry);

}  // namespace garita
