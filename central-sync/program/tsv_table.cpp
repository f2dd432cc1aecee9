#include "central-sync/program/tsv_table.h"

#include <algorithm>
#include <set>

namespace garita::central {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t kColumnsMax = 200;

std::vector<std::string_view> cells_of(std::string_view line) {
  std::vector<std::string_view> cells;
  for (;;) {
    const auto tab = line.find('\t');
    cells.push_back(line.substr(0, tab));
    // A row of more cells than any header is refused for it; its cells need not all be kept.
    if (tab == std::string_view::npos || cells.size() > kColumnsMax) return cells;
    line.remove_prefix(tab + 1);
  }
}

}  // namespace

Result<TsvTable> TsvTable::parse(std::string_view text) {
  TsvTable table;
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  for (std::size_t line = 1; !text.empty(); ++line) {
    const auto end = text.find('\n');
    auto content = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (content.ends_with('\r')) content.remove_suffix(1);
    if (content.empty()) continue;
    auto cells = cells_of(content);
    if (table.columns_.empty())
      table.columns_ = std::move(cells);
    else
      table.rows_.push_back({line, std::move(cells)});
  }
  if (table.columns_.empty()) return fail(Remedy::kReject, "there is no header line");
  if (table.columns_.size() > kColumnsMax)
    return fail(Remedy::kReject,
                "the header has more than " + std::to_string(kColumnsMax) + " columns");
  const std::set<std::string_view> names(table.columns_.begin(), table.columns_.end());
  if (names.size() != table.columns_.size())
    return fail(Remedy::kReject, "a column's name stands twice in the header");
  return table;
}

Result<std::size_t> TsvTable::column(std::string_view name) const {
  const auto found = std::find(columns_.begin(), columns_.end(), name);
  if (found == columns_.end())
    return fail(Remedy::kReject, "there is no column `" + std::string(name) + "`");
  return static_cast<std::size_t>(found - columns_.begin());
}

Result<void> TsvTable::check(const Row& row) const {
  if (row.cells.size() == columns_.size()) return {};
  return fail(Remedy::kReject,
              "it has not " + std::to_string(columns_.size()) + " cells as the header has");
}

}  // namespace garita::central
