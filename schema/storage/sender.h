#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "schema/vocabulary/result.h"

namespace garita::storage {

/// A thread that does what was sent to a connection, one after the other, while its owner goes on:
/// SQLite has no server that would, and a server takes what is sent only as fast as it is done with
/// what came before. The connection is the thread's from send() until idle(), and the owner's else.
/// Of what comes after a failure nothing is done.
class Sender {
 public:
  using Job = std::function<Result<void>()>;
  Sender() = default;
  Sender(const Sender&) = delete;
  Sender& operator=(const Sender&) = delete;
  ~Sender();

  void send(Job job);
  /// Whether anything that was sent is still to be done.
  [[nodiscard]] bool is_busy() const { return busy_; }
  /// Waits until it is not.
  void idle();
  /// The same; what failed, until forget_failure().
  [[nodiscard]] Result<void> answered_all();
  void forget_failure();

 private:
  void work();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> waiting_;
  std::atomic<bool> busy_ = false;  ///< written under the mutex
  bool ending_ = false;
  std::optional<Error> failure_;
  std::thread thread_;  ///< from the first that is sent
};

}  // namespace garita::storage
