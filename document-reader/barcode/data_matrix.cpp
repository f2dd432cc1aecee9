#include "document-reader/barcode/data_matrix.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "document-reader/barcode/ink_parts.h"

namespace garita::reader {
namespace {

constexpr std::size_t kElbowsMax = 48;
constexpr int kPartPxMin = 8;
/// Fewest changes along a broken border: the smallest has 8 modules.
constexpr int kBrokenMin = 5;
/// How far a broken border's end may lie from where it would in parallel projection, as a share.
constexpr double kLeanMax = 0.2;
constexpr double kSolidMin = 0.92;
constexpr double kOutsideDarkMax = 0.3;
/// Changes of colour between the arms, of 364 that there may be.
constexpr int kChangesMin = 84;

/// Share of the border's modules that may be seen otherwise.
constexpr double kBorderOffMax = 0.12;

/// Rows and columns of every symbol: ISO/IEC 16022, table 7, and ISO/IEC 21471, table 1.
constexpr std::array<std::array<int, 2>, 48> kSizes{{
    {10, 10}, {12, 12}, {14, 14}, {16, 16}, {18, 18},   {20, 20},   {22, 22},   {24, 24},
    {26, 26}, {32, 32}, {36, 36}, {40, 40}, {44, 44},   {48, 48},   {52, 52},   {64, 64},
    {72, 72}, {80, 80}, {88, 88}, {96, 96}, {104, 104}, {120, 120}, {132, 132}, {144, 144},
    {8, 18},  {8, 32},  {12, 26}, {12, 36}, {16, 36},   {16, 48},   {8, 48},    {8, 64},
    {8, 80},  {8, 96},  {8, 120}, {8, 144}, {12, 64},   {12, 88},   {16, 64},   {20, 36},
    {20, 44}, {20, 64}, {22, 48}, {24, 48}, {24, 64},   {26, 40},   {26, 48},   {26, 64},
}};

/// Draws the solid and the broken border (5.1). The library takes a symbol's outline from them.
/// False where many of its modules are seen otherwise: chance has read print of other kinds as the
/// smallest symbols, with 22 of 100 modules off and more; of true ones at most 3 were.
bool draw_border(ModuleMatrix& modules) {
  const int right = modules.columns - 1;
  const int bottom = modules.rows - 1;
  int off = 0;
  const auto draw = [&](int x, int y, bool dark) {
    if (modules.at(x, y) != dark) ++off;
    modules.set(x, y, dark);
  };
  for (int x = 0; x <= right; ++x) {
    draw(x, 0, x % 2 == 0);
    draw(x, bottom, true);
  }
  for (int y = 1; y < bottom; ++y) {
    draw(right, y, (bottom - y) % 2 == 0);
    draw(0, y, true);
  }
  return off <= kBorderOffMax * 2 * (right + bottom);
}

/// The solid border: outer corners in the ink's pixels. Upper, corner and right are its three ends
/// as in an upright symbol.
struct Elbow {
  cv::Point2d upper;
  cv::Point2d corner;
  cv::Point2d right;
  bool inverted = false;
  int changes = 0;  ///< of colour between the arms
};

/// Looks at the ink in one of its two colours.
class Eye {
 public:
  Eye(const Ink& ink, bool inverted) : ink_(ink), inverted_(inverted) {}
  [[nodiscard]] bool dark(cv::Point2d place) const {
    const cv::Point at(cvRound(place.x), cvRound(place.y));
    // Around the picture is light paper.
    return ink_.dark(at.x, at.y) != inverted_;
  }
  [[nodiscard]] bool inverted() const { return inverted_; }

