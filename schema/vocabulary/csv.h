#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "schema/vocabulary/result.h"

namespace garita {

/// The rows of a table of text with named columns, one at a time, so that a table may be longer
/// than memory: RFC 4180, with a header line; UTF-8, a byte order mark is skipped; lines end with
/// CRLF or LF; empty lines are skipped. The text outlives it.
class CsvRows {
 public:
  /// `separator` stands between fields, where another than a comma does. Remedy: reject, when there
  /// is no header line or a column's name comes twice.
  [[nodiscard]] static Result<CsvRows> begin(std::string_view text, char separator = ',');
  CsvRows(CsvRows&&) noexcept;
  ~CsvRows();

  [[nodiscard]] const std::vector<std::string>& columns() const;
  [[nodiscard]] bool has(std::string_view column) const;
  /// The next row; false at the end. Remedy: reject, with the line's number, when a quote is not
  /// closed or a line has another number of fields than the header.
  [[nodiscard]] Result<bool> next();
  /// Of the row that next() gave; "" when there is no such column.
  [[nodiscard]] std::string_view at(std::string_view column) const;
  /// The line of the file, from 1, where that row begins: for messages.
  [[nodiscard]] std::size_t line() const;

 private:
  struct Reading;
  explicit CsvRows(std::unique_ptr<Reading> reading);
  std::unique_ptr<Reading> reading_;
};

/// A table as CsvRows reads it, whole.
class CsvTable {
 public:
  /// Remedy: as CsvRows.
  [[nodiscard]] static Result<CsvTable> parse(std::string_view text);

  [[nodiscard]] const std::vector<std::string>& columns() const { return columns_; }
  [[nodiscard]] std::size_t rows() const { return rows_.size(); }
  [[nodiscard]] bool has(std::string_view column) const;
  /// "" when there is no such column. `row` counts from 0.
  [[nodiscard]] std::string_view at(std::size_t row, std::string_view column) const;
  /// The line of the file, from 1, where a row begins: for messages.
  [[nodiscard]] std::size_t line_of(std::size_t row) const { return lines_.at(row); }

 private:
  std::vector<std::string> columns_;
  std::vector<std::vector<std::string>> rows_;
  std::vector<std::size_t> lines_;
};

/// The rows of such a table as they stand in `text`, the header first, each without its line end.
/// Remedy: as CsvTable::parse, but that a column's name may come twice.
[[nodiscard]] Result<std::vector<std::string_view>> csv_rows(std::string_view text);
/// The fields of one row, which may have line ends in quotes. Remedy: reject, when a quote is not
/// closed.
[[nodiscard]] Result<std::vector<std::string>> csv_fields(std::string_view row);

/// One field as it has to stand in a file: in quotes where it holds a comma, a quote or a line end.
[[nodiscard]] std::string csv_field(std::string_view text);

}  // namespace garita
