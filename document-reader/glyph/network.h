#pragma once

#include <array>
#include <span>
#include <vector>

#include "document-reader/glyph/cell.h"

namespace garita::reader {

/// The numbers of the classifier of cells: two full layers with a rectifier between. The build
/// draws and learns them; see training/.
struct NetworkWeights {
  std::span<const float> hidden;       ///< kWindowPixels rows of kHiddenUnits
  std::span<const float> hidden_bias;  ///< kHiddenUnits
  std::span<const float> output;       ///< kHiddenUnits rows of kClasses
  std::span<const float> output_bias;  ///< kClasses
};

/// Made by the build from fonts-ocr-b.
[[nodiscard]] NetworkWeights drawn_model();

/// For each class, the logarithm of its probability.
using ClassScores = std::array<float, kClasses>;

/// Judges normalised windows.
[[nodiscard]] std::vector<ClassScores> judge(const NetworkWeights& weights,
                                             std::span<const Window> windows);

}  // namespace garita::reader
