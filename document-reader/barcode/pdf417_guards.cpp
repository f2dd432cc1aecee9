#include "document-reader/barcode/pdf417_guards.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <span>

namespace garita::reader {
namespace {

/// Every so many rows or columns are looked at.
constexpr int kStridePx = 2;
constexpr std::size_t kLinesMin = 3;
constexpr std::size_t kGuardsMax = 64;
/// A guard may be hidden over so many modules of its height.
constexpr double kGapModules = 5;

/// Widths in modules from the symbol's outer edge inwards; dark first.
constexpr std::array kStart{8, 1, 1, 1, 1, 1, 1, 3};
constexpr std::array kStop{1, 2, 1, 1, 1, 3, 1, 1, 7};

/// How a guard lies: which one, in which direction along the line, light or dark first.
struct Way {
  bool is_start = true;
  bool forward = true;  ///< the outer edge comes first along the line
  bool inverted = false;
  bool operator==(const Way&) const = default;
};

/// A guard crossed by one line.
struct Crossing {
  int line = 0;
  double outer = 0;
  double inner = 0;
};

template <std::size_t kRuns>
bool fits(std::span<const int> bounds, const std::array<int, kRuns>& pattern, bool forward) {
  int modules = 0;
  for (const int width : pattern) modules += width;
  const int total = bounds[kRuns] - bounds[0];
  const double module = static_cast<double>(total) / modules;
  if (module < 0.8) return false;
  const auto wanted = [&](std::size_t i) { return pattern[forward ? i : kRuns - 1 - i]; };
  const double slack = 0.45 * module + 0.5;
  for (std::size_t i = 0; i < kRuns; ++i) {
    const double width = bounds[i + 1] - bounds[i];
    if (std::abs(width - wanted(i) * module) > slack + 0.08 * wanted(i) * module) return false;
  }
  // Ink that spreads takes from one colour what it gives the other: pairs keep their width.
  for (std::size_t i = 0; i + 1 < kRuns; ++i) {
    const double width = bounds[i + 2] - bounds[i];
    const double pair = (wanted(i) + wanted(i + 1)) * module;
    if (std::abs(width - pair) > 0.35 * module + 0.6 + 0.05 * pair) return false;
  }
  return true;
}

/// Crossings of one guard, line after line.
struct Chain {
  Way way;
  std::vector<Crossing> crossings;
  double module = 0;
};

class Search {
 public:
  /// `along_columns`: the lines are columns, and the picture's x and y change places.
  Search(const Ink& ink, bool along_columns) : ink_(ink), along_columns_(along_columns) {}

  void run(std::vector<Guard>& guards) {
    const int lines = along_columns_ ? ink_.width_px() : ink_.height_px();
    std::vector<int> column;
    for (int line = 0; line < lines; line += along_columns_ ? 2 * kStridePx : kStridePx) {
      if (along_columns_) changes_along_column(ink_, line, column);
      const std::span<const int> changes = along_columns_ ? column : ink_.row_changes(line);
      for (std::size_t i = 0; i + kStart.size() < changes.size(); ++i) look_at(changes, i, line);
    }
    for (const Chain& chain : chains_) {
      if (guards.size() >= kGuardsMax) return;
      if (const auto guard = guard_of(chain)) guards.push_back(*guard);
    }
  }

 private:
  void look_at(std::span<const int> changes, std::size_t i, int line) {
    const std::span<const int> bounds = changes.subspan(i);
    const bool dark_first = i % 2 == 0;
    // The fat bar stands out: nothing is done for the many places where there is none.
    const int first = bounds[1] - bounds[0];
    const int second = bounds[2] - bounds[1];
    if (first > 3 * second && fits(bounds, kStart, true)) {
      note({true, true, !dark_first}, {line, double(bounds[0]), double(bounds[8])}, 17);
    }
    const int last = bounds[8] - bounds[7];
    if (last > 3 * (bounds[7] - bounds[6]) && fits(bounds, kStart, false)) {
      note({true, false, dark_first}, {line, double(bounds[8]), double(bounds[0])}, 17);
    }
    if (bounds.size() <= kStop.size()) return;
    const int ninth = bounds[9] - bounds[8];
    if (ninth > 3 * last && fits(bounds, kStop, true)) {
      note({false, true, !dark_first}, {line, double(bounds[0]), double(bounds[9])}, 18);
    }
    if (first > 3 * second && fits(bounds, kStop, false)) {
      note({false, false, !dark_first}, {line, double(bounds[9]), double(bounds[0])}, 18);
    }
  }

  void note(Way way, Crossing crossing, int modules) {
    const double module = std::abs(crossing.inner - crossing.outer) / modules;
    for (auto chain = chains_.rbegin(); chain != chains_.rend(); ++chain) {
      if (!(chain->way == way)) continue;
      const Crossing& last = chain->crossings.back();
      const int gap = crossing.line - last.line;
      if (gap > std::max(2.0 * kStridePx + 2, kGapModules * module)) continue;
      const double ratio = module / chain->module;
      const double off = std::abs(crossing.outer - last.outer);
      if (ratio < 0.75 || ratio > 1.33 || off > 1.2 * gap + module) continue;
      chain->crossings.push_back(crossing);
      chain->module += (module - chain->module) / 4;
      return;
    }
    chains_.push_back({way, {crossing}, module});
  }

