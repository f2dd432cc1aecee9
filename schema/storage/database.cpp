#include "schema/storage/database.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <map>
#include <system_error>
#include <vector>

#include "schema/storage/sqlite_error.h"

namespace garita {
namespace {

struct CloseConnection {
  void operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }
};
struct FinalizeStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Connection = std::unique_ptr<sqlite3, CloseConnection>;
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

}  // namespace

struct Database::Handle {
  // In this order: statements are finalised before their connection closes.
  Connection connection;
  std::map<std::string, std::vector<Prepared>, std::less<>> idle;
  std::string name;
  int tries_max = 0;
};

struct Statement::Handle {
  Prepared prepared;
  Database::Handle* lender = nullptr;

  void check_column(int column) const {
    ensure(column >= 0 && column < sqlite3_data_count(prepared.get()),
           "a column is read of a row that is there");
  }
  [[nodiscard]] bool is_null(int column) const {
    check_column(column);
    return sqlite3_column_type(prepared.get(), column) == SQLITE_NULL;
  }
};

Statement::Statement(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {}
Statement::Statement(Statement&&) noexcept = default;

Statement& Statement::operator=(Statement&& other) noexcept {
  // The one held before goes back to its database with `other`.
  std::swap(handle_, other.handle_);
  return *this;
}

Statement::~Statement() {
  if (handle_ == nullptr || handle_->prepared == nullptr) return;
  sqlite3_stmt* statement = handle_->prepared.get();
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
  handle_->lender->idle[sqlite3_sql(statement)].push_back(std::move(handle_->prepared));
}

Result<bool> Statement::step() {
  const int code = sqlite3_step(handle_->prepared.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  auto failure = sqlite::failure_of(code, handle_->lender->name);
  sqlite3_reset(handle_->prepared.get());
  return failure;
}

Result<void> Statement::restart(Values values) {
  sqlite3_stmt* statement = handle_->prepared.get();
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
  ensure(static_cast<int>(values.size()) == sqlite3_bind_parameter_count(statement),
         "a statement is given as many values as it takes");
  int index = 1;
  for (const Value& value : values) {
    const int code = bind_one(statement, index++, value.held());
    if (code != SQLITE_OK) return sqlite::failure_of(code, handle_->lender->name);
  }
  return {};
}

std::optional<std::int64_t> Statement::nullable_integer(int column) const {
  if (handle_->is_null(column)) return std::nullopt;
  return sqlite3_column_int64(handle_->prepared.get(), column);
}

std::optional<double> Statement::nullable_real(int column) const {
  if (handle_->is_null(column)) return std::nullopt;
  return sqlite3_column_double(handle_->prepared.get(), column);
}

std::optional<std::string> Statement::nullable_text(int column) const {
  if (handle_->is_null(column)) return std::nullopt;
  sqlite3_stmt* statement = handle_->prepared.get();
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
  ensure(text != nullptr, "there is memory for a text column");
  return std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
}

std::optional<Bytes> Statement::nullable_blob(int column) const {
  if (handle_->is_null(column)) return std::nullopt;
  sqlite3_stmt* statement = handle_->prepared.get();
  const auto* at = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement, column));
  return Bytes(at, at + sqlite3_column_bytes(statement, column));
}

std::int64_t Statement::integer(int column) const {
  ensure(!handle_->is_null(column), "a NOT NULL integer column holds a value");
  return *nullable_integer(column);
}

double Statement::real(int column) const {
  ensure(!handle_->is_null(column), "a NOT NULL real column holds a value");
  return *nullable_real(column);
}

std::string Statement::text(int column) const {
  ensure(!handle_->is_null(column), "a NOT NULL text column holds a value");
  return *nullable_text(column);
}

Bytes Statement::blob(int column) const {
  ensure(!handle_->is_null(column), "a NOT NULL blob column holds a value");
  return *nullable_blob(column);
}

