#pragma once

#include <cstdint>
#include <opencv2/core.hpp>

namespace garita::tests {

/// What a drawn face is drawn from.
struct Sitter {
  std::uint64_t seed = 0;
  bool beard_allowed = false;
  bool long_hair_likely = false;
  int age_years = 35;
};

/// A drawn, friendly face of nobody: 35 by 45 millimetres with the proportions that Doc 9303-3,
/// 3.9.1 asks of a portrait (70 to 80 % from chin to crown), at `dots_per_inch`. The same sitter
/// looks the same every time.
[[nodiscard]] cv::Mat3b draw_portrait(const Sitter& sitter, double dots_per_inch);

}  // namespace garita::tests
