#pragma once

#include <array>
#include <chrono>
#include <concepts>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/result.h"

namespace garita {

/// What a statement's `?1`, `?2`, … take. Made by itself from integers, text, bytes and from
/// optionals of them, where absent is NULL; enumerations are cast by the caller.
class Value {
 public:
  Value(std::nullopt_t) {}
  template <std::integral T>
  Value(T integer) : value_(static_cast<std::int64_t>(integer)) {}
  Value(double real) : value_(real) {}
  Value(std::string_view text) : value_(text) {}
  Value(const std::string& text) : value_(std::string_view(text)) {}
  Value(const char* text) : value_(std::string_view(text)) {}
  Value(ByteView bytes) : value_(bytes) {}
  Value(const Bytes& bytes) : value_(ByteView(bytes)) {}
  template <std::size_t size>
  Value(const std::array<std::uint8_t, size>& bytes) : value_(ByteView(bytes)) {}
  template <typename T>
  Value(const std::optional<T>& maybe) {
    if (maybe) *this = Value(*maybe);
  }

  using Held = std::variant<std::monostate, std::int64_t, double, std::string_view, ByteView>;
  [[nodiscard]] const Held& held() const { return value_; }

 private:
  Held value_;
};
using Values = std::initializer_list<Value>;

/// A prepared statement lent by its Database, which gets it back, reset and cleared, when this is
/// destroyed. Never outlives the Database.
class Statement {
 public:
  struct Handle;
  explicit Statement(std::unique_ptr<Handle> handle);
  Statement(Statement&&) noexcept;
  Statement& operator=(Statement&&) noexcept;
  ~Statement();

  /// The next row: true when there is one. Remedies as Database::execute.
  [[nodiscard]] Result<bool> step();
  /// Starts over with other values; those of before are copied away.
  [[nodiscard]] Result<void> restart(Values values);

  /// Columns of the row, counted from 0. These are for NOT NULL columns: NULL ends the process.
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] double real(int column) const;
  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] Bytes blob(int column) const;
  /// Nothing for NULL.
  [[nodiscard]] std::optional<std::int64_t> nullable_integer(int column) const;
  [[nodiscard]] std::optional<double> nullable_real(int column) const;
  [[nodiscard]] std::optional<std::string> nullable_text(int column) const;
  [[nodiscard]] std::optional<Bytes> nullable_blob(int column) const;

 private:
  std::unique_ptr<Handle> handle_;
};

enum class OpenMode { kReadWrite, kCreate, kReadOnly };

struct DatabaseOptions {
  OpenMode mode = OpenMode::kCreate;
  /// How long a lock of another connection or process is waited for.
  std::chrono::milliseconds busy_timeout{10'000};
  /// The most pages of 4096 bytes that the file may grow to; 0 is SQLite's own limit.
  std::int64_t pages_max = 0;
  /// For a connection that writes all over a large file: the most memory for its pages, and the
  /// pages that its log gathers before they are moved into the file; 0 is SQLite's own, 2 MB and
  /// 1000 pages.
  std::int64_t cache_bytes = 0;
  std::int64_t log_pages = 0;
};

struct ConnectOptions {
  /// How long a lock of another connection is waited for.
  std::chrono::milliseconds busy_timeout{10'000};
};

/// Which SQL a database understands, where the two differ.
enum class Dialect { kSqlite, kPostgres };

/// One connection to one database; it belongs to one thread. What is committed is durable; foreign
/// keys hold. SQL is written once for both engines, with `?1`, `?2`, … for values.
///
/// SQLite: one file (WAL, synchronous=FULL); temporary tables stay in memory; deleted content is
/// overwritten. A file that is created is readable by its owner alone (0600), its WAL too.
///
/// PostgreSQL: one session (fsync and synchronous_commit are on). A result is read whole before its
/// first row. A statement that failed in a transaction undoes all of it, but for what a savepoint
/// keeps. A connection that was lost is made again at the next operation outside a transaction.
class Database {
 public:
  struct Handle;
  /// Remedy: retry (busy, full), repair (no database, damaged, no such file, or a place where what
  /// is committed would not be durable).
  [[nodiscard]] static Result<Database> open(const std::filesystem::path& file,
                                             const DatabaseOptions& options = {});
  /// PostgreSQL 13 or newer, UTF-8, at "postgresql://…" as libpq reads it. Messages never carry the
  /// address, which may hold a password. Remedy: retry (no server there, too many connections),
  /// repair (refused, no such database, or a server on which what is committed is not durable).
  [[nodiscard]] static Result<Database> connect(const std::string& address,
                                                const ConnectOptions& options = {});
  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;
  ~Database();

  [[nodiscard]] Dialect dialect() const;

