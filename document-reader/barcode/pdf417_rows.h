#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "document-reader/barcode/module_matrix.h"

namespace garita::reader {

/// Of each column of code words, the share of the lines on which one of those that a symbol uses is
/// seen, 0 to 1. `line_levels` is 17 columns a code word besides the guards.
[[nodiscard]] std::vector<double> words_seen(const cv::Mat1f& line_levels);

/// How the lines of a PDF417, several to a row, make rows.
struct RowPlan {
  double first = 0;            ///< row of the upper end, rows counted on beyond it
  double a_line = 0;           ///< rows to a line
  std::vector<double> shifts;  ///< rows by which each column of code words lies further down
  std::vector<double> fits;    ///< of each column, share of the words that their rows ask for
  double fit = 0;              ///< of all

  /// `line` counts from the upper end; `column` is one of code words, guards left out.
  [[nodiscard]] double row_at(double line, std::size_t column) const {
    return first + a_line * line + shifts[column];
  }
};

/// The rows of a symbol seen in lines: successive rows use code words of three clusters in turn
/// (ISO/IEC 15438, 5.3.2). `lines.columns` is 17 a column besides 69.
[[nodiscard]] RowPlan plan_rows(const ModuleMatrix& lines);

/// The levels of the rows: means of the lines of each, but for those where it meets another.
[[nodiscard]] cv::Mat1f row_levels(const cv::Mat1f& line_levels, const RowPlan& plan);

/// Share of the code words of whole rows that are of one cluster with their row's others.
[[nodiscard]] double sound_share(const ModuleMatrix& rows);

}  // namespace garita::reader
