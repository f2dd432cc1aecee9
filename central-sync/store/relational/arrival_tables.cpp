// The journals as the projection reads them.
#include <algorithm>
#include <iterator>
#include <limits>

#include "central-sync/store/relational/arrived_entries.h"
#include "central-sync/store/relational/columns.h"
#include "central-sync/store/relational/entries.h"
#include "central-sync/store/relational/projection_tables.h"

namespace garita::central {
namespace {

/// Behind kClaimColumns.
constexpr const char* kReceivedColumns = ", received_at, arrival ";
constexpr const char* kWrappedKey =
    "SELECT wrapped FROM epoch_keys WHERE station = ?1 AND incarnation = ?2 AND wrapped_hash = ?3";
constexpr const char* kArrivedBy =
    "SELECT 1 FROM entries e JOIN journals j USING (journal) WHERE j.station = ?1 AND "
    "j.incarnation = ?2 AND j.lane = ?3 AND e.sequence = ?4 AND e.arrival <= ?5 AND e.hash = ?6";
constexpr const char* kNoteOpened =
    "UPDATE journals SET opened = ?4 WHERE station = ?1 AND incarnation = ?2 AND lane = ?3 "
    "AND opened < ?4";
constexpr const char* kPutAside =
    "INSERT INTO quarantine (number, station, incarnation, lane, sequence, cause, reason, content, "
    "content_hash, known_at, seen_at, resolution) VALUES ((SELECT coalesce(max(number), 0) + 1 "
    "FROM "
    "quarantine), ?1, ?2, ?3, ?4, ?5, ?6, ?8, ?8, ?7, ?7, '') ON CONFLICT DO NOTHING";
constexpr const char* kAsideBetween =
    "SELECT arrival, known_at, station, incarnation, lane, cause FROM quarantine WHERE arrival > "
    "?1 AND arrival <= ?3 ORDER BY arrival LIMIT ?2";
constexpr const char* kNoteAside = "UPDATE quarantine SET seen_at = ?2 WHERE arrival = ?1";
// From one station to the next, by the index of what is unchained: of one there may be very many.
static_assert(static_cast<int>(QuarantineCause::kUnchained) == 1);
constexpr const char* kStationsUnchained =
    "WITH RECURSIVE found(station) AS (SELECT min(station) FROM quarantine WHERE cause = 1 UNION "
    "ALL SELECT (SELECT min(q.station) FROM quarantine q WHERE q.cause = 1 AND q.station > "
    "found.station) FROM found WHERE found.station IS NOT NULL) SELECT station FROM found WHERE "
    "station IS NOT NULL";
constexpr const char* kUnchained =
    "SELECT number, resolved_at, adopted FROM quarantine WHERE station = ?1 AND incarnation = ?2 "
    "AND lane = ?3 AND sequence = ?4 AND cause = 1 AND content_hash = ?5";
constexpr const char* kSettle =
    "UPDATE quarantine SET resolved_at = ?2, resolution = ?3 WHERE number = ?1";
constexpr const char* kCameAfterAll = "it came as a part of its journal after all";

Result<ReceivedClaim> received_at(const Statement& row) {
  GARITA_TRY(claim, claim_at(row));
  return ReceivedClaim{std::move(claim), instant_at(row, kClaimColumnCount)};
}

Result<std::vector<Arrived>> claims_between(Database& database, std::int64_t arrival,
                                            std::int64_t last, std::size_t limit) {
  const std::string sql =
      std::string("SELECT ") + kClaimColumns + kReceivedColumns +
      "FROM claims WHERE arrival > ?1 AND arrival <= ?3 ORDER BY arrival LIMIT ?2";
  GARITA_TRY(row, database.prepare(sql, {arrival, limit, last}));
  std::vector<Arrived> arrivals;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return arrivals;
    GARITA_TRY(received, received_at(row));
    arrivals.push_back(
        {row.integer(kClaimColumnCount + 1), received.received_at, std::move(received.claim)});
  }
}

Result<std::vector<Arrived>> aside_between(Database& database, std::int64_t arrival,
                                           std::int64_t last, std::size_t limit) {
  GARITA_TRY(row, database.prepare(kAsideBetween, {arrival, limit, last}));
  std::vector<Arrived> arrivals;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return arrivals;
    const bool is_movement = static_cast<Lane>(row.integer(4)) == Lane::kMovement;
    const bool is_signed =
        static_cast<QuarantineCause>(row.integer(5)) != QuarantineCause::kUnsigned;
    arrivals.push_back(
        {row.integer(0), instant_at(row, 1),
         PutAsideOnArrival{StationId(row.text(2)), static_cast<std::uint32_t>(row.integer(3)),
                           is_movement && is_signed}});
  }
}

}  // namespace

Result<std::vector<Arrived>> RelationalProjectionTables::arrived_after(std::int64_t arrival,
                                                                       std::size_t limit) {
  GARITA_TRY(entries, entries_after(db_, arrival, limit));
  return with_others(std::move(entries), arrival, limit);
}

