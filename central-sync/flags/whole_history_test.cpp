// Histories of everything that may be stated of a person, in every order, and very long ones.
#include <gmock/gmock.h>
#include <time.h>

#include <algorithm>
#include <limits>
#include <random>
#include <set>

#include "central-sync/flags/evaluate.h"
#include "central-sync/flags/test_pack.h"
#include "central-sync/flags/test_zones.h"

namespace garita::central {
namespace {

using std::chrono::hours;

Instant hour(int hours_since) {
  return Instant::from_rfc3339("2026-01-01T00:00:00Z")->plus(hours(hours_since));
}

PolicyPack thirty_days() { return pack_of("kind = \"fixed_days\"\ndays = 30\n"); }

Movement crossing(const std::string& reference, Direction direction, int at) {
  Movement movement;
  movement.reference = reference;
  movement.direction = direction;
  movement.at = hour(at);
  movement.day = Date::from_days_since_epoch(20'454 + at / 24);
  movement.post = PostCode("A");
  if (direction == Direction::kExit) return movement;
  movement.admission.emplace();
  movement.admission->entered = movement.day;
  movement.admission->audience = {CountryCode("GTM"), "P", "visitor"};
  return movement;
}

StatusChange extension(const std::string& reference, int at, const std::string& of) {
  StatusChange change;
  change.reference = reference;
  change.kind = StatusChangeKind::kExtendDays;
  change.at = hour(at);
  change.day = Date::from_days_since_epoch(20'454 + at / 24);
  change.of = of;
  change.days = 5;
  return change;
}

/// What stands of a person at a moment after everything: stays, terms and flags.
std::string told(const PersonHistory& history) {
  const auto pack = thirty_days();
  const PostZones zones = guatemala();
  const Instant now = hour(24 * 900);
  const Country country{&pack, {{PostCode("A"), true, true, now}}, zones, {hour(-9999)}};
  const auto evaluation = evaluate(history, country, {now, now});
  std::string text;
  for (const auto& judged : evaluation.stays) {
    text += judged.stay.entry.reference + "-";
    if (judged.stay.exit) text += judged.stay.exit->reference;
    if (judged.stay.next_entry) text += "!" + judged.stay.next_entry->reference;
    const auto& last = judged.authorised.last_legal_day;
    text += " until " + (last ? last->iso() : "?") + "; ";
  }
  for (const auto& flag : evaluation.flags)
    text += std::string(flag_name(flag.kind)) + "(" + flag.subject + ") ";
  return text;
}

/// Some statements about some others, corrections' replacements among the crossings.
PersonHistory random_history(std::mt19937& random) {
  PersonHistory history;
  history.nationality = CountryCode("GTM");
  const auto name = [&](const char* kind) { return kind + std::to_string(random() % 6); };
  const auto known_at = [&] { return hour(static_cast<int>(random() % 500)); };
  for (int i = 0; i < 6; ++i) {
    const auto direction = random() % 2 ? Direction::kEntry : Direction::kExit;
    auto movement =
        crossing("m" + std::to_string(i), direction, static_cast<int>(random() % 8) * 400);
    if (random() % 3 == 0) movement.origin = name("m");
    history.movements.push_back({movement, known_at()});
  }
  for (int i = 0; i < 4; ++i) {
    const auto of = random() % 2 ? name("m") : random() % 2 ? name("v") : name("d");
    history.voids.push_back({{"v" + std::to_string(i), of}, known_at()});
  }
  for (int i = 0; i < 3; ++i) {
    const auto of = random() % 2 ? name("m") : std::string();
    const int at = static_cast<int>(random() % 3000);
    history.changes.push_back({extension("d" + std::to_string(i), at, of), known_at()});
  }
  return history;
}

template <typename T>
void repeat_one_and_shuffle(std::vector<T>& facts, std::mt19937& random) {
  facts.push_back(facts[random() % facts.size()]);
  std::shuffle(facts.begin(), facts.end(), random);
}

TEST(WholeHistory, OfVoidsCorrectionsAndDecisionsIsTheSameForEveryOrderAndRepetition) {
  std::set<std::string> different;
  for (unsigned seed = 1; seed <= 400; ++seed) {
    std::mt19937 random(seed);
    auto history = random_history(random);
    const auto expected = told(history);
    different.insert(expected);
    for (int round = 0; round < 6; ++round) {
      repeat_one_and_shuffle(history.movements, random);
      repeat_one_and_shuffle(history.voids, random);
      repeat_one_and_shuffle(history.changes, random);
      ASSERT_EQ(told(history), expected) << "seed " << seed;
    }
  }
  EXPECT_GT(different.size(), 300U);
}

/// A traveller who crosses twice a day; every crossing was taken back, and half of these
/// statements too, each by one of a chain; a decision for every other crossing.
PersonHistory long_history(int crossings) {
  PersonHistory history;
  history.nationality = CountryCode("GTM");
  for (int i = 0; i < crossings; ++i) {
    const auto number = std::to_string(i);
    const auto direction = i % 2 == 0 ? Direction::kEntry : Direction::kExit;
    history.movements.push_back({crossing("m" + number, direction, 8 * i), hour(0)});
    history.voids.push_back({{"v" + number, "m" + number}, hour(0)});
    if (i % 2 == 0) history.voids.push_back({{"w" + number, "v" + number}, hour(0)});
    if (i % 4 == 0) history.changes.push_back({extension("d" + number, 8 * i, ""), hour(0)});
    if (i % 4 == 2)
      history.changes.push_back({extension("d" + number, 8 * i, "m" + number), hour(0)});
    // A chain as long as the history: each link is decided by the one after it.
    history.voids.push_back({{"c" + std::to_string(i + 1), "c" + number}, hour(0)});
  }
  return history;
}

double cpu_of_evaluating(const PersonHistory& history) {
  const auto cpu = [] {
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
  };
  double least = std::numeric_limits<double>::max();
  for (int round = 0; round < 3; ++round) {
    const double begun = cpu();
    EXPECT_NE(told(history), "");
    least = std::min(least, cpu() - begun);
  }
  return least;
}

// Eight times the crossings cost some nine times the work; where each were compared with each, 64.
TEST(WholeHistory, CostsItsOwnLength) {
  const double once = cpu_of_evaluating(long_history(625));
  const double eight_times = cpu_of_evaluating(long_history(5000));
  EXPECT_LT(eight_times / once, 24) << once << " and " << eight_times << " ns";
}

}  // namespace
}  // namespace garita::central
