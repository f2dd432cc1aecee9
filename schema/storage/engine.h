#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "schema/storage/database.h"
#include "schema/vocabulary/result.h"

// Seen by the .cpp files of this folder alone.
namespace garita::storage {

/// A prepared statement of one engine; goes back to its connection when it is destroyed. Contracts
/// as Statement's.
class EngineStatement {
 public:
  EngineStatement() = default;
  EngineStatement(const EngineStatement&) = delete;
  EngineStatement& operator=(const EngineStatement&) = delete;
  virtual ~EngineStatement() = default;

  [[nodiscard]] virtual Result<bool> step() = 0;
  [[nodiscard]] virtual Result<void> restart(std::span<const Value> values) = 0;
  /// How many rows it changed, once it has run to its end.
  [[nodiscard]] virtual std::int64_t changed() const = 0;

  /// Ends the process where there is no such column or no row.
  [[nodiscard]] virtual bool is_null(int column) const = 0;
  /// Of columns that are not NULL.
  [[nodiscard]] virtual std::int64_t integer(int column) const = 0;
  [[nodiscard]] virtual double real(int column) const = 0;
  [[nodiscard]] virtual std::string text(int column) const = 0;
  [[nodiscard]] virtual Bytes blob(int column) const = 0;
};

/// One connection of one engine. Contracts as Database's.
class Engine {
 public:
  Engine() = default;
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  virtual ~Engine() = default;

  [[nodiscard]] virtual Dialect dialect() const = 0;
  [[nodiscard]] virtual Result<std::unique_ptr<EngineStatement>> prepare(
      std::string_view sql, std::span<const Value> values) = 0;
  [[nodiscard]] virtual Result<std::int64_t> execute_many(
      std::string_view sql, std::span<const std::vector<Value>> rows) = 0;
  [[nodiscard]] virtual Result<void> send_many(std::string_view sql,
                                               std::span<const std::vector<Value>> rows) = 0;
  [[nodiscard]] virtual Result<void> run_script(const std::string& script) = 0;
  [[nodiscard]] virtual Result<std::int64_t> data_version() = 0;
  [[nodiscard]] virtual Result<void> checkpoint() = 0;
  /// A server keeps its log itself.
  [[nodiscard]] virtual Result<void> move_log_aside(std::int64_t) { return {}; }
  [[nodiscard]] virtual Result<void> move_log_at_commits(std::int64_t) { return {}; }
  [[nodiscard]] virtual Result<void> quick_check() = 0;

  [[nodiscard]] virtual Result<bool> take_turn() = 0;

  [[nodiscard]] virtual Result<void> begin_write() = 0;
  [[nodiscard]] virtual Result<void> begin_read() = 0;
  [[nodiscard]] virtual Result<void> commit() = 0;
  virtual void roll_back() = 0;
};

[[nodiscard]] Result<std::unique_ptr<Engine>> open_sqlite(const std::filesystem::path& file,
                                                          const DatabaseOptions& options);
[[nodiscard]] Result<std::unique_ptr<Engine>> connect_postgres(const std::string& address,
                                                               const ConnectOptions& options);

}  // namespace garita::storage
