#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace garita::central {

/// Lines of cells set in columns, two spaces between; the first line is the heading.
[[nodiscard]] std::string in_columns(std::span<const std::vector<std::string>> lines);

/// One line of RFC 4180, CRLF at its end. A cell that a spreadsheet would take for a formula gets
/// an apostrophe in front.
[[nodiscard]] std::string csv_line(std::span<const std::string> cells);

}  // namespace garita::central
