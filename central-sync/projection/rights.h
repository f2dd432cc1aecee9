#pragma once

#include "schema/record/record.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// Whose journal a record stands in.
enum class Writer { kCentre, kPost, kOffice };

/// Whether the writer of a journal may state this, in this lane of it. A station states what
/// happened at its own post and takes back what it wrote itself; what is decided about persons and
/// posts comes from the centre's own journal and from offices alone, so that a station that lies
/// harms its own journals. Of a traveller of its own, a post may say that flags wait, which is all
/// that is known of what it told the protection unit. An office decides about status, sees nobody
/// cross, and judges no flag. A station may end its own incarnation, as a final record, and
/// say that its post works on paper and that all is entered. Movements
/// and decisions stand in the lane that claims speak of. Remedy: reject.
[[nodiscard]] Result<void> check_right(const RecordId& id, const Record& record, Writer writer);

}  // namespace garita::central
