#include "schema/storage/database.h"

#include "schema/storage/engine.h"

namespace garita {

struct Database::Handle {
  std::unique_ptr<storage::Engine> engine;
};

struct Statement::Handle {
  std::unique_ptr<storage::EngineStatement> statement;
};

Statement::Statement(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {}
Statement::Statement(Statement&&) noexcept = default;

Statement& Statement::operator=(Statement&& other) noexcept {
  // The one held before goes back to its database with `other`.
  std::swap(handle_, other.handle_);
  return *this;
}

Statement::~Statement() = default;

Result<bool> Statement::step() { return handle_->statement->step(); }

Result<void> Statement::restart(Values values) { return handle_->statement->restart(values); }

std::optional<std::int64_t> Statement::nullable_integer(int column) const {
  if (handle_->statement->is_null(column)) return std::nullopt;
  return handle_->statement->integer(column);
}

std::optional<double> Statement::nullable_real(int column) const {
  if (handle_->statement->is_null(column)) return std::nullopt;
  return handle_->statement->real(column);
}

std::optional<std::string> Statement::nullable_text(int column) const {
  if (handle_->statement->is_null(column)) return std::nullopt;
  return handle_->statement->text(column);
}

std::optional<Bytes> Statement::nullable_blob(int column) const {
  if (handle_->statement->is_null(column)) return std::nullopt;
  return handle_->statement->blob(column);
}

std::int64_t Statement::integer(int column) const {
  ensure(!handle_->statement->is_null(column), "a NOT NULL integer column holds a value");
  return handle_->statement->integer(column);
}

double Statement::real(int column) const {
  ensure(!handle_->statement->is_null(column), "a NOT NULL real column holds a value");
  return handle_->statement->real(column);
}

std::string Statement::text(int column) const {
  ensure(!handle_->statement->is_null(column), "a NOT NULL text column holds a value");
  return handle_->statement->text(column);
}

Bytes Statement::blob(int column) const {
  ensure(!handle_->statement->is_null(column), "a NOT NULL blob column holds a value");
  return handle_->statement->blob(column);
}

Database::Database(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {}
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

Result<Database> Database::open(const std::filesystem::path& file, const DatabaseOptions& options) {
  GARITA_TRY(engine, storage::open_sqlite(file, options));
  return Database(std::unique_ptr<Handle>(new Handle{std::move(engine)}));
}

Result<Database> Database::connect(const std::string& address, const ConnectOptions& options) {
  GARITA_TRY(engine, storage::connect_postgres(address, options));
  return Database(std::unique_ptr<Handle>(new Handle{std::move(engine)}));
}

Dialect Database::dialect() const { return handle_->engine->dialect(); }

Result<Statement> Database::prepare(std::string_view sql, Values values) {
  return prepare(sql, std::span(values.begin(), values.size()));
}

Result<Statement> Database::prepare(std::string_view sql, std::span<const Value> values) {
  GARITA_TRY(statement, handle_->engine->prepare(sql, values));
  return Statement(std::unique_ptr<Statement::Handle>(new Statement::Handle{std::move(statement)}));
}

Result<std::int64_t> Database::execute(std::string_view sql, Values values) {
  return execute(sql, std::span(values.begin(), values.size()));
}

Result<std::int64_t> Database::execute(std::string_view sql, std::span<const Value> values) {
  GARITA_TRY(statement, handle_->engine->prepare(sql, values));
  while (true) {
    GARITA_TRY(has_row, statement->step());
    if (!has_row) return statement->changed();
  }
}

Result<std::int64_t> Database::execute_many(std::string_view sql,
                                            std::span<const std::vector<Value>> rows) {
  return handle_->engine->execute_many(sql, rows);
}

Result<void> Database::send_many(std::string_view sql, std::span<const std::vector<Value>> rows) {
  return handle_->engine->send_many(sql, rows);
}

Result<void> Database::run_script(const std::string& script) {
  return handle_->engine->run_script(script);
}

Result<std::int64_t> Database::data_version() { return handle_->engine->data_version(); }
Result<void> Database::checkpoint() { return handle_->engine->checkpoint(); }
Result<void> Database::move_log_aside(std::int64_t pages) {
  return handle_->engine->move_log_aside(pages);
}
Result<void> Database::move_log_at_commits(std::int64_t pages) {
  return handle_->engine->move_log_at_commits(pages);
}
Result<void> Database::quick_check() { return handle_->engine->quick_check(); }
Result<bool> Database::take_turn() { return handle_->engine->take_turn(); }

Result<WriteTransaction> WriteTransaction::begin(Database& database) {
  GARITA_CHECK(database.handle_->engine->begin_write());
  return WriteTransaction(database);
}

WriteTransaction::WriteTransaction(WriteTransaction&& other) noexcept
    : database_(std::exchange(other.database_, nullptr)) {}

WriteTransaction::~WriteTransaction() {
  if (database_ != nullptr) database_->handle_->engine->roll_back();
}

Result<void> WriteTransaction::commit() {
  ensure(database_ != nullptr, "a transaction is committed once");
  GARITA_CHECK(database_->handle_->engine->commit());
  database_ = nullptr;
  return {};
}

Result<ReadTransaction> ReadTransaction::begin(Database& database) {
  GARITA_CHECK(database.handle_->engine->begin_read());
  return ReadTransaction(database);
}

ReadTransaction::ReadTransaction(ReadTransaction&& other) noexcept
    : database_(std::exchange(other.database_, nullptr)) {}

ReadTransaction::~ReadTransaction() {
  if (database_ != nullptr) database_->handle_->engine->roll_back();
}

}  // namespace garita