 private:
  const Ink& ink_;
  bool inverted_;
};

/// Corners of the outline, clockwise, without those that lie on a line with their neighbours.
std::vector<cv::Point2d> outline_of(const InkPart& part) {
  std::vector<cv::Point2d> corners;
  for (const cv::Point& pixel : part.outermost) {
    if (corners.empty() || corners.back() != cv::Point2d(pixel)) corners.emplace_back(pixel);
  }
  if (corners.size() > 1 && corners.front() == corners.back()) corners.pop_back();
  for (bool again = true; again && corners.size() > 3;) {
    again = false;
    for (std::size_t i = 0; i < corners.size(); ++i) {
      const std::size_t n = corners.size();
      const cv::Point2d before = corners[(i + n - 1) % n];
      const cv::Point2d after = corners[(i + 1) % n];
      const double length = cv::norm(after - before);
      const double off =
          std::abs((corners[i] - before).cross(after - before)) / std::max(1.0, length);
      if (off > std::max(1.2, 0.025 * length)) continue;
      corners.erase(corners.begin() + static_cast<std::ptrdiff_t>(i));
      again = true;
      break;
    }
  }
  return corners;
}

/// Shares of places beside the line that are dark: just within it and just outside.
struct Beside {
  double within = 0;
  double outside = 0;
};

Beside beside(const Eye& eye, cv::Point2d from, cv::Point2d to, cv::Point2d inward) {
  const double length = cv::norm(to - from);
  const int steps = std::clamp(static_cast<int>(length), 8, 200);
  // A border may be bent a little.
  const double slack = std::max(1.0, 0.006 * length);
  inward *= slack / cv::norm(inward);
  int within = 0;
  int outside = 0;
  for (int i = 0; i <= steps; ++i) {
    const cv::Point2d place = from + (to - from) * (static_cast<double>(i) / steps);
    if (eye.dark(place) || eye.dark(place + inward) || eye.dark(place + 2 * inward)) ++within;
    // Light must follow, at once or behind a bulge.
    const bool no_light = eye.dark(place - inward) && eye.dark(place - 1.5 * inward) &&
                          eye.dark(place - 2.5 * inward) && eye.dark(place - 3.5 * inward);
    if (no_light) ++outside;
    // No line: what follows cannot make one of it.
    if (i == steps / 4 && within < i * 7 / 10) return {};
  }
  return {static_cast<double>(within) / (steps + 1), static_cast<double>(outside) / (steps + 1)};
}

/// Changes of colour between an elbow's arms, across and up; 0 when far more is dark than light or
/// the reverse. Print of other kinds changes seldom along at least one of the two.
int changes_between(const Eye& eye, const Elbow& elbow) {
  constexpr int kPlaces = 14;
  constexpr int kEachMin = 36;
  std::array<std::array<bool, kPlaces>, kPlaces> seen{};
  int dark = 0;
  int across_changes = 0;
  int up_changes = 0;
  const cv::Point2d across = elbow.right - elbow.corner;
  const cv::Point2d up = elbow.upper - elbow.corner;
  for (std::size_t row = 0; row < kPlaces; ++row) {
    for (std::size_t column = 0; column < kPlaces; ++column) {
      const double x = (static_cast<double>(column) + 0.5) / kPlaces;
      const double y = (static_cast<double>(row) + 0.5) / kPlaces;
      const bool now = eye.dark(elbow.corner + across * x + up * y);
      seen[row][column] = now;
      if (now) ++dark;
      if (column > 0 && seen[row][column - 1] != now) ++across_changes;
      if (row > 0 && seen[row - 1][column] != now) ++up_changes;
    }
  }
  constexpr int kAll = kPlaces * kPlaces;
  if (dark < kAll / 4 || dark > kAll * 3 / 4) return 0;
  if (across_changes < kEachMin || up_changes < kEachMin) return 0;
  return across_changes + up_changes;
}

std::optional<Elbow> elbow_at(const Eye& eye, const std::vector<cv::Point2d>& outline,
                              std::size_t index) {
  const std::size_t n = outline.size();
  // The outline goes clockwise: from the right end of an upright symbol to its corner and up.
  Elbow elbow{outline[(index + 1) % n], outline[index], outline[(index + n - 1) % n],
              eye.inverted(), 0};
  const cv::Point2d across = elbow.right - elbow.corner;
  const cv::Point2d up = elbow.upper - elbow.corner;
  const double width = cv::norm(across);
  const double height = cv::norm(up);
  if (std::min(width, height) < 7 || width > 20 * height || height > 4 * width) return {};
  if (std::abs(across.dot(up)) > 0.6 * width * height) return {};
  const Beside below = beside(eye, elbow.corner, elbow.right, up);
  if (below.within < kSolidMin || below.outside > kOutsideDarkMax) return {};
  const Beside left = beside(eye, elbow.corner, elbow.upper, across);
  if (left.within < kSolidMin || left.outside > kOutsideDarkMax) return {};
  elbow.changes = changes_between(eye, elbow);
  if (elbow.changes < kChangesMin) return {};
  return elbow;
}

/// A symbol whose solid border is known.
class DataMatrix {
 public:
  DataMatrix(const View& view, const Elbow& elbow)
      : view_(view), levels_(view.picture), eye_(view.ink, elbow.inverted), elbow_(elbow) {}

