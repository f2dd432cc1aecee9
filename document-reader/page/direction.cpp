#include "document-reader/page/direction.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "document-reader/page/view.h"

namespace garita::reader {
namespace {

constexpr int kSidePx = 480;
constexpr std::size_t kPointsMax = 6'000;
// A line of print is some thirty times as long as tall: farther off its direction it has no gaps.
constexpr float kStepDegrees = 1.5F;
constexpr std::size_t kSteps = 120;
// Against the median of all directions. Pages of print reach 3 to 40, noise 1.1.
constexpr float kStandsOutMin = 2;

struct Ink {
  float x = 0;
  float y = 0;
};

// Where `grey` is darker than what is around it, about the middle.
std::vector<Ink> ink_of(const cv::Mat1b& grey) {
  cv::Mat1b dark;
  cv::morphologyEx(grey, dark, cv::MORPH_BLACKHAT,
                   cv::getStructuringElement(cv::MORPH_RECT, {7, 7}));
  cv::Mat1b mask;
  cv::threshold(dark, mask, 0, 255, cv::THRESH_BINARY | cv::THRESH_OTSU);
  std::vector<cv::Point> places;
  cv::findNonZero(mask, places);
  const std::size_t every = places.size() / kPointsMax + 1;
  std::vector<Ink> ink;
  for (std::size_t i = 0; i < places.size(); i += every) {
    ink.push_back({static_cast<float>(places[i].x - grey.cols / 2),
                   static_cast<float>(places[i].y - grey.rows / 2)});
  }
  return ink;
}

float degrees_of(std::size_t step) { return static_cast<float>(step) * kStepDegrees - 90; }

// How much the ink gathers in lines that run in this direction: a row of print has much, the gap
// under it none.
float gathering(const std::vector<Ink>& ink, float degrees) {
  // More than the diagonal of a square of kSidePx.
  constexpr int kHalf = kSidePx;
  constexpr std::size_t kApart = 3;
  std::array<int, 2 * kHalf> rows{};
  const float angle = degrees * std::numbers::pi_v<float> / 180;
  const float c = std::cos(angle);
  const float s = std::sin(angle);
  for (const Ink& one : ink) {
    ++rows[static_cast<std::size_t>(one.y * c - one.x * s + kHalf)];
  }
  float sum = 0;
  for (std::size_t row = 0; row + kApart + 1 < rows.size(); ++row) {
    const auto here = static_cast<float>(rows[row] + rows[row + 1]);
    const auto there = static_cast<float>(rows[row + kApart] + rows[row + kApart + 1]);
    sum += (here - there) * (here - there);
  }
  return sum;
}

}  // namespace

std::optional<float> direction_of_print(const PicturePyramid& picture) {
  const cv::Mat1b smallest = view_of(picture.level(picture.levels() - 1));
  const double scale =
      std::min(1.0, static_cast<double>(kSidePx) / std::max(smallest.cols, smallest.rows));
  cv::Mat1b grey;
  cv::resize(smallest, grey, {}, scale, scale, cv::INTER_AREA);
  const std::vector<Ink> ink = ink_of(grey);
  std::array<float, kSteps> gathered{};
  for (std::size_t step = 0; step < kSteps; ++step) {
    gathered.at(step) = gathering(ink, degrees_of(step));
  }
  const auto most = std::max_element(gathered.begin(), gathered.end());
  auto sorted = gathered;
  const auto median = sorted.begin() + kSteps / 2;
  std::nth_element(sorted.begin(), median, sorted.end());
  if (*most <= kStandsOutMin * *median) return std::nullopt;
  return degrees_of(static_cast<std::size_t>(most - gathered.begin()));
}

}  // namespace garita::reader
