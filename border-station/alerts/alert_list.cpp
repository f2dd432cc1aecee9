#include "border-station/alerts/alert_list.h"

#include <algorithm>
#include <set>

#include "schema/journal/codec.h"
#include "schema/matching/normalise.h"
#include "schema/vocabulary/csv.h"

namespace garita::station {
namespace {

constexpr std::string_view kClear = "DELETE FROM alert";
constexpr std::string_view kInsert = "INSERT INTO alert (id, alert_sealed) VALUES (?1, ?2)";
constexpr std::string_view kInsertKey =
    "INSERT OR IGNORE INTO alert_key (key_hash, kind, alert) VALUES (?1, ?2, ?3)";
constexpr std::string_view kFind =
    "SELECT k.kind, a.id, a.alert_sealed FROM alert_key k JOIN alert a ON a.id = k.alert"
    " WHERE k.key_hash = ?1 ORDER BY a.id LIMIT 100";

constexpr auto kAlertColumn = "alert";
enum class KeyKind : std::uint8_t { kDocument = 1, kPerson = 2 };

/// Surname alone where the list knows no given names.
std::string person_text(std::string_view surname, std::string_view given_names,
                        const PartialDate& birth) {
  return folded_name(normalised_name(surname, given_names)) + "|" + birth.text();
}

std::string_view hash_kind(KeyKind kind) {
  return kind == KeyKind::kDocument ? "alert document" : "alert person";
}

std::string partial_text(const std::optional<PartialDate>& date) {
  return date ? date->text() : "";
}

Bytes encode_entry(const AlertEntry& entry) {
  ByteWriter out;
  const std::string valid_until = entry.valid_until ? entry.valid_until->iso() : "";
  for (const auto& text :
       {entry.reference, entry.instruction, entry.issuer, entry.number, entry.surname,
        entry.given_names, partial_text(entry.birth_date), entry.nationality, valid_until}) {
    out.blob(bytes_of(text));
  }
  return out.take();
}

Result<AlertEntry> decode_entry(ByteView bytes) {
  constexpr std::size_t kTextMax = 64 * 1024;
  ByteReader in(bytes);
  AlertEntry entry;
  std::string birth;
  std::string valid_until;
  for (auto* text :
       {&entry.reference, &entry.instruction, &entry.issuer, &entry.number, &entry.surname,
        &entry.given_names, &birth, &entry.nationality, &valid_until}) {
    *text = std::string(text_of(in.blob(kTextMax)));
  }
  GARITA_CHECK(in.end("an alert"));
  if (!birth.empty()) {
    GARITA_TRY(date, PartialDate::from_text(birth));
    entry.birth_date = date;
  }
  if (!valid_until.empty()) {
    GARITA_TRY(date, Date::from_iso(valid_until));
    entry.valid_until = date;
  }
  return entry;
}

Result<AlertEntry> entry_of(const CsvTable& table, std::size_t row) {
  const auto at = [&](const char* column) { return std::string(table.at(row, column)); };
  AlertEntry entry{at("reference"), at("instruction"), at("issuer"),
                   at("number"),    at("surname"),     at("given_names"),
                   std::nullopt,    at("nationality"), std::nullopt};
  if (const auto birth = at("birth_date"); !birth.empty()) {
    const auto date = PartialDate::from_text(birth);
    if (!date) return fail(Remedy::kReject, "birth_date is no date");
    entry.birth_date = *date;
  }
  if (const auto until = at("valid_until"); !until.empty()) {
    const auto date = Date::from_iso(until);
    if (!date) return fail(Remedy::kReject, "valid_until is no date");
    entry.valid_until = *date;
  }
  if (entry.reference.empty()) return fail(Remedy::kReject, "reference is missing");
  if (entry.instruction.empty()) return fail(Remedy::kReject, "instruction is missing");
  const bool document = !entry.issuer.empty() && !entry.number.empty();
  const bool person = !entry.surname.empty() && entry.birth_date.has_value();
  if (!document && !person) {
    return fail(Remedy::kReject, "neither issuer and number, nor surname and birth_date");
  }
  return entry;
}

Result<void> insert_key(Ledger& ledger, KeyKind kind, const std::string& key, std::size_t id) {
  const Digest hash = ledger.look_up_hash(hash_kind(kind), key);
  auto done = ledger.database().execute(kInsertKey, {hash, static_cast<int>(kind), id});
  if (!done) return Failure(done.error());
  return {};
}

Result<void> insert(Ledger& ledger, const AlertEntry& entry, std::size_t id) {
  const Bytes sealed = ledger.seal_column(kAlertColumn, encode_entry(entry));
  auto done = ledger.database().execute(kInsert, {id, sealed});
  if (!done) return Failure(done.error());
  if (!entry.issuer.empty() && !entry.number.empty()) {
    GARITA_CHECK(
        insert_key(ledger, KeyKind::kDocument, document_key(entry.issuer, entry.number), id));
  }
  if (entry.surname.empty() || !entry.birth_date) return {};
  return insert_key(ledger, KeyKind::kPerson,
                    person_text(entry.surname, entry.given_names, *entry.birth_date), id);
}

/// Looks one key up, and adds what is not in `hits` yet.
Result<void> find(Ledger& ledger, KeyKind kind, const std::string& key, Date today,
                  std::set<std::int64_t>& seen, std::vector<AlertHit>& hits) {
  const Digest hash = ledger.look_up_hash(hash_kind(kind), key);
  GARITA_TRY(row, ledger.database().prepare(kFind, {hash}));
  while (true) {
    GARITA_TRY(found, row.step());
    if (!found) return {};
    if (!seen.insert(row.integer(1)).second) continue;
    GARITA_TRY(bytes, ledger.open_column(kAlertColumn, row.blob(2)));
    GARITA_TRY(entry, decode_entry(bytes.view()));
    if (entry.valid_until && *entry.valid_until < today) continue;
    hits.push_back({std::move(entry), kind == KeyKind::kDocument ? "document" : "name_birth_date"});
  }
}

}  // namespace

Result<std::vector<AlertEntry>> parse_alerts(std::string_view csv) {
  GARITA_TRY(table, CsvTable::parse(csv));
  for (const auto* column : {"reference", "instruction"}) {
    if (!table.has(column)) return fail(Remedy::kReject, std::string("no column ") + column);
  }
  if (table.rows() > kAlertsMax) return fail(Remedy::kReject, "more alerts than a list may have");
  std::vector<AlertEntry> entries;
  entries.reserve(table.rows());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    auto entry = entry_of(table, row);
    if (!entry) return fail(entry.error(), "line " + std::to_string(table.line_of(row)));
    entries.push_back(*std::move(entry));
  }
  return entries;
}

Result<std::uint64_t> store_alerts(Ledger& ledger, ByteView csv) {
  GARITA_TRY(entries, parse_alerts(text_of(csv)));
  GARITA_TRY(cleared, ledger.database().execute(kClear));
  static_cast<void>(cleared);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    GARITA_CHECK(insert(ledger, entries[i], i + 1));
  }
  return entries.size();
}

Result<std::vector<AlertHit>> find_alerts(Ledger& ledger, const AlertQuestion& question) {
  std::vector<AlertHit> hits;
  std::set<std::int64_t> seen;
  if (!question.number.empty()) {
    GARITA_CHECK(find(ledger, KeyKind::kDocument, document_key(question.issuer, question.number),
                      question.today, seen, hits));
  }
  if (question.surname.empty() || !question.birth_date) return hits;
  // With the given names, and as the list has it where it knows none.
  const std::set<std::string> keys{
      person_text(question.surname, question.given_names, *question.birth_date),
      person_text(question.surname, "", *question.birth_date)};
  for (const auto& key : keys) {
    GARITA_CHECK(find(ledger, KeyKind::kPerson, key, question.today, seen, hits));
  }
  return hits;
}

}  // namespace garita::station
