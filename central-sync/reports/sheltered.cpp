#include "central-sync/reports/sheltered.h"

#include <algorithm>
#include <set>
#include <utility>

#include "schema/stay/pairing.h"

namespace garita::central {

bool is_sheltered(const PersonHistory& history, const Evaluation& evaluation) {
  return is_sheltered_still(facts_of(history.changes), facts_of(history.voids)) ||
         std::ranges::any_of(evaluation.stays,
                             [](const auto& each) { return each.authorised.suspended; });
}

Result<bool> Sheltered::has(const PersonId& today) {
  const auto known = known_.find(today);
  if (known != known_.end()) return known->second;
  GARITA_TRY(is_one, look_at(today));
  known_.emplace(today, is_one);
  return is_one;
}

Result<bool> Sheltered::look_at(const PersonId& today) {
  GARITA_TRY(history, store_.history_of(today));
  if (history.changes.empty()) return false;
  if (!view_) {
    GARITA_TRY(view, CountryView::at(store_, now_));
    view_.emplace(std::move(view));
  }
  return is_sheltered(history, evaluate(history, view_->country(), {now_, now_}));
}

Result<void> leave_out_sheltered(CentralStore& store, Instant now, std::vector<OverstayRow>& rows) {
  if (rows.empty()) return {};
  std::set<PersonId> decided;
  GARITA_CHECK(store.for_each_decided_person([&](const PersonId& who) -> Result<void> {
    decided.insert(who);
    return {};
  }));
  Sheltered sheltered(store, now);
  std::vector<OverstayRow> kept;
  for (auto& row : rows) {
    const bool asked = decided.contains(row.person);
    GARITA_TRY(hidden, asked ? sheltered.has(row.person) : Result<bool>(false));
    if (!hidden) kept.push_back(std::move(row));
  }
  rows = std::move(kept);
  return {};
}

}  // namespace garita::central
