#pragma once

#include <cstdint>
#include <opencv2/core.hpp>
#include <random>
#include <string>
#include <vector>

#include "document-reader/glyph/cell.h"
#include "document-reader/glyph/training/drawn_font.h"

namespace garita::reader {

struct Sample {
  Window window;
  int character = kNoCharacter;  ///< index into kAlphabet, or kNoCharacter
};

/// Draws lines of print as a camera or a scanner would see them: of every weight and light, worn,
/// bled, blurred, sharpened, sampled coarsely, compressed, leaning, a little off their place and
/// bent, on patterned paper.
class Sampler {
 public:
  Sampler(std::vector<DrawnFace> faces, std::uint32_t seed);

  /// Appends windows of one more line: about a dozen with a character, a few with none.
  void draw_line(std::vector<Sample>& samples);

 private:
  struct Line;
  [[nodiscard]] Line draw_text();
  void draw_neighbour(Line& line, const DrawnFace& face);
  void wear(cv::Mat1f& print);
  void draw_pattern(cv::Mat1f& paper);
  void capture(Line& line);
  void light(cv::Mat1f& captured);
  void process(cv::Mat1f& captured);
  [[nodiscard]] cv::Mat1f flatten(Line& line);
  void cut(const Line& line, const cv::Mat1f& flat, std::vector<Sample>& samples);
  [[nodiscard]] cv::Mat1f rough(cv::Size size, cv::Size knots);
  [[nodiscard]] float between(float low, float high);
  [[nodiscard]] int any_character();
  [[nodiscard]] bool one_in(int times);

  std::vector<DrawnFace> faces_;
  std::mt19937 random_;
};

}  // namespace garita::reader
