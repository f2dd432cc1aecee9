#include "central-sync/projection/facts.h"

#include <algorithm>
#include <array>
#include <utility>

#include "schema/crypto/hash.h"
#include "schema/vocabulary/bytes.h"

namespace garita::central {
namespace {

/// The effect alone: that somebody asked for asylum, or has protection, stays in the sealed record.
constexpr std::array<std::pair<StatusKind, StatusChangeKind>, 22> kEffects{{
    {StatusKind::kExtendDays, StatusChangeKind::kExtendDays},
    {StatusKind::kExtendUntil, StatusChangeKind::kExtendUntil},
    {StatusKind::kChangeClass, StatusChangeKind::kChangeClass},
    {StatusKind::kSuspend, StatusChangeKind::kSuspend},
    {StatusKind::kResume, StatusChangeKind::kResume},
    {StatusKind::kRevoke, StatusChangeKind::kRevoke},
    {StatusKind::kConfirm, StatusChangeKind::kConfirm},
    {StatusKind::kClear, StatusChangeKind::kClear},
    {StatusKind::kApply, StatusChangeKind::kApply},
    {StatusKind::kGrantApplication, StatusChangeKind::kDecideApplication},
    {StatusKind::kRefuseApplication, StatusChangeKind::kDecideApplication},
    {StatusKind::kEvent, StatusChangeKind::kEvent},
    {StatusKind::kResidence, StatusChangeKind::kResidence},
    {StatusKind::kProtection, StatusChangeKind::kProtect},
    {StatusKind::kAsylum, StatusChangeKind::kProtect},
    {StatusKind::kEndProtection, StatusChangeKind::kEndProtection},
    {StatusKind::kAnnul, StatusChangeKind::kAnnul},
    {StatusKind::kRegularise, StatusChangeKind::kRegularise},
    {StatusKind::kDocumentLost, StatusChangeKind::kDocumentReported},
    {StatusKind::kDocumentStolen, StatusChangeKind::kDocumentReported},
    {StatusKind::kDocumentInvalidated, StatusChangeKind::kDocumentReported},
    {StatusKind::kDocumentReplaced, StatusChangeKind::kDocumentReplaced},
}};

StatusChangeKind effect_of(StatusKind kind) {
  for (const auto& [known, effect] : kEffects)
    if (known == kind) return effect;
  ensure(false, "a decision that was read is of a known kind");
  return StatusChangeKind::kClear;
}

Admission admission_of(const CrossingFact& fact) {
  const Crossing& crossing = fact.crossing;
  Admission admission;
  admission.entered = fact.day;
  admission.audience = {CountryCode(crossing.document.nationality), crossing.document.document_code,
                        crossing.admission_class};
  admission.granted_days = crossing.granted_days;
  admission.granted_until = crossing.granted_until;
  // A document whose day of expiry is not known is good to the end of the month or year.
  if (crossing.document.expiry_date)
    admission.document_expiry = crossing.document.expiry_date->latest();
  return admission;
}

}  // namespace

bool is_movement(const Crossing& crossing) {
  return crossing.decision == DecisionKind::kAdmit && crossing.evidence != EvidenceClass::kCarrier;
}

bool takes_part(const Crossing& crossing) {
  return crossing.decision == DecisionKind::kAdmit &&
         (is_movement(crossing) || crossing.direction == Direction::kExit);
}

Date legal_day(const Crossing& crossing, const Zone& zone) {
  const auto bound = crossing.clock.error_bound;
  return zone.local_day(crossing.direction == Direction::kEntry ? crossing.at.plus(bound)
                                                                : crossing.at.minus(bound));
}

Result<void> check_times(const Crossing& crossing, Instant latest) {
  if (crossing.clock.error_bound > kClockErrorMax)
    return fail(Remedy::kReject, "its clock may be wrong by more than 31 days");
  if (crossing.at.minus(crossing.clock.error_bound) > latest)
    return fail(Remedy::kReject, "its time lies in the future");
  if (!crossing.document.birth_date) return {};
  const auto born = crossing.document.birth_date->earliest();
  // A day to spare: birth dates are local, the crossing's moment is not.
  const std::int64_t birth =
      born ? (born->days_since_epoch() - 1) * std::int64_t{86'400'000} : crossing.at.milliseconds;
  if (crossing.at.milliseconds < birth)
    return fail(Remedy::kReject, "its time lies before the traveller's birth");
  return {};
}

Holder holder_of(const TravelDocument& document) {
  return {document.issuing_state,
          document.document_number,
          document.surname,
          document.given_names,
          document.birth_date.value_or(PartialDate{}),
          CountryCode(document.nationality)};
}

ProjectionTables::NamesShown names_shown_in(const PersonHistory& history, const PersonId& document,
                                            std::size_t limit) {
  ProjectionTables::NamesShown shown{{}, !history.voids.empty()};
  for (const auto& each : history.movements) {
    if (shown.names.size() == limit) break;
    if (each.fact.document == document.value() && !each.fact.name.empty())
      shown.names.emplace(each.fact.name);
  }
  return shown;
}

Movement movement_of(const CrossingFact& fact) {
  Movement movement;
  movement.reference = fact.record.text();
  movement.origin = fact.origin;
  movement.direction = fact.crossing.direction;
  movement.at = fact.crossing.at;
  movement.day = fact.day;
  movement.post = fact.crossing.post;
  movement.nationality = CountryCode(fact.crossing.document.nationality);
  if (fact.by_document) movement.document = fact.keys.front().value();
  if (fact.by_document && fact.keys.size() > 1) movement.name = fact.keys.back().value();
  if (const auto& sex = fact.crossing.document.sex; sex == "M" || sex == "F")
    movement.sex = sex.front();
  movement.other_state = CountryCode(fact.crossing.other_state);
  if (movement.direction == Direction::kEntry) {
    movement.admission = admission_of(fact);
    const auto evidence = fact.crossing.evidence;
    movement.told_later = !is_strong(evidence) && evidence != EvidenceClass::kTakenOver;
    return movement;
  }
  movement.seen = is_strong(fact.crossing.evidence);
  movement.left_as = fact.crossing.admission_class;
  return movement;
}

std::string content_of_taken_over(const Crossing& entry) {
  const auto bytes = encode_record(entry);
  ensure(bytes.has_value(), "a record that was read can be written");
  return to_hex(sha256(*bytes));
}

StatusChange change_of(const RecordId& id, const StatusDecision& decision, const Zone& zone) {
  StatusChange change;
  change.reference = id.text();
  change.kind = effect_of(decision.kind);
  change.at = decision.at;
  change.day = zone.local_day(decision.at);
  change.of = decision.entry ? decision.entry->text() : "";
  change.days = decision.days;
  change.until = decision.until;
  change.admission_class = decision.admission_class;
  // What a refusal is said to give would be taken for a grant.
  if (decision.kind != StatusKind::kRefuseApplication) return change;
  change.days.reset();
  change.until.reset();
  change.admission_class.clear();
  return change;
}

}  // namespace garita::central
