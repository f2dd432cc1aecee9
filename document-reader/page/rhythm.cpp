#include "document-reader/page/rhythm.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace garita::reader {
namespace {

constexpr float kStrengthMin = 0.12F;
constexpr int kTimes = 8;

// A column's mean darkness over the print's rows, less what changes slowly.
std::vector<float> column_profile(const cv::Mat1b& strip, float capital_px) {
  const int top = std::max(0, static_cast<int>((static_cast<float>(strip.rows) - capital_px) / 2));
  cv::Mat1f mean;
  cv::reduce(strip.rowRange(top, strip.rows - top), mean, 0, cv::REDUCE_AVG, CV_32F);
  cv::Mat1f slow;
  cv::blur(mean, slow, {static_cast<int>(capital_px * 2.5F) | 1, 1});
  mean = slow - mean;
  return {mean.begin(), mean.end()};
}

float correlation(const std::vector<float>& profile, float lag) {
  const auto whole = static_cast<std::size_t>(lag);
  const float part = lag - static_cast<float>(whole);
  float near = 0;
  float far = 0;
  for (std::size_t i = 0; i + whole + 1 < profile.size(); ++i) {
    near += profile[i] * profile[i + whole];
    far += profile[i] * profile[i + whole + 1];
  }
  return (1 - part) * near + part * far;
}

}  // namespace

Rhythm rhythm_of(const cv::Mat1b& strip, float capital_px) {
  const std::vector<float> profile = column_profile(strip, capital_px);
  Rhythm best{.pitch_px = 0, .strength = kStrengthMin};
  const float power = correlation(profile, 0);
  if (power <= 0) return {};
  // Agreement with itself one, two … eight pitches on, and disagreement half a pitch beside.
  for (float pitch = 0.6F * capital_px; pitch < 1.7F * capital_px; pitch *= 1.008F) {
    float agreement = 0;
    for (int times = 1; times <= kTimes; ++times) {
      const auto n = static_cast<float>(times);
      agreement += correlation(profile, pitch * n) - correlation(profile, pitch * (n - 0.5F)) / 2;
    }
    agreement /= power * kTimes;
    if (agreement > best.strength) best = {.pitch_px = pitch, .strength = agreement};
  }
  return best.pitch_px > 0 ? best : Rhythm{};
}

}  // namespace garita::reader
