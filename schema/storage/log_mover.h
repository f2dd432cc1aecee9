#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "schema/storage/sqlite_connection.h"
#include "schema/vocabulary/result.h"

namespace garita::storage {

/// A thread that moves SQLite's log into the file behind a connection that writes, on a connection
/// of its own, while the writer goes on: to do so takes long where pages lie all over a large file.
/// It syncs the log before it moves any of it, whatever the writer's commits do, and the file after
/// that; the log is begun anew only where a transaction begins with all of it moved, and synced,
/// and nobody reading an older part.
class LogMover {
 public:
  /// Pages that several transactions changed are moved once; while the last of the log is moved the
  /// writer waits, which is seldom where it may be long.
  static constexpr std::int64_t kLogPartsMax = 8;

  /// From now on the writer's commits move nothing, until `sqlite3_wal_autocheckpoint` on it or
  /// another mover takes its place; it outlives the writer's last commit before that.
  /// `name` stands in front of what failed; as soon as `pages_at_once` are to be moved, they are.
  /// Remedies as Database::open.
  [[nodiscard]] static Result<std::unique_ptr<LogMover>> begin(sqlite3* writer,
                                                               const std::string& name,
                                                               std::int64_t pages_at_once);
  LogMover(const LogMover&) = delete;
  LogMover& operator=(const LogMover&) = delete;
  ~LogMover();

  /// Before the writer begins a transaction: where the log is kLogPartsMax times as long as what is
  /// moved at once, waits until all is moved, but for what somebody's view is older than. What
  /// failed since it was last asked.
  [[nodiscard]] Result<void> make_room();
  /// Waits so in any case.
  [[nodiscard]] Result<void> finish();

 private:
  LogMover(sqlite::Connection connection, std::string name, std::int64_t pages_at_once);

  void note_commit(std::int64_t log_pages);
  void work();
  /// How many pages of the log are in the file now; absent: somebody else is moving it.
  [[nodiscard]] Result<std::optional<std::int64_t>> move_log();
  [[nodiscard]] Result<void> moved_all(std::unique_lock<std::mutex> lock);
  [[nodiscard]] Result<void> answer();

  sqlite::Connection connection_;  ///< the thread's
  std::string name_;
  std::int64_t pages_at_once_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::int64_t log_pages_ = 0;  ///< after the last commit
  std::int64_t moved_ = 0;      ///< of them; some of a log before it at most
  bool asked_ = false;
  bool moving_ = false;
  bool ending_ = false;
  std::optional<Error> failure_;
  std::thread thread_;
};

}  // namespace garita::storage
