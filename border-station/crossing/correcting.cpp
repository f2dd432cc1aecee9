#include "border-station/crossing/correcting.h"

#include "schema/vocabulary/codes.h"

namespace garita::station {
namespace {

/// As it lay on the desk; of its check digits the answers were given then.
PresentedDocument presented(const TravelDocument& document) {
  return {document.document_code,   CountryCode(document.issuing_state),
          document.document_number, document.surname,
          document.given_names,     CountryCode(document.nationality),
          document.birth_date,      document.sex,
          document.expiry_date,     {}};
}

Draft draft_of(const Restatement& restatement, DecisionKind decision, Instant at) {
  Draft draft;
  draft.decision = decision;
  draft.at = at;
  draft.other_state = restatement.other_state;
  if (restatement.direction == Direction::kExit) return draft;
  draft.purpose = restatement.purpose;
  draft.transport = restatement.transport;
  draft.admission_class = restatement.admission_class;
  draft.granted_days = restatement.granted_days;
  draft.granted_until = restatement.granted_until;
  return draft;
}

Crossing replacement_of(const Crossing& before, Direction direction, const Draft& draft) {
  Crossing crossing = before;
  crossing.direction = direction;
  crossing.other_state = draft.other_state;
  crossing.purpose = draft.purpose;
  crossing.transport = draft.transport;
  crossing.admission_class = draft.admission_class;
  const bool entering = direction == Direction::kEntry;
  if (entering && crossing.admission_class.empty()) crossing.admission_class = kVisitorClass;
  crossing.granted_days = draft.granted_days;
  crossing.granted_until = draft.granted_until;
  crossing.context.rule.clear();
  crossing.context.policy_version.clear();
  crossing.context.last_legal_day.reset();
  crossing.context.days_over = 0;
  return crossing;
}

}  // namespace

Result<PreparedReplacement> prepare_replacement(Counter& counter, const OwnDecision& own,
                                                const Restatement& restatement) {
  ensure(own.crossing.has_value(), "a decision that is restated can be read");
  const Crossing& before = *own.crossing;
  const auto document = presented(before.document);
  const auto examine = [&](Direction direction) {
    return counter.examine(direction, document, own.at, own.record,
                           clearings_of(before.evidence, before.fallback));
  };
  GARITA_TRY(as_recorded, examine(own.direction));
  GARITA_TRY(as_restated, examine(restatement.direction));
  const Draft draft = draft_of(restatement, own.decision, own.at);
  PreparedReplacement prepared;
  prepared.faults = restatement_faults(as_restated.situation, as_recorded.inspection,
                                       as_restated.inspection, draft);
  if (!prepared.faults.empty()) return prepared;
  prepared.crossing = replacement_of(before, restatement.direction, draft);
  note_stay(as_restated, *prepared.crossing);
  return prepared;
}

}  // namespace garita::station
