// What is sent is written while whoever sent it goes on, and is in its transaction all the same.
#include <gtest/gtest.h>

#include "tests/support/postgres_cluster/both_engines.h"

namespace garita {
namespace {

using testing::number;

class Sending : public testing::BothEngines {};
INSTANTIATE_TEST_SUITE_P(, Sending, ::testing::Values(Dialect::kSqlite, Dialect::kPostgres),
                         [](const auto& engine) {
                           return engine.param == Dialect::kSqlite ? "sqlite" : "postgres";
                         });

TEST_P(Sending, WhatWasSentIsThereForWhoeverAsksNextAndForGood) {
  auto database = with_table();
  std::vector<std::vector<Value>> rows;
  for (int i = 0; i < 3'000; ++i) rows.push_back({i, -i, "a text of some length, and more of it"});
  {
    auto transaction = *WriteTransaction::begin(database);
    for (std::size_t from = 0; from < rows.size(); from += 500)
      ASSERT_TRUE(database.send_many("INSERT INTO t (id, n, x) VALUES (?1, ?2, ?3)",
                                     std::span(rows).subspan(from, 500)));
    ASSERT_TRUE(database.send_many("INSERT INTO t (id, n) VALUES (?1, ?2)", {}));
    EXPECT_EQ(number(database, "SELECT count(*) FROM t WHERE n = -id"), 3'000);
    const std::vector<std::vector<Value>> one{{3'000}};
    ASSERT_TRUE(database.send_many("INSERT INTO t (id) VALUES (?1)", one));
    ASSERT_TRUE(transaction.commit());
  }
  EXPECT_EQ(number(database, "SELECT count(*) FROM t"), 3'001);
  {
    auto transaction = *WriteTransaction::begin(database);
    const std::vector<std::vector<Value>> one{{4'000}};
    ASSERT_TRUE(database.send_many("INSERT INTO t (id) VALUES (?1)", one));
  }
  EXPECT_EQ(number(database, "SELECT count(*) FROM t"), 3'001) << "it was not committed";
}

TEST_P(Sending, WhatChangesRowsIsSentToo) {
  auto database = with_table();
  auto transaction = *WriteTransaction::begin(database);
  const std::vector<std::vector<Value>> rows{{1, 10}, {2, 20}, {3, 30}};
  ASSERT_TRUE(database.send_many("INSERT INTO t (id, n) VALUES (?1, ?2)", rows));
  // Each after the one before it: what was 10 is 30 at the end.
  const std::vector<std::vector<Value>> changes{{10, 20}, {20, 30}};
  ASSERT_TRUE(database.send_many("UPDATE t SET n = ?2 WHERE n = ?1", changes));
  const std::vector<std::vector<Value>> copies{{3, 4}, {4, 5}};
  ASSERT_TRUE(
      database.send_many("INSERT INTO t (id, n) SELECT ?2, n + 1 FROM t WHERE id = ?1", copies));
  const std::vector<std::vector<Value>> dropped{{1}};
  ASSERT_TRUE(database.send_many("DELETE FROM t WHERE id = ?1", dropped));
  ASSERT_TRUE(transaction.commit());
  EXPECT_EQ(number(database, "SELECT count(*) FROM t"), 4);
  EXPECT_EQ(number(database, "SELECT count(*) FROM t WHERE n = 30"), 2);
  EXPECT_EQ(number(database, "SELECT n FROM t WHERE id = 5"), 32);
}

TEST_P(Sending, WhatWasSentAndRefusedFailsTheTransactionAtTheLatestWithItsCommit) {
  auto database = with_table();
  constexpr const char* kSql = "INSERT INTO t (id) VALUES (?1)";
  const std::vector<std::vector<Value>> twice{{1}, {1}};
  const std::vector<std::vector<Value>> other{{2}};
  for (const bool asks : {true, false}) {
    auto transaction = *WriteTransaction::begin(database);
    // An engine that does not wait says so later.
    auto done = database.send_many(kSql, twice);
    if (done) done = database.send_many(kSql, other);
    if (done && asks) done = database.run_script("DELETE FROM t");
    if (done) done = transaction.commit();
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().remedy, Remedy::kReject);
  }
  EXPECT_EQ(number(database, "SELECT count(*) FROM t"), 0);
  EXPECT_TRUE(database.execute(kSql, {1})) << "and what comes after it is not";
}

TEST_P(Sending, AfterWhatWasSentAndRefusedNothingIsDoneUntilAllIsRolledBack) {
  auto database = with_table();
  constexpr const char* kSql = "INSERT INTO t (id) VALUES (?1)";
  std::vector<std::vector<Value>> rows;
  for (int i = 0; i < 500; ++i) rows.push_back({i % 400});
  {
    auto transaction = *WriteTransaction::begin(database);
    ASSERT_TRUE(database.execute(kSql, {1'000}));
    auto reading = *database.prepare("SELECT id FROM t");
    ASSERT_TRUE(*reading.step());
    ASSERT_TRUE(database.send_many(kSql, rows)) << "nobody waits for it";
    EXPECT_EQ(reading.integer(0), 1'000) << "a row that was there can still be read";
    EXPECT_FALSE(database.execute(kSql, {2'000}));
    EXPECT_FALSE(database.execute(kSql, {3'000}));
    EXPECT_FALSE(transaction.commit());
  }
  EXPECT_EQ(number(database, "SELECT count(*) FROM t"), 0);
  auto transaction = *WriteTransaction::begin(database);
  ASSERT_TRUE(database.send_many(kSql, std::span(rows).first(400)));
  ASSERT_TRUE(transaction.commit());
  EXPECT_EQ(number(database, "SELECT count(*) FROM t"), 400);
}

TEST_P(Sending, ADatabaseCanBeClosedWhileWhatWasSentIsWritten) {
  std::vector<std::vector<Value>> rows;
  for (int i = 0; i < 2'000; ++i) rows.push_back({i, -i, "of a transaction that nobody commits"});
  auto database = with_table();
  auto transaction = *WriteTransaction::begin(database);
  ASSERT_TRUE(database.send_many("INSERT INTO t (id, n, x) VALUES (?1, ?2, ?3)", rows));
}

}  // namespace
}  // namespace garita
