#include "document-reader/page/straighten.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <optional>

#include "document-reader/page/strip_cutter.h"

namespace garita::reader {
namespace {

constexpr StripShape kStrip{
    .height_px = kStripHeightPx, .capital_px = kStripCapitalPx, .margin_px = 96};

// A column's mean darkness over the print's rows, less what changes slowly.
std::vector<float> column_profile(const cv::Mat1b& strip) {
  constexpr int kTop = (kStripHeightPx - static_cast<int>(kStripCapitalPx)) / 2;
  cv::Mat1f mean;
  cv::reduce(strip.rowRange(kTop, kStripHeightPx - kTop), mean, 0, cv::REDUCE_AVG, CV_32F);
  cv::Mat1f slow;
  cv::blur(mean, slow, {81, 1});
  mean = slow - mean;
  return {mean.begin(), mean.end()};
}

float correlation(const std::vector<float>& profile, float lag) {
  const auto whole = static_cast<std::size_t>(lag);
  const float part = lag - static_cast<float>(whole);
  float sum = 0;
  for (std::size_t i = 0; i + whole + 1 < profile.size(); ++i) {
    sum += profile[i] * ((1 - part) * profile[i + whole] + part * profile[i + whole + 1]);
  }
  return sum;
}

// The print's own rhythm: the distance at which the profile agrees best with itself, once, twice
// … eight times over. 0 where it has none.
float rhythm_of(const std::vector<float>& profile) {
  float power = correlation(profile, 0);
  if (power <= 0) return 0;
  float best = 0;
  float best_agreement = 0.12F;
  for (float pitch = 0.6F * kStripCapitalPx; pitch < 1.7F * kStripCapitalPx; pitch *= 1.006F) {
    float agreement = 0;
    for (int times = 1; times <= 8; ++times) {
      agreement += correlation(profile, pitch * static_cast<float>(times)) / power / 8;
      agreement -= correlation(profile, pitch * (static_cast<float>(times) - 0.5F)) / power / 16;
    }
    if (agreement > best_agreement) {
      best_agreement = agreement;
      best = pitch;
    }
  }
  return best;
}

GreyPicture picture_of(const cv::Mat1b& strip) {
  return {.width_px = strip.cols,
          .height_px = strip.rows,
          .pixels = std::vector<std::uint8_t>(strip.begin(), strip.end())};
}

PrintQuality quality_of(const cv::Mat1b& strip, float height_px) {
  std::vector<std::uint8_t> levels(strip.begin(), strip.end());
  const auto at = [&](double share) {
    const auto place = levels.begin() +
                       static_cast<std::ptrdiff_t>(share * static_cast<double>(levels.size() - 1));
    std::nth_element(levels.begin(), place, levels.end());
    return static_cast<float>(*place);
  };
  const float spread = std::max(1.0F, at(0.95) - at(0.05));
  cv::Mat1s edges;
  cv::Sobel(strip, edges, CV_16S, 1, 0, 3);
  std::vector<float> steps;
  for (const short edge : edges) steps.push_back(static_cast<float>(std::abs(edge)) / 8);
  const auto high = steps.begin() + static_cast<std::ptrdiff_t>(steps.size() * 95 / 100);
  std::nth_element(steps.begin(), high, steps.end());
  // A crisp edge rises within one pixel of the picture, however many of the strip those are.
  const float pixels = std::max(1.0F, kStripCapitalPx / std::max(1.0F, height_px));
  return {.character_px = height_px,
          .sharpness = std::clamp(*high * pixels * 2 / spread, 0.0F, 1.0F),
          .contrast = spread / 255};
}

std::optional<LineCurve> settle(const cv::Mat1b& picture, LineCurve curve) {
  // Twice: the first look may be off by a third of the height.
  for (int time = 0; time < 2; ++time) {
    const std::optional<LineCurve> better = settled(picture, curve);
    if (!better) return time == 0 ? std::nullopt : std::optional(curve);
    curve = *better;
    curve.height_px = std::max(curve.height_px, 3.0F);
  }
  return curve;
}

LineStrip strip_of(const cv::Mat1b& flat) {
  LineStrip strip{.grey = picture_of(flat)};
  strip.top_px = (kStripHeightPx - kStripCapitalPx) / 2;
  strip.baseline_px = strip.top_px + kStripCapitalPx;
  strip.left_px = static_cast<float>(kStrip.margin_px);
  strip.right_px = static_cast<float>(flat.cols - kStrip.margin_px);
  strip.pitch_px = rhythm_of(column_profile(flat));
  return strip;
}

bool lies_inside(const LineCurve& curve, const cv::Mat1b& picture) {
  const cv::Point2f middle = (curve.start + curve.end) / 2;
  return middle.x >= 0 && middle.y >= 0 && middle.x < static_cast<float>(picture.cols) &&
         middle.y < static_cast<float>(picture.rows);
}

std::array<PicturePoint, 4> corners_of(const LineCurve& first, const LineCurve& last) {
  const auto corner = [](const LineCurve& curve, cv::Point2f end, float side) {
    const cv::Point2f chord = curve.end - curve.start;
    const cv::Point2f across = cv::Point2f(-chord.y, chord.x) / std::max(1.0, cv::norm(chord));
    const cv::Point2f place = end + across * (side * curve.height_px / 2);
    return PicturePoint{.x_px = place.x, .y_px = place.y};
  };
  return {corner(first, first.start, -1), corner(first, first.end, -1), corner(last, last.end, 1),
          corner(last, last.start, 1)};
}

StraightZone straighten_print(const cv::Mat1b& picture, const ZoneCandidate& candidate) {
  StraightZone zone;
  std::vector<LineCurve> curves;
  for (const LineTrace& trace : candidate.lines) {
    if (trace.middle.size() < 2 || trace.height_px <= 0) continue;
    const std::optional<LineCurve> curve = settle(picture, curve_of(trace));
    if (!curve || !lies_inside(*curve, picture)) continue;
    const cv::Mat1b flat = cut_strip(picture, *curve, kStrip);
    if (flat.empty()) continue;
    if (curves.empty()) zone.quality = quality_of(flat, curve->height_px);
    zone.lines.push_back(strip_of(flat));
    curves.push_back(*curve);
  }
  if (!curves.empty()) zone.corners = corners_of(curves.front(), curves.back());
  return zone;
}

}  // namespace

StraightZone straighten(const GreyPicture& picture, const ZoneCandidate& candidate) {
  if (!is_readable(picture)) return {};
  try {
    const cv::Mat1b grey(picture.height_px, picture.width_px,
                         const_cast<std::uint8_t*>(picture.pixels.data()));  // only read
    return straighten_print(grey, candidate);
  } catch (const cv::Exception&) {
    return {};
  }
}

StraightZone turned(const StraightZone& zone) {
  StraightZone turned = zone;
  std::reverse(turned.lines.begin(), turned.lines.end());
  for (LineStrip& line : turned.lines) {
    std::reverse(line.grey.pixels.begin(), line.grey.pixels.end());
    const auto width = static_cast<float>(line.grey.width_px);
    const auto height = static_cast<float>(line.grey.height_px);
    const LineStrip before = line;
    line.left_px = width - before.right_px;
    line.right_px = width - before.left_px;
    line.top_px = height - before.baseline_px;
    line.baseline_px = height - before.top_px;
  }
  std::rotate(turned.corners.begin(), turned.corners.begin() + 2, turned.corners.end());
  return turned;
}

}  // namespace garita::reader
