#pragma once

#include <opencv2/core.hpp>

namespace garita::reader {

/// How regularly characters follow one another in a strip.
struct Rhythm {
  float pitch_px = 0;  ///< 0: no rhythm
  float strength = 0;  ///< 0 to about 1
};

/// The rhythm of `strip`, whose print stands around the middle row with capitals `capital_px` tall.
/// Print of one pitch has it and proportional print has not: what tells this zone from other text.
[[nodiscard]] Rhythm rhythm_of(const cv::Mat1b& strip, float capital_px);

}  // namespace garita::reader
