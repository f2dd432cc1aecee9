// What claims are answered from is kept in memory while a batch is projected: the tables say what
// they say without, and what they say is what the statements below say, at every moment.
#include <gmock/gmock.h>

#include <algorithm>
#include <random>
#include <set>

#include "central-sync/store/relational/batched_tables.h"
#include "central-sync/store/relational/journal_store.h"
#include "central-sync/store/relational/projection_tables.h"
#include "central-sync/store/test_country.h"

namespace garita::central::testing {
namespace {

/// Everything that claims, closures, paper periods and what is put aside leave behind.
std::vector<std::string> all_rows(Database database) {
  std::vector<std::string> all;
  for (const auto& [columns, table] :
       {std::pair{"'incarnation', station, incarnation, known_at",
                  "incarnations ORDER BY station, incarnation"},
        {"'step', station, incarnation, known_from, complete_until",
         "incarnation_steps ORDER BY station, incarnation, known_from"},
        {"'watermark', sees, run, known_from, complete_until",
         "watermark_steps ORDER BY sees, run, known_from"},
        {"'incident', record, kind, crossing, at, known_at", "incidents ORDER BY record"},
        {"'aside', station, incarnation, sequence, cause, seen_at, resolved_at, resolution",
         "quarantine ORDER BY station, incarnation, sequence, cause, content_hash"},
        {"'note', record, subject", "notes ORDER BY record"},
        {"'closure', record, target, known_at", "closures ORDER BY record"},
        {"'paper', record, post, opens, start_at, known_at", "paper_periods ORDER BY record"},
        {"'position', arrival, known_at", "position"}})
    for (auto& row : rows_of(database, columns, table)) all.push_back(std::move(row));
  return all;
}

/// What holds watermarks back, and lets them go on: posts and stations are enrolled in the middle,
/// begin anew, say so or do not, are closed by persons, work on paper, send what cannot be read or
/// is not theirs, and claim all the while, in journals and beside them.
class Months {
 public:
  Months(TestCentre& centre, unsigned seed) : centre_(centre), random_(seed) {}

  /// `meanwhile` is done now and then.
  void play(int steps, const std::function<void()>& meanwhile) {
    for (int i = 0; i < steps; ++i) {
      at_ = at_.plus(std::chrono::minutes(1 + random_() % 300));
      do_something(i);
      claim();
      if (random_() % 3 == 0) claim();
      if (random_() % 3 == 0) receive();
      if (random_() % 4 == 0) meanwhile();
    }
    receive();
    meanwhile();
  }

 private:
  TestStation& some_station() { return centre_.station(names_[random_() % names_.size()]); }
  static std::string life_of(const TestStation& station, std::uint32_t incarnation) {
    return station.id().value() + ":" + std::to_string(incarnation);
  }
  Instant some_time_ago(unsigned hours) { return at_.minus(std::chrono::hours(random_() % hours)); }

  void do_something(int step) {
    if (step % 40 == 15) return enrol();
    auto& station = some_station();
    switch (random_() % 16) {
      case 0:
      case 1:
        return close(station);
      case 2:
        return random_() % 2 ? begin_anew(station) : declare_paper(station);
      case 3:
        return declare_paper(station);
      case 4:
        if (random_() % 4 == 0) station.corrupt_next();
        break;
      case 5:
        return send_what_is_not_signed(station);
      case 6:
        return write_note();
      case 7:
        return speak_twice();
      case 8:
      case 9:
        return beat(station);
      default:
        break;
    }
    written_.push_back(station.write(crossing(random_() % 2 ? Direction::kEntry : Direction::kExit,
                                              post_of(station.id()).value(), some_time_ago(90),
                                              "N" + std::to_string(random_() % 40)),
                                     at_));
  }

