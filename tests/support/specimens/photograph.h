#pragma once

#include <cstdint>
#include <opencv2/core.hpp>
#include <optional>
#include <string_view>
#include <vector>

#include "tests/support/specimens/fields.h"

namespace garita::tests {

/// How a document is taken.
enum class Strength {
  kClean,   ///< a flatbed's scan: upright, even light, a narrow edge of the lid
  kDecent,  ///< a desk camera or a careful hand: a few degrees, some shadow, slight blur and noise
  kHard,    ///< held in a hurry: steep perspective, deep shadow, glare, motion, coarse compression
};
/// "clean", "decent", "hard". Remedy: reject.
[[nodiscard]] Result<Strength> parse_strength(std::string_view name);
[[nodiscard]] std::string_view strength_name(Strength strength);

struct PhotographSettings {
  Strength strength = Strength::kDecent;
  std::uint64_t seed = 1;
  int long_side_px = 1920;  ///< the frame is 16:9 (a scan: the document and its edge);
                            ///< turned by 90 or 270 degrees it stands upright
  /// Quarter turns clockwise, 0 to 3; absent: the seed chooses one of the four (a scan stays
  /// upright).
  std::optional<int> quarter_turns = std::nullopt;
  Flaw flaw = Flaw::kNone;  ///< kBlurred and kCoveredZone; the others are on the document itself
};

/// Takes a picture of `page` (draw_specimen). The same page and settings give the same pixels.
/// `width_mm` is the page's true width, which sets how large things on it are.
[[nodiscard]] cv::Mat3b photograph(const cv::Mat3b& page, double width_mm,
                                   const PhotographSettings& settings);

enum class PictureFile { kPng, kJpeg };
/// The bytes of a file. JPEG: `quality` 1 to 100.
[[nodiscard]] std::vector<std::uint8_t> encoded(const cv::Mat3b& picture, PictureFile kind,
                                                int quality = 90);

}  // namespace garita::tests
