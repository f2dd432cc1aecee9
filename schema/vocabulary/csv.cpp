#include "schema/vocabulary/csv.h"

#include <algorithm>
#include <optional>
#include <set>

namespace garita {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

class Reader {
 public:
  explicit Reader(std::string_view text, char separator = ',')
      : text_(text), ends_{separator, '\r', '\n'} {}

  [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }
  [[nodiscard]] std::size_t at() const { return at_; }
  [[nodiscard]] std::size_t line() const { return line_; }

  /// The fields up to the end of the line; an empty line is one empty field.
  Result<std::vector<std::string>> read_row() {
    std::vector<std::string> fields;
    while (true) {
      GARITA_TRY(field, read_field());
      fields.push_back(std::move(field));
      if (at_end()) return fields;
      const char end = text_[at_++];
      if (end == ends_.front()) continue;
      if (end == '\r' && !at_end() && text_[at_] == '\n') ++at_;
      ++line_;
      return fields;
    }
  }

 private:
  Result<std::string> read_field() {
    if (at_end() || text_[at_] != '"') {
      const std::size_t end = std::min(text_.find_first_of(ends_, at_), text_.size());
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
      } else if (at_end() || ends_.find(text_[at_]) != std::string::npos) {
        return field;
      } else {
        break;
      }
    }
    return fail(Remedy::kReject, "line " + std::to_string(began) + ": a quote is not closed");
  }

  std::string_view text_;
  std::string ends_;  ///< of a field; its separator first
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

/// A row as it stands in the file, and what it says.
struct Row {
  std::size_t line = 1;
  std::string_view text;  ///< without its line end
  std::vector<std::string> fields;
};

/// Rows one by one, the header first; empty lines are skipped.
class Rows {
 public:
  explicit Rows(std::string_view text, char separator = ',')
      : text_(without_mark(text)), reader_(text_, separator) {}

  /// Absent at the end. Remedy: reject, with the line, where a row is not like the header.
  Result<std::optional<Row>> next() {
    while (!reader_.at_end()) {
      const std::size_t begins = reader_.at();
      Row row{reader_.line(), {}, {}};
      GARITA_TRY(fields, reader_.read_row());
      if (fields.size() == 1 && fields.front().empty()) continue;
      row.text = text_.substr(begins, reader_.at() - begins);
      while (row.text.ends_with('\n') || row.text.ends_with('\r')) row.text.remove_suffix(1);
      row.fields = std::move(fields);
      if (columns_ == 0) columns_ = row.fields.size();
      if (row.fields.size() != columns_) {
        return fail(Remedy::kReject,
                    "line " + std::to_string(row.line) + ": " + std::to_string(row.fields.size()) +
                        " fields where the header has " + std::to_string(columns_));
      }
      return std::optional(std::move(row));
    }
    return std::optional<Row>();
  }

 private:
  static std::string_view without_mark(std::string_view text) {
    if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    return text;
  }

  std::string_view text_;
  Reader reader_;
  std::size_t columns_ = 0;
};

}  // namespace

struct CsvRows::Reading {
  Reading(std::string_view text, char separator) : rows(text, separator) {}
  Rows rows;
  std::vector<std::string> columns;
  Row row;
};

CsvRows::CsvRows(std::unique_ptr<Reading> reading) : reading_(std::move(reading)) {}
CsvRows::CsvRows(CsvRows&&) noexcept = default;
CsvRows::~CsvRows() = default;

Result<CsvRows> CsvRows::begin(std::string_view text, char separator) {
  auto reading = std::make_unique<Reading>(text, separator);
  GARITA_TRY(header, reading->rows.next());
  if (!header) return fail(Remedy::kReject, "a table without a header line");
  reading->columns = std::move(header->fields);
  const std::set<std::string> names(reading->columns.begin(), reading->columns.end());
  if (names.size() != reading->columns.size()) {
    return fail(Remedy::kReject, "line 1: a column's name comes twice");
  }
  return CsvRows(std::move(reading));
}

const std::vector<std::string>& CsvRows::columns() const { return reading_->columns; }

bool CsvRows::has(std::string_view column) const {
  return std::ranges::find(reading_->columns, column) != reading_->columns.end();
}

Result<bool> CsvRows::next() {
  GARITA_TRY(row, reading_->rows.next());
  if (!row) return false;
  reading_->row = *std::move(row);
  return true;
}

std::string_view CsvRows::at(std::string_view column) const {
  const auto& columns = reading_->columns;
  const auto found = std::ranges::find(columns, column);
  if (found == columns.end()) return "";
  return reading_->row.fields.at(static_cast<std::size_t>(found - columns.begin()));
}

std::size_t CsvRows::line() const { return reading_->row.line; }

Result<CsvTable> CsvTable::parse(std::string_view text) {
  GARITA_TRY(rows, CsvRows::begin(text));
  CsvTable table;
  table.columns_ = rows.columns();
  while (true) {
    GARITA_TRY(more, rows.next());
    if (!more) return table;
    std::vector<std::string> fields;
    for (const auto& column : table.columns_) fields.emplace_back(rows.at(column));
    table.rows_.push_back(std::move(fields));
    table.lines_.push_back(rows.line());
  }
}

Result<std::vector<std::string_view>> csv_rows(std::string_view text) {
  Rows rows(text);
  std::vector<std::string_view> texts;
  while (true) {
    GARITA_TRY(row, rows.next());
    if (!row) break;
    texts.push_back(row->text);
  }
  if (texts.empty()) return fail(Remedy::kReject, "a table without a header line");
  return texts;
}

bool CsvTable::has(std::string_view column) const {
  return std::ranges::find(columns_, column) != columns_.end();
}

std::string_view CsvTable::at(std::size_t row, std::string_view column) const {
  const auto found = std::ranges::find(columns_, column);
  if (found == columns_.end()) return "";
  return rows_.at(row)[static_cast<std::size_t>(found - columns_.begin())];
}

Result<std::vector<std::string>> csv_fields(std::string_view row) {
  Reader reader(row);
  return reader.read_row();
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
