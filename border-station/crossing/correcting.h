#pragma once

#include <optional>
#include <string>
#include <vector>

#include "border-station/crossing/counter.h"
#include "border-station/inspection/correction.h"

namespace garita::station {

/// What an officer says a recorded admission should have been.
struct Restatement {
  Direction direction = Direction::kEntry;
  std::string purpose = "";
  std::string transport = "";
  std::string admission_class = "";
  std::optional<int> granted_days = std::nullopt;
  std::optional<Date> granted_until = std::nullopt;
  std::string other_state = "";  ///< come from, or gone to
};

/// The crossing as it should have been recorded, or why it cannot be that: never both.
struct PreparedReplacement {
  std::vector<Fault> faults;
  std::optional<Crossing> crossing;
};

/// Judges a restatement by the rules that hold now, as of the moment of the decision and as if it
/// had not been recorded. `own.crossing` is there. Remedies: as the ledger's.
[[nodiscard]] Result<PreparedReplacement> prepare_replacement(Counter& counter,
                                                              const OwnDecision& own,
                                                              const Restatement& restatement);

}  // namespace garita::station
