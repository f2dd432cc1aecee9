#include "tests/support/barcodes/published_barcodes.h"

#include <fstream>
#include <opencv2/imgcodecs.hpp>
#include <sstream>

namespace garita::tests {
namespace {

std::string contents(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream all;
  all << stream.rdbuf();
  return all.str();
}

/// `folder/01-02` and, where several pictures share one text, `folder/01`.
void find_text(const std::filesystem::path& file, PublishedBarcode& picture) {
  std::string stem = (file.parent_path() / file.stem()).string();
  const auto has = [&] {
    return std::filesystem::exists(stem + ".txt") || std::filesystem::exists(stem + ".bin");
  };
  if (!has()) {
    const auto dash = stem.rfind('-');
    if (dash != std::string::npos && dash > stem.rfind('/')) stem.resize(dash);
    picture.part = has();
  }
  const char* ending = std::filesystem::exists(stem + ".txt") ? ".txt" : ".bin";
  picture.wanted = contents(stem + ending);
}

/// Pictures whose list names one symbol, or a part of each, of the several that they show.
bool shows_more(const PublishedBarcode& picture) {
  return picture.part || picture.kind == "multi" || picture.file == "qrcode-2/16.webp";
}

}  // namespace

std::optional<std::vector<PublishedBarcode>> published_barcodes(
    const std::filesystem::path& folder) {
  std::ifstream index(folder / "INDEX.tsv");
  if (!index) return std::nullopt;
  std::vector<PublishedBarcode> pictures;
  std::string line;
  std::getline(index, line);
  while (std::getline(index, line)) {
    std::istringstream cells(line);
    PublishedBarcode picture;
    std::getline(cells, picture.file, '\t');
    std::getline(cells, picture.kind, '\t');
    if (picture.file.find('/') == std::string::npos) continue;
    picture.set = picture.file.substr(0, picture.file.find('/'));
    find_text(folder / picture.file, picture);
    pictures.push_back(std::move(picture));
  }
  return pictures;
}

bool says(const PublishedBarcode& picture, std::string_view text, std::string_view bytes) {
  if (picture.wanted.empty()) return false;
  const std::string_view wanted = picture.wanted;
  if (!picture.part) return text == wanted || bytes == wanted;
  const auto within = [&](std::string_view part) {
    return part.size() >= 8 && wanted.find(part) != std::string_view::npos;
  };
  return within(text) || within(bytes);
}

bool BarcodeTally::note(const PublishedBarcode& picture, const std::vector<SaidSymbol>& said) {
  ++pictures;
  int right = 0;
  int wrong = 0;
  for (const SaidSymbol& symbol : said) {
    const bool shown = says(picture, symbol.text, symbol.bytes);
    if (shown) ++right;
    if (!shown && !shows_more(picture)) ++wrong;
  }
  if (right > 0) ++hits;
  misreads += wrong;
  return wrong == 0;
}

cv::Mat1b grey_picture(const std::filesystem::path& file) {
  return cv::imread(file.string(), cv::IMREAD_GRAYSCALE);
}

}  // namespace garita::tests
