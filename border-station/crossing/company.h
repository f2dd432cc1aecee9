#pragma once

#include <string>
#include <vector>

#include "border-station/inspection/inspection.h"
#include "border-station/ledger/ledger.h"

namespace garita::station {

/// Who may belong to the traveller of those whom `officer` has admitted here within kTogetherFor,
/// in the traveller's direction, as far as it was recorded by `until`.
/// Children, of whoever is not known to be one: with an adult whom words alone name, who may be the
/// traveller, or whose own admission was this document's and was taken back.
/// Adults, of whoever is not known to be one, as far as their admission stands: who was admitted
/// last, who is called like the traveller, with whom this document was admitted before; of a group
/// its first.
/// Also those whom somebody had admitted so who then referred this document, within kStopAskedFor
/// and as long as nobody let it pass since.
/// Looks through all that was decided at the station in that time: for a child, and for whoever is
/// stopped, and not for each traveller. Remedies: as the ledger's.
[[nodiscard]] Result<Company> company_admitted(Ledger& ledger, const Situation& situation,
                                               const OfficerId& officer, Instant until);

/// By name, oldest first, the children who were let pass in the group of that admission, and have
/// not crossed here since. Remedies: as the ledger's.
[[nodiscard]] Result<std::vector<std::string>> children_let_pass_with(Ledger& ledger,
                                                                      const OwnDecision& adult);

}  // namespace garita::station
