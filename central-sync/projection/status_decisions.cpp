// What authorities decided about persons' stays.
#include <algorithm>

#include "central-sync/projection/apply.h"
#include "central-sync/projection/facts.h"

namespace garita::central {
namespace {

/// That somebody is protected is nobody's business who reads tables: who decided and why would say
/// of what, and so would that it is not said of these alone.
bool is_protection(StatusKind kind) {
  return kind == StatusKind::kProtection || kind == StatusKind::kAsylum ||
         kind == StatusKind::kEndProtection || kind == StatusKind::kSuspend ||
         kind == StatusKind::kResume;
}

ChangeFact fact_of(const RecordId& id, const StatusDecision& decision, const Zone& zone) {
  ChangeFact fact;
  fact.change = change_of(id, decision, zone);
  if (!decision.entry) fact.named = decision.person;
  fact.officer = decision.officer.value();
  if (is_protection(decision.kind)) return fact;
  fact.authority = decision.authority;
  fact.reason = decision.reason;
  return fact;
}

}  // namespace

Result<std::optional<PersonId>> Applier::person_meant(const StatusDecision& decision) {
  if (decision.entry) return tables_.owner_of(decision.entry->text());
  GARITA_TRY(person, tables_.person_behind(decision.person));
  if (!person) return fail(Remedy::kReject, "it is about a person whom nobody knows");
  return person;
}

Result<Zone> Applier::zone_for(const std::optional<RecordId>& entry) {
  // A station records its own post's crossings: the id says where, also before the record is here.
  if (entry) {
    if (const auto* zone = zones_.of(post_of(entry->station))) return *zone;
  }
  if (country_zone_) return *country_zone_;
  return Zone::named("Etc/UTC");
}

Result<void> Applier::take(const Arrival& arrival, const StatusDecision& decision) {
  GARITA_TRY(person, person_meant(decision));
  GARITA_TRY(zone, zone_for(decision.entry));
  ChangeFact fact = fact_of(arrival.id, decision, zone);
  fact.person = person.value_or(PersonId(""));
  fact.known_at = arrival.known_at;
  GARITA_CHECK(tables_.put_change(fact));
  // What an office decided on paper has no mark of its own.
  if (writer_of(arrival.id) == Writer::kOffice)
    GARITA_CHECK(note_lateness(arrival, decision.at, true));
  if (!person) return {};
  GARITA_TRY(before, raised_cases(*person, arrival.known_at));
  GARITA_CHECK(reevaluate({*person}, arrival));
  if (before.empty()) return {};
  GARITA_TRY(after, raised_cases(*person, arrival.known_at));
  return note_dated_back(arrival, decision, before, after);
}

Result<std::optional<Instant>> Applier::last_watermark(Sees sees) {
  GARITA_TRY(step, tables_.last_watermark_step(sees));
  return step ? step->complete_until : std::nullopt;
}

Result<std::vector<Flag>> Applier::raised_cases(const PersonId& person, Instant known_at) {
  std::vector<Flag> raised;
  GARITA_TRY(standing, tables_.standing_cases(person));
  if (standing.empty()) return raised;
  GARITA_TRY(entries, last_watermark(Sees::kEntries));
  GARITA_TRY(exits, last_watermark(Sees::kExits));
  const auto watermark = lower_of(entries, exits);
  for (const auto& version : standing) {
    if (is_raised(state_of(ripeness_of(version.flag), known_at, watermark)))
      raised.push_back(version.flag);
  }
  return raised;
}

/// A decision of before a flag's moment that takes the raised flag back came too late: had it been
/// known in time, nothing would have been raised. One of after that moment is no such fault.
Result<void> Applier::note_dated_back(const Arrival& arrival, const StatusDecision& decision,
                                      const std::vector<Flag>& before,
                                      const std::vector<Flag>& after) {
  for (const auto& flag : before) {
    const bool stands = std::any_of(after.begin(), after.end(), [&](const Flag& still) {
      return still.flag_case() == flag.flag_case();
    });
    if (stands || decision.at >= flag.raise_at) continue;
    GARITA_TRY(subject, RecordId::parse(flag.subject));
    return tables_.put_incident(
        {arrival.id, "decision_dated_back", subject, decision.at, arrival.known_at});
  }
  return {};
}

}  // namespace garita::central
