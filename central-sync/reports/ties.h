#pragma once

#include <vector>

#include "central-sync/reports/explain.h"
#include "central-sync/store/central_store.h"
#include "schema/vocabulary/instant.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// Why a person of a moment is one person, who may be them too, and who is not by decision.
[[nodiscard]] Result<std::vector<TieReport>> ties_then(CentralStore& store, const PersonThen& then,
                                                       Instant known_at);

}  // namespace garita::central
