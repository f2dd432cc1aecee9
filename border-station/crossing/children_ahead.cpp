#include "border-station/crossing/children_ahead.h"

#include <algorithm>

#include "border-station/crossing/decided_here.h"
#include "border-station/inspection/family.h"

namespace garita::station {
namespace {

std::string name_of(const TravelDocument& document) {
  const bool both = !document.given_names.empty() && !document.surname.empty();
  return document.given_names + (both ? " " : "") + document.surname;
}

/// Whether that crossing was of the document of this key, and nothing holds of it any more.
Result<bool> was_taken_back(Ledger& ledger, RecordId leader, std::string_view key) {
  while (true) {
    GARITA_TRY(own, ledger.decision(leader));
    if (!own || !own->crossing || !own->corrected_by) return false;
    if (!own->replaced) return is_of_document(*own->crossing, key);
    leader = *own->corrected_by;
  }
}

}  // namespace

Result<std::vector<std::string>> children_ahead(Ledger& ledger, const Situation& situation,
                                                const OfficerId& officer) {
  std::vector<std::string> names;
  const std::string key = situation.document ? document_key_of(*situation.document) : "";
  GARITA_TRY(decisions, ledger.decisions_since(ledger.now().minus(kTogetherFor)));
  for (const auto& own : decisions) {
    if (!own.crossing || own.corrected_by || own.decision != DecisionKind::kAdmit) continue;
    const Crossing& child = *own.crossing;
    if (own.direction != situation.direction || child.officer != officer) continue;
    if (child.relationship.empty() || is_of_document(child, key)) continue;
    if (child.group) {
      GARITA_TRY(of_traveller, was_taken_back(ledger, *child.group, key));
      if (!of_traveller) continue;
    }
    names.push_back(name_of(child.document));
  }
  std::ranges::reverse(names);
  return names;
}

}  // namespace garita::station
