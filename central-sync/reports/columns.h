#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace garita::central {

/// Text from outside for a terminal: control characters become question marks, so that no
/// traveller's name moves the cursor or makes a line of its own.
[[nodiscard]] std::string printable(std::string_view text);

/// Lines of cells set in columns, two spaces between; the first line is the heading. Each cell is
/// made printable.
[[nodiscard]] std::string in_columns(std::span<const std::vector<std::string>> lines);

/// One line of RFC 4180, CRLF at its end. A cell that a spreadsheet would take for a formula gets
/// an apostrophe in front.
[[nodiscard]] std::string csv_line(std::span<const std::string> cells);

}  // namespace garita::central
