// The fourth part of Applier: documents that two people showed.
#include <algorithm>

#include "central-sync/persons/holders.h"
#include "central-sync/projection/apply.h"
#include "central-sync/projection/facts.h"
#include "schema/matching/normalise.h"

namespace garita::central {

/// A document is a key, whoever shows it: an exit by it ends the stay of whom it belongs to, though
/// somebody else may have left, or a number been mistyped. Somebody has to be told.
Result<void> Applier::note_other_holder(const Arrival& arrival, const CrossingFact& fact,
                                        const std::set<PersonId>& alike) {
  const auto& document = fact.crossing.document;
  // A slip in a name, or a marriage: nearly always, and then nothing has to be read.
  if (!alike.empty()) {
    GARITA_TRY(history, tables_.history_of(fact.person));
    const bool known =
        history.voids.empty() && std::ranges::any_of(history.movements, [&](const auto& each) {
          return each.fact.document == fact.keys.front().value() &&
                 alike.contains(PersonId(each.fact.name));
        });
    if (known) return {};
  }
  GARITA_TRY(shown, tables_.showings_of(fact.person, document_key(document.issuing_state,
                                                                  document.document_number)));
  const auto other = other_holder(shown, arrival.id, matcher());
  if (!other) return {};
  return tables_.put_incident(
      {other->later, "other_holder", other->earlier, other->at, arrival.known_at});
}

}  // namespace garita::central
