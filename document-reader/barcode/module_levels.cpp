#include "document-reader/barcode/module_levels.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace garita::reader {

cv::Mat1f module_levels(const Levels& levels, const ModuleGrid& grid) {
  const cv::Size size = grid.modules();
  cv::Mat1f means(size);
  const bool wide = grid.module_px({size.width / 2.0, size.height / 2.0}) > 2.6;
  constexpr double kOff = 0.18;
  for (int v = 0; v < size.height; ++v) {
    for (int u = 0; u < size.width; ++u) {
      const cv::Point2d middle = grid.at(u + 0.5, v + 0.5);
      float sum = levels.at(middle);
      if (wide) {
        const cv::Point2d across = (grid.at(u + 0.5 + kOff, v + 0.5) - middle);
        const cv::Point2d down = (grid.at(u + 0.5, v + 0.5 + kOff) - middle);
        sum += levels.at(middle + across) + levels.at(middle - across) + levels.at(middle + down) +
               levels.at(middle - down);
        sum /= 5;
      }
      means(v, u) = sum;
    }
  }
  return means;
}

namespace {

/// Between the dark and the light modules around each one.
cv::Mat1f thresholds_of(const cv::Mat1f& levels) {
  const int side = std::min({15, levels.cols | 1, levels.rows | 1});
  const cv::Size window(side, side);
  cv::Mat1f threshold;
  cv::boxFilter(levels, threshold, CV_32F, window, {-1, -1}, true, cv::BORDER_REFLECT_101);
  cv::Mat1f dark_share(levels.size());
  cv::Mat1f dark(levels.size());
  cv::Mat1f light(levels.size());
  for (int y = 0; y < levels.rows; ++y) {
    for (int x = 0; x < levels.cols; ++x) {
      const bool is_dark = levels(y, x) < threshold(y, x);
      dark_share(y, x) = is_dark ? 1.0F : 0.0F;
      dark(y, x) = is_dark ? levels(y, x) : 0.0F;
      light(y, x) = is_dark ? 0.0F : levels(y, x);
    }
  }
  for (cv::Mat1f* sums : {&dark_share, &dark, &light}) {
    cv::boxFilter(*sums, *sums, CV_32F, window, {-1, -1}, true, cv::BORDER_REFLECT_101);
  }
  for (int y = 0; y < levels.rows; ++y) {
    for (int x = 0; x < levels.cols; ++x) {
      const float share = dark_share(y, x);
      if (share < 0.05F || share > 0.95F) continue;
      threshold(y, x) = (dark(y, x) / share + light(y, x) / (1 - share)) / 2;
    }
  }
  return threshold;
}

}  // namespace

ModuleMatrix dark_modules(const cv::Mat1f& levels, float sharpening) {
  cv::Mat1f sharp = levels;
  if (sharpening > 0) {
    const float lent = sharpening / 4;
    const cv::Matx33f kernel(0, -lent, 0, -lent, 1 + sharpening, -lent, 0, -lent, 0);
    cv::filter2D(levels, sharp, CV_32F, kernel, {-1, -1}, 0, cv::BORDER_REPLICATE);
  }
  const cv::Mat1f threshold = thresholds_of(sharp);
  ModuleMatrix modules;
  modules.columns = levels.cols;
  modules.rows = levels.rows;
  modules.dark.reserve(levels.total());
  for (int y = 0; y < levels.rows; ++y) {
    for (int x = 0; x < levels.cols; ++x) {
      modules.dark.push_back(sharp(y, x) < threshold(y, x) ? 1 : 0);
    }
  }
  return modules;
}

float clearness(const cv::Mat1f& levels) {
  const cv::Mat1f threshold = thresholds_of(levels);
  double dark = 0;
  double light = 0;
  double darks = 0;
  double lights = 0;
  for (int y = 0; y < levels.rows; ++y) {
    for (int x = 0; x < levels.cols; ++x) {
      const double off = static_cast<double>(levels(y, x) - threshold(y, x));
      (off < 0 ? dark : light) += off;
      (off < 0 ? darks : lights) += 1;
    }
  }
  if (darks == 0 || lights == 0) return 0;
  const double reach = std::max(light / lights, -dark / darks);
  double clear = 0;
  for (int y = 0; y < levels.rows; ++y) {
    for (int x = 0; x < levels.cols; ++x) {
      const double off = std::abs(static_cast<double>(levels(y, x) - threshold(y, x)));
      clear += std::min(1.0, off / reach);
    }
  }
  return static_cast<float>(clear / static_cast<double>(levels.total()));
}

}  // namespace garita::reader
