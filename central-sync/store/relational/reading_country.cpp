// The country, its posts and journals, as reports read them.
#include <algorithm>
#include <limits>
#include <map>
#include <utility>

#include "central-sync/store/relational/columns.h"
#include "central-sync/store/relational/person_rows.h"
#include "central-sync/store/relational/reading.h"
#include "central-sync/store/relational/station_times.h"
#include "central-sync/store/relational/watermark_facts.h"
#include "schema/record/enrolment.h"
#include "schema/vocabulary/text.h"

namespace garita::central {
namespace {

constexpr std::size_t kGoneBytesMax = 200;
constexpr Instant kAllThatIsKnown{std::numeric_limits<std::int64_t>::max()};

constexpr const char* kLives =
    "SELECT i.station, i.incarnation, (SELECT s.complete_until FROM incarnation_steps s WHERE "
    "s.station = i.station AND s.incarnation = i.incarnation "
    "ORDER BY s.known_from DESC LIMIT 1) FROM incarnations i ORDER BY i.station, i.incarnation";
constexpr const char* kStillToJudge =
    "SELECT count(*) FROM publication JOIN persons ON person > done_until";
// Decisions that name an entry of nobody; some may be taken back.
constexpr const char* kWaits = " FROM decisions WHERE person = '' AND entry <> ''";
constexpr const char* kSetting = "SELECT value FROM settings WHERE name = ?1";
// A post may have been closed more than once; the last time is shown.
constexpr const char* kPosts =
    "SELECT p.post, p.zone, p.border, p.sees_entries, p.sees_exits, p.opened_at, c.at, c.why, "
    "p.is_office FROM posts p LEFT JOIN closures c ON c.record = (SELECT f.record FROM closures f "
    "WHERE f.target = "
    "p.post ORDER BY f.known_at DESC, f.record LIMIT 1) ORDER BY p.post";
constexpr const char* kStations =
    "SELECT s.station, s.post, s.enrolled_at, s.revoked_at, c.last_contact, c.software, "
    "c.clock_offset, c.disk_free, c.backlog_records, c.backlog_oldest_at, (SELECT max(f.at) FROM "
    "closures f WHERE f.target = s.station) FROM stations s LEFT JOIN contacts c USING (station) "
    "ORDER BY s.station";
constexpr const char* kJournals =
    "SELECT j.station, j.incarnation, j.lane, j.head_sequence, j.opened, j.last_received_at, "
    "(SELECT count(*) FROM quarantine q WHERE q.station = j.station AND q.incarnation = "
    "j.incarnation AND q.lane = j.lane AND q.resolved_at IS NULL), EXISTS (SELECT 1 FROM "
    "quarantine q WHERE q.station = j.station AND q.incarnation = j.incarnation AND q.lane = "
    "j.lane AND q.cause = ?1 AND q.resolved_at IS NULL), EXISTS (SELECT 1 FROM quarantine q WHERE "
    "q.station = j.station AND q.incarnation = j.incarnation AND q.lane = j.lane AND "
    "q.cause <> ?2 AND q.resolved_at IS NULL) FROM journals j "
    "ORDER BY j.station, j.incarnation, j.lane";
constexpr const char* kNotProjectedSince =
    "SELECT received_at FROM entries WHERE arrival > coalesce((SELECT arrival FROM position), 0) "
    "ORDER BY arrival LIMIT 1";
constexpr const char* kBulletins =
    "SELECT channel, version, substr(signed, 1, ?1) FROM bulletins b WHERE version = (SELECT "
    "max(version) FROM bulletins n WHERE n.channel = b.channel) ORDER BY channel";
constexpr const char* kQuarantine =
    "SELECT station, incarnation, lane, sequence, cause, reason, known_at, resolved_at, "
    "resolution, content_hash FROM quarantine ORDER BY (CASE WHEN cause = ?2 THEN 1 ELSE 0 END), "
    "(CASE WHEN resolved_at IS NULL THEN 0 ELSE 1 END), number DESC LIMIT ?1";
// As the projection resolves it (flag_tables.cpp).
constexpr const char* kOfTarget =
    " FROM quarantine WHERE resolved_at IS NULL AND (station = ?1 OR station || ':' || incarnation "
    "= ?1 OR station IN (SELECT station FROM stations WHERE post = ?1) OR (station = ?2 AND "
    "incarnation = ?3 AND lane = ?4 AND sequence = ?5))";
constexpr const char* kQuarantineColumns =
    "SELECT station, incarnation, lane, sequence, cause, reason, known_at, resolved_at, "
    "resolution, content_hash";
constexpr const char* kAside =
    "SELECT 1 FROM quarantine WHERE station = ?1 AND incarnation = ?2 AND lane = ?3 AND "
    "sequence = ?4 AND resolved_at IS NULL LIMIT 1";
constexpr const char* kAudit =
    "SELECT number, at, officer, action, subject FROM notes ORDER BY number DESC LIMIT ?1";
constexpr const char* kGone =
    "SELECT record, subject FROM notes WHERE action = 'records_gone' ORDER BY number DESC LIMIT ?1";
constexpr std::size_t kGoneLookedAt = 100'000;

Result<std::int64_t> count(Database& database, std::string_view sql) {
  GARITA_TRY(number, one_integer(database, sql, {}));
  return number.value_or(0);
}

const PostFacts::Station* station_in(const std::map<PostCode, PostFacts>& facts,
                                     const StationId& name) {
  const auto post = facts.find(post_of(name));
  if (post == facts.end()) return nullptr;
  const auto found = std::ranges::find(post->second.stations, name, &PostFacts::Station::station);
  return found == post->second.stations.end() ? nullptr : &*found;
}

bool station_is_open(const std::map<PostCode, PostFacts>& facts, const StationId& name) {
  const auto* station = station_in(facts, name);
  return station != nullptr && is_open(facts.at(post_of(name)), *station, kAllThatIsKnown);
}

/// Whether nobody waits for it any more: it was closed, or its station was.
bool is_ended(const std::map<PostCode, PostFacts>& facts, const StationId& name,
              std::uint32_t incarnation) {
  const auto* station = station_in(facts, name);
  if (station == nullptr) return false;
  if (!is_open(facts.at(post_of(name)), *station, kAllThatIsKnown)) return true;
  const auto one =
      std::ranges::find(station->incarnations, incarnation, &PostFacts::Incarnation::number);
  return one != station->incarnations.end() && !is_open(*one, kAllThatIsKnown);
}

PostRow post_at(const Statement& row) {
  PostRow post;
  post.post = PostCode(row.text(0));
  post.zone = row.text(1);
  post.border = row.integer(8) != 0 ? std::string(kOffice) : row.text(2);
  post.sees_entries = row.integer(3) != 0;
  post.sees_exits = row.integer(4) != 0;
  post.opened_at = instant_at(row, 5);
  post.closed_at = nullable_instant_at(row, 6);
  post.closed_why = row.nullable_text(7).value_or("");
  return post;
}

StationRow station_at(const Statement& row) {
  StationRow station;
  station.station = StationId(row.text(0));
  station.post = PostCode(row.text(1));
  station.enrolled_at = nullable_instant_at(row, 2);
  station.revoked_at = nullable_instant_at(row, 3);
  station.last_contact = nullable_instant_at(row, 4);
  station.software = row.nullable_text(5).value_or("");
  if (const auto offset = row.nullable_integer(6))
    station.clock_offset = std::chrono::milliseconds(*offset);
  station.disk_free_bytes = row.nullable_integer(7);
  station.unsent_records = row.nullable_integer(8);
  station.oldest_unsent_at = nullable_instant_at(row, 9);
  station.closed_at = nullable_instant_at(row, 10);
  return station;
}

JournalRow journal_at(const Statement& row) {
  JournalRow journal;
  journal.station = StationId(row.text(0));
  journal.incarnation = static_cast<std::uint32_t>(row.integer(1));
  journal.lane = static_cast<Lane>(row.integer(2));
  journal.held = static_cast<std::uint64_t>(row.integer(3));
  journal.opened = static_cast<std::uint64_t>(row.integer(4));
  journal.last_received_at = nullable_instant_at(row, 5);
  journal.quarantined = static_cast<std::uint64_t>(row.integer(6));
  journal.forked = row.integer(7) != 0;
  journal.holds_back = row.integer(8) != 0 && journal.lane == Lane::kMovement;
  return journal;
}

QuarantineRow quarantine_at(const Statement& row) {
  QuarantineRow item;
  item.record = {StationId(row.text(0)), static_cast<std::uint32_t>(row.integer(1)),
                 static_cast<Lane>(row.integer(2)), static_cast<std::uint64_t>(row.integer(3))};
  item.cause = quarantine_cause_name(static_cast<QuarantineCause>(row.integer(4)));
  item.reason = row.text(5);
  item.since = instant_at(row, 6);
  item.resolved_at = nullable_instant_at(row, 7);
  item.resolution = row.text(8);
  item.content_hash = row.blob(9);
  return item;
}

class RelationalMoment : public CentralStore::OneMoment {
 public:
  explicit RelationalMoment(ReadTransaction transaction) : transaction_(std::move(transaction)) {}

