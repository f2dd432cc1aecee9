#include "document-reader/glyph/network.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace garita::reader {
namespace {

// Eight numbers at once where the processor can, else as many as it can.
constexpr int kLanes = 8;
using Lanes [[gnu::vector_size(kLanes * sizeof(float))]] = float;
// So many places are worked on together: their sums stay in registers.
constexpr int kPlaces = 4;

/// One step of the network along a row of places. `inputs` are the rows of the field; a place's
/// part of each is `taps` numbers long and begins `step` numbers after its neighbour's.
struct Row {
  std::array<const float*, kWholeRows> inputs{};
  int rows = 0;
  int taps = 0;
  int step = 0;
  int places = 0;
  float* outputs = nullptr;  // a place's follow one another, `outputs_each` of them
  int outputs_each = 0;
};

[[gnu::always_inline]] inline void load(Lanes& lanes, const float* from) {
  std::memcpy(&lanes, from, sizeof lanes);
}

/// The outputs [first, first + kWidth lanes) of kCount places from `place` on; not rectified.
template <int kWidth, int kCount>
[[gnu::always_inline]] inline void weigh(const Row& row, const LayerWeights& layer, int first,
                                         int place) {
  Lanes sums[kCount][kWidth];
  for (int lane = 0; lane < kWidth; ++lane) {
    load(sums[0][lane], layer.bias.data() + first + lane * kLanes);
    for (int p = 1; p < kCount; ++p) sums[p][lane] = sums[0][lane];
  }
  const float* weights = layer.weights.data() + first;
  for (int r = 0; r < row.rows; ++r) {
    const float* input = row.inputs[static_cast<std::size_t>(r)] + place * row.step;
    for (int tap = 0; tap < row.taps; ++tap) {
      Lanes now[kWidth];
      for (int lane = 0; lane < kWidth; ++lane) load(now[lane], weights + lane * kLanes);
      for (int p = 0; p < kCount; ++p) {
        const float value = input[p * row.step + tap];
        for (int lane = 0; lane < kWidth; ++lane) sums[p][lane] += now[lane] * value;
      }
      weights += row.outputs_each;
    }
  }
  for (int p = 0; p < kCount; ++p) {
    float* output = row.outputs + (place + p) * row.outputs_each + first;
    std::memcpy(output, sums[p], sizeof sums[p]);
  }
}

template <int kWidth>
[[gnu::always_inline]] inline void run_part(const Row& row, const LayerWeights& layer, int first) {
  int place = 0;
  for (; place + kPlaces <= row.places; place += kPlaces) {
    weigh<kWidth, kPlaces>(row, layer, first, place);
  }
  for (; place < row.places; ++place) weigh<kWidth, 1>(row, layer, first, place);
}

[[gnu::always_inline]] inline void run_row(const Row& row, const LayerWeights& layer) {
  constexpr int kWide = 3 * kLanes;
  int first = 0;
  for (; first + kWide <= row.outputs_each; first += kWide) run_part<3>(row, layer, first);
  for (; first + 2 * kLanes <= row.outputs_each; first += 2 * kLanes) {
    run_part<2>(row, layer, first);
  }
}
static_assert(kStrokeKinds % kLanes == 0 && kShapeKinds % kLanes == 0);
static_assert(kWholeUnits % (3 * kLanes) == 0 && kVerdicts % (3 * kLanes) == 2 * kLanes);

void run_anywhere(const Row& row, const LayerWeights& layer) { run_row(row, layer); }

#if defined(__x86_64__)
[[gnu::target("avx2,fma")]] void run_wide(const Row& row, const LayerWeights& layer) {
  run_row(row, layer);
}
// Asked at each call, not through the loader's indirect functions, which sanitizers do not survive.
bool has_wide_vectors() { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }
#else
void run_wide(const Row& row, const LayerWeights& layer) { run_row(row, layer); }
bool has_wide_vectors() { return false; }
#endif

void run(const Row& row, const LayerWeights& layer) {
  (has_wide_vectors() ? run_wide : run_anywhere)(row, layer);
}

/// Rows of places, each of `kinds` numbers.
struct Map {
  Map(int rows, int places, int kinds_each)
      : columns(places),
        kinds(kinds_each),
        numbers(static_cast<std::size_t>(rows) * static_cast<std::size_t>(places * kinds_each)) {}
  [[nodiscard]] float* row(int index) { return numbers.data() + index * columns * kinds; }
  int columns = 0;
  int kinds = 0;
  std::vector<float> numbers;
};

// The strongest of two rows, and of two columns where `columns_each` is 2; rectified.
void keep_strongest(Map& two_rows, int columns_each, float* kept) {
  const int kinds = two_rows.kinds;
  const float* upper = two_rows.row(0);
  const float* lower = two_rows.row(1);
  const int places = two_rows.columns / columns_each;
  for (int place = 0; place < places; ++place) {
    for (int kind = 0; kind < kinds; ++kind) {
      const int from = place * columns_each * kinds + kind;
      float most = std::max(upper[from], lower[from]);
      if (columns_each == 2)
        most = std::max(most, std::max(upper[from + kinds], lower[from + kinds]));
      kept[place * kinds + kind] = std::max(most, 0.0F);
    }
  }
}

Map strokes_of(const LayerWeights& layer, std::span<const float> pixels, int width_px) {
  const int columns = width_px - kFieldPx + 1;
  Map two_rows(2, columns, kStrokeKinds);
  Map strokes(kStrokeRows / 2, columns / 2, kStrokeKinds);
  for (int y = 0; y < kStrokeRows; ++y) {
    Row row{.rows = kFieldPx, .taps = kFieldPx, .step = 1, .places = columns};
    for (int r = 0; r < kFieldPx; ++r) {
      row.inputs[static_cast<std::size_t>(r)] = pixels.data() + (y + r) * width_px;
    }
    row.outputs = two_rows.row(y % 2);
    row.outputs_each = kStrokeKinds;
    run(row, layer);
    if (y % 2 == 1) keep_strongest(two_rows, 2, strokes.row(y / 2));
  }
  return strokes;
}

Map shapes_of(const LayerWeights& layer, Map& strokes) {
  const int columns = strokes.columns - kFieldPx + 1;
  Map two_rows(2, columns, kShapeKinds);
  Map shapes(kWholeRows, columns, kShapeKinds);
  for (int y = 0; y < kShapeRows; ++y) {
    Row row{
        .rows = kFieldPx, .taps = kFieldPx * kStrokeKinds, .step = kStrokeKinds, .places = columns};
    for (int r = 0; r < kFieldPx; ++r) {
      row.inputs[static_cast<std::size_t>(r)] = strokes.row(y + r);
    }
    row.outputs = two_rows.row(y % 2);
    row.outputs_each = kShapeKinds;
    run(row, layer);
    if (y % 2 == 1) keep_strongest(two_rows, 1, shapes.row(y / 2));
  }
  return shapes;
}

ClassScores probabilities_of(const float* verdict) {
  ClassScores scores;
  std::copy(verdict, verdict + kClasses, scores.begin());
  const float highest = *std::max_element(scores.begin(), scores.end());
  float sum = 0;
  for (const float score : scores) sum += std::exp(score - highest);
  const float whole = highest + std::log(sum);
  for (float& score : scores) score -= whole;
  return scores;
}

}  // namespace

