#include "central-sync/reports/current_list.h"

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

Result<WatermarkTracks> WatermarkTracks::by(CentralStore& store, Instant known_at) {
  GARITA_TRY(entry_steps, store.watermark_steps(Sees::kEntries));
  GARITA_TRY(exit_steps, store.watermark_steps(Sees::kExits));
  for (auto* steps : {&entry_steps, &exit_steps})
    std::erase_if(*steps, [&](const WatermarkStep& step) { return step.known_from > known_at; });
  return WatermarkTracks{WatermarkTrack(entry_steps), WatermarkTrack(exit_steps)};
}

const WatermarkTrack& WatermarkTracks::of(FlagKind kind) const {
  return needed_for(kind) == Sees::kEntries ? entries : exits;
}

OverstayRow CurrentList::standing(const CaseRow& stored) const {
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

OverstayRow CurrentList::cleared(const CaseRow& stored) {
  Flag flag = stored.version.flag;
  flag.state = FlagState::kCleared;
  OverstayRow row = row_about(stored.person, std::move(flag));
  row.last_change = stored.version.known_to.value_or(stored.version.known_from);
  row.cause = stored.version.cleared_by + " " + stored.version.cleared_reason;
  return row;
}

}  // namespace garita::central
