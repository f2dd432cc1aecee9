#pragma once

#include <vector>

#include "schema/stay/policy.h"
#include "schema/vocabulary/result.h"

namespace garita {

/// Whether the rules stand together: each name once, no name that is missing, and of two that may
/// apply to one entry one is instead of the other. Remedy: reject, naming both.
[[nodiscard]] Result<void> check_rules(const std::vector<StayRule>& rules);

}  // namespace garita
