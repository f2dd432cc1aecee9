#include "central-sync/program/row_reader.h"

#include <algorithm>
#include <istream>

#include "schema/vocabulary/csv.h"
#include "schema/vocabulary/text.h"

namespace garita::central {
namespace {

/// Appends a line without its end; false at the end of the file. What is beyond `bytes_max` is read
/// and dropped, and one byte more than that is kept to show it.
bool append_line(std::istream& in, std::string& text, std::size_t bytes_max) {
  bool some = false;
  for (auto c = in.rdbuf()->sbumpc(); c != std::char_traits<char>::eof();
       c = in.rdbuf()->sbumpc()) {
    some = true;
    if (c == '\n') break;
    if (text.size() <= bytes_max) text += static_cast<char>(c);
  }
  if (text.ends_with('\r')) text.pop_back();
  return some;
}

/// A row of more fields than any header is refused for it; they need not all be kept.
std::vector<std::string> by_tabs(std::string_view text) {
  std::vector<std::string> fields;
  for (;;) {
    const std::size_t end = std::min(text.find('\t'), text.size());
    fields.emplace_back(text.substr(0, end));
    if (end == text.size() || fields.size() > RowReader::kColumnsMax) return fields;
    text.remove_prefix(end + 1);
  }
}

/// A quote that was opened is not closed yet.
bool goes_on(std::string_view text) { return std::count(text.begin(), text.end(), '"') % 2 != 0; }

}  // namespace

Result<RowReader> RowReader::open(std::istream& in, std::string name, RowLayout layout,
                                  const std::vector<std::string>& needed) {
  RowReader reader(in, std::move(name), layout);
  GARITA_TRY(some, reader.read_line());
  if (!some) return fail(Remedy::kReject, reader.name_ + ": there is no line with columns");
  if (reader.text_.starts_with("\xEF\xBB\xBF")) reader.text_.erase(0, 3);
  GARITA_CHECK(reader.take_apart());
  if (reader.fields_.size() > kColumnsMax)
    return fail(Remedy::kReject,
                reader.where() + ": more than " + std::to_string(kColumnsMax) + " columns");
  for (const auto& column : reader.fields_)
    if (!reader.columns_.emplace(column, reader.columns_.size()).second)
      return fail(Remedy::kReject,
                  reader.where() + ": column '" + as_one_line(column, 40) + "' comes twice");
  for (const auto& column : needed)
    if (!reader.columns_.contains(column))
      return fail(Remedy::kReject, reader.where() + ": there is no column '" + column + "'");
  return reader;
}

Result<bool> RowReader::read_line() {
  do {
    text_.clear();
    line_ = lines_ + 1;
    if (!append_line(*in_, text_, kRowBytesMax)) return false;
    ++lines_;
    while (layout_ == RowLayout::kCsv && goes_on(text_) && text_.size() <= kRowBytesMax) {
      text_ += '\n';
      if (!append_line(*in_, text_, kRowBytesMax)) break;
      ++lines_;
    }
  } while (text_.empty());
  if (text_.size() > kRowBytesMax)
    return fail(Remedy::kReject, where() + ": it is longer than 1 MiB");
  if (!is_utf8(text_)) return fail(Remedy::kReject, where() + ": it is no UTF-8");
  return true;
}

Result<void> RowReader::take_apart() {
  if (layout_ == RowLayout::kTabs) {
    fields_ = by_tabs(text_);
    return {};
  }
  auto row = csv_fields(text_);
  if (!row) return fail(row.error(), where());
  fields_ = std::move(*row);
  return {};
}

Result<bool> RowReader::next() {
  GARITA_TRY(some, read_line());
  if (!some) return false;
  GARITA_CHECK(take_apart());
  if (fields_.size() != columns_.size())
    return fail(Remedy::kReject, where() + ": " + std::to_string(fields_.size()) +
                                     " fields where the first line has " +
                                     std::to_string(columns_.size()));
  return true;
}

std::string_view RowReader::at(std::string_view column) const {
  const auto found = columns_.find(column);
  return found == columns_.end() ? std::string_view() : std::string_view(fields_.at(found->second));
}

std::string RowReader::where() const { return name_ + " line " + std::to_string(line_); }

Result<std::string> RowReader::id() const {
  constexpr std::size_t kIdBytesMax = 200;
  const auto id = at("id");
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  if (id.size() > kIdBytesMax || std::any_of(id.begin(), id.end(), control))
    return fail(Remedy::kReject, "id: longer than " + std::to_string(kIdBytesMax) +
                                     " bytes, or with control characters");
  return std::string(id);
}

Result<std::ifstream> open_table(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in || std::filesystem::is_directory(file))
    return fail(Remedy::kReject, file.string() + ": it cannot be read");
  return in;
}

std::size_t for_each_row(RowReader& rows, std::ostream& err,
                         const std::function<Result<void>(const RowReader& row)>& take) {
  std::size_t bad = 0;
  for (;;) {
    const auto more = rows.next();
    if (more && !*more) return bad;
    const auto taken = more ? take(rows) : Result<void>();
    if (more && taken) continue;
    ++bad;
    err << "garita-central: "
        << (more ? rows.where() + ": " + taken.error().message : more.error().message) << '\n';
  }
}

}  // namespace garita::central
