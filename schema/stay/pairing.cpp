#include "schema/stay/pairing.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace garita {
namespace {

/// The references that are taken back. A void holds unless a void that holds names it; voids that
/// name one another in a ring hold none.
std::set<std::string> voided(std::span<const Void> voids) {
  enum class Holds { kUnknown, kYes, kNo };
  std::map<std::pair<std::string, std::string>, Holds> known;
  for (const auto& entry : voids)
    known.emplace(std::pair(entry.reference, entry.of), Holds::kUnknown);
  const auto decide = [&](const std::string& reference) {
    bool open = false;
    for (const auto& [key, holds] : known) {
      if (key.second != reference) continue;
      if (holds == Holds::kYes) return Holds::kNo;
      open = open || holds == Holds::kUnknown;
    }
    return open ? Holds::kUnknown : Holds::kYes;
  };
  for (bool changed = true; changed;) {
    changed = false;
    for (auto& [key, holds] : known) {
      if (holds != Holds::kUnknown) continue;
      holds = decide(key.first);
      changed = changed || holds != Holds::kUnknown;
    }
  }
  std::set<std::string> references;
  for (const auto& [key, holds] : known)
    if (holds == Holds::kYes) references.insert(key.second);
  return references;
}

bool occurs_before(const Movement& a, const Movement& b) {
  return std::tie(a.at, a.reference, a.direction, a.post) <
         std::tie(b.at, b.reference, b.direction, b.post);
}

/// By occurrence, each reference once, without the voided.
std::vector<Movement> in_order(std::span<const Movement> movements, std::span<const Void> voids) {
  const auto gone = voided(voids);
  std::vector<Movement> ordered;
  for (const auto& movement : movements)
    if (!gone.contains(movement.reference)) ordered.push_back(movement);
  std::sort(ordered.begin(), ordered.end(), occurs_before);
  std::set<std::string> seen;
  std::erase_if(ordered,
                [&](const Movement& movement) { return !seen.insert(movement.reference).second; });
  return ordered;
}

class Pairer {
 public:
  void take(const Movement& movement) {
    if (movement.direction == Direction::kEntry)
      enter(movement);
    else
      leave(movement);
    before_ = movement.at;
  }

  [[nodiscard]] bool inside() const { return inside_; }
  Pairing finish() { return std::move(pairing_); }

 private:
  void enter(const Movement& movement) {
    if (inside_) {
      auto& earlier = pairing_.stays.back();
      earlier.next_entry = movement;
      pairing_.hypotheses.push_back(
          {HypothesisKind::kMissedExit, earlier.entry.reference, earlier.entry.at, movement.at});
    }
    pairing_.stays.push_back({movement, std::nullopt, std::nullopt, std::nullopt});
    inside_ = true;
  }

  void leave(const Movement& movement) {
    if (inside_) {
      pairing_.stays.back().exit = movement;
      inside_ = false;
      return;
    }
    pairing_.exits_without_entry.push_back(movement);
    pairing_.hypotheses.push_back(
        {HypothesisKind::kMissedEntry, movement.reference, before_, movement.at});
  }

  Pairing pairing_;
  bool inside_ = false;
  std::optional<Instant> before_;
};

/// Of the movements of one instant, the index of the one that fits: an exit where somebody is
/// inside, an entry where not, else the first.
std::size_t fitting(std::span<const Movement> instant, bool inside) {
  const Direction wanted = inside ? Direction::kExit : Direction::kEntry;
  for (std::size_t i = 0; i < instant.size(); ++i)
    if (instant[i].direction == wanted) return i;
  return 0;
}

void take_instant(std::vector<Movement> instant, Pairer& pairer) {
  while (!instant.empty()) {
    const auto next = fitting(instant, pairer.inside());
    pairer.take(instant[next]);
    instant.erase(instant.begin() + static_cast<std::ptrdiff_t>(next));
  }
}

/// To the stay without an exit in which it lies: the first of several says how early it may be
/// over.
void attach(const Movement& unseen_exit, std::vector<Stay>& stays) {
  const auto after =
      std::upper_bound(stays.begin(), stays.end(), unseen_exit.at,
                       [](Instant at, const Stay& stay) { return at < stay.entry.at; });
  if (after == stays.begin()) return;
  Stay& stay = *std::prev(after);
  if (!stay.exit && !stay.probable_exit) stay.probable_exit = unseen_exit;
}

bool concerns(const StatusChange& change, const Stay& stay) {
  if (!change.of.empty())
    return change.of == stay.entry.reference || change.of == stay.entry.origin;
  const auto end = stay.exit ? stay.exit : stay.next_entry;
  return stay.entry.at <= change.at && (!end || change.at < end->at);
}

}  // namespace

Pairing pair_movements(std::span<const Movement> movements, std::span<const Void> voids) {
  auto ordered = in_order(movements, voids);
  const auto unseen = std::stable_partition(ordered.begin(), ordered.end(),
                                            [](const Movement& movement) { return movement.seen; });
  Pairer pairer;
  for (auto from = ordered.begin(); from != unseen;) {
    const auto to = std::find_if(from, unseen,
                                 [&](const Movement& movement) { return movement.at != from->at; });
    take_instant({from, to}, pairer);
    from = to;
  }
  auto pairing = pairer.finish();
  for (auto each = unseen; each != ordered.end(); ++each) attach(*each, pairing.stays);
  return pairing;
}

std::vector<StatusChange> changes_of(const Stay& stay, std::span<const StatusChange> changes,
                                     std::span<const Void> voids) {
  const auto gone = voided(voids);
  std::vector<StatusChange> concerned;
  for (const auto& change : changes)
    if (!gone.contains(change.reference) && concerns(change, stay)) concerned.push_back(change);
  return concerned;
}

}  // namespace garita
