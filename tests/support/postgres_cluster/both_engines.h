#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <filesystem>
#include <string>

#include "schema/storage/database.h"
#include "tests/support/postgres_cluster/postgres_cluster.h"

namespace garita::testing {

/// What both engines promise, each with an empty place of its own.
class BothEngines : public ::testing::TestWithParam<Dialect> {
 protected:
  BothEngines() {
    std::string name = (std::filesystem::temp_directory_path() / "garita-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    if (GetParam() == Dialect::kPostgres) address_ = PostgresCluster::of_program().fresh_address();
  }

  ~BothEngines() override { std::filesystem::remove_all(folder_); }
  BothEngines(const BothEngines&) = delete;
  BothEngines& operator=(const BothEngines&) = delete;

  [[nodiscard]] Database open(std::chrono::milliseconds patience = std::chrono::seconds(10)) const {
    auto database = GetParam() == Dialect::kSqlite
                        ? Database::open(folder_ / "a.db", {.busy_timeout = patience})
                        : Database::connect(address_, {.busy_timeout = patience});
    EXPECT_TRUE(database.has_value()) << database.error().message;
    return *std::move(database);
  }
  /// As text of this engine: SQLite's types by other names.
  [[nodiscard]] std::string in_dialect(std::string sql) const {
    if (GetParam() == Dialect::kSqlite) return sql;
    for (const auto& [ours, theirs] : {std::pair{"INTEGER", "BIGINT"},
                                       {"BLOB", "BYTEA"},
                                       {"REAL", "DOUBLE PRECISION"},
                                       {" STRICT", ""}}) {
      for (std::size_t at = 0; (at = sql.find(ours, at)) != std::string::npos;)
        sql.replace(at, std::strlen(ours), theirs);
    }
    return sql;
  }
  [[nodiscard]] Database with_table() const {
    auto database = open();
    const auto made =
        database.run_script(in_dialect("CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, x TEXT,"
                                       " b BLOB, r REAL) STRICT"));
    EXPECT_TRUE(made) << made.error().message;
    return database;
  }

  std::filesystem::path folder_;
  std::string address_;
};

inline std::int64_t number(Database& database, std::string_view sql) {
  auto statement = database.prepare(sql);
  EXPECT_TRUE(statement && *statement->step());
  return statement->integer(0);
}

}  // namespace garita::testing
