#pragma once

#include <string>

#include "border-station/ledger/ledger.h"

// Shared by the .cpp files of this folder alone.
namespace garita::station {

struct Ledger::State {
  const Clock* clock;
  BulletinReaders readers;
  std::shared_ptr<const Identity> identity;
  Zone zone;
  Database database;
  Secret column_key;
  Secret look_up_key;
  std::uint32_t incarnation = 1;
  std::function<std::optional<std::uint64_t>()> disk_free;

  [[nodiscard]] JournalId journal(std::uint32_t of_incarnation, Lane lane) const {
    return {identity->enrolment.station, of_incarnation, lane};
  }
};

/// A setting that is not there is absent.
[[nodiscard]] Result<std::optional<std::string>> setting(Database& database, std::string_view name);
[[nodiscard]] Result<std::optional<std::int64_t>> number_setting(Database& database,
                                                                 std::string_view name);
[[nodiscard]] Result<void> set_setting(Database& database, std::string_view name,
                                       std::string_view value);

/// One more is typed in from paper, inside a transaction; it counts where these are hours that this
/// station announced.
[[nodiscard]] Result<void> count_typed_in(Database& database, Instant at);

/// Whether `word` is one of the words of `list`, blanks between.
[[nodiscard]] bool is_word_of(std::string_view list, std::string_view word);

/// Whether what came by `way` changes nothing, since it, or what may not give way to it, is held.
[[nodiscard]] bool is_held_already(const HeldBulletin& held, std::uint64_t version,
                                   Instant issued_at, BulletinWay way);

/// The incarnation that stands in the database now: another process may have begun one.
[[nodiscard]] Result<std::uint32_t> read_incarnation(Database& database);
/// Begins the life after `incarnation`, inside a transaction; gives its number.
[[nodiscard]] Result<std::uint32_t> begin_incarnation_after(Database& database,
                                                            std::uint32_t incarnation);

/// What the station knows of its own clock at this moment.
[[nodiscard]] Result<ClockEvidence> clock_evidence(Database& database);
[[nodiscard]] std::chrono::milliseconds time_since_boot();
/// Of this start of the machine: 16 bytes, or empty.
[[nodiscard]] Bytes read_boot_id();

[[nodiscard]] constexpr bool is_counted(Lane lane, Counted counted) {
  return counted == Counted::kAll || lane == Lane::kMovement || lane == Lane::kEvidence;
}

/// What entry_of() reads, in this order.
inline constexpr std::string_view kEntryColumns =
    "SELECT sequence, recorded_at, epoch, epoch_key_hash, dictionary, previous, salt_hash, salt,"
    " ciphertext, hash";
[[nodiscard]] Result<Entry> entry_of(const JournalId& journal, const Statement& row);

/// A digest that was stored as a column. Remedy: repair.
[[nodiscard]] Result<Digest> digest_column(const Statement& row, int column);

}  // namespace garita::station
