#include <libpq-fe.h>

#include <array>
#include <bit>
#include <charconv>
#include <cstring>
#include <limits>
#include <map>
#include <vector>

#include "schema/storage/engine.h"
#include "schema/storage/postgres_error.h"
#include "schema/storage/postgres_values.h"
#include "schema/storage/sender.h"

namespace garita::storage {
namespace {

struct FinishConnection {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Connection = std::unique_ptr<PGconn, FinishConnection>;
using Answer = std::unique_ptr<PGresult, ClearResult>;
using namespace postgres;

constexpr int kBinary = 1;
constexpr const char* kWrongType = "a value is of another type than its column";

/// Advisory locks, by numbers that nobody else uses: "garita" and 1, under which the transactions
/// of all writers of a database come one after the other, and 2, held by whose turn it is.
constexpr const char* kTakeTurn = "SELECT pg_try_advisory_lock(x'6761726974610002'::bigint)";
constexpr const char* kBeginWrite =
    "BEGIN ISOLATION LEVEL READ COMMITTED; SELECT "
    "pg_advisory_xact_lock(x'6761726974610001'::bigint)";
constexpr const char* kBeginRead = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

bool is_done(const PGresult* answer) {
  const auto status = PQresultStatus(answer);
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
}

std::int64_t read_integer(const char* bytes, int size) {
  std::uint64_t number = (bytes[0] & 0x80) != 0 && size > 1 ? ~std::uint64_t{0} : 0;
  for (int i = 0; i < size; ++i) number = number << 8 | static_cast<std::uint8_t>(bytes[i]);
  return static_cast<std::int64_t>(number);
}

/// How many rows a statement changed.
std::int64_t changed_by(PGresult* answer) {
  const std::string_view text = PQcmdTuples(answer);
  std::int64_t count = 0;
  std::from_chars(text.data(), text.data() + text.size(), count);
  return count;
}

/// One text of SQL, prepared once a connection.
struct Prepared {
  std::string name;
  std::string sql;
  std::vector<Oid> types;        ///< of its parameters
  std::uint64_t connection = 0;  ///< the how-manieth connection knows it; 0: none
};

/// In the order of the statement's; nothing is NULL.
using Parameters = std::vector<std::optional<std::string>>;

/// The same as libpq takes them.
class Sent {
 public:
  explicit Sent(const Parameters& parameters)
      : values_(parameters.size(), nullptr),
        lengths_(parameters.size(), 0),
        formats_(parameters.size(), kBinary) {
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      if (!parameters[i]) continue;
      values_[i] = parameters[i]->data();
      lengths_[i] = static_cast<int>(parameters[i]->size());
    }
  }
  [[nodiscard]] int count() const { return static_cast<int>(values_.size()); }
  [[nodiscard]] const char* const* values() const { return values_.data(); }
  [[nodiscard]] const int* lengths() const { return lengths_.data(); }
  [[nodiscard]] const int* formats() const { return formats_.data(); }

 private:
  std::vector<const char*> values_;
  std::vector<int> lengths_;
  std::vector<int> formats_;
};

class PostgresEngine : public Engine {
 public:
  PostgresEngine(std::string address, const ConnectOptions& options)
      : address_(std::move(address)), options_(options) {}

  Dialect dialect() const override { return Dialect::kPostgres; }
  Result<std::unique_ptr<EngineStatement>> prepare(std::string_view sql,
                                                   std::span<const Value> values) override;
  Result<std::int64_t> execute_many(std::string_view sql,
                                    std::span<const std::vector<Value>> rows) override;
  Result<void> send_many(std::string_view sql, std::span<const std::vector<Value>> rows) override;
  Result<void> run_script(const std::string& script) override;
  Result<std::int64_t> data_version() override;
  Result<void> checkpoint() override { return {}; }
  Result<void> quick_check() override { return run_script("SELECT 1"); }
  Result<bool> take_turn() override;
  Result<void> begin_write() override { return begin(kBeginWrite); }
  Result<void> begin_read() override { return begin(kBeginRead); }
  Result<void> commit() override;
  void roll_back() override;

