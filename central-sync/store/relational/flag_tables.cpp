// Cases, watermarks, and what else the projection writes that is about no one person's crossings.
#include <algorithm>
#include <array>

#include "central-sync/store/relational/columns.h"
#include "central-sync/store/relational/memory.h"
#include "central-sync/store/relational/projection_tables.h"
#include "central-sync/store/relational/station_times.h"

namespace garita::central {
namespace {

constexpr const char* kEndCase =
    "UPDATE cases SET known_to = ?3, cleared_reason = ?4, cleared_by = ?5 "
    "WHERE person = ?6 AND family = ?1 AND subject = ?2 AND known_to IS NULL";

constexpr const char* kPutIncarnation =
    "INSERT INTO incarnations (station, incarnation, known_at) VALUES (?1, ?2, ?3) "
    "ON CONFLICT (station, incarnation) DO NOTHING";
constexpr const char* kPutIncarnationStep =
    "INSERT INTO incarnation_steps (station, incarnation, known_from, complete_until) "
    "VALUES (?1, ?2, ?3, ?4) ON CONFLICT (station, incarnation, known_from) "
    "DO UPDATE SET complete_until = excluded.complete_until";
constexpr const char* kCompleteUntil =
    "SELECT complete_until FROM incarnation_steps WHERE station = ?1 AND incarnation = ?2 "
    "ORDER BY known_from DESC LIMIT 1";
constexpr const char* kSaidOfItself =
    "SELECT 1 FROM closures WHERE target = ?1 AND record LIKE ?2 || ':%'";
constexpr const char* kPutClosure =
    "INSERT INTO closures (record, target, at, why, officer, known_at) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (record) DO NOTHING";
constexpr const char* kPutPaperPeriod =
    "INSERT INTO paper_periods (record, post, opens, start_at, end_at, known_at) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (record) DO NOTHING";
// What a person closes: a record, an incarnation, a station, or every station of a post.
constexpr const char* kResolve =
    "UPDATE quarantine SET resolved_at = ?2, resolution = ?3 WHERE resolved_at IS NULL AND "
    "seen_at <= ?2 AND (station = ?1 OR station || ':' || incarnation = ?1 OR station IN (SELECT "
    "station FROM stations WHERE post = ?1) OR (station = ?4 AND incarnation = ?5 AND lane = ?6 "
    "AND "
    "sequence = ?7))";
constexpr const char* kAdopt =
    "UPDATE quarantine SET adopted = 1 WHERE station = ?1 AND incarnation = ?2 AND lane = ?3 AND "
    "sequence = ?4 AND content_hash = ?5";
// That the cause is written out (unsigned) lets the index of what is waited for serve. By the order
// of arrival, what is resolved was resolved by then.
static_assert(static_cast<int>(QuarantineCause::kUnsigned) == 2);
constexpr const char* kMovementAside =
    "SELECT 1 FROM quarantine WHERE station = ?1 AND incarnation = ?2 AND lane = ?3 "
    "AND resolved_at IS NULL AND seen_at <= ?4 AND cause <> 2 LIMIT 1";
constexpr const char* kAnyMovementAside =
    "SELECT 1 FROM quarantine WHERE station = ?1 AND incarnation = ?2 AND lane = ?3 "
    "AND resolved_at IS NULL AND cause <> 2 LIMIT 1";
constexpr const char* kLastStep =
    "SELECT known_from, complete_until, run FROM watermark_steps WHERE sees = ?1 "
    "ORDER BY run DESC, known_from DESC LIMIT 1";
constexpr const char* kDropStep =
    "DELETE FROM watermark_steps WHERE sees = ?1 AND run = ?2 AND known_from = ?3";
constexpr const char* kPutStep =
    "INSERT INTO watermark_steps (sees, run, known_from, complete_until) VALUES (?1, ?2, ?3, ?4)";

constexpr const char* kPutNote =
    "INSERT INTO notes (number, record, at, officer, action, subject, reason) "
    "VALUES ((SELECT coalesce(max(number), 0) + 1 FROM notes), ?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT "
    "(record) DO NOTHING";
constexpr const char* kPutIncident =
    "INSERT INTO incidents (record, kind, crossing, at, known_at) VALUES (?1, ?2, ?3, ?4, ?5) "
    "ON CONFLICT (record, kind) DO NOTHING";

constexpr const char* kPolicies =
    "SELECT signed FROM bulletins WHERE channel = 'policies' AND version = ?1";
constexpr const char* kPutPoliciesInForce =
    "INSERT INTO policies_in_force (known_at, version) VALUES (?1, ?2) "
    "ON CONFLICT (known_at) DO UPDATE SET version = excluded.version";
constexpr const char* kPoliciesInForce =
    "SELECT version FROM policies_in_force WHERE known_at <= ?1 ORDER BY known_at DESC LIMIT 1";

constexpr const char* kPlaces =
    "SELECT post, zone, sees_entries, opened_at, is_office FROM posts ORDER BY opened_at, post";

constexpr const char* kPublication = "SELECT record, known_at, done_until FROM publication";
constexpr const char* kPutPublication =
    "INSERT INTO publication (one, record, known_at, done_until) VALUES (1, ?1, ?2, ?3) "
    "ON CONFLICT (one) DO UPDATE SET record = excluded.record, known_at = excluded.known_at, "
    "done_until = excluded.done_until";

constexpr std::array kProjected = {
    "persons",     "pseudonyms",    "crossings",         "voids",           "decisions",
    "cases",       "incarnations",  "incarnation_steps", "watermark_steps", "closures",
    "position",    "paper_periods", "policies_in_force", "notes",           "incidents",
    "publication", "descriptions",  "candidate_keys",    "person_links",    "identity_decisions",
    "judged_pairs"};

/// A transaction's changed pages have room in it: what SQLite moves to the log before the commit,
/// it may write again and reckon anew (three million crossings took 259 s with 64 MB, 227 s with 4
/// GB).
constexpr std::int64_t kRebuildingCacheMax = std::int64_t{4} << 30;
constexpr std::int64_t kRebuildingLogPages = 64'000;

std::string projected_tables() {
  std::string tables;
  for (const auto* table : kProjected) tables += std::string(tables.empty() ? "" : ", ") + table;
  return tables;
}

}  // namespace

Result<Position> RelationalProjectionTables::position() {
  GARITA_TRY(row, db_.prepare("SELECT arrival, known_at FROM position"));
  GARITA_TRY(found, row.step());
  if (!found) return Position{};
  return Position{row.integer(0), instant_at(row, 1)};
}

Result<void> RelationalProjectionTables::move_to(const Position& position) {
  GARITA_CHECK(db_.execute(
      "INSERT INTO position (one, arrival, known_at) VALUES (1, ?1, ?2) "
      "ON CONFLICT (one) DO UPDATE SET arrival = excluded.arrival, known_at = excluded.known_at",
      {position.arrival, position.known_at.milliseconds}));
  return {};
}

Result<void> RelationalProjectionTables::attempt(const std::function<Result<void>()>& work) {
  GARITA_CHECK(db_.execute("SAVEPOINT attempt"));
  auto done = work();
  if (!done) GARITA_CHECK(db_.execute("ROLLBACK TO attempt"));
  GARITA_CHECK(db_.execute("RELEASE attempt"));
  return done;
}

Result<void> RelationalProjectionTables::learn_sizes() {
  if (db_.dialect() != Dialect::kPostgres) return {};
  // A fifth of the usual sample: of indexes nearly everywhere the best, it tells as well.
  return db_.run_script("SET default_statistics_target = 20; ANALYZE " + projected_tables() +
                        "; RESET default_statistics_target");
}

/// Each record touches pages all over SQLite's file. A transaction of thousands of records is
/// written at once, and synced with the log, before that is moved: what a power cut takes of the
/// last is done again. At a server, what is listed would be looked for among all versions that
/// cases went through until somebody clears those away.
Result<void> RelationalProjectionTables::set_rebuilding(bool rebuilding) {
  if (db_.dialect() == Dialect::kPostgres) {
    if (rebuilding) return db_.run_script("SET synchronous_commit = off");
    GARITA_CHECK(db_.run_script("SET synchronous_commit = on"));
    return db_.run_script("VACUUM cases");
  }
  const auto cache =
      rebuilding ? std::clamp(machine_memory() / 8, kProjectingCacheBytes, kRebuildingCacheMax)
                 : kProjectingCacheBytes;
  GARITA_CHECK(db_.run_script("PRAGMA cache_size = -" + std::to_string(cache / 1024) +
                              "; PRAGMA synchronous = " + (rebuilding ? "NORMAL" : "FULL")));
  return rebuilding ? db_.move_log_aside(kRebuildingLogPages)
                    : db_.move_log_at_commits(kProjectingLogPages);
}

Result<void> RelationalProjectionTables::drop_all() {
  if (db_.dialect() == Dialect::kPostgres) {
    // What was deleted would stay in the indexes that a rebuild goes through.
    GARITA_CHECK(db_.run_script("TRUNCATE " + projected_tables()));
  } else {
    for (const auto* table : kProjected)
      GARITA_CHECK(db_.execute(std::string("DELETE FROM ") + table));
  }
  GARITA_CHECK(db_.execute(
      "DELETE FROM quarantine WHERE cause IN (?1, ?2)",
      {static_cast<int>(QuarantineCause::kUnopened), static_cast<int>(QuarantineCause::kUnknown)}));
  // What resolves the rest stands in the journals too.
  GARITA_CHECK(
      db_.execute("UPDATE quarantine SET resolved_at = NULL, resolution = '', adopted = "
                  "0, seen_at = CASE WHEN arrival IS NULL THEN seen_at END"));
  return {};
}

Result<std::vector<CaseVersion>> RelationalProjectionTables::standing_cases(
    const PersonId& person) {
  const std::string sql = std::string("SELECT ") + kCaseColumns +
                          " FROM cases WHERE person = ?1 AND known_to IS NULL ORDER BY number";
  GARITA_TRY(row, db_.prepare(sql, {person.value()}));
  std::vector<CaseVersion> cases;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return cases;
    cases.push_back(case_at(row, 0));
  }
}