 private:
  ReadTransaction transaction_;
};

/// What is taken back of that which waits for a record, by statements that wait with it.
Result<std::set<std::string>> gone_of_nobody(Database& database) {
  GARITA_TRY(voids, voids_of(database, PersonId("")));
  return voided(voids);
}

Result<std::int64_t> count_waiting_decisions(Database& database) {
  GARITA_TRY(gone, gone_of_nobody(database));
  if (gone.empty()) return count(database, std::string("SELECT count(*)") + kWaits);
  GARITA_TRY(row, database.prepare(std::string("SELECT record") + kWaits));
  for (std::int64_t waiting = 0;;) {
    GARITA_TRY(found, row.step());
    if (!found) return waiting;
    if (!gone.contains(row.text(0))) ++waiting;
  }
}

}  // namespace

Result<std::unique_ptr<CentralStore::OneMoment>> RelationalReading::one_moment() {
  GARITA_TRY(transaction, ReadTransaction::begin(db_));
  return std::unique_ptr<OneMoment>(new RelationalMoment(std::move(transaction)));
}

Result<CentreSettings> RelationalReading::settings() {
  GARITA_TRY(country, one_text(db_, kSetting, {"country"}));
  if (!country) return fail(Remedy::kRepair, "there is no country here: run init first");
  GARITA_TRY(exercise, one_text(db_, kSetting, {"exercise"}));
  GARITA_TRY(created, one_text(db_, kSetting, {"created_at"}));
  CentreSettings settings;
  settings.country = CountryCode(*country);
  settings.exercise = exercise == "yes";
  settings.created_at = Instant{std::stoll(created.value_or("0"))};
  return settings;
}

Result<Unfinished> RelationalReading::unfinished() {
  Unfinished unfinished;
  GARITA_TRY(since, one_integer(db_, kNotProjectedSince, {}));
  if (since) unfinished.not_projected_since = Instant{*since};
  GARITA_TRY(publication, tables_.publication());
  unfinished.applying_policies = publication.has_value();
  return unfinished;
}

Result<std::vector<WaitingDecision>> RelationalReading::waiting_decisions(Instant since,
                                                                          std::size_t limit) {
  const std::string sql = std::string("SELECT ") + kChangeColumns + ", authority" + kWaits +
                          " AND known_at <= ?1 ORDER BY known_at, record LIMIT ?2";
  GARITA_TRY(gone, gone_of_nobody(db_));
  GARITA_TRY(row, db_.prepare(sql, {since.milliseconds, limit + gone.size()}));
  std::vector<WaitingDecision> waiting;
  while (waiting.size() < limit) {
    GARITA_TRY(found, row.step());
    if (!found) break;
    const auto known = change_at(row);
    if (gone.contains(known.fact.reference)) continue;
    waiting.push_back({known.fact, row.text(kChangeColumnCount), known.known_at});
  }
  return waiting;
}

Result<Counts> RelationalReading::counts() {
  Counts counts;
  GARITA_TRY(records, count(db_,
                            "SELECT CAST(coalesce(sum(head_sequence), 0) AS BIGINT) FROM "
                            "journals"));
  counts.records = records;
  GARITA_TRY(waiting, count(db_,
                            "SELECT count(*) FROM entries WHERE arrival > coalesce((SELECT "
                            "arrival FROM position), 0)"));
  counts.records_not_projected = waiting;
  GARITA_TRY(since, one_integer(db_, kNotProjectedSince, {}));
  if (since) counts.not_projected_since = Instant{*since};
  GARITA_TRY(aside, count(db_, "SELECT count(*) FROM quarantine WHERE resolved_at IS NULL"));
  counts.quarantined = aside;
  GARITA_TRY(persons, count(db_, "SELECT count(*) FROM persons"));
  counts.persons = persons;
  GARITA_TRY(left, count(db_, kStillToJudge));
  counts.persons_to_judge_anew = left;
  GARITA_TRY(open, count(db_, "SELECT count(*) FROM cases WHERE known_to IS NULL AND kind = 1"));
  counts.stays_open = open;
  GARITA_TRY(late, late_records());
  counts.behind_watermark = std::move(late);
  GARITA_TRY(dated_back,
             count(db_, "SELECT count(*) FROM incidents WHERE kind = 'decision_dated_back'"));
  counts.decisions_dated_back = dated_back;
  GARITA_TRY(waiting_decisions, count_waiting_decisions(db_));
  counts.decisions_waiting = waiting_decisions;
  return counts;
}

Result<std::vector<PostRow>> RelationalReading::posts() {
  GARITA_TRY(facts, read_facts(db_, kAllThatIsKnown, std::nullopt));
  GARITA_TRY(times, read_station_times(db_));
  GARITA_TRY(row, db_.prepare(kPosts));
  std::vector<PostRow> posts;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return posts;
    posts.push_back(post_at(row));
    auto& post = posts.back();
    if (post.border != kOffice) post.stations = std::move(times[post.post]);
    const auto& known = facts[post.post];
    const bool open = std::ranges::any_of(known.stations, [&](const auto& station) {
      return is_open(known, station, kAllThatIsKnown);
    });
    if (open) post.reopened_after = std::exchange(post.closed_at, std::nullopt);
  }
}

