// The part of Counter that judges and records a decision.
#include <algorithm>
#include <iterator>

#include "border-station/alerts/judged_pair.h"
#include "border-station/crossing/counter.h"
#include "border-station/crossing/statement.h"
#include "border-station/crossing/visits_seen.h"
#include "border-station/ledger/written_before.h"
#include "schema/vocabulary/codes.h"

namespace garita::station {
namespace {

/// The group is named by the crossing of its first.
Result<void> join_group(Ledger& ledger, const Draft& draft, Crossing& crossing) {
  if (!draft.with) return {};
  GARITA_TRY(first, ledger.decision(*draft.with));
  ensure(first && first->crossing, "the rules have seen the record that is joined");
  crossing.group = first->crossing->group.value_or(first->record);
  return {};
}

/// Of a child in a group, or with somebody whom the answer's note names.
void note_relationship(const Draft& draft, Crossing& crossing) {
  const auto answer = std::ranges::find(draft.answers, "child", &Answer::question);
  if (answer == draft.answers.end() || !is_with_somebody(answer->answer)) return;
  if (draft.child_evidence.empty()) return;
  crossing.relationship = answer->answer;
  crossing.relationship_evidence = draft.child_evidence;
}

std::string faults_text(const std::vector<Fault>& faults) {
  std::string text;
  for (const auto& fault : faults) {
    if (!text.empty()) text += "; ";
    text += fault.pointer + " " + fault.code + ": " + fault.detail;
  }
  return text;
}

DecisionContext context_of(const Examined& examined, const Draft& draft) {
  DecisionContext context;
  if (examined.alerts) {
    context.alerts_version = examined.alerts->version;
    context.alerts_issued_at = examined.alerts->issued_at;
  }
  if (examined.policies) {
    context.policies_version = examined.policies->version;
    context.policies_issued_at = examined.policies->issued_at;
  }
  if (examined.open_stays) context.open_stays_version = examined.open_stays->version;
  for (const auto& hit : examined.hits) {
    context.hits.push_back({hit.entry.reference, std::string(matched_by_name(hit.matched_by))});
  }
  for (const auto& answer : draft.answers) {
    context.answers.push_back({answer.question, answer.answer, answer.note});
  }
  for (const auto& check : examined.inspection.checks) {
    if (check.state == CheckState::kFail) context.failed_checks.push_back(check.code);
    const bool of_lists = check.code.starts_with("alert_");
    if (of_lists && check.state == CheckState::kNotDone)
      context.lists_not_searched.push_back(check.code);
  }
  return context;
}

/// Who was compared, where that is to be remembered: of the document on the desk alone. Whoever is
/// not let go on is cleared of nothing by that, and no longer what they were cleared of before.
Bytes pair_of(const Examined& examined, std::size_t place, const Hit& hit, const Draft& draft) {
  const auto& situation = examined.situation;
  const auto& seen = situation.hits.at(place);
  if (seen.of_earlier_reading || !situation.document) return {};
  if (draft.decision != DecisionKind::kAdmit && hit.answer == kNotTheSamePerson) return {};
  const auto pair = judged_pair(examined.hits.at(place), travel_document(*situation.document));
  return pair ? copy_of(*pair) : Bytes();
}

/// The hits as urgent records, each with the answer that it was given; those that were not shown
/// last.
std::vector<Hit> hits_of(const Examined& examined, const Draft& draft) {
  std::vector<Hit> hits;
  for (const auto& alert : examined.inspection.alerts) {
    if (!alert.hit) continue;
    const auto& entry = examined.hits.at(*alert.hit);
    Hit hit;
    hit.seen = {entry.entry.reference, std::string(matched_by_name(entry.matched_by))};
    const auto answered = std::ranges::find(draft.answers, alert.id, &Answer::question);
    const auto& cleared = examined.situation.hits.at(*alert.hit).cleared;
    if (cleared) {
      if (draft.decision == DecisionKind::kAdmit) hit.answer = kHitClearedBefore;
      hit.note = cleared->record.text();
    } else if (answered != draft.answers.end()) {
      hit.answer = answered->answer;
      hit.note = answered->note;
    }
    hit.pair = pair_of(examined, *alert.hit, hit, draft);
    hits.push_back(std::move(hit));
  }
  for (const auto& silent : examined.silent_hits) {
    Hit hit;
    hit.seen = {silent.entry.reference, std::string(matched_by_name(silent.matched_by))};
    hit.answer = kHitNotShown;
    hits.push_back(std::move(hit));
  }
  return hits;
}

Crossing crossing_of(const Examined& examined, const Draft& draft, const Provenance& provenance) {
  Crossing crossing;
  crossing.direction = examined.situation.direction;
  crossing.decision = draft.decision;
  crossing.officer = provenance.officer;
  crossing.approved_by = provenance.approved_by;
  crossing.typed_by = provenance.typed_by;
  if (examined.situation.document) {
    crossing.document = travel_document(*examined.situation.document);
    crossing.document.optional_data = examined.optional_data;
  }
  crossing.purpose = draft.purpose;
  crossing.transport = draft.transport;
  crossing.admission_class = draft.admission_class;
  const bool entering = crossing.direction == Direction::kEntry;
  if (entering && crossing.admission_class.empty()) crossing.admission_class = kVisitorClass;
  crossing.granted_days = draft.granted_days;
  crossing.granted_until = draft.granted_until;
  crossing.other_state = draft.other_state;
  crossing.evidence = provenance.evidence;
  crossing.fallback = provenance.fallback;
  crossing.reference = provenance.reference;
  crossing.context = context_of(examined, draft);
  return crossing;
}

/// Of an admitted entry.
std::optional<Date> last_day_given(const Crossing& crossing) {
  const bool admitted_entry =
      crossing.direction == Direction::kEntry && crossing.decision == DecisionKind::kAdmit;
  return admitted_entry ? crossing.context.last_legal_day : std::nullopt;
}

Result<Recorded> recorded_before(Ledger& ledger, Written before) {
  GARITA_TRY(own, ledger.decision(before.crossing));
  std::optional<Date> last_legal_day;
  if (own && own->crossing) last_legal_day = last_day_given(*own->crossing);
  return Recorded{std::move(before), last_legal_day};
}

/// The ids of what was not shown would show it.
void hide_silent(const Examined& examined, Written& written) {
  const auto shown = examined.hits.size();
  const auto first = std::min(shown, written.additional.size());
  const auto last = std::min(shown + examined.silent_hits.size(), written.additional.size());
  const auto begin = written.additional.begin();
  written.additional.erase(begin + static_cast<std::ptrdiff_t>(first),
                           begin + static_cast<std::ptrdiff_t>(last));
}

}  // namespace

void note_stay(const Examined& examined, Crossing& crossing) {
  const bool admitted_entry =
      crossing.direction == Direction::kEntry && crossing.decision == DecisionKind::kAdmit;
  std::optional<AuthorisedStay> stay;
  if (admitted_entry) {
    if (!examined.pack) return;
    Visit visit;
    visit.admission = admission_of(crossing, examined.situation.today);
    visit.came_from = CountryCode(crossing.other_state);
    visit.absence_unseen = true;
    stay = authorise_after(*examined.pack, examined.situation.visits_before, visit);
  } else if (examined.inspection.stay) {
    stay = examined.inspection.stay->authorised;
    crossing.context.days_over = examined.inspection.stay->position.days_over;
  }
  if (!stay) return;
  crossing.context.rule = stay->rule;
  crossing.context.policy_version = stay->policy_version;
  crossing.context.last_legal_day = stay->last_legal_day;
}

Result<std::optional<Companion>> Counter::companion_of(const Draft& draft,
                                                       const OfficerId& officer) {
  if (!draft.with) return std::optional<Companion>();
  GARITA_TRY(own, ledger_.decision(*draft.with));
  if (!own || !own->crossing) return std::optional<Companion>();
  Companion companion;
  companion.direction = own->direction;
  companion.decision = own->decision;
  companion.own = own->crossing->officer == officer;
  companion.holds = !own->corrected_by;
  companion.age_years =
      age_on(ledger_.zone().local_day(own->at), own->crossing->document.birth_date);
  companion.ago = ledger_.now() - own->recorded_at;
  return std::optional<Companion>(companion);
}

Result<std::vector<Fault>> Counter::faults(const Examined& examined, const Draft& draft,
                                           const OfficerId& officer) {
  auto found = faults_of(examined.situation, examined.inspection, draft);
  GARITA_TRY(companion, companion_of(draft, officer));
  auto together = family_faults(examined.situation, examined.inspection, draft, companion);
  std::ranges::move(together, std::back_inserter(found));
  return found;
}

Result<Recorded> Counter::record(const Examined& examined, const Draft& draft,
                                 const Provenance& provenance) {
  NewDecision decision;
  decision.crossing = crossing_of(examined, draft, provenance);
  decision.at = draft.at;
  decision.statement = statement_of(ledger_, draft);
  GARITA_TRY(before, written_before(ledger_, decision));
  if (before) return recorded_before(ledger_, *std::move(before));
  GARITA_TRY(wrong, faults(examined, draft, provenance.officer));
  if (!wrong.empty()) return fail(Remedy::kAskOfficer, faults_text(wrong));
  GARITA_CHECK(join_group(ledger_, draft, decision.crossing));
  note_relationship(draft, decision.crossing);
  note_stay(examined, decision.crossing);
  decision.hits = hits_of(examined, draft);
  if (clearings_of(provenance.evidence, provenance.fallback) == Clearings::kNone)
    for (auto& hit : decision.hits)
      if (hit.answer == kNotTheSamePerson) hit.pair.clear();
  decision.grounds = draft.grounds;
  decision.note = draft.note;
  decision.pictures = provenance.pictures;
  decision.told = {draft.concerns, draft.protection_note};
  const auto last_legal_day = last_day_given(decision.crossing);
  GARITA_TRY(written, ledger_.append_decision(std::move(decision)));
  hide_silent(examined, written);
  return Recorded{std::move(written), last_legal_day};
}

}  // namespace garita::station