  /// Some say nothing for a while.
  void enrol() {
    if (!silent_.empty()) names_.push_back(std::exchange(silent_, ""));
    const auto number = names_.size();
    const bool is_new = number % 2 == 0;
    const auto post = is_new ? "ESTE" + std::string(number, 'E') : "SUR";
    const auto name = is_new ? post : "SUR-0" + std::to_string(++at_sur_);
    centre_.enrol(post, at_);
    if (random_() % 3 != 0)
      silent_ = name;
    else
      names_.push_back(name);
  }
  void close(TestStation& station) {
    std::string target = station.id().value();
    const auto which = random_() % 50;
    auto& life = lives_.try_emplace(station.id(), 1).first->second;
    if (which == 0) target = post_of(station.id()).value();
    if (which > 1) target = life_of(station, 1 + std::uint32_t(random_() % life));
    if (which > 35 && !written_.empty()) target = written_[random_() % written_.size()].text();
    centre_.own().write(Closure{target, at_, "gone", OfficerId("jefa")}, at_);
  }
  void begin_anew(TestStation& station) {
    auto& life = lives_.try_emplace(station.id(), 1).first->second;
    if (random_() % 2)
      station.write(Closure{life_of(station, life), at_, "full", OfficerId("-")}, at_);
    centre_.receive(station, at_);
    station.begin_incarnation(++life);
    twins_.emplace_back(station.id(), life - 1);
  }
  /// Another disk with the same name and key: what it says is a fork.
  void speak_twice() {
    if (twins_.empty()) return;
    const auto& [id, life] = twins_[random_() % twins_.size()];
    TestStation twin(id, centre_.seal(), centre_.station_key());
    twin.begin_incarnation(life);
    twin.write(entry(post_of(id).value(), at_, "TWICE"), at_);
    centre_.receive(twin, at_);
  }
  void declare_paper(TestStation& station) {
    PaperPeriod paper{post_of(station.id()), random_() % 2 == 0, some_time_ago(60), {}, at_,
                      OfficerId("jefa")};
    (random_() % 2 ? centre_.own() : station).write(paper, at_);
  }
  /// Of the station's certificate and nobody's key.
  void send_what_is_not_signed(TestStation& station) {
    centre_.receive(station, at_);
    station.write(entry(post_of(station.id()).value(), at_, "FORGED"), at_);
    auto batch = *station.take();
    const bool damaged = random_() % 2 == 0;
    auto sent = batch;
    if (damaged) sent.entries.back().ciphertext.at(3) ^= 1;
    centre_.receive(sent, at_);
    if (damaged) centre_.receive(batch, at_);
  }
  /// Some are rejected after they were put.
  void write_note() {
    AuditNote note;
    note.at = at_;
    note.action = kBulletinPublished;
    note.subject = random_() % 2 ? "policies/x" : "alerts/1";
    centre_.own().write(note, at_, Lane::kAudit);
    centre_.receive(centre_.own(), at_, Lane::kAudit);
  }
  /// Some speak of what is not there yet.
  void beat(TestStation& station) {
    Heartbeat heartbeat;
    heartbeat.complete_until = some_time_ago(20);
    heartbeat.last_sequence = random_() % 4 ? 0 : 900;
    station.write(heartbeat, at_);
  }
  void receive() {
    for (const auto& name : names_) centre_.receive(centre_.station(name), at_);
    centre_.receive(centre_.own(), at_);
  }
  /// Of what has arrived, or of what has not.
  void claim() {
    auto& station = some_station();
    if (random_() % 2) centre_.receive(station, at_);
    centre_.receive_claim(station, some_time_ago(30), at_);
  }

