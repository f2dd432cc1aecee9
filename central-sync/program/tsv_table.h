#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/vocabulary/result.h"

namespace garita::central {

/// A table of tab-separated cells with a header line: UTF-8, a byte order mark is skipped; lines
/// end with LF or CRLF; empty lines are skipped; nothing is quoted. Its views are into the text.
class TsvTable {
 public:
  /// Remedy: reject, where there is no header or a column's name comes twice.
  [[nodiscard]] static Result<TsvTable> parse(std::string_view text);

  struct Row {
    std::size_t line = 0;  ///< of the file, from 1
    std::vector<std::string_view> cells;
  };
  [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }
  /// The place of a column in a row's cells. Remedy: reject, where there is none of the name.
  [[nodiscard]] Result<std::size_t> column(std::string_view name) const;
  /// Remedy: reject, where the row has not as many cells as the header.
  [[nodiscard]] Result<void> check(const Row& row) const;

 private:
  std::vector<std::string_view> columns_;
  std::vector<Row> rows_;
};

}  // namespace garita::central
