// What one movement more does to the flags of a person, told by those around it alone.
#include "central-sync/flags/neighbourhood.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "central-sync/flags/test_random_history.h"

namespace garita::central::testing {
namespace {

std::vector<std::uint32_t> in_order(const PersonHistory& history) {
  std::vector<std::uint32_t> order(history.movements.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::sort(order, {}, [&](std::uint32_t i) {
    const auto& movement = history.movements[i].fact;
    return std::pair(movement.at, movement.reference);
  });
  return order;
}

Reach reach_of(const PolicyPack& pack, const PersonHistory& history) {
  Reaches reaches(&pack);
  Reach reach;
  for (const auto& each : history.movements)
    if (each.fact.admission) reach.widen(reaches.of(each.fact.admission->audience));
  return reach;
}

TEST(Neighbourhood, TellsWhatTheWholeHistoryTells) {
  for (const PackCase& c : kPacks) {
    const auto pack = pack_of(c.rule);
    std::size_t smaller = 0;
    std::size_t told_something = 0;
    for (unsigned seed = 1; seed <= 600; ++seed) {
      std::mt19937 random(seed);
      const int step = seed % 2 == 0 ? 4 : 150;
      PersonHistory history;
      history.nationality = CountryCode("GTM");
      const int movements = 2 + static_cast<int>(random() % 38);
      for (int i = 0; i < movements; ++i)
        history.movements.push_back({some_movement(i, step, random), hour(0)});
      for (int i = 0; i < static_cast<int>(random() % 3); ++i)
        history.changes.push_back({some_change(i, step, random), hour(0)});
      const auto order = in_order(history);
      const std::size_t at = random() % order.size();
      const auto& one = history.movements[order[at]].fact.reference;
      const auto around = history_around(history, order, at, reach_of(pack, history));
      const auto whole = difference(history, one, pack);
      ASSERT_EQ(difference(around, one, pack), whole) << c.what << ", seed " << seed;
      smaller += around.movements.size() < history.movements.size() ? 1 : 0;
      told_something += whole.empty() ? 0 : 1;
    }
    EXPECT_GT(smaller, 40U) << c.what;
    EXPECT_GT(told_something, 100U) << c.what;
  }
}

/// "2 of 12 from GTM+SLV": absence, window and States.
std::string text_of(const Reach& reach) {
  std::string text =
      std::to_string(reach.absence_days) + " of " + std::to_string(reach.window_days);
  for (const auto& state : reach.states) text += " " + state.value();
  return text;
}

TEST(Reaches, AreThoseOfTheRulesThatAnAudienceIsUnderAtSomeTime) {
  const auto rule = [](const std::string& id, const std::string& rest) {
    return "[[rule]]\nid = \"" + id + "\"\ncitation = \"-\"\neffective_from = 1990-01-01\n" + rest;
  };
  const auto pack = *PolicyPack::from_toml(
      "name = \"t\"\nversion = \"1\"\ncountry = \"UTO\"\n"
      "[groups]\nneighbours = [\"GTM\", \"HND\"]\n" +
      rule("pool",
           "kind = \"shared_pool\"\ncap = 90\nstates = [\"UTO\", \"GTM\"]\n"
           "classes = [\"visitor\"]\n") +
      rule("free",
           "kind = \"unlimited\"\ngroups = [\"neighbours\"]\nclasses = [\"visitor\"]\n"
           "instead_of = [\"pool\"]\n") +
      rule("worker",
           "kind = \"rolling_days\"\ndays = 90\nwindow_days = 180\n"
           "classes = [\"worker\"]\neffective_to = 2020-12-31\n") +
      "[[rule]]\nid = \"later\"\ncitation = \"-\"\neffective_from = 2021-01-01\n"
      "kind = \"fixed_days\"\ndays = 30\nabsence_days_min = 3\nclasses = [\"worker\"]\n");
  struct Case {
    const char *nationality, *admission_class, *expected;
  };
  const Case cases[] = {{"USA", "visitor", "0 of 0 GTM UTO"},
                        {"HND", "visitor", "0 of 0"},
                        {"USA", "worker", "3 of 180"},
                        {"UTO", "worker", "0 of 0"},
                        {"USA", "student", "0 of 0"}};
  Reaches reaches(&pack);
  for (const Case& c : cases)
    EXPECT_EQ(text_of(reaches.of({CountryCode(c.nationality), "P", c.admission_class})), c.expected)
        << c.nationality << " " << c.admission_class;
}

}  // namespace
}  // namespace garita::central::testing
