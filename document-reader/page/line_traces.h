#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "document-reader/page/zone.h"

namespace garita::reader {

/// A stretch of dense print as first seen, in the coordinates of the picture it was seen in.
struct SeenLine {
  cv::Point2f start;  ///< of the middle of the characters
  cv::Point2f end;
  float sag_px = 0;     ///< how far the middle stands below the chord, half way
  float height_px = 0;  ///< of the print
  float evenness = 0;   ///< 0 to 1: how much of it is as tall as the rest
};

/// How dark a stroke is: in grey levels, or as a share of the paper about it, which is the same in
/// a shadow as beside it (but lets faint print and noise on dark ground weigh more, too).
enum class Darkness { kInLevels, kAgainstPaper };

/// Lines of print in `grey` that run from left to right, leaning by up to twenty degrees, at least
/// `length_px_min` long. Made for capitals of about 6 to 20 pixels.
[[nodiscard]] std::vector<SeenLine> see_lines(const cv::Mat1b& grey, float length_px_min,
                                              Darkness darkness);

}  // namespace garita::reader
