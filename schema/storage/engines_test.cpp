// What SQLite and PostgreSQL both promise under one Database, and what PostgreSQL alone does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <thread>

#include "schema/storage/database.h"
#include "schema/storage/migrations.h"
#include "tests/support/postgres_cluster/both_engines.h"
#include "tests/support/postgres_cluster/postgres_cluster.h"

namespace garita {
namespace {

using garita::testing::number;
using garita::testing::PostgresCluster;
using ::testing::HasSubstr;

class BothEngines : public garita::testing::BothEngines {};
INSTANTIATE_TEST_SUITE_P(, BothEngines, ::testing::Values(Dialect::kSqlite, Dialect::kPostgres),
                         [](const auto& engine) {
                           return engine.param == Dialect::kSqlite ? "sqlite" : "postgres";
                         });

TEST_P(BothEngines, GivesBackWhatWasStoredAndNothingForNull) {
  auto database = with_table();
  const Bytes bytes{0, 1, 0, 255};
  const std::optional<std::string> absent;
  ASSERT_TRUE(database.execute("INSERT INTO t VALUES (?1, ?2, ?3, ?4, ?5)",
                               {1, -5, "ñ", ByteView(bytes), 0.5}));
  ASSERT_TRUE(database.execute("INSERT INTO t VALUES (?1, ?2, ?3, ?4, ?5)",
                               {2, std::nullopt, absent, ByteView(), std::nullopt}));
  auto rows = *database.prepare("SELECT n, x, b, r FROM t ORDER BY id");
  ASSERT_TRUE(*rows.step());
  EXPECT_EQ(rows.integer(0), -5);
  EXPECT_EQ(rows.text(1), "ñ");
  EXPECT_EQ(rows.blob(2), bytes);
  EXPECT_EQ(rows.real(3), 0.5);
  ASSERT_TRUE(*rows.step());
  EXPECT_EQ(rows.nullable_integer(0), std::nullopt);
  EXPECT_EQ(rows.nullable_text(1), std::nullopt);
  EXPECT_EQ(rows.nullable_blob(2), Bytes());
  EXPECT_EQ(rows.nullable_real(3), std::nullopt);
  EXPECT_FALSE(*rows.step());
}

TEST_P(BothEngines, LendsAStatementAgainAndTwoOfOneTextAtOnce) {
  auto database = with_table();
  for (int i = 1; i <= 3; ++i) {
    ASSERT_EQ(*database.execute("INSERT INTO t (id) VALUES (?1)", {i}), 1);
  }
  auto outer = *database.prepare("SELECT id FROM t ORDER BY id");
  int seen = 0;
  while (*outer.step()) {
    auto inner = *database.prepare("SELECT id FROM t ORDER BY id");
    while (*inner.step()) ++seen;
  }
  EXPECT_EQ(seen, 9);
  ASSERT_TRUE(outer.restart({}));
  ASSERT_TRUE(*outer.step());
  EXPECT_EQ(outer.integer(0), 1);
}

TEST_P(BothEngines, RollsBackWhatWasNotCommitted) {
  auto database = with_table();
  {
    auto transaction = *WriteTransaction::begin(database);
    ASSERT_TRUE(database.execute("INSERT INTO t (id) VALUES (1)"));
  }
  EXPECT_EQ(number(database, "SELECT count(*) FROM t"), 0);
  {
    auto transaction = *WriteTransaction::begin(database);
    ASSERT_TRUE(database.execute("INSERT INTO t (id) VALUES (1)"));
    ASSERT_TRUE(transaction.commit());
  }
  EXPECT_EQ(number(database, "SELECT count(*) FROM t"), 1);
}

TEST_P(BothEngines, LetsOneWriteAndTellsTheOther) {
  auto first = with_table();
  auto second = open(std::chrono::milliseconds(1));
  const auto before = *second.data_version();
  {
    auto held = *WriteTransaction::begin(first);
    const auto refused = WriteTransaction::begin(second);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().remedy, Remedy::kRetry);
    EXPECT_THAT(refused.error().message, HasSubstr("another process is writing"));
    ASSERT_TRUE(first.execute("INSERT INTO t (id) VALUES (1)"));
    EXPECT_EQ(number(second, "SELECT count(*) FROM t"), 0);
    ASSERT_TRUE(held.commit());
  }
  EXPECT_NE(*second.data_version(), before);
  if (GetParam() == Dialect::kPostgres) return;
  const auto after = *second.data_version();
  ASSERT_TRUE(second.execute("INSERT INTO t (id) VALUES (2)"));
  EXPECT_EQ(*second.data_version(), after) << "own commits are no news";
}

TEST_P(BothEngines, HoldsOneViewDuringSeveralReads) {
  auto first = with_table();
  auto second = open();
  auto view = *ReadTransaction::begin(second);
  EXPECT_EQ(number(second, "SELECT count(*) FROM t"), 0);
  ASSERT_TRUE(first.execute("INSERT INTO t (id) VALUES (1)"));
  EXPECT_EQ(number(second, "SELECT count(*) FROM t"), 0);
}

constexpr std::array<Migration, 2> kSteps{{
    {1, "0001_first", "CREATE TABLE a (n INTEGER); INSERT INTO a VALUES (1);"},
    {2, "0002_second", "ALTER TABLE a ADD COLUMN m INTEGER;"},
}};

std::string migrated(Database& database, std::span<const Migration> steps) {
  const auto done = migrate(database, steps);
  return done ? "ok" : done.error().message;
}

TEST_P(BothEngines, IsBroughtToTheNewestLayoutOnce) {
  auto database = open();
  EXPECT_EQ(migrated(database, std::span(kSteps).first(1)), "ok");
  EXPECT_EQ(migrated(database, kSteps), "ok");
  EXPECT_EQ(migrated(database, kSteps), "ok");
  EXPECT_EQ(number(database, "SELECT count(*) FROM a"), 1);
}

TEST_P(BothEngines, IsNotTouchedByAnOlderProgram) {
  auto database = open();
  ASSERT_EQ(migrated(database, kSteps), "ok");
  EXPECT_THAT(migrated(database, std::span(kSteps).first(1)), HasSubstr("newer than this program"));
}

TEST_P(BothEngines, NoticesAnEditedMigration) {
  auto database = open();
  ASSERT_EQ(migrated(database, kSteps), "ok");
  auto edited = kSteps;
  edited[0].sql = "CREATE TABLE a (n TEXT);";
  EXPECT_THAT(migrated(database, edited), HasSubstr("step 1 differs"));
}

TEST_P(BothEngines, AppliesAStepWholeOrNotAtAll) {
  auto database = open();
  auto broken = kSteps;
  broken[1].sql = "CREATE TABLE b (n INTEGER); INSERT INTO nowhere VALUES (1);";
  const bool sqlite = GetParam() == Dialect::kSqlite;
  EXPECT_THAT(migrated(database, broken),
              HasSubstr(sqlite ? "no such table" : "\"nowhere\" does not exist"));
  EXPECT_EQ(number(database, sqlite ? "SELECT count(*) FROM sqlite_schema WHERE name = 'b'"
                                    : "SELECT CAST(count(to_regclass('b')) AS BIGINT)"),
            0);
  EXPECT_EQ(migrated(database, kSteps), "ok");
}

TEST_P(BothEngines, IsLaidOutOnceByManyAtOnce) {
  std::vector<std::thread> starting;
  std::array<std::string, 4> outcomes;
  for (auto& outcome : outcomes)
    starting.emplace_back([this, &outcome] {
      auto database = open();
      const auto done = migrate(database, MigrationSet::kCentral);
      outcome = done ? "ok" : done.error().message;
    });
  for (auto& each : starting) each.join();
  EXPECT_THAT(outcomes, ::testing::Each("ok"));
}

TEST_P(BothEngines, SaysWhatToDoAboutAConstraintAndGoesOn) {
  auto database = with_table();
  ASSERT_TRUE(database.execute("INSERT INTO t (id) VALUES (1)"));
  const auto repeated = database.execute("INSERT INTO t (id) VALUES (1)");
  ASSERT_FALSE(repeated);
  EXPECT_EQ(repeated.error().remedy, Remedy::kReject);
  const auto wrong_type = database.execute("INSERT INTO t (n) VALUES (?1)", {"text"});
  ASSERT_FALSE(wrong_type);
  EXPECT_EQ(wrong_type.error().remedy, Remedy::kReject);
  EXPECT_EQ(number(database, "SELECT count(*) FROM t"), 1);
}

TEST_P(BothEngines, KeepsWhatStoodBeforeASavepointWhenSomethingFails) {
  auto database = with_table();
  auto transaction = *WriteTransaction::begin(database);
  ASSERT_TRUE(database.execute("INSERT INTO t (id) VALUES (1)"));
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(database.execute("SAVEPOINT attempt"));
    ASSERT_TRUE(database.execute("INSERT INTO t (id) VALUES (2)"));
    EXPECT_FALSE(database.execute("INSERT INTO t (id) VALUES (1)"));
    ASSERT_TRUE(database.execute("ROLLBACK TO attempt"));
    ASSERT_TRUE(database.execute("RELEASE attempt"));
  }
  ASSERT_TRUE(transaction.commit());
  EXPECT_EQ(number(database, "SELECT count(*) FROM t"), 1);
}

