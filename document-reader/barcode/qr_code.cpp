#include "document-reader/barcode/qr_code.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "document-reader/barcode/module_levels.h"
#include "document-reader/barcode/targets.h"

namespace garita::reader {
namespace {

constexpr std::size_t kTriplesMax = 24;
/// ISO/IEC 18004, 6.3.1: versions 1 to 40.
constexpr int kModulesMin = 21;
constexpr int kModulesMax = 177;
/// From a symbol's edge to the middle of a finder.
constexpr double kFinder = 3.5;

/// Three finders; `corner` is the one at the right angle.
struct Triple {
  Target corner;
  Target right;
  Target below;
  double misfit = 0;
};

std::optional<Triple> triple_of(const Target& a, const Target& b, const Target& c) {
  if (a.inverted != b.inverted || a.inverted != c.inverted) return {};
  const auto far = [](const Target& one, const Target& other) {
    return cv::norm(one.middle - other.middle);
  };
  // The corner lies opposite the longest side.
  Triple triple{a, b, c};
  if (far(a, c) >= far(a, b) && far(a, c) >= far(b, c)) triple = {b, a, c};
  if (far(a, b) >= far(a, c) && far(a, b) >= far(b, c)) triple = {c, a, b};
  cv::Point2d across = triple.right.middle - triple.corner.middle;
  cv::Point2d down = triple.below.middle - triple.corner.middle;
  if (across.cross(down) < 0) {
    std::swap(triple.right, triple.below);
    std::swap(across, down);
  }
  const double width = cv::norm(across);
  const double height = cv::norm(down);
  const auto [least, most] = std::minmax({a.module_px, b.module_px, c.module_px});
  const double module = (a.module_px + b.module_px + c.module_px) / 3;
  if (most > 2 * least || width > 2.2 * height || height > 2.2 * width) return {};
  if (std::min(width, height) < 8 * module || std::max(width, height) > 190 * module) return {};
  const double cosine = across.dot(down) / (width * height);
  if (std::abs(cosine) > 0.75) return {};
  triple.misfit = std::abs(cosine) + std::abs(std::log(width / height)) + std::log(most / least);
  return triple;
}

std::vector<Triple> triples_of(const std::vector<Target>& targets) {
  std::vector<Triple> triples;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    for (std::size_t j = i + 1; j < targets.size(); ++j) {
      for (std::size_t k = j + 1; k < targets.size(); ++k) {
        if (const auto one = triple_of(targets[i], targets[j], targets[k])) triples.push_back(*one);
      }
    }
  }
  std::stable_sort(triples.begin(), triples.end(),
                   [](const Triple& a, const Triple& b) { return a.misfit < b.misfit; });
  if (triples.size() > kTriplesMax) triples.resize(kTriplesMax);
  return triples;
}

/// Draws what is the same in every symbol: finders, separators and timing patterns (6.3.3
/// to 6.3.5). The library takes a symbol's outline from them.
bool draw_fixed(ModuleMatrix& modules) {
  const int side = modules.columns;
  for (int i = 8; i < side - 8; ++i) {
    modules.set(i, 6, i % 2 == 0);
    modules.set(6, i, i % 2 == 0);
  }
  for (int y = 0; y < 8; ++y) {
    for (int x = 0; x < 8; ++x) {
      const int ring = std::max(std::abs(x - 3), std::abs(y - 3));
      const bool dark = ring != 2 && ring != 4;
      modules.set(x, y, dark);
      modules.set(side - 1 - x, y, dark);
      modules.set(x, side - 1 - y, dark);
    }
  }
  return true;
}

/// The outer corners of a finder: upper left, upper right, lower right, lower left.
std::optional<Quad> corners_of(const Ink& ink, const Target& finder, cv::Point2d across,
                               cv::Point2d down) {
  const auto ring = ring_around(ink, finder.middle, 3, 14 * finder.module_px + 6);
  if (!ring) return std::nullopt;
  auto corners = corners_of_ring(*ring);
  if (!corners) return std::nullopt;
  const cv::Point2d diagonal = across / cv::norm(across) + down / cv::norm(down);
  const auto first = std::min_element(
      corners->begin(), corners->end(),
      [&](cv::Point2d a, cv::Point2d b) { return a.dot(diagonal) < b.dot(diagonal); });
  std::rotate(corners->begin(), first, corners->end());
  return corners;
}

/// A symbol whose three finders are known, in the picture's pixels.
class QrCode {
 public:
  static std::optional<QrCode> about(const View& view, const Triple& triple) {
    const cv::Point2d across = triple.right.middle - triple.corner.middle;
    const cv::Point2d down = triple.below.middle - triple.corner.middle;
    QrCode code(view, triple.corner.inverted);
    std::size_t place = 0;
    for (const Target* one : {&triple.corner, &triple.right, &triple.below}) {
      auto corners = corners_of(view.ink, *one, across, down);
      if (!corners) return std::nullopt;
      for (auto& corner : *corners) corner = view.in_picture(corner);
      code.finders_[place++] = *corners;
    }
    return code;
  }

