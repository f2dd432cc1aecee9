#include "central-sync/flags/contradictions.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace garita::central {
namespace {

std::optional<Contradiction> between(const Movement& earlier, const Movement& later) {
  if (earlier.document.empty() || later.document.empty() || earlier.document == later.document)
    return std::nullopt;
  const auto& [low, high] = std::minmax(earlier.document, later.document);
  return Contradiction{low + "~" + high, earlier, later};
}

struct Exit {
  const Movement* movement = nullptr;
  bool ends_a_stay = false;
};

/// Every exit that somebody saw; of one instant, those that end a stay first, as they are paired.
std::vector<Exit> exits_in_order(const Pairing& pairing) {
  std::vector<Exit> exits;
  for (const auto& stay : pairing.stays)
    if (stay.exit) exits.push_back({&*stay.exit, true});
  for (const auto& exit : pairing.exits_without_entry) exits.push_back({&exit, false});
  std::stable_sort(exits.begin(), exits.end(), [](const Exit& a, const Exit& b) {
    return std::tie(a.movement->at, b.ends_a_stay) < std::tie(b.movement->at, a.ends_a_stay);
  });
  return exits;
}

/// The flags that there would be if each document were somebody's own.
std::vector<Flag> flags_of_each_document(const PersonHistory& history, const Country& country,
                                         const Viewpoint& viewpoint) {
  std::map<std::string, PersonHistory> parts;
  for (const auto& each : history.movements) {
    PersonHistory& part = parts[each.fact.document];
    if (part.movements.empty()) {
      part.nationality = history.nationality;
      part.voids = history.voids;
      part.changes = history.changes;
    }
    part.movements.push_back(each);
  }
  std::vector<Flag> flags;
  for (const auto& [document, part] : parts) {
    auto evaluation = evaluate(part, country, viewpoint);
    std::move(evaluation.flags.begin(), evaluation.flags.end(), std::back_inserter(flags));
  }
  return flags;
}

/// Whether it is raised no later either way, be it of a stay that goes on or of one that is over.
bool is_among(const Flag& flag, const std::vector<Flag>& flags) {
  return std::ranges::any_of(flags, [&](const Flag& each) {
    return each.flag_case() == flag.flag_case() && each.raise_at <= flag.raise_at &&
           !each.probably_left;
  });
}

/// The crossing that a contradiction leaves without the other half of its stay.
const Movement& left_over(const Contradiction& contradiction) {
  const bool entered = contradiction.earlier.direction == Direction::kEntry;
  return entered ? contradiction.earlier : contradiction.later;
}

/// The one that is about the flag's own record, else the first; null: none that occurred by the
/// moment at which it is raised. What comes after that is no reason to take it back.
const Contradiction* one_behind(const Flag& flag, const std::vector<Contradiction>& all) {
  const Contradiction* behind = nullptr;
  for (const auto& each : all) {
    if (each.later.at > flag.raise_at) continue;
    if (left_over(each).reference == flag.subject) return &each;
    if (behind == nullptr) behind = &each;
  }
  return behind;
}

/// Also by a decision about the names on both documents: whoever made it saw these crossings.
bool is_settled(const PersonHistory& history, const Viewpoint& viewpoint,
                const Contradiction& contradiction) {
  const auto& [pair, earlier, later] = contradiction;
  const auto links = [](const std::string& decided, const std::string& one,
                        const std::string& other) {
    if (one.empty() || other.empty() || one == other) return false;
    return decided == std::min(one, other) + "~" + std::max(one, other);
  };
  return std::ranges::any_of(history.linked, [&](const Known<std::string>& each) {
    return each.known_at <= viewpoint.known_at &&
           (each.fact == pair || links(each.fact, earlier.name, later.name) ||
            links(each.fact, earlier.document, later.name) ||
            links(each.fact, earlier.name, later.document));
  });
}

}  // namespace

std::vector<Contradiction> contradictions_in(const Pairing& pairing) {
  std::vector<Contradiction> all;
  const auto add = [&](std::optional<Contradiction> found) {
    if (found) all.push_back(*std::move(found));
  };
  // Whom somebody tells to have left in between may have.
  for (const auto& stay : pairing.stays)
    if (stay.next_entry && !stay.probable_exit) add(between(stay.entry, *stay.next_entry));
  if (!pairing.exits_without_entry.empty()) {
    const auto exits = exits_in_order(pairing);
    for (std::size_t i = 1; i < exits.size(); ++i)
      if (!exits[i].ends_a_stay) add(between(*exits[i - 1].movement, *exits[i].movement));
  }
  std::ranges::sort(all, [](const Contradiction& a, const Contradiction& b) {
    return std::tie(a.pair, a.later.at, a.later.reference) <
           std::tie(b.pair, b.later.at, b.later.reference);
  });
  return all;
}

void hold_for_contradictions(const PersonHistory& history, const Country& country,
                             const Viewpoint& viewpoint, Evaluation& evaluation) {
  auto& found = evaluation.contradictions;
  std::erase_if(found,
                [&](const Contradiction& each) { return is_settled(history, viewpoint, each); });
  if (found.empty()) return;
  const auto apart = flags_of_each_document(history, country, viewpoint);
  for (auto& flag : evaluation.flags) {
    const auto* behind = one_behind(flag, found);
    if (behind == nullptr || is_among(flag, apart)) continue;
    flag.review = behind->pair;
    flag.state = state_of(ripeness_of(flag), viewpoint.as_of, flag.watermark);
  }
}

std::string reasons_of(const Contradiction& contradiction, const std::string& one,
                       const std::string& other) {
  const bool entered = contradiction.earlier.direction == Direction::kEntry;
  return std::string(entered ? "both_entered " : "both_left ") + one + " " +
         contradiction.earlier.at.rfc3339() + "~" + other + " " + contradiction.later.at.rfc3339();
}

}  // namespace garita::central