  /// Lends the statement, prepared once for each text, with `values` in `?1`, `?2`, …
  /// `sql` is one statement. Ends the process when the SQL is wrong: it is ours.
  [[nodiscard]] Result<Statement> prepare(std::string_view sql, Values values = {});
  [[nodiscard]] Result<Statement> prepare(std::string_view sql, std::span<const Value> values);
  /// Runs it to its end; how many rows it changed. Remedy: retry (busy, full, I/O), reject (a
  /// constraint), repair (damaged).
  [[nodiscard]] Result<std::int64_t> execute(std::string_view sql, Values values = {});
  [[nodiscard]] Result<std::int64_t> execute(std::string_view sql, std::span<const Value> values);
  /// An INSERT of many rows, at a server in one statement; how many rows it added. `sql` is written
  /// for one row, `INSERT … VALUES (?1, …, ?n) …`, without a value elsewhere; each row has n
  /// values. Outside a transaction a failure may leave some of the rows. Remedies as execute.
  [[nodiscard]] Result<std::int64_t> execute_many(std::string_view sql,
                                                  std::span<const std::vector<Value>> rows);
  /// As execute_many, or any statement that gives no rows, once for each of `rows` in their order;
  /// in a WriteTransaction and not in a savepoint, without waiting for it: a server, or for SQLite
  /// a thread, writes while the program goes on. What fails makes all that comes next fail, the
  /// commit too, until the transaction is rolled back.
  [[nodiscard]] Result<void> send_many(std::string_view sql,
                                       std::span<const std::vector<Value>> rows);
  /// Several statements, separated by `;`, without values: migrations.
  [[nodiscard]] Result<void> run_script(const std::string& script);

  /// Changes when another connection or process has committed something; in SQLite not for own
  /// commits.
  [[nodiscard]] Result<std::int64_t> data_version();
  /// SQLite: moves the WAL into the file and empties it: before a backup, and after something was
  /// erased. PostgreSQL keeps its own log: nothing is done.
  /// Remedy: retry, when readers do not let go within the busy timeout and something may be left.
  [[nodiscard]] Result<void> checkpoint();
  /// SQLite: from now on the WAL is moved into the file by a thread, as soon as `pages` of 4096
  /// bytes wait for it, while this connection goes on: for one that writes all over a large file. A
  /// transaction waits to begin while the WAL is eight times as long and can be moved; what failed
  /// fails the next to begin, and nothing is lost by it. PostgreSQL: nothing is done.
  [[nodiscard]] Result<void> move_log_aside(std::int64_t pages);
  /// Ends that, and says what failed: a commit that makes the WAL as long moves it, as of
  /// DatabaseOptions::log_pages.
  [[nodiscard]] Result<void> move_log_at_commits(std::int64_t pages);
  /// Remedy: repair, with what SQLite's PRAGMA quick_check found first; PostgreSQL's server checks
  /// its pages itself as it reads them.
  [[nodiscard]] Result<void> quick_check();

  /// Whether it is this connection that does what only one should do at a time: of all that ask,
  /// the first one until it is closed or lost. So in PostgreSQL; in SQLite, where one file has one
  /// machine, always.
  [[nodiscard]] Result<bool> take_turn();

 private:
  friend class WriteTransaction;
  friend class ReadTransaction;
  explicit Database(std::unique_ptr<Handle> handle);
  std::unique_ptr<Handle> handle_;
};

/// Takes the write lock at once (BEGIN IMMEDIATE; in PostgreSQL an advisory lock, held to the end
/// of the commit), so that what was read inside is still true when it is written, and transactions
/// commit one after the other; rolls back unless committed. One at a time on one Database.
class WriteTransaction {
 public:
  /// Remedy: retry, when another writer does not let go within the busy timeout.
  [[nodiscard]] static Result<WriteTransaction> begin(Database& database);
  WriteTransaction(WriteTransaction&& other) noexcept;
  WriteTransaction& operator=(WriteTransaction&&) = delete;
  ~WriteTransaction();
  /// Durable when it returns well; rolled back when it does not.
  [[nodiscard]] Result<void> commit();

 private:
  explicit WriteTransaction(Database& database) : database_(&database) {}
  Database* database_;
};

/// One unchanging view for several reads; ends when destroyed. Not for writing.
class ReadTransaction {
 public:
  [[nodiscard]] static Result<ReadTransaction> begin(Database& database);
  ReadTransaction(ReadTransaction&& other) noexcept;
  ReadTransaction& operator=(ReadTransaction&&) = delete;
  ~ReadTransaction();

 private:
  explicit ReadTransaction(Database& database) : database_(&database) {}
  Database* database_;
};

}  // namespace garita