  /// An edge of the bars: its place on a line, linear in the line's number.
  struct Edge {
    double at_zero = 0;
    double slope = 0;
    [[nodiscard]] double at(double line) const { return at_zero + slope * line; }
  };

  template <typename Place>
  static Edge edge_of(const std::vector<Crossing>& crossings, Place place) {
    std::vector<Crossing> used = crossings;
    Edge edge;
    for (int time = 0; time < 3; ++time) {
      double n = 0;
      double x = 0;
      double y = 0;
      double xx = 0;
      double xy = 0;
      for (const Crossing& one : used) {
        ++n;
        x += one.line;
        y += place(one);
        xx += static_cast<double>(one.line) * one.line;
        xy += one.line * place(one);
      }
      const double spread = n * xx - x * x;
      edge.slope = spread > 0 ? (n * xy - x * y) / spread : 0;
      edge.at_zero = (y - edge.slope * x) / n;
      const auto far = [&](const Crossing& one) {
        return std::abs(place(one) - edge.at(one.line)) > 1.5;
      };
      std::vector<Crossing> kept;
      std::copy_if(used.begin(), used.end(), std::back_inserter(kept),
                   [&](const Crossing& one) { return !far(one); });
      if (kept.size() < kLinesMin || kept.size() == used.size()) break;
      used = std::move(kept);
    }
    return edge;
  }

  [[nodiscard]] bool dark(double place, double line, bool inverted) const {
    const cv::Point at(cvFloor(place), cvFloor(line));
    const bool seen = along_columns_ ? ink_.dark(at.y, at.x) : ink_.dark(at.x, at.y);
    return seen != inverted;
  }

  /// The middle of the fat bar, as a share of the way from the outer edge to the inner one.
  static double bar_share(const Chain& chain) { return chain.way.is_start ? 4.0 / 17 : 14.5 / 18; }

  /// The line, from `line` on in steps of `step`, up to which the fat bar is seen.
  double bar_end(const Chain& chain, const Edge& outer, const Edge& inner, int step) const {
    const double lines = along_columns_ ? ink_.width_px() : ink_.height_px();
    const double share = bar_share(chain);
    const auto& first = chain.crossings[chain.crossings.size() / 2];
    double end = first.line;
    int missing = 0;
    for (double line = first.line; line >= 0 && line < lines; line += step * 0.5) {
      const double place = outer.at(line) + share * (inner.at(line) - outer.at(line));
      if (dark(place + 0.5, line + 0.5, chain.way.inverted)) {
        end = line;
        missing = 0;
      } else if (++missing > 4) {
        break;
      }
    }
    return end;
  }

  std::optional<Guard> guard_of(const Chain& chain) const {
    if (chain.crossings.size() < kLinesMin) return std::nullopt;
    const int first = chain.crossings.front().line;
    const int last = chain.crossings.back().line;
    if (last - first < 3 * chain.module) return std::nullopt;
    const Edge outer = edge_of(chain.crossings, [](const Crossing& one) { return one.outer; });
    const Edge inner = edge_of(chain.crossings, [](const Crossing& one) { return one.inner; });
    const double low = std::min<double>(first, bar_end(chain, outer, inner, -1));
    const double high = std::max<double>(last, bar_end(chain, outer, inner, 1)) + 1;
    // Bounds lie between pixels, places count from pixels' middles.
    const auto place = [&](const Edge& edge, double line) {
      const cv::Point2d on_line(edge.at(line) - 0.5, line - 0.5);
      return along_columns_ ? cv::Point2d(on_line.y, on_line.x) : on_line;
    };
    // The bars end square to themselves, not along the lines that saw them.
    const cv::Point2d along = place(outer, high) - place(outer, low);
    const cv::Point2d across(-along.y, along.x);
    const double share = bar_share(chain);
    const auto on_edge = [&](const Edge& edge, double line) {
      const cv::Point2d end =
          place(outer, line) + share * (place(inner, line) - place(outer, line));
      const cv::Point2d start = place(edge, low);
      const cv::Point2d way = place(edge, high) - start;
      return start + ((end - start).cross(across) / way.cross(across)) * way;
    };
    Guard guard{chain.way.is_start,
                chain.way.inverted,
                on_edge(outer, low),
                on_edge(outer, high),
                on_edge(inner, low),
                on_edge(inner, high),
                0};
    // Upright: from a start guard inwards, down is to the right of ahead.
    const cv::Point2d inward = guard.inner_top - guard.outer_top;
    const cv::Point2d ahead = guard.is_start ? inward : -inward;
    const cv::Point2d down = guard.outer_bottom - guard.outer_top;
    if (ahead.cross(down) < 0) {
      std::swap(guard.outer_top, guard.outer_bottom);
      std::swap(guard.inner_top, guard.inner_bottom);
    }
    const double lean = std::abs(inward.cross(down)) / std::max(1e-9, cv::norm(down));
    guard.module_px = lean / (guard.is_start ? 17 : 18);
    return guard;
  }

  const Ink& ink_;
  bool along_columns_;
  std::vector<Chain> chains_;
};

}  // namespace

std::vector<Guard> find_guards(const Ink& ink) {
  std::vector<Guard> guards;
  for (const bool along_columns : {false, true}) Search(ink, along_columns).run(guards);
  return guards;
}

}  // namespace garita::reader
