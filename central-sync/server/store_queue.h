#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <deque>
#include <optional>
#include <vector>

#include "central-sync/server/grouped_store.h"

namespace garita::central {

/// What a coroutine waits for until the store's thread has done it. Lives in that coroutine.
struct StoreJob {
  enum class Kind { kReads, kWrites };
  StoreJob(boost::asio::io_context& network, Kind what) : kind(what), done(network) {}
  Kind kind;
  GroupedStore::Work work;
  boost::asio::steady_timer done;  ///< cancelled then
  bool is_done = false;
};

/// The store's thread and what waits for it. While some works are committed those of others gather
/// and share the next commit: the slower the disk and the more stations there are, the more do. Its
/// calls are the network thread's.
class StoreQueue {
 public:
  /// `network` outlives it.
  explicit StoreQueue(boost::asio::io_context& network) : network_(network) {}
  /// Before anything else; `store` outlives it.
  void open(IntakeStore& store) { store_.emplace(store); }
  /// For works alone.
  [[nodiscard]] GroupedStore& store() { return *store_; }
  [[nodiscard]] boost::asio::thread_pool& thread() { return thread_; }

  /// Done, and what it wrote is durable.
  boost::asio::awaitable<void> done(StoreJob& job);
  /// Returns when the thread has ended.
  void join() { thread_.join(); }

 private:
  void begin();
  void run(const std::vector<StoreJob*>& jobs);
  void end(const std::vector<StoreJob*>& jobs);

  boost::asio::io_context& network_;
  boost::asio::thread_pool thread_{1};
  std::optional<GroupedStore> store_;
  std::deque<StoreJob*> waiting_;
  bool under_way_ = false;
};

}  // namespace garita::central
