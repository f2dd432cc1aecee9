// What killed processes, full disks, lost keys and second processes do to a ledger.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <map>

#include "border-station/ledger/ledger_fixture.h"

namespace garita::station {
namespace {

using testing::HasSubstr;

/// Appends until it is killed; says each id once it is durable.
[[noreturn]] void append_for_ever(const DataDirectory& directory, int out) {
  const SystemClock clock;
  auto ledger = Ledger::open(directory, clock, {});
  while (ledger) {
    const auto written = ledger->append_decision(entry_of());
    if (!written) break;
    const std::string line = written->crossing.text() + "\n";
    if (::write(out, line.data(), line.size()) < 0) break;
  }
  ::_exit(1);
}

/// A child that appends for ever, and what it acknowledged.
class Appender {
 public:
  explicit Appender(const DataDirectory& directory) {
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    read_end_ = ends[0];
    child_ = ::fork();
    if (child_ == 0) append_for_ever(directory, ends[1]);
    ::close(ends[1]);
  }
  Appender(const Appender&) = delete;
  Appender& operator=(const Appender&) = delete;
  ~Appender() { ::close(read_end_); }

  /// Reads acknowledgements until there are `lines`.
  void read_lines(int lines) {
    char byte = 0;
    while (lines > 0 && ::read(read_end_, &byte, 1) == 1) {
      text_ += byte;
      if (byte == '\n') --lines;
    }
  }
  void kill_and_read_rest() {
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
    read_lines(1'000'000);
  }
  [[nodiscard]] std::vector<RecordId> acknowledged() const {
    std::vector<RecordId> ids;
    std::istringstream lines(text_);
    for (std::string line; std::getline(lines, line) && !lines.eof();) {
      ids.push_back(*RecordId::parse(line));
    }
    return ids;
  }

 private:
  pid_t child_ = 0;
  int read_end_ = -1;
  std::string text_;
};

TEST_F(LedgerTest, TwoProcessesWriteOneChainAndKillingThemLosesNothingAcknowledged) {
  std::vector<RecordId> acknowledged;
  for (int round = 0; round < 3; ++round) {
    Appender first(directory_);
    Appender second(directory_);
    first.read_lines(5 + round);
    second.read_lines(5 - round);
    first.kill_and_read_rest();
    second.kill_and_read_rest();
    for (const auto* appender : {&first, &second}) {
      const auto ids = appender->acknowledged();
      EXPECT_FALSE(ids.empty());
      acknowledged.insert(acknowledged.end(), ids.begin(), ids.end());
    }
  }
  auto ledger = open();
  const auto entries = whole(ledger, movement(ledger));
  std::map<std::uint64_t, int> times;
  for (const auto& id : acknowledged) ++times[id.sequence];
  for (const auto& [sequence, count] : times) {
    EXPECT_EQ(count, 1) << sequence;
    EXPECT_LE(sequence, entries.size());
  }
  // At most one record of each killed process was durable and not yet said.
  EXPECT_LE(entries.size(), acknowledged.size() + 6);
  ASSERT_TRUE(ledger.database().quick_check());
}

TEST_F(LedgerTest, AFullDiskIsSaidAndLosesNothing) {
  if (::geteuid() != 0) GTEST_SKIP() << "a small file system can be mounted by root alone";
  const auto small = country_.folder / "small";
  std::filesystem::create_directory(small);
  if (::mount("tmpfs", small.c_str(), "tmpfs", 0, "size=1m") != 0) {
    GTEST_SKIP() << "no file system can be mounted here";
  }
  std::filesystem::copy(directory_.path(), small / "data",
                        std::filesystem::copy_options::recursive);
  {
    auto ledger = Ledger::open(DataDirectory(small / "data"), clock_, {});
    ASSERT_TRUE(ledger) << ledger.error().message;
    std::uint64_t durable = 0;
    Result<Written> last = ledger->append_decision(entry_of());
    for (; last && durable < 10'000; last = ledger->append_decision(entry_of())) ++durable;
    ASSERT_FALSE(last);
    EXPECT_EQ(last.error().remedy, Remedy::kRetry);
    EXPECT_EQ(last.error().message, "station.db: the disk is full");
    EXPECT_GT(durable, 10U);
    EXPECT_EQ(whole(*ledger, movement(*ledger)).size(), durable);
    EXPECT_FALSE(ledger->append_decision(entry_of()));
    ::mount("tmpfs", small.c_str(), "tmpfs", MS_REMOUNT, "size=4m");
    EXPECT_EQ(ledger->append_decision(entry_of())->crossing.sequence, durable + 1);
  }
  ::umount2(small.c_str(), MNT_DETACH);
}

TEST_F(LedgerTest, ALostKeyIsSaidAndNotReplaced) {
  const auto key = directory_.keys() / "local.key";
  ASSERT_TRUE(open().append_decision(entry_of()));
  std::filesystem::rename(key, country_.folder / "kept.key");
  const auto without = Ledger::open(directory_, clock_, {});
  ASSERT_FALSE(without);
  EXPECT_EQ(without.error().remedy, Remedy::kRepair);
  EXPECT_THAT(without.error().message, HasSubstr("local.key is missing"));
  std::filesystem::rename(country_.folder / "kept.key", key);
  EXPECT_TRUE(open().recent_decisions(1)->front().crossing) << "nothing was overwritten";
}

TEST_F(LedgerTest, OneProcessServesADirectory) {
  EXPECT_EQ(ServingLock::holder(directory_), std::nullopt);
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto lock = ServingLock::take(directory_);
    static_cast<void>(::write(ends[1], lock ? "y" : "n", 1));
    ::pause();
  }
  char taken = 0;
  ASSERT_EQ(::read(ends[0], &taken, 1), 1);
  EXPECT_EQ(taken, 'y');
  EXPECT_EQ(ServingLock::holder(directory_), child);
  const auto second = ServingLock::take(directory_);
  ASSERT_FALSE(second);
  EXPECT_THAT(second.error().message, HasSubstr("by process " + std::to_string(child)));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  EXPECT_EQ(ServingLock::holder(directory_), std::nullopt);
  EXPECT_TRUE(ServingLock::take(directory_));
  for (const int end : ends) ::close(end);
}

}  // namespace
}  // namespace garita::station
