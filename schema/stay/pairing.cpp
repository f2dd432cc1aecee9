#include "schema/stay/pairing.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <string_view>
#include <tuple>

namespace garita {
namespace {

/// Decides of each void whether it holds: unless a void that holds names it; voids that name one
/// another in a ring hold none. Each void is decided once, after those that name it.
class Voiding {
 public:
  explicit Voiding(std::span<const Void> voids) {
    for (const auto& each : voids) statements_[each.reference].of.insert(each.of);
    for (const auto& [reference, statement] : statements_)
      for (const auto& of : statement.of) name(of);
    std::vector<std::string> decided;
    for (const auto& [reference, statement] : statements_)
      if (statement.undecided == 0) decided.push_back(reference);
    while (!decided.empty()) {
      const auto& statement = statements_.at(decided.back());
      decided.pop_back();
      for (const auto& of : statement.of) settle(of, !statement.taken_back, decided);
    }
  }

  /// The references that are taken back.
  std::set<std::string> take() { return std::move(gone_); }

 private:
  struct Statement {
    std::set<std::string> of;
    std::size_t undecided = 0;  ///< voids that name it and are not decided
    bool taken_back = false;
  };

  void name(const std::string& of) {
    const auto named = statements_.find(of);
    if (named != statements_.end()) ++named->second.undecided;
  }

  void settle(const std::string& of, bool holds, std::vector<std::string>& decided) {
    if (holds) gone_.insert(of);
    const auto named = statements_.find(of);
    if (named == statements_.end() || named->second.undecided == 0) return;
    // One that holds decides it, whatever the others are.
    Statement& statement = named->second;
    statement.undecided = holds ? 0 : statement.undecided - 1;
    statement.taken_back = holds;
    if (statement.undecided == 0) decided.push_back(of);
  }

  std::map<std::string, Statement> statements_;
  std::set<std::string> gone_;
};

std::set<std::string> voided(std::span<const Void> voids) { return Voiding(voids).take(); }

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

/// The stay that lasted at that moment; absent: none did.
std::optional<std::size_t> stay_at(std::span<const Stay> stays, Instant moment) {
  const auto after = std::partition_point(
      stays.begin(), stays.end(), [&](const Stay& stay) { return stay.entry.at <= moment; });
  if (after == stays.begin()) return std::nullopt;
  const Stay& stay = *std::prev(after);
  const auto& end = stay.exit ? stay.exit : stay.next_entry;
  if (end && end->at <= moment) return std::nullopt;
  return static_cast<std::size_t>(std::prev(after) - stays.begin());
}

/// Whoever is heard at a desk is admitted after it, perhaps after a night.
constexpr auto kHeardBefore = std::chrono::hours(72);

/// The stay that begins after that moment and is what the traveller was heard about.
std::optional<std::size_t> stay_soon_after(std::span<const Stay> stays, Instant moment) {
  const auto next = std::partition_point(stays.begin(), stays.end(),
                                         [&](const Stay& stay) { return stay.entry.at <= moment; });
  if (next == stays.end() || next->entry.at > moment.plus(kHeardBefore)) return std::nullopt;
  return static_cast<std::size_t>(next - stays.begin());
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

Visit visit_of(const Stay& stay, std::vector<StatusChange> changes) {
  Visit visit;
  visit.admission = *stay.entry.admission;
  if (stay.exit) {
    visit.left = stay.exit->day;
    visit.went_to = stay.exit->other_state;
  }
  visit.came_from = stay.entry.other_state;
  visit.end_unknown = stay.next_entry.has_value();
  visit.absence_unseen = true;
  visit.changes = std::move(changes);
  return visit;
}

std::vector<std::vector<StatusChange>> changes_of(std::span<const Stay> stays,
                                                  std::span<const StatusChange> changes,
                                                  std::span<const Void> voids) {
  std::vector<std::vector<StatusChange>> concerned(stays.size());
  if (changes.empty()) return concerned;
  const auto gone = voided(voids);
  std::multimap<std::string_view, std::size_t> by_name;
  for (std::size_t i = 0; i < stays.size(); ++i) {
    const Movement& entry = stays[i].entry;
    by_name.emplace(entry.reference, i);
    if (!entry.origin.empty() && entry.origin != entry.reference) by_name.emplace(entry.origin, i);
  }
  for (const auto& change : changes) {
    if (gone.contains(change.reference)) continue;
    const auto [first, last] = by_name.equal_range(change.of);
    for (auto named = first; !change.of.empty() && named != last; ++named)
      concerned[named->second].push_back(change);
    const bool suspends = change.kind == StatusChangeKind::kSuspend;
    const bool by_time = change.of.empty() || (suspends && first == last);
    const auto lasted = by_time ? stay_at(stays, change.at) : std::nullopt;
    if (lasted) concerned[*lasted].push_back(change);
    const auto soon = by_time && suspends ? stay_soon_after(stays, change.at) : std::nullopt;
    if (soon) concerned[*soon].push_back(change);
  }
  return concerned;
}

}  // namespace garita
