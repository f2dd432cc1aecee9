// What reading a picture costs, beside Tesseract with tesseractMRZ's model when both are here.
//   reader_bench [--pictures N] [--model FOLDER]
// Standard output: a line a figure (figure, ours, peer, ratio; tabs between); the rest on standard
// error.
// FOLDER holds mrz.traineddata; without it, ../shared/peers/reader beside the source tree is tried.
// CPU time is the figure to compare: it is the same on a busy machine.
#include <benchmark/benchmark.h>
#include <sys/resource.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <string>
#include <vector>

#include "document-reader/reading/read_picture.h"
#include "tests/support/specimens/dice.h"
#include "tests/support/specimens/mrz_lines.h"
#include "tests/support/specimens/photograph.h"
#include "tests/support/specimens/specimen.h"

namespace garita::tests {
namespace {

namespace fs = std::filesystem;

struct Subject {
  cv::Mat3b picture;
  reader::GreyPicture grey;
  std::vector<std::string> lines;
};

/// What one reader did with one set of pictures, a picture on average.
struct Figures {
  double wall_ms = 0;
  double cpu_ms = 0;
  int exact = 0;  ///< pictures of which every character came out
};

/// A person and document of nobody, from the seed.
SpecimenFields fields_of(std::uint64_t seed) {
  constexpr std::array kSurnames{"García Méndez", "Tzunun Coyoy", "Woodley",
                                 "Núñez Ixcoy",   "Haddad",       "Velásquez Tum"};
  constexpr std::array kGiven{"Ana Lucía", "Rodrigo", "Marcia Annette", "Mateo", "Mei Lin"};
  constexpr std::array kFormats{SpecimenFormat::kTd3, SpecimenFormat::kTd1,  SpecimenFormat::kTd3,
                                SpecimenFormat::kTd2, SpecimenFormat::kMrvA, SpecimenFormat::kTd3,
                                SpecimenFormat::kTd1, SpecimenFormat::kMrvB};
  Dice dice(seed);
  SpecimenFields fields;
  fields.format = kFormats.at(seed % kFormats.size());
  const bool visa =
      fields.format == SpecimenFormat::kMrvA || fields.format == SpecimenFormat::kMrvB;
  const bool booklet = fields.format == SpecimenFormat::kTd3;
  fields.document_code = visa ? "V" : booklet ? "P" : "ID";
  fields.document_number = "UT" + std::to_string(1'000'000 + dice.below(9'000'000));
  fields.surname = kSurnames.at(std::size_t(dice.below(int(kSurnames.size()))));
  fields.given_names = kGiven.at(std::size_t(dice.below(int(kGiven.size()))));
  fields.birth_date = std::to_string(1950 + dice.below(50)) + "-0" +
                      std::to_string(1 + dice.below(9)) + "-" + std::to_string(10 + dice.below(18));
  fields.sex = dice.chance(0.5) ? "F" : "M";
  fields.expiry_date =
      std::to_string(2027 + dice.below(8)) + "-06-" + std::to_string(10 + dice.below(18));
  return fields;
}

Subject subject_of(Strength strength, std::uint64_t seed) {
  const auto fields = fields_of(seed);
  Subject subject;
  subject.lines = mrz_lines(fields);
  subject.picture = photograph(draw_specimen(fields), size_mm(fields.format).width,
                               {.strength = strength, .seed = seed, .quarter_turns = 0});
  cv::Mat1b grey;
  cv::cvtColor(subject.picture, grey, cv::COLOR_BGR2GRAY);
  subject.grey = {grey.cols, grey.rows, {grey.begin(), grey.end()}};
  return subject;
}

std::vector<Subject> subjects_of(Strength strength, int count) {
  std::vector<Subject> subjects;
  for (int i = 0; i < count; ++i) subjects.push_back(subject_of(strength, std::uint64_t(i) + 1));
  return subjects;
}

int exact_readings(const std::vector<Subject>& subjects, Date today) {
  int exact = 0;
  for (const auto& subject : subjects) {
    for (const auto& document : reader::read_picture(subject.grey, today).documents) {
      if (document.mrz && document.mrz->mrz.lines == subject.lines) ++exact;
    }
  }
  return exact;
}

/// Prints what Google Benchmark prints, and keeps the times for the table.
class Keeper : public benchmark::ConsoleReporter {
 public:
  Keeper() : ConsoleReporter(OO_None) {}
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const auto& run : runs) {
      const auto times = double(run.iterations);
      kept_[run.run_name.function_name] = {.wall_ms = 1e3 * run.real_accumulated_time / times,
                                           .cpu_ms = 1e3 * run.cpu_accumulated_time / times};
    }
    ConsoleReporter::ReportRuns(runs);
  }
  [[nodiscard]] Figures at(const std::string& name) const {
    const auto found = kept_.find(name);
    return found == kept_.end() ? Figures{} : found->second;
  }

 private:
  std::map<std::string, Figures> kept_;
};

double children_cpu_ms() {
  rusage usage{};
  getrusage(RUSAGE_CHILDREN, &usage);
  const auto ms = [](const timeval& time) {
    return double(time.tv_sec) * 1e3 + double(time.tv_usec) / 1e3;
  };
  return ms(usage.ru_utime) + ms(usage.ru_stime);
}

