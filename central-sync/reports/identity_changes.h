#pragma once

#include <optional>
#include <string>
#include <vector>

#include "central-sync/store/central_store.h"
#include "schema/record/record.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/instant.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// Whether the decision changes something, and is what was meant. Remedy: reject, where it changes
/// nothing or names nobody; ask the officer, where somebody separated other pseudonyms of the two.
[[nodiscard]] Result<void> check_decision(CentralStore& store, const IdentityDecision& decision);

/// What a decision did to one flag.
struct FlagChange {
  Flag flag;                        ///< as it stood after; where it stood no more, before
  std::optional<FlagState> before;  ///< absent: there was none
  std::optional<FlagState> after;   ///< absent: withdrawn
};

/// What became of two pseudonyms by a decision, at the moment of knowledge at which it counted.
struct IdentityChange {
  std::vector<PersonId> before;  ///< who they were, in the order of the pair; one, if they were one
  std::vector<PersonId> after;
  std::vector<FlagChange> flags;  ///< those that changed, by kind and subject
};
/// Made again from the records as they were known before and after, so it stays the same for ever.
/// Remedy: as the store.
[[nodiscard]] Result<IdentityChange> change_by(CentralStore& store,
                                               const IdentityDecisionRow& decision);

}  // namespace garita::central
