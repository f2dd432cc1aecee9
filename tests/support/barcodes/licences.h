#pragma once

#include <cstdint>
#include <filesystem>
#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <vector>

namespace garita::tests {

/// What a driving licence's PDF417 says.
struct Licence {
  std::string file;
  std::string content;
};

/// The strings of ../shared/data/codes/aamva, which is no part of the project; none when it is not
/// there.
[[nodiscard]] std::vector<Licence> published_licences(const std::filesystem::path& folder);

/// The PDF417 of `content` as Debian's zint draws it: 13 columns, error correction level 5, one
/// pixel a module across, 0 is dark. Absent when zint is not installed or does not draw it.
[[nodiscard]] std::optional<cv::Mat1b> drawn_by_zint(const std::string& content);

/// How a symbol is taken.
struct SymbolTaken {
  double module_px = 3;
  double degrees = 0;       ///< counter-clockwise
  double contrast = 0.65;   ///< from dark to light, of 255
  double noise = 5;         ///< standard deviation of every pixel
  double blur_modules = 0;  ///< standard deviation
  std::uint64_t seed = 1;   ///< of the noise and of the place
};

/// A symbol (0 dark, 255 light, a pixel a module) on light card, anywhere on a copy of `page`. The
/// card reaches four modules beyond it.
[[nodiscard]] cv::Mat1b taken_on(const cv::Mat1b& page, const cv::Mat1b& symbol,
                                 const SymbolTaken& taken);

}  // namespace garita::tests
