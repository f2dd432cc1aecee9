#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <memory>
#include <vector>

namespace garita::station {

/// A TCP connection to a machine behind a link that comes and goes. The system asks a connection
/// that hangs after 1, 3, 7 and 15 s, and a link that is back would wait for that; so as long as
/// nobody answers another one is begun every now and then beside those that hang, and the first
/// that is made is taken. Belongs to the thread of the io_context.
class Dialling {
 public:
  using tcp = boost::asio::ip::tcp;
  /// Of several that hang the second oldest makes room: the oldest stays for a link on which an
  /// answer takes very long.
  static constexpr std::size_t kAtOnceMax = 4;

  /// `network` outlives it.
  explicit Dialling(boost::asio::io_context& network) : network_(network) {}
  Dialling(const Dialling&) = delete;
  Dialling& operator=(const Dialling&) = delete;
  ~Dialling() { cancel(); }

  /// Until one of `endpoints` (at least one, taken in turn) is connected, which is then `into`; or
  /// all of them have refused: the last one's error; or cancel(): operation_aborted. It has no
  /// deadline of its own. One at a time.
  boost::asio::awaitable<boost::system::error_code> dial(std::vector<tcp::endpoint> endpoints,
                                                         std::chrono::milliseconds again_every,
                                                         tcp::socket& into);
  void cancel();
  /// Connections that dial() has begun so far, and those that hang now.
  [[nodiscard]] std::size_t begun() const;
  [[nodiscard]] std::size_t under_way() const;

 private:
  class Round;
  boost::asio::io_context& network_;
  /// The handlers of what it has begun own it too: they may come after the end.
  std::shared_ptr<Round> round_;
};

}  // namespace garita::station
