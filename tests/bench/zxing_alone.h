#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "tests/support/barcodes/published_barcodes.h"

namespace garita::tests {

/// What Debian's ZXing-C++ reads of a whole page by itself, without our locator: its best settings
/// (try harder, rotate, downscale) for the four symbologies that we read, several symbols a page.
[[nodiscard]] std::vector<SaidSymbol> read_with_zxing_alone(const cv::Mat1b& page);

}  // namespace garita::tests
