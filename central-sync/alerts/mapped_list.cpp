#include "central-sync/alerts/mapped_list.h"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <sstream>

#include "central-sync/alerts/state_names.h"
#include "schema/vocabulary/csv.h"

namespace garita::central {
namespace {

constexpr std::array kOurs = {"reference",   "instruction", "issuer",     "number",
                              "surname",     "given_names", "birth_date", "nationality",
                              "valid_until", "action",      "picture"};

Failure wrong(const std::string& what) { return fail(Remedy::kReject, what); }

Result<std::string> text_of_node(const toml::node& node, const std::string& key) {
  const auto text = node.value<std::string>();
  if (!text || !node.is_string() || text->empty()) return wrong(key + ": no text");
  return *text;
}

/// A list of texts, or one.
Result<std::vector<std::string>> texts_of_node(const toml::node& node, const std::string& key) {
  std::vector<std::string> texts;
  const auto* list = node.as_array();
  if (list == nullptr) {
    GARITA_TRY(text, text_of_node(node, key));
    texts.push_back(std::move(text));
    return texts;
  }
  for (const auto& each : *list) {
    GARITA_TRY(text, text_of_node(each, key));
    texts.push_back(std::move(text));
  }
  return texts;
}

Result<void> read_pairs(const toml::node& node, const std::string& key,
                        std::map<std::string, std::string>& pairs) {
  const auto* table = node.as_table();
  if (table == nullptr) return wrong(key + ": no table");
  for (const auto& [name, value] : *table) {
    const std::string of(name.str());
    GARITA_TRY(text, text_of_node(value, key + "." + of));
    pairs[of] = std::move(text);
  }
  return {};
}

Result<void> read_separator(const toml::node& node, ListMapping& mapping) {
  GARITA_TRY(text, text_of_node(node, "separator"));
  constexpr std::string_view kSeparators = ",;\t|";
  if (text.size() != 1 || kSeparators.find(text.front()) == std::string_view::npos)
    return wrong("separator: none of , ; | and a tab");
  mapping.separator = text.front();
  return {};
}

Result<void> read_only(const toml::node& node, ListMapping& mapping) {
  const auto* table = node.as_table();
  if (table == nullptr) return wrong("only: no table");
  for (const auto& [name, value] : *table) {
    const std::string column(name.str());
    GARITA_TRY(values, texts_of_node(value, "only." + column));
    mapping.only[column] = std::set(values.begin(), values.end());
  }
  return {};
}

Result<void> read_key(const std::string& key, const toml::node& node, ListMapping& mapping) {
  if (key == "columns") return read_pairs(node, key, mapping.columns);
  if (key == "actions") return read_pairs(node, key, mapping.actions);
  if (key == "only") return read_only(node, mapping);
  if (key == "separator") return read_separator(node, mapping);
  if (key == "dates") {
    GARITA_TRY(dates, text_of_node(node, key));
    mapping.dates = std::move(dates);
    return {};
  }
  if (key != "header" && key != "nothing") return wrong(key + ": there is no such key");
  GARITA_TRY(texts, texts_of_node(node, key));
  if (key == "header")
    mapping.header = std::move(texts);
  else
    mapping.nothing = std::set(texts.begin(), texts.end());
  return {};
}

Result<void> check(const ListMapping& mapping) {
  for (const auto& [ours, theirs] : mapping.columns)
    if (std::ranges::find(kOurs, ours) == kOurs.end())
      return wrong("columns." + ours + ": an alert has no such column");
  if (!mapping.columns.contains("reference")) return wrong("columns.reference is missing");
  if (!mapping.columns.contains("surname") && !mapping.columns.contains("number"))
    return wrong("columns: neither a surname nor a number");
  for (const auto& [theirs, ours] : mapping.actions)
    if (ours.empty() || !parse_alert_action(ours))
      return wrong("actions." + theirs + ": none of detain, refer, protect, inform");
  if (mapping.dates.find("YYYY") == std::string::npos) return wrong("dates: no YYYY in it");
  return {};
}

/// As many digits as the pattern has of this letter, from there on.
std::optional<unsigned> number_at(std::string_view text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  unsigned number = 0;
  for (const char c : text.substr(0, digits)) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + static_cast<unsigned>(c - '0');
  }
  return number;
}

/// The rows of a list on their way into entries.
class Rows {
 public:
  Rows(const CsvRows& rows, const ListMapping& mapping, const ListDefaults& defaults,
       const ListSink& sink)
      : rows_(rows), mapping_(mapping), defaults_(defaults), sink_(sink) {}

  void take() {
    if (!is_wanted()) return;
    AlertEntry entry;
    entry.reference = at("reference");
    if (entry.reference.empty()) return left_out("no reference");
    entry.instruction = at("instruction");
    if (entry.instruction.empty()) entry.instruction = defaults_.instruction;
    entry.action = action();
    entry.number = at("number");
    entry.issuer = state_named(at("issuer")).value_or("");
    entry.surname = at("surname");
    entry.given_names = at("given_names");
    entry.nationality = nationality();
    if (!take_dates(entry)) return;
    if (entry.surname.empty() && (entry.number.empty() || entry.issuer.empty()))
      return left_out("neither a name, nor a number and the State of the document");
    if (!entry.number.empty() && entry.issuer.empty()) {
      entry.number.clear();
      left_out("a document of which no State is known: its number is in no entry");
    }
    take_picture(entry);
    sink_.take(entry);
  }

