#pragma once

#include <string>
#include <string_view>

#include "schema/journal/entry.h"
#include "schema/journal/statements.h"
#include "schema/storage/database.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// The columns of an entry, to be selected in this order from kEntryTables; the last is its hash as
/// it was stored at intake. `previous`: the hash of the one before.
[[nodiscard]] inline std::string entry_columns(std::string_view previous) {
  return "j.station, j.incarnation, j.lane, e.sequence, e.recorded_at, e.epoch, e.epoch_key_hash, "
         "e.dictionary, " +
         std::string(previous) + ", e.salt_hash, e.salt, e.ciphertext, e.hash";
}
inline const std::string kEntryColumns = entry_columns(
    "(SELECT p.hash FROM entries p WHERE p.journal = e.journal AND p.sequence = e.sequence - 1)");
/// For whoever knows it.
inline const std::string kEntryColumnsAlone = entry_columns("CAST(NULL AS BYTEA)");
inline constexpr int kEntryColumnCount = 13;
inline constexpr const char* kEntryTables = "FROM entries e JOIN journals j USING (journal)";

/// The entry of a row. Remedy: repair, when the row cannot be one.
[[nodiscard]] Result<Entry> entry_at(const Statement& row);

/// The columns of a claim, the first that are selected from claims.
inline constexpr const char* kClaimColumns =
    "station, incarnation, complete_until, last_sequence, made_at, error_bound, signature, "
    "last_hash";
inline constexpr int kClaimColumnCount = 8;
/// Remedy: repair, when the row cannot be one.
[[nodiscard]] Result<Claim> claim_at(const Statement& row);

inline constexpr const char* kLastArrival =
    "SELECT max(arrival) FROM (SELECT max(arrival) AS arrival FROM entries UNION ALL "
    "SELECT max(arrival) FROM claims UNION ALL SELECT max(arrival) FROM quarantine) AS latest";

}  // namespace garita::central
