#pragma once

#include <opencv2/core.hpp>
#include <optional>

#include "document-reader/page/pyramid.h"
#include "document-reader/page/zone.h"

namespace garita::reader {

/// Where a line of print runs, as one smooth curve: a chord and how far its middle sags below it.
struct LineCurve {
  cv::Point2f start;
  cv::Point2f end;
  float sag_px = 0;
  float height_px = 0;  ///< of a capital, half way
  float taper = 1;      ///< how much larger print is at the end than at the start: it leans away
};

[[nodiscard]] LineCurve curve_of(const LineTrace& trace);

/// A strip in which the curve runs along the middle row and a capital is `capital_px` tall, with
/// `margin_px` before and behind. Outside the picture it repeats the picture's edge.
struct StripShape {
  int height_px = 0;
  float capital_px = 0;
  int margin_px = 0;
  bool crisp = true;  ///< small print is enlarged with care: for reading, not for finding
};
[[nodiscard]] cv::Mat1b cut_strip(const PicturePyramid& picture, const LineCurve& curve,
                                  const StripShape& shape);
/// The same from a copy of about the strip's scale.
[[nodiscard]] cv::Mat1b cut_strip(const cv::Mat1b& copy, const LineCurve& curve,
                                  const StripShape& shape);

/// The same curve moved onto the middle of the print that it misses by a little, with the height
/// of that print; none where there is no band of print.
[[nodiscard]] std::optional<LineCurve> settled(const PicturePyramid& picture,
                                               const LineCurve& curve);

}  // namespace garita::reader
