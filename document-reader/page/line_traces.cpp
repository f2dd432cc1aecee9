#include "document-reader/page/line_traces.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>

namespace garita::reader {
namespace {

constexpr float kLeanMax = 0.36F;       // tangent of twenty degrees
constexpr float kSlimnessMin = 7;       // a line of 30 characters is 27 times as long as tall
constexpr int kBins = 48;               // along a line
constexpr std::size_t kLinesMax = 160;  // per picture; the longest are kept
// The closing's kernel spans the gap between two characters.
const cv::Size kGap(19, 3);

// Grey levels: paper darker than this is no brighter for being divided by.
constexpr double kPaperMin = 80;

// Strokes that are dark on light.
cv::Mat1b strokes_of(const cv::Mat1b& grey, Darkness darkness) {
  cv::Mat1b paper;
  cv::morphologyEx(grey, paper, cv::MORPH_CLOSE,
                   cv::getStructuringElement(cv::MORPH_RECT, {11, 11}));
  cv::Mat1b dark;
  cv::subtract(paper, grey, dark);
  if (darkness == Darkness::kAgainstPaper) {
    cv::max(paper, kPaperMin, paper);
    cv::divide(dark, paper, dark, 255);
  }
  return dark;
}

// How much print crosses each place: by the upright edges of its strokes.
cv::Mat1b print_energy(const cv::Mat1b& grey, Darkness darkness) {
  const cv::Mat1b dark = strokes_of(grey, darkness);
  cv::Mat1s edges;
  cv::Sobel(dark, edges, CV_16S, 1, 0, 3);
  cv::Mat1b strength;
  cv::convertScaleAbs(edges, strength, 0.25);
  cv::Mat1b energy;
  cv::boxFilter(strength, energy, -1, kGap);
  return energy;
}

struct Span {
  float top = 1e9F;
  float bottom = -1e9F;
  [[nodiscard]] bool empty() const { return bottom < top; }
  [[nodiscard]] float height() const { return bottom - top + 1; }
  [[nodiscard]] float middle() const { return (top + bottom) / 2; }
};

struct Axis {
  cv::Point2f origin;
  cv::Point2f along;  // length 1, to the right
  float length = 0;
};

Axis axis_of(const cv::RotatedRect& box) {
  std::array<cv::Point2f, 4> corners;
  box.points(corners.data());
  cv::Point2f a = (corners[0] + corners[1]) / 2;
  cv::Point2f b = (corners[2] + corners[3]) / 2;
  if (cv::norm(corners[0] - corners[1]) > cv::norm(corners[1] - corners[2])) {
    a = (corners[1] + corners[2]) / 2;
    b = (corners[3] + corners[0]) / 2;
  }
  if (a.x > b.x) std::swap(a, b);
  const auto length = static_cast<float>(cv::norm(b - a));
  return {.origin = a, .along = (b - a) / std::max(length, 1.0F), .length = length};
}

std::array<Span, kBins> spans_along(const std::vector<cv::Point>& outline, const Axis& axis) {
  std::array<Span, kBins> spans;
  const auto note = [&](cv::Point2f point) {
    const cv::Point2f from = point - axis.origin;
    const float u = from.dot(axis.along) / axis.length;
    const auto v = static_cast<float>(axis.along.cross(from));
    const int bin = std::clamp(static_cast<int>(u * kBins), 0, kBins - 1);
    Span& span = spans[static_cast<std::size_t>(bin)];
    span.top = std::min(span.top, v);
    span.bottom = std::max(span.bottom, v);
  };
  for (std::size_t i = 0; i < outline.size(); ++i) note(outline[i]);
  return spans;
}

float median_height(const std::array<Span, kBins>& spans) {
  std::vector<float> heights;
  for (const Span& span : spans) {
    if (!span.empty()) heights.push_back(span.height());
  }
  if (heights.empty()) return 0;
  const auto middle = heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2);
  std::nth_element(heights.begin(), middle, heights.end());
  return *middle;
}

// The longest run of bins whose print is about as tall as the rest: what grew onto the line's ends
// (a frame, a photo's edge) is taller and falls off.
std::pair<int, int> even_run(const std::array<Span, kBins>& spans, float height) {
  std::pair<int, int> best{0, 0};
  int begin = 0;
  int misses = 0;
  for (int bin = 0; bin <= kBins; ++bin) {
    const bool good = bin < kBins && !spans[static_cast<std::size_t>(bin)].empty() &&
                      spans[static_cast<std::size_t>(bin)].height() < 1.5F * height;
    misses = good ? 0 : misses + 1;
    if (bin < kBins && misses < 4) continue;
    const int end = bin - misses + 1;
    if (end - begin > best.second - best.first) best = {begin, std::min(end, kBins)};
    begin = bin + 1;
    misses = 0;
  }
  return best;
}

// Least squares of v = a + b u + c u^2 over the bins of `run`, u from -1 to 1 over it.
cv::Vec3f middle_curve(const std::array<Span, kBins>& spans, std::pair<int, int> run,
                       float height) {
  cv::Matx33f normal = cv::Matx33f::zeros();
  cv::Vec3f right(0, 0, 0);
  for (int bin = run.first; bin < run.second; ++bin) {
    const Span& span = spans[static_cast<std::size_t>(bin)];
    if (span.empty() || span.height() > 1.5F * height || span.height() < 0.6F * height) continue;
    const float u = 2 * (static_cast<float>(bin - run.first) + 0.5F) /
                        static_cast<float>(run.second - run.first) -
                    1;
    const cv::Vec3f row(1, u, u * u);
    normal += row * row.t();
    right += row * span.middle();
  }
  normal += cv::Matx33f::eye() * 1e-3F;
  return normal.solve(right, cv::DECOMP_CHOLESKY);
}

bool see_line(const std::vector<cv::Point>& outline, float length_px_min, SeenLine& line) {
  const Axis axis = axis_of(cv::minAreaRect(outline));
  if (axis.length < length_px_min) return false;
  if (std::abs(axis.along.y) > kLeanMax * axis.along.x) return false;
  const std::array<Span, kBins> spans = spans_along(outline, axis);
  const float height = median_height(spans);
  const auto run = even_run(spans, height);
  const float from = axis.length * static_cast<float>(run.first) / kBins;
  const float to = axis.length * static_cast<float>(run.second) / kBins;
  if (to - from < length_px_min || to - from < kSlimnessMin * height) return false;
  const cv::Vec3f curve = middle_curve(spans, run, height);
  const cv::Point2f across(-axis.along.y, axis.along.x);
  const auto at = [&](float distance, float u) {
    return axis.origin + axis.along * distance +
           across * (curve[0] + curve[1] * u + curve[2] * u * u);
  };
  line.start = at(from, -1);
  line.end = at(to, 1);
  line.sag_px = std::abs(curve[2]) < 0.6F * height ? -curve[2] : 0;
  line.height_px = std::max(4.0F, height - static_cast<float>(kGap.height) + 1);
  int even = 0;
  for (const Span& span : spans) {
    even += !span.empty() && std::abs(span.height() - height) < 0.25F * height ? 1 : 0;
  }
  line.evenness = static_cast<float>(even) / kBins;
  return true;
}

// Cheaply, before its axis is looked for.
bool may_be_line(const std::vector<cv::Point>& outline, float length_px_min) {
  const cv::Rect box = cv::boundingRect(outline);
  return static_cast<float>(box.width) > 0.8F * length_px_min;
}

}  // namespace

