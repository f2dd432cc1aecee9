#include "border-station/ledger/look_ups.h"

#include <sstream>

#include "border-station/ledger/ledger_state.h"

namespace garita::station {
namespace {

constexpr auto kColumn = "look_up";
constexpr std::string_view kKeep =
    "INSERT INTO look_up (inspection, sealed, at) VALUES (?1, ?2, ?3)"
    " ON CONFLICT (inspection) DO UPDATE SET sealed = excluded.sealed, at = excluded.at";
constexpr std::string_view kLeft = "SELECT inspection, sealed, at FROM look_up ORDER BY at, rowid";
constexpr std::string_view kEnd = "DELETE FROM look_up WHERE inspection = ?1";

/// A line each: the officer, the subject, and every hit as its record in hexadecimal.
Result<std::string> text_of(const LookUp& look_up) {
  std::string text = look_up.officer.value() + "\n" + look_up.subject;
  for (const auto& hit : look_up.hits) {
    GARITA_TRY(record, encode_record(hit));
    text += "\n" + to_hex(record);
  }
  return text;
}

Result<HitLeft> hit_of(const std::string& line) {
  GARITA_TRY(bytes, from_hex(line));
  GARITA_TRY(record, decode_record(bytes));
  auto* hit = std::get_if<HitLeft>(&record);
  if (hit == nullptr) return fail(Remedy::kRepair, "station.db: a look-up cannot be read");
  return std::move(*hit);
}

Result<LookUp> look_up_of(const std::string& text) {
  LookUp look_up;
  std::istringstream lines(text);
  std::string officer;
  std::getline(lines, officer);
  look_up.officer = OfficerId(officer);
  std::getline(lines, look_up.subject);
  for (std::string line; std::getline(lines, line);) {
    GARITA_TRY(hit, hit_of(line));
    look_up.hits.push_back(std::move(hit));
  }
  return look_up;
}

Result<void> end_all(Database& database, const std::set<std::string>& ended) {
  for (const auto& inspection : ended) GARITA_CHECK(database.execute(kEnd, {inspection}));
  return {};
}

}  // namespace

Result<void> keep_look_up(Ledger& ledger, const LookUp& look_up,
                          const std::set<std::string>& ended) {
  GARITA_TRY(told, text_of(look_up));
  GARITA_TRY(transaction, WriteTransaction::begin(ledger.database()));
  GARITA_CHECK(end_all(ledger.database(), ended));
  GARITA_CHECK(ledger.database().execute(
      kKeep,
      {look_up.inspection, ledger.seal_column(kColumn, bytes_of(told)), look_up.at.milliseconds}));
  return transaction.commit();
}

Result<std::vector<LookUp>> look_ups_left(Ledger& ledger) {
  GARITA_TRY(row, ledger.database().prepare(kLeft));
  std::vector<LookUp> left;
  while (true) {
    GARITA_TRY(found, row.step());
    if (!found) return left;
    GARITA_TRY(told, ledger.open_column(kColumn, row.blob(1)));
    GARITA_TRY(look_up, look_up_of(std::string(garita::text_of(told.view()))));
    look_up.inspection = row.text(0);
    look_up.at = Instant{row.integer(2)};
    left.push_back(std::move(look_up));
  }
}

Result<void> end_look_ups(Ledger& ledger, const std::set<std::string>& ended) {
  if (ended.empty()) return {};
  GARITA_TRY(transaction, WriteTransaction::begin(ledger.database()));
  GARITA_CHECK(end_all(ledger.database(), ended));
  return transaction.commit();
}

Result<void> Ledger::append_left(const std::string& inspection, const std::vector<HitLeft>& hits) {
  auto& database = state_->database;
  GARITA_TRY(transaction, WriteTransaction::begin(database));
  for (const auto& hit : hits) {
    GARITA_TRY(id, append_inside(Lane::kUrgent, hit));
    state_->incarnation = id.incarnation;
  }
  GARITA_CHECK(end_all(database, {inspection}));
  return transaction.commit();
}

}  // namespace garita::station