  bool read(FoundSymbols& found) const {
    struct Try {
      ModuleGrid grid;
      float clear;
    };
    std::vector<Try> tries;
    for (const int modules : sizes()) {
      ModuleGrid grid = grid_of(modules);
      grid.settle(levels_, finder_regions(modules), 1);
      grid.settle(levels_, std::array{cv::Rect(0, 0, modules, modules)}, 2);
      const float clear = clearness(module_levels(levels_, grid));
      tries.push_back({grid, clear});
      if (clear > kClearEnough) break;
    }
    std::stable_sort(tries.begin(), tries.end(),
                     [](const Try& a, const Try& b) { return a.clear > b.clear; });
    for (std::size_t i = 0; i < tries.size() && i < 2; ++i) {
      if (read_from(tries[i].grid, found)) return true;
    }
    return false;
  }

 private:
  static constexpr float kClearEnough = 0.93F;

  QrCode(const View& view, bool inverted)
      : view_(view), levels_(view.picture), inverted_(inverted) {}

  static std::array<cv::Rect, 3> finder_regions(int modules) {
    return {cv::Rect(0, 0, 8, 8), cv::Rect(modules - 8, 0, 8, 8), cv::Rect(0, modules - 8, 8, 8)};
  }

  static cv::Point2d middle(const Quad& quad) {
    return (quad[0] + quad[1] + quad[2] + quad[3]) / 4;
  }

  /// Likely sizes, the likeliest first.
  std::vector<int> sizes() const {
    std::vector<int> sizes;
    const auto add = [&](double modules) {
      const int near = 17 + 4 * cvRound((modules - 17) / 4);
      if (near < kModulesMin || near > kModulesMax) return;
      if (std::find(sizes.begin(), sizes.end(), near) == sizes.end()) sizes.push_back(near);
    };
    const auto& [corner, right, below] = finders_;
    const auto side = [](cv::Point2d a, cv::Point2d b) { return cv::norm(a - b); };
    const double across_px = (side(corner[0], corner[1]) + side(corner[3], corner[2]) +
                              side(right[0], right[1]) + side(right[3], right[2])) /
                             28;
    const double down_px = (side(corner[0], corner[3]) + side(corner[1], corner[2]) +
                            side(below[0], below[3]) + side(below[1], below[2])) /
                           28;
    const double across = side(middle(corner), middle(right)) / across_px + 7;
    const double down = side(middle(corner), middle(below)) / down_px + 7;
    const double mean = (across + down) / 2;
    // The middles of the finders' modules that the timing patterns run between.
    const auto inner = [&](const Quad& quad, std::size_t which) {
      return quad[which] + (middle(quad) - quad[which]) / 7;
    };
    for (const int modules :
         {timing(inner(corner, 2), inner(right, 3)), timing(inner(corner, 2), inner(below, 1))}) {
      if (std::abs(modules - mean) < 0.25 * mean) add(modules);
    }
    for (const double off : {0.0, 4.0, -4.0}) add(mean + off);
    return sizes;
  }

  /// Modules a side, from the changes of colour between two finders.
  int timing(cv::Point2d from, cv::Point2d to) const {
    const int steps = std::min(4000, static_cast<int>(cv::norm(to - from) / view_.scale * 4));
    int changes = 0;
    bool colour = !inverted_;
    for (int i = 0; i <= steps; ++i) {
      const cv::Point2d place = from + (to - from) * (static_cast<double>(i) / std::max(1, steps));
      const bool now = view_.ink.dark(view_.in_ink(place));
      if (now != colour) ++changes;
      colour = now;
    }
    return changes + 13;
  }

