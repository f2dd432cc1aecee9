#pragma once

#include <optional>

#include "border-station/alerts/alert_list.h"
#include "schema/crypto/hash.h"
#include "schema/record/record.h"

namespace garita::station {

/// What an officer judges who says that a traveller is not whom the list means: the entry as it
/// was shown and the person of this very document, as a hash that is the same at every post. An
/// entry that says something else of the person, or wants something else done, is another; so is
/// another document of the same name, which may be the listed person's own. Absent: nothing is to
/// be remembered, since the document itself is listed, or is not enough to know somebody by.
[[nodiscard]] std::optional<Digest> judged_pair(const AlertHit& hit, const TravelDocument& shown);

}  // namespace garita::station
