#include "document-reader/glyph/segment.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace garita::reader {
namespace {

// From one character to the next the places may be so much off the pitch.
constexpr int kShiftPxMax = 2;
constexpr float kShiftCost = 0.12F;  // times the square of the shift
float sample(const cv::Mat1b& grey, int row, float column) {
  const float inside = std::clamp(column, 0.0F, static_cast<float>(grey.cols - 1));
  const int left = std::min(static_cast<int>(inside), grey.cols - 2);
  const float part = inside - static_cast<float>(left);
  return (1 - part) * static_cast<float>(grey(row, left)) +
         part * static_cast<float>(grey(row, left + 1));
}

}  // namespace

std::vector<Window> windows_at(const MeasuredLine& line, const std::vector<float>& centres_px,
                               float lower_px) {
  constexpr int kAbove = (kMeasuredHeightPx - kWindowHeightPx) / 2;
  const float top = static_cast<float>(kAbove) + lower_px;
  const int first_row = static_cast<int>(std::floor(top));
  const float part = top - static_cast<float>(first_row);
  const auto row_inside = [&](int row) { return std::clamp(row, 0, line.grey.rows - 1); };
  std::vector<Window> windows;
  windows.reserve(centres_px.size());
  for (const float centre : centres_px) {
    Window& window = windows.emplace_back();
    float* pixel = window.data();
    const float left = centre - (kWindowWidthPx - 1) / 2.0F;
    for (int y = 0; y < kWindowHeightPx; ++y) {
      const int above = row_inside(first_row + y);
      const int below = row_inside(first_row + y + 1);
      for (int x = 0; x < kWindowWidthPx; ++x) {
        const float column = left + static_cast<float>(x);
        *pixel = (1 - part) * sample(line.grey, above, column);
        if (part > 0) *pixel += part * sample(line.grey, below, column);
        ++pixel;
      }
    }
    normalise(window);
  }
  return windows;
}

std::vector<float> characters_along(const NetworkWeights& weights, const MeasuredLine& line,
                                    int step) {
  std::vector<float> centres;
  for (int x = 0; x < line.grey.cols; x += step) centres.push_back(static_cast<float>(x));
  std::vector<float> along;
  along.reserve(centres.size());
  for (const ClassScores& scores : judge(weights, windows_at(line, centres, 0))) {
    // The likeliest one, not the sum over all: between two characters several share.
    along.push_back(std::max(*std::max_element(scores.begin(), scores.end() - 1), -kDoubtMax));
  }
  return along;
}

float rhythm_score(const std::vector<float>& along, int step) {
  constexpr int kCharacters = 6;
  const int pitch = kCellPitchPx / step;
  const int block = kCharacters * pitch;
  const int blocks = static_cast<int>(along.size()) / block;
  if (blocks == 0) return -kDoubtMax;
  float sum = 0;
  for (int i = 0; i < blocks; ++i) {
    float best = -kDoubtMax;
    for (int phase = 0; phase < pitch; ++phase) {
      float mean = 0;
      for (int c = 0; c < kCharacters; ++c) {
        mean += along[static_cast<std::size_t>(i * block + phase + c * pitch)] / kCharacters;
      }
      best = std::max(best, mean);
    }
    sum += best;
  }
  return sum / static_cast<float>(blocks);
}

Segmentation segment(const std::vector<float>& along, int cells) {
  const auto columns = static_cast<int>(along.size());
  Segmentation segmentation;
  if (columns < cells * kCellPitchPx) return segmentation;
  // total[x]: the best of cells 0..c with cell c at x; from[c][x]: where cell c-1 then stands.
  const auto width = static_cast<std::size_t>(columns);
  std::vector<float> total = along;
  std::vector<std::vector<std::int16_t>> from(static_cast<std::size_t>(cells),
                                              std::vector<std::int16_t>(width, 0));
  for (std::size_t cell = 1; cell < static_cast<std::size_t>(cells); ++cell) {
    std::vector<float> next(width, -1e9F);
    for (int x = kCellPitchPx - kShiftPxMax; x < columns; ++x) {
      const auto place = static_cast<std::size_t>(x);
      for (int shift = -kShiftPxMax; shift <= kShiftPxMax; ++shift) {
        const int before = x - kCellPitchPx - shift;
        if (before < 0) continue;
        const float sum = total[static_cast<std::size_t>(before)] -
                          kShiftCost * static_cast<float>(shift * shift) + along[place];
        if (sum <= next[place]) continue;
        next[place] = sum;
        from[cell][place] = static_cast<std::int16_t>(before);
      }
    }
    total = std::move(next);
  }
  const auto end = std::max_element(total.begin(), total.end());
  segmentation.score = *end / static_cast<float>(cells);
  segmentation.centres_px.resize(static_cast<std::size_t>(cells));
  auto place = static_cast<std::size_t>(end - total.begin());
  for (auto cell = static_cast<std::size_t>(cells); cell-- > 0;) {
    segmentation.centres_px[cell] = static_cast<float>(place);
    place = static_cast<std::size_t>(from[cell][place]);
  }
  return segmentation;
}

}  // namespace garita::reader
