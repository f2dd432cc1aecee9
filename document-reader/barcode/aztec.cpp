#include "document-reader/barcode/aztec.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "document-reader/barcode/aztec_mode.h"
#include "document-reader/barcode/module_levels.h"
#include "document-reader/barcode/rings.h"
#include "document-reader/barcode/targets.h"
#include "document-reader/payload/payload.h"

namespace garita::reader {
namespace {

/// The change between the light ring of 7 modules and the dark one of 9, which every eye has.
constexpr int kRingChange = 4;
constexpr double kRingReach = 3.5;
constexpr int kEye = 9;

/// A symbol about an eye.
class Aztec {
 public:
  Aztec(const View& view, const Target& eye) : view_(view), levels_(view.picture), eye_(eye) {}

  bool read(FoundSymbols& found) const {
    const auto ring = ring_around(view_.ink, eye_.middle, kRingChange, 14 * eye_.module_px + 6);
    if (!ring) return false;
    const auto corners = corners_of_ring(*ring);
    if (!corners) return false;
    // Parallel for now: from so small a square a perspective would be guessed wrong.
    const Quad& seen = *corners;
    const cv::Point2d middle = (seen[0] + seen[1] + seen[2] + seen[3]) / 4;
    const cv::Point2d across = (seen[0] + seen[3] - seen[1] - seen[2]) / 4;
    const cv::Point2d down = (seen[0] + seen[1] - seen[2] - seen[3]) / 4;
    const auto corner = [&](double x, double y) {
      return view_.in_picture(middle + x * across + y * down);
    };
    const double low = kEye / 2.0 - kRingReach;
    const double high = kEye / 2.0 + kRingReach;
    const std::array on_grid{cv::Point2d(low, low), cv::Point2d(high, low), cv::Point2d(high, high),
                             cv::Point2d(low, high)};
    const std::array in_picture{corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)};
    ModuleGrid grid({kEye, kEye}, on_grid, in_picture);
    grid.settle(levels_, std::array{cv::Rect(0, 0, kEye, kEye)}, 1);
    grid.settle(levels_, std::array{cv::Rect(0, 0, kEye, kEye)}, 1);
    return read_core(widened(grid, kAztecCompactCore), found) ||
           read_core(widened(grid, kAztecFullCore), found);
  }

 private:
  static ModuleGrid widened(const ModuleGrid& grid, int modules) {
    const int more = (modules - grid.modules().width) / 2;
    return grid.resized({modules, modules}, {-more, -more});
  }

  bool read_core(ModuleGrid grid, FoundSymbols& found) const {
    const int side = grid.modules().width;
    grid.settle(levels_, std::array{cv::Rect(0, 0, side, side)}, 1);
    const cv::Mat1f levels = module_levels(levels_, grid);
    for (const float sharpening : {0.0F, 0.7F}) {
      ModuleMatrix core = dark_modules(levels, sharpening);
      if (eye_.inverted) core = inverted(std::move(core));
      const auto mode = aztec_mode(core);
      if (!mode) continue;
      if (mode->rune >= 0) {
        add_rune(mode->rune, grid, found);
        return true;
      }
      return read_whole(grid, mode->modules, found);
    }
    return false;
  }

  static void add_rune(int value, const ModuleGrid& grid, FoundSymbols& found) {
    // Three digits: ISO/IEC 24778, annex A.
    const std::string text = std::to_string(1000 + value).substr(1);
    const ByteView bytes = bytes_of(text);
    found.add(
        {"Aztec", text, copy_of(bytes), std::string(payload_kind_name(kind_of_payload(bytes)))},
        grid.corners());
  }

  bool read_whole(const ModuleGrid& core, int modules, FoundSymbols& found) const {
    ModuleGrid grid = widened(core, modules);
    const int first = core.modules().width;
    for (int side = first; side < modules; side += std::max(2, side / 12 * 2)) {
      const int edge = (modules - side) / 2;
      grid.settle(levels_, std::array{cv::Rect(edge, edge, side, side)},
                  side < 15   ? 1
                  : side < 23 ? 2
                              : 3);
    }
    for (int time = 0; time < 2; ++time) {
      grid.settle(levels_, std::array{cv::Rect(0, 0, modules, modules)}, modules < 23 ? 2 : 3);
    }
    return read_grid(view_, grid, {Symbology::kAztec, eye_.inverted}, found);
  }

  const View& view_;
  Levels levels_;
  const Target& eye_;
};

}  // namespace

void read_aztecs(const View& view, FoundSymbols& found) {
  for (const Target& eye : find_targets(view.ink, TargetKind::kAztecEye)) {
    if (found.full()) return;
    if (found.covers(view.in_picture(eye.middle))) continue;
    Aztec(view, eye).read(found);
  }
}

}  // namespace garita::reader
