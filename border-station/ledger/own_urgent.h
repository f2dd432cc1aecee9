#pragma once

#include <optional>

#include "border-station/ledger/ledger.h"

namespace garita::station {

/// What was recorded with a crossing that was refused; absent where it was not, or where this post
/// can no longer read it. Remedy: as the ledger.
[[nodiscard]] Result<std::optional<Refusal>> refusal_of(Ledger& ledger, const OwnDecision& own);

}  // namespace garita::station
