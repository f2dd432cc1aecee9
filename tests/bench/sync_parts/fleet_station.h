#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <random>

#include "tests/bench/sync_parts/fleet.h"

namespace garita::tests {

/// A station's end of the link without a disk: the real session over real TLS, many in one process.
/// It comes back by itself, after waits as the uplink has them. All times are a steady clock's.
/// Belongs to the io_context's thread; lives until that has run out.
class FleetStation {
 public:
  struct Told {
    std::function<void()> opened;
    std::function<void(const Receipt&)> receipted;
    std::function<void()> lost;
  };

  /// `identity`, `journal` and `told` outlive it; `journal` absent: it has nothing to send.
  FleetStation(boost::asio::io_context& network, const FleetIdentity& identity,
               const Certificate& authority, PreparedJournal* journal, const Told& told);
  FleetStation(const FleetStation&) = delete;
  FleetStation& operator=(const FleetStation&) = delete;
  ~FleetStation();

  void connect(const boost::asio::ip::tcp::endpoint& centre);
  /// From now on the centre is not told of the journal; journal_grew() ends it.
  void hold_back() { holding_back_ = true; }
  /// The journal has more.
  void journal_grew();
  /// For good.
  void end();
  [[nodiscard]] bool is_open() const { return open_; }

 private:
  struct Connection;
  using Held = std::shared_ptr<Connection>;
  void begin(const Held& connection);
  void read(const Held& connection);
  void act(const Held& connection);
  void answer(StationSession& session, const StationIntent& intent);
  void flush(const Held& connection);
  void tick_later(const Held& connection);
  void lose(const Held& connection);
  [[nodiscard]] Claim claim() const;

  boost::asio::io_context& network_;
  const FleetIdentity& identity_;
  PreparedJournal* journal_;
  const Told& told_;
  boost::asio::ssl::context tls_;
  boost::asio::steady_timer tick_;
  boost::asio::steady_timer again_;
  boost::asio::ip::tcp::endpoint centre_;
  Held connection_;
  std::mt19937 random_{std::random_device{}()};
  std::chrono::milliseconds retry_;
  bool open_ = false;
  bool holding_back_ = false;
  bool ended_ = false;
};

/// The steady clock as the session takes it.
[[nodiscard]] Instant steady_instant();

}  // namespace garita::tests
