// How often the reader is right and what a picture costs it, beside Tesseract with tesseractMRZ's
// model when both are here.
//   reader_bench [--pictures N] [--model FOLDER] [--reader PROGRAM]
// Standard output: a line a figure (figure, ours, peer or limit, ratio; tabs between).
// FOLDER holds mrz.traineddata; without it, ../shared/peers/reader beside the source tree is tried.
// Times are CPU times of one core, the zone alone unless it says otherwise: the same on a busy
// machine as on an idle one, or nearly.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "document-reader/reading/read_picture.h"
#include "tests/bench/figures.h"
#include "tests/bench/tesseract.h"
#include "tests/documents/hardship.h"
#include "tests/documents/published_specimens.h"
#include "tests/documents/tally.h"
#include "tests/support/specimens/photograph.h"
#include "tests/support/specimens/specimen.h"

namespace garita::tests {
namespace {

namespace fs = std::filesystem;
using reader::GreyPicture;
using reader::Reading;
using reader::Sought;
using reader::Tally;

const Date kToday = *Date::from_iso("2026-11-24");
constexpr double kMedianMsMax = 60;
constexpr double kTailMsMax = 150;
constexpr double kWorstMsMax = 1000;
constexpr double kLargeMedianMsMax = 350;
constexpr double kMemoryMbMax = 250;
/// 16:9 of 24 megapixels.
constexpr int kLargeSidePx = 6528;
constexpr int kLargePictures = 3;

std::vector<std::string> lines_of(const std::string& zone) {
  std::vector<std::string> lines(1);
  for (const char c : zone) {
    if (c == '|') {
      lines.emplace_back();
    } else {
      lines.back().push_back(c);
    }
  }
  return lines;
}

/// Of times, in milliseconds.
struct Spread {
  double median = 0;
  double tail = 0;  ///< 95 of 100 are not above
  double worst = 0;
};

Spread spread_of(const std::vector<double>& times) {
  return {percentile(times, 50), percentile(times, 95), percentile(times, 100)};
}

void limit_row(const std::string& figure, double ours, double limit, const char* unit) {
  row(figure, text("%.0f %s", ours, unit), text("limit %.0f %s", limit, unit), ours / limit);
}

void spread_rows(const std::string& what, const std::vector<double>& times) {
  const Spread spread = spread_of(times);
  limit_row(what + ": median", spread.median, kMedianMsMax, "ms CPU");
  limit_row(what + ": 95 of 100 within", spread.tail, kTailMsMax, "ms CPU");
  limit_row(what + ": slowest", spread.worst, kWorstMsMax, "ms CPU");
}

/// Readings of a set, and what each cost.
struct Outcome {
  Tally tally;
  std::vector<double> times;

