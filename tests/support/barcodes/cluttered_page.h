#pragma once

#include <cstdint>
#include <opencv2/core.hpp>

namespace garita::tests {

/// A page full of what is no barcode: text in several faces and sizes, fine wavy lines, a table, a
/// portrait, shades as in a photograph; 1920 by 1080, a little noise. The same seed gives the same
/// pixels.
[[nodiscard]] cv::Mat1b cluttered_page(std::uint64_t seed);

/// `picture` put upon a copy of `page` where the seed says, wholly inside, after `quarter_turns`
/// clockwise. Larger ones are made smaller until they fit 1200 by 960.
[[nodiscard]] cv::Mat1b pasted(const cv::Mat1b& page, const cv::Mat1b& picture, std::uint64_t seed,
                               int quarter_turns);

}  // namespace garita::tests
