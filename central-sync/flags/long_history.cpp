#include "central-sync/flags/long_history.h"

#include <algorithm>
#include <span>
#include <tuple>

namespace garita::central {
namespace {

/// Whether they can be of two people who were inside at once. Of one instant either may be first,
/// so that what comes before or after both may contradict one of them.
bool are_at_odds(const Movement& one, const Movement& next) {
  if (one.document.empty() || next.document.empty()) return false;
  return one.at == next.at || (one.document != next.document && one.direction == next.direction);
}

/// Places in an order.
struct Places {
  std::size_t from = 0;
  std::size_t to = 0;  ///< the one behind the last
};

/// Whether one that somebody saw, at these places, is at odds with its next or the last before it.
bool any_at_odds(std::span<const Known<Movement>> movements, std::span<const std::uint32_t> by_time,
                 const Places& places) {
  const auto movement = [&](std::size_t i) -> const Movement& {
    return movements[by_time[i]].fact;
  };
  std::size_t from = places.from;
  while (from > 0 && !movement(from - 1).seen) --from;
  const Movement* before = from > 0 ? &movement(from - 1) : nullptr;
  for (std::size_t i = from; i < by_time.size(); ++i) {
    if (!movement(i).seen) continue;
    if (before != nullptr && are_at_odds(*before, movement(i))) return true;
    if (i >= places.to) return false;
    before = &movement(i);
  }
  return false;
}

/// Holds for whatever comes later, or wherever somebody was.
bool reaches_anywhere(const Known<StatusChange>& change) {
  switch (change.fact.kind) {
    case StatusChangeKind::kSuspend:
    case StatusChangeKind::kResidence:
    case StatusChangeKind::kProtect:
    case StatusChangeKind::kEndProtection:
      return true;
    default:
      return false;
  }
}

bool is_same(const Audience& one, const Audience& other) {
  return std::tie(one.nationality, one.document_type, one.admission_class) ==
         std::tie(other.nationality, other.document_type, other.admission_class);
}

}  // namespace

LongHistory::LongHistory(const PersonHistory& history) : gone_(voided(facts_of(history.voids))) {}

std::optional<PersonHistory> LongHistory::around_last(const PersonHistory& history,
                                                      const Standards& standards) {
  const bool one_more = taken_ + 1 == history.movements.size();
  const auto country = standards.reaches.country();
  const bool was_national = country && nationalities_.contains(*country);
  // What this one settles held flags anywhere.
  const bool was_two = may_be_two_;
  const bool judged = judge(history, standards);
  take(history);
  note_audiences(history, standards);
  if (!one_more || !judged || gone_.contains(history.movements.back().fact.reference))
    return std::nullopt;
  if (std::ranges::any_of(history.changes, reaches_anywhere)) return std::nullopt;
  // Whoever is at home by a document of long ago is so wherever they crossed.
  if (was_national) return PersonHistory();
  const bool is_national = country && nationalities_.contains(*country);
  if (is_national || was_two || may_be_two_) return std::nullopt;
  return history_around(history, by_time_, place_, reach_);
}

bool LongHistory::stands(const PersonHistory& history, const Standards& standards) {
  const bool as_many = taken_ == history.movements.size();
  const bool judged = judge(history, standards);
  take(history);
  note_audiences(history, standards);
  return judged && as_many;
}

bool LongHistory::judge(const PersonHistory& history, const Standards& standards) {
  const bool as_before = judged_by_ == standards.number && judged_as_ == history.nationality;
  if (judged_by_ != standards.number) {
    noted_ = 0;
    audiences_.clear();
    reach_ = {};
  }
  judged_by_ = standards.number;
  judged_as_ = history.nationality;
  return as_before;
}

void LongHistory::take(const PersonHistory& history) {
  const auto& movements = history.movements;
  for (std::size_t i = taken_; i < movements.size(); ++i)
    nationalities_.insert(movements[i].fact.nationality);
  const bool one_more = taken_ + 1 == movements.size();
  if (one_more && !gone_.contains(movements.back().fact.reference)) {
    take_last(movements);
  } else if (taken_ < movements.size()) {
    by_time_.clear();
    for (std::size_t i = 0; i < movements.size(); ++i)
      if (!gone_.contains(movements[i].fact.reference))
        by_time_.push_back(static_cast<std::uint32_t>(i));
    std::ranges::sort(by_time_, {}, [&](std::uint32_t i) {
      return std::tie(movements[i].fact.at, movements[i].fact.reference);
    });
    may_be_two_ = any_at_odds(movements, by_time_, {0, by_time_.size()});
  }
  taken_ = movements.size();
}

void LongHistory::take_last(const std::vector<Known<Movement>>& movements) {
  const auto last = static_cast<std::uint32_t>(movements.size() - 1);
  const auto here = std::ranges::lower_bound(by_time_, last, [&](std::uint32_t a, std::uint32_t b) {
    return std::tie(movements[a].fact.at, movements[a].fact.reference) <
           std::tie(movements[b].fact.at, movements[b].fact.reference);
  });
  place_ = static_cast<std::size_t>(here - by_time_.begin());
  by_time_.insert(here, last);
  const auto places = may_be_two_ ? Places{0, by_time_.size()} : Places{place_, place_ + 1};
  may_be_two_ = any_at_odds(movements, by_time_, places);
}

/// What a decision makes somebody counts as what they came as.
void LongHistory::note_audiences(const PersonHistory& history, const Standards& standards) {
  const auto note = [&](Audience audience) {
    const bool known = std::ranges::any_of(
        audiences_, [&](const Audience& each) { return is_same(each, audience); });
    if (known) return;
    reach_.widen(standards.reaches.of(audience));
    audiences_.push_back(std::move(audience));
  };
  for (; noted_ < history.movements.size(); ++noted_) {
    const auto& admission = history.movements[noted_].fact.admission;
    if (!admission) continue;
    note(admission->audience);
    for (const auto& change : history.changes) {
      if (change.fact.admission_class.empty()) continue;
      Audience changed = admission->audience;
      changed.admission_class = change.fact.admission_class;
      note(std::move(changed));
    }
  }
}

}  // namespace garita::central
