#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <map>
#include <system_error>
#include <utility>
#include <vector>

#include "schema/storage/engine.h"
#include "schema/storage/log_mover.h"
#include "schema/storage/rows_copy.h"
#include "schema/storage/sender.h"
#include "schema/storage/sqlite_connection.h"
#include "schema/storage/sqlite_error.h"

namespace garita::storage {
namespace {

struct FinalizeStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using sqlite::Connection;
using Prepared = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

constexpr std::string_view kPragmas =
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"
    "PRAGMA temp_store=MEMORY;"
    "PRAGMA foreign_keys=ON;"
    "PRAGMA secure_delete=ON;"
    "PRAGMA trusted_schema=OFF;"
    "PRAGMA cell_size_check=ON;";

int open_flags(OpenMode mode) {
  constexpr int kAlways = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  switch (mode) {
    case OpenMode::kReadOnly:
      return SQLITE_OPEN_READONLY | kAlways;
    case OpenMode::kReadWrite:
    case OpenMode::kCreate:
      return SQLITE_OPEN_READWRITE | kAlways;
  }
  ensure(false, "every mode of opening is known");
  return kAlways;
}

/// SQLite gives the WAL the mode of the database's file, so the file is made first, as 0600. It is
/// made under another name and linked: to close a descriptor of a database that this process has
/// open elsewhere would drop SQLite's locks on it (POSIX fcntl), and the next process to end would
/// take itself for the last one and delete the WAL that others still write to.
Result<void> create_private(const std::filesystem::path& file) {
  std::error_code ignored;
  if (std::filesystem::exists(file, ignored)) return {};
  const auto refused = [&] {
    const Remedy remedy = errno == ENOSPC ? Remedy::kRetry : Remedy::kRepair;
    return fail(remedy, "cannot open " + file.string() + ": " + std::strerror(errno));
  };
  std::string fresh = file.string() + ".XXXXXX";
  const int descriptor = ::mkostemp(fresh.data(), O_CLOEXEC);
  if (descriptor < 0) return refused();
  ::close(descriptor);
  const bool linked = ::link(fresh.c_str(), file.c_str()) == 0 || errno == EEXIST;
  const auto outcome = linked ? Result<void>() : Result<void>(refused());
  ::unlink(fresh.c_str());
  return outcome;
}

/// Between two tries for a lock: SQLite's own handler soon sleeps for a tenth of a second, while
/// our transactions last a few milliseconds.
constexpr int kPauseMilliseconds = 2;

/// To hand over fewer rows takes longer than to write them.
constexpr std::size_t kSentMin = 16;

/// SQLite's callback: `tries_max` is an int, `tries` counts from 0; 0 gives up.
int wait_for_lock(void* tries_max, int tries) {
  if (tries >= *static_cast<const int*>(tries_max)) return 0;
  sqlite3_sleep(kPauseMilliseconds);
  return 1;
}

int bind_one(sqlite3_stmt* statement, int index, const Value::Held& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    return sqlite3_bind_int64(statement, index, *integer);
  }
  if (const auto* real = std::get_if<double>(&value)) {
    return sqlite3_bind_double(statement, index, *real);
  }
  if (const auto* text = std::get_if<std::string_view>(&value)) {
    return sqlite3_bind_text64(statement, index, text->data() != nullptr ? text->data() : "",
                               text->size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  }
  if (const auto* bytes = std::get_if<ByteView>(&value)) {
    if (bytes->empty()) return sqlite3_bind_zeroblob(statement, index, 0);
    return sqlite3_bind_blob64(statement, index, bytes->data(), bytes->size(), SQLITE_TRANSIENT);
  }
  return sqlite3_bind_null(statement, index);
}

/// What the statements of a connection share.
struct Shared {
  // In this order: statements are finalised before their connection closes.
  Connection connection;
  std::map<std::string, std::vector<Prepared>, std::less<>> idle;
  std::string name;
  int tries_max = 0;
};

class SqliteStatement : public EngineStatement {
 public:
  /// `sender`: whoever may have the connection; null: it is this one's meanwhile.
  SqliteStatement(Prepared prepared, Shared& lender, Sender* sender)
      : prepared_(std::move(prepared)), lender_(lender), sender_(sender) {}
  ~SqliteStatement() override {
    take_connection();
    sqlite3_stmt* statement = prepared_.get();
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    lender_.idle[sqlite3_sql(statement)].push_back(std::move(prepared_));
  }

  Result<bool> step() override {
    take_connection();
    const int code = sqlite3_step(prepared_.get());
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    auto failure = sqlite::failure_of(code, lender_.name);
    sqlite3_reset(prepared_.get());
    return failure;
  }

