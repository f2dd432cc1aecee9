#pragma once

#include <optional>
#include <vector>

#include "document-reader/glyph/cell.h"
#include "document-reader/glyph/network.h"

namespace garita::reader {

/// A line of print brought to the measure of the cells: characters kCellPitchPx apart, capitals
/// kCellCapitalPx tall around the middle row; normalised.
struct MeasuredLine {
  std::vector<float> pixels;  ///< kLineHeightPx rows of width_px
  int width_px = 0;
};

/// A line that the network has looked along.
struct SeenPrint {
  std::vector<ClassScores> windows;  ///< at every kWindowStepPx-th column
  /// Of each window, the logarithm of the likeliest character's probability, at least -kDoubtMax.
  std::vector<float> along;
};
inline constexpr float kDoubtMax = 4;

[[nodiscard]] SeenPrint look_along(const NetworkWeights& weights, const MeasuredLine& line);

/// How much a line looks like print of this pitch: the mean of `along` at places a pitch apart,
/// their phase chosen anew every few characters.
[[nodiscard]] float rhythm_score(const std::vector<float>& along);

/// Places of a line's characters.
struct Segmentation {
  std::vector<float> centres_px;  ///< one a cell, from the left, in the measured line
  float score = 0;                ///< mean logarithm of "there is a character", 0 at best
};

/// The `cells` places, evenly apart but for small local shifts, that most look like characters;
/// the first of them near `first_px`, where that is given. Empty where the line is too short.
[[nodiscard]] Segmentation segment(const std::vector<float>& along, int cells,
                                   std::optional<float> first_px = std::nullopt);

/// Whether characters seem to stand beyond a line's places.
struct Beyond {
  bool before = false;
  bool behind = false;
};
/// Looks at the next `pitches` places either way.
[[nodiscard]] Beyond look_beyond(const std::vector<float>& along, const Segmentation& places,
                                 int pitches);
/// Whether the line ends so close to its places that the next would not be seen in it.
[[nodiscard]] Beyond ends_with(const std::vector<float>& along, const Segmentation& places);

/// What the windows around `centre_px` say together.
[[nodiscard]] ClassScores scores_at(const SeenPrint& seen, float centre_px);

}  // namespace garita::reader
