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
  /// The ink of a picture in uneven light: each pixel against the middle of the edges around it.
  /// Where there are none near, those further off say what is dark.
  explicit Ink(const cv::Mat1b& picture);

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
  /// Where the colour changes along a row: the first pixel of each run, the first run dark, and the
  /// end of the last dark one. Run i goes from entry i to entry i + 1 and is dark where i is even.
  [[nodiscard]] std::span<const int> row_changes(int y) const {
    const auto line = static_cast<std::size_t>(y);
    return {changes_.data() + starts_[line], starts_[line + 1] - starts_[line]};
  }

 private:
  void mark(const cv::Mat1b& picture);
  void note_changes(int y);

  int width_px_;
  int height_px_;
  std::size_t words_a_row_;
  std::vector<std::uint64_t> words_;
  std::vector<int> changes_;
  std::vector<std::size_t> starts_;
};

/// As Ink::row_changes(), from the top of a column down.
void changes_along_column(const Ink& ink, int x, std::vector<int>& changes);

}  // namespace garita::reader
