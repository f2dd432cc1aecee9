// Several works and one commit, on a real store.
#include "central-sync/server/grouped_store.h"

#include <gmock/gmock.h>

#include "central-sync/store/test_country.h"

namespace garita::central::testing {
namespace {

using ::testing::ElementsAre;

const Instant kEntered = utc("2026-01-05T16:00:00Z");

class Grouped : public ::testing::Test {
 protected:
  /// One crossing of a post, sealed and signed.
  Batch crossing_of(const std::string& post, const std::string& number) {
    auto& station = country_.station(post);
    station.write(entry(post, kEntered, number), kEntered);
    return *station.take();
  }
  /// Keeps a batch and notes what came of it.
  GroupedStore::Work take(Batch batch, std::vector<std::string>& outcomes) {
    return [this, batch = std::move(batch), &outcomes] {
      const auto known = *grouped_.known_station(batch.journal().station);
      const auto accepted =
          accept_batch(grouped_, *known, encode(batch), country_.centre_key(), kEntered);
      outcomes.push_back(accepted ? "held " + std::to_string(accepted->receipt.held)
                                  : accepted.error().message);
    };
  }
  std::uint64_t held(const std::string& post) {
    // By another connection: what is not committed is not there.
    const auto other = *open_intake(country_.file().string());
    return other->head_of({country_.station(post).id(), 1, Lane::kMovement})->sequence;
  }

  TestCentre country_;
  GroupedStore grouped_{country_.database().intake()};
};

TEST_F(Grouped, WorksBecomeDurableTogetherAndNoneBeforeTheOthers) {
  std::vector<std::string> outcomes;
  std::uint64_t meanwhile = 1;
  const std::vector<GroupedStore::Work> works{take(crossing_of("NORTE", "FIRST"), outcomes),
                                              [&] { meanwhile = held("NORTE"); },
                                              take(crossing_of("SUR", "SECOND"), outcomes)};
  grouped_.run(works);
  EXPECT_THAT(outcomes, ElementsAre("held 1", "held 1"));
  EXPECT_EQ(meanwhile, 0U);
  EXPECT_EQ(held("NORTE"), 1U);
  EXPECT_EQ(held("SUR"), 1U);
}

TEST_F(Grouped, AWorkThatFailsIsToldSoAndTheOthersKeepTheirOneCommit) {
  std::vector<std::string> outcomes;
  std::uint64_t meanwhile = 1;
  const auto left_out = crossing_of("SUR", "FIRST");
  const std::vector<GroupedStore::Work> works{
      [&] { outcomes.clear(); }, take(crossing_of("NORTE", "SECOND"), outcomes),
      take(crossing_of("SUR", "THIRD"), outcomes), take(crossing_of("NORTE", "FOURTH"), outcomes),
      [&] { meanwhile = held("NORTE"); }};
  grouped_.run(works);
  EXPECT_THAT(outcomes,
              ElementsAre("held 1", ::testing::HasSubstr("leaves out records after 0"), "held 2"));
  EXPECT_EQ(meanwhile, 0U) << "nothing is durable before the others";
  EXPECT_EQ(held("NORTE"), 2U);
  EXPECT_EQ(held("SUR"), 0U) << "the one that failed wrote nothing";
}

TEST_F(Grouped, WhereTheStoreItselfFailsEachIsDoneByItself) {
  std::vector<std::string> outcomes;
  std::uint64_t meanwhile = 0;
  const std::vector<GroupedStore::Work> works{
      take(crossing_of("NORTE", "FIRST"), outcomes),
      [&] {
        const auto done = grouped_.in_transaction(
            []() -> Result<void> { return fail(Remedy::kRetry, "the disk is full"); });
        outcomes.push_back(done ? "done" : done.error().message);
      },
      [&] { meanwhile = held("NORTE"); }};
  grouped_.run(works);
  EXPECT_EQ(outcomes.back(), "the disk is full");
  EXPECT_EQ(meanwhile, 1U);
  EXPECT_EQ(held("NORTE"), 1U);
}

TEST_F(Grouped, WhatAFailedWorkWroteFirstIsGone) {
  const Quarantined item{{country_.station("SUR").id(), 1, Lane::kMovement, 7},
                         QuarantineCause::kFork,
                         "for a test",
                         {},
                         {}};
  int tries = 0;
  const std::vector<GroupedStore::Work> works{[&] {
    ++tries;
    const auto done = grouped_.in_transaction([&]() -> Result<void> {
      EXPECT_TRUE(grouped_.quarantine(item, kEntered));
      return fail(Remedy::kReject, "after it wrote");
    });
    EXPECT_FALSE(done);
  }};
  grouped_.run(works);
  EXPECT_EQ(tries, 2) << "the second time it was undone";
  EXPECT_EQ(country_.reading().counts()->quarantined, 0);
}

}  // namespace
}  // namespace garita::central::testing
