#pragma once

#include <functional>
#include <memory>
#include <string>

#include "central-sync/intake/store.h"
#include "central-sync/projection/tables.h"
#include "central-sync/store/central_store.h"
#include "central-sync/store/country_book.h"
#include "schema/journal/entry.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// The journals as they stand in the store, for whoever checks them: read from the tables
/// themselves, never from an index, which may say something else where a disk has lied.
class JournalReader {
 public:
  JournalReader() = default;
  JournalReader(const JournalReader&) = delete;
  JournalReader& operator=(const JournalReader&) = delete;
  virtual ~JournalReader() = default;
  /// Every journal of which anything is held.
  [[nodiscard]] virtual Result<std::vector<JournalPosition>> journals() = 0;
  struct StoredEntry {
    std::int64_t arrival = 0;
    Entry entry;
    Digest hash;                     ///< as intake computed it
    std::optional<Bytes> signature;  ///< of the station, where a batch ended here
  };
  /// Entries of all journals after that arrival, in order, at most `limit`.
  [[nodiscard]] virtual Result<std::vector<StoredEntry>> entries_after(std::int64_t arrival,
                                                                       std::size_t limit) = 0;
  /// Of one journal from `first` on, in order, at most `limit`.
  [[nodiscard]] virtual Result<std::vector<Entry>> entries_of(const JournalId& journal,
                                                              std::uint64_t first,
                                                              std::size_t limit) = 0;
  /// What was received for one place of a journal, is put aside, and nobody has resolved: the
  /// records of a second branch, each content once, and of these what the station signed. Those
  /// that were appended and put aside later are not among them.
  [[nodiscard]] virtual Result<std::vector<Entry>> put_aside(const RecordId& record) = 0;
  /// Every claim that is kept, in the order of arrival, until `visit` fails.
  [[nodiscard]] virtual Result<void> for_each_claim(
      const std::function<Result<void>(const Claim&)>& visit) = 0;
};

enum class StoreMode { kCreate, kOpen };

/// One connection to the centre's database; it belongs to one thread. Its parts share the
/// connection, so that one transaction may hold what several of them write.
class CentralDatabase {
 public:
  CentralDatabase() = default;
  CentralDatabase(const CentralDatabase&) = delete;
  CentralDatabase& operator=(const CentralDatabase&) = delete;
  virtual ~CentralDatabase() = default;
  [[nodiscard]] virtual CentralStore& reading() = 0;
  [[nodiscard]] virtual CountryBook& book() = 0;
  [[nodiscard]] virtual IntakeStore& intake() = 0;
  [[nodiscard]] virtual ProjectionTables& projection() = 0;
  [[nodiscard]] virtual JournalReader& journals() = 0;
  /// Whether this connection is the one that projects, of all that ask: until it is closed or lost.
  /// Others may still do so, at the price of work done in vain.
  [[nodiscard]] virtual Result<bool> take_projecting() = 0;
  /// For a rebuild: until they are made, reports are answered without most indexes, rightly and
  /// slowly.
  [[nodiscard]] virtual Result<void> put_off_indexes() = 0;
  /// Those that were put off, also by a rebuild that was cut short.
  [[nodiscard]] virtual Result<void> make_indexes() = 0;
  /// Changes when another connection has committed something: a cheap question for pollers.
  [[nodiscard]] virtual Result<std::int64_t> change_count() = 0;
};

/// Whether a database's place is a server's address, "postgresql://…"; else it is a file of SQLite.
[[nodiscard]] bool is_server_address(const std::string& place);

/// Opens the database at `place`, a file or an address, and brings it to the newest layout. `mode`
/// is about the file; a server's database is made by whoever runs the server. Remedy: retry,
/// repair.
[[nodiscard]] Result<std::unique_ptr<CentralDatabase>> open_store(const std::string& place,
                                                                  StoreMode mode);

/// Intake's part alone, with a connection of its own: for the sync port.
[[nodiscard]] Result<std::unique_ptr<IntakeStore>> open_intake(const std::string& place);

/// What reports read alone, with a connection of its own: for the console.
[[nodiscard]] Result<std::unique_ptr<CentralStore>> open_reading(const std::string& place);

}  // namespace garita::central