  ModuleGrid grid_of(int modules) const {
    const double far = modules - 7;
    std::vector<cv::Point2d> on_grid;
    std::vector<cv::Point2d> in_picture;
    const std::array<cv::Point2d, 3> places{cv::Point2d(0, 0), {far, 0}, {0, far}};
    for (std::size_t i = 0; i < 3; ++i) {
      for (std::size_t k = 0; k < 4; ++k) {
        on_grid.push_back(places[i] + cv::Point2d(k == 1 || k == 2 ? 7 : 0, k >= 2 ? 7 : 0));
        in_picture.push_back(finders_[i][k]);
      }
    }
    return {{modules, modules}, on_grid, in_picture};
  }

  bool read_from(const ModuleGrid& first, FoundSymbols& found) const {
    const int modules = first.modules().width;
    const std::array whole{cv::Rect(0, 0, modules, modules)};
    const GridReading how{Symbology::kQrCode, inverted_, 0.5F, draw_fixed};
    ModuleGrid bent = first;
    bent.settle(levels_, whole, 3);
    if (read_grid(view_, bent, how, found)) return true;
    const auto aligned = with_alignment(first);
    if (aligned) {
      ModuleGrid grid = *aligned;
      grid.settle(levels_, whole, 2);
      grid.settle(levels_, whole, 3);
      if (read_grid(view_, grid, how, found)) return true;
    }
    ModuleGrid grown = first;
    grown = grid_of(modules);
    for (int side = 9; side < modules; side += std::max(2, side / 6)) {
      grown.settle(levels_, std::array{cv::Rect(0, 0, side, side)},
                   side < 15   ? 1
                   : side < 25 ? 2
                               : 3);
    }
    grown.settle(levels_, whole, 3);
    return read_grid(view_, grown, how, found);
  }

  /// The grid drawn to the last alignment pattern, where one is found near its place.
  std::optional<ModuleGrid> with_alignment(const ModuleGrid& grid) const {
    const int modules = grid.modules().width;
    if (modules < 25) return {};
    const double place = modules - 6.5;
    double best = 0.55;
    cv::Point2d at_best;
    const double reach = std::clamp(0.12 * modules, 4.0, 12.0);
    for (double dv = -reach; dv <= reach; dv += 0.5) {
      for (double du = -reach; du <= reach; du += 0.5) {
        const double match = alignment_match(grid, {place + du, place + dv});
        if (match > best) {
          best = match;
          at_best = {place + du, place + dv};
        }
      }
    }
    if (best <= 0.55) return {};
    const double far = modules - kFinder;
    const std::array on_grid{cv::Point2d(kFinder, kFinder), cv::Point2d(far, kFinder),
                             cv::Point2d(place, place), cv::Point2d(kFinder, far)};
    const std::array in_picture{middle(finders_[0]), middle(finders_[1]), grid.at(at_best),
                                middle(finders_[2])};
    return ModuleGrid({modules, modules}, on_grid, in_picture);
  }

  /// ISO/IEC 18004, 6.3.6: dark in a light in a dark square, -1 to 1.
  double alignment_match(const ModuleGrid& grid, cv::Point2d middle) const {
    std::array<float, 25> levels{};
    double sum = 0;
    for (int i = 0; i < 25; ++i) {
      const float level = levels_.at(grid.at(middle + cv::Point2d(i % 5 - 2, i / 5 - 2)));
      levels[static_cast<std::size_t>(i)] = level;
      sum += static_cast<double>(level);
    }
    const double mean = sum / 25;
    double with = 0;
    double spread = 0;
    for (int i = 0; i < 25; ++i) {
      const int ring = std::max(std::abs(i % 5 - 2), std::abs(i / 5 - 2));
      const double wanted = (ring == 1 ? 17.0 : -8.0) / 25;
      const double off = static_cast<double>(levels[static_cast<std::size_t>(i)]) - mean;
      with += wanted * off;
      spread += off * off;
    }
    // The pattern's own length: 8 * (17/25)^2 + 17 * (8/25)^2.
    const double match = with / std::sqrt(std::max(25.0 * 16, spread) * 5.44);
    return inverted_ ? -match : match;
  }

  const View& view_;
  Levels levels_;
  bool inverted_;
  std::array<Quad, 3> finders_{};  ///< at the corner, to the right, below
};

}  // namespace

void read_qr_codes(const View& view, FoundSymbols& found) {
  const auto targets = find_targets(view.ink, TargetKind::kQrFinder);
  for (const Triple& triple : triples_of(targets)) {
    if (found.full()) return;
    const auto known = [&](const Target& one) { return found.covers(view.in_picture(one.middle)); };
    if (known(triple.corner) || known(triple.right) || known(triple.below)) continue;
    if (const auto code = QrCode::about(view, triple)) code->read(found);
  }
}

}  // namespace garita::reader
