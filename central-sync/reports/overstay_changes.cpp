#include "central-sync/reports/overstay_changes.h"

#include <algorithm>
#include <map>

namespace garita::central {
namespace {

using ByCase = std::map<FlagCase, const OverstayRow*>;

ByCase by_case(const std::vector<OverstayRow>& rows) {
  ByCase cases;
  for (const auto& row : rows) cases.emplace(row.flag.flag_case(), &row);
  return cases;
}

/// As it stands now; of what nobody's records lead to any more, as it stood.
OverstayRow withdrawn(const OverstayRow& then, const ByCase& standing) {
  const auto now = standing.find(then.flag.flag_case());
  OverstayRow row = now == standing.end() ? then : *now->second;
  if (now == standing.end()) row.flag.state = FlagState::kCleared;
  row.change = "withdrawn";
  return row;
}

}  // namespace

Result<std::vector<OverstayRow>> changes_since(CentralStore& store, Instant since, Instant now) {
  const std::set<FlagState> every = {FlagState::kOpen,        FlagState::kDue,
                                     FlagState::kPendingData, FlagState::kProbable,
                                     FlagState::kConfirmed,   FlagState::kCleared};
  GARITA_TRY(before, list_overstays(store, {since, since, std::nullopt}, now));
  GARITA_TRY(all, list_overstays(store, {std::nullopt, std::nullopt, every}, now));
  const auto was_raised = by_case(before);
  const auto standing = by_case(all);
  std::vector<OverstayRow> changes;
  for (const auto& row : all) {
    if (!is_raised(row.flag.state) || was_raised.contains(row.flag.flag_case())) continue;
    changes.push_back(row);
    changes.back().change = "added";
  }
  for (const auto& row : before) {
    const auto now_row = standing.find(row.flag.flag_case());
    const bool raised = now_row != standing.end() && is_raised(now_row->second->flag.state);
    if (!raised) changes.push_back(withdrawn(row, standing));
  }
  return changes;
}

}  // namespace garita::central