NetworkWeights layers_in(std::span<const float> numbers) {
  std::array<LayerWeights, kLayerShapes.size()> layers;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const LayerShape& shape = kLayerShapes[i];
    layers[i].weights = numbers.first(shape.inputs * shape.outputs);
    layers[i].bias = numbers.subspan(shape.inputs * shape.outputs, shape.outputs);
    numbers = numbers.subspan((shape.inputs + 1) * shape.outputs);
  }
  return {layers[0], layers[1], layers[2], layers[3]};
}

std::vector<ClassScores> judge_along(const NetworkWeights& weights, std::span<const float> pixels,
                                     int width_px) {
  if (width_px < kWindowWidthPx) return {};
  Map strokes = strokes_of(weights.strokes, pixels, width_px);
  Map shapes = shapes_of(weights.shapes, strokes);
  const int places = shapes.columns - kShapeColumns + 1;
  Map whole(1, places, kWholeUnits);
  Row row{.rows = kWholeRows,
          .taps = kShapeColumns * kShapeKinds,
          .step = kShapeKinds,
          .places = places,
          .outputs = whole.row(0),
          .outputs_each = kWholeUnits};
  for (int r = 0; r < kWholeRows; ++r) row.inputs[static_cast<std::size_t>(r)] = shapes.row(r);
  run(row, weights.whole);
  for (float& unit : whole.numbers) unit = std::max(unit, 0.0F);
  Map verdicts(1, places, kVerdicts);
  run({.inputs = {whole.row(0)},
       .rows = 1,
       .taps = kWholeUnits,
       .step = kWholeUnits,
       .places = places,
       .outputs = verdicts.row(0),
       .outputs_each = kVerdicts},
      weights.verdict);
  std::vector<ClassScores> judged;
  judged.reserve(static_cast<std::size_t>(places));
  for (int place = 0; place < places; ++place) {
    judged.push_back(probabilities_of(verdicts.row(0) + place * kVerdicts));
  }
  return judged;
}

}  // namespace garita::reader
