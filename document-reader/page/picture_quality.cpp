#include "document-reader/page/picture_quality.h"

#include <algorithm>
#include <array>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace garita::reader {
namespace {

constexpr int kSidePx = 1024;
constexpr int kBurnt = 250;
// Paper that is lighter than this is white by itself: no glare can be told on it.
constexpr int kPaperMax = 225;
// A reflection fades by so many grey levels a pixel; an edge of paper or print is steeper.
constexpr float kFadeMax = 20;

using Histogram = std::array<int, 256>;

Histogram histogram_of(const cv::Mat1b& grey) {
  Histogram counts{};
  for (const auto value : grey) ++counts.at(value);
  return counts;
}

/// The value below which `share` of all lie.
int percentile(const Histogram& counts, int total, double share) {
  int left = static_cast<int>(share * total);
  for (int value = 0; value < 256; ++value) {
    left -= counts.at(static_cast<std::size_t>(value));
    if (left < 0) return value;
  }
  return 255;
}

/// How steeply the picture changes around most of a patch, in grey levels a pixel: print that a
/// reflection runs across is steep, but little of its edge.
float steepness_around(const cv::Mat1b& grey, const cv::Mat& patch) {
  cv::Mat around;
  cv::dilate(patch, around, cv::getStructuringElement(cv::MORPH_RECT, {3, 3}));
  around.setTo(0, patch);
  cv::Mat across;
  cv::Mat down;
  cv::Sobel(grey, across, CV_32F, 1, 0, 3, 0.125);
  cv::Sobel(grey, down, CV_32F, 0, 1, 3, 0.125);
  cv::Mat steepness;
  cv::magnitude(across, down, steepness);
  std::vector<float> values;
  for (int y = 0; y < around.rows; ++y) {
    for (int x = 0; x < around.cols; ++x) {
      if (around.at<std::uint8_t>(y, x) != 0) values.push_back(steepness.at<float>(y, x));
    }
  }
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// The largest connected patch of burnt pixels as a share of the whole, where it fades out as a
/// lamp's reflection does: specks of noise are many, and white paper has edges and print.
float burnt_patch(const cv::Mat1b& grey) {
  cv::Mat white;
  cv::threshold(grey, white, kBurnt - 1, 255, cv::THRESH_BINARY);
  cv::Mat labels;
  cv::Mat numbers;
  cv::Mat centres;
  const int count = cv::connectedComponentsWithStats(white, labels, numbers, centres, 8);
  int largest = 0;
  for (int i = 1; i < count; ++i) {
    const bool larger = largest == 0 || numbers.at<int>(i, cv::CC_STAT_AREA) >
                                            numbers.at<int>(largest, cv::CC_STAT_AREA);
    if (larger) largest = i;
  }
  if (largest == 0) return 0;
  cv::Mat patch;
  cv::compare(labels, largest, patch, cv::CMP_EQ);
  if (steepness_around(grey, patch) > kFadeMax) return 0;
  return static_cast<float>(numbers.at<int>(largest, cv::CC_STAT_AREA)) /
         static_cast<float>(grey.total());
}

float steepest(const cv::Mat1b& grey) {
  cv::Mat1s across;
  cv::Mat1s down;
  cv::Sobel(grey, across, CV_16S, 1, 0, 3);
  cv::Sobel(grey, down, CV_16S, 0, 1, 3);
  Histogram counts{};
  // A step of 255 from one pixel to the next gives 1020.
  std::transform(across.begin(), across.end(), down.begin(), across.begin(), [](short a, short b) {
    return static_cast<short>(std::min(255, std::max(std::abs(a), std::abs(b)) / 4));
  });
  for (const auto value : across) ++counts.at(static_cast<std::size_t>(value));
  return static_cast<float>(percentile(counts, static_cast<int>(grey.total()), 0.995)) / 255;
}

}  // namespace

PictureQuality picture_quality(const GreyPicture& picture) {
  if (!is_readable(picture)) return {};
  // Mat takes no const pixels; resize only reads them.
  const cv::Mat1b whole(picture.height_px, picture.width_px,
                        const_cast<std::uint8_t*>(picture.pixels.data()));
  const double scale =
      std::min(1.0, static_cast<double>(kSidePx) / std::max(whole.cols, whole.rows));
  cv::Mat1b grey;
  cv::resize(whole, grey, {}, scale, scale, cv::INTER_AREA);
  const auto counts = histogram_of(grey);
  const int total = static_cast<int>(grey.total());
  const int dark = percentile(counts, total, 0.01);
  const int light = percentile(counts, total, 0.99);
  PictureQuality quality;
  quality.range = static_cast<float>(light - dark) / 255;
  quality.light = static_cast<float>(percentile(counts, total, 0.95)) / 255;
  quality.sharpness = std::min(1.0F, steepest(grey) / std::max(0.05F, quality.range));
  if (percentile(counts, total, 0.5) < kPaperMax) quality.burnt = burnt_patch(grey);
  return quality;
}

}  // namespace garita::reader
