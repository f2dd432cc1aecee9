#include "central-sync/reports/overstay_changes.h"

#include <algorithm>
#include <map>

#include "central-sync/reports/explain.h"
#include "central-sync/reports/sheltered.h"

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
  if (now == standing.end()) {
    row.flag.state = FlagState::kCleared;
    row.shared_closings.reset();
  }
  row.change = "withdrawn";
  return row;
}

/// What the record that did it is, where it is a decision about the person, and why it took the
/// flag off the list while the case goes on.
void tell_why(const PersonReport& report, OverstayRow& row) {
  const auto decision =
      std::ranges::find(report.decisions, row.cause.substr(0, row.cause.find(' ')),
                        [](const auto& each) { return each.change.reference; });
  if (decision != report.decisions.end())
    row.decided = {decision->change.kind, decision->change.day};
  if (row.change != "withdrawn" || row.flag.state == FlagState::kCleared) return;
  const auto about = std::ranges::find(report.history, row.flag.flag_case(),
                                       [](const auto& each) { return each.first; });
  if (about == report.history.end()) return;
  const auto& events = about->second;
  for (std::size_t i = events.size(); i-- > 1;) {
    if (!is_raised(events[i - 1].state) || is_raised(events[i].state)) continue;
    if (events[i].cause == row.cause && !events[i].reason.empty())
      row.cause += " " + events[i].reason;
    return;
  }
}

/// A watermark and time say all that there is to say of them.
bool is_by_record(const OverstayRow& row) { return row.cause.find(':') != std::string::npos; }

/// Nobody is told of who is sheltered by now, though the list of then has them.
Result<bool> is_told_of(CentralStore& store, Sheltered& sheltered, const OverstayRow& row) {
  GARITA_TRY(today, store.person_behind(row.person));
  if (!today) return true;
  GARITA_TRY(hidden, sheltered.has(*today));
  return !hidden;
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
  Sheltered sheltered(store, now);
  std::vector<OverstayRow> changes;
  for (const auto& row : all) {
    if (!is_raised(row.flag.state) || was_raised.contains(row.flag.flag_case())) continue;
    changes.push_back(row);
    changes.back().change = "added";
  }
  for (const auto& row : before) {
    const auto now_row = standing.find(row.flag.flag_case());
    const bool raised = now_row != standing.end() && is_raised(now_row->second->flag.state);
    if (raised) continue;
    GARITA_TRY(told, is_told_of(store, sheltered, row));
    if (told) changes.push_back(withdrawn(row, standing));
  }
  for (auto& row : changes) {
    if (!is_by_record(row) || !standing.contains(row.flag.flag_case())) continue;
    GARITA_TRY(report, explain(store, row.person.value(), std::nullopt, now));
    tell_why(report, row);
  }
  return changes;
}

}  // namespace garita::central
