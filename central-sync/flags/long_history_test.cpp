// A history that grows by one movement after the other: what is told of each by those around it is
// what the whole history tells.
#include "central-sync/flags/long_history.h"

#include <gtest/gtest.h>

#include "central-sync/flags/test_random_history.h"

namespace garita::central::testing {
namespace {

struct Kind {
  const char* what;
  bool voids = false;
  bool reviews = false;
  bool documents = false;
  bool nationals = false;
};
constexpr Kind kKinds[] = {
    {"movements alone"},
    {"some taken back", true},
    {"who may be somebody else too", false, true},
    {"by two documents", false, false, true},
    {"perhaps at home", false, false, false, true},
    {"everything", true, true, true, true},
};

Movement varied(Movement movement, const Kind& kind, std::mt19937& random) {
  movement.document = kind.documents && random() % 30 == 0 ? "B" : "A";
  movement.name = "N";
  if (kind.nationals && random() % 60 == 0) movement.nationality = CountryCode("UTO");
  return movement;
}

/// Somebody else with some crossings of their own, asked about where these fit or anyway.
Review some_review(int number, int step, std::mt19937& random) {
  Review review{"A~O" + std::to_string(number), PersonId("O"), {}, {}};
  for (int i = 0; i < 3; ++i) {
    auto movement = some_movement(1000 + 10 * number + i, step, random);
    movement.document = "C";
    movement.name = "O" + std::to_string(number);
    review.movements.push_back({movement, hour(0)});
  }
  if (random() % 2) review.if_fitting = {"N~O" + std::to_string(number)};
  return review;
}

PersonHistory begun(const Kind& kind, int step, std::mt19937& random) {
  PersonHistory history;
  history.nationality = CountryCode("GTM");
  for (int i = 0; i < static_cast<int>(random() % 3); ++i)
    history.changes.push_back({some_change(i, step, random), hour(0)});
  for (int i = 0; kind.voids && i < 4; ++i)
    history.voids.push_back(
        {{"v" + std::to_string(i), (random() % 4 ? "m" : "d") + std::to_string(random() % 40)},
         hour(0)});
  for (int i = 0; kind.reviews && i < 3; ++i)
    history.reviews.push_back(some_review(i, step, random));
  return history;
}

/// How often something was left out, and something told.
struct Counted {
  int smaller = 0;
  int told = 0;
};

void grow(const Kind& kind, const PolicyPack& pack, unsigned seed, Counted& counted) {
  std::mt19937 random(seed);
  const int step = seed % 2 == 0 ? 4 : 150;
  auto history = begun(kind, step, random);
  LongHistory known(history);
  Reaches reaches(&pack);
  for (int i = 0; i < 40; ++i) {
    const auto movement = varied(some_movement(i, step, random), kind, random);
    history.movements.push_back({movement, hour(0)});
    auto around = known.around_last(history, {1, reaches});
    if (!around) continue;
    around->reviews = history.reviews;
    const auto whole = difference(history, movement.reference, pack);
    ASSERT_EQ(difference(*around, movement.reference, pack), whole)
        << kind.what << ", seed " << seed << ", movement " << i;
    counted.smaller += around->movements.size() < history.movements.size() ? 1 : 0;
    counted.told += whole.empty() ? 0 : 1;
  }
}

TEST(LongHistory, TellsOfEachMovementWhatTheWholeHistoryTells) {
  for (const PackCase& pack : kPacks)
    for (const Kind& kind : kKinds) {
      SCOPED_TRACE(pack.what);
      Counted counted;
      for (unsigned seed = 1; seed <= 30; ++seed)
        ASSERT_NO_FATAL_FAILURE(grow(kind, pack_of(pack.rule), seed, counted));
      EXPECT_GT(counted.smaller, 40) << kind.what;
      EXPECT_GT(counted.told, 40) << kind.what;
    }
}

}  // namespace
}  // namespace garita::central::testing
