#include "border-station/desk/shift.h"

namespace garita::station {

namespace {

void count(const OwnDecision& decision, ShiftCounts& counts) {
  if (decision.corrected_by) {
    ++counts.corrected;
    return;
  }
  if (!decision.crossing->context.hits.empty()) ++counts.hits;
  switch (decision.decision) {
    case DecisionKind::kAdmit:
      ++(decision.direction == Direction::kEntry ? counts.entries : counts.exits);
      return;
    case DecisionKind::kRefer:
      ++counts.referrals;
      return;
    case DecisionKind::kRefuse:
      ++counts.refusals;
      return;
  }
}

}  // namespace

ShiftCounts count_shift(std::span<const OwnDecision> decisions, const OfficerId& officer) {
  ShiftCounts counts;
  for (const auto& decision : decisions) {
    if (decision.crossing && decision.crossing->officer == officer) count(decision, counts);
  }
  return counts;
}

std::string counts_text(const ShiftCounts& counts) {
  return "entries " + std::to_string(counts.entries) + ", exits " + std::to_string(counts.exits) +
         ", referrals " + std::to_string(counts.referrals) + ", refusals " +
         std::to_string(counts.refusals) + ", corrected " + std::to_string(counts.corrected) +
         ", hits " + std::to_string(counts.hits);
}

}  // namespace garita::station
