#include "document-reader/barcode/pdf417_rows.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "document-reader/barcode/module_levels.h"

namespace garita::reader {
namespace {

constexpr int kWord = 17;  ///< modules
/// ISO/IEC 15438, 5.1.
constexpr double kRowsMin = 3;
constexpr double kRowsMax = 90;
/// Shifts of a column that are tried, in rows, and what a difference between neighbours costs, in
/// code words for a whole row.
constexpr int kShifts = 25;
constexpr double kShiftStep = 0.125;
constexpr double kShiftCost = 24;

/// Which of the three clusters a code word is of, 0 to 2; -1 where the modules are none.
int cluster_of(const ModuleMatrix& lines, int column, int line) {
  std::array<int, 8> widths{};
  std::size_t run = 0;
  bool dark = true;
  for (int i = 0; i < kWord; ++i) {
    const bool now = lines.at(column + i, line);
    if (now != dark) {
      if (++run == widths.size()) return -1;
      dark = now;
    }
    ++widths[run];
  }
  if (run != 7 || widths[0] == 0 || *std::max_element(widths.begin(), widths.end()) > 6) return -1;
  const int cluster = (widths[0] - widths[2] + widths[4] - widths[6] + 9) % 9;
  return cluster % 3 == 0 ? cluster / 3 : -1;
}

int words_across(int modules) { return modules / kWord - 2; }

/// The clusters of all code words, -1 where none is seen; a column of them after the other.
class Words {
 public:
  explicit Words(const ModuleMatrix& lines)
      : columns_(static_cast<std::size_t>(std::max(0, words_across(lines.columns)))),
        lines_(static_cast<std::size_t>(lines.rows)) {
    clusters_.reserve(columns_ * lines_);
    for (std::size_t column = 0; column < columns_; ++column) {
      for (int line = 0; line < lines.rows; ++line) {
        clusters_.push_back(cluster_of(lines, kWord * (static_cast<int>(column) + 1), line));
        if (clusters_.back() >= 0) ++seen_;
      }
    }
  }
  [[nodiscard]] std::size_t columns() const { return columns_; }
  [[nodiscard]] std::size_t lines() const { return lines_; }
  [[nodiscard]] std::size_t seen() const { return seen_; }
  [[nodiscard]] int at(std::size_t column, std::size_t line) const {
    return clusters_[column * lines_ + line];
  }
  /// How many of a column's words are such as their rows ask for.
  [[nodiscard]] int fitting(std::size_t column, double first, double a_line) const {
    int fits = 0;
    for (std::size_t line = 0; line < lines_; ++line) {
      const double row = first + a_line * (static_cast<double>(line) + 0.5);
      if ((static_cast<int>(std::floor(row)) % 3 + 3) % 3 == at(column, line)) ++fits;
    }
    return fits;
  }

