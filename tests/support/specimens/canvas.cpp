#include "tests/support/specimens/canvas.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>

namespace garita::tests {
namespace {

constexpr double kOversampling = 2;
constexpr double kMmPerInch = 25.4;
constexpr int kFixedBits = 4;  // OpenCV's sub-pixel shapes count in sixteenths

Place catmull_rom(const Path& p, std::size_t i, double t, bool closed) {
  const auto n = p.size();
  const auto at = [&](std::ptrdiff_t k) -> const Place& {
    const auto size = static_cast<std::ptrdiff_t>(n);
    const auto wrapped =
        closed ? (k % size + size) % size : std::clamp(k, std::ptrdiff_t{0}, size - 1);
    return p[static_cast<std::size_t>(wrapped)];
  };
  const auto k = static_cast<std::ptrdiff_t>(i);
  const Place a = at(k - 1);
  const Place b = at(k);
  const Place c = at(k + 1);
  const Place d = at(k + 2);
  return 0.5 * (2.0 * b + (c - a) * t + (2.0 * a - 5.0 * b + 4.0 * c - d) * (t * t) +
                (3.0 * b - a - 3.0 * c + d) * (t * t * t));
}

Path smoothed(const Path& through, bool closed) {
  constexpr int kSteps = 12;
  Path curve;
  const auto segments = closed ? through.size() : through.size() - 1;
  for (std::size_t i = 0; i < segments; ++i) {
    for (int step = 0; step < kSteps; ++step) {
      curve.push_back(catmull_rom(through, i, double(step) / kSteps, closed));
    }
  }
  if (!closed) curve.push_back(through.back());
  return curve;
}

/// A wide blur has no detail that a smaller picture would lose, and costs seconds at full size.
void soften(cv::Mat1b& mask, double deviation_px) {
  if (deviation_px <= 0) return;
  constexpr double kDeviationPx = 3;
  const double shrink = std::min(1.0, kDeviationPx / deviation_px);
  cv::Mat1b small = mask;
  if (shrink < 0.7) cv::resize(mask, small, {}, shrink, shrink, cv::INTER_AREA);
  cv::GaussianBlur(small, small, {}, small.cols < mask.cols ? kDeviationPx : deviation_px);
  if (small.cols < mask.cols) cv::resize(small, mask, mask.size(), 0, 0, cv::INTER_LINEAR);
}

cv::Vec3b pixel(Colour colour) {
  return {cv::saturate_cast<uchar>(colour.blue), cv::saturate_cast<uchar>(colour.green),
          cv::saturate_cast<uchar>(colour.red)};
}

}  // namespace

Colour between(Colour from, Colour to, double share) {
  return {from.red + (to.red - from.red) * share, from.green + (to.green - from.green) * share,
          from.blue + (to.blue - from.blue) * share};
}

Colour darker(Colour colour, double share) { return between(colour, {0, 0, 0}, share); }

Canvas::Canvas(cv::Size2d size_mm, double dots_per_inch, Colour paper)
    : size_mm_(size_mm), pixels_per_mm_(dots_per_inch / kMmPerInch * kOversampling) {
  pixels_.create(static_cast<int>(std::lround(size_mm.height * pixels_per_mm_)),
                 static_cast<int>(std::lround(size_mm.width * pixels_per_mm_)));
  pixels_.setTo(pixel(paper));
}

cv::Point Canvas::fixed_point(Place place, cv::Point origin_px) const {
  constexpr double kFixed = 1 << kFixedBits;
  return {static_cast<int>(std::lround((place.x * pixels_per_mm_ - origin_px.x) * kFixed)),
          static_cast<int>(std::lround((place.y * pixels_per_mm_ - origin_px.y) * kFixed))};
}

cv::Rect Canvas::box_px(const Path& path, double margin_mm) const {
  double left = 1e9;
  double top = 1e9;
  double right = -1e9;
  double bottom = -1e9;
  for (const auto& place : path) {
    left = std::min(left, place.x);
    right = std::max(right, place.x);
    top = std::min(top, place.y);
    bottom = std::max(bottom, place.y);
  }
  const double margin = margin_mm * pixels_per_mm_ + 2;
  const int x = static_cast<int>(std::floor(left * pixels_per_mm_ - margin));
  const int y = static_cast<int>(std::floor(top * pixels_per_mm_ - margin));
  const int to_x = static_cast<int>(std::ceil(right * pixels_per_mm_ + margin));
  const int to_y = static_cast<int>(std::ceil(bottom * pixels_per_mm_ + margin));
  return cv::Rect(x, y, to_x - x, to_y - y) & cv::Rect(0, 0, pixels_.cols, pixels_.rows);
}

void Canvas::lay(cv::Mat1b& mask, cv::Rect box, const Ink& ink) {
  soften(mask, ink.blur_mm * pixels_per_mm_);
  const cv::Vec3b colour = pixel(ink.colour);
  const int opacity = static_cast<int>(std::lround(ink.opacity * 256));
  for (int y = 0; y < box.height; ++y) {
    auto* to = pixels_.ptr<cv::Vec3b>(box.y + y) + box.x;
    const auto* from = mask.ptr<uchar>(y);
    for (int x = 0; x < box.width; ++x) {
      const int share = from[x] * opacity;  // of 255 * 256
      if (share == 0) continue;
      for (int c = 0; c < 3; ++c) {
        const int old = to[x][c];
        to[x][c] = static_cast<uchar>(old + (colour[c] - old) * share / 65280);
      }
    }
  }
}

void Canvas::fill(const Path& outline, const Ink& ink) {
  const cv::Rect box = box_px(outline, 3 * ink.blur_mm);
  if (box.empty()) return;
  std::vector<cv::Point> points;
  for (const auto& place : outline) points.push_back(fixed_point(place, box.tl()));
  cv::Mat1b mask(box.size(), uchar(0));
  cv::fillPoly(mask, std::vector{points}, cv::Scalar(255), cv::LINE_AA, kFixedBits);
  lay(mask, box, ink);
}

void Canvas::fill_shaded(const Path& outline, Colour above, Colour below) {
  const cv::Rect box = box_px(outline, 0);
  if (box.empty()) return;
  std::vector<cv::Point> points;
  for (const auto& place : outline) points.push_back(fixed_point(place, box.tl()));
  cv::Mat1b mask(box.size(), uchar(0));
  cv::fillPoly(mask, std::vector{points}, cv::Scalar(255), cv::LINE_AA, kFixedBits);
  for (int y = 0; y < box.height; ++y) {
    cv::Mat1b row = mask.row(y);
    lay(row, {box.x, box.y + y, box.width, 1},
        {.colour = between(above, below, double(y) / box.height)});
  }
}

void Canvas::stroke(std::span<const Path> lines, double width_mm, const Ink& ink) {
  Path all;
  for (const auto& line : lines) all.insert(all.end(), line.begin(), line.end());
  const cv::Rect box = box_px(all, width_mm + 3 * ink.blur_mm);
  if (box.empty()) return;
  std::vector<std::vector<cv::Point>> points(lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    for (const auto& place : lines[i]) points[i].push_back(fixed_point(place, box.tl()));
  }
  const double width_px = width_mm * pixels_per_mm_;
  cv::Mat1b mask(box.size(), uchar(0));
  const int thickness = std::max(1, static_cast<int>(std::lround(width_px)));
  cv::polylines(mask, points, false, cv::Scalar(255), thickness, cv::LINE_AA, kFixedBits);
  Ink thinner = ink;
  thinner.opacity *= std::min(1.0, width_px);
  lay(mask, box, thinner);
}

void Canvas::write(Place start, std::string_view utf8, const Lettering& lettering, const Ink& ink) {
  const auto line = set_line(utf8, lettering, pixels_per_mm_);
  const cv::Point corner(static_cast<int>(std::lround(start.x * pixels_per_mm_ + line.left_px)),
                         static_cast<int>(std::lround(start.y * pixels_per_mm_ - line.top_px)));
  const cv::Rect whole(corner, line.ink.size());
  const cv::Rect box = whole & cv::Rect(0, 0, pixels_.cols, pixels_.rows);
  if (box.empty()) return;
  cv::Mat1b mask = line.ink(box - corner).clone();
  lay(mask, box, ink);
}

void Canvas::write_turned(Place middle, std::string_view utf8, const Lettering& lettering,
                          const Ink& ink, double degrees) {
  const auto line = set_line(utf8, lettering, pixels_per_mm_);
  cv::Mat1b mask(pixels_.size(), uchar(0));
  const cv::Point2f from(static_cast<float>(line.ink.cols) / 2,
                         static_cast<float>(line.ink.rows) / 2);
  cv::Mat turn = cv::getRotationMatrix2D(from, degrees, 1);
  turn.at<double>(0, 2) += middle.x * pixels_per_mm_ - from.x;
  turn.at<double>(1, 2) += middle.y * pixels_per_mm_ - from.y;
  cv::warpAffine(line.ink, mask, turn, mask.size());
  lay(mask, {0, 0, mask.cols, mask.rows}, ink);
}

void Canvas::paste(const cv::Mat3b& picture, cv::Rect2d place_mm, double opacity) {
  const cv::Rect box(static_cast<int>(std::lround(place_mm.x * pixels_per_mm_)),
                     static_cast<int>(std::lround(place_mm.y * pixels_per_mm_)),
                     static_cast<int>(std::lround(place_mm.width * pixels_per_mm_)),
                     static_cast<int>(std::lround(place_mm.height * pixels_per_mm_)));
  cv::Mat3b scaled;
  cv::resize(picture, scaled, box.size(), 0, 0, cv::INTER_AREA);
  cv::Mat target = pixels_(box);
  cv::addWeighted(scaled, opacity, target, 1 - opacity, 0, target);
}

void Canvas::stamp(const cv::Mat1b& mask, cv::Rect2d place_mm, const Ink& ink) {
  const cv::Rect box(static_cast<int>(std::lround(place_mm.x * pixels_per_mm_)),
                     static_cast<int>(std::lround(place_mm.y * pixels_per_mm_)),
                     static_cast<int>(std::lround(place_mm.width * pixels_per_mm_)),
                     static_cast<int>(std::lround(place_mm.height * pixels_per_mm_)));
  cv::Mat1b scaled;
  const bool smaller = box.width < mask.cols;
  cv::resize(mask, scaled, box.size(), 0, 0, smaller ? cv::INTER_AREA : cv::INTER_NEAREST);
  lay(scaled, box, ink);
}

cv::Mat3b Canvas::picture() const {
  cv::Mat3b smaller;
  cv::resize(pixels_, smaller, {}, 1 / kOversampling, 1 / kOversampling, cv::INTER_AREA);
  return smaller;
}

Path rectangle(cv::Rect2d place_mm, double corner_mm) {
  const double left = place_mm.x + corner_mm;
  const double right = place_mm.x + place_mm.width - corner_mm;
  const double top = place_mm.y + corner_mm;
  const double bottom = place_mm.y + place_mm.height - corner_mm;
  constexpr int kSteps = 8;
  Path outline;
  const std::vector<std::pair<Place, double>> corners{
      {{right, top}, -0.5}, {{right, bottom}, 0}, {{left, bottom}, 0.5}, {{left, top}, 1}};
  for (const auto& [middle, start] : corners) {
    for (int step = 0; step <= kSteps; ++step) {
      const double angle = (start + 0.5 * step / kSteps) * std::numbers::pi;
      outline.push_back(middle + corner_mm * Place(std::cos(angle), std::sin(angle)));
    }
  }
  return outline;
}

Path ellipse(Place middle, double half_width_mm, double half_height_mm) {
  constexpr int kSteps = 72;
  Path outline;
  for (int step = 0; step < kSteps; ++step) {
    const double angle = 2 * std::numbers::pi * step / kSteps;
    outline.emplace_back(middle.x + half_width_mm * std::cos(angle),
                         middle.y + half_height_mm * std::sin(angle));
  }
  return outline;
}

Path smooth_outline(const Path& through) { return smoothed(through, true); }
Path smooth_line(const Path& through) { return smoothed(through, false); }

}  // namespace garita::tests