  TestCentre& centre_;
  std::mt19937 random_;
  Instant at_ = utc("2026-01-05T00:00:00Z");
  std::vector<std::string> names_{"NORTE", "SUR"};
  std::string silent_;
  int at_sur_ = 1;
  std::vector<std::pair<StationId, std::uint32_t>> twins_;
  std::map<StationId, std::uint32_t> lives_;
  std::vector<RecordId> written_;
};

/// The rows that only one of two has, marked; "" where they are the same.
std::string differences(const std::vector<std::string>& expected,
                        const std::vector<std::string>& actual) {
  std::vector<std::string> rows;
  for (const auto& row : expected)
    if (std::ranges::find(actual, row) == actual.end()) rows.push_back("- " + row);
  for (const auto& row : actual)
    if (std::ranges::find(expected, row) == expected.end()) rows.push_back("+ " + row);
  std::string text;
  for (const auto& row : rows) text += row + "\n";
  return text.empty() && expected != actual ? "another order" : text;
}

void project_in_steps_of(std::size_t limit, IntakeStore& intake, ProjectionTables& tables,
                         Projector projector) {
  ASSERT_TRUE(intake.in_transaction([&] { return tables.drop_all(); }));
  for (;;) {
    const auto step = projector.project_some(limit);
    ASSERT_TRUE(step) << step.error().message;
    if (step->at_rest) return;
  }
}

TEST(WatermarkMemory, MakesNoDifferenceToAnyRow) {
  for (unsigned seed = 1; seed <= 2; ++seed) {
    TestCentre centre;
    auto& database = centre.database();
    auto live = centre.projector(database);
    std::mt19937 random(seed);
    Months(centre, seed).play(250, [&] { ASSERT_TRUE(live.project_some(1 + random() % 30)); });
    ASSERT_TRUE(live.project_all());
    const auto lived = all_rows(centre.connection());
    auto connection = centre.connection();
    RelationalIntake intake(connection);
    RelationalProjectionTables tables(connection);
    project_in_steps_of(500, intake, tables, centre.projector(intake, tables));
    const auto expected = all_rows(centre.connection());
    for (const auto* kind : {"step", "watermark", "incident", "aside", "closure", "paper"})
      ASSERT_THAT(expected, ::testing::Contains(::testing::HasSubstr(kind))) << kind;
    EXPECT_EQ(differences(expected, lived), "") << "seed " << seed << ", as it arrived";
    for (const std::size_t limit : {1U, 13U, 4000U}) {
      project_in_steps_of(limit, database.intake(), database.projection(),
                          centre.projector(database));
      ASSERT_EQ(differences(expected, all_rows(centre.connection())), "")
          << "seed " << seed << ", by " << limit;
    }
  }
}

/// Asks the tables as well, whenever it is asked.
class AskedTwice : public BatchedTables {
 public:
  AskedTwice(Database& database, RelationalProjectionTables& tables)
      : BatchedTables(database, tables), tables_(tables) {}

  Result<void> attempt(const std::function<Result<void>()>& work) override {
    GARITA_CHECK(write_out());
    in_attempt_ = true;
    auto done = BatchedTables::attempt(work);
    in_attempt_ = false;
    return done;
  }
  Result<bool> arrived_by(std::int64_t arrival, const Claim& claim) override {
    return same("arrived_by", BatchedTables::arrived_by(arrival, claim),
                [&] { return tables_.arrived_by(arrival, claim); });
  }
  Result<std::optional<ReceivedClaim>> claim_waiting_for(std::int64_t arrival,
                                                         const JournalId& journal,
                                                         const JournalHead& last) override {
    auto answer = BatchedTables::claim_waiting_for(arrival, journal, last);
    const auto text = [](const auto& one) {
      return *one ? std::to_string((*one)->claim.complete_until.milliseconds) : "none";
    };
    EXPECT_EQ(text(answer), text(tables_.claim_waiting_for(arrival, journal, last)));
    ++asked["claim_waiting_for " + std::string(*answer ? "yes" : "no")];
    return answer;
  }
  Result<bool> has_movement_in_quarantine(const StationId& station, std::uint32_t incarnation,
                                          Instant at) override {
    return same("aside", BatchedTables::has_movement_in_quarantine(station, incarnation, at),
                [&] { return tables_.has_movement_in_quarantine(station, incarnation, at); });
  }
  Result<bool> any_enrolled(Instant after, Instant until) override {
    return same("any_enrolled", BatchedTables::any_enrolled(after, until),
                [&] { return tables_.any_enrolled(after, until); });
  }
  Result<std::optional<Instant>> complete_until(const StationId& station,
                                                std::uint32_t incarnation) override {
    return same("complete_until", BatchedTables::complete_until(station, incarnation),
                [&] { return tables_.complete_until(station, incarnation); });
  }
  Result<std::optional<Instant>> on_paper_since(const StationId& station, Instant at) override {
    return same("on_paper", BatchedTables::on_paper_since(station, at),
                [&] { return tables_.on_paper_since(station, at); });
  }
  Result<std::optional<PostWatermark>> watermark_of(const PostCode& post, Instant at) override {
    return same("watermark_of", BatchedTables::watermark_of(post, at),
                [&] { return tables_.watermark_of(post, at); });
  }

  std::map<std::string, int> asked;