  bool read(FoundSymbols& found) {
    sharpen_arms();
    const double module_up = thickness(elbow_.corner, elbow_.right, elbow_.upper - elbow_.corner);
    const double module_across =
        thickness(elbow_.corner, elbow_.upper, elbow_.right - elbow_.corner);
    if (module_up <= 0 || module_across <= 0) return false;
    const cv::Point2d across = elbow_.right - elbow_.corner;
    const cv::Point2d up = elbow_.upper - elbow_.corner;
    const Broken top = broken_border(elbow_.upper, across, up, module_up);
    const Broken side = broken_border(elbow_.right, up, across, module_across);
    if (!regular(top, cv::norm(across), module_across)) return false;
    if (!regular(side, cv::norm(up), module_up)) return false;
    const auto far = crossing(elbow_.upper, top.end, elbow_.right, side.end);
    if (!far) return false;
    return read_as(*far, side.changes + 1, top.changes + 1, found);
  }

 private:
  struct Broken {
    cv::Point2d end;
    int changes = 0;
    double score = 0;
    double off = 0;
  };

  /// Whether a border changes as often as it has modules.
  static bool regular(const Broken& border, double length, double module) {
    const double modules = length / module;
    return border.changes >= kBrokenMin && border.changes > 0.6 * modules - 2 &&
           border.changes < 1.5 * modules + 1;
  }

  /// The arms' outer edges as lines through where ink begins, and their ends on those lines.
  void sharpen_arms() {
    const cv::Point2d across = elbow_.right - elbow_.corner;
    const cv::Point2d up = elbow_.upper - elbow_.corner;
    const auto below = edge_of(elbow_.corner, across, up);
    const auto left = edge_of(elbow_.corner, up, across);
    if (!below || !left) return;
    const auto corner = crossing((*below)[0], (*below)[1], (*left)[0], (*left)[1]);
    if (!corner || cv::norm(*corner - elbow_.corner) > 4) return;
    const auto onto = [](cv::Point2d place, const std::array<cv::Point2d, 2>& line) {
      const cv::Point2d along = (line[1] - line[0]) / cv::norm(line[1] - line[0]);
      return line[0] + (place - line[0]).dot(along) * along;
    };
    elbow_.corner = *corner;
    // An end is the middle of its outermost pixel: the edge is half a pixel further.
    elbow_.right = onto(elbow_.right, *below) + 0.5 * across / cv::norm(across);
    elbow_.upper = onto(elbow_.upper, *left) + 0.5 * up / cv::norm(up);
  }

  std::optional<std::array<cv::Point2d, 2>> edge_of(cv::Point2d from, cv::Point2d along,
                                                    cv::Point2d inward) const {
    inward /= cv::norm(inward);
    std::vector<cv::Point2d> places;
    constexpr int kPlaces = 40;
    for (int i = 2; i < kPlaces - 1; ++i) {
      const cv::Point2d start = from + along * (static_cast<double>(i) / kPlaces);
      // From within outwards: beyond a narrow quiet zone there may be anything.
      double off = 0.5;
      while (off < 4 && !eye_.dark(start + off * inward)) off += 0.25;
      while (off > -3 && eye_.dark(start + off * inward)) off -= 0.25;
      if (off > -3 && off < 4) places.push_back(start + (off + 0.125) * inward);
    }
    std::optional<std::array<cv::Point2d, 2>> line;
    for (const double slack : {3.0, 1.0, 0.8}) {
      if (line) {
        const cv::Point2d way = ((*line)[1] - (*line)[0]) / cv::norm((*line)[1] - (*line)[0]);
        std::erase_if(places, [&](cv::Point2d place) {
          return std::abs((place - (*line)[0]).cross(way)) > slack;
        });
      }
      if (places.size() < 10) return line;
      line = fitted(places, along);
    }
    return line;
  }