/// The longest lines of Tesseract's text that could be a zone: as many as the zone has, at its end.
bool says_exactly(const fs::path& text_file, const std::vector<std::string>& lines) {
  std::ifstream in(text_file);
  std::vector<std::string> said;
  for (std::string line; std::getline(in, line);) {
    std::erase(line, ' ');
    if (!line.empty()) said.push_back(line);
  }
  for (std::size_t start = 0; start + lines.size() <= said.size(); ++start) {
    if (std::equal(lines.begin(), lines.end(), said.begin() + std::ptrdiff_t(start))) return true;
  }
  return false;
}

/// A folder that goes when this goes.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (fs::temp_directory_path() / "garita-bench-XXXXXX").string();
    const char* made = mkdtemp(name.data());
    ensure(made != nullptr, "a temporary folder can be made");
    path_ = made;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() { fs::remove_all(path_); }
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

bool run_tesseract(const fs::path& model, const fs::path& picture, const fs::path& out) {
  const std::string command = "TESSDATA_PREFIX='" + model.string() +
                              "' OMP_THREAD_LIMIT=1 tesseract '" + picture.string() + "' '" +
                              out.string() + "' -l mrz --psm 3 2>/dev/null";
  return std::system(command.c_str()) == 0;
}

/// With its start, which loads the model: subtracted is what it takes for a picture of nothing.
std::optional<Figures> tesseract_figures(const std::vector<Subject>& subjects,
                                         const fs::path& model) {
  const TemporaryFolder folder;
  const auto picture_file = folder.path() / "picture.png";
  const auto timed = [&](const cv::Mat3b& picture) -> std::optional<Figures> {
    const auto bytes = encoded(picture, PictureFile::kPng);
    std::ofstream(picture_file, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), std::streamsize(bytes.size()));
    const double cpu = children_cpu_ms();
    const auto began = std::chrono::steady_clock::now();
    if (!run_tesseract(model, picture_file, folder.path() / "text")) return std::nullopt;
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - began;
    return Figures{.wall_ms = took.count(), .cpu_ms = children_cpu_ms() - cpu};
  };
  const auto nothing = timed(cv::Mat3b(subjects.front().picture.size(), cv::Vec3b(255, 255, 255)));
  if (!nothing) return std::nullopt;
  Figures sum;
  for (const auto& subject : subjects) {
    const auto one = timed(subject.picture);
    if (!one) return std::nullopt;
    sum.wall_ms += one->wall_ms - nothing->wall_ms;
    sum.cpu_ms += one->cpu_ms - nothing->cpu_ms;
    if (says_exactly(folder.path() / "text.txt", subject.lines)) ++sum.exact;
  }
  return Figures{sum.wall_ms / double(subjects.size()), sum.cpu_ms / double(subjects.size()),
                 sum.exact};
}

/// figure, ours, peer, ratio; tabs between.
void print_row(const std::string& what, std::size_t pictures, const Figures& ours,
               const std::optional<Figures>& peer) {
  std::printf("read a %s (%.0f ms wall, %d of %zu exact)\t%.0f ms CPU\t", what.c_str(),
              ours.wall_ms, ours.exact, pictures, ours.cpu_ms);
  if (!peer) {
    std::printf("Tesseract with its MRZ model is not here\t-\n");
    return;
  }
  std::printf("Tesseract %.0f ms CPU (%.0f ms wall, %d of %zu exact)\t%.2f\n", peer->cpu_ms,
              peer->wall_ms, peer->exact, pictures, ours.cpu_ms / peer->cpu_ms);
}

int run(int argc, char** argv) {
  CLI::App app{"reader_bench: what reading a picture costs, beside a peer"};
  int pictures = 8;
  fs::path model = fs::path(GARITA_SOURCE_DIR).parent_path() / "shared/peers/reader";
  app.add_option("--pictures", pictures, "of each kind")->check(CLI::Range(1, 1000));
  app.add_option("--model", model, "folder with mrz.traineddata for Tesseract");
  CLI11_PARSE(app, argc, argv);
  const bool peer_is_here =
      fs::exists(model / "mrz.traineddata") && std::system("command -v tesseract >/dev/null") == 0;

  const auto today = Date::from_iso("2026-03-02");
  ensure(today.has_value(), "that day exists");
  const std::map<std::string, std::vector<Subject>> sets{
      {"clean scan, 1920 px", subjects_of(Strength::kClean, pictures)},
      {"decent photograph, 1080p", subjects_of(Strength::kDecent, pictures)}};
  for (const auto& [name, set] : sets) {
    benchmark::RegisterBenchmark(
        name.c_str(),
        [&set = set, &today](benchmark::State& state) {
          std::size_t next = 0;
          for (auto _ : state) {
            benchmark::DoNotOptimize(reader::read_picture(set[next].grey, *today));
            next = (next + 1) % set.size();
          }
        })
        ->Unit(benchmark::kMillisecond)
        ->MeasureProcessCPUTime()
        ->UseRealTime()
        ->Iterations(3 * pictures);
  }
  Keeper keeper;
  keeper.SetOutputStream(&std::cerr);  // standard output has the table alone
  benchmark::RunSpecifiedBenchmarks(&keeper);

  for (const auto& [name, set] : sets) {
    Figures ours = keeper.at(name);
    ours.exact = exact_readings(set, *today);
    print_row(name, set.size(), ours, peer_is_here ? tesseract_figures(set, model) : std::nullopt);
  }
  return 0;
}

}  // namespace
}  // namespace garita::tests

int main(int argc, char** argv) { return garita::tests::run(argc, argv); }
