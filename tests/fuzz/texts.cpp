// The small texts that come with requests and files: queries, cookies, tables, alert lists and
// their pictures, cleared pairs, dates, encodings.
// Byte 0: which.
#include "schema/alerts/alert_entry.h"
#include "schema/alerts/alert_picture.h"
#include "schema/api/log_in.h"
#include "schema/http/router.h"
#include "schema/openstays/cleared_list.h"
#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/csv.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/instant.h"
#include "schema/vocabulary/text.h"

namespace garita {
namespace {

std::string line_of(const std::vector<std::string>& columns, const auto& value_of) {
  std::string line;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    line += (i == 0 ? "" : ",") + csv_field(value_of(columns[i]));
  }
  return line + "\n";
}

void take_table(std::string_view text) {
  const auto table = CsvTable::parse(text);
  if (!table) return;
  const auto& columns = table->columns();
  std::string again = line_of(columns, [](const std::string& name) { return name; });
  for (std::size_t row = 0; row < table->rows(); ++row) {
    ensure(table->line_of(row) > 1, "the first line is the header");
    again += line_of(columns, [&](const std::string& name) { return table->at(row, name); });
  }
  // A row of one empty field is an empty line, and those are skipped; a byte order mark too.
  if (columns.size() == 1 || columns[0].starts_with("\xEF")) return;
  const auto reread = CsvTable::parse(again);
  ensure(reread && reread->columns() == columns && reread->rows() == table->rows(),
         "a table that was read can be written");
  for (std::size_t row = 0; row < table->rows(); ++row) {
    for (const auto& name : columns) {
      ensure(reread->at(row, name) == table->at(row, name), "each field says the same again");
    }
  }
}

void take_alerts(std::string_view text) {
  const auto entries = parse_alerts(text);
  if (!entries) return;
  for (const auto& entry : *entries) {
    ensure(!entry.reference.empty() && !entry.instruction.empty(),
           "what an officer has to be told");
    ensure(!entry.number.empty() || entry.birth_date, "an entry is found by something");
  }
}

void take_pictures(std::string_view text) {
  static_cast<void>(for_each_picture(text, [](const std::string& reference, const Bytes& jpeg) {
    ensure(jpeg.size() <= kListedPictureBytesMax, "a picture is small");
    ensure(picture_reference(jpeg) == reference, "a picture is what its reference says");
  }));
}

void take_cleared_pairs(std::string_view text) {
  static_cast<void>(for_each_cleared_pair(text, [](const ClearedPairRow& row) {
    const auto again = for_each_cleared_pair(
        cleared_pairs_header() + csv_row(row),
        [&](const ClearedPairRow& reread) { ensure(reread == row, "a row says the same again"); });
    ensure(again.has_value(), "a row that was read can be written");
  }));
}

void take_request(std::string_view text) {
  for (const auto& [name, value] : parse_query(text)) {
    ensure(is_one_line(name) && is_one_line(value), "a parameter is one line of UTF-8");
  }
  Request request;
  request.headers = {{"Cookie", std::string(text)}};
  static_cast<void>(request.cookie("__Host-garita-paso-01-01"));
  Router router;
  Route route;
  route.method = "GET";
  route.pattern = "/api/persons/{person}/stays/{stay}";
  router.add(std::move(route));
  const auto match = router.match("GET", text);
  for (const auto& [name, value] : match.path_parameters) {
    ensure(is_one_line(value) && !value.empty(), "a part of a path is one line of UTF-8");
  }
}

void take_moment(std::string_view text) {
  if (const auto moment = Instant::from_rfc3339(text)) {
    const auto again = Instant::from_rfc3339(moment->rfc3339());
    ensure(again && *again == *moment, "a moment says the same again");
  }
  if (const auto date = PartialDate::from_text(text)) {
    ensure(date->text() == text, "a date says the same again");
    static_cast<void>(date->latest());
  }
  if (const auto id = RecordId::parse(text)) {
    ensure(*RecordId::parse(id->text()) == *id, "an id says the same again");
  }
}

void take_encoding(std::string_view text) {
  if (const auto bytes = from_base64(text)) {
    ensure(*from_base64(to_base64(*bytes)) == *bytes, "base64 says the same again");
  }
  if (const auto bytes = from_hex(text)) {
    ensure(from_hex(to_hex(*bytes))->size() == text.size() / 2, "hexadecimal says the same again");
  }
  const auto line = as_one_line(text, 100);
  ensure(line.size() <= 100 && is_one_line(line), "any text can be made one line");
}

void take(char what, std::string_view text) {
  switch (static_cast<unsigned char>(what) % 8) {
    case 0:
      return take_table(text);
    case 1:
      return take_request(text);
    case 2:
      return take_moment(text);
    case 3:
      return take_encoding(text);
    case 4:
      static_cast<void>(parse_credentials(text));
      return;
    case 5:
      return take_alerts(text);
    case 6:
      return take_pictures(text);
    default:
      return take_cleared_pairs(text);
  }
}

}  // namespace
}  // namespace garita

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = garita::text_of({data, size});
  if (!text.empty()) garita::take(text[0], text.substr(1));
  return 0;
}
