#include "document-reader/page/zone.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>
#include <optional>

#include "document-reader/page/direction.h"
#include "document-reader/page/line_traces.h"
#include "document-reader/page/rhythm.h"
#include "document-reader/page/strip_cutter.h"
#include "document-reader/page/view.h"

namespace garita::reader {
namespace {

// The copies that are looked at have their longer side brought to these: at 640 a zone that fills
// the picture has characters of 13 pixels, one that fills half of it 6; at 1280 the same for
// smaller ones.
constexpr float kQuickPx = 640;
constexpr float kClosePx = 1280;
constexpr float kLeaningPx = 960;
constexpr float kLeanDegrees = 19;
// Print that leans by less is seen as well in an upright copy.
constexpr float kLeanDegreesMin = 8;
// A line shorter than this share of the longer side would have characters too small to read.
constexpr float kLengthShareMin = 0.2F;

// So many of the longest lines are looked at closer.
constexpr std::size_t kLinesMax = 90;
// A line that is so many of its heights long may be two that stand close: each of 6 pixels or more,
// and their middles and heights as shares of its height.
constexpr float kFusedSlimnessMin = 9;
constexpr float kFusedSlimnessMax = 20;
constexpr float kFusedHeightPxMin = 14;
constexpr float kFusedMiddle = 0.25F;
constexpr float kFusedHeight = 0.4F;
// A line as rhythmic as this is this print with hardly a doubt.
constexpr float kRhythmSure = 0.3F;

// What scores so much less than the best is not worth reading, unless there is little else.
constexpr std::size_t kAlwaysKept = 4;
constexpr float kScoreShareMin = 0.4F;

/// A copy of the picture in which lines are looked for.
struct View {
  cv::Mat1b grey;
  cv::Matx23f to_picture;
  float scale = 1;  // of the copy, against the picture
};

cv::Point2f in_picture(cv::Point2f point, const View& view) {
  const cv::Matx23f& m = view.to_picture;
  return {m(0, 0) * point.x + m(0, 1) * point.y + m(0, 2),
          m(1, 0) * point.x + m(1, 1) * point.y + m(1, 2)};
}

SeenLine in_picture(const SeenLine& line, const View& view) {
  return {.start = in_picture(line.start, view),
          .end = in_picture(line.end, view),
          .sag_px = line.sag_px / view.scale,
          .height_px = line.height_px / view.scale,
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

// In the copy that it was seen in.
float rhythm_in(const View& view, const SeenLine& line) {
  constexpr StripShape kShape{.height_px = 32, .capital_px = 16, .margin_px = 8};
  const LineCurve curve{
      .start = line.start, .end = line.end, .sag_px = line.sag_px, .height_px = line.height_px};
  const cv::Mat1b strip = cut_strip(view.grey, curve, kShape);
  return strip.empty() ? 0 : rhythm_of(strip, kShape.capital_px).strength;
}

struct Group {
  std::vector<SeenLine> lines;
  float score = 0;
  float rhythm = 0;
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
  const auto guess = [&](std::vector<SeenLine> lines, float share) {
    groups.push_back({std::move(lines), share * pair.score, pair.rhythm});
  };
  guess({pair.lines[0], pair.lines[1], moved(pair.lines[1], down)}, 0.7F);
  guess({moved(pair.lines[0], -down), pair.lines[0], pair.lines[1]}, 0.69F);
  // Or of the first and the last of three.
  guess({pair.lines[0], moved(pair.lines[0], down / 2), pair.lines[1]}, 0.6F);
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
                      merit * next * kinship(lines[a].line, lines[b].line),
                      (lines[a].rhythm + lines[b].rhythm + third.rhythm) / 3});
  }
}

std::vector<Group> group(const std::vector<RatedLine>& lines) {
  std::vector<Group> groups;
  for (std::size_t a = 0; a < lines.size(); ++a) {
    groups.push_back({{lines[a].line}, 0.5F * lines[a].merit(), lines[a].rhythm});
    for (std::size_t b = 0; b < lines.size(); ++b) {
      const float pair = kinship(lines[a].line, lines[b].line);
      if (pair <= 0) continue;
      const float merit = lines[a].merit() + lines[b].merit();
      groups.push_back(
          {{lines[a].line, lines[b].line}, merit * pair, (lines[a].rhythm + lines[b].rhythm) / 2});
      if (lines[a].rhythm + lines[b].rhythm > 0) add_guesses(groups, groups.back());
      add_triples(groups, lines, a, b);
    }
  }
  for (Group& found : groups) reach_alike(found.lines);
  return groups;
}

// The picture with its longer side brought to `side_px` or left as it is where that is less, turned
// clockwise by `degrees`.
View view_at(const PicturePyramid& picture, float side_px, float degrees) {
  const GreyPicture& whole = picture.level(0);
  const auto longer = static_cast<float>(std::max(whole.width_px, whole.height_px));
  View view;
  view.scale = side_px / longer;
  const std::size_t level = picture.level_for(view.scale);
  const cv::Mat1b source = view_of(picture.level(level));
  const float more = view.scale * static_cast<float>(1U << level);
  if (degrees == 0 && more == 1) {
    view.grey = source;
  } else if (degrees == 0) {
    cv::resize(source, view.grey, {}, static_cast<double>(more), static_cast<double>(more),
               more < 0.75F ? cv::INTER_AREA : cv::INTER_LINEAR);
  }
  const float angle = degrees * std::numbers::pi_v<float> / 180;
  const float c = std::cos(angle);
  const float s = std::sin(angle);
  const auto width = static_cast<float>(source.cols) * more;
  const auto height = static_cast<float>(source.rows) * more;
  const cv::Size size(static_cast<int>(std::abs(c) * width + std::abs(s) * height + 0.5F),
                      static_cast<int>(std::abs(s) * width + std::abs(c) * height + 0.5F));
  // Middle on middle.
  const auto half = [](int length) { return static_cast<float>(length - 1) / 2; };
  const auto to = [&](int columns, int rows, float times) {
    return cv::Matx23f(c / times, s / times,
                       half(columns) - (c * half(size.width) + s * half(size.height)) / times,
                       -s / times, c / times,
                       half(rows) - (-s * half(size.width) + c * half(size.height)) / times);
  };
  if (degrees != 0) {
    cv::warpAffine(source, view.grey, to(source.cols, source.rows, more), size,
                   cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
  }
  view.to_picture = to(whole.width_px, whole.height_px, view.scale);
  return view;
}

// By how much a copy is to be turned for its print to be upright, where an upright copy of the
// whole would not do.
std::optional<float> turn_of_leaning_print(const PicturePyramid& picture) {
  const std::optional<float> direction = direction_of_print(picture);
  if (!direction) return std::nullopt;
  const float lean = std::abs(*direction - 90 * std::round(*direction / 90));
  return lean < kLeanDegreesMin ? std::nullopt : std::optional(-*direction);
}

std::vector<View> views_of(const PicturePyramid& picture, Look look) {
  const GreyPicture& whole = picture.level(0);
  const auto longer = static_cast<float>(std::max(whole.width_px, whole.height_px));
  std::vector<View> views;
  const bool quick = look == Look::kQuick || look == Look::kShaded;
  if (quick || (look == Look::kClose && longer > 0.75F * kClosePx)) {
    const float side_px = quick ? kQuickPx : kClosePx;
    for (const float degrees : {0.0F, 90.0F}) views.push_back(view_at(picture, side_px, degrees));
  }
  if (look == Look::kAlongPrint) {
    if (const auto degrees = turn_of_leaning_print(picture)) {
      views.push_back(view_at(picture, kLeaningPx, *degrees));
    }
  }
  if (look == Look::kLeaning) {
    for (const float degrees :
         {kLeanDegrees, -kLeanDegrees, 90 + kLeanDegrees, 90 - kLeanDegrees}) {
      views.push_back(view_at(picture, kLeaningPx, degrees));
    }
  }
  return views;
}

// Where two lines stand so close that they were seen as one: each of them, if both have rhythm.
void add_fused(std::vector<RatedLine>& rated, const SeenLine& seen, const View& view) {
  const float slimness = length_of(seen) / seen.height_px;
  if (seen.height_px < kFusedHeightPxMin || slimness < kFusedSlimnessMin ||
      slimness > kFusedSlimnessMax) {
    return;
  }
  const cv::Point2f across(-along(seen).y, along(seen).x);
  std::vector<RatedLine> both;
  for (const float side : {-1.0F, 1.0F}) {
    SeenLine line = moved(seen, across * (side * kFusedMiddle * seen.height_px));
    line.height_px *= kFusedHeight;
    both.push_back({.line = in_picture(line, view), .rhythm = rhythm_in(view, line)});
    if (both.back().rhythm < kRhythmOfPrint) return;
  }
  rated.insert(rated.end(), both.begin(), both.end());
}

std::vector<RatedLine> lines_in(const View& view, Look look) {
  const auto longer = static_cast<float>(std::max(view.grey.cols, view.grey.rows));
  const Darkness darkness = look == Look::kShaded ? Darkness::kAgainstPaper : Darkness::kInLevels;
  std::vector<SeenLine> lines;
  for (const SeenLine& line : see_lines(view.grey, kLengthShareMin * longer, darkness)) {
    const bool known = std::any_of(lines.begin(), lines.end(),
                                   [&](const SeenLine& other) { return same_line(other, line); });
    if (!known && lines.size() < kLinesMax) lines.push_back(line);
  }
  std::vector<RatedLine> rated;
  for (const SeenLine& line : lines) {
    rated.push_back({.line = in_picture(line, view), .rhythm = rhythm_in(view, line)});
    // Rare, so only where the first look was in vain.
    if (look != Look::kQuick) add_fused(rated, line, view);
  }
  return rated;
}

void keep_likeliest(std::vector<ZoneCandidate>& zones) {
  std::stable_sort(zones.begin(), zones.end(), [](const ZoneCandidate& a, const ZoneCandidate& b) {
    return a.score > b.score;
  });
  std::size_t kept = 0;
  while (kept < std::min(zones.size(), kZoneCandidatesMax) &&
         (kept < kAlwaysKept || zones[kept].score > kScoreShareMin * zones.front().score)) {
    ++kept;
  }
  zones.resize(kept);
}

}  // namespace

ZoneCandidate extended(const ZoneCandidate& candidate, float before, float behind) {
  ZoneCandidate longer = candidate;
  for (LineTrace& line : longer.lines) {
    if (line.middle.size() < 2) continue;
    const PicturePoint first = line.middle.front();
    const PicturePoint last = line.middle.back();
    const PicturePoint chord{last.x_px - first.x_px, last.y_px - first.y_px};
    // How a line bends beyond what was seen of it is unknown: straight on.
    line.middle = {{first.x_px - before * chord.x_px, first.y_px - before * chord.y_px},
                   {last.x_px + behind * chord.x_px, last.y_px + behind * chord.y_px}};
  }
  return longer;
}

std::vector<ZoneCandidate> ZoneFinder::find(Look look) const {
  std::vector<ZoneCandidate> zones;
  try {
    for (const View& view : views_of(picture_, look)) {
      for (const Group& found : group(lines_in(view, look))) {
        ZoneCandidate zone{.lines = {}, .score = found.score, .rhythm = found.rhythm};
        for (const SeenLine& line : found.lines) zone.lines.push_back(trace_of(line));
        zones.push_back(std::move(zone));
      }
    }
  } catch (const cv::Exception&) {
    zones.clear();
  }
  keep_likeliest(zones);
  return zones;
}

}  // namespace garita::reader
