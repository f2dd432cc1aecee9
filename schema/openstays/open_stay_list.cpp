#include "schema/openstays/open_stay_list.h"

#include <algorithm>

#include "schema/vocabulary/csv.h"

namespace garita {
namespace {

constexpr const char* kColumns[] = {"reference", "entered", "until", "sealed_key"};

Result<OpenStayRow> row_of(const CsvRows& row) {
  GARITA_TRY(key, key_of_row(row));
  if (key) return OpenStayRow(*std::move(key));
  if (!is_keyed_reference(row.at("reference"))) {
    return fail(Remedy::kReject, "reference is neither a document's nor a station's");
  }
  OpenStayEntry entry;
  entry.reference = row.at("reference");
  const auto entered = Date::from_iso(row.at("entered"));
  if (!entered) return fail(Remedy::kReject, "entered is no date");
  entry.entered = *entered;
  if (row.at("until").empty()) return OpenStayRow(std::move(entry));
  const auto until = Date::from_iso(row.at("until"));
  if (!until) return fail(Remedy::kReject, "until is no date");
  entry.until = *until;
  return OpenStayRow(std::move(entry));
}

}  // namespace

std::string open_stay_reference(const Secret& key, std::string_view document_key) {
  return keyed_reference(key, "open stay", document_key);
}

std::string open_stays_header() {
  std::string header;
  for (const auto* column : kColumns) header += (header.empty() ? "" : ",") + std::string(column);
  return header + "\n";
}

std::string csv_row(const OpenStayRow& row) {
  if (const auto* key = std::get_if<OpenStaysKey>(&row)) return key_row(*key);
  const auto& entry = std::get<OpenStayEntry>(row);
  return entry.reference + "," + entry.entered.iso() + "," +
         (entry.until ? entry.until->iso() : std::string()) + ",\n";
}

Result<void> for_each_open_stay(std::string_view csv,
                                const std::function<void(OpenStayRow)>& take) {
  GARITA_TRY(rows, CsvRows::begin(csv));
  for (const auto* column : kColumns) {
    if (!rows.has(column)) return fail(Remedy::kReject, std::string("no column ") + column);
  }
  while (true) {
    GARITA_TRY(more, rows.next());
    if (!more) return {};
    auto row = row_of(rows);
    if (!row) return fail(row.error(), "line " + std::to_string(rows.line()));
    if (take) take(*std::move(row));
  }
}

}  // namespace garita
