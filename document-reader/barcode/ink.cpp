#include "document-reader/barcode/ink.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <opencv2/imgproc.hpp>

namespace garita::reader {
namespace {

constexpr int kBlockPx = 8;
/// Steps between neighbouring pixels that are no more than this are noise.
constexpr std::uint8_t kNoise = 8;
/// Steps that a neighbourhood must have for its edges to say what is dark: about one edge as long
/// as a block.
constexpr float kStepsMin = 500;

/// Steps between neighbouring pixels, block by block: their sum, and the sum of the levels in their
/// middle, each as often as the step is large.
struct Edges {
  cv::Mat1f steps;
  cv::Mat1f levels;
};

/// The step between two levels, less what is noise.
std::uint8_t step_between(std::uint8_t a, std::uint8_t b) {
  const std::uint8_t low = std::min(a, b);
  const std::uint8_t high = std::max(a, b);
  const auto step = static_cast<std::uint8_t>(high - low);
  return static_cast<std::uint8_t>(std::max(step, kNoise) - kNoise);
}

/// A level, as often as a step is large; a sixteenth of it, so that sums stay small.
std::uint16_t weighted(std::uint8_t step, std::uint8_t a, std::uint8_t b) {
  const auto middle = static_cast<std::uint16_t>((a + b + 1) / 2);
  return static_cast<std::uint16_t>(static_cast<std::uint16_t>(step * middle) / 16);
}

/// Sums of columns over a block's height. Small types: more of them are added at once.
struct ColumnSums {
  std::vector<std::uint16_t> steps;
  std::vector<std::uint16_t> levels;
};

void add_row(const std::uint8_t* row, const std::uint8_t* below, std::size_t count,
             ColumnSums& sums) {
  std::uint16_t* steps = sums.steps.data();
  std::uint16_t* levels = sums.levels.data();
  for (std::size_t x = 0; x < count; ++x) {
    const std::uint8_t across = step_between(row[x], row[x + 1]);
    const std::uint8_t down = step_between(row[x], below[x]);
    steps[x] = static_cast<std::uint16_t>(steps[x] + across + down);
    levels[x] = static_cast<std::uint16_t>(levels[x] + weighted(across, row[x], row[x + 1]) +
                                           weighted(down, row[x], below[x]));
  }
}

Edges edges_of(const cv::Mat1b& picture) {
  const int across = (picture.cols + kBlockPx - 1) / kBlockPx;
  const int down = (picture.rows + kBlockPx - 1) / kBlockPx;
  Edges edges{cv::Mat1f(down, across, 0.0F), cv::Mat1f(down, across, 0.0F)};
  const auto width = static_cast<std::size_t>(picture.cols);
  ColumnSums sums{std::vector<std::uint16_t>(width), std::vector<std::uint16_t>(width)};
  for (int row = 0; row < down; ++row) {
    std::fill(sums.steps.begin(), sums.steps.end(), std::uint16_t{0});
    std::fill(sums.levels.begin(), sums.levels.end(), std::uint16_t{0});
    // Every other row says enough.
    for (int y = row * kBlockPx; y < std::min((row + 1) * kBlockPx, picture.rows - 1); y += 2) {
      add_row(picture.ptr(y), picture.ptr(y + 1), width - 1, sums);
    }
    for (int column = 0; column < across; ++column) {
      unsigned steps = 0;
      unsigned levels = 0;
      const std::size_t end = std::min(width, static_cast<std::size_t>(column + 1) * kBlockPx);
      for (std::size_t x = static_cast<std::size_t>(column) * kBlockPx; x < end; ++x) {
        steps += sums.steps[x];
        levels += sums.levels[x];
      }
      edges.steps(row, column) = static_cast<float>(steps);
      edges.levels(row, column) = static_cast<float>(levels * 16);
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

Ink::Ink(const cv::Mat1b& picture)
    : width_px_(picture.cols),
      height_px_(picture.rows),
      words_a_row_((static_cast<std::size_t>(picture.cols) + 63) / 64),
      words_(words_a_row_ * static_cast<std::size_t>(picture.rows)) {
  if (picture.cols >= kBlockPx && picture.rows >= kBlockPx) mark(picture);
  starts_.reserve(static_cast<std::size_t>(height_px_) + 1);
  for (int y = 0; y < height_px_; ++y) note_changes(y);
  starts_.push_back(changes_.size());
}

void Ink::mark(const cv::Mat1b& picture) {
  const cv::Mat1b thresholds = thresholds_of(picture);
  const auto width = static_cast<std::size_t>(picture.cols);
  std::vector<std::uint8_t> limit(width);
  std::vector<std::uint8_t> flags(words_a_row_ * 64);
  for (int y = 0; y < picture.rows; ++y) {
    if (y % kBlockPx == 0) {
      const std::uint8_t* line = thresholds.ptr(y / kBlockPx);
      for (std::size_t x = 0; x < width; ++x) limit[x] = line[x / kBlockPx];
    }
    const std::uint8_t* grey = picture.ptr(y);
    for (std::size_t x = 0; x < width; ++x) flags[x] = grey[x] <= limit[x] ? 1 : 0;
    std::uint64_t* words = words_.data() + words_a_row_ * static_cast<std::size_t>(y);
    for (std::size_t word = 0; word < words_a_row_; ++word) {
      for (std::size_t byte = 0; byte < 8; ++byte) {
        words[word] |= packed(flags.data() + 64 * word + 8 * byte) << (8 * byte);
      }
    }
  }
}

void Ink::note_changes(int y) {
  starts_.push_back(changes_.size());
  std::uint64_t carry = 0;
  int base = 0;
  for (const std::uint64_t word : row(y)) {
    std::uint64_t turns = word ^ ((word << 1U) | carry);
    carry = word >> 63U;
    for (; turns != 0; turns &= turns - 1) changes_.push_back(base + std::countr_zero(turns));
    base += 64;
  }
  // A dark run may reach the edge.
  if ((changes_.size() - starts_.back()) % 2 != 0) changes_.push_back(width_px_);
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