 private:
  template <typename T, typename Ask>
  Result<T> same(const std::string& what, Result<T> answer, Ask ask) {
    // What an attempt puts is in the tables.
    if (!in_attempt_) GARITA_CHECK(write_out());
    GARITA_TRY(wanted, ask());
    EXPECT_EQ(*answer, wanted) << what;
    ++asked[what + (*answer ? " yes" : " no")];
    return answer;
  }

  RelationalProjectionTables& tables_;
  bool in_attempt_ = false;
};

TEST(WatermarkMemory, AnswersAsTheTablesDo) {
  std::map<std::string, int> asked;
  for (unsigned seed = 21; seed <= 22; ++seed) {
    TestCentre centre;
    auto connection = centre.connection();
    RelationalIntake intake(connection);
    RelationalProjectionTables plain(connection);
    AskedTwice tables(connection, plain);
    auto projector = centre.projector(intake, tables);
    std::mt19937 random(seed);
    Months(centre, seed).play(250, [&] { ASSERT_TRUE(projector.project_some(1 + random() % 30)); });
    ASSERT_TRUE(projector.project_all());
    ASSERT_TRUE(projector.rebuild());
    for (const auto& [what, count] : tables.asked) asked[what] += count;
  }
  for (const auto* what : {"arrived_by", "claim_waiting_for", "aside", "any_enrolled",
                           "complete_until", "on_paper", "watermark_of"})
    for (const auto* said : {" yes", " no"})
      EXPECT_GT(asked[what + std::string(said)], 4) << what << said;
}

// --- the same in SQL, row by row

constexpr const char* kPosts =
    "SELECT post FROM posts p WHERE EXISTS (SELECT 1 FROM stations s WHERE s.post = p.post AND "
    "s.enrolled_at <= ?1) ORDER BY post";
// A closure holds until what it was said of speaks of a later time.
constexpr const char* kStations =
    "SELECT station, enrolled_at FROM stations s WHERE post = ?1 AND enrolled_at <= ?2 "
    "AND NOT EXISTS (SELECT 1 FROM closures c WHERE c.target IN (s.station, s.post) AND c.known_at "
    "<= ?2 AND s.enrolled_at <= c.known_at AND NOT EXISTS (SELECT 1 FROM incarnation_steps t WHERE "
    "t.station = s.station AND t.known_from > c.known_at AND t.known_from <= ?2 AND "
    "t.complete_until > c.at))";
constexpr const char* kIncarnations =
    "SELECT i.incarnation, (SELECT s.complete_until FROM incarnation_steps s WHERE s.station = "
    "i.station AND s.incarnation = i.incarnation AND s.known_from <= ?2 ORDER BY s.known_from "
    "DESC LIMIT 1) FROM incarnations i WHERE i.station = ?1 AND i.known_at <= ?2 AND NOT EXISTS "
    "(SELECT 1 FROM closures c WHERE c.target = i.station || ':' || i.incarnation "
    "AND c.known_at <= ?2 AND NOT EXISTS (SELECT 1 FROM incarnation_steps t WHERE t.station = "
    "i.station AND t.incarnation = i.incarnation AND t.known_from > c.known_at AND t.known_from <= "
    "?2 AND t.complete_until > c.at) AND NOT EXISTS (SELECT 1 FROM quarantine q WHERE q.station = "
    "i.station AND q.incarnation = i.incarnation AND q.lane = ?3 AND q.cause <> 2 AND q.seen_at <= "
    "?2 AND (q.resolved_at IS NULL OR q.resolved_at > ?2)))";
constexpr const char* kClaimedEver =
    "SELECT max(complete_until) FROM incarnation_steps WHERE station = ?1 AND known_from <= ?2";
constexpr const char* kPaper =
    "SELECT min(start_at) FROM paper_periods p WHERE post = ?1 AND opens = 1 AND known_at <= ?2 "
    "AND NOT EXISTS (SELECT 1 FROM paper_periods c WHERE c.post = p.post AND c.opens = 0 "
    "AND (c.record LIKE 'CENTRE-%' OR substr(c.record, 1, length(c.post) + 3) = "
    "substr(p.record, 1, length(p.post) + 3)) "
    "AND c.known_at >= p.known_at AND c.known_at <= ?2 AND c.known_at <= ?3)";

/// "POST n until" of every post, by statements alone.
class InSql {
 public:
  InSql(Database& database, Instant known_at) : db_(database), at_(known_at.milliseconds) {}

