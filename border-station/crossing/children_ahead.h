#pragma once

#include <string>
#include <vector>

#include "border-station/inspection/inspection.h"
#include "border-station/ledger/ledger.h"

namespace garita::station {

/// By name, oldest first, the children that `officer` has admitted here within kTogetherFor, in the
/// traveller's direction, with an adult whom words alone name, who may be the traveller, or whose
/// own admission was this document's and was taken back. Looks through all that was decided at the
/// station in that time: for whoever is stopped, and not for each traveller. Remedies: as the
/// ledger's.
[[nodiscard]] Result<std::vector<std::string>> children_ahead(Ledger& ledger,
                                                              const Situation& situation,
                                                              const OfficerId& officer);

}  // namespace garita::station