  Result<void> restart(std::span<const Value> values) override {
    take_connection();
    sqlite3_stmt* statement = prepared_.get();
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    ensure(static_cast<int>(values.size()) == sqlite3_bind_parameter_count(statement),
           "a statement is given as many values as it takes");
    int index = 1;
    for (const Value& value : values) {
      const int code = bind_one(statement, index++, value.held());
      if (code != SQLITE_OK) return sqlite::failure_of(code, lender_.name);
    }
    return {};
  }

  std::int64_t changed() const override { return sqlite3_changes64(lender_.connection.get()); }

  // Every column is asked this first.
  bool is_null(int column) const override {
    take_connection();
    ensure(column >= 0 && column < sqlite3_data_count(prepared_.get()),
           "a column is read of a row that is there");
    return sqlite3_column_type(prepared_.get(), column) == SQLITE_NULL;
  }
  std::int64_t integer(int column) const override {
    return sqlite3_column_int64(prepared_.get(), column);
  }
  double real(int column) const override { return sqlite3_column_double(prepared_.get(), column); }
  std::string text(int column) const override {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(prepared_.get(), column));
    ensure(text != nullptr, "there is memory for a text column");
    return std::string(text, size_of(column));
  }
  Bytes blob(int column) const override {
    const auto* at = static_cast<const std::uint8_t*>(sqlite3_column_blob(prepared_.get(), column));
    return Bytes(at, at + size_of(column));
  }

 private:
  void take_connection() const {
    if (sender_ != nullptr) sender_->idle();
  }
  [[nodiscard]] std::size_t size_of(int column) const {
    return static_cast<std::size_t>(sqlite3_column_bytes(prepared_.get(), column));
  }

  Prepared prepared_;
  Shared& lender_;
  Sender* sender_;
};

class SqliteEngine : public Engine {
 public:
  SqliteEngine(Connection connection, std::string name, int tries_max)
      : shared_{std::move(connection), {}, std::move(name), tries_max} {
    sqlite3_busy_handler(shared_.connection.get(), wait_for_lock, &shared_.tries_max);
  }

  Dialect dialect() const override { return Dialect::kSqlite; }
  Result<std::unique_ptr<EngineStatement>> prepare(std::string_view sql,
                                                   std::span<const Value> values) override;
  Result<std::int64_t> execute_many(std::string_view sql,
                                    std::span<const std::vector<Value>> rows) override;
  Result<void> send_many(std::string_view sql, std::span<const std::vector<Value>> rows) override;
  Result<void> run_script(const std::string& script) override;
  Result<std::int64_t> data_version() override { return first_integer("PRAGMA data_version"); }
  Result<void> checkpoint() override;
  Result<void> move_log_aside(std::int64_t pages) override;
  Result<void> move_log_at_commits(std::int64_t pages) override;
  Result<void> quick_check() override;
  Result<bool> take_turn() override { return true; }
  Result<void> begin_write() override;
  Result<void> begin_read() override { return run("BEGIN DEFERRED"); }
  Result<void> commit() override { return run("COMMIT"); }
  // SQLite may have rolled back by itself (full disk); then this fails, and nothing is lost.
  void roll_back() override {
    sender_.forget_failure();
    static_cast<void>(run_script("ROLLBACK"));
  }

  [[nodiscard]] Result<void> set_up(std::chrono::milliseconds patience);
  [[nodiscard]] Result<void> make_log_durable();

 private:
  [[nodiscard]] Result<std::unique_ptr<EngineStatement>> lend(std::string_view sql,
                                                              std::span<const Value> values,
                                                              Sender* sender);
  [[nodiscard]] Result<std::int64_t> run_many(std::string_view sql,
                                              std::span<const std::vector<Value>> rows,
                                              Sender* sender);
  [[nodiscard]] Result<void> run(std::string_view sql);
  [[nodiscard]] Result<std::int64_t> first_integer(std::string_view sql);
  [[nodiscard]] Result<std::string> first_text(std::string_view sql);
  [[nodiscard]] Result<void> check_promises();