 private:
  std::size_t columns_;
  std::size_t lines_;
  std::size_t seen_ = 0;
  std::vector<int> clusters_;
};

/// The same rows for all columns: how many words of each cluster were seen on each line says all.
RowPlan straight_plan(const Words& words) {
  const std::size_t lines = words.lines();
  std::vector<std::array<int, 3>> votes(lines);
  for (std::size_t column = 0; column < words.columns(); ++column) {
    for (std::size_t line = 0; line < lines; ++line) {
      const int cluster = words.at(column, line);
      if (cluster >= 0) ++votes[line][static_cast<std::size_t>(cluster)];
    }
  }
  RowPlan best;
  int best_fits = -1;
  const double count = static_cast<double>(lines);
  const double rows_max = std::min(kRowsMax, count / 1.5);
  for (double rows = kRowsMin; rows <= rows_max; rows += 0.25) {
    for (double first = 0; first < 3; first += 0.25) {
      int fits = 0;
      for (std::size_t line = 0; line < lines; ++line) {
        const double row = first + rows / count * (static_cast<double>(line) + 0.5);
        fits += votes[line][static_cast<std::size_t>(row) % 3];
      }
      if (fits <= best_fits) continue;
      best_fits = fits;
      best.first = first;
      best.a_line = rows / count;
    }
  }
  return best;
}

double shift_of(std::size_t index) {
  return (static_cast<double>(index) - (kShifts - 1) / 2) * kShiftStep;
}

/// Lets each column lie a little higher or lower than its neighbours: rows that lean or are bent.
void shift_columns(const Words& words, RowPlan& plan) {
  using Gains = std::array<double, kShifts>;
  std::vector<Gains> best(words.columns());
  std::vector<std::array<std::size_t, kShifts>> came_from(words.columns());
  for (std::size_t column = 0; column < words.columns(); ++column) {
    for (std::size_t shift = 0; shift < kShifts; ++shift) {
      const int fits = words.fitting(column, plan.first + shift_of(shift), plan.a_line);
      double most = column == 0 ? 0 : -1e9;
      for (std::size_t before = 0; column > 0 && before < kShifts; ++before) {
        const double step = std::abs(shift_of(before) - shift_of(shift));
        const double gain = best[column - 1][before] - kShiftCost * step;
        if (gain <= most) continue;
        most = gain;
        came_from[column][shift] = before;
      }
      best[column][shift] = most + fits;
    }
  }
  const Gains& last = best.back();
  auto shift = static_cast<std::size_t>(std::max_element(last.begin(), last.end()) - last.begin());
  plan.fits.resize(words.columns());
  for (std::size_t column = words.columns(); column-- > 0;) {
    plan.shifts[column] = shift_of(shift);
    const int fits = words.fitting(column, plan.first + plan.shifts[column], plan.a_line);
    plan.fits[column] = static_cast<double>(fits) / static_cast<double>(words.lines());
    plan.fit += plan.fits[column] / static_cast<double>(words.columns());
    shift = came_from[column][shift];
  }
}

}  // namespace

std::vector<double> words_seen(const cv::Mat1f& line_levels) {
  const Words words(dark_modules(line_levels, 0));
  std::vector<double> shares(words.columns());
  for (std::size_t column = 0; column < words.columns(); ++column) {
    int seen = 0;
    for (std::size_t line = 0; line < words.lines(); ++line) {
      if (words.at(column, line) >= 0) ++seen;
    }
    shares[column] = static_cast<double>(seen) / static_cast<double>(words.lines());
  }
  return shares;
}

RowPlan plan_rows(const ModuleMatrix& lines) {
  const Words words(lines);
  RowPlan plan;
  plan.shifts.assign(words.columns(), 0);
  if (words.columns() == 0 || words.seen() < 6) return plan;
  std::vector<double> none = std::move(plan.shifts);
  plan = straight_plan(words);
  plan.shifts = std::move(none);
  shift_columns(words, plan);
  return plan;
}

cv::Mat1f row_levels(const cv::Mat1f& line_levels, const RowPlan& plan) {
  const std::size_t words = plan.shifts.size();
  if (words == 0) return {};
  const double least = std::floor(plan.row_at(0, words / 2) + 0.5);
  const double most = std::floor(plan.row_at(line_levels.rows, words / 2) + 0.5);
  const int rows = static_cast<int>(most - least);
  if (rows < 1) return {};
  cv::Mat1f levels(rows, line_levels.cols, 0.0F);
  cv::Mat1f weights(rows, line_levels.cols, 0.0F);
  for (int x = 0; x < line_levels.cols; ++x) {
    const int word = std::clamp(x / kWord - 1, 0, static_cast<int>(words) - 1);
    for (int line = 0; line < line_levels.rows; ++line) {
      const double place = plan.row_at(line + 0.5, static_cast<std::size_t>(word)) - least;
      const int row = std::clamp(static_cast<int>(std::floor(place)), 0, rows - 1);
      // Near its edges a line may hold some of the next row.
      const double off = std::abs(place - row - 0.5);
      const auto weight = static_cast<float>(off < 0.3 ? 1 : off < 0.42 ? 0.2 : 0.02);
      levels(row, x) += weight * line_levels(line, x);
      weights(row, x) += weight;
    }
    for (int row = 0; row < rows; ++row) levels(row, x) /= std::max(1e-6F, weights(row, x));
  }
  return levels;
}

double sound_share(const ModuleMatrix& rows) {
  const Words words(rows);
  std::array<int, 3> sound{};
  for (std::size_t start = 0; start < 3; ++start) {
    for (std::size_t column = 0; column < words.columns(); ++column) {
      sound[start] += words.fitting(column, static_cast<double>(start), 1);
    }
  }
  const auto all = static_cast<double>(words.columns() * words.lines());
  return *std::max_element(sound.begin(), sound.end()) / std::max(1.0, all);
}

}  // namespace garita::reader
