#include "central-sync/reports/overstays.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "central-sync/flags/history.h"

namespace garita::central {
namespace {

bool wanted(const std::set<FlagState>& states, FlagState state) { return states.contains(state); }

std::string full_name(const PersonSummary& person) {
  if (person.surname.empty() || person.given_names.empty())
    return person.surname + person.given_names;
  return person.surname + ", " + person.given_names;
}

OverstayRow row_about(const PersonSummary& person, Flag flag) {
  OverstayRow row;
  row.flag = std::move(flag);
  row.person = person.person;
  row.name = full_name(person);
  row.nationality = person.nationality;
  row.document = person.document_issuer + "|" + person.document_number;
  return row;
}

/// The watermarks of both directions as they were known by a moment, for the moments `needed`.
struct Tracks {
  WatermarkTrack entries;
  WatermarkTrack exits;

  static Result<Tracks> by(CentralStore& store, const std::vector<Instant>& needed,
                           Instant known_at) {
    GARITA_TRY(entry_steps, store.watermark_steps(Sees::kEntries, needed, known_at));
    GARITA_TRY(exit_steps, store.watermark_steps(Sees::kExits, needed, known_at));
    return Tracks{WatermarkTrack(entry_steps), WatermarkTrack(exit_steps)};
  }
  [[nodiscard]] const WatermarkTrack& of(FlagKind kind) const {
    return needed_for(kind) == Sees::kEntries ? entries : exits;
  }
};

/// Lists for now: the stored cases, and what time and watermarks make of them.
class CurrentList {
 public:
  CurrentList(const CountryView& view, const Tracks& tracks, Instant now)
      : view_(view), tracks_(tracks), now_(now) {}

  OverstayRow standing(const CaseRow& stored) const {
    Flag flag = stored.version.flag;
    const Sees sees = needed_for(flag.kind);
    flag.watermark = lowest_watermark(view_.watermarks(), sees);
    flag.state = state_of(ripeness_of(flag), now_, flag.watermark);
    if (is_held(flag.state))
      flag.blocking_posts = posts_behind(view_.watermarks(), sees, flag.raise_at);
    if (flag.kind == FlagKind::kOverstayOpen)
      flag.days_over = days_over_at(flag, view_.zones(), now_);
    const auto since = state_since(stored.version, tracks_.of(flag.kind), now_);
    OverstayRow row = row_about(stored.person, std::move(flag));
    row.last_change = since.at;
    row.cause = since.cause;
    return row;
  }

  static OverstayRow cleared(const CaseRow& stored) {
    Flag flag = stored.version.flag;
    flag.state = FlagState::kCleared;
    OverstayRow row = row_about(stored.person, std::move(flag));
    row.last_change = stored.version.known_to.value_or(stored.version.known_from);
    row.cause = stored.version.cleared_by + " " + stored.version.cleared_reason;
    return row;
  }

 private:
  const CountryView& view_;
  const Tracks& tracks_;
  Instant now_;
};

Result<std::vector<OverstayRow>> list_now(CentralStore& store, const std::set<FlagState>& states,
                                          Instant now) {
  GARITA_TRY(view, CountryView::at(store, now));
  CaseQuery query;
  if (!wanted(states, FlagState::kOpen)) query.due_by = now;
  GARITA_TRY(standing, store.cases(query));
  std::vector<Instant> needed;
  for (const auto& stored : standing) needed.push_back(stored.version.flag.raise_at);
  GARITA_TRY(tracks, Tracks::by(store, needed, now));
  const CurrentList list(view, tracks, now);
  std::vector<OverstayRow> rows;
  for (const auto& stored : standing) {
    auto row = list.standing(stored);
    if (wanted(states, row.flag.state)) rows.push_back(std::move(row));
  }
  if (!wanted(states, FlagState::kCleared)) return rows;
  GARITA_TRY(cleared, store.cases({CaseSelection::kCleared, std::nullopt, std::nullopt}));
  for (const auto& stored : cleared) rows.push_back(CurrentList::cleared(stored));
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
    std::vector<Instant> needed;
    for (const auto& [row, known] : changing_) needed.push_back(known.flag.raise_at);
    GARITA_TRY(tracks, Tracks::by(store_, needed, viewpoint_.known_at));
    for (auto& [row, known] : changing_) {
      const auto since = state_since(known, tracks.of(row.flag.kind), viewpoint_.known_at);
      row.last_change = since.at;
      row.cause = since.cause;
      rows_.push_back(std::move(row));
    }
    changing_.clear();
    return std::move(rows_);
  }

 private:
  Result<void> add(const PersonThen& then) {
    const auto evaluation = evaluate(then.history, view_.country(), viewpoint_);
    const bool any = std::any_of(evaluation.flags.begin(), evaluation.flags.end(),
                                 [&](const Flag& flag) { return wanted(states_, flag.state); });
    if (!any && !wanted(states_, FlagState::kCleared)) return {};
    GARITA_TRY(versions, case_versions_of(store_, then));
    for (const auto& flag : evaluation.flags)
      if (wanted(states_, flag.state)) add(then.person, flag, versions);
    if (wanted(states_, FlagState::kCleared))
      add_cleared(versions, then, evaluation, viewpoint_.known_at, rows_);
    return {};
  }

  void add(const PersonSummary& person, const Flag& flag, std::span<const CaseVersion> versions) {
    OverstayRow row = row_about(person, flag);
    row.last_change = flag.at;
    row.cause = flag.subject;
    const auto* known = last_known(versions, flag.flag_case(), viewpoint_.known_at);
    if (known)
      changing_.emplace_back(std::move(row), *known);
    else
      rows_.push_back(std::move(row));
  }

  CentralStore& store_;
  const CountryView& view_;
  const Viewpoint& viewpoint_;
  const std::set<FlagState>& states_;
  std::vector<OverstayRow> rows_;
  /// Of which a case says since when.
  std::vector<std::pair<OverstayRow, CaseVersion>> changing_;
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
