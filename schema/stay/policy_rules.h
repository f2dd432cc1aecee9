#pragma once

#include <cstddef>
#include <vector>

#include "schema/stay/policy.h"
#include "schema/vocabulary/result.h"

namespace garita {

/// The rules' places in an order in which each stands before those that it is instead of: of the
/// rules that apply to one entry the first is the one that counts. Remedy: reject, when a name
/// comes twice or is missing, when a rule comes before itself, and when of two that may apply to
/// one entry neither is instead of the other; both are named.
[[nodiscard]] Result<std::vector<std::size_t>> order_of(const std::vector<StayRule>& rules);

}  // namespace garita
