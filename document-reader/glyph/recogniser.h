#pragma once

#include <cstddef>
#include <vector>

#include "document-reader/mrz/decode.h"
#include "document-reader/page/straighten.h"

namespace garita::reader {

/// So many alternatives are offered for a cell, and at most so many ways to cut a zone.
inline constexpr std::size_t kAlternativesPerCell = 5;
inline constexpr std::size_t kReadingsPerZone = 3;

/// One way to read a zone.
struct ZoneReading {
  RecognisedZone zone = {};  ///< from the top; lines of 30, 36 or 44 cells
  /// Where the middle of each line's cells stands in its strip, turned where `upside_down` says so.
  std::vector<std::vector<float>> centres_px = {};
  bool upside_down = false;  ///< against the strips that were given
  bool is_part = false;      ///< the print surely goes on beyond the cells: no whole zone
  /// It seems to, before the strips' beginning, behind their end, as they were given.
  bool goes_on_before = false;
  bool goes_on_behind = false;
  float certainty = 0;  ///< 0 to 1: print of a zone is over kCertaintyOfPrint, chance under it
};

/// Between what is this print and what only happens to have its rhythm.
inline constexpr float kCertaintyOfPrint = 0.7F;

/// Reads straightened zones. Deterministic; holds nothing but a view of the built-in model.
class Recogniser {
 public:
  /// The ways to read `zone`, likeliest first, at most kReadingsPerZone; empty where nothing in it
  /// is this print. Which of them is right the check digits say.
  [[nodiscard]] std::vector<ZoneReading> read(const StraightZone& zone) const;
};

}  // namespace garita::reader