std::vector<SeenLine> see_lines(const cv::Mat1b& grey, float length_px_min, Darkness darkness) {
  const cv::Mat1b energy = print_energy(grey, darkness);
  cv::Mat1b mask;
  const double otsu = cv::threshold(energy, mask, 0, 255, cv::THRESH_BINARY | cv::THRESH_OTSU);
  std::vector<SeenLine> lines;
  // Otsu's level finds plain print; a lower one finds print paler than the rest of the page.
  for (const double share : {1.0, 0.55}) {
    cv::threshold(energy, mask, otsu * share, 255, cv::THRESH_BINARY);
    std::vector<std::vector<cv::Point>> outlines;
    cv::findContours(mask, outlines, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_NONE);
    for (const std::vector<cv::Point>& outline : outlines) {
      SeenLine line;
      if (outline.size() > 40 && may_be_line(outline, length_px_min) &&
          see_line(outline, length_px_min, line))
        lines.push_back(line);
    }
  }
  const auto length = [](const SeenLine& line) { return cv::norm(line.end - line.start); };
  std::sort(lines.begin(), lines.end(),
            [&](const SeenLine& a, const SeenLine& b) { return length(a) > length(b); });
  if (lines.size() > kLinesMax) lines.resize(kLinesMax);
  return lines;
}

}  // namespace garita::reader
