#include "document-reader/glyph/training/learn.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <random>

#include "document-reader/glyph/network.h"

// The work is products of matrices; wider vectors shorten it where the machine has them.
#define GARITA_WIDE_VECTORS __attribute__((target_clones("arch=haswell", "default")))

namespace garita::reader {
namespace {

constexpr int kBatch = 64;
constexpr int kStrokesWide = kStrokeColumns / 2;
constexpr int kStrokesHigh = kStrokeRows / 2;
constexpr int kShapeTaps = kFieldPx * kStrokeKinds;
constexpr int kWholeInputs = kWholeRows * kShapeColumns * kShapeKinds;

/// Parameters of one layer with their slopes and Adam's two running means.
struct Layer {
  explicit Layer(const LayerShape& shape)
      : outputs(shape.outputs), bias_at(shape.inputs * shape.outputs) {
    for (auto* numbers : {&value, &slope, &mean, &square}) {
      numbers->resize((shape.inputs + 1) * shape.outputs);
    }
  }
  [[nodiscard]] const float* bias() const { return value.data() + bias_at; }
  [[nodiscard]] float* bias_slope() { return slope.data() + bias_at; }
  std::size_t outputs;
  std::size_t bias_at;
  std::vector<float> value, slope, mean, square;
};

void fill_at_random(Layer& layer, std::mt19937& random) {
  const float reach =
      std::sqrt(6.0F * static_cast<float>(layer.outputs) / static_cast<float>(layer.bias_at));
  for (std::size_t i = 0; i < layer.bias_at; ++i) {
    layer.value[i] = reach * (2.0F * static_cast<float>(random() >> 8) / 16'777'216.0F - 1);
  }
}

/// What the steps made of one window, and which of the places pooled together was the strongest.
struct Activations {
  std::array<float, kStrokesHigh * kStrokesWide * kStrokeKinds> strokes;
  std::array<std::int32_t, kStrokesHigh * kStrokesWide * kStrokeKinds> stroke_place;
  std::array<float, kWholeInputs> shapes;
  std::array<std::int32_t, kWholeInputs> shape_place;
  std::array<float, kWholeUnits> whole;
  std::array<float, kVerdicts> verdict;
};

// sums += rows of `weights` times `inputs`.
template <int kOutputs>
[[gnu::always_inline]] inline void add_weighed(float* sums, const float* inputs,
                                               const float* weights, int count) {
  float kept[kOutputs];
  std::copy(sums, sums + kOutputs, kept);
  for (int i = 0; i < count; ++i) {
    for (int o = 0; o < kOutputs; ++o) kept[o] += inputs[i] * weights[i * kOutputs + o];
  }
  std::copy(kept, kept + kOutputs, sums);
}

template <int kKinds>
[[gnu::always_inline]] inline void keep_stronger(const float* sums, int place, float* kept,
                                                 std::int32_t* kept_place) {
  for (int kind = 0; kind < kKinds; ++kind) {
    if (sums[kind] <= kept[kind]) continue;
    kept[kind] = sums[kind];
    kept_place[kind] = place;
  }
}

GARITA_WIDE_VECTORS
void see_strokes(const float* window, const float* weights, const float* bias, Activations& seen) {
  seen.strokes.fill(0);
  for (int y = 0; y < kStrokeRows; ++y) {
    for (int x = 0; x < kStrokeColumns; ++x) {
      float sums[kStrokeKinds];
      std::copy(bias, bias + kStrokeKinds, sums);
      for (int r = 0; r < kFieldPx; ++r) {
        add_weighed<kStrokeKinds>(sums, window + (y + r) * kWindowWidthPx + x,
                                  weights + r * kFieldPx * kStrokeKinds, kFieldPx);
      }
      const int pool = (y / 2 * kStrokesWide + x / 2) * kStrokeKinds;
      keep_stronger<kStrokeKinds>(sums, y * kWindowWidthPx + x, &seen.strokes[std::size_t(pool)],
                                  &seen.stroke_place[std::size_t(pool)]);
    }
  }
}

GARITA_WIDE_VECTORS
void see_shapes(const float* weights, const float* bias, Activations& seen) {
  seen.shapes.fill(0);
  for (int y = 0; y < kShapeRows; ++y) {
    for (int x = 0; x < kShapeColumns; ++x) {
      float sums[kShapeKinds];
      std::copy(bias, bias + kShapeKinds, sums);
      const int place = (y * kStrokesWide + x) * kStrokeKinds;
      for (int r = 0; r < kFieldPx; ++r) {
        add_weighed<kShapeKinds>(sums, &seen.strokes[0] + place + r * kStrokesWide * kStrokeKinds,
                                 weights + r * kShapeTaps * kShapeKinds, kShapeTaps);
      }
      const int pool = (y / 2 * kShapeColumns + x) * kShapeKinds;
      keep_stronger<kShapeKinds>(sums, place, &seen.shapes[std::size_t(pool)],
                                 &seen.shape_place[std::size_t(pool)]);
    }
  }
}

GARITA_WIDE_VECTORS
void add_product(float* sums, const float* row, float factor, int length) {
  for (int i = 0; i < length; ++i) sums[i] += factor * row[i];
}

GARITA_WIDE_VECTORS
void weigh_all(const float* inputs, int count, const float* weights, float* sums, int outputs) {
  for (int i = 0; i < count; ++i) {
    if (inputs[i] == 0) continue;
    for (int o = 0; o < outputs; ++o) sums[o] += inputs[i] * weights[i * outputs + o];
  }
}

// slopes += inputs times output_slopes, each with each.
GARITA_WIDE_VECTORS
void gather(const float* inputs, int count, const float* output_slopes, float* slopes,
            int outputs) {
  for (int i = 0; i < count; ++i) {
    if (inputs[i] == 0) continue;
    for (int o = 0; o < outputs; ++o) slopes[i * outputs + o] += inputs[i] * output_slopes[o];
  }
}

GARITA_WIDE_VECTORS
void adam_step(Layer& layer, float rate, float correct_mean, float correct_square) {
  const std::size_t count = layer.value.size();
  float* value = layer.value.data();
  float* slope = layer.slope.data();
  float* mean = layer.mean.data();
  float* square = layer.square.data();
  for (std::size_t i = 0; i < count; ++i) {
    const float now = slope[i] / kBatch;
    mean[i] = 0.9F * mean[i] + 0.1F * now;
    square[i] = 0.999F * square[i] + 0.001F * now * now;
    value[i] -= rate * mean[i] * correct_mean / (std::sqrt(square[i] * correct_square) + 1e-7F);
    slope[i] = 0;
  }
}

std::vector<float> transposed(const std::vector<float>& rows, int outputs) {
  const auto inputs = static_cast<int>(rows.size()) / outputs - 1;  // the last row is the bias
  std::vector<float> turned(static_cast<std::size_t>(inputs * outputs));
  for (int i = 0; i < inputs; ++i) {
    for (int o = 0; o < outputs; ++o) {
      turned[static_cast<std::size_t>(o * inputs + i)] =
          rows[static_cast<std::size_t>(i * outputs + o)];
    }
  }
  return turned;
}

class Learner {
 public:
  Learner();
  /// Returns how many of the batch were judged rightly before the step.
  int step(std::span<const Sample> batch, float rate);
  [[nodiscard]] std::vector<float> numbers() const;

