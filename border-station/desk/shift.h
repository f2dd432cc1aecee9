#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "border-station/ledger/ledger.h"

namespace garita::station {

/// What an officer decided in a shift, as it holds now. A record that was corrected counts as
/// corrected alone, and what holds in its place as what it says.
struct ShiftCounts {
  std::uint64_t entries = 0;
  std::uint64_t exits = 0;
  std::uint64_t referrals = 0;
  std::uint64_t refusals = 0;    ///< of entry
  std::uint64_t exit_stops = 0;  ///< who was not let out
  std::uint64_t corrected = 0;
  /// Travellers of whom the alert list was shown to the officer, who decided or left them.
  std::uint64_t hits = 0;
};
/// `decisions` and `urgent` of this station; what others did is left out.
[[nodiscard]] ShiftCounts count_shift(std::span<const OwnDecision> decisions,
                                      std::span<const UrgentRecord> urgent,
                                      const OfficerId& officer);
/// For a note in the audit: "entries 12, exits 3, referrals 1, refusals 0, exit stops 0, corrected
/// 0, hits 1".
[[nodiscard]] std::string counts_text(const ShiftCounts& counts);

}  // namespace garita::station
