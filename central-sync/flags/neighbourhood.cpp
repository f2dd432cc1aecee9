#include "central-sync/flags/neighbourhood.h"

#include <algorithm>
#include <chrono>
#include <variant>

namespace garita::central {
namespace {

constexpr int kYearDays = 366;

int days_of(const StayRule& rule) {
  int days = rule.absence_days_min;
  if (const auto* rolling = std::get_if<RollingLimit>(&rule.kind))
    days = std::max(days, rolling->window_days);
  if (std::holds_alternative<YearLimit>(rule.kind)) days = std::max(days, kYearDays);
  return days;
}

/// Finds where a history can be cut: behind a movement that somebody saw, what was before it is
/// settled, whatever it was. After an exit nobody is inside, and after an entry the stay that it
/// began is the one that is open.
class Cuts {
 public:
  Cuts(std::span<const Known<Movement>> movements, std::span<const std::uint32_t> order,
       std::size_t at, const Reach& reach)
      : movements_(movements), order_(order), at_(at), reach_(reach) {}

  /// The first movement that belongs to it.
  [[nodiscard]] std::size_t first_around() const {
    for (std::size_t i = at_; i-- > 0;) {
      if (!settles(i)) continue;
      const bool is_exit = movement(i).direction == Direction::kExit;
      if (is_exit && far_apart(i, i + 1)) return i + 1;
      if (!is_exit && (i == 0 || far_apart(i - 1, i))) return i;
    }
    return 0;
  }

  /// The last one.
  [[nodiscard]] std::size_t last_around() const {
    const std::size_t last = order_.size() - 1;
    for (std::size_t i = at_ + 1; i <= last; ++i) {
      if (!settles(i)) continue;
      const bool is_exit = movement(i).direction == Direction::kExit;
      if (is_exit && (i == last || far_apart(i, i + 1))) return i;
      if (!is_exit && far_apart(i - 1, i)) return i;
    }
    return last;
  }

  [[nodiscard]] const Movement& movement(std::size_t i) const { return movements_[order_[i]].fact; }

 private:
  /// No other is of its instant.
  [[nodiscard]] bool is_alone(std::size_t i) const {
    const Instant at = movement(i).at;
    const bool first = i == 0 || movement(i - 1).at < at;
    return first && (i + 1 == order_.size() || at < movement(i + 1).at);
  }
  [[nodiscard]] bool settles(std::size_t i) const { return movement(i).seen && is_alone(i); }
  /// Whatever becomes of the movement in question.
  [[nodiscard]] bool begins_a_stay(std::size_t i) const {
    return movement(i).direction == Direction::kEntry && i != at_ && is_alone(i);
  }

  /// Legal days of two posts may be one apart in the other order than their instants.
  [[nodiscard]] bool far_apart(std::size_t before, std::size_t after) const {
    const auto days = days_between(movement(before).day, movement(after).day).count();
    if (reach_.days > 0 && days <= reach_.days) return false;
    return !reach_.states || names_no_state(before, after);
  }

  /// Neither where the last exit before went to, nor where the next entry came from, whichever they
  /// are with and without the movement in question.
  [[nodiscard]] bool names_no_state(std::size_t before, std::size_t after) const {
    for (std::size_t i = before + 1; i-- > 0;) {
      if (begins_a_stay(i)) break;
      if (!movement(i).other_state.value().empty()) return false;
    }
    for (std::size_t i = after; i < order_.size(); ++i) {
      if (!movement(i).other_state.value().empty()) return false;
      if (begins_a_stay(i)) break;
    }
    return true;
  }

  std::span<const Known<Movement>> movements_;
  std::span<const std::uint32_t> order_;
  std::size_t at_;
  Reach reach_;
};

}  // namespace

Reach reach_of(const PolicyPack* pack) {
  Reach reach;
  if (pack == nullptr) return reach;
  for (const auto& rule : pack->rules()) reach.days = std::max(reach.days, days_of(rule));
  reach.states = !pack->states_looked_at().empty();
  return reach;
}

PersonHistory history_around(const PersonHistory& history, std::span<const std::uint32_t> order,
                             std::size_t at, const Reach& reach) {
  const Cuts cuts(history.movements, order, at, reach);
  const std::size_t first = cuts.first_around();
  const std::size_t last = cuts.last_around();
  std::vector<Instant> seen;
  for (std::size_t i = first; i <= last; ++i)
    if (cuts.movement(i).seen) seen.push_back(cuts.movement(i).at);
  PersonHistory around;
  around.nationality = history.nationality;
  around.changes = history.changes;
  // Of the exits that nobody saw between two movements that somebody did, the first counts alone.
  bool unseen_before = false;
  for (std::size_t i = first; i <= last; ++i) {
    const Movement& movement = cuts.movement(i);
    // One of the same instant as an entry may belong to its stay, wherever it stands.
    if (std::ranges::binary_search(seen, movement.at)) unseen_before = false;
    if (movement.seen || i == at || !unseen_before)
      around.movements.push_back(history.movements[order[i]]);
    unseen_before |= !movement.seen && i != at;
  }
  return around;
}

}  // namespace garita::central
