#include "document-reader/glyph/cell.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace garita::reader {
namespace {

constexpr int kNeighboursPx = 18;     // to either side
constexpr float kDeviationFloor = 6;  // grey levels: less than this is paper, not print

/// Sums over a column and over its squares.
struct Sums {
  double values = 0;
  double squares = 0;
};

}  // namespace

void normalise(std::span<float> pixels, int width_px) {
  const auto width = static_cast<std::size_t>(width_px);
  // up_to[x]: over all columns before x.
  std::vector<Sums> up_to(width + 1);
  for (int y = 0; y < kLineHeightPx; ++y) {
    const float* row = pixels.data() + static_cast<std::size_t>(y) * width;
    for (std::size_t x = 0; x < width; ++x) {
      const auto value = static_cast<double>(row[x]);
      up_to[x + 1].values += value;
      up_to[x + 1].squares += value * value;
    }
  }
  for (std::size_t x = 0; x < width; ++x) {
    up_to[x + 1].values += up_to[x].values;
    up_to[x + 1].squares += up_to[x].squares;
  }
  std::vector<float> mean(width);
  std::vector<float> scale(width);
  for (int x = 0; x < width_px; ++x) {
    const auto from = static_cast<std::size_t>(std::max(0, x - kNeighboursPx));
    const auto to = static_cast<std::size_t>(std::min(width_px, x + kNeighboursPx + 1));
    const double count = static_cast<double>(to - from) * kLineHeightPx;
    const double middle = (up_to[to].values - up_to[from].values) / count;
    const double spread = (up_to[to].squares - up_to[from].squares) / count - middle * middle;
    const auto column = static_cast<std::size_t>(x);
    mean[column] = static_cast<float>(middle);
    scale[column] = 1 / (static_cast<float>(std::sqrt(std::max(0.0, spread))) + kDeviationFloor);
  }
  for (int y = 0; y < kLineHeightPx; ++y) {
    float* row = pixels.data() + static_cast<std::size_t>(y) * width;
    for (std::size_t x = 0; x < width; ++x) row[x] = (row[x] - mean[x]) * scale[x];
  }
}

}  // namespace garita::reader
