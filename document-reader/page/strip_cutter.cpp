#include "document-reader/page/strip_cutter.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "document-reader/page/straighten.h"
#include "document-reader/page/view.h"

namespace garita::reader {
namespace {

constexpr int kStripWidthPxMax = 6'000;
constexpr int kSegments = 8;

cv::Point2f along(const LineCurve& curve) {
  const cv::Point2f chord = curve.end - curve.start;
  return chord / std::max(1.0F, static_cast<float>(cv::norm(chord)));
}

// How strongly upright edges cross each row, over the columns [from, to).
std::vector<float> row_energy(const cv::Mat1b& strip, int from, int to) {
  cv::Mat1s edges;
  cv::Sobel(strip.colRange(from, to), edges, CV_16S, 1, 0, 3);
  std::vector<float> rows(static_cast<std::size_t>(strip.rows));
  for (int y = 0; y < strip.rows; ++y) {
    const std::int16_t* row = edges[y];
    int sum = 0;
    for (int x = 0; x < edges.cols; ++x) sum += std::abs(static_cast<int>(row[x]));
    rows[static_cast<std::size_t>(y)] = static_cast<float>(sum) / static_cast<float>(edges.cols);
  }
  return rows;
}

struct Band {
  float top = 0;
  float bottom = 0;
  [[nodiscard]] float middle() const { return (top + bottom) / 2; }
  [[nodiscard]] float height() const { return bottom - top; }
};

float crossing(float inside, float outside, float level) {
  return inside <= outside ? 0 : std::clamp((inside - level) / (inside - outside), 0.0F, 1.0F);
}

// The rows around the middle whose energy stands out, with fractions of a row.
std::optional<Band> band_of(const std::vector<float>& rows) {
  const auto count = static_cast<int>(rows.size());
  const auto at = [&](int row) { return rows[static_cast<std::size_t>(row)]; };
  std::vector<float> sorted(rows.begin() + count / 4, rows.end() - count / 4);
  std::sort(sorted.begin(), sorted.end());
  const float plateau = sorted[sorted.size() * 6 / 10];
  const float floor = *std::min_element(rows.begin(), rows.end());
  const float level = floor + 0.4F * (plateau - floor);
  // Start from the strongest row near the middle.
  int peak = count / 2;
  for (int row = count * 2 / 5; row < count * 3 / 5; ++row) {
    if (at(row) > at(peak)) peak = row;
  }
  int top = peak;
  while (top > 0 && (at(top - 1) > level || (top > 2 && at(top - 3) > level))) --top;
  int bottom = peak;
  while (bottom < count - 1 &&
         (at(bottom + 1) > level || (bottom < count - 3 && at(bottom + 3) > level))) {
    ++bottom;
  }
  if (top == 0 || bottom == count - 1 || bottom - top < count / 10) return std::nullopt;
  return Band{static_cast<float>(top) - crossing(at(top), at(top - 1), level),
              static_cast<float>(bottom) + crossing(at(bottom), at(bottom + 1), level)};
}

// Least squares of the segments' middles: a + b u + c u^2, u from -1 to 1; outliers by the median.
cv::Vec3f fit_middles(const std::vector<cv::Point2f>& middles) {
  std::vector<float> offsets;
  for (const cv::Point2f& middle : middles) offsets.push_back(middle.y);
  std::sort(offsets.begin(), offsets.end());
  const float median = offsets[offsets.size() / 2];
  cv::Matx33f normal = cv::Matx33f::eye() * 1e-2F;
  cv::Vec3f right(0, 0, 0);
  for (const cv::Point2f& middle : middles) {
    if (std::abs(middle.y - median) > 9) continue;
    const cv::Vec3f row(1, middle.x, middle.x * middle.x);
    normal += row * row.t();
    right += row * (middle.y - median);
  }
  cv::Vec3f fitted = normal.solve(right, cv::DECOMP_CHOLESKY);
  fitted[0] += median;
  return fitted;
}

/// How large print is at the share `seen` of a line, against half way.
float size_at(float seen, float taper) { return 2 * (1 + (taper - 1) * seen) / (1 + taper); }

}  // namespace

LineCurve curve_of(const LineTrace& trace) {
  const auto point = [](const PicturePoint& p) { return cv::Point2f(p.x_px, p.y_px); };
  LineCurve curve{.start = point(trace.middle.front()),
                  .end = point(trace.middle.back()),
                  .sag_px = 0,
                  .height_px = trace.height_px};
  const cv::Point2f half = point(trace.middle[trace.middle.size() / 2]);
  if (trace.middle.size() % 2 == 1) {
    curve.sag_px = static_cast<float>(along(curve).cross(half - (curve.start + curve.end) / 2));
  }
  return curve;
}

cv::Mat1b cut_strip(const PicturePyramid& picture, const LineCurve& curve,
                    const StripShape& shape) {
  const std::size_t level = picture.level_for(shape.capital_px / curve.height_px);
  const float scale = 1.0F / static_cast<float>(1U << level);
  return cut_strip(view_of(picture.level(level)),
                   {.start = in_level(curve.start, level),
                    .end = in_level(curve.end, level),
                    .sag_px = curve.sag_px * scale,
                    .height_px = curve.height_px * scale,
                    .taper = curve.taper},
                   shape);
}

cv::Mat1b cut_strip(const cv::Mat1b& copy, const LineCurve& curve, const StripShape& shape) {
  const float scale = shape.capital_px / curve.height_px;
  const cv::Point2f u = along(curve) / scale;
  const cv::Point2f v(-u.y, u.x);
  const auto length = static_cast<float>(cv::norm(curve.end - curve.start)) * scale;
  const int width =
      std::clamp(static_cast<int>(length) + 2 * shape.margin_px, 16, kStripWidthPxMax);
  cv::Mat1f map_x(shape.height_px, width);
  cv::Mat1f map_y(shape.height_px, width);
  std::vector<cv::Point2f> middle(static_cast<std::size_t>(width));
  std::vector<float> size(static_cast<std::size_t>(width));
  for (int x = 0; x < width; ++x) {
    const float share = static_cast<float>(x - shape.margin_px) / std::max(length, 1.0F);
    const float seen = seen_share(share, curve.taper);
    const float t = std::clamp(2 * seen - 1, -1.2F, 1.2F);
    const float sag = curve.sag_px * scale * (1 - t * t);
    middle[static_cast<std::size_t>(x)] = curve.start + u * (seen * length) + v * sag;
    size[static_cast<std::size_t>(x)] = size_at(seen, curve.taper);
  }
  for (int y = 0; y < shape.height_px; ++y) {
    const float off = static_cast<float>(y) - static_cast<float>(shape.height_px - 1) / 2;
    float* to_x = map_x[y];
    float* to_y = map_y[y];
    for (std::size_t x = 0; x < middle.size(); ++x) {
      to_x[x] = middle[x].x + v.x * off * size[x];
      to_y[x] = middle[x].y + v.y * off * size[x];
    }
  }
  cv::Mat1b strip;
  cv::remap(copy, strip, map_x, map_y,
            shape.crisp && scale > 1.5F ? cv::INTER_CUBIC : cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  return strip;
}

std::optional<LineCurve> settled(const PicturePyramid& picture, const LineCurve& curve) {
  constexpr StripShape kLook{.height_px = 96, .capital_px = 28, .margin_px = 0, .crisp = false};
  const cv::Mat1b strip = cut_strip(picture, curve, kLook);
  if (strip.cols < 4 * kSegments) return std::nullopt;
  const std::optional<Band> whole = band_of(row_energy(strip, 0, strip.cols));
  std::vector<cv::Point2f> middles;
  std::vector<float> heights;
  for (int segment = 0; segment < kSegments; ++segment) {
    const int from = strip.cols * segment / kSegments;
    const int to = strip.cols * (segment + 1) / kSegments;
    const std::optional<Band> band = band_of(row_energy(strip, from, to));
    if (!band) continue;
    const float u = 2 * (static_cast<float>(segment) + 0.5F) / kSegments - 1;
    middles.emplace_back(u, band->middle() - static_cast<float>(strip.rows - 1) / 2);
    heights.push_back(band->height());
  }
  if (middles.size() < kSegments / 2) return std::nullopt;
  const cv::Vec3f off = fit_middles(middles);
  std::nth_element(heights.begin(), heights.begin() + heights.size() / 2, heights.end());
  const float height = whole ? std::min(whole->height(), heights[heights.size() / 2] * 1.15F)
                             : heights[heights.size() / 2];
  const float to_picture = curve.height_px / kLook.capital_px;
  LineCurve better = curve;
  const cv::Point2f across(-along(curve).y, along(curve).x);
  better.start += across * ((off[0] - off[1] + off[2]) * to_picture);
  better.end += across * ((off[0] + off[1] + off[2]) * to_picture);
  better.sag_px -= off[2] * to_picture;
  better.height_px = height * to_picture;
  return better;
}

}  // namespace garita::reader
