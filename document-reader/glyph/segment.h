#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "document-reader/glyph/cell.h"
#include "document-reader/glyph/network.h"

namespace garita::reader {

/// A line of print brought to the measure of the cells: characters kCellPitchPx apart, capitals
/// kCellCapitalPx tall around the middle row.
struct MeasuredLine {
  cv::Mat1b grey;  ///< kMeasuredHeightPx tall
};

/// Room above and below a window to look a little higher and lower.
inline constexpr int kMeasuredHeightPx = kWindowHeightPx + 4;

/// Places of a line's characters.
struct Segmentation {
  std::vector<float> centres_px;  ///< one a cell, from the left
  float score = 0;                ///< mean logarithm of "there is a character", 0 at best
};

/// Windows of `line` centred on the columns `centres_px`, `lower_px` below the middle; normalised.
[[nodiscard]] std::vector<Window> windows_at(const MeasuredLine& line,
                                             const std::vector<float>& centres_px, float lower_px);

/// For every `step`-th column of `line`, the logarithm of the likeliest character's probability,
/// not below -kDoubtMax.
inline constexpr float kDoubtMax = 4;
[[nodiscard]] std::vector<float> characters_along(const NetworkWeights& weights,
                                                  const MeasuredLine& line, int step);

/// How much a line looks like print of this pitch: the mean of `along` at places a pitch apart,
/// their phase chosen anew every few characters. `along` is characters_along of `step`.
[[nodiscard]] float rhythm_score(const std::vector<float>& along, int step);

/// The `cells` places, evenly apart but for small local shifts, that most look like characters;
/// `along` is characters_along of step 1. Empty where the line is too short for them.
[[nodiscard]] Segmentation segment(const std::vector<float>& along, int cells);

}  // namespace garita::reader
