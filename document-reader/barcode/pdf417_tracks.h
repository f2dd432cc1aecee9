#pragma once

#include <opencv2/core.hpp>

#include "document-reader/barcode/module_grid.h"

namespace garita::reader {

/// Which of a symbol's two guards were seen.
enum class GuardsSeen { kBoth, kStart, kStop };

/// The levels of a PDF417's modules, a row of them for each line of `grid`. The grid is right near
/// the guards that were seen; from there on every column of code words is found where the one
/// before leads to, so that a symbol may be bent, or seen wrongly far from its guards.
/// `grid.modules().width` is 17 a column besides 69 (ISO/IEC 15438, 5.1).
[[nodiscard]] cv::Mat1f tracked_levels(const Levels& levels, const ModuleGrid& grid,
                                       GuardsSeen guards);

}  // namespace garita::reader