TEST_P(BothEngines, CountsWhatAStatementChanged) {
  auto database = with_table();
  constexpr auto kPut = "INSERT INTO t (id) VALUES (?1) ON CONFLICT DO NOTHING";
  EXPECT_EQ(*database.execute(kPut, {7}), 1);
  EXPECT_EQ(*database.execute(kPut, {7}), 0);
  EXPECT_EQ(*database.execute(kPut, {8}), 1);
  EXPECT_EQ(*database.execute("UPDATE t SET n = ?1", {-1}), 2);
  EXPECT_EQ(*database.execute("DELETE FROM t WHERE id > ?1", {100}), 0);
}

TEST_P(BothEngines, AddsManyRowsAndSaysHowManyWereNew) {
  auto database = with_table();
  std::vector<std::vector<Value>> rows;
  for (int i = 0; i < 1'317; ++i) rows.push_back({i, -i, "x", std::nullopt});
  constexpr const char* kSql =
      "INSERT INTO t (id, n, x, b) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING";
  ASSERT_EQ(*database.execute_many(kSql, std::span(rows).first(1)), 1);
  EXPECT_EQ(*database.execute_many(kSql, rows), 1'316);
  EXPECT_EQ(*database.execute_many(kSql, rows), 0);
  EXPECT_EQ(*database.execute_many(kSql, {}), 0);
  EXPECT_EQ(number(database, "SELECT count(*) FROM t WHERE n = -id AND x = 'x' AND b IS NULL"),
            1'317);
}

TEST_P(BothEngines, AddsManyRowsOfEveryType) {
  auto database = with_table();
  constexpr const char* kSql = "INSERT INTO t (id, n, x, b, r) VALUES (?1, ?2, ?3, ?4, ?5)";
  const Bytes bytes{0, 1, 0xFF};
  const std::string words = "Ñandú, \"{}\" \\";
  const std::vector<std::vector<Value>> rows{{1, std::int64_t{1} << 62, words, bytes, -0.5},
                                             {2, std::nullopt, std::nullopt, std::nullopt, 7},
                                             {3, -1, "", Bytes(), std::nullopt}};
  ASSERT_EQ(*database.execute_many(kSql, rows), 3);
  auto row = *database.prepare("SELECT n, x, b, r FROM t ORDER BY id");
  const auto expect_next = [&row](auto n, auto x, auto b, auto r) {
    ASSERT_TRUE(*row.step());
    EXPECT_EQ(row.nullable_integer(0), n);
    EXPECT_EQ(row.nullable_text(1), x);
    EXPECT_EQ(row.nullable_blob(2), b);
    EXPECT_EQ(row.nullable_real(3), r);
  };
  expect_next(std::optional(std::int64_t{1} << 62), std::optional(words), std::optional(bytes),
              std::optional(-0.5));
  expect_next(std::nullopt, std::nullopt, std::nullopt, std::optional(7.0));
  expect_next(std::optional(-1), std::optional(std::string()), std::optional(Bytes()),
              std::nullopt);
}

TEST_P(BothEngines, KeepsNoneOfATransactionsManyRowsWhenOneIsRefused) {
  auto database = with_table();
  const std::vector<std::vector<Value>> rows{{1, 1}, {2, 2}, {1, 3}};
  {
    auto transaction = *WriteTransaction::begin(database);
    const auto done = database.execute_many("INSERT INTO t (id, n) VALUES (?1, ?2)", rows);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().remedy, Remedy::kReject);
  }
  EXPECT_EQ(number(database, "SELECT count(*) FROM t"), 0);
}

TEST_P(BothEngines, ReadsEveryIntegerBackAsItWas) {
  auto database = with_table();
  for (const std::int64_t each :
       {std::int64_t{0}, std::int64_t{-1}, std::int64_t{127}, std::int64_t{128}, std::int64_t{-128},
        std::int64_t{-129}, std::int64_t{1} << 40, std::numeric_limits<std::int64_t>::max(),
        std::numeric_limits<std::int64_t>::min()}) {
    ASSERT_TRUE(database.execute("DELETE FROM t"));
    ASSERT_TRUE(database.execute("INSERT INTO t (id, n) VALUES (1, ?1)", {each}));
    EXPECT_EQ(number(database, "SELECT n FROM t"), each);
  }
}

TEST_P(BothEngines, TheWritersOfOneDatabaseComeOneAfterTheOther) {
  auto database = with_table();
  ASSERT_TRUE(database.execute("INSERT INTO t (id, n) VALUES (1, 0)"));
  constexpr int kWriters = 4;
  constexpr int kEach = 25;
  std::vector<std::thread> writers;
  for (int i = 0; i < kWriters; ++i)
    writers.emplace_back([this] {
      auto own = open();
      for (int n = 0; n < kEach; ++n) {
        auto transaction = WriteTransaction::begin(own);
        ASSERT_TRUE(transaction) << transaction.error().message;
        const auto seen = number(own, "SELECT n FROM t");
        ASSERT_TRUE(own.execute("UPDATE t SET n = ?1", {seen + 1}));
        ASSERT_TRUE(transaction->commit());
      }
    });
  for (auto& writer : writers) writer.join();
  EXPECT_EQ(number(database, "SELECT n FROM t"), kWriters * kEach);
}

class OnPostgres : public BothEngines {};
INSTANTIATE_TEST_SUITE_P(, OnPostgres, ::testing::Values(Dialect::kPostgres),
                         [](const auto&) { return "postgres"; });

TEST_P(OnPostgres, GoesOnWithANewConnectionWhereOneWasLost) {
  auto database = with_table();
  auto rows = *database.prepare("SELECT count(*) FROM t WHERE n = ?1", {1});
  ASSERT_TRUE(*rows.step());
  PostgresCluster::of_program().cut_connections();
  const auto lost = database.execute("INSERT INTO t (id, n) VALUES (?1, ?2)", {1, 1});
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().remedy, Remedy::kRetry);
  const auto again = database.execute("INSERT INTO t (id, n) VALUES (?1, ?2)", {1, 1});
  ASSERT_TRUE(again) << again.error().message;
  ASSERT_TRUE(rows.restart({1}));
  ASSERT_TRUE(*rows.step());
  EXPECT_EQ(rows.integer(0), 1);
}

TEST_P(OnPostgres, LosesTheWholeTransactionWithItsConnectionAndNoMore) {
  auto database = with_table();
  {
    auto transaction = *WriteTransaction::begin(database);
    ASSERT_TRUE(database.execute("INSERT INTO t (id) VALUES (1)"));
    PostgresCluster::of_program().cut_connections();
    EXPECT_EQ(database.execute("INSERT INTO t (id) VALUES (2)").error().remedy, Remedy::kRetry);
    // Never on a new connection, where it would stand alone.
    EXPECT_EQ(database.execute("INSERT INTO t (id) VALUES (3)").error().remedy, Remedy::kRetry);
    EXPECT_EQ(transaction.commit().error().remedy, Remedy::kRetry);
  }
  EXPECT_EQ(number(database, "SELECT count(*) FROM t"), 0);
}

TEST_P(OnPostgres, GivesTheTurnToOneUntilItIsGone) {
  auto first = std::optional(open());
  auto second = open();
  EXPECT_TRUE(*first->take_turn());
  EXPECT_TRUE(*first->take_turn());
  EXPECT_FALSE(*second.take_turn());
  first.reset();
  for (int i = 0; i < 500 && !*second.take_turn(); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_TRUE(*second.take_turn());
  auto third = open();
  EXPECT_FALSE(*third.take_turn());
}

TEST_P(OnPostgres, CommitsNothingWhereSomethingFailedInside) {
  auto database = with_table();
  {
    auto transaction = *WriteTransaction::begin(database);
    ASSERT_TRUE(database.execute("INSERT INTO t (id) VALUES (1)"));
    ASSERT_FALSE(database.execute("INSERT INTO t (id) VALUES (1)"));
    EXPECT_FALSE(transaction.commit());
  }
  EXPECT_EQ(number(database, "SELECT count(*) FROM t"), 0);
}

TEST_P(OnPostgres, HoldsWhatItCanOfTextThatItCannotHold) {
  auto database = with_table();
  const struct {
    std::string_view text;
    const char* held;
  } cases[] = {
      {"ñ \xE2\x82\xAC", "ñ \xE2\x82\xAC"},
      {std::string_view("ñ\0b", 4), "ñ\xEF\xBF\xBD\x62"},
      {"a\xC3(", "a\xEF\xBF\xBD("},
  };
  for (const auto& each : cases) {
    ASSERT_TRUE(database.execute("DELETE FROM t"));
    ASSERT_TRUE(database.execute("INSERT INTO t (id, x) VALUES (1, ?1)", {each.text}));
    auto row = *database.prepare("SELECT x FROM t WHERE x = ?1", {each.text});
    ASSERT_TRUE(*row.step()) << "found by what it was stored as";
    EXPECT_EQ(row.text(0), each.held);
  }
}

TEST_P(OnPostgres, SaysWhatToDoWhereItCannotBeReached) {
  const std::string& address = PostgresCluster::of_program().address();
  const struct {
    std::string address;
    Remedy remedy;
  } cases[] = {
      {"/var/lib/centre.sqlite", Remedy::kRepair},
      {"host=localhost", Remedy::kRepair},
      {"postgresql://secret:word@[bad", Remedy::kRepair},
      {"postgresql:///x?host=/nowhere&password=secret", Remedy::kRetry},
      {address + "&dbname=no_such_database&password=secret", Remedy::kRepair},
  };
  for (const auto& each : cases) {
    const auto refused = Database::connect(each.address);
    ASSERT_FALSE(refused) << each.address;
    EXPECT_EQ(refused.error().remedy, each.remedy) << refused.error().message;
    EXPECT_EQ(refused.error().message.find("secret"), std::string::npos) << "tells no password";
  }
}

TEST(Database, IsNotKeptOnAServerThatLosesWhatItCommitted_postgres) {
  for (const char* setting : {"fsync=off", "full_page_writes=off"}) {
    const PostgresCluster hasty({setting});
    const auto refused = Database::connect(hasty.address());
    ASSERT_FALSE(refused) << setting;
    EXPECT_EQ(refused.error().remedy, Remedy::kRepair);
    EXPECT_THAT(refused.error().message, HasSubstr("would not survive a power cut"));
  }
}

TEST(Database, TurnsOnWhatOneSessionMay_postgres) {
  const PostgresCluster lazy({"synchronous_commit=off"});
  auto database = Database::connect(lazy.address());
  ASSERT_TRUE(database);
  auto shown = *database->prepare("SELECT current_setting('synchronous_commit')");
  ASSERT_TRUE(*shown.step());
  EXPECT_EQ(shown.text(0), "on");
}

}  // namespace
}  // namespace garita
