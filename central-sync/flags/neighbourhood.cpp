#include "central-sync/flags/neighbourhood.h"

#include <algorithm>
#include <chrono>
#include <variant>

namespace garita::central {
namespace {

constexpr int kYearDays = 366;
/// Legal days of two posts may be one apart in the other order than their instants.
constexpr int kDaysAmiss = 2;

Reach reach_of(const StayRule& rule) {
  Reach reach{rule.absence_days_min, 0, rule.returns_from};
  if (const auto* rolling = std::get_if<RollingLimit>(&rule.kind))
    reach.window_days = rolling->window_days;
  if (std::holds_alternative<YearLimit>(rule.kind)) reach.window_days = kYearDays;
  if (const auto* pool = std::get_if<SharedPool>(&rule.kind))
    reach.states.insert(pool->states.begin(), pool->states.end());
  return reach;
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
    // Whatever the movement changes comes behind the last one before it that settles something.
    std::size_t changed = at_;
    while (changed > 0 && !settles(changed - 1)) --changed;
    if (changed == 0) return 0;
    for (std::size_t i = changed--; i-- > 0;) {
      if (!settles(i) || in_window(i, changed)) continue;
      const bool is_exit = movement(i).direction == Direction::kExit;
      if (is_exit && far_apart(i, i + 1)) return i + 1;
      if (!is_exit && (i == 0 || far_apart(i - 1, i))) return i;
    }
    return 0;
  }

  /// The last one.
  [[nodiscard]] std::size_t last_around() const {
    const std::size_t last = order_.size() - 1;
    std::size_t changed = at_ + 1;
    while (changed <= last && !settles(changed)) ++changed;
    for (std::size_t i = changed; i <= last; ++i) {
      if (!settles(i)) continue;
      const bool is_exit = movement(i).direction == Direction::kExit;
      const std::size_t next = is_exit ? i + 1 : i;  // the first whose term is told without it
      if (next > last) return last;
      if (!in_window(changed, next) && far_apart(next - 1, next)) return i;
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

  [[nodiscard]] std::int64_t days_from(std::size_t before, std::size_t after) const {
    return days_between(movement(before).day, movement(after).day).count();
  }

  /// Whether a window at the one may count a presence that ends or begins with the other before it.
  [[nodiscard]] bool in_window(std::size_t before, std::size_t after) const {
    return reach_.window_days > 0 && days_from(before, after) <= reach_.window_days + kDaysAmiss;
  }

  /// Whether no term goes on from the one to the other.
  [[nodiscard]] bool far_apart(std::size_t before, std::size_t after) const {
    if (reach_.absence_days > 0 && days_from(before, after) <= reach_.absence_days) return false;
    return !goes_between_states(before, after);
  }

  /// Where the last exit before went to, and where the next entry came from, whichever they are
  /// with and without the movement in question.
  [[nodiscard]] bool goes_between_states(std::size_t before, std::size_t after) const {
    if (reach_.states.empty()) return false;
    bool went = false;
    for (std::size_t i = before + 1; i-- > 0 && !went;) {
      if (begins_a_stay(i)) break;
      went = reach_.states.contains(movement(i).other_state);
    }
    if (!went) return false;
    for (std::size_t i = after; i < order_.size(); ++i) {
      if (reach_.states.contains(movement(i).other_state)) return true;
      if (begins_a_stay(i)) break;
    }
    return false;
  }

  std::span<const Known<Movement>> movements_;
  std::span<const std::uint32_t> order_;
  std::size_t at_;
  const Reach& reach_;
};

}  // namespace

void Reach::widen(const Reach& other) {
  absence_days = std::max(absence_days, other.absence_days);
  window_days = std::max(window_days, other.window_days);
  states.insert(other.states.begin(), other.states.end());
}

std::optional<CountryCode> Reaches::country() const {
  return pack_ ? std::optional(pack_->country()) : std::nullopt;
}

const Reach& Reaches::of(const Audience& audience) {
  const auto [known, is_new] =
      known_.try_emplace({audience.nationality, audience.document_type, audience.admission_class});
  if (is_new) known->second = worked_out(audience);
  return known->second;
}

/// Which rule it is changes with the days on which one begins or ends.
Reach Reaches::worked_out(const Audience& audience) const {
  Reach reach;
  if (pack_ == nullptr || audience.nationality == pack_->country()) return reach;
  const auto widen = [&](Date entered) {
    if (const auto* rule = pack_->rule_for(audience, entered)) reach.widen(reach_of(*rule));
  };
  for (const auto& rule : pack_->rules()) {
    widen(rule.effective_from);
    if (rule.effective_to && *rule.effective_to < last_of_calendar())
      widen(rule.effective_to->plus(std::chrono::days(1)));
  }
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
  // Of the movements none is voided.
  if (!around.changes.empty()) around.voids = history.voids;
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