Result<void> RelationalProjectionTables::begin_case(const PersonId& person,
                                                    const CaseVersion& version) {
  GARITA_TRY(last, one_integer(db_, kLastCase, {}));
  const auto row = case_values(person, last.value_or(0) + 1, version);
  GARITA_CHECK(db_.execute(kBeginCase, row));
  return {};
}

Result<void> RelationalProjectionTables::end_case(const PersonId& person,
                                                  const CaseVersion& version) {
  const FlagCase about = version.flag.flag_case();
  GARITA_CHECK(
      db_.execute(kEndCase, {static_cast<int>(about.kind), about.subject, stored(version.known_to),
                             version.cleared_reason, version.cleared_by, person.value()}));
  return {};
}

Result<bool> RelationalProjectionTables::put_incarnation(const StationId& station,
                                                         std::uint32_t incarnation,
                                                         Instant known_at) {
  GARITA_TRY(added,
             db_.execute(kPutIncarnation, {station.value(), incarnation, known_at.milliseconds}));
  return added > 0;
}

Result<void> RelationalProjectionTables::put_incarnation_step(const IncarnationStep& step) {
  GARITA_TRY(earlier, complete_until(step.station, step.incarnation));
  if (earlier && step.complete_until <= *earlier) return {};
  GARITA_CHECK(db_.execute(kPutIncarnationStep,
                           {step.station.value(), step.incarnation, step.known_from.milliseconds,
                            step.complete_until.milliseconds}));
  return {};
}

