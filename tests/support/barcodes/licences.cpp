#include "tests/support/barcodes/licences.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <numbers>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <sstream>

#include "tests/support/specimens/dice.h"

namespace garita::tests {
namespace {

namespace fs = std::filesystem;

constexpr int kCardModules = 4;

void add_noise(cv::Mat1b& picture, double sigma, Dice dice) {
  for (auto& pixel : picture) {
    const double off = dice.between(-1, 1) + dice.between(-1, 1) + dice.between(-1, 1);
    pixel = cv::saturate_cast<std::uint8_t>(std::lround(pixel + sigma * off));
  }
}

}  // namespace

std::vector<Licence> published_licences(const fs::path& folder) {
  std::vector<Licence> licences;
  if (!fs::exists(folder)) return licences;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    // Tracks of a magnetic stripe are no barcode.
    if (entry.path().extension() != ".txt" || name.starts_with("magstripe")) continue;
    std::ifstream stream(entry.path(), std::ios::binary);
    std::ostringstream content;
    content << stream.rdbuf();
    licences.push_back({fs::relative(entry.path(), folder).string(), content.str()});
  }
  std::sort(licences.begin(), licences.end(),
            [](const Licence& a, const Licence& b) { return a.file < b.file; });
  return licences;
}

std::optional<cv::Mat1b> drawn_by_zint(const std::string& content) {
  std::string folder = (fs::temp_directory_path() / "garita-zint-XXXXXX").string();
  if (::mkdtemp(folder.data()) == nullptr) return std::nullopt;
  const fs::path from = fs::path(folder) / "content";
  const fs::path to = fs::path(folder) / "symbol.png";
  std::ofstream(from, std::ios::binary) << content;
  const std::string command = "zint -b 55 --cols=13 --secure=5 --binary --scale=0.5 -i '" +
                              from.string() + "' -o '" + to.string() + "' 2>/dev/null";
  const bool drawn = std::system(command.c_str()) == 0;
  cv::Mat1b symbol;
  if (drawn) symbol = cv::imread(to.string(), cv::IMREAD_GRAYSCALE);
  fs::remove_all(folder);
  if (symbol.empty()) return std::nullopt;
  return symbol;
}

cv::Mat1b taken_on(const cv::Mat1b& page, const cv::Mat1b& symbol, const SymbolTaken& taken) {
  // Drawn large, so that edges fall between pixels as they do in a camera.
  constexpr int kFiner = 3;
  const double light = 127.5 + 127.5 * taken.contrast;
  const double dark = 127.5 - 127.5 * taken.contrast;
  cv::Mat1b card;
  cv::copyMakeBorder(symbol, card, kCardModules, kCardModules, kCardModules, kCardModules,
                     cv::BORDER_CONSTANT, 255);
  const double turn = taken.degrees * std::numbers::pi / 180;
  const double width = card.cols * taken.module_px;
  const double height = card.rows * taken.module_px;
  const cv::Size box(
      static_cast<int>(width * std::abs(std::cos(turn)) + height * std::abs(std::sin(turn))) + 4,
      static_cast<int>(width * std::abs(std::sin(turn)) + height * std::abs(std::cos(turn))) + 4);
  const cv::Size fine(box.width * kFiner, box.height * kFiner);
  const double scale = taken.module_px * kFiner;
  const double c = std::cos(turn) * scale;
  const double s = std::sin(turn) * scale;
  // The card's middle goes to the box's; pixels are told by their middles.
  const double middle_x = (card.cols - 1) / 2.0;
  const double middle_y = (card.rows - 1) / 2.0;
  const cv::Matx23d way(c, s, (fine.width - 1) / 2.0 - c * middle_x - s * middle_y, -s, c,
                        (fine.height - 1) / 2.0 + s * middle_x - c * middle_y);
  cv::Mat1b large;
  cv::Mat1b where;
  cv::warpAffine(card, large, way, fine, cv::INTER_NEAREST, cv::BORDER_CONSTANT, 255);
  cv::warpAffine(cv::Mat1b(card.size(), std::uint8_t{255}), where, way, fine, cv::INTER_NEAREST,
                 cv::BORDER_CONSTANT, 0);
  if (taken.blur_modules > 0) {
    cv::GaussianBlur(large, large, {}, taken.blur_modules * scale);
  }
  cv::Mat1b picture;
  cv::Mat1b mask;
  cv::resize(large, picture, box, 0, 0, cv::INTER_AREA);
  cv::resize(where, mask, box, 0, 0, cv::INTER_AREA);
  picture.convertTo(picture, CV_8U, (light - dark) / 255, dark);
  add_noise(picture, taken.noise, Dice(taken.seed).branch(1));
  cv::Mat1b whole = page.clone();
  Dice dice(taken.seed);
  const cv::Rect place(dice.below(std::max(1, whole.cols - box.width)),
                       dice.below(std::max(1, whole.rows - box.height)), box.width, box.height);
  const cv::Rect shown = place & cv::Rect({0, 0}, whole.size());
  picture({0, 0, shown.width, shown.height})
      .copyTo(whole(shown), mask({0, 0, shown.width, shown.height}) > 127);
  return whole;
}

}  // namespace garita::tests
