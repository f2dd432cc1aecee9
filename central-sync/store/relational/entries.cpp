#include "central-sync/store/relational/entries.h"

#include "central-sync/store/relational/columns.h"

namespace garita::central {

Result<Entry> entry_at(const Statement& row) {
  Entry entry;
  EntryHeader& header = entry.header;
  header.journal.station = StationId(row.text(0));
  header.journal.incarnation = static_cast<std::uint32_t>(row.integer(1));
  header.journal.lane = static_cast<Lane>(row.integer(2));
  header.sequence = static_cast<std::uint64_t>(row.integer(3));
  header.recorded_at = instant_at(row, 4);
  header.epoch = static_cast<std::uint32_t>(row.integer(5));
  GARITA_TRY(key_hash, digest_from(row.blob(6)));
  header.epoch_key_hash = key_hash;
  header.dictionary = static_cast<std::uint16_t>(row.integer(7));
  if (const auto previous = row.nullable_blob(8)) {
    GARITA_TRY(hash, digest_from(*previous));
    header.previous = hash;
  }
  GARITA_TRY(salt_hash, digest_from(row.blob(9)));
  header.salt_hash = salt_hash;
  entry.salt = row.nullable_blob(10).value_or(Bytes{});
  entry.ciphertext = row.blob(11);
  return entry;
}

Result<Claim> claim_at(const Statement& row) {
  Claim claim;
  claim.station = StationId(row.text(0));
  claim.incarnation = static_cast<std::uint32_t>(row.integer(1));
  claim.complete_until = instant_at(row, 2);
  claim.last_sequence = static_cast<std::uint64_t>(row.integer(3));
  claim.made_at = instant_at(row, 4);
  claim.clock_error_bound = std::chrono::milliseconds(row.integer(5));
  claim.signature = row.blob(6);
  GARITA_TRY(last_hash, digest_from(row.blob(7)));
  claim.last_hash = last_hash;
  return claim;
}

}  // namespace garita::central
