#include "document-reader/glyph/recogniser.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <opencv2/core.hpp>

#include "document-reader/glyph/zone_text.h"

namespace garita::reader {
namespace {

// Drawn print is crisper evidence than paper ever is: the network's own probabilities, taken from
// what it learnt on, are too sure of themselves by about this power.
constexpr float kOversure = 1.25F;

// How far another way to cut a zone may lie behind the best.
constexpr float kScoreBehindMax = 0.2F;

RecognisedCell cell_of(const ClassScores& scores) {
  std::array<std::size_t, kNoCharacter> order{};
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto kept = order.begin() + kAlternativesPerCell;
  std::partial_sort(order.begin(), kept, order.end(),
                    [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
  // "None" is no alternative: the places are chosen, so each holds one of the characters.
  float whole = 0;
  for (std::size_t c = 0; c < kAlphabet.size(); ++c) whole += std::exp(scores[c] / kOversure);
  RecognisedCell cell;
  for (auto c = order.begin(); c != kept; ++c) {
    const float weight = std::exp(scores[*c] / kOversure);
    cell.push_back({.character = kAlphabet[*c], .probability = weight / std::max(whole, 1e-12F)});
  }
  return cell;
}

ZoneReading reading_of(const JudgedZone& judged) {
  ZoneReading reading{.upside_down = judged.turned,
                      .is_part = judged.is_part,
                      .goes_on_before = judged.goes_on_before,
                      .goes_on_behind = judged.goes_on_behind};
  if (judged.turned) std::swap(reading.goes_on_before, reading.goes_on_behind);
  for (const JudgedLine& line : judged.lines) {
    std::vector<RecognisedCell> cells;
    for (const ClassScores& scores : line.cells) cells.push_back(cell_of(scores));
    reading.zone.lines.push_back(std::move(cells));
    reading.centres_px.push_back(line.centres_px);
    const float certainty = std::exp(std::min(line.score, 0.0F));
    reading.certainty += certainty / static_cast<float>(judged.lines.size());
  }
  return reading;
}

}  // namespace

std::vector<ZoneReading> Recogniser::read(const StraightZone& zone) const {
  std::vector<ZoneReading> readings;
  try {
    const std::vector<JudgedZone> ways = judge_zone(shipped_model(), zone);
    for (const JudgedZone& judged : ways) {
      // A cut that leaves good characters out is no other reading but a worse one, and a part of a
      // zone may by chance pass the check digits of a shorter format.
      if (judged.score < ways.front().score - kScoreBehindMax) break;
      if (readings.size() < kReadingsPerZone) readings.push_back(reading_of(judged));
    }
  } catch (const cv::Exception&) {
    readings.clear();
  }
  return readings;
}

}  // namespace garita::reader
