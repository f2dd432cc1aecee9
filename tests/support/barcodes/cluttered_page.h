#pragma once

#include <cstdint>
#include <opencv2/core.hpp>

namespace garita::tests {

/// A page full of what is no barcode: text in several faces and sizes, fine wavy lines, a table, a
/// portrait, shades as in a photograph; 1920 by 1080, a little noise. The same seed gives the same
/// pixels.
[[nodiscard]] cv::Mat1b cluttered_page(std::uint64_t seed);

/// How a picture is put upon a page.
struct PutDown {
  int quarter_turns = 0;   ///< clockwise
  double degrees = 0;      ///< counter-clockwise, besides
  std::uint64_t seed = 1;  ///< of the place
};

/// `picture` on a copy of `page`, wholly inside. Larger ones are made smaller until they fit 1200
/// by 960.
[[nodiscard]] cv::Mat1b pasted(const cv::Mat1b& page, const cv::Mat1b& picture, const PutDown& put);

}  // namespace garita::tests
