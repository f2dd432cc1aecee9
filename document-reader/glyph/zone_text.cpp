#include "document-reader/glyph/zone_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <optional>

#include "document-reader/glyph/segment.h"

namespace garita::reader {
namespace {

constexpr std::array kCellsOfALine = {30, 36, 44};
// Under this a strip is not this print at all.
constexpr float kRhythmMin = -2.2F;
// And over this it is, so that no other measure needs to be tried.
constexpr float kRhythmSure = -0.5F;
constexpr float kRhythmPerfect = -0.06F;
// So much of a line's middle is enough to screen it by.
constexpr int kScreenedPx = 17 * kCellPitchPx;
// What a cell that surely holds a character is worth against leaving it out of the line.
constexpr float kCellWorth = 1.5F;
// A strip shows its print's surroundings so far.
constexpr int kPitchesBeyond = 3;
// The lines of a zone begin within so much of a pitch of one another.
constexpr float kApartMax = 0.6F;

/// How a strip is brought to the measure of the cells.
struct Measure {
  float pitch_px = 0;  // of the strip
  float capital_px = kStripCapitalPx;
  float lower_px = 0;  // the print's middle below the strip's
};

enum class Part { kMiddle, kWhole };

MeasuredLine measured(const LineStrip& strip, const Measure& measure, Part part) {
  const cv::Mat1b grey(strip.grey.height_px, strip.grey.width_px,
                       const_cast<std::uint8_t*>(strip.grey.pixels.data()));  // only read
  const float x = kCellPitchPx / measure.pitch_px;
  const float y = kCellCapitalPx / measure.capital_px;
  const int rows = static_cast<int>(std::lround(kLineHeightPx / y));
  const float top =
      (static_cast<float>(grey.rows) - static_cast<float>(rows)) / 2 + measure.lower_px;
  const int from = std::clamp(static_cast<int>(std::lround(top)), 0, grey.rows - 1);
  const int to = std::clamp(from + rows, from + 1, grey.rows);
  cv::Mat1b print = grey.rowRange(from, to);
  const int screened = std::min(grey.cols, static_cast<int>(kScreenedPx / x));
  if (part == Part::kMiddle) {
    const int left = (grey.cols - screened) / 2;
    print = print.colRange(left, left + screened);
  }
  const int columns =
      std::max(kWindowWidthPx, static_cast<int>(std::lround(static_cast<float>(print.cols) * x)));
  cv::Mat1b small;
  cv::resize(print, small, {columns, kLineHeightPx}, 0, 0, cv::INTER_AREA);
  MeasuredLine line{.pixels = std::vector<float>(small.begin(), small.end()), .width_px = columns};
  normalise(line.pixels, columns);
  return line;
}

float looks_like_print(const NetworkWeights& weights, const LineStrip& strip,
                       const Measure& measure) {
  return rhythm_score(look_along(weights, measured(strip, measure, Part::kMiddle)).along);
}

// Pitches worth a try: the strips' own rhythms, and what their length makes of each count of cells.
std::vector<float> pitches_of(const std::vector<LineStrip>& strips) {
  std::vector<float> pitches;
  const auto add = [&](float pitch) {
    const bool known = std::any_of(pitches.begin(), pitches.end(), [&](float other) {
      return std::abs(other - pitch) < 0.03F * pitch;
    });
    if (!known && pitch > 0.55F * kStripCapitalPx && pitch < 1.8F * kStripCapitalPx) {
      pitches.push_back(pitch);
    }
  };
  for (const LineStrip& strip : strips) {
    if (strip.pitch_px > 0) add(strip.pitch_px);
  }
  for (const int cells : kCellsOfALine) {
    add((strips.front().right_px - strips.front().left_px) / (static_cast<float>(cells) - 0.25F));
  }
  return pitches;
}

struct Screened {
  Measure measure;
  bool turned = false;
  float score = -kDoubtMax;
};

// The pitch and the way up at which `zone` most looks like print.
Screened screen(const NetworkWeights& weights, const StraightZone& zone,
                const StraightZone& upside_down) {
  Screened best;
  for (const float pitch : pitches_of(zone.lines)) {
    const Measure measure{.pitch_px = pitch};
    for (const bool turn : {false, true}) {
      const StraightZone& way_up = turn ? upside_down : zone;
      float score = 0;
      for (const LineStrip& strip : way_up.lines) {
        score +=
            looks_like_print(weights, strip, measure) / static_cast<float>(way_up.lines.size());
      }
      if (score > best.score) best = {.measure = measure, .turned = turn, .score = score};
      if (best.score > kRhythmSure) return best;
    }
  }
  return best;
}

// A line's own pitch, height and place may be a little off what serves the zone.
Measure settle(const NetworkWeights& weights, const LineStrip& strip, Measure measure) {
  float best = looks_like_print(weights, strip, measure);
  if (best > kRhythmPerfect) return measure;
  const auto attempt = [&](Measure other) {
    const float score = looks_like_print(weights, strip, other);
    if (score <= best + 0.02F) return false;
    best = score;
    measure = other;
    return true;
  };
  for (const float lower : {-2.5F, 2.5F}) {
    Measure other = measure;
    other.lower_px += lower;
    if (attempt(other)) {
      other.lower_px += lower;
      attempt(other);
      break;
    }
  }
  for (const float factor : {0.9F, 1.12F}) {
    Measure other = measure;
    other.capital_px *= factor;
    if (attempt(other)) {
      other.capital_px *= factor;
      attempt(other);
      break;
    }
  }
  for (const float factor : {0.975F, 1.025F}) {
    Measure other = measure;
    other.pitch_px *= factor;
    if (attempt(other)) {
      other.pitch_px *= factor;
      attempt(other);
      break;
    }
  }
  return measure;
}

struct PreparedLine {
  SeenPrint seen;
  float to_strip = 1;  // pixels of the strip for one of the measured line
};

float likelihood(int cells, std::size_t lines) {
  if (cells == 30) return lines == 3 ? 0 : -0.6F;
  return lines == 2 ? 0 : -0.6F;
}

float score_of(const std::vector<Segmentation>& lines) {
  float sum = 0;
  for (const Segmentation& line : lines) sum += line.score;
  return sum;
}

// The lines of a zone begin one under the other: where the first cells lie more than half a pitch
// apart, one line's beginning is tried for all.
std::vector<Segmentation> places_of(const std::vector<PreparedLine>& prepared, int cells) {
  std::vector<Segmentation> best;
  for (const PreparedLine& ready : prepared) {
    best.push_back(segment(ready.seen.along, cells));
    if (best.back().centres_px.empty()) return {};
  }
  const auto begins_at = [&](std::size_t line) {
    return best[line].centres_px.front() * prepared[line].to_strip;
  };
  std::vector<Segmentation> aligned;
  for (std::size_t model = 0; model < prepared.size(); ++model) {
    bool apart = false;
    std::vector<Segmentation> tried;
    for (std::size_t line = 0; line < prepared.size(); ++line) {
      const PreparedLine& ready = prepared[line];
      const float off = std::abs(begins_at(line) - begins_at(model)) / ready.to_strip;
      const bool fits = off <= kApartMax * kCellPitchPx;
      apart = apart || !fits;
      tried.push_back(fits ? best[line]
                           : segment(ready.seen.along, cells, begins_at(model) / ready.to_strip));
    }
    if (!apart) return best;
    if (aligned.empty() || score_of(tried) > score_of(aligned)) aligned = std::move(tried);
  }
  return aligned;
}

std::optional<JudgedZone> cut(const std::vector<PreparedLine>& prepared, int cells) {
  JudgedZone zone;
  const std::vector<Segmentation> places = places_of(prepared, cells);
  if (places.empty()) return std::nullopt;
  float sum = 0;
  std::array<std::size_t, 3> beyond{};  // lines that go on: next to the cells, before, behind
  for (std::size_t i = 0; i < prepared.size(); ++i) {
    const PreparedLine& ready = prepared[i];
    JudgedLine line{.cells = {}, .centres_px = {}, .score = places[i].score};
    for (const float centre : places[i].centres_px) {
      line.cells.push_back(scores_at(ready.seen, centre));
      line.centres_px.push_back(centre * ready.to_strip);
    }
    sum += (places[i].score + kCellWorth) * static_cast<float>(cells) / 44;
    const Beyond next = look_beyond(ready.seen.along, places[i], 1);
    const Beyond further = look_beyond(ready.seen.along, places[i], kPitchesBeyond);
    beyond[0] += next.before || next.behind ? 1 : 0;
    // Where nobody looked, nobody knows: a line whose rest was not seen must not pass for a
    // shorter.
    const Beyond unseen = ends_with(ready.seen.along, places[i]);
    beyond[1] += further.before || unseen.before ? 1 : 0;
    beyond[2] += further.behind || unseen.behind ? 1 : 0;
    zone.lines.push_back(std::move(line));
  }
  // One line alone may have something else beside it.
  const std::size_t enough = std::min<std::size_t>(2, prepared.size());
  zone.is_part = beyond[0] >= enough;
  zone.goes_on_before = beyond[1] >= enough;
  zone.goes_on_behind = beyond[2] >= enough;
  zone.score = sum / static_cast<float>(prepared.size()) + likelihood(cells, prepared.size());
  return zone;
}

}  // namespace

std::vector<JudgedZone> judge_zone(const NetworkWeights& weights, const StraightZone& zone) {
  std::vector<JudgedZone> judged;
  // Every zone has rhythm in one of its lines at least: the fillers alone give it.
  if (std::none_of(zone.lines.begin(), zone.lines.end(),
                   [](const LineStrip& strip) { return strip.pitch_px > 0; })) {
    return judged;
  }
  const StraightZone upside_down = reader::turned(zone);
  const Screened screened = screen(weights, zone, upside_down);
  if (screened.score < kRhythmMin) return judged;
  std::vector<PreparedLine> prepared;
  for (const LineStrip& strip : screened.turned ? upside_down.lines : zone.lines) {
    const Measure measure = settle(weights, strip, screened.measure);
    prepared.push_back({.seen = look_along(weights, measured(strip, measure, Part::kWhole)),
                        .to_strip = measure.pitch_px / kCellPitchPx});
  }
  for (const int cells : kCellsOfALine) {
    std::optional<JudgedZone> one = cut(prepared, cells);
    if (!one) continue;
    one->turned = screened.turned;
    judged.push_back(std::move(*one));
  }
  std::sort(judged.begin(), judged.end(),
            [](const JudgedZone& a, const JudgedZone& b) { return a.score > b.score; });
  return judged;
}

}  // namespace garita::reader
