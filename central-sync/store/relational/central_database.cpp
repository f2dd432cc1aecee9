#include "central-sync/store/central_database.h"

#include <algorithm>

#include "central-sync/store/relational/batched_tables.h"
#include "central-sync/store/relational/columns.h"
#include "central-sync/store/relational/country_tables.h"
#include "central-sync/store/relational/entries.h"
#include "central-sync/store/relational/journal_store.h"
#include "central-sync/store/relational/projection_tables.h"
#include "central-sync/store/relational/put_off_indexes.h"
#include "central-sync/store/relational/reading.h"
#include "schema/journal/batch.h"
#include "schema/storage/migrations.h"

namespace garita::central {
namespace {

constexpr const char* kJournals =
    "SELECT station, incarnation, lane, head_sequence, head_hash FROM journals{} "
    "ORDER BY station, incarnation, lane";
constexpr const char* kEntriesFrom =
    " FROM entries e{} JOIN journals j USING (journal) LEFT JOIN signed_heads h ON "
    "h.journal = e.journal AND h.sequence = e.sequence WHERE e.arrival > ?1 ORDER BY e.arrival "
    "LIMIT ?2";

constexpr const char* kOneJournalFrom =
    " WHERE j.station = ?1 AND j.incarnation = ?2 AND j.lane = ?3 AND e.sequence >= ?4 "
    "ORDER BY e.sequence LIMIT ?5";

// A batch is kept once, with the first of its records; whether this record is put aside itself is
// the last condition.
constexpr const char* kPutAside =
    "SELECT q.content FROM quarantine q WHERE q.station = ?1 AND q.incarnation = ?2 AND q.lane = "
    "?3 "
    "AND q.sequence <= ?4 AND q.sequence > ?4 - ?5 AND q.cause <> ?6 AND length(q.content) > 0 AND "
    "EXISTS (SELECT 1 "
    "FROM quarantine r WHERE r.station = ?1 AND r.incarnation = ?2 AND r.lane = ?3 AND r.sequence "
    "= "
    "?4 AND r.resolved_at IS NULL) ORDER BY q.number";

/// SQL that reads a table and none of its indexes, at `{}`. PostgreSQL's planner cannot be told so
/// in SQL, and looks through whole tables for what reads all of them.
std::string of_table_itself(const Database& database, std::string sql) {
  const auto at = sql.find("{}");
  const bool sqlite = database.dialect() == Dialect::kSqlite;
  return sql.replace(at, 2, sqlite ? " NOT INDEXED" : "");
}

class RelationalJournalReader : public JournalReader {
 public:
  explicit RelationalJournalReader(Database& database) : db_(database) {}

  Result<std::vector<JournalPosition>> journals() override {
    GARITA_TRY(row, db_.prepare(of_table_itself(db_, kJournals)));
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

  Result<std::vector<StoredEntry>> entries_after(std::int64_t arrival, std::size_t limit) override {
    const std::string sql =
        of_table_itself(db_, "SELECT " + kEntryColumns + ", e.arrival, h.signature" + kEntriesFrom);
    GARITA_TRY(row, db_.prepare(sql, {arrival, limit}));
    std::vector<StoredEntry> entries;
    for (;;) {
      GARITA_TRY(found, row.step());
      if (!found) return entries;
      GARITA_TRY(entry, entry_at(row));
      GARITA_TRY(hash, digest_from(row.blob(kEntryColumnCount - 1)));
      entries.push_back({row.integer(kEntryColumnCount), std::move(entry), hash,
                         row.nullable_blob(kEntryColumnCount + 1)});
    }
  }

  Result<std::vector<Entry>> entries_of(const JournalId& journal, std::uint64_t first,
                                        std::size_t limit) override {
    const std::string sql = "SELECT " + kEntryColumns + " " + kEntryTables + kOneJournalFrom;
    GARITA_TRY(row, db_.prepare(sql, {journal.station.value(), journal.incarnation,
                                      static_cast<int>(journal.lane), first, limit}));
    std::vector<Entry> entries;
    for (;;) {
      GARITA_TRY(found, row.step());
      if (!found) return entries;
      GARITA_TRY(entry, entry_at(row));
      entries.push_back(std::move(entry));
    }
  }

  Result<std::vector<Entry>> put_aside(const RecordId& record) override {
    const Values place{
        record.station.value(), record.incarnation, static_cast<int>(record.lane),
        record.sequence,        kBatchEntriesMax,   static_cast<int>(QuarantineCause::kUnsigned)};
    GARITA_TRY(row, db_.prepare(kPutAside, place));
    std::vector<Entry> entries;
    for (;;) {
      GARITA_TRY(found, row.step());
      if (!found) return entries;
      const auto batch = read_batch(row.blob(0));
      if (!batch) continue;
      for (const auto& entry : batch->entries) {
        const bool is_new = std::ranges::find(entries, entry) == entries.end();
        if (entry.id() == record && is_new) entries.push_back(entry);
      }
    }
  }

  Result<void> for_each_claim(const std::function<Result<void>(const Claim&)>& visit) override {
    GARITA_TRY(row, db_.prepare(of_table_itself(db_, std::string("SELECT ") + kClaimColumns +
                                                         " FROM claims{} ORDER BY arrival")));
    for (;;) {
      GARITA_TRY(found, row.step());
      if (!found) return {};
      GARITA_TRY(claim, claim_at(row));
      GARITA_CHECK(visit(claim));
    }
  }

 private:
  Database& db_;
};

class RelationalDatabase : public CentralDatabase {
 public:
  RelationalDatabase(Database database, const std::string& place)
      : db_(std::move(database)),
        reading_(db_),
        book_(db_),
        intake_(db_),
        tables_(db_),
        projection_(db_, tables_, is_server_address(place) ? place : ""),
        journals_(db_) {}

