#include "document-reader/glyph/segment.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace garita::reader {
namespace {

// From one character to the next the places may be so much off the pitch.
constexpr int kShiftPxMax = 2;
constexpr float kShiftCost = 0.12F;  // times the square of the shift

// Of the first window, in the measured line.
constexpr float kFirstCentrePx = (kWindowWidthPx - 1) / 2.0F;
// A window this far from a character's middle says nothing of it any more.
constexpr float kReachPx = 3;

// `along` with the windows between its own, a pixel apart.
std::vector<float> every_pixel(const std::vector<float>& along) {
  std::vector<float> fine;
  fine.reserve(along.size() * kWindowStepPx);
  for (std::size_t i = 0; i + 1 < along.size(); ++i) {
    for (int part = 0; part < kWindowStepPx; ++part) {
      const float share = static_cast<float>(part) / kWindowStepPx;
      fine.push_back((1 - share) * along[i] + share * along[i + 1]);
    }
  }
  return fine;
}

// Only what lies within half a pitch of `middle` stays possible.
void keep_near(std::vector<float>& scores, float middle) {
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (std::abs(static_cast<float>(i) - middle) > kCellPitchPx / 2.0F) scores[i] = -1e6F;
  }
}

// The best of `along` within a step of the place `centre_px`; nothing outside the line.
float best_near(const std::vector<float>& along, float centre_px) {
  const auto place = static_cast<int>(std::lround((centre_px - kFirstCentrePx) / kWindowStepPx));
  float best = -kDoubtMax;
  for (int i = std::max(0, place - 1); i <= place + 1; ++i) {
    if (i < static_cast<int>(along.size()))
      best = std::max(best, along[static_cast<std::size_t>(i)]);
  }
  return best;
}

}  // namespace

Beyond look_beyond(const std::vector<float>& along, const Segmentation& places, int pitches) {
  constexpr float kSeen = -0.2F;
  Beyond beyond;
  for (int i = 1; i <= pitches; ++i) {
    const auto off = static_cast<float>(i * kCellPitchPx);
    beyond.before = beyond.before || best_near(along, places.centres_px.front() - off) > kSeen;
    beyond.behind = beyond.behind || best_near(along, places.centres_px.back() + off) > kSeen;
  }
  return beyond;
}

Beyond ends_with(const std::vector<float>& along, const Segmentation& places) {
  const float last_px = kFirstCentrePx + static_cast<float>(along.size()) * kWindowStepPx;
  return {.before = places.centres_px.front() - kCellPitchPx < kFirstCentrePx,
          .behind = places.centres_px.back() + kCellPitchPx >= last_px};
}

SeenPrint look_along(const NetworkWeights& weights, const MeasuredLine& line) {
  SeenPrint seen{.windows = judge_along(weights, line.pixels, line.width_px), .along = {}};
  seen.along.reserve(seen.windows.size());
  for (const ClassScores& scores : seen.windows) {
    // The likeliest one, not the sum over all: between two characters several share.
    seen.along.push_back(std::max(*std::max_element(scores.begin(), scores.end() - 1), -kDoubtMax));
  }
  return seen;
}

float rhythm_score(const std::vector<float>& along) {
  constexpr int kCharacters = 6;
  constexpr int kPitch = kCellPitchPx / kWindowStepPx;
  constexpr int kBlock = kCharacters * kPitch;
  const int blocks = static_cast<int>(along.size()) / kBlock;
  if (blocks == 0) return -kDoubtMax;
  float sum = 0;
  for (int i = 0; i < blocks; ++i) {
    float best = -kDoubtMax;
    for (int phase = 0; phase < kPitch; ++phase) {
      float mean = 0;
      for (int c = 0; c < kCharacters; ++c) {
        mean += along[static_cast<std::size_t>(i * kBlock + phase + c * kPitch)] / kCharacters;
      }
      best = std::max(best, mean);
    }
    sum += best;
  }
  return sum / static_cast<float>(blocks);
}

Segmentation segment(const std::vector<float>& along, int cells, std::optional<float> first_px) {
  const std::vector<float> fine = every_pixel(along);
  const auto columns = static_cast<int>(fine.size());
  Segmentation segmentation;
  if (columns < (cells - 1) * kCellPitchPx + 1) return segmentation;
  // total[x]: the best of cells 0..c with cell c at x; from[c][x]: where cell c-1 then stands.
  const auto width = static_cast<std::size_t>(columns);
  std::vector<float> total = fine;
  if (first_px) keep_near(total, *first_px - kFirstCentrePx);
  std::vector<std::vector<std::int16_t>> from(static_cast<std::size_t>(cells),
                                              std::vector<std::int16_t>(width, 0));
  for (std::size_t cell = 1; cell < static_cast<std::size_t>(cells); ++cell) {
    std::vector<float> next(width, -1e9F);
    for (int x = kCellPitchPx - kShiftPxMax; x < columns; ++x) {
      const auto place = static_cast<std::size_t>(x);
      for (int shift = -kShiftPxMax; shift <= kShiftPxMax; ++shift) {
        const int before = x - kCellPitchPx - shift;
        if (before < 0) continue;
        const float sum = total[static_cast<std::size_t>(before)] -
                          kShiftCost * static_cast<float>(shift * shift) + fine[place];
        if (sum <= next[place]) continue;
        next[place] = sum;
        from[cell][place] = static_cast<std::int16_t>(before);
      }
    }
    total = std::move(next);
  }
  const auto end = std::max_element(total.begin(), total.end());
  segmentation.score = *end / static_cast<float>(cells);
  segmentation.centres_px.resize(static_cast<std::size_t>(cells));
  auto place = static_cast<std::size_t>(end - total.begin());
  for (auto cell = static_cast<std::size_t>(cells); cell-- > 0;) {
    segmentation.centres_px[cell] = static_cast<float>(place) + kFirstCentrePx;
    place = static_cast<std::size_t>(from[cell][place]);
  }
  return segmentation;
}

ClassScores scores_at(const SeenPrint& seen, float centre_px) {
  const auto count = static_cast<int>(seen.windows.size());
  const float place = (centre_px - kFirstCentrePx) / kWindowStepPx;
  constexpr float kReach = kReachPx / kWindowStepPx;
  const int first = std::max(0, static_cast<int>(std::ceil(place - kReach)));
  const int last = std::min(count - 1, static_cast<int>(std::floor(place + kReach)));
  ClassScores scores{};
  float whole = 0;
  for (int i = first; i <= last; ++i) {
    const float weight = kReach + 0.01F - std::abs(static_cast<float>(i) - place);
    whole += weight;
    const ClassScores& window = seen.windows[static_cast<std::size_t>(i)];
    for (std::size_t c = 0; c < kClasses; ++c) scores[c] += weight * window[c];
  }
  for (float& score : scores) score = whole > 0 ? score / whole : -kDoubtMax;
  return scores;
}

}  // namespace garita::reader
