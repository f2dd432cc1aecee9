#include "schema/vocabulary/csv.h"

#include <algorithm>
#include <set>

namespace garita {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }
  [[nodiscard]] std::size_t line() const { return line_; }

  /// The fields up to the end of the line; an empty line is one empty field.
  Result<std::vector<std::string>> read_row() {
    std::vector<std::string> fields;
    while (true) {
      GARITA_TRY(field, read_field());
      fields.push_back(std::move(field));
      if (at_end()) return fields;
      const char end = text_[at_++];
      if (end == ',') continue;
      if (end == '\r' && !at_end() && text_[at_] == '\n') ++at_;
      ++line_;
      return fields;
    }
  }

 private:
  Result<std::string> read_field() {
    if (at_end() || text_[at_] != '"') {
      const std::size_t end = std::min(text_.find_first_of(",\r\n", at_), text_.size());
      std::string field(text_.substr(at_, end - at_));
      at_ = end;
      return field;
    }
    return read_quoted();
  }

  Result<std::string> read_quoted() {
    const std::size_t began = line_;
    std::string field;
    ++at_;
    while (!at_end()) {
      const char c = text_[at_++];
      if (c == '\n') ++line_;
      if (c != '"') {
        field += c;
      } else if (!at_end() && text_[at_] == '"') {
        field += text_[at_++];
      } else if (at_end() || std::string_view(",\r\n").find(text_[at_]) != std::string_view::npos) {
        return field;
      } else {
        break;
      }
    }
    return fail(Remedy::kReject, "line " + std::to_string(began) + ": a quote is not closed");
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

}  // namespace

Result<CsvTable> CsvTable::parse(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  Reader reader(text);
  CsvTable table;
  while (!reader.at_end()) {
    const std::size_t line = reader.line();
    GARITA_TRY(fields, reader.read_row());
    if (fields.size() == 1 && fields.front().empty()) continue;
    if (table.columns_.empty()) {
      table.columns_ = std::move(fields);
      continue;
    }
    if (fields.size() != table.columns_.size()) {
      return fail(Remedy::kReject,
                  "line " + std::to_string(line) + ": " + std::to_string(fields.size()) +
                      " fields where the header has " + std::to_string(table.columns_.size()));
    }
    table.rows_.push_back(std::move(fields));
    table.lines_.push_back(line);
  }
  if (table.columns_.empty()) return fail(Remedy::kReject, "a table without a header line");
  const std::set<std::string> names(table.columns_.begin(), table.columns_.end());
  if (names.size() != table.columns_.size()) {
    return fail(Remedy::kReject, "line 1: a column's name comes twice");
  }
  return table;
}

bool CsvTable::has(std::string_view column) const {
  return std::ranges::find(columns_, column) != columns_.end();
}

std::string_view CsvTable::at(std::size_t row, std::string_view column) const {
  const auto found = std::ranges::find(columns_, column);
  if (found == columns_.end()) return "";
  return rows_.at(row)[static_cast<std::size_t>(found - columns_.begin())];
}

std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string field = "\"";
  for (const char c : text) {
    if (c == '"') field += '"';
    field += c;
  }
  return field + "\"";
}

}  // namespace garita
