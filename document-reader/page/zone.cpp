#include "document-reader/page/zone.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "document-reader/page/line_traces.h"
#include "document-reader/page/rhythm.h"
#include "document-reader/page/strip_cutter.h"

namespace garita::reader {
namespace {

// The picture is looked at with its longer side brought to these: at 640 a zone that fills the
// picture has characters of 13 pixels, one that fills half of it 6; at 1280 the same for smaller
// ones.
constexpr float kLookedAtPx[] = {640, 1280};
// A line shorter than this share of the longer side would have characters too small to read.
constexpr float kLengthShareMin = 0.2F;

// So many of the longest lines are looked at closer.
constexpr std::size_t kLinesMax = 90;
// A line as rhythmic as this is this print with hardly a doubt.
constexpr float kRhythmSure = 0.3F;

// What scores so much less than the best is not worth reading, unless there is little else.
constexpr std::size_t kAlwaysKept = 4;
constexpr float kScoreShareMin = 0.4F;

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

/// A line, and how likely it is one of this print's.
struct RatedLine {
  SeenLine line;
  float rhythm = 0;
  [[nodiscard]] float merit() const {
    return std::sqrt(length_of(line)) * (0.12F + std::min(rhythm, kRhythmSure));
  }
};

RatedLine rate(const cv::Mat1b& grey, const SeenLine& line) {
  constexpr StripShape kLook{.height_px = 32, .capital_px = 16, .margin_px = 8};
  const LineCurve curve{
      .start = line.start, .end = line.end, .sag_px = line.sag_px, .height_px = line.height_px};
  const cv::Mat1b strip = cut_strip(grey, curve, kLook);
  return {.line = line, .rhythm = strip.empty() ? 0 : rhythm_of(strip, 16).strength};
}

struct Group {
  std::vector<SeenLine> lines;
  float score = 0;
};

// Where one line of a zone was seen to end early, the others say how far it goes.
void reach_alike(std::vector<SeenLine>& lines) {
  const cv::Point2f u = along(lines.front());
  float before = 0;
  float behind = 0;
  for (const SeenLine& line : lines) {
    before = std::min(before, (line.start - lines.front().start).dot(u));
    behind = std::max(behind, (line.end - lines.front().end).dot(u));
  }
  const cv::Point2f start = lines.front().start + u * before;
  const cv::Point2f end = lines.front().end + u * behind;
  for (SeenLine& line : lines) {
    const cv::Point2f own = along(line);
    const float lead = (line.start - start).dot(u);
    const float rest = (end - line.end).dot(u);
    // A curve that was seen over a part of the line says little about the whole.
    if (lead + rest > 0.1F * length_of(line)) line.sag_px = 0;
    line.start -= own * lead;
    line.end += own * rest;
  }
}

SeenLine moved(const SeenLine& line, cv::Point2f by) {
  SeenLine other = line;
  other.start += by;
  other.end += by;
  return other;
}

// A pair may be what was seen of three: the one above or the one below it is guessed. Takes a copy:
// the pair is itself one of `groups`, which grow.
void add_guesses(std::vector<Group>& groups, Group pair) {
  const cv::Point2f step = middle_of(pair.lines[1]) - middle_of(pair.lines[0]);
  const cv::Point2f u = along(pair.lines[0]);
  const cv::Point2f down = step - u * step.dot(u);
  groups.push_back({{pair.lines[0], pair.lines[1], moved(pair.lines[1], down)}, 0.7F * pair.score});
  groups.push_back(
      {{moved(pair.lines[0], -down), pair.lines[0], pair.lines[1]}, 0.69F * pair.score});
  // Or of the first and the last of three.
  groups.push_back(
      {{pair.lines[0], moved(pair.lines[0], down / 2), pair.lines[1]}, 0.6F * pair.score});
}

void add_triples(std::vector<Group>& groups, const std::vector<RatedLine>& lines, std::size_t a,
                 std::size_t b) {
  const float gap = gap_between(lines[a].line, lines[b].line);
  for (const RatedLine& third : lines) {
    const float next = kinship(lines[b].line, third.line);
    const float next_gap = gap_between(lines[b].line, third.line);
    if (next <= 0 || std::abs(next_gap - gap) > 0.25F * gap) continue;
    const float merit = lines[a].merit() + lines[b].merit() + third.merit();
    groups.push_back({{lines[a].line, lines[b].line, third.line},
                      merit * next * kinship(lines[a].line, lines[b].line)});
  }
}

std::vector<Group> group(const std::vector<RatedLine>& lines) {
  std::vector<Group> groups;
  for (std::size_t a = 0; a < lines.size(); ++a) {
    groups.push_back({{lines[a].line}, 0.5F * lines[a].merit()});
    for (std::size_t b = 0; b < lines.size(); ++b) {
      const float pair = kinship(lines[a].line, lines[b].line);
      if (pair <= 0) continue;
      const float merit = lines[a].merit() + lines[b].merit();
      groups.push_back({{lines[a].line, lines[b].line}, merit * pair});
      if (lines[a].rhythm + lines[b].rhythm > 0) add_guesses(groups, groups.back());
      add_triples(groups, lines, a, b);
    }
  }
  for (Group& found : groups) reach_alike(found.lines);
  return groups;
}

void add_new(std::vector<SeenLine>& lines, const SeenLine& line) {
  for (const SeenLine& known : lines) {
    if (same_line(known, line)) return;
  }
  lines.push_back(line);
}

std::vector<RatedLine> look_at(const cv::Mat1b& grey, bool sideways) {
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
  std::stable_sort(lines.begin(), lines.end(), [](const SeenLine& a, const SeenLine& b) {
    return length_of(a) > length_of(b);
  });
  if (lines.size() > kLinesMax) lines.resize(kLinesMax);
  std::vector<RatedLine> rated;
  for (const SeenLine& line : lines) rated.push_back(rate(grey, line));
  return rated;
}

}  // namespace

std::vector<ZoneCandidate> find_zones(const GreyPicture& picture) {
  std::vector<ZoneCandidate> zones;
  if (!is_readable(picture)) return zones;
  try {
    const cv::Mat1b grey(picture.height_px, picture.width_px,
                         const_cast<std::uint8_t*>(picture.pixels.data()));  // only read
    for (const bool sideways : {false, true}) {
      const std::vector<RatedLine> lines = look_at(grey, sideways);
      for (const Group& found : group(lines)) {
        ZoneCandidate zone{.lines = {}, .score = found.score};
        for (const SeenLine& line : found.lines) zone.lines.push_back(trace_of(line));
        zones.push_back(std::move(zone));
      }
    }
  } catch (const cv::Exception&) {
    zones.clear();
  }
  std::stable_sort(zones.begin(), zones.end(), [](const ZoneCandidate& a, const ZoneCandidate& b) {
    return a.score > b.score;
  });
  std::size_t kept = 0;
  while (kept < std::min(zones.size(), kZoneCandidatesMax) &&
         (kept < kAlwaysKept || zones[kept].score > kScoreShareMin * zones.front().score)) {
    ++kept;
  }
  zones.resize(kept);
  return zones;
}

}  // namespace garita::reader
