#include "central-sync/flags/neighbourhood.h"

#include <algorithm>
#include <chrono>
#include <variant>

namespace garita::central {
namespace {

constexpr int kYearDays = 366;

int reach_of(const StayRule& rule) {
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
  Cuts(std::span<const Known<Movement>> movements, std::span<const std::uint32_t> order, int reach)
      : movements_(movements), order_(order), reach_(reach) {}

  /// The first movement that belongs to it.
  [[nodiscard]] std::size_t first_around(std::size_t at) const {
    for (std::size_t i = at; i-- > 0;) {
      if (!settles(i)) continue;
      const bool is_exit = movement(i).direction == Direction::kExit;
      if (is_exit && far_apart(i, i + 1)) return i + 1;
      if (!is_exit && (i == 0 || far_apart(i - 1, i))) return i;
    }
    return 0;
  }

  /// The last one.
  [[nodiscard]] std::size_t last_around(std::size_t at) const {
    const std::size_t last = order_.size() - 1;
    for (std::size_t i = at + 1; i <= last; ++i) {
      if (!settles(i)) continue;
      const bool is_exit = movement(i).direction == Direction::kExit;
      if (is_exit && (i == last || far_apart(i, i + 1))) return i;
      if (!is_exit && far_apart(i - 1, i)) return i;
    }
    return last;
  }

  [[nodiscard]] const Movement& movement(std::size_t i) const { return movements_[order_[i]].fact; }

 private:
  /// Somebody saw it, and no other is of its instant.
  [[nodiscard]] bool settles(std::size_t i) const {
    const Movement& here = movement(i);
    const bool first = i == 0 || movement(i - 1).at < here.at;
    const bool last = i + 1 == order_.size() || here.at < movement(i + 1).at;
    return here.seen && first && last;
  }

  /// Legal days of two posts may be one apart in the other order than their instants.
  [[nodiscard]] bool far_apart(std::size_t before, std::size_t after) const {
    return reach_ == 0 || days_between(movement(before).day, movement(after).day).count() > reach_;
  }

  std::span<const Known<Movement>> movements_;
  std::span<const std::uint32_t> order_;
  int reach_;
};

}  // namespace

int reach_days(const PolicyPack* pack) {
  int days = 0;
  if (pack == nullptr) return days;
  for (const auto& rule : pack->rules()) days = std::max(days, reach_of(rule));
  return days;
}

PersonHistory history_around(const PersonHistory& history, std::span<const std::uint32_t> order,
                             std::size_t at, int reach_days) {
  const Cuts cuts(history.movements, order, reach_days);
  const std::size_t first = cuts.first_around(at);
  const std::size_t last = cuts.last_around(at);
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
