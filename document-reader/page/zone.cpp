#include "document-reader/page/zone.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "document-reader/page/line_traces.h"

namespace garita::reader {
namespace {

// The picture is looked at with its longer side brought to these: at 640 a zone that fills the
// picture has characters of 13 pixels, one that fills half of it 6; at 1280 the same for smaller
// ones.
constexpr float kLookedAtPx[] = {640, 1280};
// A line shorter than this share of the longer side would have characters too small to read.
constexpr float kLengthShareMin = 0.2F;

struct Look {
  float scale = 1;        // of the copy, against the picture
  bool sideways = false;  // the copy is turned by a quarter, clockwise
  int height_px = 0;      // of the picture
};

cv::Point2f in_picture(cv::Point2f point, const Look& look) {
  const cv::Point2f scaled((point.x + 0.5F) / look.scale - 0.5F,
                           (point.y + 0.5F) / look.scale - 0.5F);
  if (!look.sideways) return scaled;
  return {scaled.y, static_cast<float>(look.height_px) - 1 - scaled.x};
}

SeenLine in_picture(const SeenLine& line, const Look& look) {
  return {.start = in_picture(line.start, look),
          .end = in_picture(line.end, look),
          .sag_px = line.sag_px / look.scale,
          .height_px = line.height_px / look.scale,
          .evenness = line.evenness};
}

float length_of(const SeenLine& line) {
  return static_cast<float>(cv::norm(line.end - line.start));
}

cv::Point2f along(const SeenLine& line) { return (line.end - line.start) / length_of(line); }

cv::Point2f middle_of(const SeenLine& line) { return (line.start + line.end) / 2; }

// How far `below` lies under `above`, across the lines.
float gap_between(const SeenLine& above, const SeenLine& below) {
  return static_cast<float>(along(above).cross(middle_of(below) - middle_of(above)));
}

// 0 to 1: how well `below` follows `above` as the next line of one zone.
float kinship(const SeenLine& above, const SeenLine& below) {
  const float gap = gap_between(above, below);
  const float height = (above.height_px + below.height_px) / 2;
  if (gap < 1.15F * height || gap > 5 * height) return 0;
  const auto turn = static_cast<float>(std::abs(along(above).cross(along(below))));
  if (turn > 0.06F) return 0;
  const float longer = std::max(length_of(above), length_of(below));
  const float shift_start = std::abs((below.start - above.start).dot(along(above)));
  const float shift_end = std::abs((below.end - above.end).dot(along(above)));
  const float ends = 1 - (shift_start + shift_end) / longer;
  const float heights =
      std::min(above.height_px, below.height_px) / std::max(above.height_px, below.height_px);
  if (ends < 0.6F || heights < 0.5F) return 0;
  return ends * std::sqrt(heights);
}

bool same_line(const SeenLine& a, const SeenLine& b) {
  const float height = std::min(a.height_px, b.height_px);
  return cv::norm(a.start - b.start) < 1.5F * height && cv::norm(a.end - b.end) < 1.5F * height &&
         std::abs(gap_between(a, b)) < 0.5F * height;
}

LineTrace trace_of(const SeenLine& line) {
  constexpr int kPoints = 9;
  LineTrace trace{.middle = {}, .height_px = line.height_px};
  const cv::Point2f across(-along(line).y, along(line).x);
  for (int i = 0; i < kPoints; ++i) {
    const float t = static_cast<float>(i) / (kPoints - 1);
    const float u = 2 * t - 1;
    const cv::Point2f point =
        line.start + (line.end - line.start) * t + across * (line.sag_px * (1 - u * u));
    trace.middle.push_back({.x_px = point.x, .y_px = point.y});
  }
  return trace;
}

struct Group {
  std::vector<std::size_t> lines;
  float score = 0;
};

std::vector<Group> group(const std::vector<SeenLine>& lines) {
  std::vector<Group> groups;
  for (std::size_t a = 0; a < lines.size(); ++a) {
    const float merit = std::sqrt(length_of(lines[a])) * (0.5F + lines[a].evenness);
    groups.push_back({{a}, 0.3F * merit});
    for (std::size_t b = 0; b < lines.size(); ++b) {
      const float pair = kinship(lines[a], lines[b]);
      if (pair <= 0) continue;
      groups.push_back({{a, b}, merit * pair});
      const float gap = gap_between(lines[a], lines[b]);
      for (std::size_t c = 0; c < lines.size(); ++c) {
        const float next = kinship(lines[b], lines[c]);
        const float next_gap = gap_between(lines[b], lines[c]);
        if (next <= 0 || std::abs(next_gap - gap) > 0.25F * gap) continue;
        groups.push_back({{a, b, c}, merit * pair * next * 1.35F});
      }
    }
  }
  std::sort(groups.begin(), groups.end(),
            [](const Group& a, const Group& b) { return a.score > b.score; });
  return groups;
}

void add_new(std::vector<SeenLine>& lines, const SeenLine& line) {
  for (const SeenLine& known : lines) {
    if (same_line(known, line)) return;
  }
  lines.push_back(line);
}

std::vector<SeenLine> look_at(const cv::Mat1b& grey, bool sideways) {
  std::vector<SeenLine> lines;
  const auto longer = static_cast<float>(std::max(grey.cols, grey.rows));
  for (const float looked_at : kLookedAtPx) {
    if (looked_at > kLookedAtPx[0] && longer < 0.75F * looked_at) continue;
    const Look look{.scale = looked_at / longer, .sideways = sideways, .height_px = grey.rows};
    cv::Mat1b copy;
    cv::resize(grey, copy, {}, static_cast<double>(look.scale), static_cast<double>(look.scale),
               look.scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
    if (sideways) cv::rotate(copy, copy, cv::ROTATE_90_CLOCKWISE);
    for (const SeenLine& line : see_lines(copy, kLengthShareMin * looked_at)) {
      add_new(lines, in_picture(line, look));
    }
  }
  return lines;
}

}  // namespace

std::vector<ZoneCandidate> find_zones(const GreyPicture& picture) {
  std::vector<ZoneCandidate> zones;
  if (!is_readable(picture)) return zones;
  try {
    const cv::Mat1b grey(picture.height_px, picture.width_px,
                         const_cast<std::uint8_t*>(picture.pixels.data()));  // only read
    for (const bool sideways : {false, true}) {
      const std::vector<SeenLine> lines = look_at(grey, sideways);
      for (const Group& found : group(lines)) {
        ZoneCandidate zone{.lines = {}, .score = found.score};
        for (const std::size_t line : found.lines) zone.lines.push_back(trace_of(lines[line]));
        zones.push_back(std::move(zone));
      }
    }
  } catch (const cv::Exception&) {
    zones.clear();
  }
  std::stable_sort(zones.begin(), zones.end(), [](const ZoneCandidate& a, const ZoneCandidate& b) {
    return a.score > b.score;
  });
  if (zones.size() > kZoneCandidatesMax) zones.resize(kZoneCandidatesMax);
  return zones;
}

}  // namespace garita::reader
