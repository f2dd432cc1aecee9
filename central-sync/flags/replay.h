#pragma once

#include <string>
#include <string_view>

#include "schema/vocabulary/result.h"

namespace garita::central {

/// One row of a table of late reports and watermarks, as text. Moments are UTC to the minute,
/// YYYY-MM-DDTHH:MM; nothing is "-".
struct ReplayRow {
  std::string_view policy;  ///< PER_ENTRY, ROLL, YEAR, CALMONTH
  /// As schema/stay/FORMAT.md has them for these policies, without `contiguous`, and tz=-06:00.
  std::string_view params;
  std::string_view posts;  ///< CODE,CODE
  /// id|IN, OUT, EXT or VOID|post|occurred|received[|of=id][|days=N], separated by ";". An event
  /// may arrive twice; two that differ in more than when they were received have two ids.
  std::string_view events;
  std::string_view watermarks;  ///< post|complete until|declared at, separated by ";"
  std::string_view as_of;
};

/// What is known of the one person at `as_of` (design/semantics: Flags).
struct ReplayAnswer {
  std::string low_watermark;  ///< the lowest over all posts
  std::string stays;          ///< local days, "?" open, "?!" its end is unknown
  std::string flags;          ///< NAME[:days over](event)=HELD or RAISED
  std::string withdrawn;  ///< NAME(event) of what was raised at an earlier moment and is not now
};

/// Plays a row through the same evaluation as the centre's. Remedy: reject, beginning with the
/// column's name; for more than 2,000 events or watermarks too.
[[nodiscard]] Result<ReplayAnswer> replay(const ReplayRow& row);

}  // namespace garita::central
