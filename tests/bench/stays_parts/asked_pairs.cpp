#include "tests/bench/stays_parts/asked_pairs.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>
#include <map>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "central-sync/persons/likeness.h"
#include "central-sync/projection/facts.h"
#include "schema/stay/pairing.h"
#include "tests/bench/stays_parts/traffic.h"

namespace garita::tests {
namespace {

using namespace garita::central;

constexpr auto kTerm = std::chrono::hours(24 * 90);
constexpr std::uint32_t kUnseenEntries = 100;

// Of one country, those borne by most.
constexpr std::array kWomen = {"MARIA",   "ANA",    "ROSA",    "CARMEN",   "JUANA",  "MARTA",
                               "GLORIA",  "SANDRA", "CLAUDIA", "ELENA",    "TERESA", "ISABEL",
                               "LUISA",   "LAURA",  "ANDREA",  "PATRICIA", "SILVIA", "SONIA",
                               "KARLA",   "LUCIA",  "BLANCA",  "IRMA",     "NORMA",  "DORIS",
                               "YESENIA", "WENDY",  "FATIMA",  "JOSEFA",   "REINA",  "DELMY"};
constexpr std::array kMen = {"JOSE",      "JUAN",   "CARLOS",  "LUIS",     "MANUEL", "ANTONIO",
                             "FRANCISCO", "JORGE",  "MARIO",   "PEDRO",    "MIGUEL", "ROBERTO",
                             "OSCAR",     "RAUL",   "RICARDO", "RAFAEL",   "JULIO",  "CESAR",
                             "EDWIN",     "ERICK",  "NELSON",  "WALTER",   "HECTOR", "ALBERTO",
                             "MARVIN",    "ISRAEL", "DOUGLAS", "SALVADOR", "RENE",   "SAUL"};

/// One of six is called MARIA or JOSE, three of four have a second name, and there are few names.
std::string crowded_given(std::mt19937& random, bool female) {
  const auto& names = female ? kWomen : kMen;
  const auto any = [&] {
    if (random() % 6 == 0) return std::string(names[0]);
    // The n-th name is borne by as many as fall to 1 / (n + 3).
    const double u = double(random()) / 4294967296.0;
    const double n = 3 * (std::pow((double(names.size()) + 3) / 3, u) - 1);
    return std::string(names.at(std::min(names.size() - 1, static_cast<std::size_t>(n))));
  };
  auto given = any();
  return random() % 4 == 0 ? given : given + " " + any();
}

/// Somebody with all their crossings.
struct Traveller {
  Description description;
  bool national = false;
  bool female = false;
  std::vector<Movement> movements;
};

std::vector<Traveller> travellers_of(std::span<const Passage> passages, std::uint32_t seed,
                                     GivenNames given) {
  Travellers inventor(seed);
  std::mt19937 random(seed);
  std::vector<Traveller> travellers;
  std::map<std::string, std::size_t> of_name;  // people of one name and birth are one person
  std::unordered_map<std::uint32_t, std::size_t> of_person;
  for (const auto& passage : passages) {
    if (passage.direction == Direction::kEntry && random() % kUnseenEntries == 0) continue;
    auto known = of_person.find(passage.person);
    if (known == of_person.end()) {
      auto document = inventor.crossing_of(passage).document;
      if (given == GivenNames::kCrowded)
        document.given_names = crowded_given(random, document.sex == "F");
      const auto holder = holder_of(document);
      const auto [same, is_new] = of_name.emplace(*keys_of(holder).name, travellers.size());
      if (is_new)
        travellers.push_back(
            {*description_of(holder), document.nationality == "ZEN", document.sex == "F", {}});
      known = of_person.emplace(passage.person, same->second).first;
    }
    auto& movements = travellers[known->second].movements;
    Movement movement;
    movement.reference = std::to_string(movements.size());
    movement.direction = passage.direction;
    movement.at = passage.at;
    if (movement.direction == Direction::kEntry) movement.admission.emplace();
    movements.push_back(std::move(movement));
  }
  return travellers;
}

/// Whether an exit of the one that ends no stay could end a stay of the other, and a flag hangs on
/// it.
bool flag_hangs(const Traveller& entered, const Traveller& left, Instant until) {
  const auto stays = pair_movements(entered.movements, {}).stays;
  const auto exits = pair_movements(left.movements, {}).exits_without_entry;
  for (const auto& stay : stays)
    for (const auto& exit : exits) {
      if (stay.exit || exit.at < stay.entry.at) continue;
      if (stay.next_entry && exit.at >= stay.next_entry->at) continue;
      const Instant term = stay.entry.at.plus(kTerm);
      const Instant raised = stay.next_entry ? std::min(term, stay.next_entry->at) : term;
      const bool of_stay = !entered.national && raised <= until && exit.at <= raised;
      if (!left.national || of_stay) return true;
    }
  return false;
}

double cpu_us() {
  timespec time{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return double(time.tv_sec) * 1e6 + double(time.tv_nsec) / 1e3;
}

using Pair = std::pair<std::uint32_t, std::uint32_t>;

/// Each two that meet under a key which still tells something.
std::vector<Pair> pairs_that_meet(const Matcher& matcher, std::span<const Traveller> travellers,
                                  AskedPairs& asked) {
  std::unordered_map<std::int64_t, std::vector<std::uint32_t>> bearers;
  for (std::size_t i = 0; i < travellers.size(); ++i)
    for (const auto key : matcher.keys_of(travellers[i].description)) {
      ++asked.keys;
      bearers[key].push_back(static_cast<std::uint32_t>(i));
    }
  std::vector<Pair> pairs;
  for (const auto& [key, who] : bearers) {
    if (who.size() > kKeyBearersMax) {
      ++asked.flooded;
      continue;
    }
    for (std::size_t i = 0; i < who.size(); ++i)
      for (std::size_t j = i + 1; j < who.size(); ++j) pairs.emplace_back(who[i], who[j]);
  }
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  return pairs;
}

}  // namespace

AskedPairs asked_pairs(std::size_t crossings, Instant until, std::uint32_t seed, GivenNames given) {
  AskedPairs asked;
  const auto passages = invented_traffic(crossings, until, seed);
  const auto travellers = travellers_of(passages, seed, given);
  asked.crossings = passages.size();
  asked.people = travellers.size();
  const Matcher matcher;
  const auto pairs = pairs_that_meet(matcher, travellers, asked);
  asked.compared = pairs.size();
  const double begun = cpu_us();
  std::vector<Pair> if_fitting;
  for (const auto& [one, other] : pairs) {
    const auto likeness = matcher.compare(matcher.read(travellers[one].description),
                                          matcher.read(travellers[other].description));
    if (!likeness) continue;
    if (likeness->grade == LinkGrade::kAutomatic) ++asked.linked;
    if (likeness->grade == LinkGrade::kReview) ++asked.reviewed;
    if (likeness->grade == LinkGrade::kIfFitting) if_fitting.emplace_back(one, other);
  }
  asked.compare_us = (cpu_us() - begun) / double(std::max<std::size_t>(1, pairs.size()));
  asked.if_fitting = if_fitting.size();
  for (const auto& [i, j] : if_fitting) {
    const auto& one = travellers[i];
    const auto& other = travellers[j];
    if (!flag_hangs(one, other, until) && !flag_hangs(other, one, until)) continue;
    ++asked.of_either_sex;
    if (one.female == other.female) ++asked.fitting;
  }
  return asked;
}

}  // namespace garita::tests
