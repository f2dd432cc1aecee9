#pragma once

#include <vector>

#include "central-sync/reports/overstays.h"

namespace garita::central {

/// What became of the list of raised flags since a moment: what was added, and what was withdrawn,
/// each as it stands now, with what did it (OverstayRow::change, cause, decided); nothing is told
/// of who is protected by now. A flag that changed its kind or became more certain is neither. The
/// list of then is made again as it was. Remedy: as the store.
[[nodiscard]] Result<std::vector<OverstayRow>> changes_since(CentralStore& store, Instant since,
                                                             Instant now);

}  // namespace garita::central
