#include "central-sync/reports/explain.h"

#include <algorithm>
#include <map>

#include "central-sync/flags/history.h"

namespace garita::central {
namespace {

Result<PersonId> person_meant(CentralStore& store, std::string_view who) {
  if (who.starts_with("P-")) return PersonId(std::string(who));
  GARITA_TRY(record, RecordId::parse(who));
  GARITA_TRY(person, store.traveller_of(record));
  if (!person) return fail(Remedy::kReject, "no traveller is known by the record " + record.text());
  return *person;
}

/// The events of each case, in the order in which the cases began.
Result<std::vector<std::pair<FlagCase, std::vector<FlagEvent>>>> history_of_cases(
    CentralStore& store, const PersonId& person, Instant known_at) {
  GARITA_TRY(versions, store.case_versions(person));
  GARITA_TRY(entry_steps, store.watermark_steps(Sees::kEntries));
  GARITA_TRY(exit_steps, store.watermark_steps(Sees::kExits));
  std::vector<std::pair<FlagCase, std::vector<FlagEvent>>> histories;
  for (auto from = versions.begin(); from != versions.end();) {
    const auto to = std::find_if(from, versions.end(), [&](const CaseVersion& version) {
      return version.flag.flag_case() != from->flag.flag_case();
    });
    const auto& steps = needed_for(from->flag.kind) == Sees::kEntries ? entry_steps : exit_steps;
    histories.emplace_back(from->flag.flag_case(), events_of({from, to}, steps, known_at));
    from = to;
  }
  return histories;
}

}  // namespace

Result<PersonReport> explain(CentralStore& store, std::string_view who,
                             std::optional<Viewpoint> viewpoint, Instant now) {
  const Viewpoint moment = viewpoint.value_or(Viewpoint{now, now});
  GARITA_TRY(meant, person_meant(store, who));
  GARITA_TRY(person, store.person(meant));
  if (!person) return fail(Remedy::kReject, "nobody is known as " + meant.value());
  PersonReport report;
  report.person = *person;
  GARITA_TRY(aliases, store.aliases_of(person->person));
  report.aliases = aliases;
  GARITA_TRY(crossings, store.crossings_of(person->person));
  report.crossings = crossings;
  GARITA_TRY(decisions, store.decisions_of(person->person));
  report.decisions = decisions;
  GARITA_TRY(records, store.history_of(person->person));
  GARITA_TRY(view, CountryView::at(store, moment.known_at));
  report.evaluation = evaluate(records, view.country(), moment);
  GARITA_TRY(history, history_of_cases(store, person->person, moment.known_at));
  report.history = history;
  return report;
}

}  // namespace garita::central
