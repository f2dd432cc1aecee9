#pragma once

#include "schema/record/record.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// Whether the writer of a journal may state this, in this lane of it. A station states what
/// happened at its own post and takes back what it wrote itself; what is decided about persons and
/// posts comes from the centre's own journal alone, so that a station that lies harms its own
/// journals. It may end its own incarnation, as a final record. Movements stand in the lane that
/// claims speak of. Remedy: reject.
[[nodiscard]] Result<void> check_right(const RecordId& id, const Record& record,
                                       const StationId& own_station);

}  // namespace garita::central