  CentralStore& reading() override { return reading_; }
  CountryBook& book() override { return book_; }
  IntakeStore& intake() override { return intake_; }
  ProjectionTables& projection() override { return projection_; }
  JournalReader& journals() override { return journals_; }
  Result<bool> take_projecting() override { return db_.take_turn(); }
  Result<void> put_off_indexes() override { return central::put_off_indexes(db_); }
  Result<void> make_indexes() override {
    GARITA_CHECK(central::make_indexes(db_));
    return {};
  }
  Result<std::int64_t> change_count() override { return db_.data_version(); }

 private:
  Database db_;
  RelationalReading reading_;
  RelationalCountryBook book_;
  RelationalIntake intake_;
  RelationalProjectionTables tables_;
  BatchedTables projection_;
  RelationalJournalReader journals_;
};

Result<Database> open_place(const std::string& place, StoreMode mode,
                            DatabaseOptions options = {}) {
  if (is_server_address(place)) return Database::connect(place);
  options.mode = mode == StoreMode::kCreate ? OpenMode::kCreate : OpenMode::kReadWrite;
  return Database::open(place, options);
}

/// A step may be about an index that a rebuild put off, and nothing would ever make it again.
Result<void> lay_out(Database& database) {
  auto done = migrate(database, MigrationSet::kCentral);
  if (done) return done;
  GARITA_TRY(made, make_indexes(database));
  return made > 0 ? migrate(database, MigrationSet::kCentral) : done;
}

/// Holds the connection that its base uses: bases are made in order.
struct OwnedConnection {
  Database connection;
};
class OwningIntake : private OwnedConnection, public RelationalIntake {
 public:
  explicit OwningIntake(Database database)
      : OwnedConnection{std::move(database)}, RelationalIntake(connection) {}
};

class OwningReading : private OwnedConnection, public RelationalReading {
 public:
  explicit OwningReading(Database database)
      : OwnedConnection{std::move(database)}, RelationalReading(connection) {}
};

}  // namespace

bool is_server_address(const std::string& place) {
  return place.starts_with("postgresql://") || place.starts_with("postgres://");
}

Result<std::unique_ptr<CentralDatabase>> open_store(const std::string& place, StoreMode mode) {
  DatabaseOptions options;
  options.cache_bytes = kProjectingCacheBytes;
  options.log_pages = kProjectingLogPages;
  GARITA_TRY(database, open_place(place, mode, options));
  GARITA_CHECK(lay_out(database));
  std::unique_ptr<CentralDatabase> opened =
      std::make_unique<RelationalDatabase>(std::move(database), place);
  return opened;
}

Result<std::unique_ptr<IntakeStore>> open_intake(const std::string& place) {
  GARITA_TRY(database, open_place(place, StoreMode::kOpen));
  std::unique_ptr<IntakeStore> opened = std::make_unique<OwningIntake>(std::move(database));
  return opened;
}

Result<std::unique_ptr<CentralStore>> open_reading(const std::string& place) {
  GARITA_TRY(database, open_place(place, StoreMode::kOpen));
  std::unique_ptr<CentralStore> opened = std::make_unique<OwningReading>(std::move(database));
  return opened;
}

}  // namespace garita::central
