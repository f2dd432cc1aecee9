#pragma once

#include <opencv2/core.hpp>

#include "tests/support/specimens/dice.h"

namespace garita::tests {

/// What lies under the document: wood, cloth, stone or a desk mat, from the dice.
[[nodiscard]] cv::Mat3b draw_desk(cv::Size size, Dice dice);

/// Smooth noise, 0 to 1, features about `grain_px` across, stretched along x by `stretch`.
[[nodiscard]] cv::Mat1f clouds(cv::Size size, double grain_px, double stretch, Dice& dice);

}  // namespace garita::tests