Result<void> RelationalProjectionTables::put_incarnation_steps(
    std::span<const IncarnationStep> steps) {
  std::vector<std::vector<Value>> rows;
  rows.reserve(steps.size());
  for (const auto& step : steps)
    rows.push_back({step.station.value(), step.incarnation, step.known_from.milliseconds,
                    step.complete_until.milliseconds});
  return db_.send_many(kPutIncarnationStep, rows);
}

Result<std::optional<Instant>> RelationalProjectionTables::complete_until(
    const StationId& station, std::uint32_t incarnation) {
  GARITA_TRY(until, one_integer(db_, kCompleteUntil, {station.value(), incarnation}));
  if (!until) return std::nullopt;
  return Instant{*until};
}

Result<void> RelationalProjectionTables::put_closure(const RecordId& record, const Closure& closure,
                                                     Instant known_at) {
  const bool of_itself =
      record.station.value() + ":" + std::to_string(record.incarnation) == closure.target;
  // It can say so again and again, and each is looked at with every claim.
  if (of_itself) {
    GARITA_TRY(said, one_integer(db_, kSaidOfItself, {closure.target, record.station.value()}));
    if (said) return {};
  }
  GARITA_CHECK(
      db_.execute(kPutClosure, {record.text(), closure.target, closure.at.milliseconds, closure.why,
                                closure.officer.value(), known_at.milliseconds}));
  // A station says that a disk of its writes no more; what of it is put aside a person decides.
  if (of_itself) return {};
  const auto named = RecordId::parse(closure.target);
  const RecordId one = named ? *named : RecordId{};
  GARITA_CHECK(db_.execute(kResolve,
                           {closure.target, known_at.milliseconds, closure.why, one.station.value(),
                            one.incarnation, static_cast<int>(one.lane), one.sequence}));
  for (const auto& content : closure.adopted)
    GARITA_CHECK(db_.execute(kAdopt, {one.station.value(), one.incarnation,
                                      static_cast<int>(one.lane), one.sequence, content}));
  return {};
}

