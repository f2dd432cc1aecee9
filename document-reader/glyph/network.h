#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "document-reader/glyph/cell.h"

namespace garita::reader {

// A small convolutional network that runs along a line of print: strokes in fields of 3 by 3
// pixels, the strongest of each 2 by 2, shapes in fields of 3 by 3 of those, the stronger of two
// rows, what all of a window makes, and the verdict. Neighbouring windows share all but the last
// two steps, so a line costs little more than its characters.

inline constexpr int kStrokeKinds = 16;
inline constexpr int kShapeKinds = 24;
inline constexpr int kWholeUnits = 96;
/// The verdict's rows are as wide as whole vectors; what is past kClasses is unused.
inline constexpr int kVerdicts = 40;

inline constexpr int kFieldPx = 3;
/// Rows and columns of a window, and so of each step's map.
inline constexpr int kStrokeRows = kLineHeightPx - kFieldPx + 1;
inline constexpr int kStrokeColumns = kWindowWidthPx - kFieldPx + 1;
inline constexpr int kShapeRows = kStrokeRows / 2 - kFieldPx + 1;
inline constexpr int kShapeColumns = kStrokeColumns / 2 - kFieldPx + 1;
inline constexpr int kWholeRows = kShapeRows / 2;

/// `weights`: a row of the step's outputs for each of its inputs, these by field row, field column
/// and kind.
struct LayerWeights {
  std::span<const float> weights;
  std::span<const float> bias;
};

struct NetworkWeights {
  LayerWeights strokes, shapes, whole, verdict;
};

/// Inputs and outputs of each step, as the numbers follow one another in the model's file.
struct LayerShape {
  std::size_t inputs = 0;
  std::size_t outputs = 0;
};
inline constexpr std::array<LayerShape, 4> kLayerShapes = {
    {{kFieldPx * kFieldPx, kStrokeKinds},
     {kFieldPx * kFieldPx * kStrokeKinds, kShapeKinds},
     {kWholeRows * kShapeColumns * kShapeKinds, kWholeUnits},
     {kWholeUnits, kVerdicts}}};

[[nodiscard]] constexpr std::size_t count_numbers() {
  std::size_t count = 0;
  for (const LayerShape& shape : kLayerShapes) count += (shape.inputs + 1) * shape.outputs;
  return count;
}
inline constexpr std::size_t kNetworkNumbers = count_numbers();

/// The layers in `numbers`, which are kNetworkNumbers: of each layer the weights, then the bias.
[[nodiscard]] NetworkWeights layers_in(std::span<const float> numbers);

/// The shipped model: model/ocr_b.weights, made by model_tool from fonts-ocr-b.
[[nodiscard]] const NetworkWeights& shipped_model();

/// For each class, the logarithm of its probability.
using ClassScores = std::array<float, kClasses>;

/// Judges the windows of a normalised line (kLineHeightPx rows of `width_px`): the first begins at
/// column 0, each further one kWindowStepPx on, as many as fit.
[[nodiscard]] std::vector<ClassScores> judge_along(const NetworkWeights& weights,
                                                   std::span<const float> pixels, int width_px);

}  // namespace garita::reader
