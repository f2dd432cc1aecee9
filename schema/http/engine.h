#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "schema/http/server.h"

namespace garita {

class Connection;

/// The inside of a Server. Everything runs on the network thread but for what says otherwise.
class Server::Engine {
 public:
  Engine(const ServerOptions& options, const Router& router, const Assets& assets);
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  /// Stops.
  ~Engine();

  /// From the owner's thread.
  [[nodiscard]] Result<void> listen(const ServerIdentity& identity);
  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] ServerFigures figures() const;
  void stop();

  [[nodiscard]] const ServerLimits& limits() const { return options_.limits; }
  [[nodiscard]] const Router& router() const { return router_; }
  [[nodiscard]] const Assets& assets() const { return assets_; }
  [[nodiscard]] boost::asio::io_context& network() { return network_; }
  [[nodiscard]] boost::asio::thread_pool& handlers() { return handlers_; }
  [[nodiscard]] boost::asio::ssl::context& tls() { return tls_; }
  [[nodiscard]] bool stopping() const { return stopping_; }

  /// Admission: false when there are too many.
  [[nodiscard]] bool admit(Connection& connection, const std::string& peer);
  void leave(Connection& connection, const std::string& peer);
  [[nodiscard]] bool reserve_body(std::size_t bytes);
  void release_body(std::size_t bytes);
  void count_answer(int status);
  void count_event_client(int change) { event_clients_ += change; }
  void count_refused() { ++connections_refused_; }

 private:
  boost::asio::awaitable<void> accept();
  [[nodiscard]] Result<void> bind();
  /// Where there are connections_max, whoever has waited longest without a request gives way.
  [[nodiscard]] bool make_room();
  void interrupt_all();
  void close_all();

  const ServerOptions options_;
  const Router& router_;
  const Assets& assets_;
  std::uint16_t port_ = 0;
  bool stopping_ = false;
  std::size_t bodies_bytes_ = 0;
  std::set<Connection*> connections_;
  std::map<std::string, std::size_t> connections_of_peer_;

  std::atomic<std::uint64_t> requests_{0};
  std::atomic<std::uint64_t> answers_2xx_{0};
  std::atomic<std::uint64_t> answers_3xx_{0};
  std::atomic<std::uint64_t> answers_4xx_{0};
  std::atomic<std::uint64_t> answers_5xx_{0};
  std::atomic<std::uint64_t> connections_accepted_{0};
  std::atomic<std::uint64_t> connections_refused_{0};
  std::atomic<int> event_clients_{0};

  mutable std::mutex open_mutex_;
  std::condition_variable nobody_left_;
  std::size_t open_ = 0;  ///< guarded by open_mutex_

  // Declared last: coroutines that are still suspended go with them and touch what stands above.
  boost::asio::io_context network_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  boost::asio::ssl::context tls_;
  boost::asio::ip::tcp::acceptor acceptor_;
  boost::asio::thread_pool handlers_;
  std::thread thread_;
};

}  // namespace garita