 private:
  void look(const Window& window);
  bool descend(const Sample& sample);
  void descend_whole();
  void descend_shapes();
  void descend_strokes(const Window& window);

  Layer strokes_{kLayerShapes[0]};
  Layer shapes_{kLayerShapes[1]};
  Layer whole_{kLayerShapes[2]};
  Layer verdict_{kLayerShapes[3]};
  std::vector<float> shapes_turned_;
  std::vector<float> whole_turned_;
  Activations seen_;
  Activations slope_;  // of the loss by what was seen
  int steps_ = 0;
};

Learner::Learner() {
  std::mt19937 random(9303);
  for (Layer* layer : {&strokes_, &shapes_, &whole_, &verdict_}) fill_at_random(*layer, random);
}

std::vector<float> Learner::numbers() const {
  std::vector<float> all;
  for (const Layer* layer : {&strokes_, &shapes_, &whole_, &verdict_}) {
    all.insert(all.end(), layer->value.begin(), layer->value.end());
  }
  return all;
}

void Learner::look(const Window& window) {
  see_strokes(window.data(), strokes_.value.data(), strokes_.bias(), seen_);
  see_shapes(shapes_.value.data(), shapes_.bias(), seen_);
  std::copy_n(whole_.bias(), kWholeUnits, seen_.whole.begin());
  weigh_all(seen_.shapes.data(), kWholeInputs, whole_.value.data(), seen_.whole.data(),
            kWholeUnits);
  for (float& unit : seen_.whole) unit = std::max(unit, 0.0F);
  std::copy_n(verdict_.bias(), kVerdicts, seen_.verdict.begin());
  weigh_all(seen_.whole.data(), kWholeUnits, verdict_.value.data(), seen_.verdict.data(),
            kVerdicts);
}

bool Learner::descend(const Sample& sample) {
  look(sample.window);
  const float* first = seen_.verdict.data();
  const float* highest = std::max_element(first, first + kClasses);
  const bool right = highest - first == sample.character;
  slope_.verdict.fill(0);
  float sum = 0;
  for (std::size_t c = 0; c < kClasses; ++c) {
    sum += slope_.verdict[c] = std::exp(seen_.verdict[c] - *highest);
  }
  // A little doubt in the targets keeps the probabilities honest.
  constexpr float kDoubt = 0.02F / kClasses;
  for (int c = 0; c < kClasses; ++c) {
    const float target = kDoubt + (c == sample.character ? 0.98F : 0.0F);
    float& slope = slope_.verdict[static_cast<std::size_t>(c)];
    slope = slope / sum - target;
  }
  descend_whole();
  descend_shapes();
  descend_strokes(sample.window);
  return right;
}

void Learner::descend_whole() {
  add_product(verdict_.bias_slope(), slope_.verdict.data(), 1, kVerdicts);
  gather(seen_.whole.data(), kWholeUnits, slope_.verdict.data(), verdict_.slope.data(), kVerdicts);
  slope_.shapes.fill(0);
  for (std::size_t unit = 0; unit < kWholeUnits; ++unit) {
    float& slope = slope_.whole[unit];
    slope = 0;
    if (seen_.whole[unit] <= 0) continue;
    const float* row = &verdict_.value[unit * kVerdicts];
    for (int v = 0; v < kClasses; ++v)
      slope += row[v] * slope_.verdict[static_cast<std::size_t>(v)];
    add_product(slope_.shapes.data(), &whole_turned_[unit * kWholeInputs], slope, kWholeInputs);
  }
  add_product(whole_.bias_slope(), slope_.whole.data(), 1, kWholeUnits);
  gather(seen_.shapes.data(), kWholeInputs, slope_.whole.data(), whole_.slope.data(), kWholeUnits);
}

void Learner::descend_shapes() {
  // Back to the places that were the strongest.
  std::array<float, kShapeRows * kShapeColumns * kShapeKinds> unpooled{};
  for (int pool = 0; pool < kWholeInputs; ++pool) {
    const auto at = static_cast<std::size_t>(pool);
    if (seen_.shapes[at] <= 0) continue;
    const int place = seen_.shape_place[at] / kStrokeKinds;
    const int y = place / kStrokesWide;
    const int x = place % kStrokesWide;
    const int kind = pool % kShapeKinds;
    unpooled[static_cast<std::size_t>((y * kShapeColumns + x) * kShapeKinds + kind)] =
        slope_.shapes[at];
  }
  slope_.strokes.fill(0);
  for (int y = 0; y < kShapeRows; ++y) {
    for (int x = 0; x < kShapeColumns; ++x) {
      const float* slopes = &unpooled[0] + (y * kShapeColumns + x) * kShapeKinds;
      add_product(shapes_.bias_slope(), slopes, 1, kShapeKinds);
      for (int r = 0; r < kFieldPx; ++r) {
        const int from = ((y + r) * kStrokesWide + x) * kStrokeKinds;
        const int row = r * kShapeTaps;
        gather(&seen_.strokes[0] + from, kShapeTaps, slopes,
               shapes_.slope.data() + row * kShapeKinds, kShapeKinds);
        for (int kind = 0; kind < kShapeKinds; ++kind) {
          if (slopes[kind] == 0) continue;
          add_product(&slope_.strokes[0] + from,
                      shapes_turned_.data() + kind * kFieldPx * kShapeTaps + row, slopes[kind],
                      kShapeTaps);
        }
      }
    }
  }
}

void Learner::descend_strokes(const Window& window) {
  for (std::size_t pool = 0; pool < seen_.strokes.size(); ++pool) {
    const float slope = slope_.strokes[pool];
    if (seen_.strokes[pool] <= 0 || slope == 0) continue;
    const std::size_t kind = pool % kStrokeKinds;
    strokes_.bias_slope()[kind] += slope;
    const float* field = window.data() + seen_.stroke_place[pool];
    for (int tap = 0; tap < kFieldPx * kFieldPx; ++tap) {
      strokes_.slope[static_cast<std::size_t>(tap) * kStrokeKinds + kind] +=
          slope * field[tap / kFieldPx * kWindowWidthPx + tap % kFieldPx];
    }
  }
}

int Learner::step(std::span<const Sample> batch, float rate) {
  shapes_turned_ = transposed(shapes_.value, kShapeKinds);
  whole_turned_ = transposed(whole_.value, kWholeUnits);
  int right = 0;
  for (const Sample& sample : batch) right += descend(sample) ? 1 : 0;
  ++steps_;
  const float correct_mean = 1 / (1 - std::pow(0.9F, static_cast<float>(steps_)));
  const float correct_square = 1 / (1 - std::pow(0.999F, static_cast<float>(steps_)));
  for (Layer* layer : {&strokes_, &shapes_, &whole_, &verdict_}) {
    adam_step(*layer, rate, correct_mean, correct_square);
  }
  return right;
}

}  // namespace

std::vector<float> learn(Sampler& sampler, int steps) {
  constexpr int kReportEach = 1000;
  // Windows of one line are alike in light and blur: a pool of many lines mixes them.
  constexpr std::size_t kPool = 4096;
  Learner learner;
  std::mt19937 random(31);
  std::vector<Sample> pool;
  std::vector<Sample> batch(kBatch);
  int right = 0;
  for (int step = 0; step < steps; ++step) {
    while (pool.size() < kPool) sampler.draw_line(pool);
    for (Sample& sample : batch) {
      std::swap(pool[random() % pool.size()], pool.back());
      sample = pool.back();
      pool.pop_back();
    }
    const double done = double(step) / steps;
    right += learner.step(batch, static_cast<float>(0.00002 + 0.002 * std::pow(1 - done, 1.5)));
    if ((step + 1) % kReportEach != 0) continue;
    std::printf("%d steps: %.2f %% right\n", step + 1, 100.0 * right / (kReportEach * kBatch));
    std::fflush(stdout);
    right = 0;
  }
  return learner.numbers();
}

Judgement judgement_of(const NetworkWeights& network, const std::vector<Sample>& samples) {
  const auto twin = [](int character) {
    constexpr auto kLetterO = static_cast<int>(kAlphabet.find('O'));
    return character == kLetterO ? static_cast<int>(kAlphabet.find('0')) : character;
  };
  int right = 0;
  int right_but_twins = 0;
  int characters = 0;
  for (const Sample& sample : samples) {
    const ClassScores scores = judge_along(network, sample.window, kWindowWidthPx).front();
    const auto best =
        static_cast<int>(std::max_element(scores.begin(), scores.end()) - scores.begin());
    right += best == sample.character ? 1 : 0;
    if (sample.character == kNoCharacter) continue;
    ++characters;
    right_but_twins += twin(best) == twin(sample.character) ? 1 : 0;
  }
  return {.share_right = double(right) / double(samples.size()),
          .share_right_but_twins = double(right_but_twins) / std::max(1, characters)};
}

}  // namespace garita::reader
