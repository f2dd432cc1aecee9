#include "document-reader/barcode/pdf417.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>

#include "document-reader/barcode/module_levels.h"
#include "document-reader/barcode/pdf417_guards.h"
#include "document-reader/barcode/pdf417_rows.h"
#include "document-reader/barcode/pdf417_tracks.h"

namespace garita::reader {
namespace {

/// A symbol has 17 modules a column besides 69 (ISO/IEC 15438, 5.1), and 1 to 30 columns.
constexpr double kModulesMin = 86;
constexpr double kModulesMax = 579;
/// Height of the lines in which a symbol is first seen, in modules; a row has three or more.
constexpr double kLineModules = 0.7;
constexpr int kLinesMax = 400;
/// Share of all code words that are seen to fit their row. Few of what is no symbol are words, and
/// of these a third fits.
constexpr double kFitMin = 0.2;
constexpr double kFitGood = 0.8;
constexpr double kColumnFitMin = 0.25;
/// Error correction mends no more, and is slow to find that out.
constexpr double kSoundMin = 0.45;
constexpr std::size_t kSymbolsMax = 12;

/// A symbol's outer corners in the picture: upper left, upper right, lower right, lower left.
struct Frame {
  Quad corners;
  double modules = 0;  ///< across, about
  bool inverted = false;
  /// The inner edges of the guards that were seen, upper end and lower end.
  std::optional<std::array<cv::Point2d, 2>> start_inner;
  std::optional<std::array<cv::Point2d, 2>> stop_inner;
};

cv::Point2d middle_of(const Guard& guard) {
  return (guard.outer_top + guard.outer_bottom + guard.inner_top + guard.inner_bottom) / 4;
}

/// Across the bars, into the symbol: whichever way the lines ran that saw them.
cv::Point2d inward_of(const Guard& guard) {
  const cv::Point2d down = (guard.outer_bottom - guard.outer_top) / guard.height_px();
  const cv::Point2d aside(down.y, -down.x);
  return aside.dot(guard.inner_top - guard.outer_top) < 0 ? -aside : aside;
}

bool belong_together(const Guard& start, const Guard& stop) {
  if (start.inverted != stop.inverted) return false;
  const cv::Point2d way = middle_of(stop) - middle_of(start);
  const double length = cv::norm(way);
  const double module = (start.module_px + stop.module_px) / 2;
  const double modules = length / module + 17.5;
  if (modules < 0.8 * kModulesMin || modules > 1.15 * kModulesMax) return false;
  const double ratio = start.module_px / stop.module_px;
  const double heights = start.height_px() / stop.height_px();
  if (ratio > 1.7 || ratio < 0.6 || heights > 3 || heights < 0.33) return false;
  // Each looks towards the other, and the bars are about parallel.
  if (inward_of(start).dot(way) < 0.8 * length) return false;
  if (inward_of(stop).dot(way) > -0.8 * length) return false;
  const cv::Point2d bars = start.outer_bottom - start.outer_top;
  const cv::Point2d others = stop.outer_bottom - stop.outer_top;
  return bars.dot(others) > 0.85 * cv::norm(bars) * cv::norm(others);
}

Frame framed(const Guard& start, const Guard& stop) {
  const double module = (start.module_px + stop.module_px) / 2;
  const double width = (cv::norm(stop.outer_top - start.outer_top) +
                        cv::norm(stop.outer_bottom - start.outer_bottom)) /
                       2;
  return {{start.outer_top, stop.outer_top, stop.outer_bottom, start.outer_bottom},
          width / module,
          start.inverted,
          std::array{start.inner_top, start.inner_bottom},
          std::array{stop.inner_top, stop.inner_bottom}};
}

/// How far the symbol reaches from a guard whose fellow is missing: to where nothing changes for
/// longer than any run within a symbol.
double reach_of(const Ink& ink, cv::Point2d from, cv::Point2d ahead, double module) {
  double last = 0;
  bool before = ink.dark(from);
  for (double off = 0; off < kModulesMax * module; off += 0.5) {
    const cv::Point2d place = from + off * ahead;
    if (!ink.inside(cvRound(place.x), cvRound(place.y))) break;
    const bool now = ink.dark(place);
    if (now != before) last = off;
    before = now;
    if (off - last > 9 * module) break;
  }
  return last;
}

std::optional<Frame> framed_alone(const Ink& ink, const Guard& guard) {
  std::vector<double> reaches;
  const cv::Point2d bars = guard.outer_bottom - guard.outer_top;
  const cv::Point2d ahead = inward_of(guard);
  for (int i = 1; i < 12; ++i) {
    reaches.push_back(reach_of(ink, guard.outer_top + bars * (i / 12.0), ahead, guard.module_px));
  }
  std::nth_element(reaches.begin(), reaches.begin() + 7, reaches.end());
  const double reach = reaches[7];
  if (reach < 0.6 * kModulesMin * guard.module_px) return std::nullopt;
  const cv::Point2d top = guard.outer_top + reach * ahead;
  const cv::Point2d bottom = guard.outer_bottom + reach * ahead;
  const double modules = reach / guard.module_px;
  const std::array inner{guard.inner_top, guard.inner_bottom};
  if (guard.is_start) {
    return Frame{{guard.outer_top, top, bottom, guard.outer_bottom},
                 modules,
                 guard.inverted,
                 inner,
                 std::nullopt};
  }
  return Frame{{top, guard.outer_top, guard.outer_bottom, bottom},
               modules,
               guard.inverted,
               std::nullopt,
               inner};
}

/// The symbol as lines of modules, several to a row, as its guards show it.
ModuleGrid lines_of(const View& view, const Frame& frame, int columns, double line_modules) {
  Quad corners = frame.corners;
  for (auto& corner : corners) corner = view.in_picture(corner);
  const double across = (cv::norm(corners[1] - corners[0]) + cv::norm(corners[2] - corners[3])) / 2;
  const double down = (cv::norm(corners[3] - corners[0]) + cv::norm(corners[2] - corners[1])) / 2;
  const int modules = 17 * columns + 69;
  const double lines = down / across * modules / line_modules;
  const cv::Size size(modules, std::clamp(cvRound(lines), 4, kLinesMax));
  const double right = size.width;
  const double bottom = size.height;
  std::vector<cv::Point2d> on_grid{{0, 0}, {right, 0}, {right, bottom}, {0, bottom}};
  std::vector<cv::Point2d> in_picture(corners.begin(), corners.end());
  // How high a guard is seen says little of the perspective; how wide it is says more.
  const auto add_edge = [&](const auto& edge, double x) {
    if (!edge) return;
    on_grid.insert(on_grid.end(), {{x, 0}, {x, bottom}});
    for (const cv::Point2d& end : *edge) in_picture.push_back(view.in_picture(end));
  };
  add_edge(frame.start_inner, 17);
  add_edge(frame.stop_inner, right - 18);
  return {size, on_grid, in_picture};
}

GuardsSeen guards_of(const Frame& frame) {
  if (frame.start_inner && frame.stop_inner) return GuardsSeen::kBoth;
  return frame.start_inner ? GuardsSeen::kStart : GuardsSeen::kStop;
}

/// Draws the guards that were seen: the library begins with them, and levels say little within the
/// fat bars.
void draw_guards(const Frame& frame, ModuleMatrix& modules) {
  constexpr std::string_view kStart = "########.#.#.#...";
  constexpr std::string_view kStop = "#######.#...#.#..#";
  const auto draw = [&](std::string_view bars, int column, int row) {
    for (const char bar : bars) modules.set(column++, row, bar == '#');
  };
  for (int row = 0; row < modules.rows; ++row) {
    if (frame.start_inner) draw(kStart, 0, row);
    if (frame.stop_inner) draw(kStop, modules.columns - static_cast<int>(kStop.size()), row);
  }
}

struct SeenRows {
  cv::Mat1f levels;
  Quad corners;
  RowPlan plan;
};

SeenRows rows_of(const View& view, const Frame& frame, int columns, double line_modules) {
  const ModuleGrid grid = lines_of(view, frame, columns, line_modules);
  const cv::Mat1f levels = tracked_levels(Levels(view.picture), grid, guards_of(frame));
  const RowPlan plan = plan_rows(dark_modules(levels, 0));
  return {row_levels(levels, plan), grid.corners(), plan};
}

bool read_rows(const Frame& frame, const SeenRows& seen, FoundSymbols& found) {
  if (seen.plan.fit < kFitMin || seen.levels.rows < 3) return false;
  for (const float sharpening : {0.0F, 0.7F}) {
    ModuleMatrix modules = dark_modules(seen.levels, sharpening);
    if (frame.inverted) modules = inverted(std::move(modules));
    if (sound_share(modules) < kSoundMin) continue;
    draw_guards(frame, modules);
    auto barcode = decode_modules(Symbology::kPdf417, modules);
    if (!barcode) continue;
    found.add(*std::move(barcode), seen.corners);
    return true;
  }
  return false;
}

/// What is left of a symbol with one guard when only the columns next to it that were seen to be
/// some are kept; absent when these are all or none.
std::optional<Frame> narrowed(const Frame& frame, const RowPlan& plan) {
  if (frame.start_inner && frame.stop_inner) return std::nullopt;
  std::vector<double> fits = plan.fits;
  if (frame.stop_inner) std::reverse(fits.begin(), fits.end());
  const auto last =
      std::find_if(fits.begin(), fits.end(), [](double fit) { return fit < kColumnFitMin; });
  const auto columns = static_cast<int>(last - fits.begin());
  if (columns < 3 || last == fits.end()) return std::nullopt;
  Frame less = frame;
  less.modules = 17 * columns + 35;
  const double share = less.modules / frame.modules;
  auto& [upper_left, upper_right, lower_right, lower_left] = less.corners;
  if (frame.start_inner) {
    upper_right = upper_left + share * (upper_right - upper_left);
    lower_right = lower_left + share * (lower_right - lower_left);
  } else {
    upper_left = upper_right + share * (upper_left - upper_right);
    lower_left = lower_right + share * (lower_left - lower_right);
  }
  return less;
}

bool read_lines(const View& view, const Frame& frame, FoundSymbols& found) {
  const double columns = (frame.modules - 69) / 17;
  const int nearest = cvRound(columns);
  const int next = columns > nearest ? nearest + 1 : nearest - 1;
  for (const int width : {nearest, next}) {
    if (width < 1 || width > 30) continue;
    const SeenRows seen = rows_of(view, frame, width, kLineModules);
    if (read_rows(frame, seen, found)) return true;
    if (const auto less = narrowed(frame, seen.plan)) {
      const int left = cvRound((less->modules - 69) / 17);
      if (read_rows(*less, rows_of(view, *less, left, kLineModules), found)) return true;
    }
    if (seen.plan.fit < kFitMin || seen.plan.fit > kFitGood) continue;
    // Rows may be as low as a module, against the standard.
    if (read_rows(frame, rows_of(view, frame, width, kLineModules / 2), found)) return true;
  }
  return false;
}

}  // namespace

void read_pdf417s(const View& view, FoundSymbols& found) {
  const auto guards = find_guards(view.ink);
  std::vector<Frame> frames;
  std::vector<bool> paired(guards.size(), false);
  for (std::size_t i = 0; i < guards.size(); ++i) {
    if (!guards[i].is_start) continue;
    std::optional<std::size_t> nearest;
    const auto far = [&](std::size_t k) {
      return cv::norm(middle_of(guards[k]) - middle_of(guards[i]));
    };
    for (std::size_t k = 0; k < guards.size(); ++k) {
      if (guards[k].is_start || !belong_together(guards[i], guards[k])) continue;
      if (!nearest || far(k) < far(*nearest)) nearest = k;
    }
    if (!nearest) continue;
    paired[i] = paired[*nearest] = true;
    frames.push_back(framed(guards[i], guards[*nearest]));
  }
  for (std::size_t i = 0; i < guards.size(); ++i) {
    if (paired[i]) continue;
    if (const auto frame = framed_alone(view.ink, guards[i])) frames.push_back(*frame);
  }
  std::size_t tries = 0;
  for (const Frame& frame : frames) {
    if (found.full() || ++tries > kSymbolsMax) return;
    const Quad& quad = frame.corners;
    if (found.covers(view.in_picture((quad[0] + quad[1] + quad[2] + quad[3]) / 4))) continue;
    read_lines(view, frame, found);
  }
}

}  // namespace garita::reader
