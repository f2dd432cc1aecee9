#pragma once

#include <vector>

#include "central-sync/store/closing.h"
#include "schema/storage/database.h"
#include "schema/vocabulary/instant.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// As CentralStore says of them.
[[nodiscard]] Result<std::vector<StandingClosing>> read_standing_closings(Database& database,
                                                                          Instant known_at);

}  // namespace garita::central
