#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <string>

#include "tests/support/specimens/fields.h"
#include "tests/support/specimens/mrz_lines.h"
#include "tests/support/specimens/photograph.h"
#include "tests/support/specimens/specimen.h"

namespace garita::tests {
namespace {

struct Options {
  std::string fields;
  std::string batch;
  std::string out;
  std::string format;
  std::string photograph = "decent";
  std::string flaw;
  std::string turn;
  std::uint64_t seed = 1;
  int width = 1920;
  double dpi = 300;
  bool front = false;
};

Result<void> write(const std::filesystem::path& file, const cv::Mat3b& picture) {
  const bool png = file.extension() == ".png";
  const auto bytes = encoded(picture, png ? PictureFile::kPng : PictureFile::kJpeg);
  std::ofstream out(file, std::ios::binary);
  out.write(reinterpret_cast<const char*>(bytes.data()),
            static_cast<std::streamsize>(bytes.size()));
  if (!out.flush()) return fail(Remedy::kRetry, file.string() + " cannot be written");
  return {};
}

Result<cv::Mat3b> taken(const SpecimenFields& fields, const DrawingSettings& drawing,
                        std::string_view strength_text, PhotographSettings settings) {
  const auto page = draw_specimen(fields, drawing);
  if (strength_text == "none") return page;
  GARITA_TRY(strength, parse_strength(strength_text));
  settings.strength = strength;
  settings.flaw = fields.flaw;
  return photograph(page, size_mm(fields.format).width, settings);
}

Result<std::optional<int>> turns_of(const std::string& text) {
  if (text.empty() || text == "0") return std::optional(0);
  if (text == "any") return std::optional<int>();
  if (text == "90") return std::optional(1);
  if (text == "180") return std::optional(2);
  if (text == "270") return std::optional(3);
  return fail(Remedy::kReject, "--turn is 0, 90, 180, 270 or any");
}

Result<void> draw_one(const Options& options) {
  GARITA_TRY(text, read_text(options.fields));
  GARITA_TRY(fields, fields_from_json(text));
  if (!options.format.empty()) {
    GARITA_TRY(format, parse_specimen_format(options.format));
    fields.format = format;
  }
  if (!options.flaw.empty()) {
    GARITA_TRY(flaw, parse_flaw(options.flaw));
    fields.flaw = flaw;
  }
  GARITA_TRY(turns, turns_of(options.turn));
  const DrawingSettings drawing{.dots_per_inch = options.dpi,
                                .side = options.front ? Side::kFront : Side::kZone};
  GARITA_TRY(picture,
             taken(fields, drawing, options.photograph,
                   {.seed = options.seed, .long_side_px = options.width, .quarter_turns = turns}));
  GARITA_CHECK(write(options.out, picture));
  if (!options.front) {
    for (const auto& line : mrz_lines(fields)) std::cout << line << "\n";
  }
  return {};
}

Result<void> draw_traveller(const Traveller& traveller, std::uint64_t seed,
                            const Options& options) {
  const std::filesystem::path folder = options.out;
  const auto& fields = traveller.fields;
  const PhotographSettings settings{
      .seed = seed, .long_side_px = options.width, .quarter_turns = traveller.quarter_turns};
  const DrawingSettings drawing{.dots_per_inch = options.dpi};
  GARITA_TRY(zone, taken(fields, drawing, traveller.photograph, settings));
  GARITA_CHECK(write(folder / (traveller.id + ".jpg"), zone));
  if (fields.format != SpecimenFormat::kTd1) return {};
  const DrawingSettings front{.dots_per_inch = options.dpi, .side = Side::kFront};
  GARITA_TRY(portrait, taken(fields, front, traveller.photograph, settings));
  return write(folder / (traveller.id + "-front.jpg"), portrait);
}

/// A traveller's picture stays the same when the table around it changes.
std::uint64_t seed_of(const std::string& id, std::uint64_t seed) {
  std::uint64_t hash = 0xCBF29CE484222325U ^ seed;  // FNV-1a
  for (const char c : id) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  return hash;
}

Result<void> draw_batch(const Options& options) {
  GARITA_TRY(travellers, read_travellers(options.batch));
  std::error_code error;
  std::filesystem::create_directories(options.out, error);
  if (error) return fail(Remedy::kRetry, options.out + " cannot be made");
  for (const auto& traveller : travellers) {
    auto done = draw_traveller(traveller, seed_of(traveller.id, options.seed), options);
    if (!done) return fail(std::move(done.error()), traveller.id);
    std::cout << traveller.id << ".jpg\n";
  }
  return {};
}

int run(int argc, char** argv) {
  CLI::App app{
      "garita-specimen: draws travel documents of fictional States and takes pictures of them.\n"
      "Prints the machine readable zone that it drew, or with --batch the files.\n"
      "The same fields and seed give the same bytes."};
  Options options;
  auto* fields =
      app.add_option("--fields", options.fields, "JSON, the keys of the reader's fields");
  auto* batch = app.add_option("--batch", options.batch, "table of travellers: a picture each");
  fields->excludes(batch);
  app.add_option("--out", options.out, "file (.png, .jpg); with --batch a folder")->required();
  app.add_option("--format", options.format, "TD1, TD2, TD3, MRVA or MRVB; else the file's");
  app.add_option("--photograph", options.photograph, "none (the page itself), clean, decent, hard");
  app.add_option("--flaw", options.flaw, "none, wrong_digit, blurred, covered; else the file's");
  app.add_option("--turn", options.turn, "0, 90, 180, 270 or any (from the seed)");
  app.add_option("--seed", options.seed);
  app.add_option("--width", options.width, "long side in pixels")->check(CLI::Range(320, 8000));
  app.add_option("--dpi", options.dpi, "of the page that is drawn")->check(CLI::Range(72, 1200));
  app.add_flag("--front", options.front, "of an identity card, the side with the portrait");
  CLI11_PARSE(app, argc, argv);
  if (fields->count() + batch->count() == 0) {
    std::fprintf(stderr, "garita-specimen: needs --fields or --batch; see --help\n");
    return 2;
  }
  const auto done = batch->count() > 0 ? draw_batch(options) : draw_one(options);
  if (done) return 0;
  std::fprintf(stderr, "garita-specimen: %s\n", done.error().message.c_str());
  return 1;
}

}  // namespace
}  // namespace garita::tests

int main(int argc, char** argv) { return garita::tests::run(argc, argv); }