Result<std::vector<StationRow>> RelationalReading::stations() {
  GARITA_TRY(row, db_.prepare(kStations));
  std::vector<StationRow> stations;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) break;
    stations.push_back(station_at(row));
  }
  GARITA_TRY(facts, read_facts(db_, kAllThatIsKnown, std::nullopt));
  for (auto& station : stations) {
    if (station_is_open(facts, station.station))
      station.reopened_after = std::exchange(station.closed_at, std::nullopt);
    GARITA_TRY(held, db_.prepare("SELECT channel, version FROM bulletins_held WHERE station = ?1",
                                 {station.station.value()}));
    for (;;) {
      GARITA_TRY(found, held.step());
      if (!found) break;
      station.bulletins[held.text(0)] = static_cast<std::uint64_t>(held.integer(1));
    }
  }
  return stations;
}

Result<std::vector<JournalRow>> RelationalReading::journals() {
  GARITA_TRY(row, db_.prepare(kJournals, {static_cast<int>(QuarantineCause::kFork),
                                          static_cast<int>(QuarantineCause::kUnsigned)}));
  GARITA_TRY(facts, read_facts(db_, kAllThatIsKnown, std::nullopt));
  std::vector<JournalRow> journals;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return journals;
    auto& journal = journals.emplace_back(journal_at(row));
    journal.ended = is_ended(facts, journal.station, journal.incarnation);
    if (journal.ended) journal.holds_back = false;
  }
}

