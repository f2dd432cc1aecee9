#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "schema/storage/database.h"

namespace garita::storage {

/// A thread that runs what was sent to a connection, one after the other, while its owner goes on:
/// SQLite has no server that would. The connection is the thread's from send() until idle(), and
/// the owner's else. Of what comes after a failure nothing is run.
class SqliteSender {
 public:
  using Rows = std::span<const std::vector<Value>>;
  using Run = std::function<Result<void>(std::string_view sql, Rows rows)>;
  explicit SqliteSender(Run run) : run_(std::move(run)) {}
  SqliteSender(const SqliteSender&) = delete;
  SqliteSender& operator=(const SqliteSender&) = delete;
  ~SqliteSender();

  /// Copies the rows.
  void send(std::string_view sql, Rows rows);
  /// Whether anything that was sent is still to be run.
  [[nodiscard]] bool is_busy() const { return busy_; }
  /// Waits until it is not.
  void idle();
  /// The same; what failed, until forget_failure().
  [[nodiscard]] Result<void> answered_all();
  void forget_failure();

 private:
  /// Rows whose texts and bytes lie in `bytes`.
  struct Sent {
    std::string sql;
    std::vector<char> bytes;
    std::vector<std::vector<Value>> rows;
  };
  static Sent copy_of(std::string_view sql, Rows rows);
  void work();

  Run run_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Sent> waiting_;
  std::atomic<bool> busy_ = false;  ///< written under the mutex
  bool ending_ = false;
  std::optional<Error> failure_;
  std::thread thread_;  ///< from the first that is sent
};

}  // namespace garita::storage