  Reading note(const GreyPicture& picture, const std::vector<std::string>& zones) {
    const double before = cpu_ms();
    Reading reading = reader::read_picture(picture, kToday, Sought::kZones);
    times.push_back(cpu_ms() - before);
    tally.note(reading, zones);
    return reading;
  }
};

void exact_row(const std::string& what, const Tally& ours,
               const std::optional<TesseractFigures>& peer) {
  const std::string theirs = peer ? text("Tesseract %d of %d, %.0f ms CPU in the median",
                                         peer->exact, ours.pictures, spread_of(peer->cpu_ms).median)
                                  : "Tesseract was not run";
  const double ratio = peer ? double(ours.exact) / std::max(1, peer->exact) : 0;
  row(what + ": exact", text("%d of %d", ours.exact, ours.pictures), theirs,
      peer ? std::optional(ratio) : std::nullopt);
  row(what + ": valid but wrong", text("%d of %d", ours.valid_but_wrong, ours.valid),
      "limit 1 in 100", std::nullopt);
  row(what + ": nothing found", text("%d", ours.nothing), "", std::nullopt);
}

void published_rows(const std::optional<fs::path>& model) {
  const auto specimens = reader::published_specimens();
  if (specimens.empty()) {
    row("published specimens", "not here", "", std::nullopt);
    return;
  }
  std::vector<BenchPicture> files;
  for (const auto& specimen : specimens) files.push_back({specimen.file, lines_of(specimen.zone)});
  for (int turns = 0; turns < 4; ++turns) {
    const std::string what = text("published specimens, %d degrees", 90 * turns);
    Outcome outcome;
    for (const auto& specimen : specimens) {
      const Reading reading = outcome.note(picture_of(specimen, turns), {specimen.zone});
      const std::string reason = reason_of_miss(reading, specimen.zone);
      if (!reason.empty()) row("  missed: " + specimen.name, reason, "", std::nullopt);
    }
    exact_row(what, outcome.tally,
              turns == 0 && model ? read_with_tesseract(files, *model) : std::nullopt);
    if (turns == 0) spread_rows(what, outcome.times);
  }
  int read = 0;
  const auto without = reader::published_without_zone();
  for (const auto& specimen : without) {
    const Reading reading = reader::read_picture(picture_of(specimen, 0), kToday, Sought::kZones);
    read += reading.documents.front().mrz ? 1 : 0;
  }
  row("documents without a zone: a zone read", text("%d of %zu", read, without.size()), "limit 0",
      std::nullopt);
}

void drawn_rows(reader::Hardship hardship, int pictures, const std::optional<fs::path>& model) {
  const std::string what = hardship == reader::Hardship::kNone
                               ? "drawn, 1080p"
                               : "drawn, 1080p, hardship " + std::string(hardship_name(hardship));
  const TemporaryFolder folder;
  Outcome outcome;
  std::vector<BenchPicture> files;
  for (int i = 0; i < pictures; ++i) {
    auto picture = hard_picture(hardship, std::uint64_t(i) + 1, 0);
    outcome.note(picture.grey, picture.zones);
    const fs::path file = folder.path() / (std::to_string(i) + ".png");
    cv::imwrite(file.string(), cv::Mat1b(picture.grey.height_px, picture.grey.width_px,
                                         picture.grey.pixels.data()));
    files.push_back({file, lines_of(picture.zones.front())});
  }
  exact_row(what, outcome.tally, model ? read_with_tesseract(files, *model) : std::nullopt);
  spread_rows(what, outcome.times);
}

void barcode_row(int pictures) {
  std::vector<double> times;
  for (int i = 0; i < pictures; ++i) {
    const auto picture = hard_picture(reader::Hardship::kNone, std::uint64_t(i) + 1, 0);
    const double start = cpu_ms();
    static_cast<void>(reader::read_picture(picture.grey, kToday, Sought::kZones));
    const double zones = cpu_ms();
    static_cast<void>(reader::read_picture(picture.grey, kToday, Sought::kZonesAndBarcodes));
    times.push_back(cpu_ms() - zones - (zones - start));
  }
  row("drawn, 1080p: barcodes besides, median", text("%.0f ms CPU", spread_of(times).median), "",
      std::nullopt);
}

/// What `program` needs at most to read `file`. Asked of a small process in between: to a child the
/// kernel counts what its parent had when it was started, and this one has drawn pictures.
std::optional<double> memory_mb_of(const fs::path& program, const fs::path& file) {
  constexpr std::string_view kMeasure =
      "import resource, subprocess, sys; "
      "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL); "
      "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)";
  const std::string command = "python3 -c '" + std::string(kMeasure) + "' '" + program.string() +
                              "' read '" + file.string() + "'";
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return std::nullopt;
  char written[32] = {};
  const bool any = std::fgets(written, sizeof written, pipe) != nullptr;
  if (pclose(pipe) != 0 || !any) return std::nullopt;
  return std::atof(written) / 1024;
}

/// 24 megapixels, from the file on; memory is that of the program as it is shipped.
void large_rows(const fs::path& program) {
  const TemporaryFolder folder;
  Outcome outcome;
  std::vector<double> times;
  for (int i = 0; i < kLargePictures; ++i) {
    const auto fields = reader::fields_of_nobody(std::uint64_t(i) + 1);
    const cv::Mat3b picture = photograph(
        draw_specimen(fields), size_mm(fields.format).width,
        {.seed = std::uint64_t(i) + 1, .long_side_px = kLargeSidePx, .quarter_turns = 0});
    const auto bytes = encoded(picture, PictureFile::kJpeg);
    const fs::path file = folder.path() / "large.jpg";
    std::ofstream(file, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), std::streamsize(bytes.size()));
    const double before = cpu_ms();
    cv::Mat1b grey = cv::imread(file.string(), cv::IMREAD_GRAYSCALE);
    const GreyPicture pixels{grey.cols, grey.rows, {grey.data, grey.data + grey.total()}};
    static_cast<void>(reader::read_picture(pixels, kToday, Sought::kZones));
    times.push_back(cpu_ms() - before);
  }
  limit_row("24 megapixels, decoding and zone: median", spread_of(times).median, kLargeMedianMsMax,
            "ms CPU");
  const auto memory_mb = memory_mb_of(program, folder.path() / "large.jpg");
  if (!memory_mb) {
    row("24 megapixels: memory", program.string() + " cannot be run", "", std::nullopt);
    return;
  }
  limit_row("24 megapixels: memory of garita-reader", *memory_mb, kMemoryMbMax, "MB");
}

int run(int argc, char** argv) {
  CLI::App app{"reader_bench: how often the reader is right, and what a picture costs it"};
  int pictures = 16;
  fs::path model = fs::path(GARITA_SOURCE_DIR).parent_path() / "shared/peers/reader";
  fs::path program = fs::path(argv[0]).parent_path() / "garita-reader";
  app.add_option("--pictures", pictures, "drawn ones of each kind")->check(CLI::Range(1, 1000));
  app.add_option("--model", model, "folder with mrz.traineddata for Tesseract");
  app.add_option("--reader", program, "garita-reader, whose memory is measured");
  CLI11_PARSE(app, argc, argv);
  cv::setNumThreads(1);  // as in garita-reader
  const auto peer = tesseract_is_here(model) ? std::optional(model) : std::nullopt;
  large_rows(program);
  for (const auto hardship :
       {reader::Hardship::kNone, reader::Hardship::kHaste, reader::Hardship::kSkew}) {
    drawn_rows(hardship, pictures, peer);
  }
  barcode_row(pictures);
  published_rows(peer);
  return 0;
}

}  // namespace
}  // namespace garita::tests

int main(int argc, char** argv) { return garita::tests::run(argc, argv); }
