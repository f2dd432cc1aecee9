#pragma once

#include <vector>

#include "central-sync/projection/projector.h"
#include "central-sync/store/central_database.h"
#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// What a referral holds for the protection unit, as it came.
struct SealedReferral {
  RecordId record;  ///< the referral's
  Bytes sealed;     ///< which nobody but the unit opens (schema/record/protection.h)
};

/// Of every referral that holds something, by journal, in order. Which of them name a concern
/// nobody can tell who has not the unit's key. Remedy: as the store and the projector.
[[nodiscard]] Result<std::vector<SealedReferral>> sealed_referrals(CentralDatabase& database,
                                                                   const ProjectorKeys& keys);

}  // namespace garita::central
