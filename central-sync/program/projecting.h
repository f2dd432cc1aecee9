#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "central-sync/program/centre.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// The thread that projects what arrives, with a connection of its own.
class ProjectorThread {
 public:
  /// `layout` outlives it. `said` is told of failures, from the thread.
  ProjectorThread(const Layout& layout, std::function<void(const Error&)> said);
  ProjectorThread(const ProjectorThread&) = delete;
  ProjectorThread& operator=(const ProjectorThread&) = delete;
  /// Stops after the transaction under way.
  ~ProjectorThread();

  /// Remedy: repair, when database or keys cannot be opened.
  [[nodiscard]] Result<void> start();

 private:
  void run(CentralDatabase& database, const ProjectorKeyring& keyring);
  Result<void> project(Projector& projector);
  bool wait_to_stop(std::chrono::milliseconds span);

  const Layout& layout_;
  std::function<void(const Error&)> said_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace garita::central