 private:
  [[nodiscard]] std::string theirs(const std::string& column) const {
    std::string text(rows_.at(column));
    while (!text.empty() && text.back() == ' ') text.pop_back();
    text.erase(0, std::min(text.find_first_not_of(' '), text.size()));
    return mapping_.nothing.contains(text) ? "" : text;
  }
  [[nodiscard]] std::string at(const char* ours) const {
    const auto column = mapping_.columns.find(ours);
    return column == mapping_.columns.end() ? "" : theirs(column->second);
  }
  void left_out(const std::string& what) const {
    const auto header = mapping_.header.empty() ? 0U : 1U;
    sink_.left_out("line " + std::to_string(rows_.line() - header) + ": " + what);
  }

  [[nodiscard]] bool is_wanted() const {
    return std::ranges::all_of(
        mapping_.only, [&](const auto& each) { return each.second.contains(theirs(each.first)); });
  }

  [[nodiscard]] AlertAction action() const {
    const auto word = at("action");
    const auto known = mapping_.actions.find(word);
    if (word.empty()) return defaults_.action;
    const auto action = parse_alert_action(known == mapping_.actions.end() ? word : known->second);
    if (action) return *action;
    left_out("action " + word + ": [actions] does not say which of ours it is");
    return defaults_.action;
  }

  [[nodiscard]] std::string nationality() const {
    const auto name = at("nationality");
    const auto code = state_named(name);
    if (!code && !name.empty()) left_out("nationality " + name + ": no such State is known");
    return code.value_or("");
  }

  void take_picture(AlertEntry& entry) const {
    const auto file = at("picture");
    if (file.empty() || !sink_.picture) return;
    auto reference = sink_.picture(file);
    if (!reference) return left_out("picture " + file + ": " + reference.error().message);
    entry.picture = *std::move(reference);
  }

  bool take_dates(AlertEntry& entry) const {
    entry.birth_date = PartialDate{};
    if (const auto born = at("birth_date"); !born.empty()) {
      entry.birth_date = read_date(born, mapping_.dates);
      if (!entry.birth_date) return left_out("birth_date is no date"), false;
    }
    if (const auto until = at("valid_until"); !until.empty()) {
      const auto date = read_date(until, mapping_.dates);
      entry.valid_until = date ? date->complete() : std::nullopt;
      if (!entry.valid_until) return left_out("valid_until is no day"), false;
    }
    return true;
  }

  const CsvRows& rows_;
  const ListMapping& mapping_;
  const ListDefaults& defaults_;
  const ListSink& sink_;
};

std::string header_line(const ListMapping& mapping) {
  std::string line;
  for (const auto& column : mapping.header) {
    if (!line.empty()) line += mapping.separator;
    line += "\"" + column + "\"";
  }
  return line + "\n";
}

}  // namespace

Result<ListMapping> parse_list_mapping(std::string_view toml) {
  toml::table table;
  try {
    table = toml::parse(toml);
  } catch (const toml::parse_error& error) {
    std::ostringstream where;
    where << "line " << error.source().begin.line << ": " << error.description();
    return wrong(where.str());
  }
  ListMapping mapping;
  for (const auto& [key, node] : table)
    GARITA_CHECK(read_key(std::string(key.str()), node, mapping));
  GARITA_CHECK(check(mapping));
  return mapping;
}

std::optional<PartialDate> read_date(std::string_view text, std::string_view written) {
  PartialDate date;
  while (!written.empty() && !text.empty()) {
    const std::size_t digits = written.starts_with("YYYY")                              ? 4
                               : written.starts_with("MM") || written.starts_with("DD") ? 2
                                                                                        : 1;
    if (digits == 1) {
      if (text.front() != written.front()) return std::nullopt;
    } else {
      const auto number = number_at(text, digits);
      if (!number) return std::nullopt;
      if (digits == 4) date.year = static_cast<int>(*number);
      // Nought stands for what is not known.
      if (written.front() == 'M' && *number > 0) date.month = *number;
      if (written.front() == 'D' && *number > 0) date.day = *number;
    }
    written.remove_prefix(digits);
    text.remove_prefix(digits);
  }
  if (!text.empty() || !date.year) return std::nullopt;
  // A month or a day that there is none of.
  const auto checked = PartialDate::from_text(date.text());
  return checked ? std::optional(*checked) : std::nullopt;
}

Result<void> read_mapped_list(std::string_view csv, const ListMapping& mapping,
                              const ListDefaults& defaults, const ListSink& sink) {
  // Where DOS ends a file; some offices still do.
  constexpr char kEnd = 0x1A;
  while (csv.ends_with(kEnd)) csv.remove_suffix(1);
  const std::string with_header =
      mapping.header.empty() ? std::string() : header_line(mapping) + std::string(csv);
  const std::string_view text = mapping.header.empty() ? csv : std::string_view(with_header);
  GARITA_TRY(rows, CsvRows::begin(text, mapping.separator));
  std::set<std::string> needed;
  for (const auto& [ours, column] : mapping.columns) needed.insert(column);
  for (const auto& [column, values] : mapping.only) needed.insert(column);
  for (const auto& column : needed)
    if (!rows.has(column)) return wrong("the list has no column " + column);
  Rows taken(rows, mapping, defaults, sink);
  while (true) {
    GARITA_TRY(more, rows.next());
    if (!more) return {};
    taken.take();
  }
}

}  // namespace garita::central