Result<std::vector<Arrived>> RelationalProjectionTables::with_others(std::vector<Arrived> entries,
                                                                     std::int64_t arrival,
                                                                     std::size_t limit) {
  std::vector<Arrived> merged = std::move(entries);
  // What came after the last of these would not be among the first so many.
  const auto last =
      merged.size() < limit ? std::numeric_limits<std::int64_t>::max() : merged.back().arrival;
  GARITA_TRY(claims, claims_between(db_, arrival, last, limit));
  GARITA_TRY(aside, aside_between(db_, arrival, last, limit));
  merged.insert(merged.end(), std::move_iterator(claims.begin()), std::move_iterator(claims.end()));
  merged.insert(merged.end(), aside.begin(), aside.end());
  std::ranges::sort(merged, {}, &Arrived::arrival);
  if (merged.size() > limit) merged.resize(limit);
  return merged;
}

Result<std::int64_t> RelationalProjectionTables::last_arrival() {
  GARITA_TRY(last, one_integer(db_, kLastArrival, {}));
  return last.value_or(0);
}

Result<std::optional<Bytes>> RelationalProjectionTables::wrapped_key_of(const EntryHeader& header) {
  GARITA_TRY(row, db_.prepare(kWrappedKey, {header.journal.station.value(),
                                            header.journal.incarnation, header.epoch_key_hash}));
  GARITA_TRY(found, row.step());
  if (!found) return std::nullopt;
  return row.blob(0);
}

Result<bool> RelationalProjectionTables::arrived_by(std::int64_t arrival, const Claim& claim) {
  if (claim.last_sequence == 0) return true;
  GARITA_TRY(
      one, one_integer(db_, kArrivedBy,
                       {claim.station.value(), claim.incarnation, static_cast<int>(Lane::kMovement),
                        claim.last_sequence, arrival, claim.last_hash}));
  return one.has_value();
}

Result<std::optional<ReceivedClaim>> RelationalProjectionTables::claim_waiting_for(
    std::int64_t arrival, const JournalId& journal, const JournalHead& last) {
  const std::string sql =
      std::string("SELECT ") + kClaimColumns + kReceivedColumns +
      "FROM claims WHERE station = ?1 AND incarnation = ?2 AND last_sequence = ?3 AND "
      "last_hash = ?5 AND arrival < ?4 ORDER BY CASE WHEN complete_until - error_bound < "
      "received_at THEN "
      "complete_until - error_bound ELSE received_at END DESC, arrival LIMIT 1";
  GARITA_TRY(row, db_.prepare(sql, {journal.station.value(), journal.incarnation, last.sequence,
                                    arrival, last.hash}));
  GARITA_TRY(found, row.step());
  if (!found) return std::nullopt;
  GARITA_TRY(received, received_at(row));
  return std::optional(std::move(received));
}

Result<void> RelationalProjectionTables::note_opened(const JournalId& journal,
                                                     std::uint64_t sequence) {
  GARITA_CHECK(db_.execute(kNoteOpened, {journal.station.value(), journal.incarnation,
                                         static_cast<int>(journal.lane), sequence}));
  return {};
}

Result<void> RelationalProjectionTables::put_aside(const RecordId& record, QuarantineCause cause,
                                                   const std::string& reason, Instant known_at) {
  GARITA_CHECK(db_.execute(
      kPutAside,
      {record.station.value(), record.incarnation, static_cast<int>(record.lane), record.sequence,
       static_cast<int>(cause), reason, known_at.milliseconds, ByteView()}));
  return {};
}

Result<void> RelationalProjectionTables::note_aside(std::int64_t arrival, const PutAsideOnArrival&,
                                                    Instant known_at) {
  GARITA_CHECK(db_.execute(kNoteAside, {arrival, known_at.milliseconds}));
  return {};
}

Result<std::set<StationId>> RelationalProjectionTables::stations_unchained() {
  std::set<StationId> stations;
  GARITA_TRY(row, db_.prepare(kStationsUnchained, {}));
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return stations;
    stations.insert(StationId(row.text(0)));
  }
}

Result<Settled> RelationalProjectionTables::settle_aside(const RecordId& record,
                                                         const Digest& content, Instant known_at) {
  std::int64_t number = 0;
  {
    GARITA_TRY(row,
               db_.prepare(kUnchained, {record.station.value(), record.incarnation,
                                        static_cast<int>(record.lane), record.sequence, content}));
    GARITA_TRY(found, row.step());
    if (!found) return Settled::kNothing;
    if (row.nullable_integer(1)) return row.integer(2) != 0 ? Settled::kStated : Settled::kNothing;
    number = row.integer(0);
  }
  GARITA_CHECK(db_.execute(kSettle, {number, known_at.milliseconds, kCameAfterAll}));
  return Settled::kWaitedFor;
}

}  // namespace garita::central
