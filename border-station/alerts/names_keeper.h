#pragma once

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "border-station/alerts/alert_names.h"
#include "border-station/ledger/ledger.h"
#include "schema/vocabulary/result.h"

namespace garita::station {

/// Keeps the names of the alert list in force at hand, on a thread and a ledger of its own: what
/// was kept is there at once after a start, and a list that comes is made ready while the names of
/// the one before still answer. What is exact is asked of the ledger itself, and never waits.
class NamesKeeper {
 public:
  /// `said` is told of failures, from the thread.
  NamesKeeper(Ledger ledger, std::filesystem::path file, std::function<void(const Error&)> said);
  NamesKeeper(const NamesKeeper&) = delete;
  NamesKeeper& operator=(const NamesKeeper&) = delete;
  /// Stops; a list that is being made ready is finished first.
  ~NamesKeeper();

  /// Loads what was kept, and starts. Remedy: retry.
  [[nodiscard]] Result<void> start();

  /// Null before the first. Safe from any thread.
  [[nodiscard]] std::shared_ptr<const AlertNames> current() const;

 private:
  void run();
  [[nodiscard]] Result<void> follow();

  Ledger ledger_;
  std::filesystem::path file_;
  std::function<void(const Error&)> said_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::shared_ptr<const AlertNames> names_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace garita::station
