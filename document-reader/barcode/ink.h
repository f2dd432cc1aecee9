#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <opencv2/core.hpp>
#include <span>
#include <vector>

namespace garita::reader {

/// Where a picture is darker than its surroundings, one bit a pixel.
class Ink {
 public:
  Ink(int width_px, int height_px);

  [[nodiscard]] int width_px() const { return width_px_; }
  [[nodiscard]] int height_px() const { return height_px_; }
  [[nodiscard]] bool inside(int x, int y) const {
    return x >= 0 && y >= 0 && x < width_px_ && y < height_px_;
  }
  /// Outside the picture nothing is dark.
  [[nodiscard]] bool dark(int x, int y) const {
    if (!inside(x, y)) return false;
    const auto column = static_cast<std::size_t>(x);
    return ((row(y)[column / 64] >> (column % 64)) & 1U) != 0;
  }
  [[nodiscard]] bool dark(cv::Point2d place) const {
    return dark(cvRound(place.x), cvRound(place.y));
  }
  /// Pixel x is bit x % 64 of word x / 64; the bits beyond the width are 0.
  [[nodiscard]] std::span<const std::uint64_t> row(int y) const {
    return {words_.data() + words_a_row_ * static_cast<std::size_t>(y), words_a_row_};
  }
  [[nodiscard]] std::span<std::uint64_t> row(int y) {
    return {words_.data() + words_a_row_ * static_cast<std::size_t>(y), words_a_row_};
  }

 private:
  int width_px_;
  int height_px_;
  std::size_t words_a_row_;
  std::vector<std::uint64_t> words_;
};

/// The ink of a picture in uneven light: each pixel against the middle of its neighbourhood of some
/// 40 pixels. Where a neighbourhood is flat it takes the side of what lies left of and above it.
[[nodiscard]] Ink ink_of(const cv::Mat1b& picture);

/// Where the colour changes along a row or column: positions of the first pixel of each run, the
/// first run dark (it begins at 0 where the first pixel is dark). Run i is dark where i is even.
void changes_along_row(const Ink& ink, int y, std::vector<int>& changes);
void changes_along_column(const Ink& ink, int x, std::vector<int>& changes);

}  // namespace garita::reader
