#pragma once

#include <optional>
#include <span>
#include <vector>

#include "central-sync/flags/evaluate.h"
#include "central-sync/store/central_store.h"
#include "schema/stay/authorise.h"
#include "schema/stay/day_set.h"
#include "schema/vocabulary/instant.h"

namespace garita::central {

/// Where a stay stands, as it is told to people.
struct CountedStay : StayPosition {
  /// Under a limit with a window: that which ends on the day counted to. Days used are then those
  /// of every stay in it, and what remains is what they leave of the maximum.
  std::optional<DaySpan> window;
  /// The person entered again and nobody saw the exit: so many are proven, and nothing is known to
  /// remain.
  bool at_least = false;
};

/// Of each stay, at its exit or at the legal moment asked about; days are counted as for flags.
[[nodiscard]] std::vector<CountedStay> positions_of(std::span<const JudgedStay> stays,
                                                    const CountryView& view, Instant as_of);

}  // namespace garita::central
