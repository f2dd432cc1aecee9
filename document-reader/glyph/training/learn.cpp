#include "document-reader/glyph/training/learn.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <random>

#include "document-reader/glyph/network.h"

// The work is three products of matrices; wider vectors halve the build step where the machine has
// them.
#define GARITA_WIDE_VECTORS __attribute__((target_clones("avx2", "default")))

namespace garita::reader {
namespace {

constexpr int kBatch = 64;

/// Parameters of one layer with their slopes and Adam's two running means.
struct Layer {
  explicit Layer(std::size_t count) : value(count), slope(count), mean(count), square(count) {}
  std::vector<float> value, slope, mean, square;
};

void fill_at_random(Layer& layer, float reach, std::mt19937& random) {
  for (float& value : layer.value) {
    value = reach * (2.0F * static_cast<float>(random() >> 8) / 16'777'216.0F - 1);
  }
}

GARITA_WIDE_VECTORS
void add_product(float* sums, const float* row, float factor, int length) {
  for (int i = 0; i < length; ++i) sums[i] += factor * row[i];
}

GARITA_WIDE_VECTORS
void adam_step(Layer& layer, float rate, float correct_mean, float correct_square) {
  const std::size_t count = layer.value.size();
  float* value = layer.value.data();
  float* slope = layer.slope.data();
  float* mean = layer.mean.data();
  float* square = layer.square.data();
  for (std::size_t i = 0; i < count; ++i) {
    mean[i] = 0.9F * mean[i] + 0.1F * slope[i];
    square[i] = 0.999F * square[i] + 0.001F * slope[i] * slope[i];
    value[i] -= rate * mean[i] * correct_mean / (std::sqrt(square[i] * correct_square) + 1e-7F);
    slope[i] = 0;
  }
}

class Learner {
 public:
  Learner();
  void step(const std::vector<Sample>& samples, const std::uint32_t* order, float rate);
  [[nodiscard]] LearntWeights weights() const;

 private:
  void descend(const Sample& sample);

  Layer hidden_{static_cast<std::size_t>(kWindowPixels) * kHiddenUnits};
  Layer hidden_bias_{kHiddenUnits};
  Layer output_{static_cast<std::size_t>(kHiddenUnits) * kClasses};
  Layer output_bias_{kClasses};
  int steps_ = 0;
};

Learner::Learner() {
  std::mt19937 random(9303);
  fill_at_random(hidden_, std::sqrt(6.0F / kWindowPixels), random);
  fill_at_random(output_, std::sqrt(6.0F / kHiddenUnits), random);
}

LearntWeights Learner::weights() const {
  return {hidden_.value, hidden_bias_.value, output_.value, output_bias_.value};
}

GARITA_WIDE_VECTORS
void forward(const float* window, const float* weights, float* hidden) {
  for (int pixel = 0; pixel < kWindowPixels; ++pixel) {
    const float factor = window[pixel];
    for (int i = 0; i < kHiddenUnits; ++i) hidden[i] += factor * weights[pixel * kHiddenUnits + i];
  }
}

GARITA_WIDE_VECTORS
void gather(const float* window, const float* hidden_slope, float* slopes) {
  for (int pixel = 0; pixel < kWindowPixels; ++pixel) {
    const float factor = window[pixel];
    for (int i = 0; i < kHiddenUnits; ++i) {
      slopes[pixel * kHiddenUnits + i] += factor * hidden_slope[i];
    }
  }
}

void Learner::descend(const Sample& sample) {
  std::array<float, kHiddenUnits> hidden;
  std::copy(hidden_bias_.value.begin(), hidden_bias_.value.end(), hidden.begin());
  forward(sample.window.data(), hidden_.value.data(), hidden.data());
  ClassScores scores;
  std::copy(output_bias_.value.begin(), output_bias_.value.end(), scores.begin());
  for (int i = 0; i < kHiddenUnits; ++i) {
    const auto unit = static_cast<std::size_t>(i);
    hidden[unit] = std::max(hidden[unit], 0.0F);
    if (hidden[unit] > 0) {
      add_product(scores.data(), &output_.value[unit * kClasses], hidden[unit], kClasses);
    }
  }
  const float highest = *std::max_element(scores.begin(), scores.end());
  float sum = 0;
  for (float& score : scores) sum += score = std::exp(score - highest);
  // A little doubt in the targets keeps the probabilities honest.
  constexpr float kDoubt = 0.02F / kClasses;
  for (int c = 0; c < kClasses; ++c) {
    const float target = kDoubt + (c == sample.character ? 0.98F : 0.0F);
    scores[static_cast<std::size_t>(c)] = scores[static_cast<std::size_t>(c)] / sum - target;
  }
  add_product(output_bias_.slope.data(), scores.data(), 1, kClasses);
  std::array<float, kHiddenUnits> hidden_slope{};
  for (std::size_t unit = 0; unit < kHiddenUnits; ++unit) {
    if (hidden[unit] <= 0) continue;
    add_product(&output_.slope[unit * kClasses], scores.data(), hidden[unit], kClasses);
    const float* row = &output_.value[unit * kClasses];
    hidden_slope[unit] = std::inner_product(scores.begin(), scores.end(), row, 0.0F);
  }
  add_product(hidden_bias_.slope.data(), hidden_slope.data(), 1, kHiddenUnits);
  gather(sample.window.data(), hidden_slope.data(), hidden_.slope.data());
}

void Learner::step(const std::vector<Sample>& samples, const std::uint32_t* order, float rate) {
  for (int i = 0; i < kBatch; ++i) descend(samples[order[i]]);
  ++steps_;
  const float correct_mean = 1 / (1 - std::pow(0.9F, static_cast<float>(steps_)));
  const float correct_square = 1 / (1 - std::pow(0.999F, static_cast<float>(steps_)));
  for (Layer* layer : {&hidden_, &hidden_bias_, &output_, &output_bias_}) {
    for (float& slope : layer->slope) slope /= kBatch;
    adam_step(*layer, rate, correct_mean, correct_square);
  }
}

}  // namespace

LearntWeights learn(const std::vector<Sample>& samples, int epochs) {
  Learner learner;
  std::vector<std::uint32_t> order(samples.size());
  std::iota(order.begin(), order.end(), 0U);
  std::mt19937 random(31);
  const auto batches = static_cast<int>(samples.size()) / kBatch;
  for (int epoch = 0; epoch < epochs; ++epoch) {
    for (std::size_t i = order.size() - 1; i > 0; --i) std::swap(order[i], order[random() % i]);
    for (int batch = 0; batch < batches; ++batch) {
      const double done = (epoch + double(batch) / batches) / epochs;
      const auto rate = static_cast<float>(0.00002 + 0.0015 * std::pow(1 - done, 1.5));
      learner.step(samples, &order[static_cast<std::size_t>(batch) * kBatch], rate);
    }
  }
  return learner.weights();
}

double share_right(const LearntWeights& weights, const std::vector<Sample>& samples) {
  const NetworkWeights network{weights.hidden, weights.hidden_bias, weights.output,
                               weights.output_bias};
  int right = 0;
  for (const Sample& sample : samples) {
    const ClassScores scores = judge(network, {&sample.window, 1}).front();
    const auto best = std::max_element(scores.begin(), scores.end()) - scores.begin();
    right += best == sample.character ? 1 : 0;
  }
  return double(right) / double(samples.size());
}

}  // namespace garita::reader
