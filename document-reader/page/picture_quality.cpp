#include "document-reader/page/picture_quality.h"

#include <algorithm>
#include <array>
#include <opencv2/imgproc.hpp>

namespace garita::reader {
namespace {

constexpr int kSidePx = 1024;
constexpr int kBurnt = 250;
// Paper that is lighter than this is white by itself: no glare can be told on it.
constexpr int kPaperMax = 225;

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

/// The largest connected patch of burnt pixels as a share of the whole: a lamp's reflection is one
/// patch, specks of noise are many.
float burnt_patch(const cv::Mat1b& grey) {
  cv::Mat white;
  cv::threshold(grey, white, kBurnt - 1, 255, cv::THRESH_BINARY);
  cv::Mat labels;
  cv::Mat numbers;
  cv::Mat centres;
  const int count = cv::connectedComponentsWithStats(white, labels, numbers, centres, 8);
  int largest = 0;
  for (int i = 1; i < count; ++i) {
    largest = std::max(largest, numbers.at<int>(i, cv::CC_STAT_AREA));
  }
  return static_cast<float>(largest) / static_cast<float>(grey.total());
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
