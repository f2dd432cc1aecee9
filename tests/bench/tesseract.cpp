#include "tests/bench/tesseract.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "schema/vocabulary/result.h"

namespace garita::tests {
namespace {

namespace fs = std::filesystem;

double children_cpu_ms() {
  rusage usage{};
  getrusage(RUSAGE_CHILDREN, &usage);
  const auto ms = [](const timeval& time) {
    return double(time.tv_sec) * 1e3 + double(time.tv_usec) / 1e3;
  };
  return ms(usage.ru_utime) + ms(usage.ru_stime);
}

/// Absent when Tesseract failed.
std::optional<double> timed_ms(const fs::path& picture, const fs::path& out,
                               const fs::path& model) {
  const double before = children_cpu_ms();
  const std::string command = "TESSDATA_PREFIX='" + model.string() +
                              "' OMP_THREAD_LIMIT=1 tesseract '" + picture.string() + "' '" +
                              out.string() + "' -l mrz --psm 3 2>/dev/null";
  if (std::system(command.c_str()) != 0) return std::nullopt;
  return children_cpu_ms() - before;
}

/// Whether `lines` stand one after the other in Tesseract's text.
bool says_exactly(const fs::path& text_file, const std::vector<std::string>& lines) {
  std::ifstream in(text_file);
  std::vector<std::string> said;
  for (std::string line; std::getline(in, line);) {
    std::erase(line, ' ');
    if (!line.empty()) said.push_back(line);
  }
  return std::search(said.begin(), said.end(), lines.begin(), lines.end()) != said.end();
}

}  // namespace

bool tesseract_is_here(const fs::path& model_folder) {
  return fs::exists(model_folder / "mrz.traineddata") &&
         std::system("command -v tesseract >/dev/null") == 0;
}

std::optional<TesseractFigures> read_with_tesseract(const std::vector<BenchPicture>& pictures,
                                                    const fs::path& model_folder) {
  const TemporaryFolder folder;
  const fs::path blank = folder.path() / "blank.pgm";
  std::ofstream(blank, std::ios::binary) << "P5 640 480 255\n" << std::string(640 * 480, '\xFF');
  const fs::path text = folder.path() / "text";
  const auto start_ms = timed_ms(blank, text, model_folder);
  if (!start_ms) return std::nullopt;
  TesseractFigures figures;
  for (const auto& picture : pictures) {
    const auto took_ms = timed_ms(picture.file, text, model_folder);
    if (!took_ms) return std::nullopt;
    figures.cpu_ms.push_back(std::max(0.0, *took_ms - *start_ms));
    figures.exact += says_exactly(folder.path() / "text.txt", picture.lines) ? 1 : 0;
  }
  return figures;
}

TemporaryFolder::TemporaryFolder() {
  std::string name = (fs::temp_directory_path() / "garita-bench-XXXXXX").string();
  const char* made = mkdtemp(name.data());
  ensure(made != nullptr, "a temporary folder can be made");
  path_ = made;
}

TemporaryFolder::~TemporaryFolder() { fs::remove_all(path_); }

}  // namespace garita::tests
