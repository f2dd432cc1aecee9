#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "schema/storage/database.h"
#include "schema/storage/migrations.h"

namespace garita {
namespace {

using ::testing::HasSubstr;

class Storage : public ::testing::Test {
 protected:
  Storage() {
    std::string name = (std::filesystem::temp_directory_path() / "garita-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~Storage() override { std::filesystem::remove_all(folder_); }
  Storage(const Storage&) = delete;
  Storage& operator=(const Storage&) = delete;

  [[nodiscard]] std::filesystem::path file() const { return folder_ / "a.db"; }
  [[nodiscard]] Database open(const DatabaseOptions& options = {}) const {
    auto database = Database::open(file(), options);
    EXPECT_TRUE(database.has_value());
    return *std::move(database);
  }
  [[nodiscard]] Database with_table() const {
    auto database = open();
    EXPECT_TRUE(
        database.run_script("CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, x TEXT,"
                            " b BLOB, r REAL) STRICT"));
    return database;
  }

  std::filesystem::path folder_;
};

std::int64_t number(Database& database, std::string_view sql) {
  auto statement = database.prepare(sql);
  EXPECT_TRUE(statement && *statement->step());
  return statement->integer(0);
}

TEST_F(Storage, KeepsItsPromisesInEveryConnection) {
  auto database = open();
  auto mode = *database.prepare("PRAGMA journal_mode");
  ASSERT_TRUE(*mode.step());
  EXPECT_EQ(mode.text(0), "wal");
  EXPECT_EQ(number(database, "PRAGMA synchronous"), 2);
  EXPECT_EQ(number(database, "PRAGMA temp_store"), 2);
  EXPECT_EQ(number(database, "PRAGMA foreign_keys"), 1);
  EXPECT_EQ(number(database, "PRAGMA secure_delete"), 1);
  ASSERT_TRUE(database.run_script("CREATE TABLE t (n INTEGER) STRICT"));
  for (const char* suffix : {"", "-wal", "-shm"}) {
    struct stat status {};
    ASSERT_EQ(::stat((file().string() + suffix).c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U) << suffix;
  }
}

TEST_F(Storage, SaysWhatToDoAboutAFileThatIsNone) {
  std::ofstream(folder_ / "b.db") << std::string(8192, 'x');
  const auto damaged = Database::open(folder_ / "b.db");
  ASSERT_FALSE(damaged);
  EXPECT_EQ(damaged.error().remedy, Remedy::kRepair);
  const auto missing = Database::open(folder_ / "c.db", {.mode = OpenMode::kReadWrite});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().remedy, Remedy::kRepair);
}

TEST_F(Storage, SaysWhenWhatWasErasedMayStillStandInItsLog) {
  auto writer = with_table();
  ASSERT_TRUE(writer.execute("INSERT INTO t (id, x) VALUES (1, 'a traveller')"));
  DatabaseOptions hasty;
  hasty.busy_timeout = std::chrono::milliseconds(10);
  auto eraser = open(hasty);
  auto reader = open();
  const auto log = file().string() + "-wal";
  {
    auto view = ReadTransaction::begin(reader);
    ASSERT_TRUE(view);
    EXPECT_EQ(number(reader, "SELECT count(*) FROM t"), 1);
    ASSERT_TRUE(eraser.execute("DELETE FROM t"));
    const auto left = eraser.checkpoint();
    ASSERT_FALSE(left);
    EXPECT_EQ(left.error().remedy, Remedy::kRetry);
    EXPECT_GT(std::filesystem::file_size(log), 0U);
  }
  ASSERT_TRUE(eraser.checkpoint());
  EXPECT_EQ(std::filesystem::file_size(log), 0U);
}

TEST_F(Storage, IsNotOpenedWhereItCouldNotKeepItsPromises) {
  DatabaseOptions options;
  options.mode = OpenMode::kReadWrite;
  const auto database = Database::open(":memory:", options);
  ASSERT_FALSE(database);
  EXPECT_EQ(database.error().remedy, Remedy::kRepair);
}

TEST_F(Storage, LosesNothingWhenTheDiskIsFull) {
  static_cast<void>(with_table());
  auto database = open({.pages_max = 20});
  ASSERT_TRUE(database.execute("INSERT INTO t (id, b) VALUES (1, ?1)", {Bytes(1000, 7)}));
  {
    auto transaction = *WriteTransaction::begin(database);
    ASSERT_TRUE(database.execute("INSERT INTO t (id) VALUES (2)"));
    const auto full = database.execute("INSERT INTO t (id, b) VALUES (3, ?1)", {Bytes(200'000)});
    ASSERT_FALSE(full);
    EXPECT_EQ(full.error().remedy, Remedy::kRetry);
    EXPECT_THAT(full.error().message, HasSubstr("the disk is full"));
  }
  EXPECT_EQ(number(database, "SELECT count(*) FROM t"), 1);
  ASSERT_TRUE(database.execute("INSERT INTO t (id) VALUES (4)")) << "goes on when there is room";
  ASSERT_TRUE(database.quick_check());
}

TEST_F(Storage, TheShippedLayoutsApply) {
  for (const auto set : {MigrationSet::kStation, MigrationSet::kCentral}) {
    auto database = *Database::open(folder_ / std::to_string(static_cast<int>(set)));
    EXPECT_TRUE(migrate(database, set));
    EXPECT_TRUE(migrate(database, set));
  }
}

/// Whether another process sees a lock on the bytes that every open connection shares (SQLite's
/// SHARED_FIRST, 510 of them): without it that process would take itself for the last one.
bool locked_for_others(const std::filesystem::path& file) {
  const pid_t child = ::fork();
  if (child == 0) {
    const int descriptor = ::open(file.c_str(), O_RDWR);
    struct flock lock = {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    lock.l_start = 0x40000002;
    lock.l_len = 510;
    ::fcntl(descriptor, F_GETLK, &lock);
    ::_exit(lock.l_type == F_UNLCK ? 1 : 0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

TEST(Database, KeepsItsLocksWhenTheSameFileIsOpenedAgain) {
  std::string name = (std::filesystem::temp_directory_path() / "garita-locks-XXXXXX").string();
  const std::filesystem::path folder = ::mkdtemp(name.data());
  const auto file = folder / "a.db";
  {
    auto first = *Database::open(file);
    ASSERT_TRUE(first.run_script("CREATE TABLE t (x INTEGER) STRICT"));
    EXPECT_TRUE(locked_for_others(file));
    auto second = *Database::open(file);
    EXPECT_TRUE(locked_for_others(file));
  }
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace garita