namespace {

/// A pragma that cannot be followed, as on a file system without shared memory, is no failure to
/// SQLite.
Result<void> check_promises(Database& database) {
  GARITA_TRY(mode, database.prepare("PRAGMA journal_mode"));
  GARITA_TRY(has_mode, mode.step());
  GARITA_TRY(sync, database.prepare("PRAGMA synchronous"));
  GARITA_TRY(has_sync, sync.step());
  constexpr std::int64_t kFull = 2;
  if (has_mode && mode.text(0) == "wal" && has_sync && sync.integer(0) == kFull) return {};
  return fail(Remedy::kRepair, "SQLite keeps no durable write-ahead log here");
}

/// Every byte of the log again, where it stands. Under the write lock: nobody else changes it.
int write_again(sqlite3_file* log) {
  constexpr std::size_t kPiece = std::size_t{256} * 1024;
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
/// for clean. Where another process holds the lock, that one did this when it opened the file.
Result<void> make_log_durable(sqlite3* connection, const std::string& name) {
  sqlite3_file* log = nullptr;
  const int found = sqlite3_file_control(connection, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
  if (found != SQLITE_OK || log == nullptr || log->pMethods == nullptr) return {};
  const bool locked =
      sqlite3_exec(connection, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr) == SQLITE_OK;
  int code = locked ? write_again(log) : SQLITE_OK;
  if (code == SQLITE_OK) code = log->pMethods->xSync(log, SQLITE_SYNC_NORMAL);
  if (locked) sqlite3_exec(connection, "ROLLBACK", nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return sqlite::failure_of(code, name);
  return {};
}

/// SQLite asks nobody to wait while a file is turned to WAL, which happens when two processes
/// create one at once; so the waiting is done here.
Result<void> set_up(Database& database, std::chrono::milliseconds patience) {
  constexpr std::chrono::milliseconds kPause{5};
  while (true) {
    auto done = database.run_script(std::string(kPragmas));
    if (done) return check_promises(database);
    if (done.error().remedy != Remedy::kRetry || patience <= kPause) return done;
    sqlite3_sleep(static_cast<int>(kPause.count()));
    patience -= kPause;
  }
}

}  // namespace

Database::Database(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {}
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

Result<Database> Database::open(const std::filesystem::path& file, const DatabaseOptions& options) {
  if (options.mode == OpenMode::kCreate) GARITA_CHECK(create_private(file));
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &raw, open_flags(options.mode), nullptr);
  Connection connection(raw);
  if (code != SQLITE_OK) return sqlite::failure_of(code, file.string());
  sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  const auto tries_max = static_cast<int>(options.busy_timeout.count() / kPauseMilliseconds);
  Database database(std::make_unique<Handle>(
      Handle{std::move(connection), {}, file.filename().string(), tries_max}));
  sqlite3_busy_handler(raw, wait_for_lock, &database.handle_->tries_max);
  if (options.mode == OpenMode::kReadOnly) {
    GARITA_CHECK(database.run_script("PRAGMA temp_store=MEMORY; SELECT 1 FROM sqlite_schema;"));
    return database;
  }
  GARITA_CHECK(set_up(database, options.busy_timeout));
  // The first look recovers the log.
  GARITA_CHECK(database.run_script("SELECT 1 FROM sqlite_schema;"));
  // Without waiting for the lock.
  sqlite3_busy_handler(raw, nullptr, nullptr);
  GARITA_CHECK(make_log_durable(raw, database.handle_->name));
  sqlite3_busy_handler(raw, wait_for_lock, &database.handle_->tries_max);
  if (options.pages_max > 0) {
    const std::string pages = std::to_string(options.pages_max);
    GARITA_CHECK(database.run_script("PRAGMA max_page_count=" + pages));
  }
  return database;
}

Result<Statement> Database::prepare(std::string_view sql, Values values) {
  auto handle = std::make_unique<Statement::Handle>();
  handle->lender = handle_.get();
  const auto idle = handle_->idle.find(sql);
  if (idle != handle_->idle.end() && !idle->second.empty()) {
    handle->prepared = std::move(idle->second.back());
    idle->second.pop_back();
  } else {
    sqlite3_stmt* raw = nullptr;
    const int code =
        sqlite3_prepare_v3(handle_->connection.get(), sql.data(), static_cast<int>(sql.size()),
                           SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
    handle->prepared.reset(raw);
    ensure(code != SQLITE_ERROR, "SQL of our own is well formed: " +
                                     std::string(sqlite3_errmsg(handle_->connection.get())));
    if (code != SQLITE_OK) return sqlite::failure_of(code, handle_->name);
  }
  Statement statement(std::move(handle));
  GARITA_CHECK(statement.restart(values));
  return statement;
}

Result<std::int64_t> Database::execute(std::string_view sql, Values values) {
  GARITA_TRY(statement, prepare(sql, values));
  while (true) {
    GARITA_TRY(has_row, statement.step());
    if (!has_row) return sqlite3_changes64(handle_->connection.get());
  }
}

Result<void> Database::run_script(const std::string& script) {
  sqlite3* connection = handle_->connection.get();
  const int code = sqlite3_exec(connection, script.c_str(), nullptr, nullptr, nullptr);
  if (code == SQLITE_OK) return {};
  if ((code & 0xFF) == SQLITE_ERROR) {
    return fail(Remedy::kRepair, handle_->name + ": " + sqlite3_errmsg(connection));
  }
  return sqlite::failure_of(code, handle_->name);
}

std::int64_t Database::last_insert_rowid() const {
  return sqlite3_last_insert_rowid(handle_->connection.get());
}

Result<std::int64_t> Database::data_version() {
  GARITA_TRY(statement, prepare("PRAGMA data_version"));
  GARITA_TRY(has_row, statement.step());
  ensure(has_row, "PRAGMA data_version gives a row");
  return statement.integer(0);
}

Result<void> Database::checkpoint() {
  GARITA_TRY(statement, prepare("PRAGMA wal_checkpoint(TRUNCATE)"));
  GARITA_TRY(has_row, statement.step());
  ensure(has_row, "PRAGMA wal_checkpoint gives a row");
  if (statement.integer(0) == 0) return {};
  return fail(Remedy::kRetry, handle_->name + ": the log is still being read");
}

Result<void> Database::quick_check() {
  GARITA_TRY(statement, prepare("PRAGMA quick_check(1)"));
  GARITA_TRY(has_row, statement.step());
  if (!has_row) return fail(Remedy::kRepair, handle_->name + ": it cannot be checked");
  const std::string found = statement.text(0);
  if (found != "ok") return fail(Remedy::kRepair, handle_->name + ": " + found);
  return {};
}

Result<WriteTransaction> WriteTransaction::begin(Database& database) {
  GARITA_TRY(begun, database.execute("BEGIN IMMEDIATE"));
  static_cast<void>(begun);
  return WriteTransaction(database);
}

WriteTransaction::WriteTransaction(WriteTransaction&& other) noexcept
    : database_(std::exchange(other.database_, nullptr)) {}

WriteTransaction::~WriteTransaction() {
  // SQLite may have rolled back by itself (full disk); then this fails, and nothing is lost.
  if (database_ != nullptr) static_cast<void>(database_->run_script("ROLLBACK"));
}

Result<void> WriteTransaction::commit() {
  ensure(database_ != nullptr, "a transaction is committed once");
  GARITA_TRY(done, database_->execute("COMMIT"));
  static_cast<void>(done);
  database_ = nullptr;
  return {};
}

Result<ReadTransaction> ReadTransaction::begin(Database& database) {
  GARITA_TRY(begun, database.execute("BEGIN DEFERRED"));
  static_cast<void>(begun);
  return ReadTransaction(database);
}

ReadTransaction::ReadTransaction(ReadTransaction&& other) noexcept
    : database_(std::exchange(other.database_, nullptr)) {}

ReadTransaction::~ReadTransaction() {
  if (database_ != nullptr) static_cast<void>(database_->run_script("ROLLBACK"));
}

}  // namespace garita
