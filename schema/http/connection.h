#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "schema/http/answer.h"
#include "schema/http/engine.h"

namespace garita {

/// One browser's connection: one request after the other. Owned by its coroutine alone (the pointer
/// is shared so that a timer that fires late finds out that it is gone).
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(Server::Engine& engine, boost::asio::ip::tcp::socket socket);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  /// The coroutine: until the connection is closed.
  static boost::asio::awaitable<void> serve(std::shared_ptr<Connection> self);

  /// Ends waits for a next request and event streams; an answer under way goes on.
  void interrupt();
  /// Since when nothing has been asked for; nothing while a request is under way, and after
  /// interrupt().
  [[nodiscard]] std::optional<std::chrono::steady_clock::time_point> waiting_since() const {
    return waiting_since_;
  }
  void close();

 private:
  struct Exchange;
  enum class Next { kAnotherRequest, kClose };
  enum class ReadEnd { kWhole, kRefused, kGone };

  boost::asio::awaitable<bool> handshake();
  boost::asio::awaitable<Next> exchange();
  boost::asio::awaitable<ReadEnd> read_head(Exchange& exchange);
  boost::asio::awaitable<ReadEnd> read_body(Exchange& exchange);
  boost::asio::awaitable<bool> read_more(std::size_t keep);
  boost::asio::awaitable<void> handle(Exchange& exchange);
  boost::asio::awaitable<Next> answer(Exchange& exchange);
  boost::asio::awaitable<void> stream_events(Exchange& exchange);
  boost::asio::awaitable<bool> write(const std::string& text);
  boost::asio::awaitable<void> say_goodbye();

  void route(Exchange& exchange);
  void admit_body(Exchange& exchange);
  void arm(std::chrono::milliseconds span);
  void disarm();

  Server::Engine& engine_;
  boost::asio::ssl::stream<boost::asio::ip::tcp::socket> stream_;
  boost::asio::steady_timer deadline_;
  std::string peer_;
  bool admitted_ = false;
  bool expired_ = false;  ///< the deadline passed in the operation under way
  bool broken_ = false;   ///< a write was cut short: nothing more can be said
  bool unread_ = false;   ///< a refused client may still be sending its body
  bool may_interrupt_ = true;
  std::optional<std::chrono::steady_clock::time_point> waiting_since_ =
      std::chrono::steady_clock::now();
  std::uint64_t armed_ = 0;
  std::vector<char> buffer_;
  std::size_t filled_ = 0;  ///< bytes of buffer_ that were read and not yet used
  std::shared_ptr<boost::asio::steady_timer> wake_;  ///< shared with publishers' posted wake-ups
};

}  // namespace garita
