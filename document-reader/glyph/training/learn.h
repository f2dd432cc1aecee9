#pragma once

#include <vector>

#include "document-reader/glyph/cell.h"
#include "document-reader/glyph/training/samples.h"

namespace garita::reader {

/// The numbers as NetworkWeights lays them out.
struct LearntWeights {
  std::vector<float> hidden;
  std::vector<float> hidden_bias;
  std::vector<float> output;
  std::vector<float> output_bias;
};

/// Descends (Adam, falling steps) on the cross entropy over `samples`, `epochs` times over them.
[[nodiscard]] LearntWeights learn(const std::vector<Sample>& samples, int epochs);

/// The share of `samples` that `weights` judges rightly.
[[nodiscard]] double share_right(const LearntWeights& weights, const std::vector<Sample>& samples);

}  // namespace garita::reader
