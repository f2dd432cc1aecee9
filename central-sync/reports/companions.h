#pragma once

#include <set>
#include <string>
#include <vector>

#include "central-sync/flags/evaluate.h"
#include "central-sync/store/central_store.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/instant.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// Somebody with whom a person crossed. No more is said of them: their own page asks for a reason
/// of its own.
struct Companion {
  RecordId of;      ///< the person's crossing
  RecordId record;  ///< the companion's
  PersonId person;
  bool leads = false;  ///< the person's record names the companion's, as a child's its adult's
  ChildTie child;      ///< of the child among the two
};

/// Of a person's crossings those with whom they crossed, as far as crossings of both hold; at most
/// kCompanionsMax, those of the latest crossings.
/// Left out: whoever is protected or of whom flags are suspended, by what is known `now`, whatever
/// moment is asked about. Nothing tells that somebody was left out.
[[nodiscard]] Result<std::vector<Companion>> companions_then(CentralStore& store,
                                                             const PersonThen& then,
                                                             const Viewpoint& viewpoint,
                                                             Instant now);
inline constexpr std::size_t kCompanionsMax = 200;

/// The records of then that hold, by the rule by which movements are paired.
[[nodiscard]] std::set<std::string> standing(const PersonThen& then);

}  // namespace garita::central
