#include "central-sync/reports/explain.h"

#include <algorithm>
#include <limits>
#include <set>
#include <tuple>

#include "central-sync/flags/history.h"
#include "central-sync/reports/closing_words.h"
#include "central-sync/reports/reopening_words.h"
#include "central-sync/reports/ties.h"

namespace garita::central {
namespace {

/// Of a moment of before the same whether what is asked about came since, or never did.
Failure nobody_known(std::string_view who, const std::optional<Viewpoint>& viewpoint) {
  const std::string at = viewpoint ? " at " + viewpoint->known_at.rfc3339() : "";
  return fail(Remedy::kReject,
              (viewpoint ? "nobody was known as " : "nobody is known as ") + std::string(who) + at);
}

/// Whom it is about by all that is known.
Result<PersonSummary> person_meant(CentralStore& store, std::string_view who,
                                   const std::optional<Viewpoint>& viewpoint) {
  std::optional<PersonId> named = PersonId(std::string(who));
  if (!who.starts_with("P-")) {
    GARITA_TRY(record, RecordId::parse(who));
    GARITA_TRY(traveller, store.traveller_of(record));
    named = std::move(traveller);
  }
  if (!named) return nobody_known(who, viewpoint);
  GARITA_TRY(today, store.person(*named));
  if (!today) return nobody_known(who, viewpoint);
  return *std::move(today);
}

/// The events of each case, in the order in which the cases began.
Result<std::vector<std::pair<FlagCase, std::vector<FlagEvent>>>> history_of_cases(
    CentralStore& store, const PersonThen& then, const Viewpoint& viewpoint) {
  GARITA_TRY(all_versions, case_versions_of(store, then));
  const auto versions = versions_as_of(std::move(all_versions), then.history, viewpoint.as_of);
  const Instant known_at = viewpoint.known_at;
  std::vector<Instant> needed;
  for (const auto& version : versions) needed.push_back(version.flag.raise_at);
  GARITA_TRY(steps, watermark_steps_of_both(store, std::move(needed), known_at));
  std::vector<std::pair<FlagCase, std::vector<FlagEvent>>> histories;
  for (auto from = versions.begin(); from != versions.end();) {
    const auto to = std::find_if(from, versions.end(), [&](const CaseVersion& version) {
      return version.flag.flag_case() != from->flag.flag_case();
    });
    histories.emplace_back(from->flag.flag_case(), events_of({from, to}, steps, viewpoint));
    from = to;
  }
  return histories;
}

/// Says of what was raised and is held again since something that was closed reports again, that
/// it is so: of which closings.
std::vector<Reopening> tell_reopenings(std::span<const Reopening> all, PersonReport& report) {
  std::vector<Reopening> told;
  for (auto& [about, events] : report.history) {
    for (std::size_t i = 1; i < events.size(); ++i) {
      auto& event = events[i];
      const bool fell =
          is_raised(events[i - 1].state) && is_held(event.state) && event.cause == "watermark";
      const auto* reopened = fell ? reopened_at(all, event.at) : nullptr;
      if (reopened == nullptr) continue;
      event.cause = reopened->record;
      event.reason = kReportsAgain;
      if (std::ranges::find(told, *reopened) == told.end()) told.push_back(*reopened);
    }
  }
  return told;
}

/// Those that one of the flags rests on.
std::vector<StandingClosing> closings_behind_any(std::span<const Flag> flags,
                                                 std::vector<StandingClosing> standing) {
  std::erase_if(standing, [&](const StandingClosing& each) {
    return std::ranges::all_of(flags, [&](const Flag& flag) {
      return closings_behind(flag, {&each, 1}).empty();
    });
  });
  return standing;
}

/// Whether the statement that some record was wrong was known of them.
bool has_void(const PersonThen& then, std::string_view record) {
  return std::ranges::any_of(then.history.voids, [&](const auto& each) {
    const std::string& name = each.fact.reference;
    return name == record || name == std::string(record) + "#void";
  });
}

/// Who of the persons of then goes by a pseudonym, or has a record.
const PersonThen* one_of(const std::vector<PersonThen>& persons, std::string_view who) {
  for (const auto& then : persons) {
    const auto& aliases = then.aliases;
    if (then.person.person.value() == who || then.records.contains(std::string(who)) ||
        has_void(then, who) ||
        std::find(aliases.begin(), aliases.end(), PersonId(std::string(who))) != aliases.end())
      return &then;
  }
  return nullptr;
}

/// A record about a crossing, such as a hit, is nobody's own: the crossing's, once it was known.
Result<const PersonThen*> one_meant(CentralStore& store, const std::vector<PersonThen>& persons,
                                    std::string_view who, Instant known_at) {
  const auto* own = one_of(persons, who);
  if (own != nullptr || who.starts_with("P-")) return own;
  GARITA_TRY(record, RecordId::parse(who));
  GARITA_TRY(incident, store.incident(record));
  if (!incident || incident->known_at > known_at) return nullptr;
  return one_of(persons, incident->subject);
}

/// What of the person's records was known then, with what was taken back by then.
Result<void> add_records_of(CentralStore& store, const PersonId& today, const PersonThen& then,
                            PersonReport& report) {
  GARITA_TRY(crossings, store.crossings_of(today));
  for (auto& crossing : crossings)
    if (then.records.contains(crossing.record.text()))
      report.crossings.push_back(std::move(crossing));
  GARITA_TRY(decisions, store.decisions_of(today));
  for (auto& decision : decisions)
    if (then.records.contains(decision.change.reference))
      report.decisions.push_back(std::move(decision));
  return {};
}

Result<void> add_records(CentralStore& store, const PersonThen& then, PersonReport& report) {
  for (const auto& today : then.today) GARITA_CHECK(add_records_of(store, today, then, report));
  const auto holds = standing(then);
  for (auto& crossing : report.crossings) {
    crossing.voided = !holds.contains(crossing.record.text());
    for (auto& correction : crossing.corrections)
      correction.holds = holds.contains(correction.statement);
  }
  for (auto& decision : report.decisions)
    decision.voided = !holds.contains(decision.change.reference);
  std::stable_sort(report.crossings.begin(), report.crossings.end(),
                   [](const auto& a, const auto& b) { return a.at < b.at; });
  std::stable_sort(report.decisions.begin(), report.decisions.end(),
                   [](const auto& a, const auto& b) { return a.change.at < b.change.at; });
  return {};
}

/// What had not happened yet is no part of the position at a legal moment.
void leave_out_after(Instant as_of, PersonReport& report) {
  std::erase_if(report.crossings, [&](const auto& crossing) { return crossing.at > as_of; });
  std::erase_if(report.decisions, [&](const auto& decision) { return decision.change.at > as_of; });
}

}  // namespace

Result<PersonReport> explain(CentralStore& store, std::string_view who,
                             std::optional<Viewpoint> viewpoint, Instant now) {
  const Viewpoint moment = viewpoint.value_or(Viewpoint{now, now});
  GARITA_TRY(today, person_meant(store, who, viewpoint));
  // Without a moment of knowledge all that is known counts, also where a clock was set back since.
  constexpr Instant kAlways{std::numeric_limits<std::int64_t>::max()};
  const Instant known_at = viewpoint ? moment.known_at : kAlways;
  GARITA_TRY(persons, store.persons_then(today.person, known_at));
  GARITA_TRY(then, one_meant(store, persons, who, known_at));
  if (then == nullptr) return nobody_known(who, viewpoint);
  PersonReport report;
  report.person = then->person;
  report.aliases = then->aliases;
  GARITA_CHECK(add_records(store, *then, report));
  if (viewpoint) leave_out_after(moment.as_of, report);
  const Viewpoint records_of = viewpoint.value_or(Viewpoint{kAlways, kAlways});
  GARITA_TRY(companions, companions_then(store, *then, records_of, now));
  report.companions = std::move(companions);
  GARITA_TRY(view, CountryView::at(store, moment.known_at));
  report.evaluation = evaluate(then->history, view.country(), moment);
  GARITA_TRY(ties, ties_then(store, *then, report.evaluation, records_of.known_at));
  report.links = std::move(ties);
  std::ranges::move(contradicted_ties(then->history, report), std::back_inserter(report.links));
  report.positions = positions_of(report.evaluation.stays, view, moment.as_of);
  for (const auto& crossing : report.crossings)
    if (const auto* zone = view.zones().of(crossing.post))
      report.zones.emplace(crossing.post, *zone);
  GARITA_TRY(history, history_of_cases(store, *then, moment));
  for (auto& [about, events] : history)
    if (then->records.contains(about.subject) && !events.empty())
      report.history.emplace_back(about, std::move(events));
  GARITA_TRY(standing, store.closings(moment.known_at));
  report.closings = closings_behind_any(report.evaluation.flags, std::move(standing));
  GARITA_TRY(reopenings, store.reopenings(moment.known_at));
  report.reopened = tell_reopenings(reopenings, report);
  return report;
}

}  // namespace garita::central