Result<std::vector<BulletinRow>> RelationalReading::bulletins() {
  GARITA_TRY(row, db_.prepare(kBulletins, {kBulletinMomentBytes}));
  std::vector<BulletinRow> bulletins;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return bulletins;
    GARITA_TRY(issued_at, read_bulletin_moment(row.blob(2)));
    bulletins.push_back({row.text(0), static_cast<std::uint64_t>(row.integer(1)), issued_at});
  }
}

Result<std::vector<LifeRow>> RelationalReading::lives() {
  GARITA_TRY(facts, read_facts(db_, kAllThatIsKnown, std::nullopt));
  GARITA_TRY(row, db_.prepare(kLives));
  std::vector<LifeRow> lives;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return lives;
    auto& life = lives.emplace_back();
    life.station = StationId(row.text(0));
    life.incarnation = static_cast<std::uint32_t>(row.integer(1));
    life.complete_until = nullable_instant_at(row, 2);
    life.ended = is_ended(facts, life.station, life.incarnation);
  }
}

Result<std::vector<QuarantineRow>> RelationalReading::quarantine(std::size_t limit) {
  GARITA_TRY(row, db_.prepare(kQuarantine, {limit, static_cast<int>(QuarantineCause::kUnsigned)}));
  std::vector<QuarantineRow> items;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return items;
    items.push_back(quarantine_at(row));
  }
}

