// Draws lines of OCR-B as cameras see them, learns to tell the characters apart, and writes what
// was learnt: how document-reader/glyph/model/ocr_b.weights is made, again and the same.
//   model_tool FONT_FOLDER OUT.weights [STEPS]

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "document-reader/glyph/training/drawn_font.h"
#include "document-reader/glyph/training/learn.h"
#include "document-reader/glyph/training/samples.h"

namespace garita::reader {
namespace {

constexpr std::size_t kSamplesHeldBack = 20'000;
constexpr int kSteps = 30'000;

int run(const std::string& fonts, const std::string& out, int steps) {
  Sampler sampler(draw_faces(fonts), 1);
  const std::vector<float> numbers = learn(sampler, steps);
  Sampler unseen(draw_faces(fonts), 2);
  std::vector<Sample> samples;
  while (samples.size() < kSamplesHeldBack) unseen.draw_line(samples);
  const Judgement judgement = judgement_of(layers_in(numbers), samples);
  std::printf(
      "of %zu drawn windows it had not seen %.2f %% are right; of characters %.2f %%, "
      "O and 0 taken for one\n",
      samples.size(), 100 * judgement.share_right, 100 * judgement.share_right_but_twins);
  std::ofstream file(out, std::ios::binary);
  file.write(reinterpret_cast<const char*>(numbers.data()),
             static_cast<std::streamsize>(numbers.size() * sizeof(float)));
  file.close();
  return file ? 0 : 1;
}

}  // namespace
}  // namespace garita::reader

int main(int count, char** arguments) {
  if (count != 3 && count != 4) {
    std::fprintf(stderr, "usage: model_tool FONT_FOLDER OUT.weights [STEPS]\n");
    return 2;
  }
  const int steps = count == 4 ? std::atoi(arguments[3]) : garita::reader::kSteps;
  return garita::reader::run(arguments[1], arguments[2], steps);
}
