#include "tests/documents/published_specimens.h"

#include <filesystem>
#include <fstream>
#include <map>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <sstream>

#include "schema/vocabulary/result.h"

namespace garita::reader {
namespace {

std::filesystem::path folder() {
  return std::filesystem::path(GARITA_SOURCE_DIR) / "../shared/data/mrz";
}

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream stream(line);
  for (std::string cell; std::getline(stream, cell, '\t');) cells.push_back(cell);
  return cells;
}

std::vector<PublishedSpecimen> rows_of(const char* table) {
  std::ifstream file(folder() / table);
  std::string line;
  std::getline(file, line);
  const std::vector<std::string> names = cells_of(line);
  std::vector<PublishedSpecimen> specimens;
  while (std::getline(file, line)) {
    std::map<std::string, std::string> row;
    const std::vector<std::string> cells = cells_of(line);
    for (std::size_t i = 0; i < std::min(names.size(), cells.size()); ++i) row[names[i]] = cells[i];
    specimens.push_back({.file = (folder() / row["file"]).string(),
                         .name = row["file"],
                         .zone = row["lines"],
                         .condition = row["condition"]});
  }
  return specimens;
}

}  // namespace

std::vector<PublishedSpecimen> published_specimens() { return rows_of("pictures.tsv"); }

std::vector<PublishedSpecimen> published_without_zone() { return rows_of("negative.tsv"); }

GreyPicture picture_of(const PublishedSpecimen& specimen, int quarter_turns) {
  cv::Mat1b grey = cv::imread(specimen.file, cv::IMREAD_GRAYSCALE);
  ensure(!grey.empty(), "a published specimen is a picture");
  for (int turn = 0; turn < quarter_turns; ++turn) {
    cv::rotate(grey.clone(), grey, cv::ROTATE_90_CLOCKWISE);
  }
  return {.width_px = grey.cols,
          .height_px = grey.rows,
          .pixels = std::vector<std::uint8_t>(grey.begin(), grey.end())};
}

}  // namespace garita::reader
