#include "border-station/desk/shift.h"

#include <set>

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
      ++(decision.direction == Direction::kEntry ? counts.refusals : counts.exit_stops);
      return;
  }
}

/// Whom the officer left without a decision though the list was shown, by the inspection; of those
/// that are decided after all the decision counts.
std::size_t left_with_hits(std::span<const UrgentRecord> urgent,
                           std::span<const OwnDecision> decisions, const OfficerId& officer) {
  std::set<std::string> left;
  for (const auto& record : urgent) {
    const auto* hit = std::get_if<HitLeft>(&record.what);
    if (hit != nullptr && hit->shown && hit->officer == officer) left.insert(hit->inspection);
  }
  for (const auto& decision : decisions)
    if (decision.crossing) left.erase(decision.crossing->reference);
  return left.size();
}

}  // namespace

ShiftCounts count_shift(std::span<const OwnDecision> decisions,
                        std::span<const UrgentRecord> urgent, const OfficerId& officer) {
  ShiftCounts counts;
  for (const auto& decision : decisions) {
    if (decision.crossing && decision.crossing->officer == officer) count(decision, counts);
  }
  counts.hits += left_with_hits(urgent, decisions, officer);
  return counts;
}

std::string counts_text(const ShiftCounts& counts) {
  return "entries " + std::to_string(counts.entries) + ", exits " + std::to_string(counts.exits) +
         ", referrals " + std::to_string(counts.referrals) + ", refusals " +
         std::to_string(counts.refusals) + ", exit stops " + std::to_string(counts.exit_stops) +
         ", corrected " + std::to_string(counts.corrected) + ", hits " +
         std::to_string(counts.hits);
}

}  // namespace garita::station