  /// Waits for what was sent, and makes the connection, or makes it anew where it was lost outside
  /// a transaction.
  [[nodiscard]] Result<void> be_connected();
  /// Makes the server know the statement.
  [[nodiscard]] Result<void> make_known(Prepared& prepared);
  [[nodiscard]] Result<Answer> run(Prepared& prepared, const Parameters& parameters);
  /// In the order of the statement's, which is known.
  [[nodiscard]] static Result<Parameters> parameters_of(const Prepared& prepared,
                                                        std::span<const Value> values);

 private:
  [[nodiscard]] Prepared& prepared_of(std::string_view sql);
  [[nodiscard]] Result<void> begin(const char* sql);
  [[nodiscard]] Result<void> set_up();
  [[nodiscard]] Result<std::string> shown(const std::string& setting);
  [[nodiscard]] Result<Answer> answered(PGresult* raw) const;
  [[nodiscard]] Result<void> answered_all();
  /// A column's values each, for an INSERT of many rows; the statement is known, and of what types.
  [[nodiscard]] static Result<Parameters> columns_of(const Prepared& of_one,
                                                     std::span<const std::vector<Value>> rows);
  [[nodiscard]] Result<Prepared*> known_of_many(std::string_view sql);
  [[nodiscard]] Result<void> send(const Prepared& prepared, Parameters parameters);

  std::string address_;
  ConnectOptions options_;
  Connection connection_;
  std::uint64_t connections_ = 0;  ///< made so far
  bool in_transaction_ = false;
  bool sending_ = false;       ///< statements whose answers nobody has waited for
  std::uint64_t turn_of_ = 0;  ///< the how-manieth connection has the turn; 0: none
  std::map<std::string, Prepared, std::less<>> prepared_;
  Sender sender_;
};

class PostgresStatement : public EngineStatement {
 public:
  PostgresStatement(PostgresEngine& engine, Prepared& prepared)
      : engine_(engine), prepared_(prepared) {}

  Result<bool> step() override {
    if (answer_ == nullptr) {
      GARITA_TRY(answer, engine_.run(prepared_, parameters_));
      answer_ = std::move(answer);
      row_ = -1;
    }
    if (row_ < PQntuples(answer_.get())) ++row_;
    return row_ < PQntuples(answer_.get());
  }

  Result<void> restart(std::span<const Value> values) override {
    answer_.reset();
    GARITA_TRY(parameters, PostgresEngine::parameters_of(prepared_, values));
    parameters_ = std::move(parameters);
    return {};
  }

  std::int64_t changed() const override { return changed_by(answer_.get()); }

  bool is_null(int column) const override {
    ensure(answer_ != nullptr && row_ >= 0 && row_ < PQntuples(answer_.get()) && column >= 0 &&
               column < PQnfields(answer_.get()),
           "a column is read of a row that is there");
    return PQgetisnull(answer_.get(), row_, column) != 0;
  }
  std::int64_t integer(int column) const override {
    const Oid type = PQftype(answer_.get(), column);
    ensure(type == kInt8 || type == kInt4 || type == kInt2 || type == kBool,
           "what is read as a whole number is one");
    return read_integer(at(column), PQgetlength(answer_.get(), row_, column));
  }
  double real(int column) const override {
    ensure(PQftype(answer_.get(), column) == kFloat8, "what is read as a real number is one");
    return std::bit_cast<double>(read_integer(at(column), sizeof(double)));
  }
  std::string text(int column) const override {
    ensure(PQftype(answer_.get(), column) == kText, "what is read as text is text");
    return std::string(at(column), size_of(column));
  }
  Bytes blob(int column) const override {
    ensure(PQftype(answer_.get(), column) == kBytea, "what is read as bytes is bytes");
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(at(column));
    return Bytes(bytes, bytes + size_of(column));
  }

 private:
  [[nodiscard]] const char* at(int column) const { return PQgetvalue(answer_.get(), row_, column); }
  [[nodiscard]] std::size_t size_of(int column) const {
    return static_cast<std::size_t>(PQgetlength(answer_.get(), row_, column));
  }

