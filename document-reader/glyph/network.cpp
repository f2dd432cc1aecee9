#include "document-reader/glyph/network.h"

#include <algorithm>
#include <cmath>

namespace garita::reader {
namespace {

using Hidden = std::array<float, kHiddenUnits>;

// Plain loops whose inner one runs along memory: the compiler turns them into vector code.
void add_scaled(float* sums, const float* row, float factor, int length) {
  for (int i = 0; i < length; ++i) sums[i] += factor * row[i];
}

Hidden hidden_of(const NetworkWeights& weights, const Window& window) {
  Hidden hidden;
  std::copy(weights.hidden_bias.begin(), weights.hidden_bias.end(), hidden.begin());
  const float* row = weights.hidden.data();
  for (const float pixel : window) {
    add_scaled(hidden.data(), row, pixel, kHiddenUnits);
    row += kHiddenUnits;
  }
  for (float& unit : hidden) unit = std::max(unit, 0.0F);
  return hidden;
}

ClassScores scores_of(const NetworkWeights& weights, const Hidden& hidden) {
  ClassScores scores;
  std::copy(weights.output_bias.begin(), weights.output_bias.end(), scores.begin());
  const float* row = weights.output.data();
  for (const float unit : hidden) {
    if (unit > 0) add_scaled(scores.data(), row, unit, kClasses);
    row += kClasses;
  }
  const float highest = *std::max_element(scores.begin(), scores.end());
  float sum = 0;
  for (const float score : scores) sum += std::exp(score - highest);
  const float whole = highest + std::log(sum);
  for (float& score : scores) score -= whole;
  return scores;
}

}  // namespace

std::vector<ClassScores> judge(const NetworkWeights& weights, std::span<const Window> windows) {
  std::vector<ClassScores> judged;
  judged.reserve(windows.size());
  for (const Window& window : windows) {
    judged.push_back(scores_of(weights, hidden_of(weights, window)));
  }
  return judged;
}

}  // namespace garita::reader
