#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "document-reader/barcode/ink.h"

namespace garita::reader {

/// The bars that begin or end every row of a PDF417 (ISO/IEC 15438, 5.3.3), as they stand one above
/// the other along a symbol's edge.
struct Guard {
  bool is_start = true;
  bool inverted = false;
  /// Outer edge of the bars, from the symbol's upper end to its lower one; `inner` the other edge.
  cv::Point2d outer_top;
  cv::Point2d outer_bottom;
  cv::Point2d inner_top;
  cv::Point2d inner_bottom;
  double module_px = 0;  ///< across the bars

  [[nodiscard]] double height_px() const { return cv::norm(outer_bottom - outer_top); }
};

/// The guards of a picture, each seen by at least three lines across it, however the symbol is
/// turned.
[[nodiscard]] std::vector<Guard> find_guards(const Ink& ink);

}  // namespace garita::reader
