#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <vector>

#include "document-reader/barcode/ink.h"

namespace garita::reader {

/// Pixels of one colour that touch one another, corners included.
struct InkPart {
  /// The outermost pixel in each of eight directions, clockwise on the screen from the left: left,
  /// upper left, up, upper right, right, lower right, down, lower left.
  std::array<cv::Point, 8> outermost{};
  int pixels = 0;

  [[nodiscard]] int width_px() const { return outermost[4].x - outermost[0].x + 1; }
  [[nodiscard]] int height_px() const { return outermost[6].y - outermost[2].y + 1; }
};

enum class InkColour { kDark, kLight };

/// The parts of a colour that are at least `side_px_min` wide and high.
[[nodiscard]] std::vector<InkPart> parts_of(const Ink& ink, InkColour colour, int side_px_min);

}  // namespace garita::reader
