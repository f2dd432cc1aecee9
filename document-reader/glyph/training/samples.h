#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "document-reader/glyph/cell.h"
#include "document-reader/glyph/training/drawn_font.h"

namespace garita::reader {

struct Sample {
  Window window;
  int character = kNoCharacter;  ///< index into kAlphabet, or kNoCharacter
};

/// Draws windows as a camera or a scanner would see them: print of every weight and light, blurred,
/// sampled coarsely, leaning, a little off its place, on patterned paper.
class Sampler {
 public:
  Sampler(std::vector<DrawnFace> faces, std::uint32_t seed);

  [[nodiscard]] Sample draw();

 private:
  [[nodiscard]] cv::Mat1f draw_print(int middle);
  void draw_pattern(cv::Mat1f& paper);
  [[nodiscard]] Window photograph(const cv::Mat1f& print, float off_x_px);
  [[nodiscard]] float between(float low, float high);
  [[nodiscard]] int any_character();
  [[nodiscard]] bool one_in(int times);

  std::vector<DrawnFace> faces_;
  std::mt19937 random_;
};

}  // namespace garita::reader