  std::string watermarks() {
    std::string text;
    auto post = *db_.prepare(kPosts, {at_});
    while (*post.step()) text += watermark_of(post.text(0));
    return text;
  }

 private:
  std::string watermark_of(const std::string& post) {
    std::vector<std::optional<std::int64_t>> claims;
    auto station = *db_.prepare(kStations, {post, at_});
    while (*station.step()) take_station(station.text(0), station.integer(1), claims);
    if (claims.empty()) return "";
    // What is absent compares below every other.
    auto lowest = *std::ranges::min_element(claims);
    auto paper = *db_.prepare(kPaper, {post, at_, lowest.value_or(INT64_MIN)});
    const auto since = *paper.step() ? paper.nullable_integer(0) : std::nullopt;
    if (lowest && since) lowest = std::min(*lowest, *since);
    return post + " " + std::to_string(claims.size()) + " " +
           (lowest ? std::to_string(*lowest) : "never") + "; ";
  }
  void take_station(const std::string& station, std::int64_t enrolled_at,
                    std::vector<std::optional<std::int64_t>>& claims) {
    bool any = false;
    auto row = *db_.prepare(kIncarnations, {station, at_, static_cast<int>(Lane::kMovement)});
    for (; *row.step(); any = true) {
      auto until = row.nullable_integer(1);
      // Nothing lies before the enrolment.
      if (row.integer(0) == 1) until = std::max(until.value_or(enrolled_at), enrolled_at);
      claims.push_back(until);
    }
    if (any) return;
    auto ever = *db_.prepare(kClaimedEver, {station, at_});
    const auto until = *ever.step() ? ever.nullable_integer(0) : std::nullopt;
    claims.emplace_back(std::max(until.value_or(enrolled_at), enrolled_at));
  }

  Database& db_;
  std::int64_t at_;
};

std::string in_words(const std::vector<PostWatermark>& watermarks) {
  std::string text;
  for (const auto& one : watermarks)
    text += one.post.value() + " " + std::to_string(one.incarnations) + " " +
            (one.complete_until ? std::to_string(one.complete_until->milliseconds) : "never") +
            "; ";
  return text;
}

/// Every moment at which anything about watermarks changed, and the one before it.
std::set<std::int64_t> moments_in(Database& database) {
  std::set<std::int64_t> moments{0, utc("2030-01-01T00:00:00Z").milliseconds};
  for (const auto* sql :
       {"SELECT known_at FROM incarnations", "SELECT known_from FROM incarnation_steps",
        "SELECT known_at FROM closures", "SELECT known_at FROM paper_periods",
        "SELECT enrolled_at FROM stations", "SELECT coalesce(seen_at, 0) FROM quarantine",
        "SELECT coalesce(resolved_at, 0) FROM quarantine"}) {
    auto row = *database.prepare(sql);
    while (*row.step()) moments.insert({row.integer(0) - 1, row.integer(0)});
  }
  return moments;
}

TEST(WatermarkMemory, TheWatermarksAreThoseOfTheRowsAtEveryMoment) {
  std::set<std::string> seen;
  for (unsigned seed = 11; seed <= 12; ++seed) {
    TestCentre centre;
    auto& tables = centre.database().projection();
    Months(centre, seed).play(250, [&] { centre.project(); });
    auto connection = centre.connection();
    for (const auto moment : moments_in(connection)) {
      const Instant at{moment};
      const auto expected = InSql(connection, at).watermarks();
      seen.insert(expected);
      ASSERT_EQ(in_words(*centre.reading().watermarks(at)), expected) << moment;
      // What is in memory is of one transaction, and of moments that come one after the other.
      ASSERT_TRUE(tables.position());
      std::string one_by_one;
      const auto places = *tables.places();
      for (const auto& place : places)
        if (const auto one = *tables.watermark_of(place.post, at)) one_by_one += in_words({*one});
      EXPECT_EQ(one_by_one.size(), expected.size()) << moment;
      ASSERT_EQ(in_words(*tables.watermarks(at)), expected) << moment;
    }
  }
  EXPECT_GT(seen.size(), 100U) << "they were to differ";
}

}  // namespace
}  // namespace garita::central::testing
