#include "border-station/ledger/look_ups.h"

#include <algorithm>

namespace garita::station {
namespace {

constexpr auto kColumn = "look_up";
constexpr std::string_view kKeep =
    "INSERT INTO look_up (inspection, sealed, at) VALUES (?1, ?2, ?3)"
    " ON CONFLICT (inspection) DO UPDATE SET sealed = excluded.sealed, at = excluded.at";
constexpr std::string_view kLeft = "SELECT inspection, sealed, at FROM look_up ORDER BY at, rowid";
constexpr std::string_view kEnd = "DELETE FROM look_up WHERE inspection = ?1";

Result<void> end_all(Database& database, const std::set<std::string>& ended) {
  for (const auto& inspection : ended) GARITA_CHECK(database.execute(kEnd, {inspection}));
  return {};
}

}  // namespace

Result<void> keep_look_up(Ledger& ledger, const LookUp& look_up,
                          const std::set<std::string>& ended) {
  const auto told = look_up.officer.value() + "\n" + look_up.subject;
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
    const std::string text(text_of(told.view()));
    const auto end = std::min(text.find('\n'), text.size());
    left.push_back({row.text(0), OfficerId(text.substr(0, end)),
                    text.substr(std::min(end + 1, text.size())), Instant{row.integer(2)}});
  }
}

Result<void> end_look_ups(Ledger& ledger, const std::set<std::string>& ended) {
  if (ended.empty()) return {};
  GARITA_TRY(transaction, WriteTransaction::begin(ledger.database()));
  GARITA_CHECK(end_all(ledger.database(), ended));
  return transaction.commit();
}

}  // namespace garita::station
