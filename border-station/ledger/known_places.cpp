#include "border-station/ledger/ledger_state.h"

namespace garita::station {
namespace {

// Once a day: a log-in is no reason to write.
constexpr std::string_view kKeep =
    "INSERT INTO known_place (place_hash, at) VALUES (?1, ?2) ON CONFLICT (place_hash) DO UPDATE "
    "SET at = excluded.at WHERE at < excluded.at - 86400000 OR at > excluded.at";
constexpr std::string_view kForget = "DELETE FROM known_place WHERE at < ?1";
constexpr std::string_view kKnown = "SELECT 1 FROM known_place WHERE place_hash = ?1 AND at >= ?2";

// No address holds a line end.
std::string place_of(const OfficerId& officer, std::string_view address) {
  return std::string(address) + "\n" + officer.value();
}

}  // namespace

Result<void> Ledger::keep_place(const OfficerId& officer, const std::string& address, Instant at,
                                Instant forget_before) {
  auto& database = state_->database;
  GARITA_CHECK(database.execute(
      kKeep, {look_up_hash("place", place_of(officer, address)), at.milliseconds}));
  GARITA_CHECK(database.execute(kForget, {forget_before.milliseconds}));
  return {};
}

Result<bool> Ledger::knows_place(const OfficerId& officer, const std::string& address,
                                 Instant since) {
  GARITA_TRY(row,
             state_->database.prepare(
                 kKnown, {look_up_hash("place", place_of(officer, address)), since.milliseconds}));
  return row.step();
}

}  // namespace garita::station
