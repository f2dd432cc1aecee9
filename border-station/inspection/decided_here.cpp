#include "border-station/inspection/decided_here.h"

#include <algorithm>

namespace garita::station {
namespace {

/// Of what is typed in later; a clock that was set back makes nothing undone.
bool is_later(const DecidedHere& decided, const Situation& situation) {
  return situation.typed_in_of && decided.at > *situation.typed_in_of;
}

std::chrono::minutes minute_of(Instant moment) {
  return std::chrono::floor<std::chrono::minutes>(std::chrono::milliseconds(moment.milliseconds));
}

}  // namespace

const DecidedHere* stopped_by(const Situation& situation) {
  const Instant moment = situation.typed_in_of.value_or(situation.now);
  bool is_referral_over = false;
  for (const auto& decided : situation.decided_here) {
    if (is_later(decided, situation)) continue;
    if (moment - decided.at > kStopAskedFor) return nullptr;
    const bool this_way = decided.direction == situation.direction;
    if (decided.decision == DecisionKind::kAdmit && this_way) return nullptr;
    if (decided.decision == DecisionKind::kRefuse && this_way) return &decided;
    if (decided.decision == DecisionKind::kRefer && !is_referral_over) return &decided;
    is_referral_over = true;
  }
  return nullptr;
}

bool was_let_pass(const Situation& situation) {
  const auto last = std::ranges::find_if(situation.decided_here, [&](const DecidedHere& decided) {
    return !is_later(decided, situation);
  });
  return last == situation.decided_here.end() || last->decision == DecisionKind::kAdmit;
}

const DecidedHere* typed_in_before(const Situation& situation, DecisionKind decision) {
  if (!situation.typed_in_of) return nullptr;
  const auto found = std::ranges::find_if(situation.decided_here, [&](const DecidedHere& decided) {
    return decided.direction == situation.direction &&
           minute_of(decided.at) == minute_of(*situation.typed_in_of) &&
           (decided.decision == decision || decided.decision == DecisionKind::kAdmit);
  });
  return found == situation.decided_here.end() ? nullptr : &*found;
}

const DecidedHere* decided_meanwhile(const Situation& situation) {
  const auto found = std::ranges::find_if(situation.decided_here, [&](const DecidedHere& decided) {
    return decided.record == situation.decided_meanwhile;
  });
  return found == situation.decided_here.end() ? nullptr : &*found;
}

}  // namespace garita::station