  static std::array<cv::Point2d, 2> fitted(const std::vector<cv::Point2d>& places,
                                           cv::Point2d along) {
    cv::Point2d mean;
    for (const auto& place : places) mean += place;
    mean /= static_cast<double>(places.size());
    along /= cv::norm(along);
    const cv::Point2d aside(-along.y, along.x);
    double with = 0;
    double square = 0;
    for (const auto& place : places) {
      const double x = (place - mean).dot(along);
      with += x * (place - mean).dot(aside);
      square += x * x;
    }
    const double slope = with / std::max(1e-9, square);
    return {mean, mean + along + slope * aside};
  }

  static std::optional<cv::Point2d> crossing(cv::Point2d a, cv::Point2d a_end, cv::Point2d b,
                                             cv::Point2d b_end) {
    const cv::Point2d along = a_end - a;
    const cv::Point2d other = b_end - b;
    const double cross = along.cross(other);
    if (std::abs(cross) < 0.1 * cv::norm(along) * cv::norm(other)) return std::nullopt;
    return a + ((b - a).cross(other) / cross) * along;
  }

  /// How thick an arm is where light follows it: most of a module; 0 when it never ends.
  double thickness(cv::Point2d from, cv::Point2d to, cv::Point2d inward) const {
    const double depth = cv::norm(inward);
    inward /= depth;
    std::vector<double> runs;
    constexpr int kPlaces = 60;
    for (int i = 1; i < kPlaces; ++i) {
      const cv::Point2d start = from + (to - from) * (static_cast<double>(i) / kPlaces);
      double off = 0.5;
      while (off < depth / 3 && eye_.dark(start + off * inward)) off += 0.25;
      if (off > 0.6 && off < depth / 3) runs.push_back(off);
    }
    if (runs.size() < 8) return 0;
    const auto low = runs.begin() + static_cast<std::ptrdiff_t>(runs.size() / 5);
    std::nth_element(runs.begin(), low, runs.end());
    return std::max(1.0, *low);
  }

  /// The broken border that begins at an arm's end: of all directions near `along`, the one with
  /// nothing dark outside it and the most changes within.
  Broken broken_border(cv::Point2d from, cv::Point2d along, cv::Point2d outward,
                       double module) const {
    const double height = cv::norm(outward);
    const cv::Point2d out = outward / height;
    const double reach =
        std::min(kLeanMax * std::min(height, cv::norm(along)) + module, 0.4 * height);
    const Broken rough = best_end({from, along, module * out, 2.5}, -reach, reach, 0.5 * module);
    if (rough.changes < kBrokenMin) return rough;
    return best_end({from, along, module * out, 6}, rough.off - 0.6 * module,
                    rough.off + 0.6 * module, 0.1 * module);
  }

  /// Where a broken border may run: from a place along a way that may lean; `out` is a module
  /// outwards, and so many places are looked at to a module.
  struct Border {
    cv::Point2d from;
    cv::Point2d along;
    cv::Point2d out;
    double places;
  };

  /// The best of the ends between two offsets; the middle of several that are as good.
  Broken best_end(const Border& border, double first, double last, double step) const {
    Broken best;
    double last_as_good = 0;
    const cv::Point2d out = border.out / cv::norm(border.out);
    bool any = false;
    for (double off = first; off <= last; off += step) {
      const Broken seen = broken_along(border, border.from + border.along + off * out);
      if (!any || seen.score > best.score + 1e-9) {
        best = seen;
        best.off = last_as_good = off;
        any = true;
      } else if (seen.score > best.score - 1e-9 && off - last_as_good < 1.5 * step) {
        last_as_good = off;
      }
    }
    best.off = (best.off + last_as_good) / 2;
    best.end = border.from + border.along + best.off * out;
    return best;
  }

  Broken broken_along(const Border& border, cv::Point2d to) const {
    Broken broken;
    int dark_outside = 0;
    bool before = true;
    const cv::Point2d way = to - border.from;
    const double modules = cv::norm(way) / cv::norm(border.out);
    const int steps = std::clamp(static_cast<int>(modules * border.places), 16, 2000);
    std::vector<int> changes;
    for (int i = 0; i <= steps; ++i) {
      const cv::Point2d place = border.from + way * ((i + 0.5) / (steps + 1));
      const bool now = eye_.dark(place - 0.5 * border.out);
      if (now != before) changes.push_back(i);
      before = now;
      if (eye_.dark(place + 0.6 * border.out)) ++dark_outside;
    }
    broken.changes = static_cast<int>(changes.size());
    if (changes.size() < 3) return broken;
    // Modules follow one another evenly: dark ones may be wider than light ones, pairs are not.
    std::vector<int> pairs;
    for (std::size_t i = 2; i < changes.size(); ++i) pairs.push_back(changes[i] - changes[i - 2]);
    const auto middle = pairs.begin() + static_cast<std::ptrdiff_t>(pairs.size() / 2);
    std::nth_element(pairs.begin(), middle, pairs.end());
    const double usual = *middle;
    const auto even = std::count_if(pairs.begin(), pairs.end(), [&](int pair) {
      return std::abs(pair - usual) <= 0.3 * usual + 1;
    });
    broken.score = 2 * static_cast<double>(even) - static_cast<double>(pairs.size()) -
                   0.6 * dark_outside / border.places;
    return broken;
  }

