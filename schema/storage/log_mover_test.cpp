// A log that is moved into the file behind whoever writes: it stays short, and nothing is lost.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <optional>

#include "schema/storage/database.h"
#include "schema/storage/log_mover.h"

namespace garita {
namespace {

constexpr std::int64_t kPageBytes = 4096;
constexpr std::int64_t kLogPages = 300;  ///< moved at once
constexpr int kRowsAtOnce = 100;         ///< each of them a page
/// Of a log that was let to become too long by one transaction: its pages with their headers, and
/// some of the table's tree.
constexpr std::int64_t kLogBytesMax =
    (storage::LogMover::kLogPartsMax * kLogPages + 2 * kRowsAtOnce) * (kPageBytes + 24);

class LogMoving : public ::testing::Test {
 protected:
  LogMoving() {
    std::string name = (std::filesystem::temp_directory_path() / "garita-log-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    database_ = open();
    EXPECT_TRUE(database_->run_script("CREATE TABLE t (id INTEGER PRIMARY KEY, b BLOB) STRICT"));
  }
  ~LogMoving() override {
    database_.reset();
    std::filesystem::remove_all(folder_);
  }
  LogMoving(const LogMoving&) = delete;
  LogMoving& operator=(const LogMoving&) = delete;

  [[nodiscard]] std::filesystem::path file() const { return folder_ / "a.db"; }
  [[nodiscard]] std::optional<Database> open() const {
    auto database = Database::open(file());
    EXPECT_TRUE(database) << database.error().message;
    return *std::move(database);
  }
  [[nodiscard]] std::int64_t log_bytes() const {
    return static_cast<std::int64_t>(std::filesystem::file_size(file().string() + "-wal"));
  }

  Result<void> write_once() {
    GARITA_TRY(transaction, WriteTransaction::begin(*database_));
    std::vector<std::vector<Value>> rows;
    const Bytes bytes(3'000, 7);
    for (int i = 0; i < kRowsAtOnce; ++i) rows.push_back({rows_ + i, ByteView(bytes)});
    GARITA_CHECK(database_->send_many("INSERT INTO t (id, b) VALUES (?1, ?2)", rows));
    GARITA_CHECK(transaction.commit());
    rows_ += kRowsAtOnce;
    return {};
  }
  /// The longest that the log was.
  std::int64_t write(int times) {
    std::int64_t longest = 0;
    for (int i = 0; i < times; ++i) {
      const auto written = write_once();
      EXPECT_TRUE(written) << written.error().message;
      longest = std::max(longest, log_bytes());
    }
    return longest;
  }
  static std::int64_t count(Database& database) {
    auto row = *database.prepare("SELECT count(*) FROM t WHERE length(b) = 3000");
    EXPECT_TRUE(*row.step());
    return row.integer(0);
  }

  std::filesystem::path folder_;
  std::optional<Database> database_;
  std::int64_t rows_ = 0;
};

TEST_F(LogMoving, TheLogStaysShortAndAllThatWasCommittedIsThere) {
  ASSERT_TRUE(database_->move_log_aside(kLogPages));
  EXPECT_LT(write(60), kLogBytesMax);
  EXPECT_EQ(count(*database_), rows_);
  ASSERT_TRUE(database_->move_log_at_commits(10'000));
  {
    auto other = open();
    EXPECT_EQ(count(*other), rows_);
  }
  EXPECT_GT(std::filesystem::file_size(file()), static_cast<std::uintmax_t>(rows_ * 3'000))
      << "what was committed last is moved too";
  EXPECT_TRUE(database_->quick_check());
  database_ = open();
  EXPECT_EQ(count(*database_), rows_);
}

TEST_F(LogMoving, WhoeverReadsMeanwhileSeesWhatWasThereAndTheLogIsShortAfterThem) {
  ASSERT_TRUE(database_->move_log_aside(kLogPages));
  write(1);
  auto reader = open();
  std::int64_t longest = 0;
  {
    auto view = ReadTransaction::begin(*reader);
    ASSERT_TRUE(view);
    EXPECT_EQ(count(*reader), kRowsAtOnce);
    longest = write(40);
    EXPECT_GT(longest, kLogBytesMax) << "the writer waits for nobody who reads";
    EXPECT_EQ(count(*reader), kRowsAtOnce);
  }
  EXPECT_EQ(count(*reader), rows_);
  EXPECT_LT(write(40), longest + kLogBytesMax);
  EXPECT_EQ(count(*reader), rows_);
}

TEST_F(LogMoving, CommitsMoveTheLogAgainOnceThatIsAsked) {
  ASSERT_TRUE(database_->move_log_aside(kLogPages));
  write(3);
  ASSERT_TRUE(database_->move_log_at_commits(kLogPages));
  EXPECT_LT(write(60), kLogBytesMax);
  EXPECT_EQ(count(*database_), rows_);
}

TEST_F(LogMoving, ADatabaseCanBeClosedWhileItsLogIsMoved) {
  ASSERT_TRUE(database_->move_log_aside(kLogPages));
  write(2);
  database_.reset();
  database_ = open();
  EXPECT_EQ(count(*database_), rows_);
}

/// While it lives, no file grows beyond that.
class FilesMax {
 public:
  explicit FilesMax(std::uintmax_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limited{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limited);
  }
  ~FilesMax() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  FilesMax(const FilesMax&) = delete;
  FilesMax& operator=(const FilesMax&) = delete;

 private:
  void (*handler_)(int);
  rlimit before_{};
};

TEST_F(LogMoving, WhatFailsFailsTheNextTransactionAndIsLostInNone) {
  ASSERT_TRUE(database_->move_log_aside(kLogPages));
  write(40);
  const std::int64_t before = rows_;
  {
    // The log has room to grow, and the file has not.
    const FilesMax limited(std::filesystem::file_size(file()) + kPageBytes);
    Result<void> written;
    for (int i = 0; written && i < 20; ++i) written = write_once();
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().remedy, Remedy::kRetry) << written.error().message;
    EXPECT_TRUE(written.error().message.starts_with("a.db: ")) << written.error().message;
  }
  EXPECT_GT(rows_, before) << "it was not a commit that failed";
  EXPECT_EQ(count(*database_), rows_);
  // It may have been tried, and have failed, once more.
  static_cast<void>(database_->move_log_at_commits(kLogPages));
  ASSERT_TRUE(database_->move_log_aside(kLogPages));
  write(20);
  EXPECT_EQ(count(*database_), rows_);
  EXPECT_TRUE(database_->quick_check());
  EXPECT_TRUE(database_->move_log_at_commits(kLogPages));
}

}  // namespace
}  // namespace garita
