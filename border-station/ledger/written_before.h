#pragma once

#include <optional>

#include "border-station/ledger/ledger.h"

namespace garita::station {

/// What was written under the decision's reference before; absent: nothing was. Remedy: reject,
/// when the reference was used for another decision; else as the ledger.
[[nodiscard]] Result<std::optional<Written>> written_before(Ledger& ledger,
                                                            const NewDecision& decision);

}  // namespace garita::station
