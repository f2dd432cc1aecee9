#include "central-sync/store/sqlite_store.h"

#include "central-sync/store/sqlite/country_tables.h"
#include "central-sync/store/sqlite/entries.h"
#include "central-sync/store/sqlite/journal_store.h"
#include "central-sync/store/sqlite/projection_tables.h"
#include "central-sync/store/sqlite/reading.h"
#include "schema/storage/migrations.h"

namespace garita::central {
namespace {

constexpr const char* kJournals =
    "SELECT station, incarnation, lane, head_sequence, head_hash FROM journals "
    "ORDER BY station, incarnation, lane";
constexpr const char* kHeads =
    "SELECT h.sequence, e.hash, h.signature FROM signed_heads h JOIN journals j USING (journal) "
    "JOIN entries e ON e.journal = h.journal AND e.sequence = h.sequence WHERE j.station = ?1 AND "
    "j.incarnation = ?2 AND j.lane = ?3 ORDER BY h.sequence";

class SqliteJournalReader : public JournalReader {
 public:
  explicit SqliteJournalReader(Database& database) : db_(database) {}

  Result<std::vector<JournalPosition>> journals() override {
    GARITA_TRY(row, db_.prepare(kJournals));
    std::vector<JournalPosition> journals;
    for (;;) {
      GARITA_TRY(found, row.step());
      if (!found) return journals;
      GARITA_TRY(hash, digest_from(row.blob(4)));
      const JournalId journal{StationId(row.text(0)), static_cast<std::uint32_t>(row.integer(1)),
                              static_cast<Lane>(row.integer(2))};
      journals.push_back({journal, {static_cast<std::uint64_t>(row.integer(3)), hash}});
    }
  }

  Result<std::vector<StoredEntry>> entries_after(const JournalId& journal, std::uint64_t sequence,
                                                 std::size_t limit) override {
    const std::string sql = std::string("SELECT ") + kEntryColumns + " " + kEntryTables +
                            " WHERE j.station = ?1 AND j.incarnation = ?2 AND j.lane = ?3 AND "
                            "e.sequence > ?4 ORDER BY e.sequence LIMIT ?5";
    GARITA_TRY(row, db_.prepare(sql, {journal.station.value(), journal.incarnation,
                                      static_cast<int>(journal.lane), sequence, limit}));
    std::vector<StoredEntry> entries;
    for (;;) {
      GARITA_TRY(found, row.step());
      if (!found) return entries;
      GARITA_TRY(entry, entry_at(row));
      GARITA_TRY(hash, digest_from(row.blob(kEntryColumnCount - 1)));
      entries.push_back({std::move(entry), hash});
    }
  }

  Result<std::vector<SignedHead>> signed_heads(const JournalId& journal) override {
    GARITA_TRY(row, db_.prepare(kHeads, {journal.station.value(), journal.incarnation,
                                         static_cast<int>(journal.lane)}));
    std::vector<SignedHead> heads;
    for (;;) {
      GARITA_TRY(found, row.step());
      if (!found) return heads;
      GARITA_TRY(hash, digest_from(row.blob(1)));
      heads.push_back({journal, {static_cast<std::uint64_t>(row.integer(0)), hash}, row.blob(2)});
    }
  }

 private:
  Database& db_;
};

class SqliteDatabase : public CentralDatabase {
 public:
  explicit SqliteDatabase(Database database)
      : db_(std::move(database)),
        reading_(db_),
        book_(db_),
        intake_(db_),
        projection_(db_),
        journals_(db_) {}

  CentralStore& reading() override { return reading_; }
  CountryBook& book() override { return book_; }
  IntakeStore& intake() override { return intake_; }
  ProjectionTables& projection() override { return projection_; }
  JournalReader& journals() override { return journals_; }
  Result<std::int64_t> change_count() override { return db_.data_version(); }

 private:
  Database db_;
  SqliteReading reading_;
  SqliteCountryBook book_;
  SqliteJournalStore intake_;
  SqliteProjectionTables projection_;
  SqliteJournalReader journals_;
};

/// Holds the connection that its base uses: bases are made in order.
struct OwnedConnection {
  Database connection;
};
class OwningIntake : private OwnedConnection, public SqliteJournalStore {
 public:
  explicit OwningIntake(Database database)
      : OwnedConnection{std::move(database)}, SqliteJournalStore(connection) {}
};

class OwningReading : private OwnedConnection, public SqliteReading {
 public:
  explicit OwningReading(Database database)
      : OwnedConnection{std::move(database)}, SqliteReading(connection) {}
};

}  // namespace

Result<std::unique_ptr<CentralDatabase>> open_sqlite_store(const std::filesystem::path& file,
                                                           StoreMode mode) {
  DatabaseOptions options;
  options.mode = mode == StoreMode::kCreate ? OpenMode::kCreate : OpenMode::kReadWrite;
  GARITA_TRY(database, Database::open(file, options));
  GARITA_CHECK(migrate(database, MigrationSet::kCentral));
  std::unique_ptr<CentralDatabase> opened = std::make_unique<SqliteDatabase>(std::move(database));
  return opened;
}

Result<std::unique_ptr<IntakeStore>> open_sqlite_intake(const std::filesystem::path& file) {
  DatabaseOptions options;
  options.mode = OpenMode::kReadWrite;
  GARITA_TRY(database, Database::open(file, options));
  std::unique_ptr<IntakeStore> opened = std::make_unique<OwningIntake>(std::move(database));
  return opened;
}

Result<std::unique_ptr<CentralStore>> open_sqlite_reading(const std::filesystem::path& file) {
  DatabaseOptions options;
  options.mode = OpenMode::kReadWrite;
  GARITA_TRY(database, Database::open(file, options));
  std::unique_ptr<CentralStore> opened = std::make_unique<OwningReading>(std::move(database));
  return opened;
}

}  // namespace garita::central
