#include "tests/support/specimens/desk.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace garita::tests {
namespace {

using Tone = cv::Vec3f;  // blue, green, red

cv::Mat3b toned(const cv::Mat1f& shade, Tone dark, Tone light) {
  cv::Mat3b picture(shade.size());
  for (int y = 0; y < shade.rows; ++y) {
    for (int x = 0; x < shade.cols; ++x) {
      const Tone tone = dark + (light - dark) * shade(y, x);
      picture(y, x) = {cv::saturate_cast<uchar>(tone[0]), cv::saturate_cast<uchar>(tone[1]),
                       cv::saturate_cast<uchar>(tone[2])};
    }
  }
  return picture;
}

cv::Mat3b wood(cv::Size size, Dice& dice) {
  cv::Mat1f rings = clouds(size, 90, 9, dice);
  const cv::Mat1f fibre = clouds(size, 3, 40, dice);
  for (int y = 0; y < size.height; ++y) {
    for (int x = 0; x < size.width; ++x) {
      const double ring = 0.5 + 0.5 * std::sin(rings(y, x) * 34);
      rings(y, x) = static_cast<float>(0.55 * ring + 0.45 * fibre(y, x));
    }
  }
  const bool pale = dice.chance(0.5);
  return pale ? toned(rings, {98, 142, 182}, {142, 186, 218})
              : toned(rings, {34, 52, 78}, {58, 84, 122});
}

cv::Mat3b cloth(cv::Size size, Dice& dice) {
  cv::Mat1f weave = clouds(size, 2.2, 1, dice);
  for (int y = 0; y < size.height; ++y) {
    for (int x = 0; x < size.width; ++x) {
      const double thread = 0.5 + 0.25 * std::sin(x * 1.1) + 0.25 * std::sin(y * 1.1);
      weave(y, x) = static_cast<float>(0.6 * weave(y, x) + 0.4 * thread);
    }
  }
  return toned(weave, {72, 56, 40}, {110, 88, 66});
}

}  // namespace

cv::Mat1f clouds(cv::Size size, double grain_px, double stretch, Dice& dice) {
  const cv::Size coarse(std::max(4, static_cast<int>(size.width / (grain_px * stretch)) + 3),
                        std::max(4, static_cast<int>(size.height / grain_px) + 3));
  cv::Mat1f small(coarse);
  for (auto& value : small) value = static_cast<float>(dice.between(0, 1));
  cv::Mat1f large;
  cv::resize(small, large, size, 0, 0, cv::INTER_CUBIC);
  for (auto& value : large) value = std::clamp(value, 0.0F, 1.0F);
  return large;
}

cv::Mat3b draw_desk(cv::Size size, Dice dice) {
  switch (dice.below(4)) {
    case 0:
    case 1:
      return wood(size, dice);
    case 2:
      return cloth(size, dice);
    default:
      break;
  }
  cv::Mat1f speckle = clouds(size, 4, 1, dice);
  const cv::Mat1f patches = clouds(size, 60, 1, dice);
  cv::addWeighted(speckle, 0.5, patches, 0.5, 0, speckle);
  return dice.chance(0.5) ? toned(speckle, {70, 68, 64}, {104, 102, 98})
                          : toned(speckle, {150, 154, 156}, {196, 200, 202});
}

}  // namespace garita::tests
