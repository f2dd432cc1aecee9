// What a rebuild does without: look-ups of what was never put, and most indexes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "central-sync/store/relational/batched_tables.h"
#include "central-sync/store/relational/journal_store.h"
#include "central-sync/store/relational/projection_tables.h"
#include "central-sync/store/relational/seen_keys.h"
#include "central-sync/store/structure.h"
#include "central-sync/store/test_country.h"

namespace garita::central::testing {
namespace {

using ::testing::IsSupersetOf;

TEST(SeenKeys, KnowsWhatWasAddedAndSeldomTakesSomethingElseForIt) {
  constexpr std::uint64_t kKeys = 50'000;
  SeenKeys seen(kKeys);
  for (std::uint64_t key = 0; key < kKeys; ++key) seen.add(key * 3);
  std::size_t mistaken = 0;
  for (std::uint64_t key = 0; key < kKeys; ++key) {
    EXPECT_TRUE(seen.may_have(key * 3));
    mistaken += seen.may_have(key * 3 + 1) ? 1 : 0;
  }
  EXPECT_LT(mistaken, kKeys / 50);
}

TEST(SeenKeys, OfMoreThanItWasMadeForNoneIsLost) {
  SeenKeys seen(0);
  for (std::uint64_t key = 0; key < 1'000; ++key) seen.add(key);
  for (std::uint64_t key = 0; key < 1'000; ++key) EXPECT_TRUE(seen.may_have(key));
}

std::vector<std::string> indexes(TestCentre& centre) {
  auto connection = centre.connection();
  if (connection.dialect() == Dialect::kSqlite)
    return rows_of(connection, "name, sql", "sqlite_schema WHERE type = 'index' ORDER BY name");
  return rows_of(connection, "indexname, indexdef",
                 "pg_indexes WHERE schemaname = current_schema() ORDER BY indexname");
}

TEST(IndexesPutOff, AreMadeAgainAsTheyWereAlsoAfterASuddenEnd) {
  TestCentre centre;
  const auto& place = centre.place();
  auto& norte = centre.station("NORTE");
  const Instant at = utc("2026-01-05T16:00:00Z");
  norte.write(entry("NORTE", at, "ANA"), at);
  centre.receive(norte, at);
  const auto before = indexes(centre);
  ASSERT_TRUE(centre.database().put_off_indexes());
  const auto without = indexes(centre);
  EXPECT_THAT(before, IsSupersetOf(without));
  EXPECT_EQ(before.size() - without.size(), 12U);
  const auto damage = structural_damage(place);
  ASSERT_TRUE(damage) << damage.error().message;
  EXPECT_TRUE(damage->readable);
  EXPECT_TRUE(damage->what.empty()) << "a rebuild that was cut short has damaged nothing";
  ASSERT_TRUE(centre.database().put_off_indexes()) << "once more, as after a sudden end";
  centre.project();
  EXPECT_EQ(centre.reading().find_persons("ANA", 5)->size(), 1U) << "right without them";
  // Another process makes one of them meanwhile.
  ASSERT_TRUE(
      centre.connection().run_script("CREATE INDEX cases_due ON cases (due_at) WHERE "
                                     "known_to IS NULL"));
  ASSERT_TRUE(centre.database().make_indexes());
  EXPECT_EQ(indexes(centre), before);
  EXPECT_TRUE(structural_damage(place)->what.empty());
}

TEST(IndexesPutOff, OfCandidatesIsThereOnceTheyAreLookedForInTheTables) {
  TestCentre centre;
  auto& norte = centre.station("NORTE");
  const Instant at = utc("2026-01-05T16:00:00Z");
  const auto is_there = [&] {
    const auto all = indexes(centre);
    return std::ranges::any_of(all, [](const std::string& each) {
      return each.find("candidate_keys_once") != std::string::npos;
    });
  };
  norte.write(entry("NORTE", at, "ANA"), at);
  centre.receive(norte, at);
  ASSERT_TRUE(centre.database().put_off_indexes());
  centre.rebuild();
  EXPECT_FALSE(is_there()) << "a rebuild knows them by heart";
  const Instant later = utc("2026-01-06T16:00:00Z");
  norte.write(entry("NORTE", later, "BEA"), later);
  centre.receive(norte, later);
  centre.project();
  EXPECT_TRUE(is_there());
}

/// The links that are made where the descriptions in the tables say nothing true after each
/// transaction. `reopened`: nothing is in memory between them.
std::vector<std::string> links_without_tables(TestCentre& centre, bool reopened) {
  EXPECT_TRUE(centre.database().intake().in_transaction(
      [&] { return centre.database().projection().drop_all(); }));
  EXPECT_TRUE(centre.database().projection().set_rebuilding(true));
  std::optional<Projector> projector(centre.projector(centre.database()));
  for (;;) {
    const auto step = projector->project_some(1);
    EXPECT_TRUE(step) << step.error().message;
    if (!step || step->at_rest) break;
    EXPECT_TRUE(centre.connection().run_script(
        "UPDATE descriptions SET name = 'NOBODY<<' || number, birth = '1900-01-01'"));
    if (!reopened) continue;
    projector.reset();
    centre.reopen();
    projector.emplace(centre.projector(centre.database()));
  }
  auto connection = centre.connection();
  return rows_of(connection, "one, other, grade, score, reasons",
                 "person_links WHERE known_to IS NULL ORDER BY one, other");
}

TEST(Rebuild, ReadsNoDescriptionAgain) {
  TestCentre centre;
  auto& norte = centre.station("NORTE");
  Instant at = utc("2026-01-05T16:00:00Z");
  for (const auto& document : lookalikes()) {
    auto made = entry("NORTE", at, "X");
    made.document = document;
    norte.write(made, at);
    at = at.plus(std::chrono::hours(1));
  }
  centre.receive(norte, at);
  centre.project();
  auto connection = centre.connection();
  const auto links = rows_of(connection, "one, other, grade, score, reasons",
                             "person_links WHERE known_to IS NULL ORDER BY one, other");
  ASSERT_GT(links.size(), 5U);
  EXPECT_EQ(links_without_tables(centre, false), links);
  EXPECT_NE(links_without_tables(centre, true), links) << "or nothing was shown";
}

std::vector<std::string> crossings_of(TestCentre& centre) {
  auto connection = centre.connection();
  return rows_of(connection, "record", "crossings ORDER BY record");
}

void let_cross(TestCentre& centre, int many, Instant& at) {
  for (int i = 0; i < many; ++i) {
    at = at.plus(std::chrono::minutes(20));
    auto& station = centre.station(i % 3 == 0 ? "SUR" : "NORTE");
    station.write(entry(i % 3 == 0 ? "SUR" : "NORTE", at, "N" + std::to_string(i % 7)), at);
    centre.receive(station, at);
    if (i % 5 == 0) centre.receive_claim(station, at, at);
  }
}

TEST(Rebuild, GoesOnWithoutReadingAheadWhereTheServerTakesNoSecondConnection) {
  TestCentre centre;
  Instant at = utc("2026-01-05T16:00:00Z");
  let_cross(centre, 12, at);
  centre.project();
  const auto before = crossings_of(centre);
  ASSERT_EQ(before.size(), 12U);
  auto connection = centre.connection();
  RelationalIntake intake(connection);
  RelationalProjectionTables tables(connection);
  BatchedTables batched(connection, tables, "postgresql:///nowhere?host=/nonexistent");
  const auto done = centre.projector(intake, batched).rebuild([](const auto&) {});
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(crossings_of(centre), before);
}

TEST(Rebuild, GoesOnWhereTheConnectionThatReadsAheadIsLostAndMoreComesMeanwhile) {
  TestCentre centre;
  if (!is_server_address(centre.place())) GTEST_SKIP() << "a file is not read ahead";
  Instant at = utc("2026-01-05T16:00:00Z");
  let_cross(centre, 60, at);
  auto& database = centre.database();
  ASSERT_TRUE(database.intake().in_transaction([&] { return database.projection().drop_all(); }));
  ASSERT_TRUE(database.projection().set_rebuilding(true));
  auto projector = centre.projector(database);
  std::int64_t lost = 0;
  for (int i = 0;; ++i) {
    const auto step = projector.project_some(5);
    ASSERT_TRUE(step) << step.error().message;
    if (step->at_rest) break;
    if (i == 2) let_cross(centre, 9, at);
    if (i != 4) continue;
    auto other = centre.connection();
    auto row = *other.prepare(
        "SELECT CAST(count(pg_terminate_backend(pid)) AS BIGINT) FROM pg_stat_activity WHERE query "
        "LIKE '%ORDER BY e.arrival%' AND state = 'idle' AND pid <> pg_backend_pid()");
    ASSERT_TRUE(*row.step());
    lost = row.integer(0);
  }
  ASSERT_TRUE(database.projection().set_rebuilding(false));
  EXPECT_EQ(lost, 1);
  EXPECT_EQ(crossings_of(centre).size(), 69U);
}

}  // namespace
}  // namespace garita::central::testing
