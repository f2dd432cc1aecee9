#pragma once

#include <set>
#include <string>
#include <vector>

#include "border-station/ledger/ledger.h"

namespace garita::station {

/// A document that lies on a desk, and of which nothing is decided nor noted yet: kept, so that a
/// station that is killed can still say who looked, and what the alert list said.
struct LookUp {
  std::string inspection;
  OfficerId officer;
  std::string subject;  ///< as a note names it: nothing of the document in clear
  Instant at;
  std::vector<HitLeft> hits = {};  ///< to be told where no decision follows
};

/// Durable when it returns well, in place of what lay on the desk before in the same inspection.
/// `ended`: inspections that are decided or noted, and forgotten with it. Remedy: retry.
[[nodiscard]] Result<void> keep_look_up(Ledger& ledger, const LookUp& look_up,
                                        const std::set<std::string>& ended);
/// Oldest first. Remedy: as the ledger.
[[nodiscard]] Result<std::vector<LookUp>> look_ups_left(Ledger& ledger);
/// Remedy: retry.
[[nodiscard]] Result<void> end_look_ups(Ledger& ledger, const std::set<std::string>& ended);

}  // namespace garita::station
