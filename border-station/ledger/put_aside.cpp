#include <sstream>

#include "border-station/ledger/ledger_state.h"

namespace garita::station {
namespace {

/// INCARNATION:LANE of each journal, blanks between.
constexpr auto kPutAside = "put_aside";
/// WAITING DECIDED.
constexpr auto kCentrePutAside = "centre_put_aside";

std::string name_of(const JournalId& journal) {
  return std::to_string(journal.incarnation) + ":" + std::string(lane_name(journal.lane));
}

}  // namespace

Result<void> Ledger::note_put_aside(const JournalId& journal) {
  auto& database = state_->database;
  GARITA_TRY(before, setting(database, kPutAside));
  if (is_word_of(before.value_or(""), name_of(journal))) return {};
  GARITA_TRY(transaction, WriteTransaction::begin(database));
  GARITA_TRY(noted, setting(database, kPutAside));
  GARITA_CHECK(set_setting(database, kPutAside, noted.value_or("") + " " + name_of(journal)));
  return transaction.commit();
}

Result<std::uint64_t> Ledger::put_aside() {
  GARITA_TRY(noted, setting(state_->database, kPutAside));
  if (!noted) return 0;
  GARITA_TRY(all, journals());
  std::uint64_t records = 0;
  for (const auto& journal : all) {
    if (is_word_of(*noted, name_of(journal.id))) records += journal.head.sequence - journal.held;
  }
  return records;
}

Result<void> Ledger::keep_centre_put_aside(const PutAside& aside) {
  return set_setting(state_->database, kCentrePutAside,
                     std::to_string(aside.waiting) + " " + std::to_string(aside.decided));
}

Result<std::optional<PutAside>> Ledger::centre_put_aside() {
  GARITA_TRY(text, setting(state_->database, kCentrePutAside));
  if (!text) return std::optional<PutAside>();
  PutAside aside;
  std::istringstream numbers(*text);
  numbers >> aside.waiting >> aside.decided;
  if (!numbers) return std::optional<PutAside>();
  return std::optional(aside);
}

}  // namespace garita::station
