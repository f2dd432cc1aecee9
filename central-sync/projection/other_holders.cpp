// The fourth part of Applier: documents that two people showed.
#include <algorithm>

#include "central-sync/persons/holders.h"
#include "central-sync/projection/apply.h"
#include "central-sync/projection/facts.h"
#include "schema/matching/normalise.h"

namespace garita::central {
namespace {

constexpr std::size_t kHoldersMax = 32;

}  // namespace

/// A document is a key, whoever shows it: an exit by it ends the stay of whom it belongs to, though
/// somebody else may have left, or a number been mistyped. Somebody has to be told.
Result<void> Applier::note_other_holder(const Arrival& arrival, const CrossingFact& fact,
                                        const std::set<PersonId>& alike) {
  const auto& document = fact.crossing.document;
  const auto& own = fact.keys.front();
  GARITA_TRY(names, tables_.names_shown(fact.person, own, kHoldersMax + 1));
  // A number that stands for none, as one writes where there is no document: enough is told of it.
  if (names.names.size() > kHoldersMax) return {};
  // A slip in a name, or a marriage: nearly always, and then nothing has to be read.
  const bool known =
      std::ranges::any_of(names.names, [&](const PersonId& name) { return alike.contains(name); });
  if (known && !names.any_taken_back) return {};
  GARITA_TRY(shown, tables_.showings_of(fact.person, document_key(document.issuing_state,
                                                                  document.document_number)));
  const auto other = other_holder(shown, arrival.id, matcher());
  if (!other) return {};
  return tables_.put_incident(
      {other->later, "other_holder", other->earlier, other->at, arrival.known_at});
}

}  // namespace garita::central
