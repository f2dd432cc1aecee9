#pragma once

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "central-sync/flags/evaluate.h"
#include "central-sync/flags/test_pack.h"
#include "central-sync/flags/test_zones.h"

namespace garita::central::testing {

using std::chrono::hours;

inline Instant hour(int hours_since) {
  return Instant::from_rfc3339("2026-01-01T00:00:00Z")->plus(hours(hours_since));
}

struct PackCase {
  const char* what;
  const char* rule;
};
inline const std::vector<PackCase> kPacks = {
    {"a term from each entry", "kind = \"fixed_days\"\ndays = 4\n"},
    {"with notice and grace",
     "kind = \"granted_days\"\ncap = 6\nnotice_days = 2\ngrace_days = 1\n"},
    {"a term that goes on", "kind = \"fixed_days\"\ndays = 9\nabsence_days_min = 3\n"},
    {"a window", "kind = \"rolling_days\"\ndays = 5\nwindow_days = 12\n"},
    {"a calendar year", "kind = \"calendar_year_days\"\ndays = 7\n"},
    {"a pool",
     "kind = \"shared_pool\"\ncap = 5\nstates = [\"UTO\", \"GTM\"]\nabsence_days_min = 2\n"},
    {"a term for whoever returns from a neighbour",
     "kind = \"fixed_days\"\ndays = 20\nreturns_from = [\"GTM\"]\n"},
    {"no limit", "kind = \"unlimited\"\n"},
};

/// In steps of some hours, some of one instant, some that nobody saw.
inline Movement some_movement(int number, int step, std::mt19937& random) {
  Movement movement;
  movement.reference = "m" + std::to_string(number);
  movement.direction = random() % 2 ? Direction::kEntry : Direction::kExit;
  const int at = static_cast<int>(random() % 240) * step;
  movement.at = hour(at);
  // One post's day is another's eve.
  movement.day = Date::from_days_since_epoch(20'454 + (at - (random() % 3 == 0 ? 6 : 0)) / 24);
  movement.post = PostCode("A");
  movement.nationality = CountryCode(random() % 9 ? "GTM" : "HND");
  if (random() % 5 == 0) movement.other_state = CountryCode(random() % 3 ? "GTM" : "MEX");
  if (movement.direction == Direction::kExit) {
    movement.seen = random() % 4 != 0;
    movement.left_as = random() % 6 == 0 ? "worker" : "";
    return movement;
  }
  movement.admission.emplace();
  movement.admission->entered = movement.day;
  movement.admission->audience = {movement.nationality, "P", "visitor"};
  return movement;
}

inline StatusChange some_change(int number, int step, std::mt19937& random) {
  StatusChange change;
  change.reference = "d" + std::to_string(number);
  change.kind = random() % 2 ? StatusChangeKind::kExtendDays : StatusChangeKind::kRevoke;
  const int at = static_cast<int>(random() % 240) * step;
  change.at = hour(at);
  change.day = Date::from_days_since_epoch(20'454 + at / 24);
  if (random() % 2) change.of = "m" + std::to_string(random() % 40);
  change.days = 3;
  return change;
}

using Flags = std::map<std::pair<FlagCase, std::string>, std::pair<Flag, std::string>>;

/// Each flag with why it would go, were it not there.
inline Flags flags_of(const PersonHistory& history, const PolicyPack& pack) {
  static const PostZones zones = guatemala();
  const Country country{&pack, {}, zones, {hour(-99999)}};
  const Instant now = hour(24 * 9000);
  Flags flags;
  for (auto flag : evaluate(history, country, {now, now}).flags) {
    flag.days_over = flag.kind == FlagKind::kOverstayOpen ? 0 : flag.days_over;
    flags.insert_or_assign({flag.flag_case(), std::string(flag_name(flag.kind))},
                           std::pair(flag, ""));
  }
  return flags;
}

/// "-OVERSTAY m4 2026-01-05" and "+…" of what differs, with why it went.
inline std::string difference(const PersonHistory& with, const std::string& without,
                              const PolicyPack& pack) {
  static const PostZones zones = guatemala();
  PersonHistory before = with;
  std::erase_if(before.movements, [&](const auto& each) { return each.fact.reference == without; });
  const Country country{&pack, {}, zones, {hour(-99999)}};
  const Instant now = hour(24 * 9000);
  const auto evaluation = evaluate(with, country, {now, now});
  const auto was = flags_of(before, pack);
  const auto is = flags_of(with, pack);
  const auto told = [](const Flag& flag) {
    return std::string(flag_name(flag.kind)) + " " + flag.subject + " " +
           (flag.authorised_until ? flag.authorised_until->iso() : "") + " " +
           std::to_string(flag.days_over) + (flag.probably_left ? " left" : "") + "; ";
  };
  std::string text;
  for (const auto& [about, flag] : was) {
    const auto now_there = is.find(about);
    if (now_there != is.end() && now_there->second.first == flag.first) continue;
    text += "-" + told(flag.first) + std::string(clearing_reason(flag.first, evaluation)) + " ";
  }
  for (const auto& [about, flag] : is) {
    const auto before_there = was.find(about);
    if (before_there == was.end() || !(before_there->second.first == flag.first))
      text += "+" + told(flag.first);
  }
  return text;
}

}  // namespace garita::central::testing
