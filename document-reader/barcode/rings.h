#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <optional>
#include <vector>

#include "document-reader/barcode/ink.h"

namespace garita::reader {

using Quad = std::array<cv::Point2d, 4>;

/// Where rays from `middle` meet the `change`-th change of colour, evenly around; absent when one
/// of them meets it nowhere within `limit_px`.
[[nodiscard]] std::optional<std::vector<cv::Point2d>> ring_around(const Ink& ink,
                                                                  cv::Point2d middle, int change,
                                                                  double limit_px);

/// The corners of the square in perspective that a ring is, one after the other with x to the right
/// and y down, beginning anywhere.
[[nodiscard]] std::optional<Quad> corners_of_ring(const std::vector<cv::Point2d>& ring);

}  // namespace garita::reader
