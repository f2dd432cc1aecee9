#include "document-reader/page/rhythm.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace garita::reader {
namespace {

constexpr float kStrengthMin = 0.12F;
constexpr int kTimes = 8;
// Against the height of a capital.
constexpr float kPitchMin = 0.6F;
constexpr float kPitchMax = 1.7F;

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

// Of the profile with itself so many pixels on: 0, 1, 2 …
std::vector<float> correlations(const std::vector<float>& profile, std::size_t count) {
  std::vector<float> sums(std::min(count, profile.size()));
  for (std::size_t lag = 0; lag < sums.size(); ++lag) {
    const float* on = profile.data() + lag;
    const std::size_t length = profile.size() - lag;
    // Four at a time: the sums do not wait for one another.
    std::array<float, 4> part{};
    std::size_t i = 0;
    for (; i + 4 <= length; i += 4) {
      for (std::size_t lane = 0; lane < 4; ++lane) part[lane] += profile[i + lane] * on[i + lane];
    }
    for (; i < length; ++i) part[0] += profile[i] * on[i];
    sums[lag] = part[0] + part[1] + part[2] + part[3];
  }
  return sums;
}

float at(const std::vector<float>& sums, float lag) {
  const auto whole = static_cast<std::size_t>(lag);
  if (whole + 1 >= sums.size()) return 0;
  const float part = lag - static_cast<float>(whole);
  return (1 - part) * sums[whole] + part * sums[whole + 1];
}

}  // namespace

Rhythm rhythm_of(const cv::Mat1b& strip, float capital_px) {
  const std::vector<float> profile = column_profile(strip, capital_px);
  Rhythm best{.pitch_px = 0, .strength = kStrengthMin};
  const float longest = kPitchMax * capital_px * kTimes;
  const std::vector<float> sums = correlations(profile, static_cast<std::size_t>(longest) + 2);
  if (sums.empty() || sums.front() <= 0) return {};
  // Agreement with itself one, two … eight pitches on, and disagreement half a pitch beside.
  for (float pitch = kPitchMin * capital_px; pitch < kPitchMax * capital_px; pitch *= 1.008F) {
    float agreement = 0;
    for (int times = 1; times <= kTimes; ++times) {
      const auto n = static_cast<float>(times);
      agreement += at(sums, pitch * n) - at(sums, pitch * (n - 0.5F)) / 2;
    }
    agreement /= sums.front() * kTimes;
    if (agreement > best.strength) best = {.pitch_px = pitch, .strength = agreement};
  }
  return best.pitch_px > 0 ? best : Rhythm{};
}

}  // namespace garita::reader