Result<void> RelationalProjectionTables::put_paper_period(const RecordId& record,
                                                          const PaperPeriod& period,
                                                          Instant known_at) {
  GARITA_CHECK(db_.execute(
      kPutPaperPeriod, {record.text(), period.post.value(), period.opens, period.from.milliseconds,
                        stored(period.to), known_at.milliseconds}));
  return {};
}

Result<bool> RelationalProjectionTables::has_movement_in_quarantine(const StationId& station,
                                                                    std::uint32_t incarnation,
                                                                    Instant known_at) {
  GARITA_TRY(one, one_integer(db_, kMovementAside,
                              {station.value(), incarnation, static_cast<int>(Lane::kMovement),
                               known_at.milliseconds}));
  return one.has_value();
}

Result<bool> RelationalProjectionTables::is_any_movement_aside(const StationId& station,
                                                               std::uint32_t incarnation) {
  GARITA_TRY(one, one_integer(db_, kAnyMovementAside,
                              {station.value(), incarnation, static_cast<int>(Lane::kMovement)}));
  return one.has_value();
}

Result<std::optional<RunStep>> RelationalProjectionTables::last_run_step(Sees sees) {
  GARITA_TRY(row, db_.prepare(kLastStep, {stored(sees)}));
  GARITA_TRY(found, row.step());
  if (!found) return std::nullopt;
  return RunStep{{instant_at(row, 0), nullable_instant_at(row, 1)}, row.integer(2)};
}

RunStep next_of_run(const std::optional<RunStep>& last, const WatermarkStep& step) {
  ensure(!last || last->step.known_from < step.known_from, "what is known moves on");
  const bool falls = last && step.complete_until < last->step.complete_until;
  return {step, last ? last->run + (falls ? 1 : 0) : 0};
}

Result<std::optional<WatermarkStep>> RelationalProjectionTables::last_watermark_step(Sees sees) {
  GARITA_TRY(last, last_run_step(sees));
  if (!last) return std::nullopt;
  return last->step;
}

