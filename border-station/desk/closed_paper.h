#pragma once

#include <optional>

#include "border-station/ledger/ledger.h"
#include "border-station/ledger/paper.h"
#include "schema/vocabulary/instant.h"

namespace garita::station {

/// When the centre closed hours that are open here, as the list of officers in force tells
/// (papers_closed); absent: this station has not heard of it.
[[nodiscard]] std::optional<Instant> closed_at_centre(Ledger& ledger, const OpenPaper& paper);

}  // namespace garita::station
