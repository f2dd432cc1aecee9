#include "document-reader/glyph/network.h"

#include <algorithm>
#include <cmath>

namespace garita::reader {
namespace {

using Hidden = std::array<float, kHiddenUnits>;

// Plain loops whose inner one runs along memory: the compiler turns them into vector code, as wide
// as the function that they are inlined into may use.
[[gnu::always_inline]] inline void add_scaled(float* sums, const float* row, float factor,
                                              int length) {
  for (int i = 0; i < length; ++i) sums[i] += factor * row[i];
}

[[gnu::always_inline]] inline void add_window(float* hidden, const float* weights,
                                              const float* window) {
  for (int pixel = 0; pixel < kWindowPixels; ++pixel) {
    add_scaled(hidden, weights + pixel * kHiddenUnits, window[pixel], kHiddenUnits);
  }
}

void add_window_anywhere(float* hidden, const float* weights, const float* window) {
  add_window(hidden, weights, window);
}

#if defined(__x86_64__)
[[gnu::target("avx2,fma")]] void add_window_wide(float* hidden, const float* weights,
                                                 const float* window) {
  add_window(hidden, weights, window);
}
// Asked at each call, not through the loader's indirect functions, which sanitizers do not survive.
bool has_wide_vectors() { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }
#else
void add_window_wide(float* hidden, const float* weights, const float* window) {
  add_window(hidden, weights, window);
}
bool has_wide_vectors() { return false; }
#endif

Hidden hidden_of(const NetworkWeights& weights, const Window& window) {
  Hidden hidden;
  std::copy(weights.hidden_bias.begin(), weights.hidden_bias.end(), hidden.begin());
  const auto add = has_wide_vectors() ? add_window_wide : add_window_anywhere;
  add(hidden.data(), weights.hidden.data(), window.data());
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
