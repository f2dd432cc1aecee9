#pragma once

#include <opencv2/core.hpp>

#include "document-reader/barcode/module_grid.h"
#include "document-reader/barcode/module_matrix.h"

namespace garita::reader {

/// The modules' levels, each a mean of a few places about its middle.
[[nodiscard]] cv::Mat1f module_levels(const Levels& levels, const ModuleGrid& grid);

/// Which modules are dark, each compared with the dark and the light ones around it. `sharpening`:
/// 0 takes levels as they are, 1 takes away a quarter of what each neighbour may have lent.
[[nodiscard]] ModuleMatrix dark_modules(const cv::Mat1f& levels, float sharpening);

/// How clearly the modules are dark or light, 0 to 1: the mean distance to the threshold, relative
/// to that of the two colours.
[[nodiscard]] float clearness(const cv::Mat1f& levels);

}  // namespace garita::reader
