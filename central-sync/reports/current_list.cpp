#include "central-sync/reports/current_list.h"

#include <map>
#include <memory>

#include "central-sync/reports/closing_words.h"
#include "central-sync/reports/reopening_words.h"

namespace garita::central {
namespace {

std::string full_name(const PersonSummary& person) {
  if (person.surname.empty() || person.given_names.empty())
    return person.surname + person.given_names;
  return person.surname + ", " + person.given_names;
}

}  // namespace

OverstayRow row_about(const PersonSummary& person, Flag flag) {
  OverstayRow row;
  row.flag = std::move(flag);
  row.person = person.person;
  row.name = full_name(person);
  row.nationality = person.nationality;
  row.document = person.document_issuer + "|" + person.document_number;
  return row;
}

Result<std::vector<OverstayRow>> with_last_changes(CentralStore& store, std::vector<RowOfCase> rows,
                                                   const Viewpoint& viewpoint) {
  const Instant known_at = viewpoint.known_at;
  std::vector<Instant> needed;
  for (const auto& each : rows) needed.push_back(each.version.flag.raise_at);
  GARITA_TRY(steps, watermark_steps_of_both(store, std::move(needed), known_at));
  const WatermarkTrack track(steps);
  GARITA_TRY(reopenings, store.reopenings(known_at));
  std::vector<OverstayRow> told;
  for (auto& [row, version] : rows) {
    const auto since = state_since(version, track, viewpoint);
    row.last_change = since.at;
    row.cause = since.cause;
    // What came to be held with a watermark was raised before.
    const bool fell = is_held(row.flag.state) && since.cause == "watermark";
    if (const auto* reopened = fell ? reopened_at(reopenings, since.at) : nullptr) {
      row.cause = cause_of(*reopened);
      row.reopened = *reopened;
    }
    told.push_back(std::move(row));
  }
  return told;
}

Result<void> add_how_known(CentralStore& store, std::span<OverstayRow> rows) {
  std::vector<std::string> subjects;
  for (const auto& row : rows) subjects.push_back(row.flag.subject);
  GARITA_TRY(known, store.how_known(subjects));
  for (auto& row : rows) row.how_known = known[row.flag.subject];
  return {};
}

Result<void> add_rests_on(CentralStore& store, Instant known_at, std::span<OverstayRow> rows) {
  GARITA_TRY(standing, store.closings(known_at));
  if (standing.empty()) return {};
  // Of the flags that are raised at once, or between the ends of the same data, each rests on the
  // same ones.
  std::map<std::size_t, std::shared_ptr<const std::vector<StandingClosing>>> by_count;
  for (auto& row : rows) {
    auto behind = closings_behind(row.flag, standing);
    if (behind.empty()) continue;
    auto& shared = by_count[behind.size()];
    if (shared == nullptr)
      shared = std::make_shared<const std::vector<StandingClosing>>(std::move(behind));
    row.shared_closings = shared;
  }
  return {};
}

RowOfCase CurrentList::standing(const CaseRow& stored) const {
  Flag flag = stored.version.flag;
  flag.watermark = lowest_watermark(view_.watermarks());
  flag.state = state_of(ripeness_of(flag), now_, flag.watermark);
  if (is_held(flag.state)) flag.blocking_posts = posts_behind(view_.watermarks(), flag.raise_at);
  if (flag.kind == FlagKind::kOverstayOpen)
    flag.days_over = days_over_at(flag, view_.zones(), now_);
  return {row_about(stored.person, std::move(flag)), stored.version};
}

OverstayRow CurrentList::cleared(const CaseRow& stored) {
  Flag flag = stored.version.flag;
  flag.state = FlagState::kCleared;
  // Neither may be so any more: what cleared it may have been another term, or none.
  flag.authorised_until.reset();
  flag.days_over = 0;
  OverstayRow row = row_about(stored.person, std::move(flag));
  row.last_change = stored.version.known_to.value_or(stored.version.known_from);
  row.cause = stored.version.cleared_by + " " + stored.version.cleared_reason;
  return row;
}

}  // namespace garita::central