  Shared shared_;
  std::unique_ptr<LogMover> log_mover_;  ///< absent: commits move the log
  Sender sender_;
};

Result<std::unique_ptr<EngineStatement>> SqliteEngine::prepare(std::string_view sql,
                                                               std::span<const Value> values) {
  GARITA_CHECK(sender_.answered_all());
  return lend(sql, values, &sender_);
}

Result<std::unique_ptr<EngineStatement>> SqliteEngine::lend(std::string_view sql,
                                                            std::span<const Value> values,
                                                            Sender* sender) {
  Prepared prepared;
  const auto idle = shared_.idle.find(sql);
  if (idle != shared_.idle.end() && !idle->second.empty()) {
    prepared = std::move(idle->second.back());
    idle->second.pop_back();
  } else {
    sqlite3_stmt* raw = nullptr;
    sqlite3* connection = shared_.connection.get();
    const int code = sqlite3_prepare_v3(connection, sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
    prepared.reset(raw);
    ensure(code != SQLITE_ERROR,
           "SQL of our own is well formed: " + std::string(sqlite3_errmsg(connection)));
    if (code != SQLITE_OK) return sqlite::failure_of(code, shared_.name);
  }
  std::unique_ptr<EngineStatement> statement =
      std::make_unique<SqliteStatement>(std::move(prepared), shared_, sender);
  GARITA_CHECK(statement->restart(values));
  return statement;
}

Result<std::int64_t> SqliteEngine::execute_many(std::string_view sql,
                                                std::span<const std::vector<Value>> rows) {
  GARITA_CHECK(sender_.answered_all());
  return run_many(sql, rows, &sender_);
}

Result<void> SqliteEngine::send_many(std::string_view sql,
                                     std::span<const std::vector<Value>> rows) {
  if (rows.empty()) return {};
  if (rows.size() >= kSentMin || sender_.is_busy()) {
    sender_.send([this, sql = std::string(sql),
                  copy = std::make_shared<const RowsCopy>(rows)]() -> Result<void> {
      GARITA_CHECK(run_many(sql, copy->rows(), nullptr));
      return {};
    });
    return {};
  }
  GARITA_CHECK(execute_many(sql, rows));
  return {};
}

Result<std::int64_t> SqliteEngine::run_many(std::string_view sql,
                                            std::span<const std::vector<Value>> rows,
                                            Sender* sender) {
  std::int64_t added = 0;
  if (rows.empty()) return added;
  GARITA_TRY(statement, lend(sql, rows.front(), sender));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i > 0) GARITA_CHECK(statement->restart(rows[i]));
    GARITA_TRY(has_row, statement->step());
    ensure(!has_row, "an INSERT of many rows gives none back");
    added += statement->changed();
  }
  return added;
}

Result<void> SqliteEngine::run(std::string_view sql) {
  GARITA_TRY(statement, prepare(sql, {}));
  GARITA_TRY(has_row, statement->step());
  ensure(!has_row, "what begins or ends a transaction gives no row");
  return {};
}

Result<std::int64_t> SqliteEngine::first_integer(std::string_view sql) {
  GARITA_TRY(statement, prepare(sql, {}));
  GARITA_TRY(has_row, statement->step());
  ensure(has_row, "a pragma gives a row");
  return statement->integer(0);
}

Result<std::string> SqliteEngine::first_text(std::string_view sql) {
  GARITA_TRY(statement, prepare(sql, {}));
  GARITA_TRY(has_row, statement->step());
  return has_row ? statement->text(0) : "it cannot be checked";
}

Result<void> SqliteEngine::run_script(const std::string& script) {
  GARITA_CHECK(sender_.answered_all());
  sqlite3* connection = shared_.connection.get();
  const int code = sqlite3_exec(connection, script.c_str(), nullptr, nullptr, nullptr);
  if (code == SQLITE_OK) return {};
  if ((code & 0xFF) == SQLITE_ERROR) {
    return fail(Remedy::kRepair, shared_.name + ": " + sqlite3_errmsg(connection));
  }
  return sqlite::failure_of(code, shared_.name);
}

Result<void> SqliteEngine::checkpoint() {
  GARITA_TRY(left, first_integer("PRAGMA wal_checkpoint(TRUNCATE)"));
  if (left == 0) return {};
  return fail(Remedy::kRetry, shared_.name + ": the log is still being read");
}

Result<void> SqliteEngine::move_log_aside(std::int64_t pages) {
  GARITA_CHECK(sender_.answered_all());
  GARITA_TRY(mover, LogMover::begin(shared_.connection.get(), shared_.name, pages));
  log_mover_ = std::move(mover);
  return {};
}

Result<void> SqliteEngine::move_log_at_commits(std::int64_t pages) {
  GARITA_CHECK(sender_.answered_all());
  sqlite3_wal_autocheckpoint(shared_.connection.get(), static_cast<int>(pages));
  const auto mover = std::exchange(log_mover_, nullptr);
  return mover ? mover->finish() : Result<void>();
}

Result<void> SqliteEngine::begin_write() {
  if (log_mover_) GARITA_CHECK(log_mover_->make_room());
  return run("BEGIN IMMEDIATE");
}

Result<void> SqliteEngine::quick_check() {
  GARITA_TRY(found, first_text("PRAGMA quick_check(1)"));
  if (found != "ok") return fail(Remedy::kRepair, shared_.name + ": " + found);
  return {};
}

