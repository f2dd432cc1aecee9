#include "schema/openstays/cleared_list.h"

namespace garita {
namespace {

constexpr const char* kColumns[] = {"reference", "crossing", "at", "sealed_key"};

Result<ClearedPairRow> row_of(const CsvRows& row) {
  GARITA_TRY(key, key_of_row(row));
  if (key) return ClearedPairRow(*std::move(key));
  if (!is_keyed_reference(row.at("reference")))
    return fail(Remedy::kReject, "reference is neither a pair's nor a station's");
  auto crossing = RecordId::parse(row.at("crossing"));
  if (!crossing) return fail(Remedy::kReject, "crossing is no record's id");
  const auto at = Instant::from_rfc3339(row.at("at"));
  if (!at) return fail(Remedy::kReject, "at is no moment");
  return ClearedPairRow(
      ClearedPairEntry{std::string(row.at("reference")), *std::move(crossing), *at});
}

}  // namespace

std::string cleared_pair_reference(const Secret& key, ByteView pair) {
  return keyed_reference(key, "cleared pair", text_of(pair));
}

std::string cleared_pairs_header() {
  std::string header;
  for (const auto* column : kColumns) header += (header.empty() ? "" : ",") + std::string(column);
  return header + "\n";
}

std::string csv_row(const ClearedPairRow& row) {
  if (const auto* key = std::get_if<OpenStaysKey>(&row)) return key_row(*key);
  const auto& entry = std::get<ClearedPairEntry>(row);
  return entry.reference + "," + entry.crossing.text() + "," + entry.at.rfc3339() + ",\n";
}

Result<void> for_each_cleared_pair(std::string_view csv,
                                   const std::function<void(ClearedPairRow)>& take) {
  GARITA_TRY(rows, CsvRows::begin(csv));
  for (const auto* column : kColumns)
    if (!rows.has(column)) return fail(Remedy::kReject, std::string("no column ") + column);
  while (true) {
    GARITA_TRY(more, rows.next());
    if (!more) return {};
    auto row = row_of(rows);
    if (!row) return fail(row.error(), "line " + std::to_string(rows.line()));
    if (take) take(*std::move(row));
  }
}

}  // namespace garita