  PostgresEngine& engine_;
  Prepared& prepared_;
  Parameters parameters_;
  Answer answer_;
  int row_ = -1;
};

Result<Parameters> PostgresEngine::parameters_of(const Prepared& prepared,
                                                 std::span<const Value> values) {
  ensure(values.size() == prepared.types.size(), "a statement is given as many values as it takes");
  Parameters parameters;
  for (const Value& value : values) {
    const Oid type = prepared.types[parameters.size()];
    if (std::holds_alternative<std::monostate>(value.held())) {
      parameters.emplace_back();
      continue;
    }
    parameters.push_back(encoded(value.held(), type));
    if (!parameters.back()) return fail(Remedy::kReject, kWrongType);
  }
  return parameters;
}

Result<Answer> PostgresEngine::answered(PGresult* raw) const {
  Answer answer(raw);
  if (is_done(answer.get())) return answer;
  ensure(!postgres::is_wrong_sql(answer.get()),
         "SQL of our own is well formed: " + std::string(PQresultErrorMessage(answer.get())));
  return postgres::failure_of(connection_.get(), answer.get());
}

Result<void> PostgresEngine::be_connected() {
  GARITA_CHECK(answered_all());
  if (connection_ != nullptr && PQstatus(connection_.get()) == CONNECTION_OK) return {};
  if (in_transaction_)
    return fail(Remedy::kRetry, "the connection to the database's server was lost");
  // What the address says itself comes last and wins. A server that is there no more is noticed
  // within half a minute.
  constexpr std::array<const char*, 7> kKeywords{"connect_timeout",
                                                 "keepalives_idle",
                                                 "tcp_user_timeout",
                                                 "target_session_attrs",
                                                 "application_name",
                                                 "dbname",
                                                 nullptr};
  const std::array<const char*, 7> values{
      "10", "15", "30000", "read-write", "garita", address_.c_str(), nullptr};
  connection_.reset(PQconnectdbParams(kKeywords.data(), values.data(), 1));
  ensure(connection_ != nullptr, "there is memory for a connection");
  if (PQstatus(connection_.get()) != CONNECTION_OK)
    return postgres::failure_of_connecting(connection_.get(), kKeywords.data(), values.data());
  PQsetNoticeProcessor(
      connection_.get(), [](void*, const char*) {}, nullptr);
  ++connections_;
  auto ready = set_up();
  if (!ready) connection_.reset();
  return ready;
}

Result<void> PostgresEngine::set_up() {
  constexpr int kOldestServer = 130'000;
  if (PQserverVersion(connection_.get()) < kOldestServer)
    return fail(Remedy::kRepair, "the database's server is older than PostgreSQL 13");
  if (PQsetClientEncoding(connection_.get(), "UTF8") != 0)
    return fail(Remedy::kRepair, "the database's server does not speak UTF-8");
  GARITA_TRY(encoding, shown("server_encoding"));
  if (encoding != "UTF8")
    return fail(Remedy::kRepair, "the database's encoding is " + encoding + ", not UTF8");
  // What is asked is about few rows. Where the server has not counted yet what is in a table that
  // grows, it takes them for many, and compiles the statement or starts workers for it each time.
  const std::string patience = std::to_string(options_.busy_timeout.count());
  GARITA_TRY(set, answered(PQexec(connection_.get(),
                                  ("SET synchronous_commit = on; SET client_min_messages = "
                                   "warning; SET jit = off; SET "
                                   "max_parallel_workers_per_gather = 0; SET lock_timeout = " +
                                   patience)
                                      .c_str())));
  static_cast<void>(set);
  for (const char* setting : {"fsync", "full_page_writes", "synchronous_commit"}) {
    GARITA_TRY(value, shown(setting));
    if (value != "on")
      return fail(Remedy::kRepair, std::string("the database's server has ") + setting +
                                       " off: what it commits would not survive a power cut");
  }
  return {};
}

Result<std::string> PostgresEngine::shown(const std::string& setting) {
  GARITA_TRY(answer, answered(PQexec(connection_.get(), ("SHOW " + setting).c_str())));
  return std::string(PQgetvalue(answer.get(), 0, 0));
}

Result<void> PostgresEngine::make_known(Prepared& prepared) {
  GARITA_CHECK(be_connected());
  if (prepared.connection == connections_) return {};
  PGconn* connection = connection_.get();
  const char* name = prepared.name.c_str();
  GARITA_TRY(known, answered(PQprepare(connection, name, prepared.sql.c_str(), 0, nullptr)));
  static_cast<void>(known);
  prepared.types.clear();
  // What takes nothing needs no description; among it is what ends a transaction that failed.
  if (prepared.sql.find('$') != std::string::npos) {
    GARITA_TRY(described, answered(PQdescribePrepared(connection, name)));
    for (int i = 0; i < PQnparams(described.get()); ++i)
      prepared.types.push_back(PQparamtype(described.get(), i));
  }
  prepared.connection = connections_;
  return {};
}

Prepared& PostgresEngine::prepared_of(std::string_view sql) {
  const auto found = prepared_.find(sql);
  if (found != prepared_.end()) return found->second;
  const std::string name = "garita_" + std::to_string(prepared_.size() + 1);
  return prepared_.emplace(std::string(sql), Prepared{name, with_dollars(sql), {}, 0})
      .first->second;
}

Result<std::unique_ptr<EngineStatement>> PostgresEngine::prepare(std::string_view sql,
                                                                 std::span<const Value> values) {
  Prepared& prepared = prepared_of(sql);
  GARITA_CHECK(make_known(prepared));
  std::unique_ptr<EngineStatement> statement = std::make_unique<PostgresStatement>(*this, prepared);
  GARITA_CHECK(statement->restart(values));
  return statement;
}

/// Each column is one parameter, an array: a statement for any number of rows, and an array is read
/// for a third of what as many parameters cost.
Result<std::int64_t> PostgresEngine::execute_many(std::string_view sql,
                                                  std::span<const std::vector<Value>> rows) {
  if (rows.empty()) return 0;
  GARITA_TRY(of_many, known_of_many(sql));
  GARITA_TRY(columns, columns_of(prepared_of(sql), rows));
  GARITA_TRY(answer, run(*of_many, columns));
  return changed_by(answer.get());
}

Result<Prepared*> PostgresEngine::known_of_many(std::string_view sql) {
  Prepared& of_one = prepared_of(sql);
  if (of_one.connection != connections_) GARITA_CHECK(make_known(of_one));
  Prepared& of_many = prepared_of(with_arrays(of_one.sql, of_one.types));
  if (of_many.connection != connections_) GARITA_CHECK(make_known(of_many));
  return &of_many;
}

Result<Parameters> PostgresEngine::columns_of(const Prepared& of_one,
                                              std::span<const std::vector<Value>> rows) {
  Parameters columns;
  for (std::size_t column = 0; column < of_one.types.size(); ++column) {
    columns.push_back(encoded(rows, column, of_one.types[column]));
    if (!columns.back()) return fail(Remedy::kReject, kWrongType);
  }
  return columns;
}

/// libpq's pipeline: the server begins with a statement as soon as it is there.
Result<void> PostgresEngine::send_many(std::string_view sql,
                                       std::span<const std::vector<Value>> rows) {
  if (rows.empty()) return {};
  ensure(in_transaction_, "what is sent is committed by its transaction");
  if (is_insert_of_many(sql)) {
    GARITA_TRY(of_many, known_of_many(sql));
    GARITA_TRY(columns, columns_of(prepared_of(sql), rows));
    return send(*of_many, std::move(columns));
  }
  Prepared& of_one = prepared_of(sql);
  if (of_one.connection != connections_) GARITA_CHECK(make_known(of_one));
  for (const auto& row : rows) {
    GARITA_TRY(parameters, parameters_of(of_one, row));
    GARITA_CHECK(send(of_one, std::move(parameters)));
  }
  return {};
}

/// On the thread: a server that is not done yet takes no more than the socket holds.
Result<void> PostgresEngine::send(const Prepared& prepared, Parameters parameters) {
  PGconn* connection = connection_.get();
  if (!sending_ && PQenterPipelineMode(connection) != 1)
    return postgres::failure_of(connection, nullptr);
  sending_ = true;
  sender_.send([connection, &prepared, parameters = std::move(parameters)]() -> Result<void> {
    const Sent sent(parameters);
    if (PQsendQueryPrepared(connection, prepared.name.c_str(), sent.count(), sent.values(),
                            sent.lengths(), sent.formats(), kBinary) == 1 &&
        PQflush(connection) == 0)
      return {};
    return postgres::failure_of(connection, nullptr);
  });
  return {};
}

Result<void> PostgresEngine::answered_all() {
  if (!sending_) return {};
  sending_ = false;
  auto done = sender_.answered_all();
  sender_.forget_failure();
  PGconn* connection = connection_.get();
  bool in_step = PQpipelineSync(connection) == 1;
  while (in_step && PQstatus(connection) == CONNECTION_OK) {
    PGresult* raw = PQgetResult(connection);
    // Between the answers to two statements there is nothing.
    if (raw == nullptr) continue;
    if (PQresultStatus(raw) == PGRES_PIPELINE_SYNC) {
      PQclear(raw);
      break;
    }
    const auto answer = answered(raw);
    // What comes after a failure was not even tried.
    if (!answer && done) done = Failure(answer.error());
  }
  if (PQexitPipelineMode(connection) == 1 || !done) return done;
  return postgres::failure_of(connection, nullptr);
}

Result<Answer> PostgresEngine::run(Prepared& prepared, const Parameters& parameters) {
  GARITA_CHECK(make_known(prepared));
  const Sent sent(parameters);
  return answered(PQexecPrepared(connection_.get(), prepared.name.c_str(), sent.count(),
                                 sent.values(), sent.lengths(), sent.formats(), kBinary));
}

Result<void> PostgresEngine::run_script(const std::string& script) {
  GARITA_CHECK(be_connected());
  const Answer answer(PQexec(connection_.get(), script.c_str()));
  if (is_done(answer.get())) return {};
  return postgres::failure_of(connection_.get(), answer.get());
}

/// Which transactions are over: it changes with every one that wrote.
Result<std::int64_t> PostgresEngine::data_version() {
  GARITA_TRY(statement, prepare("SELECT CAST(pg_current_snapshot() AS TEXT)", {}));
  GARITA_TRY(found, statement->step());
  ensure(found, "a function gives a row");
  return static_cast<std::int64_t>(std::hash<std::string>{}(statement->text(0)));
}

/// The server gives the turn to another once this connection is gone, which shows here as a
/// connection that is lost, at the latest when the next transaction begins.
Result<bool> PostgresEngine::take_turn() {
  GARITA_CHECK(be_connected());
  if (turn_of_ == connections_) return true;
  GARITA_TRY(statement, prepare(kTakeTurn, {}));
  GARITA_TRY(found, statement->step());
  if (found && statement->integer(0) != 0) turn_of_ = connections_;
  return turn_of_ == connections_;
}

Result<void> PostgresEngine::begin(const char* sql) {
  ensure(!in_transaction_, "one transaction at a time");
  GARITA_CHECK(be_connected());
  const Answer answer(PQexec(connection_.get(), sql));
  in_transaction_ = true;
  if (is_done(answer.get())) return {};
  auto failure = postgres::failure_of(connection_.get(), answer.get());
  roll_back();
  return failure;
}

Result<void> PostgresEngine::commit() {
  GARITA_CHECK(be_connected());
  const Answer answer(PQexec(connection_.get(), "COMMIT"));
  if (!is_done(answer.get())) return postgres::failure_of(connection_.get(), answer.get());
  // A transaction in which something failed is rolled back by COMMIT, which is no failure to the
  // server.
  in_transaction_ = false;
  if (std::strcmp(PQcmdStatus(answer.get()), "COMMIT") == 0) return {};
  return fail(Remedy::kRepair, "something failed in a transaction that was to be committed");
}

void PostgresEngine::roll_back() {
  static_cast<void>(answered_all());
  if (PQstatus(connection_.get()) == CONNECTION_OK) PQclear(PQexec(connection_.get(), "ROLLBACK"));
  in_transaction_ = false;
}

}  // namespace

Result<std::unique_ptr<Engine>> connect_postgres(const std::string& address,
                                                 const ConnectOptions& options) {
  // libpq would quote an address that it cannot read, password and all.
  PQconninfoOption* parsed = PQconninfoParse(address.c_str(), nullptr);
  const bool readable = parsed != nullptr && (address.starts_with("postgresql://") ||
                                              address.starts_with("postgres://"));
  PQconninfoFree(parsed);
  if (!readable)
    return fail(Remedy::kRepair, "the database's address is no postgresql://… that can be read");
  auto engine = std::make_unique<PostgresEngine>(address, options);
  GARITA_CHECK(engine->be_connected());
  return std::unique_ptr<Engine>(std::move(engine));
}

}  // namespace garita::storage
