#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "document-reader/barcode/ink.h"

namespace garita::reader {

/// Squares within squares, as they stand in a QR code's corners and in an Aztec's middle.
enum class TargetKind {
  kQrFinder,  ///< ISO/IEC 18004, 6.3.3: 1 : 1 : 3 : 1 : 1 through the middle
  kAztecEye   ///< ISO/IEC 24778, 4.3: alternating rings, one module each
};

struct Target {
  cv::Point2d middle;
  double module_px = 0;   ///< along the row
  bool inverted = false;  ///< light where it should be dark
  double roundness =
      0;  ///< share of the rays from the middle that cross the rings where they should
};

/// No more than this many of a kind are looked at; the roundest.
inline constexpr std::size_t kTargetsMax = 40;

[[nodiscard]] std::vector<Target> find_targets(const Ink& ink, TargetKind kind);

}  // namespace garita::reader
