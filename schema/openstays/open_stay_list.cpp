#include "schema/openstays/open_stay_list.h"

#include <algorithm>

#include "schema/crypto/hash.h"
#include "schema/vocabulary/csv.h"

namespace garita {
namespace {

constexpr std::size_t kReferenceBytes = 16;
constexpr std::size_t kReferenceCharacters = 22;  ///< of base64url, without padding
constexpr std::string_view kKeyRow = "station:";
constexpr const char* kColumns[] = {"reference", "entered", "until", "sealed_key"};

bool is_reference(std::string_view text) {
  constexpr std::string_view kBase64Url =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return text.size() == kReferenceCharacters &&
         text.find_first_not_of(kBase64Url) == std::string_view::npos;
}

Result<OpenStayRow> key_of(const CsvRows& row) {
  GARITA_TRY(station, parse_station_id(row.at("reference").substr(kKeyRow.size())));
  auto sealed = from_base64(row.at("sealed_key"));
  if (!sealed || sealed->empty()) return fail(Remedy::kReject, "sealed_key is no base64");
  return OpenStayRow(OpenStaysKey{station, *std::move(sealed)});
}

Result<OpenStayRow> entry_of(const CsvRows& row) {
  if (!is_reference(row.at("reference"))) {
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
  const Digest hash = keyed_hash(key, bytes_of("open stay|" + std::string(document_key)));
  return to_base64url(ByteView(hash).first(kReferenceBytes));
}

std::string open_stays_header() {
  std::string header;
  for (const auto* column : kColumns) header += (header.empty() ? "" : ",") + std::string(column);
  return header + "\n";
}

std::string csv_row(const OpenStayRow& row) {
  if (const auto* key = std::get_if<OpenStaysKey>(&row)) {
    return std::string(kKeyRow) + key->station.value() + ",,," + to_base64(key->sealed) + "\n";
  }
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
    auto row = rows.at("reference").starts_with(kKeyRow) ? key_of(rows) : entry_of(rows);
    if (!row) return fail(row.error(), "line " + std::to_string(rows.line()));
    if (take) take(*std::move(row));
  }
}

}  // namespace garita
