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

/// Lines of print in `grey` that run from left to right, leaning by up to twenty degrees, at least
/// `length_px_min` long. Made for capitals of about 6 to 20 pixels.
[[nodiscard]] std::vector<SeenLine> see_lines(const cv::Mat1b& grey, float length_px_min);

}  // namespace garita::reader
