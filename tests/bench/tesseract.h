#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace garita::tests {

/// A file with a picture, and the lines of the zone in it.
struct BenchPicture {
  std::filesystem::path file;
  std::vector<std::string> lines;
};

/// What Tesseract with tesseractMRZ's model did with pictures.
struct TesseractFigures {
  int exact = 0;
  std::vector<double> cpu_ms;  ///< of each picture, without its start
};

/// Whether the command and `model_folder`/mrz.traineddata are here.
[[nodiscard]] bool tesseract_is_here(const std::filesystem::path& model_folder);

/// Reads whole pictures (page segmentation 3, its best). Its start, which loads the model, is taken
/// off: what it takes for a blank page. Absent when it cannot be run.
[[nodiscard]] std::optional<TesseractFigures> read_with_tesseract(
    const std::vector<BenchPicture>& pictures, const std::filesystem::path& model_folder);

/// A folder that goes when this goes.
class TemporaryFolder {
 public:
  TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace garita::tests
