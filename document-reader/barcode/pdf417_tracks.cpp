#include "document-reader/barcode/pdf417_tracks.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "document-reader/barcode/pdf417_rows.h"

namespace garita::reader {
namespace {

constexpr int kWord = 17;  ///< modules
/// Lines of a column that are looked at to find it.
constexpr int kLinesSeen = 48;
constexpr double kFarOff = 0.3;
constexpr std::size_t kTerms = 4;

/// By how many modules a column of code words lies further right than the grid says: a shift, and
/// how it changes across the column and down it.
struct Track {
  std::array<double, kTerms> terms{};

  [[nodiscard]] double at(double across, double down) const {
    return terms[0] + terms[1] * across + terms[2] * down + terms[3] * down * down;
  }
};

class Tracking {
 public:
  Tracking(const Levels& levels, const ModuleGrid& grid)
      : levels_(levels), grid_(grid), columns_(grid.modules().width / kWord) {
    // The last guard has a module more than a code word.
    tracks_.resize(static_cast<std::size_t>(columns_));
  }

  /// Follows the columns from a guard to the other end.
  void follow(bool from_start) {
    const int step = from_start ? 1 : -1;
    Track track;
    for (int column = from_start ? 0 : columns_ - 1; column >= 0 && column < columns_;
         column += step) {
      // Twice: after the first time it is clear which edge is whose.
      for (int time = 0; time < 2; ++time) track = settled(column, track);
      tracks_[static_cast<std::size_t>(column)] = track;
      // The next one begins where this one ends.
      track.terms[0] += 2 * step * track.terms[1];
    }
  }

  [[nodiscard]] cv::Mat1f sampled() const {
    const cv::Size size = grid_.modules();
    cv::Mat1f sampled(size);
    for (int line = 0; line < size.height; ++line) {
      for (int x = 0; x < size.width; ++x) sampled(line, x) = level_at(x, line);
    }
    return sampled;
  }

 private:
  [[nodiscard]] cv::Point2d place(double u, double v, const Track& track, int column) const {
    const double across = (u - kWord * (column + 0.5)) / (0.5 * kWord);
    return grid_.at(u + track.at(across, down_of(v)), v);
  }
  [[nodiscard]] double down_of(double v) const { return 2 * v / grid_.modules().height - 1; }

  [[nodiscard]] float level_at(int x, int line) const {
    const int column = std::min(x / kWord, columns_ - 1);
    const Track& track = tracks_[static_cast<std::size_t>(column)];
    const cv::Point2d middle = place(x + 0.5, line + 0.5, track, column);
    const cv::Point2d aside = place(x + 0.68, line + 0.5, track, column) - middle;
    return (levels_.at(middle) + levels_.at(middle + aside) + levels_.at(middle - aside)) / 3;
  }

  /// The track moved so that changes of colour lie between modules.
  [[nodiscard]] Track settled(int column, const Track& before) const {
    const int height = grid_.modules().height;
    const int stride = 1 + height / kLinesSeen;
    const int first = std::max(0, kWord * column - 1);
    const int last = std::min(grid_.modules().width - 1, kWord * (column + 1));
    cv::Matx<double, kTerms, kTerms> normal;
    cv::Matx<double, kTerms, 1> wanted;
    int seen = 0;
    std::vector<cv::Point2d> places;
    std::vector<float> line_levels;
    for (int line = stride / 2; line < height; line += stride) {
      places.clear();
      line_levels.clear();
      for (int x = first; x <= last; ++x) {
        places.push_back(place(x + 0.5, line + 0.5, before, column));
        line_levels.push_back(levels_.at(places.back()));
      }
      const auto [least, most] = std::minmax_element(line_levels.begin(), line_levels.end());
      const float step_min = (*most - *least) * 0.3F;
      for (std::size_t i = 0; i + 1 < places.size(); ++i) {
        if (std::abs(line_levels[i] - line_levels[i + 1]) < step_min) continue;
        const auto share = change_between(levels_, places[i], places[i + 1]);
        if (!share) continue;
        ++seen;
        const double off = *share - 0.5;
        const double weight = std::abs(off) < kFarOff ? 1 : 0.3 * kFarOff / std::abs(off);
        const double across =
            (first + static_cast<double>(i) + 1 - kWord * (column + 0.5)) / (0.5 * kWord);
        const double down = down_of(line + 0.5);
        const cv::Matx<double, kTerms, 1> basis(1, across, down, down * down);
        normal += weight * basis * basis.t();
        wanted += weight * off * basis;
      }
    }
    if (seen < 12) return before;
    // What the changes say little of stays as it is.
    for (int k = 0; k < static_cast<int>(kTerms); ++k)
      normal(k, k) += (k == 0 ? 0.001 : 0.03) * seen;
    const cv::Matx<double, kTerms, 1> moved = normal.solve(wanted, cv::DECOMP_CHOLESKY);
    Track after = before;
    for (std::size_t k = 0; k < kTerms; ++k) after.terms[k] += moved(static_cast<int>(k), 0);
    return after;
  }

  const Levels& levels_;
  const ModuleGrid& grid_;
  int columns_;
  std::vector<Track> tracks_;
};

cv::Mat1f followed(const Levels& levels, const ModuleGrid& grid, bool from_start) {
  Tracking tracking(levels, grid);
  tracking.follow(from_start);
  return tracking.sampled();
}

}  // namespace

cv::Mat1f tracked_levels(const Levels& levels, const ModuleGrid& grid, GuardsSeen guards) {
  if (guards != GuardsSeen::kBoth) return followed(levels, grid, guards == GuardsSeen::kStart);
  // Each column from the guard from which more of its code words are seen.
  cv::Mat1f from_start = followed(levels, grid, true);
  const cv::Mat1f from_stop = followed(levels, grid, false);
  const std::vector<double> start_words = words_seen(from_start);
  const std::vector<double> stop_words = words_seen(from_stop);
  for (std::size_t column = 0; column < start_words.size(); ++column) {
    if (stop_words[column] <= start_words[column]) continue;
    const int left = kWord * (static_cast<int>(column) + 1);
    from_stop.colRange(left, left + kWord).copyTo(from_start.colRange(left, left + kWord));
  }
  const int guard = from_start.cols - kWord - 1;
  from_stop.colRange(guard, from_start.cols).copyTo(from_start.colRange(guard, from_start.cols));
  return from_start;
}

}  // namespace garita::reader
