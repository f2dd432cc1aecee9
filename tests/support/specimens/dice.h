#pragma once

#include <cstdint>

namespace garita::tests {

/// Repeatable chance: the same seed gives the same throws on every machine, which the standard's
/// distributions do not promise. SplitMix64 (Steele, Lea, Flood 2014).
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}

  std::uint64_t bits() {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
  }
  /// At least `low`, below `high`.
  double between(double low, double high) {
    constexpr double kSteps = 9007199254740992.0;  // 2^53, what a double holds exactly
    return low + (high - low) * (static_cast<double>(bits() >> 11U) / kSteps);
  }
  /// 0 to `count` - 1; `count` is at least 1.
  int below(int count) { return static_cast<int>(bits() % static_cast<std::uint64_t>(count)); }
  bool chance(double probability) { return between(0, 1) < probability; }
  /// Other dice, whose throws do not shift when these are thrown more often.
  Dice branch(std::uint64_t name) const { return Dice(Dice(state_ ^ (name << 17U)).bits()); }

 private:
  std::uint64_t state_;
};

}  // namespace garita::tests
