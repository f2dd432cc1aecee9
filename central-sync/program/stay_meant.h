#pragma once

#include "central-sync/store/central_store.h"
#include "schema/record/record.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// Whether the decision makes sense of the stay that it is about, as far as that is known at `now`:
/// nothing is decided of a stay before it began or until before that, and that there is no overstay
/// is decided of a term that is over, since it holds for whatever comes of the stay. Remedy:
/// reject, else as the store. `person`: whose stay it is.
[[nodiscard]] Result<void> check_stay_meant(CentralStore& store, const StatusDecision& decision,
                                            const PersonId& person, Instant now);

}  // namespace garita::central
