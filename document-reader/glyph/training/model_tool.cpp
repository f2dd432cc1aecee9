// Build step: draws the characters of OCR-B as cameras see them, learns to tell them apart, and
// writes what was learnt as a source file, so that the program needs no font when it runs.
//   model_tool FONT_FOLDER OUT.cpp

#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "document-reader/glyph/training/drawn_font.h"
#include "document-reader/glyph/training/learn.h"
#include "document-reader/glyph/training/samples.h"

namespace garita::reader {
namespace {

constexpr std::size_t kSamples = 240'000;
constexpr std::size_t kSamplesHeldBack = 4'000;
constexpr int kEpochs = 7;
// Below this the build step itself is broken, and a reader made from it would be useless.
constexpr double kShareRightMin = 0.9;

std::vector<Sample> draw_samples(std::size_t count, std::uint32_t seed, const std::string& fonts) {
  Sampler sampler(draw_faces(fonts), seed);
  std::vector<Sample> samples;
  samples.reserve(count);
  while (samples.size() < count) samples.push_back(sampler.draw());
  return samples;
}

void write_numbers(std::ofstream& out, const char* name, const std::vector<float>& numbers) {
  out << "constexpr float " << name << "[] = {";
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    char text[32];
    std::snprintf(text, sizeof text, "%s%.5eF,", i % 8 == 0 ? "\n" : "", double(numbers[i]));
    out << text;
  }
  out << "};\n";
}

void write_source(const LearntWeights& weights, const std::string& path) {
  std::ofstream out(path);
  out << "// Made by model_tool from fonts-ocr-b; not to be edited.\n"
         "#include \"document-reader/glyph/network.h\"\n"
         "namespace garita::reader {\nnamespace {\n";
  write_numbers(out, "kHidden", weights.hidden);
  write_numbers(out, "kHiddenBias", weights.hidden_bias);
  write_numbers(out, "kOutput", weights.output);
  write_numbers(out, "kOutputBias", weights.output_bias);
  out << "}  // namespace\n"
         "NetworkWeights drawn_model() { return {kHidden, kHiddenBias, kOutput, kOutputBias}; }\n"
         "}  // namespace garita::reader\n";
}

int run(const std::string& fonts, const std::string& out) {
  const LearntWeights weights = learn(draw_samples(kSamples, 1, fonts), kEpochs);
  const double right = share_right(weights, draw_samples(kSamplesHeldBack, 2, fonts));
  std::printf("glyph model: %.2f %% of drawn samples it had not seen are right\n", 100 * right);
  if (right < kShareRightMin) return 1;
  write_source(weights, out);
  return 0;
}

}  // namespace
}  // namespace garita::reader

int main(int count, char** arguments) {
  if (count != 3) {
    std::fprintf(stderr, "usage: model_tool FONT_FOLDER OUT.cpp\n");
    return 2;
  }
  return garita::reader::run(arguments[1], arguments[2]);
}
