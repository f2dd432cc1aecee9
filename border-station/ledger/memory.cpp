#include <algorithm>

#include "border-station/ledger/ledger_state.h"

namespace garita::station {
namespace {

constexpr std::string_view kTripColumns =
    "SELECT t.incarnation, t.sequence, t.direction, t.decision, t.at, t.crossing_sealed,"
    " j.held, j.opened, e.recorded_at, t.corrected_by, t.replaced, t.corrects"
    " FROM trip t JOIN journal j ON j.incarnation = t.incarnation AND j.lane = 2"
    " JOIN entry e ON e.incarnation = t.incarnation AND e.lane = 2 AND e.sequence = t.sequence ";
constexpr std::string_view kAbout =
    "WHERE (t.document_hash = ?1 OR t.person_hash = ?2) AND t.corrected_by IS NULL"
    " ORDER BY t.at DESC, t.id DESC LIMIT 100";
constexpr std::string_view kRecent = "ORDER BY t.id DESC LIMIT ?1";
constexpr std::string_view kNewestFirst = "ORDER BY t.id DESC";
constexpr std::size_t kSinceMax = 10'000;
constexpr std::string_view kOne = "WHERE t.incarnation = ?1 AND t.sequence = ?2";

constexpr std::string_view kStatement =
    "SELECT statement_hash FROM reference"
    " WHERE reference_hash = ?1 AND statement_hash IS NOT NULL";
constexpr std::string_view kReference = "SELECT record FROM reference WHERE reference_hash = ?1";

constexpr std::string_view kNoteOpened =
    "UPDATE epoch SET opened_at = ?1 WHERE opened_at IS NULL AND epoch < ?2 AND NOT EXISTS"
    " (SELECT 1 FROM entry e JOIN journal j ON j.incarnation = e.incarnation AND j.lane = e.lane"
    " WHERE e.incarnation = epoch.incarnation AND e.epoch = epoch.epoch AND e.sequence > j.opened)";
constexpr std::string_view kForgetTrips =
    "UPDATE trip SET crossing_sealed = NULL WHERE crossing_sealed IS NOT NULL AND EXISTS"
    " (SELECT 1 FROM epoch WHERE epoch.incarnation = trip.incarnation"
    " AND epoch.epoch = trip.epoch AND epoch.opened_at <= ?1)";
constexpr std::string_view kDropKeys =
    "UPDATE epoch SET key_sealed = NULL WHERE key_sealed IS NOT NULL AND opened_at <= ?1";
constexpr std::string_view kDropBodies =
    "UPDATE entry SET salt = NULL, ciphertext = x'' WHERE salt IS NOT NULL AND"
    " (incarnation, epoch) IN (SELECT incarnation, epoch FROM epoch"
    " WHERE opened_at <= ?1 AND emptied = 0)"
    " AND sequence <= (SELECT min(j.opened, coalesce(j.centre_opened, j.opened)) FROM journal j"
    " WHERE j.incarnation = entry.incarnation AND j.lane = entry.lane)";
// What a centre that was set back has lost stays until it has read it again.
constexpr std::string_view kNoteEmptied =
    "UPDATE epoch SET emptied = 1 WHERE opened_at <= ?1 AND emptied = 0 AND NOT EXISTS"
    " (SELECT 1 FROM entry e WHERE e.incarnation = epoch.incarnation AND e.epoch = epoch.epoch"
    " AND e.salt IS NOT NULL)";

constexpr auto kCrossingColumn = "trip.crossing";
static_assert(static_cast<int>(Lane::kMovement) == 2, "the SQL above says 2");

Result<std::optional<Crossing>> readable(const Ledger& ledger, const std::optional<Bytes>& sealed) {
  if (!sealed) return std::optional<Crossing>();
  GARITA_TRY(bytes, ledger.open_column(kCrossingColumn, *sealed));
  GARITA_TRY(record, decode_record(bytes.view()));
  auto* crossing = std::get_if<Crossing>(&record);
  if (crossing == nullptr) return fail(Remedy::kRepair, "station.db: a trip that is no crossing");
  return std::optional<Crossing>(std::move(*crossing));
}

Result<std::optional<RecordId>> record_column(const Statement& row, int column) {
  const auto text = row.nullable_text(column);
  if (!text) return std::optional<RecordId>();
  GARITA_TRY(id, RecordId::parse(*text));
  return std::optional<RecordId>(std::move(id));
}

Result<OwnDecision> decision_of(const Ledger& ledger, const Statement& row) {
  OwnDecision own;
  own.record = {ledger.place().station, static_cast<std::uint32_t>(row.integer(0)), Lane::kMovement,
                static_cast<std::uint64_t>(row.integer(1))};
  own.direction = static_cast<Direction>(row.integer(2));
  own.decision = static_cast<DecisionKind>(row.integer(3));
  own.at = Instant{row.integer(4)};
  if (row.integer(1) <= row.integer(6)) own.state = RecordState::kHeld;
  if (row.integer(1) <= row.integer(7)) own.state = RecordState::kOpened;
  GARITA_TRY(crossing, readable(ledger, row.nullable_blob(5)));
  own.crossing = std::move(crossing);
  own.recorded_at = Instant{row.integer(8)};
  GARITA_TRY(corrected_by, record_column(row, 9));
  own.corrected_by = std::move(corrected_by);
  own.replaced = row.nullable_integer(10).value_or(0) != 0;
  GARITA_TRY(corrects, record_column(row, 11));
  own.corrects = std::move(corrects);
  return own;
}

Result<std::vector<OwnDecision>> all_of(const Ledger& ledger, Statement row) {
  std::vector<OwnDecision> decisions;
  while (true) {
    GARITA_TRY(found, row.step());
    if (!found) return decisions;
    GARITA_TRY(decision, decision_of(ledger, row));
    decisions.push_back(std::move(decision));
  }
}

std::string trips(std::string_view which) { return std::string(kTripColumns) + std::string(which); }

}  // namespace

Result<std::vector<OwnDecision>> Ledger::decisions_about(std::string_view document_key,
                                                         std::string_view person_key) {
  std::optional<Digest> by_document;
  std::optional<Digest> by_person;
  if (!document_key.empty()) by_document = look_up_hash("document", document_key);
  if (!person_key.empty()) by_person = look_up_hash("person", person_key);
  GARITA_TRY(rows, state_->database.prepare(trips(kAbout), {by_document, by_person}));
  return all_of(*this, std::move(rows));
}

Result<std::vector<OwnDecision>> Ledger::recent_decisions(std::size_t limit) {
  GARITA_TRY(rows, state_->database.prepare(trips(kRecent), {limit}));
  return all_of(*this, std::move(rows));
}

Result<std::vector<OwnDecision>> Ledger::decisions_since(Instant since) {
  GARITA_TRY(row, state_->database.prepare(trips(kNewestFirst)));
  std::vector<OwnDecision> decisions;
  while (decisions.size() < kSinceMax) {
    GARITA_TRY(found, row.step());
    if (!found) break;
    GARITA_TRY(decision, decision_of(*this, row));
    if (decision.recorded_at < since) break;
    decisions.push_back(std::move(decision));
  }
  return decisions;
}

Result<std::optional<OwnDecision>> Ledger::decision(const RecordId& crossing) {
  if (crossing.station != place().station || crossing.lane != Lane::kMovement) {
    return std::optional<OwnDecision>();
  }
  GARITA_TRY(rows,
             state_->database.prepare(trips(kOne), {crossing.incarnation, crossing.sequence}));
  GARITA_TRY(decisions, all_of(*this, std::move(rows)));
  if (decisions.empty()) return std::optional<OwnDecision>();
  return std::optional<OwnDecision>(std::move(decisions.front()));
}

Result<std::optional<OwnDecision>> Ledger::decision_under(std::string_view reference) {
  GARITA_TRY(row, state_->database.prepare(kReference, {look_up_hash("reference", reference)}));
  GARITA_TRY(found, row.step());
  if (!found) return std::optional<OwnDecision>();
  GARITA_TRY(record, RecordId::parse(row.text(0)));
  return decision(record);
}

Result<std::optional<Digest>> Ledger::statement_under(std::string_view reference) {
  GARITA_TRY(row, state_->database.prepare(kStatement, {look_up_hash("reference", reference)}));
  GARITA_TRY(found, row.step());
  if (!found) return std::optional<Digest>();
  GARITA_TRY(statement, digest_column(row, 0));
  return std::optional(statement);
}

Result<void> Ledger::forget(std::chrono::milliseconds window) {
  auto& database = state_->database;
  const Instant now = this->now();
  GARITA_TRY(transaction, WriteTransaction::begin(database));
  GARITA_CHECK(database.execute(kNoteOpened, {now.milliseconds, epoch_of(now)}));
  const Instant before = now.minus(window);
  GARITA_CHECK(database.execute(kForgetTrips, {before.milliseconds}));
  GARITA_CHECK(database.execute(kDropBodies, {before.milliseconds}));
  GARITA_CHECK(database.execute(kNoteEmptied, {before.milliseconds}));
  GARITA_CHECK(database.execute(kDropKeys, {before.milliseconds}));
  GARITA_CHECK(forget_clearings());
  GARITA_CHECK(transaction.commit());
  // What was erased must not live on in the write-ahead log, where a reader may have kept it the
  // last time.
  return database.checkpoint();
}

}  // namespace garita::station
