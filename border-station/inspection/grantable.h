#pragma once

#include "border-station/inspection/inspection.h"

namespace garita::station {

/// What may be granted to whoever enters: of every class that has a rule, and as a visitor, the
/// class that most travellers have and the first that is proposed. Document and policies are there.
[[nodiscard]] StayOutlook grantable(const Situation& situation);

}  // namespace garita::station
