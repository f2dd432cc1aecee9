#include "central-sync/reports/overstays.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>

#include "central-sync/flags/history.h"
#include "central-sync/reports/current_list.h"
#include "central-sync/reports/sheltered.h"

namespace garita::central {
namespace {

bool wanted(const std::set<FlagState>& states, FlagState state) { return states.contains(state); }

Result<std::vector<OverstayRow>> list_now(CentralStore& store, const std::set<FlagState>& states,
                                          Instant now) {
  GARITA_TRY(view, CountryView::at(store, now));
  const CurrentList list(view, now);
  CaseQuery query;
  if (!wanted(states, FlagState::kOpen)) query.due_by = now;
  GARITA_TRY(standing, store.cases(query));
  std::vector<RowOfCase> told;
  for (const auto& stored : standing) {
    auto each = list.standing(stored);
    if (wanted(states, each.row.flag.state)) told.push_back(std::move(each));
  }
  GARITA_TRY(rows, with_last_changes(store, std::move(told), {now, now}));
  if (!wanted(states, FlagState::kCleared)) return rows;
  GARITA_TRY(cleared, store.cases({CaseSelection::kCleared, std::nullopt, std::nullopt}));
  std::vector<OverstayRow> gone;
  for (const auto& stored : cleared) gone.push_back(CurrentList::cleared(stored));
  GARITA_CHECK(leave_out_sheltered(store, now, gone));
  std::ranges::move(gone, std::back_inserter(rows));
  return rows;
}

/// The versions of one case that were known by then, the last one last.
const CaseVersion* last_known(std::span<const CaseVersion> versions, const FlagCase& about,
                              Instant known_at) {
  const CaseVersion* last = nullptr;
  for (const auto& version : versions)
    if (version.flag.flag_case() == about && version.known_from <= known_at) last = &version;
  return last;
}

void add_cleared(std::span<const CaseVersion> versions, const PersonThen& then,
                 const Evaluation& evaluation, Instant known_at, std::vector<OverstayRow>& rows) {
  std::set<FlagCase> cases;
  for (const auto& version : versions)
    if (then.records.contains(version.flag.subject)) cases.insert(version.flag.flag_case());
  for (const auto& flag : evaluation.flags) cases.erase(flag.flag_case());
  for (const auto& each : cases) {
    const auto* last = last_known(versions, each, known_at);
    if (!last || !last->known_to || *last->known_to > known_at) continue;
    rows.push_back(CurrentList::cleared({*last, then.person}));
  }
}

/// Lists at another viewpoint: every person is evaluated from the records, as who they were then.
class PastList {
 public:
  PastList(CentralStore& store, const CountryView& view, const Viewpoint& viewpoint,
           const std::set<FlagState>& states)
      : store_(store), view_(view), viewpoint_(viewpoint), states_(states) {}

  Result<void> add(const PersonId& who) {
    GARITA_TRY(persons, store_.persons_then(who, viewpoint_.known_at));
    // Who is several today is listed once, with the first of them.
    for (const auto& then : persons)
      if (!then.today.empty() && then.today.front() == who) GARITA_CHECK(add(then));
    return {};
  }

  Result<std::vector<OverstayRow>> take() {
    GARITA_TRY(told, with_last_changes(store_, std::move(changing_), viewpoint_));
    std::ranges::move(told, std::back_inserter(rows_));
    return std::move(rows_);
  }

 private:
  Result<void> add(const PersonThen& then) {
    const auto evaluation = evaluate(then.history, view_.country(), viewpoint_);
    const bool any = std::any_of(evaluation.flags.begin(), evaluation.flags.end(),
                                 [&](const Flag& flag) { return wanted(states_, flag.state); });
    if (!any && !wanted(states_, FlagState::kCleared)) return {};
    GARITA_TRY(all_versions, case_versions_of(store_, then));
    const auto versions = versions_as_of(std::move(all_versions), then.history, viewpoint_.as_of);
    for (const auto& flag : evaluation.flags)
      if (wanted(states_, flag.state)) add(then.person, flag, versions);
    if (wanted(states_, FlagState::kCleared) && !is_sheltered(then.history, evaluation))
      add_cleared(versions, then, evaluation, viewpoint_.known_at, rows_);
    return {};
  }

  void add(const PersonSummary& person, const Flag& flag, std::span<const CaseVersion> versions) {
    OverstayRow row = row_about(person, flag);
    row.last_change = flag.at;
    row.cause = flag.subject;
    const auto* known = last_known(versions, flag.flag_case(), viewpoint_.known_at);
    if (known)
      changing_.push_back({std::move(row), *known});
    else
      rows_.push_back(std::move(row));
  }

  CentralStore& store_;
  const CountryView& view_;
  const Viewpoint& viewpoint_;
  const std::set<FlagState>& states_;
  std::vector<OverstayRow> rows_;
  /// Of which a case says since when.
  std::vector<RowOfCase> changing_;
};

Result<std::vector<OverstayRow>> list_then(CentralStore& store, const std::set<FlagState>& states,
                                           const Viewpoint& viewpoint) {
  GARITA_TRY(view, CountryView::at(store, viewpoint.known_at));
  PastList list(store, view, viewpoint, states);
  GARITA_CHECK(store.for_each_person([&](const PersonId& who) { return list.add(who); }));
  return list.take();
}

}  // namespace

Result<std::vector<OverstayRow>> list_overstays(CentralStore& store, const OverstayQuery& query,
                                                Instant now) {
  const auto states = query.states.value_or(std::set{FlagState::kProbable, FlagState::kConfirmed});
  const Instant known_at = query.known_at.value_or(now);
  const Viewpoint viewpoint{query.as_of.value_or(known_at), known_at};
  auto rows = query.as_of || query.known_at ? list_then(store, states, viewpoint)
                                            : list_now(store, states, now);
  if (!rows) return rows;
  GARITA_CHECK(add_how_known(store, *rows));
  GARITA_CHECK(add_rests_on(store, known_at, *rows));
  std::sort(rows->begin(), rows->end(), [](const OverstayRow& a, const OverstayRow& b) {
    return std::tie(b.flag.days_over, a.flag.at, a.flag.subject, a.flag.kind) <
           std::tie(a.flag.days_over, b.flag.at, b.flag.subject, b.flag.kind);
  });
  return rows;
}

Result<std::set<FlagState>> parse_states(std::string_view list) {
  std::set<FlagState> states;
  while (!list.empty()) {
    const auto comma = list.find(',');
    GARITA_TRY(state, parse_state(list.substr(0, comma)));
    states.insert(state);
    list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
  }
  if (states.empty()) return fail(Remedy::kReject, "no state was named");
  return states;
}

}  // namespace garita::central
