#include "border-station/crossing/visits_seen.h"

#include "schema/stay/pairing.h"

namespace garita::station {

Admission admission_of(const Crossing& crossing, Date entered) {
  Admission admission;
  admission.entered = entered;
  const auto& document = crossing.document;
  admission.audience = {CountryCode(document.nationality), document.document_code,
                        crossing.admission_class};
  admission.granted_days = crossing.granted_days;
  admission.granted_until = crossing.granted_until;
  if (document.expiry_date) admission.document_expiry = document.expiry_date->latest();
  return admission;
}

std::vector<Visit> visits_before(const std::vector<OwnDecision>& decisions, Direction direction,
                                 Instant moment, const Zone& zone) {
  std::vector<Movement> movements;
  for (const auto& own : decisions) {
    if (own.decision != DecisionKind::kAdmit || own.at > moment || !own.crossing) continue;
    Movement movement;
    movement.reference = own.record.text();
    movement.direction = own.direction;
    movement.at = own.at;
    movement.day = zone.local_day(own.at);
    movement.other_state = CountryCode(own.crossing->other_state);
    if (own.direction == Direction::kEntry)
      movement.admission = admission_of(*own.crossing, movement.day);
    movements.push_back(std::move(movement));
  }
  std::vector<Visit> visits;
  for (const auto& stay : pair_movements(movements, {}).stays) {
    if (stay.open() && direction == Direction::kExit) continue;
    visits.push_back(visit_of(stay, {}));
    if (stay.open()) visits.back().end_unknown = true;
  }
  return visits;
}

}  // namespace garita::station
