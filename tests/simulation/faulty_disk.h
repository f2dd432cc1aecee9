#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "schema/vocabulary/bytes.h"
#include "tests/support/specimens/dice.h"

namespace garita::tests {

/// One file as a machine sees it and as its disk has it.
struct FaultyFile {
  struct Change {
    std::uint64_t offset = 0;
    Bytes bytes;             ///< what was written there
    bool truncated = false;  ///< instead: the file was cut to `offset`
  };
  Bytes content;                 ///< what a reader sees: the machine's cache
  Bytes durable;                 ///< what the disk has
  bool durably_there = false;    ///< its name is on the disk
  std::vector<Change> unsynced;  ///< what turns `durable` into `content`
};

/// The disk of one simulated machine, in memory. SQLite reads and writes every file below `folder`
/// here, and real files everywhere else. A process on it dies at the operation that fail_after()
/// counts to: that one and all later ones fail, and the files that it had open never get through
/// again. What the disk has then is for kill() (all of the cache; other processes live on) or
/// cut_power() (what was synced, and of the rest any part, in any order, down to sectors; nobody
/// does).
class FaultyDisk {
 public:
  FaultyDisk(std::filesystem::path folder, std::uint64_t seed);
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;
  ~FaultyDisk();

  static constexpr std::size_t kProcesses = 2;
  /// Whose the files are that are opened from now on; of a machine with one process, 0.
  void opened_by(std::size_t process) { opening_ = process; }
  /// Of the process's writes, syncs and truncations.
  void fail_after(int operations, std::size_t process = 0) {
    processes_[process].operations_left = operations;
  }
  /// A sync fails after some that do not, and what it should have made durable is taken for clean
  /// from then on, as Linux does: no later sync writes it. The process lives.
  void fail_sync_after(int syncs) {
    syncs_left_ = syncs;
    dies_after_.reset();
  }
  /// The same, but it lives only for so many operations more.
  void fail_sync_and_die(int syncs, int operations) {
    syncs_left_ = syncs;
    dies_after_ = operations;
  }
  /// Nothing fails any more.
  void mend() {
    for (auto& process : processes_) process.operations_left.reset();
    syncs_left_.reset();
    full_ = false;
  }
  [[nodiscard]] bool is_dead(std::size_t process = 0) const { return processes_[process].dead; }
  /// A process that was closed or whose files nobody uses any more.
  void kill(std::size_t process = 0);
  void cut_power();
  /// No file grows any more while this is so.
  void set_full(bool full) { full_ = full; }

  using Files = std::map<std::string, std::shared_ptr<FaultyFile>>;
  /// A backup of everything that a reader sees, and its return.
  [[nodiscard]] Files copy() const;
  void restore(const Files& files);
  /// Every byte of every file, for whoever looks for what should not be there.
  [[nodiscard]] std::string everything() const;

  struct Handle;

 private:
  friend struct FaultyVfs;
  struct Process {
    std::optional<int> operations_left;
    std::uint64_t generation = 0;  ///< of those that had this place
    std::size_t open_files = 0;
    bool dead = false;
  };
  /// False: the process that asks is dead.
  bool count_operation(std::size_t process);
  static void end(Process& process);
  void end_all();

  std::filesystem::path folder_;
  Dice dice_;
  Files files_;
  struct Locks;
  std::map<std::string, std::shared_ptr<Locks>> locks_;
  std::array<Process, kProcesses> processes_;
  std::size_t opening_ = 0;
  std::size_t acting_ = 0;  ///< who used a file last: SQLite deletes without saying for whom
  bool full_ = false;
  std::optional<int> syncs_left_;
  std::optional<int> dies_after_;
};

}  // namespace garita::tests