Result<void> RelationalProjectionTables::put_watermark_step(Sees sees, const WatermarkStep& step) {
  GARITA_TRY(last, last_run_step(sees));
  // Of one moment the last word counts.
  if (last && last->step.known_from == step.known_from) {
    GARITA_CHECK(db_.execute(kDropStep, {stored(sees), last->run, step.known_from.milliseconds}));
    GARITA_TRY(before, last_run_step(sees));
    last = before;
  }
  const RunStep next = next_of_run(last, step);
  GARITA_CHECK(db_.execute(kPutStep, {stored(sees), next.run, step.known_from.milliseconds,
                                      stored(step.complete_until)}));
  return {};
}

Result<void> RelationalProjectionTables::put_run_steps(Sees sees, std::span<const RunStep> steps) {
  std::vector<std::vector<Value>> rows;
  rows.reserve(steps.size());
  for (const auto& [step, run] : steps)
    rows.push_back({stored(sees), run, step.known_from.milliseconds, stored(step.complete_until)});
  return db_.send_many(kPutStep, rows);
}

Result<void> RelationalProjectionTables::put_note(const RecordId& record, const AuditNote& note) {
  GARITA_CHECK(db_.execute(kPutNote, {record.text(), note.at.milliseconds, note.officer.value(),
                                      note.action, note.subject, note.reason}));
  return {};
}

Result<void> RelationalProjectionTables::put_incident(const Incident& incident) {
  GARITA_CHECK(
      db_.execute(kPutIncident, {incident.record.text(), incident.kind, incident.crossing.text(),
                                 incident.at.milliseconds, incident.known_at.milliseconds}));
  return {};
}

Result<std::vector<ProjectionTables::Place>> RelationalProjectionTables::places() {
  GARITA_TRY(times, read_station_times(db_));
  GARITA_TRY(row, db_.prepare(kPlaces));
  std::vector<Place> places;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return places;
    GARITA_TRY(zone, Zone::named(row.text(1)));
    Place place{PostCode(row.text(0)), zone, row.integer(2) != 0, instant_at(row, 3),
                row.integer(4) != 0};
    place.stations = std::move(times[place.post]);
    places.push_back(std::move(place));
  }
}

Result<std::optional<std::string>> RelationalProjectionTables::policies_of_version(
    std::uint64_t version) {
  GARITA_TRY(row, db_.prepare(kPolicies, {version}));
  GARITA_TRY(found, row.step());
  if (!found) return std::nullopt;
  GARITA_TRY(bulletin, read_bulletin(row.blob(0)));
  return std::string(text_of(bulletin.content));
}

Result<void> RelationalProjectionTables::put_policies_in_force(std::uint64_t version,
                                                               Instant known_at) {
  GARITA_CHECK(db_.execute(kPutPoliciesInForce, {known_at.milliseconds, version}));
  return {};
}

Result<std::optional<std::uint64_t>> RelationalProjectionTables::policies_in_force(
    Instant known_at) {
  GARITA_TRY(version, one_integer(db_, kPoliciesInForce, {known_at.milliseconds}));
  if (!version) return std::nullopt;
  return static_cast<std::uint64_t>(*version);
}

Result<std::optional<Publication>> RelationalProjectionTables::publication() {
  GARITA_TRY(row, db_.prepare(kPublication));
  GARITA_TRY(found, row.step());
  if (!found) return std::nullopt;
  return Publication{row.text(0), instant_at(row, 1), PersonId(row.text(2))};
}

Result<void> RelationalProjectionTables::put_publication(const Publication& publication) {
  GARITA_CHECK(db_.execute(kPutPublication, {publication.cause, publication.known_at.milliseconds,
                                             publication.done_until.value()}));
  return {};
}

Result<void> RelationalProjectionTables::end_publication() {
  GARITA_CHECK(db_.execute("DELETE FROM publication"));
  return {};
}

}  // namespace garita::central
