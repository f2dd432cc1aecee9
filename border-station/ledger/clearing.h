#pragma once

#include <chrono>
#include <cstddef>

#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/instant.h"

namespace garita::station {

/// An officer said that a traveller is not whom the alert list means.
struct Clearing {
  RecordId record;  ///< of the crossing, at whichever post
  Instant at;
  /// What was said was taken back at that moment, or another officer said something else.
  bool taken_back = false;
};
/// A clearing counts for so long and is judged again after that; of more than so many, those that
/// were met longest ago are forgotten.
inline constexpr std::chrono::hours kClearingKeptFor{400 * 24};
inline constexpr std::size_t kClearingsMax = 100'000;

}  // namespace garita::station
