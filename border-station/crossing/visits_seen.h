#pragma once

#include <vector>

#include "border-station/ledger/ledger.h"
#include "schema/record/record.h"
#include "schema/stay/authorise.h"
#include "schema/vocabulary/direction.h"
#include "schema/vocabulary/instant.h"

namespace garita::station {

/// What an entry's record says of the admission.
[[nodiscard]] Admission admission_of(const Crossing& crossing, Date entered);

/// The visits before a crossing at `moment`, of one traveller, that this post saw begin and can
/// still read, in order of entry. Of one that is still open: whoever leaves ends it, so it is none
/// of those before; whoever enters has left it unseen. `decisions` hold.
[[nodiscard]] std::vector<Visit> visits_before(const std::vector<OwnDecision>& decisions,
                                               Direction direction, Instant moment,
                                               const Zone& zone);

}  // namespace garita::station
