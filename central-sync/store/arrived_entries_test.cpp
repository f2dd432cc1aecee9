// What arrived is read with what each entry stands on, also ahead of whoever applies it.
#include "central-sync/store/relational/arrived_entries.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "central-sync/store/test_country.h"

namespace garita::central::testing {
namespace {

using ::testing::IsEmpty;

/// Two stations' journals, two lanes each, that arrive in turns.
class ArrivedEntries : public ::testing::Test {
 protected:
  void write(int count) {
    for (int i = 0; i < count; ++i) {
      auto& station = centre_.station(random_() % 3 == 0 ? "SUR" : "NORTE");
      const Lane lane = random_() % 4 == 0 ? Lane::kUrgent : Lane::kMovement;
      at_ = at_.plus(std::chrono::seconds(30));
      station.write(entry("NORTE", at_, "ANA"), at_, lane);
      centre_.receive(station, at_, lane);
    }
  }
  /// As whoever checks the journals reads them, with the hash of the one before looked for.
  std::vector<std::pair<std::int64_t, Entry>> as_checked(std::int64_t arrival, std::size_t limit) {
    std::vector<std::pair<std::int64_t, Entry>> entries;
    const auto stored = centre_.database().journals().entries_after(arrival, limit);
    for (const auto& each : *stored) entries.emplace_back(each.arrival, each.entry);
    return entries;
  }
  static std::vector<std::pair<std::int64_t, Entry>> read(
      const Result<std::vector<Arrived>>& some) {
    std::vector<std::pair<std::int64_t, Entry>> entries;
    EXPECT_TRUE(some);
    if (!some) return entries;
    for (const auto& each : *some) entries.emplace_back(each.arrival, std::get<Entry>(each.what));
    return entries;
  }

  TestCentre centre_;
  std::mt19937 random_{7};
  Instant at_ = utc("2026-01-05T16:00:00Z");
};

TEST_F(ArrivedEntries, HaveTheHashOfTheOneBeforeWhereverReadingBegins) {
  write(60);
  auto connection = centre_.connection();
  for (std::int64_t from = 0; from < 65; ++from)
    for (const std::size_t limit : {1U, 7U, 500U, 501U, 10'000U})
      ASSERT_EQ(read(entries_after(connection, from, limit)), as_checked(from, limit))
          << from << ", " << limit;
}

TEST_F(ArrivedEntries, ReadAheadAreTheSameHoweverFarTheBatchesGo) {
  if (!is_server_address(centre_.place())) GTEST_SKIP() << "a file is not read ahead";
  write(80);
  const auto ahead = EntriesAhead::open(centre_.place());
  ASSERT_TRUE(ahead) << ahead.error().message;
  std::int64_t position = 0;
  for (int batch = 0; batch < 60; ++batch) {
    const std::size_t limit = 1 + random_() % 12;
    const auto entries = read((*ahead)->after(position, limit));
    ASSERT_EQ(entries, as_checked(position, limit)) << "after " << position;
    // A batch may end before its last, or be undone; and more arrives meanwhile.
    if (!entries.empty() && random_() % 5 != 0)
      position = entries[random_() % entries.size()].first;
    if (random_() % 9 == 0) position = std::max<std::int64_t>(0, position - 10);
    if (random_() % 6 == 0) write(3);
  }
  EXPECT_THAT(read((*ahead)->after(100'000, 5)), IsEmpty());
}

TEST_F(ArrivedEntries, AreReadAheadByAnAddressThatAnswersAlone) {
  EXPECT_FALSE(EntriesAhead::open("postgresql:///nowhere?host=/nonexistent"));
}

}  // namespace
}  // namespace garita::central::testing