  bool read_as(cv::Point2d far, int rows, int columns, FoundSymbols& found) const {
    std::vector<std::array<int, 2>> sizes(kSizes.begin(), kSizes.end());
    const auto misfit = [&](const std::array<int, 2>& size) {
      return std::abs(std::log(static_cast<double>(size[0]) / rows)) +
             std::abs(std::log(static_cast<double>(size[1]) / columns));
    };
    std::stable_sort(sizes.begin(), sizes.end(),
                     [&](const auto& a, const auto& b) { return misfit(a) < misfit(b); });
    const std::array in_picture{view_.in_picture(elbow_.upper), view_.in_picture(far),
                                view_.in_picture(elbow_.right), view_.in_picture(elbow_.corner)};
    for (std::size_t i = 0; i < 3 && misfit(sizes[i]) < 0.5; ++i) {
      const cv::Size modules(sizes[i][1], sizes[i][0]);
      const double right = modules.width;
      const double bottom = modules.height;
      const std::array on_grid{cv::Point2d(0, 0), cv::Point2d(right, 0), cv::Point2d(right, bottom),
                               cv::Point2d(0, bottom)};
      ModuleGrid grid(modules, on_grid, in_picture);
      const std::array whole{cv::Rect({0, 0}, modules)};
      const ModuleGrid first = grid;
      for (const int bend : {1, 2, modules.area() > 300 ? 3 : 2}) grid.settle(levels_, whole, bend);
      const GridReading how{Symbology::kDataMatrix, elbow_.inverted, 0.5F, draw_border};
      if (read_grid(view_, grid, how, found)) return true;
      if (i > 0) continue;
      grid = grown(first);
      if (read_grid(view_, grid, how, found)) return true;
    }
    return false;
  }

  /// The grid settled from the solid corner outwards, which follows a bend.
  ModuleGrid grown(ModuleGrid grid) const {
    const cv::Size all = grid.modules();
    const int most = std::max(all.width, all.height);
    for (int side = 8; side < most; side += std::max(2, side / 6)) {
      const cv::Size part(std::min(side, all.width), std::min(side, all.height));
      const std::array region{cv::Rect({0, all.height - part.height}, part)};
      grid.settle(levels_, region, side < 15 ? 1 : side < 25 ? 2 : 3);
    }
    grid.settle(levels_, std::array{cv::Rect({0, 0}, all)}, 3);
    return grid;
  }

  const View& view_;
  Levels levels_;
  Eye eye_;
  Elbow elbow_;
};

}  // namespace

void read_data_matrices(const View& view, FoundSymbols& found) {
  std::vector<Elbow> elbows;
  for (const InkColour colour : {InkColour::kDark, InkColour::kLight}) {
    const Eye eye(view.ink, colour == InkColour::kLight);
    for (const InkPart& part : parts_of(view.ink, colour, kPartPxMin)) {
      const auto outline = outline_of(part);
      for (std::size_t i = 0; i < outline.size(); ++i) {
        if (const auto elbow = elbow_at(eye, outline, i)) elbows.push_back(*elbow);
      }
    }
  }
  std::stable_sort(elbows.begin(), elbows.end(),
                   [](const Elbow& a, const Elbow& b) { return a.changes > b.changes; });
  if (elbows.size() > kElbowsMax) elbows.resize(kElbowsMax);
  for (const Elbow& elbow : elbows) {
    if (found.full()) return;
    if (found.covers(view.in_picture((elbow.upper + elbow.right) / 2))) continue;
    DataMatrix(view, elbow).read(found);
  }
}

}  // namespace garita::reader