/// A pragma that cannot be followed, as on a file system without shared memory, is no failure to
/// SQLite.
Result<void> SqliteEngine::check_promises() {
  GARITA_TRY(mode, first_text("PRAGMA journal_mode"));
  GARITA_TRY(sync, first_integer("PRAGMA synchronous"));
  constexpr std::int64_t kFull = 2;
  if (mode == "wal" && sync == kFull) return {};
  return fail(Remedy::kRepair, "SQLite keeps no durable write-ahead log here");
}

/// Every byte of the log again, where it stands. Under the write lock: nobody else changes it.
int write_again(sqlite3_file* log) {
  // SQLite writes less than 128 KiB at once (os_unix.c, seekAndWriteFd).
  constexpr std::size_t kPiece = std::size_t{64} * 1024;
  sqlite3_int64 size = 0;
  int code = log->pMethods->xFileSize(log, &size);
  Bytes piece(kPiece);
  for (sqlite3_int64 at = 0; code == SQLITE_OK && at < size; at += static_cast<int>(kPiece)) {
    const auto length = static_cast<int>(std::min<sqlite3_int64>(kPiece, size - at));
    code = log->pMethods->xRead(log, piece.data(), length, at);
    if (code == SQLITE_OK) code = log->pMethods->xWrite(log, piece.data(), length, at);
  }
  return code;
}

/// A process that was killed between writing a commit and its sync, or after a sync that failed,
/// leaves it in the log, and the next one to open the file reads it there: what it tells from that,
/// and what it appends behind it, must survive a power cut too. SQLite syncs nothing when it
/// recovers a log; and a sync alone would not do: Linux takes what a failed one should have written
/// for clean. Where another process holds the lock, that one did this when it opened the file; it
/// is not waited for.
Result<void> SqliteEngine::make_log_durable() {
  sqlite3* connection = shared_.connection.get();
  sqlite3_file* log = nullptr;
  const int found = sqlite3_file_control(connection, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
  if (found != SQLITE_OK || log == nullptr || log->pMethods == nullptr) return {};
  sqlite3_busy_handler(connection, nullptr, nullptr);
  const bool locked =
      sqlite3_exec(connection, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr) == SQLITE_OK;
  int code = locked ? write_again(log) : SQLITE_OK;
  if (code == SQLITE_OK) code = log->pMethods->xSync(log, SQLITE_SYNC_NORMAL);
  if (locked) sqlite3_exec(connection, "ROLLBACK", nullptr, nullptr, nullptr);
  sqlite3_busy_handler(connection, wait_for_lock, &shared_.tries_max);
  if (code != SQLITE_OK) return sqlite::failure_of(code, shared_.name);
  return {};
}

/// SQLite asks nobody to wait while a file is turned to WAL, which happens when two processes
/// create one at once; so the waiting is done here.
Result<void> SqliteEngine::set_up(std::chrono::milliseconds patience) {
  constexpr std::chrono::milliseconds kPause{5};
  while (true) {
    auto done = run_script(std::string(kPragmas));
    if (done) return check_promises();
    if (done.error().remedy != Remedy::kRetry || patience <= kPause) return done;
    sqlite3_sleep(static_cast<int>(kPause.count()));
    patience -= kPause;
  }
}

}  // namespace

Result<std::unique_ptr<Engine>> open_sqlite(const std::filesystem::path& file,
                                            const DatabaseOptions& options) {
  if (options.mode == OpenMode::kCreate) GARITA_CHECK(create_private(file));
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &raw, open_flags(options.mode), nullptr);
  Connection connection(raw);
  if (code != SQLITE_OK) return sqlite::failure_of(code, file.string());
  sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  const auto tries_max = static_cast<int>(options.busy_timeout.count() / kPauseMilliseconds);
  auto engine =
      std::make_unique<SqliteEngine>(std::move(connection), file.filename().string(), tries_max);
  if (options.mode == OpenMode::kReadOnly) {
    GARITA_CHECK(engine->run_script("PRAGMA temp_store=MEMORY; SELECT 1 FROM sqlite_schema;"));
    return std::unique_ptr<Engine>(std::move(engine));
  }
  GARITA_CHECK(engine->set_up(options.busy_timeout));
  // The first look recovers the log.
  GARITA_CHECK(engine->run_script("SELECT 1 FROM sqlite_schema;"));
  GARITA_CHECK(engine->make_log_durable());
  if (options.pages_max > 0) {
    const std::string pages = std::to_string(options.pages_max);
    GARITA_CHECK(engine->run_script("PRAGMA max_page_count=" + pages));
  }
  // Negative: in KiB.
  if (options.cache_bytes > 0) {
    const std::string size = std::to_string(-options.cache_bytes / 1024);
    GARITA_CHECK(engine->run_script("PRAGMA cache_size=" + size));
  }
  if (options.log_pages > 0) GARITA_CHECK(engine->move_log_at_commits(options.log_pages));
  return std::unique_ptr<Engine>(std::move(engine));
}

}  // namespace garita::storage
