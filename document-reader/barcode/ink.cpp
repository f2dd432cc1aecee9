#include "document-reader/barcode/ink.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <opencv2/imgproc.hpp>

namespace garita::reader {
namespace {

constexpr int kBlockPx = 8;
/// Steps between neighbouring pixels that are no more than this are noise.
constexpr int kNoise = 8;
/// Steps that a neighbourhood must have for its edges to say what is dark: about one edge as long
/// as a block.
constexpr float kStepsMin = 500;

/// Steps between neighbouring pixels, block by block: their sum, and the sum of the levels in their
/// middle, each as often as the step is large.
struct Edges {
  cv::Mat1f steps;
  cv::Mat1f levels;
};

/// Adds the steps of two rows to sums of each column.
void add_row(const std::uint8_t* row, const std::uint8_t* below, std::size_t width,
             std::vector<std::uint16_t>& steps, std::vector<std::uint32_t>& levels) {
  for (std::size_t x = 0; x + 1 < width; ++x) {
    const int here = row[x];
    const int right = row[x + 1];
    const int under = below[x];
    const int across = std::max(std::abs(right - here) - kNoise, 0);
    const int down = std::max(std::abs(under - here) - kNoise, 0);
    steps[x] = static_cast<std::uint16_t>(steps[x] + across + down);
    levels[x] += static_cast<std::uint32_t>(across * (here + right) + down * (here + under));
  }
}

Edges edges_of(const cv::Mat1b& picture) {
  const int across = (picture.cols + kBlockPx - 1) / kBlockPx;
  const int down = (picture.rows + kBlockPx - 1) / kBlockPx;
  Edges edges{cv::Mat1f(down, across, 0.0F), cv::Mat1f(down, across, 0.0F)};
  const auto width = static_cast<std::size_t>(picture.cols);
  std::vector<std::uint16_t> steps(width);
  std::vector<std::uint32_t> levels(width);
  for (int row = 0; row < down; ++row) {
    std::fill(steps.begin(), steps.end(), std::uint16_t{0});
    std::fill(levels.begin(), levels.end(), 0U);
    // Every other row says enough.
    for (int y = row * kBlockPx; y < std::min((row + 1) * kBlockPx, picture.rows - 1); y += 2) {
      add_row(picture.ptr(y), picture.ptr(y + 1), width, steps, levels);
    }
    for (std::size_t x = 0; x < width; ++x) {
      const int column = static_cast<int>(x) / kBlockPx;
      edges.steps(row, column) += static_cast<float>(steps[x]);
      edges.levels(row, column) += static_cast<float>(levels[x]) / 2;
    }
  }
  return edges;
}

/// A level between dark and light for each block: the middle of the edges around it, near ones
/// counting most; where there are none near, of those further off; 0 in the middle of nowhere.
cv::Mat1b thresholds_of(const cv::Mat1b& picture) {
  const Edges edges = edges_of(picture);
  cv::Mat1b thresholds(edges.steps.size(), std::uint8_t{0});
  cv::Mat1f steps;
  cv::Mat1f levels;
  for (const int side : {5, 11, 31}) {
    const cv::Size window(side, side);
    // Twice a box: a hill.
    const cv::Size half((side + 1) / 2 | 1, (side + 1) / 2 | 1);
    cv::blur(edges.steps, steps, half);
    cv::blur(steps, steps, half);
    cv::blur(edges.levels, levels, half);
    cv::blur(levels, levels, half);
    const float enough = kStepsMin / static_cast<float>(window.area());
    for (int y = 0; y < thresholds.rows; ++y) {
      for (int x = 0; x < thresholds.cols; ++x) {
        if (thresholds(y, x) != 0 || steps(y, x) < enough) continue;
        thresholds(y, x) = static_cast<std::uint8_t>(std::max(1.0F, levels(y, x) / steps(y, x)));
      }
    }
  }
  return thresholds;
}

/// Eight bytes that are 0 or 1 as eight bits, the first the lowest.
std::uint64_t packed(const std::uint8_t* flags) {
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, flags, sizeof bytes);
  return (bytes * 0x0102040810204080U) >> 56U;
}

}  // namespace

Ink::Ink(int width_px, int height_px)
    : width_px_(width_px),
      height_px_(height_px),
      words_a_row_((static_cast<std::size_t>(width_px) + 63) / 64),
      words_(words_a_row_ * static_cast<std::size_t>(height_px)) {}

Ink ink_of(const cv::Mat1b& picture) {
  Ink ink(picture.cols, picture.rows);
  if (picture.cols < kBlockPx || picture.rows < kBlockPx) return ink;
  const cv::Mat1b thresholds = thresholds_of(picture);
  const auto width = static_cast<std::size_t>(picture.cols);
  std::vector<std::uint8_t> limit(width);
  std::vector<std::uint8_t> flags((width + 63) / 64 * 64);
  for (int y = 0; y < picture.rows; ++y) {
    if (y % kBlockPx == 0) {
      const std::uint8_t* line = thresholds.ptr(y / kBlockPx);
      for (std::size_t x = 0; x < width; ++x) limit[x] = line[x / kBlockPx];
    }
    const std::uint8_t* grey = picture.ptr(y);
    for (std::size_t x = 0; x < width; ++x) flags[x] = grey[x] <= limit[x] ? 1 : 0;
    const auto words = ink.row(y);
    for (std::size_t word = 0; word < words.size(); ++word) {
      for (std::size_t byte = 0; byte < 8; ++byte) {
        words[word] |= packed(flags.data() + 64 * word + 8 * byte) << (8 * byte);
      }
    }
  }
  return ink;
}

void changes_along_row(const Ink& ink, int y, std::vector<int>& changes) {
  changes.clear();
  std::uint64_t carry = 0;
  int base = 0;
  for (const std::uint64_t word : ink.row(y)) {
    std::uint64_t turns = word ^ ((word << 1U) | carry);
    carry = word >> 63U;
    for (; turns != 0; turns &= turns - 1) changes.push_back(base + std::countr_zero(turns));
    base += 64;
  }
  if (!changes.empty() && changes.back() > ink.width_px()) changes.back() = ink.width_px();
  if (changes.size() % 2 != 0) changes.push_back(ink.width_px());
}

void changes_along_column(const Ink& ink, int x, std::vector<int>& changes) {
  changes.clear();
  bool before = false;
  for (int y = 0; y < ink.height_px(); ++y) {
    const bool now = ink.dark(x, y);
    if (now != before) changes.push_back(y);
    before = now;
  }
  if (before) changes.push_back(ink.height_px());
}

}  // namespace garita::reader
