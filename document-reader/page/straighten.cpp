#include "document-reader/page/straighten.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <opencv2/imgproc.hpp>
#include <optional>

#include "document-reader/page/rhythm.h"
#include "document-reader/page/strip_cutter.h"
#include "document-reader/page/view.h"

namespace garita::reader {
namespace {

constexpr StripShape kStrip{
    .height_px = kStripHeightPx, .capital_px = kStripCapitalPx, .margin_px = 96};

// The level that `share` of all are not above.
int level_at(const std::array<int, 256>& counts, double share) {
  const int all = std::accumulate(counts.begin(), counts.end(), 0);
  int below = 0;
  for (int level = 0; level < 256; ++level) {
    below += counts[static_cast<std::size_t>(level)];
    if (below > share * all) return level;
  }
  return 255;
}

PrintQuality quality_of(const cv::Mat1b& strip, float height_px) {
  std::array<int, 256> greys{};
  std::array<int, 256> steps{};
  cv::Mat1s edges;
  cv::Sobel(strip, edges, CV_16S, 1, 0, 3);
  for (int y = 0; y < strip.rows; ++y) {
    for (int x = 0; x < strip.cols; ++x) {
      ++greys[strip(y, x)];
      ++steps[static_cast<std::size_t>(std::min(255, std::abs(edges(y, x)) / 8))];
    }
  }
  const auto spread =
      static_cast<float>(std::max(1, level_at(greys, 0.95) - level_at(greys, 0.05)));
  // A crisp edge rises within one pixel of the picture, however many of the strip those are.
  const float pixels = std::max(1.0F, kStripCapitalPx / std::max(1.0F, height_px));
  const auto step = static_cast<float>(level_at(steps, 0.95));
  return {.character_px = height_px,
          .sharpness = std::clamp(step * pixels * 2 / spread, 0.0F, 1.0F),
          .contrast = spread / 255};
}

std::optional<LineCurve> settle(const PicturePyramid& picture, LineCurve curve) {
  // Twice: the first look may be off by a third of the height.
  for (int time = 0; time < 2; ++time) {
    const std::optional<LineCurve> better = settled(picture, curve);
    if (!better) return time == 0 ? std::nullopt : std::optional(curve);
    curve = *better;
    curve.height_px = std::max(curve.height_px, 3.0F);
  }
  return curve;
}

LineStrip strip_of(const cv::Mat1b& flat, float taper) {
  LineStrip strip{.grey = picture_of(flat)};
  strip.top_px = (kStripHeightPx - kStripCapitalPx) / 2;
  strip.baseline_px = strip.top_px + kStripCapitalPx;
  strip.left_px = static_cast<float>(kStrip.margin_px);
  strip.right_px = static_cast<float>(flat.cols - kStrip.margin_px);
  strip.taper = taper;
  strip.pitch_px = rhythm_of(flat, kStripCapitalPx).pitch_px;
  return strip;
}

bool lies_inside(const LineCurve& curve, const GreyPicture& picture) {
  const cv::Point2f middle = (curve.start + curve.end) / 2;
  return middle.x >= 0 && middle.y >= 0 && middle.x < static_cast<float>(picture.width_px) &&
         middle.y < static_cast<float>(picture.height_px);
}

// Two traces that settled on one line of print.
bool is_same_print(const LineCurve& first, const LineCurve& second) {
  const cv::Point2f chord = first.end - first.start;
  const cv::Point2f apart = (second.start + second.end) / 2 - (first.start + first.end) / 2;
  const double gap = std::abs(chord.cross(apart)) / std::max(1.0, cv::norm(chord));
  return gap < 0.8 * static_cast<double>(std::max(first.height_px, second.height_px));
}

std::array<PicturePoint, 4> corners_of(const LineCurve& first, const LineCurve& last) {
  const auto corner = [](const LineCurve& curve, cv::Point2f end, float side) {
    const float larger =
        end == curve.start ? 2 / (1 + curve.taper) : 2 * curve.taper / (1 + curve.taper);
    const cv::Point2f chord = curve.end - curve.start;
    const cv::Point2f across = cv::Point2f(-chord.y, chord.x) / std::max(1.0, cv::norm(chord));
    const cv::Point2f place = end + across * (side * larger * curve.height_px / 2);
    return PicturePoint{.x_px = place.x, .y_px = place.y};
  };
  return {corner(first, first.start, -1), corner(first, first.end, -1), corner(last, last.end, 1),
          corner(last, last.start, 1)};
}

// Parallel lines that converge lie deeper where they are nearer to one another.
float taper_of(const std::vector<LineCurve>& curves) {
  // Beyond this it is another line's print that was settled on.
  constexpr float kTaperMax = 1.6F;
  if (curves.size() < 2) return 1;
  const LineCurve& first = curves.front();
  const cv::Point2f chord = curves.back().end - curves.back().start;
  const auto gap = [&](cv::Point2f from) {
    return static_cast<float>(std::abs(chord.cross(from - curves.back().start)));
  };
  const float taper = gap(first.end) / std::max(gap(first.start), 1.0F);
  return std::clamp(taper, 1 / kTaperMax, kTaperMax);
}

std::vector<LineCurve> curves_of(const PicturePyramid& picture, const ZoneCandidate& candidate) {
  std::vector<LineCurve> curves;
  for (const LineTrace& trace : candidate.lines) {
    if (trace.middle.size() < 2 || trace.height_px <= 0) continue;
    const std::optional<LineCurve> curve = settle(picture, curve_of(trace));
    if (!curve || !lies_inside(*curve, picture.level(0))) continue;
    if (!curves.empty() && is_same_print(curves.back(), *curve)) continue;
    curves.push_back(*curve);
  }
  return curves;
}

StraightZone straighten_print(const PicturePyramid& picture, const ZoneCandidate& candidate,
                              Depth depth) {
  StraightZone zone;
  std::vector<LineCurve> curves = curves_of(picture, candidate);
  zone.taper = taper_of(curves);
  for (LineCurve& curve : curves) {
    if (depth == Depth::kAsLinesConverge) curve.taper = zone.taper;
    const cv::Mat1b flat = cut_strip(picture, curve, kStrip);
    if (zone.lines.empty()) zone.quality = quality_of(flat, curve.height_px);
    zone.lines.push_back(strip_of(flat, curve.taper));
    zone.lines.back().corners = corners_of(curve, curve);
  }
  if (!curves.empty()) zone.corners = corners_of(curves.front(), curves.back());
  return zone;
}

}  // namespace

float seen_share(float share, float taper) {
  // Far beyond the line's ends the page would lie behind the camera.
  return share / std::max(0.2F, taper + (1 - taper) * share);
}

StraightZone straighten(const PicturePyramid& picture, const ZoneCandidate& candidate,
                        Depth depth) {
  try {
    return straighten_print(picture, candidate, depth);
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
    line.taper = 1 / before.taper;
    std::rotate(line.corners.begin(), line.corners.begin() + 2, line.corners.end());
  }
  std::rotate(turned.corners.begin(), turned.corners.begin() + 2, turned.corners.end());
  turned.taper = 1 / zone.taper;
  return turned;
}

}  // namespace garita::reader
