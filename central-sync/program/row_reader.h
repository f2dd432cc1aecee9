#pragma once

#include <filesystem>
#include <fstream>
#include <functional>
#include <iosfwd>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/vocabulary/result.h"

namespace garita::central {

/// How fields stand in a line.
enum class RowLayout { kTabs, kCsv };

/// Reads a table with named columns row by row, so that its memory does not grow with the file.
/// kTabs: tabs between, nothing quoted. kCsv: RFC 4180, quotes and all. The first line names the
/// columns; empty lines are skipped, a byte order mark too.
class RowReader {
 public:
  static constexpr std::size_t kRowBytesMax = std::size_t{1024} * 1024;
  static constexpr std::size_t kColumnsMax = 200;

  /// `name`: what messages call the file. `in` outlives the reader. Remedy: reject, where one of
  /// `needed` is not among the columns.
  [[nodiscard]] static Result<RowReader> open(std::istream& in, std::string name, RowLayout layout,
                                              const std::vector<std::string>& needed);

  /// The next row is there; false at the end. Remedy: reject, with the line, when the row has
  /// another number of fields, is longer than kRowBytesMax or no UTF-8: the one after can be read.
  [[nodiscard]] Result<bool> next();
  /// The row's `id`, which stands in the answer again. Remedy: reject, when it is longer than 200
  /// bytes or has control characters.
  [[nodiscard]] Result<std::string> id() const;
  /// "" where there is no such column.
  [[nodiscard]] std::string_view at(std::string_view column) const;
  /// "pairs.tsv line 7".
  [[nodiscard]] std::string where() const;

 private:
  RowReader(std::istream& in, std::string name, RowLayout layout)
      : in_(&in), name_(std::move(name)), layout_(layout) {}
  [[nodiscard]] Result<bool> read_line();
  [[nodiscard]] Result<void> take_apart();

  std::istream* in_;
  std::string name_;
  RowLayout layout_;
  std::size_t line_ = 0;   ///< where the row begins, from 1
  std::size_t lines_ = 0;  ///< read so far
  std::string text_;
  std::vector<std::string> fields_;
  std::map<std::string, std::size_t, std::less<>> columns_;
};

/// Remedy: reject, when it cannot be read.
[[nodiscard]] Result<std::ifstream> open_table(const std::filesystem::path& file);

/// Calls `take` for each row; what is wrong with one costs that one, and is named on `err` with its
/// line. How many those were.
std::size_t for_each_row(RowReader& rows, std::ostream& err,
                         const std::function<Result<void>(const RowReader& row)>& take);

}  // namespace garita::central