Result<AtStake> RelationalReading::put_aside_of(const std::string& target, std::size_t limit) {
  const auto named = RecordId::parse(target);
  const RecordId one = named ? *named : RecordId{};
  const auto of_target = [&](const std::string& columns, const std::string& rest) {
    return db_.prepare(columns + kOfTarget + rest, {target, one.station.value(), one.incarnation,
                                                    static_cast<int>(one.lane), one.sequence});
  };
  AtStake aside;
  {
    GARITA_TRY(count, of_target("SELECT count(*)", ""));
    GARITA_TRY(found, count.step());
    if (found) aside.total = count.integer(0);
  }
  GARITA_TRY(row, of_target(kQuarantineColumns, " ORDER BY number"));
  while (aside.first.size() < limit) {
    GARITA_TRY(found, row.step());
    if (!found) break;
    aside.first.push_back(quarantine_at(row));
  }
  return aside;
}

Result<bool> RelationalReading::in_quarantine(const RecordId& record) {
  GARITA_TRY(one, one_integer(db_, kAside,
                              {record.station.value(), record.incarnation,
                               static_cast<int>(record.lane), record.sequence}));
  return one.has_value();
}

Result<std::vector<AuditRow>> RelationalReading::audit(std::size_t limit) {
  GARITA_TRY(row, db_.prepare(kAudit, {limit}));
  std::vector<AuditRow> notes;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return notes;
    notes.push_back({row.integer(0), instant_at(row, 1), row.text(2), row.text(3), row.text(4)});
  }
}

/// Each station speaks of its own journals, and hides nothing that another has lost.
Result<std::vector<std::string>> RelationalReading::records_gone(std::size_t of_each) {
  GARITA_TRY(row, db_.prepare(kGone, {kGoneLookedAt}));
  std::map<std::string, std::size_t> told;
  std::vector<std::string> gone;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return gone;
    const std::string record = row.text(0);
    const std::string station = record.substr(0, record.find(':') + 1);
    if (!row.text(1).starts_with(station) || ++told[station] > of_each) continue;
    gone.push_back(as_one_line(row.text(1), kGoneBytesMax));
  }
}

Result<std::vector<PostWatermark>> RelationalReading::watermarks(Instant known_at) {
  return tables_.watermarks(known_at);
}

Result<std::vector<PostOnPaper>> RelationalReading::posts_on_paper() {
  return read_posts_on_paper(db_);
}

Result<std::optional<std::string>> RelationalReading::policies(Instant known_at) {
  GARITA_TRY(applying, tables_.publication());
  if (applying)
    known_at = std::min(known_at, applying->known_at.minus(std::chrono::milliseconds(1)));
  GARITA_TRY(version, tables_.policies_in_force(known_at));
  if (!version) return std::nullopt;
  return tables_.policies_of_version(*version);
}

}  // namespace garita::central
