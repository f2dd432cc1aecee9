// What reports ask of the watermark's history is answered from a few of its steps as from all.
#include <gmock/gmock.h>

#include <random>

#include "central-sync/flags/history.h"
#include "central-sync/store/relational/reading.h"
#include "central-sync/store/test_country.h"
#include "schema/storage/migrations.h"

namespace garita::central::testing {
namespace {

Instant at(std::int64_t minute) {
  return utc("2026-01-01T00:00:00Z").plus(std::chrono::minutes(minute));
}

/// What is said of a case by these steps, and since when it is so.
std::string told(std::span<const CaseVersion> versions, std::span<const WatermarkStep> steps,
                 Instant known_at) {
  std::string text;
  for (const auto& event : events_of(versions, steps, known_at))
    text += event.at.rfc3339() + " " + std::string(state_name(event.state)) + " " + event.cause +
            " " + event.reason + "; ";
  const auto since = state_since(versions.back(), WatermarkTrack(steps), known_at);
  return text + "since " + since.at.rfc3339() + " " + since.cause;
}

/// Since when each is known.
std::string minutes_of(const std::vector<WatermarkStep>& steps) {
  std::string text;
  for (const auto& step : steps)
    text += std::to_string((step.known_from.milliseconds - at(0).milliseconds) / 60'000) + " ";
  return text;
}

/// A watermark that mostly rises, falls back at times and at times is not known at all.
std::vector<WatermarkStep> steps_of_a_year(std::mt19937& random) {
  std::vector<WatermarkStep> steps;
  std::int64_t now = 0;
  std::int64_t behind = 30;
  for (int i = 0; i < 400; ++i) {
    now += 1 + static_cast<std::int64_t>(random() % 20);
    if (random() % 20 == 0) behind = 10 + static_cast<std::int64_t>(random() % 400);
    WatermarkStep step{at(now), at(now - behind)};
    if (random() % 30 == 0) step.complete_until.reset();
    steps.push_back(step);
  }
  return steps;
}

CaseVersion version_of(std::mt19937& random, std::int64_t known_from,
                       std::optional<std::int64_t> known_to) {
  CaseVersion version;
  version.flag.due_at = at(static_cast<std::int64_t>(random() % 4'000));
  version.flag.raise_at = version.flag.due_at.plus(std::chrono::minutes(random() % 60));
  version.known_from = at(known_from);
  version.cause = "record " + std::to_string(known_from);
  if (!known_to) return version;
  version.known_to = at(*known_to);
  version.cleared_reason = random() % 2 == 0 ? "left" : "";
  return version;
}

TEST(WatermarkSteps, SayOfEveryCaseAtEveryMomentWhatAllOfThemSay) {
  TestCentre centre;
  std::mt19937 random(41);
  auto& tables = centre.database().projection();
  const auto all = steps_of_a_year(random);
  ASSERT_TRUE(centre.database().intake().in_transaction([&]() -> Result<void> {
    for (const auto& step : all) {
      // Of one moment the last word counts.
      if (random() % 5 == 0)
        GARITA_CHECK(
            tables.put_watermark_step(Sees::kExits, {step.known_from, at(random() % 9'000)}));
      GARITA_CHECK(tables.put_watermark_step(Sees::kExits, step));
    }
    return tables.write_out();
  }));
  EXPECT_EQ((*tables.last_watermark_step(Sees::kExits))->known_from, all.back().known_from);
  std::size_t asked = 0;
  std::size_t read = 0;
  for (int round = 0; round < 300; ++round) {
    const auto changed = static_cast<std::int64_t>(random() % 3'000);
    const std::vector versions = {version_of(random, changed / 2, changed),
                                  version_of(random, changed, std::nullopt)};
    const Instant known_at = at(changed + static_cast<std::int64_t>(random() % 3'000));
    std::vector<WatermarkStep> known = all;
    std::erase_if(known, [&](const auto& step) { return step.known_from > known_at; });
    const auto few = *centre.reading().watermark_steps(
        Sees::kExits, {versions[0].flag.raise_at, versions[1].flag.raise_at}, known_at);
    ASSERT_EQ(told(versions, few, known_at), told(versions, known, known_at)) << "round " << round;
    asked += known.size();
    read += few.size();
  }
  EXPECT_LT(read * 3, asked);
  EXPECT_TRUE(centre.reading().watermark_steps(Sees::kEntries, {at(0)}, at(9'000))->empty());
}

TEST(WatermarkSteps, AreNoMoreForAReportHoweverManyClaimsWereMade) {
  TestCentre centre;
  auto& tables = centre.database().projection();
  const auto put = [&](std::int64_t from, std::int64_t to) {
    ASSERT_TRUE(centre.database().intake().in_transaction([&]() -> Result<void> {
      for (std::int64_t minute = from; minute < to; ++minute)
        GARITA_CHECK(tables.put_watermark_step(Sees::kExits, {at(minute), at(minute - 5)}));
      return tables.write_out();
    }));
  };
  const auto steps = [&] {
    return minutes_of(*centre.reading().watermark_steps(
        Sees::kExits, {at(100), at(50), at(100), at(90'000)}, at(100'000)));
  };
  put(0, 200);
  EXPECT_EQ(steps(), "0 55 105 ");
  put(200, 20'000);
  EXPECT_EQ(steps(), "0 55 105 ");
}

TEST(WatermarkSteps, OfADatabaseFromBeforeAreKept) {
  TemporaryFolder folder;
  const auto place = fresh_place(folder.path());
  const std::vector<WatermarkStep> all = {{at(1), std::nullopt}, {at(2), at(0)}, {at(3), at(2)},
                                          {at(4), at(1)},        {at(5), at(4)}, {at(6), {}},
                                          {at(7), at(6)}};
  // A file is made by whoever opens it first.
  ASSERT_TRUE(is_server_address(place) || Database::open(place, {.mode = OpenMode::kCreate}));
  Database database = connected_to(place);
  const auto steps = migrations_of(MigrationSet::kCentral, database.dialect());
  ASSERT_TRUE(migrate(database, steps.first(9)));
  for (const auto& [known_from, until] : all) {
    std::optional<std::int64_t> value;
    if (until) value = until->milliseconds;
    ASSERT_TRUE(
        database.execute("INSERT INTO watermark_steps (sees, known_from, complete_until) "
                         "VALUES (1, ?1, ?2)",
                         {known_from.milliseconds, value}));
  }
  // A later step has all of it made anew.
  ASSERT_TRUE(migrate(database, steps.first(10)));
  RelationalReading reading(database);
  const auto known = *reading.watermark_steps(Sees::kEntries, {at(2), at(4)}, at(9));
  // Without what falls between: 1 begins, 3 is at 2, 4 falls back, 5 is at both, 6 and 7 again.
  EXPECT_EQ(minutes_of(known), "1 3 4 5 6 7 ");
}

}  // namespace
}  // namespace garita::central::testing
