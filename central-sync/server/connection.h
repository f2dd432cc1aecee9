#pragma once

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <optional>
#include <string>

#include "central-sync/server/store_work.h"
#include "schema/crypto/tls.h"
#include "schema/wire/centre_session.h"

namespace garita::central {

namespace asio = boost::asio;
using asio::ip::tcp;
using Timer = asio::steady_timer;
using TlsSocket = asio::ssl::stream<tcp::socket>;

/// When the server stops, no peer keeps it for longer.
inline constexpr std::chrono::milliseconds kStopWithin{1'000};

/// A clock that nobody sets, as an Instant: what the conversation measures its waits by.
[[nodiscard]] inline Instant steady_now() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::milliseconds>(now).count()};
}

/// What one client has of addresses, for counting by it: an IPv4 address, or the half of an IPv6
/// address that a network is given.
[[nodiscard]] inline std::string network_of(const asio::ip::address& address) {
  if (address.is_v4()) return address.to_string();
  const auto whole = address.to_v6();
  if (whole.is_v4_mapped())
    return asio::ip::make_address_v4(asio::ip::v4_mapped, whole).to_string();
  auto bytes = whole.to_bytes();
  std::fill(bytes.begin() + 8, bytes.end(), std::uint8_t{0});
  return asio::ip::address_v6(bytes).to_string();
}

/// One station's connection. Lives in the coroutine serve() for as long as that runs.
struct Connection {
  Connection(tcp::socket accepted, asio::ssl::context& tls, asio::io_context& network)
      : socket(std::move(accepted), tls), wake(network), room(network), watchdog(network) {
    boost::system::error_code error;
    const auto endpoint = socket.lowest_layer().remote_endpoint(error);
    if (error) return;
    host = network_of(endpoint.address());
    address = endpoint.address().to_string() + ":" + std::to_string(endpoint.port());
  }

  TlsSocket socket;
  Timer wake;      ///< cancelled when there is something to do
  Timer room;      ///< cancelled when what was read has been done
  Timer watchdog;  ///< closes the socket when something does not end
  std::string address = "somebody who hung up";
  std::string host;  ///< network_of the same
  std::optional<RefusedCertificate> refused;
  std::optional<StoreWork> work;
  std::optional<KnownStation> station;
  std::optional<CentreSession> session;
  std::size_t bytes_undone = 0;  ///< that were read and not yet answered
  Instant looked;
  bool broken = false;
  bool late = false;         ///< the watchdog closed it
  bool crowded_out = false;  ///< it made room for others
  bool stopping = false;
  /// A deadline that has run out is called though it is cancelled, maybe after the connection.
  std::shared_ptr<bool> here = std::make_shared<bool>(true);

  void close() {
    boost::system::error_code ignored;
    socket.lowest_layer().close(ignored);
    broken = true;
    wake.cancel();
    room.cancel();
  }
  void close_after(std::chrono::milliseconds span) {
    watchdog.expires_after(stopping ? std::min(span, kStopWithin) : span);
    watchdog.async_wait([this, here = std::weak_ptr(here)](const boost::system::error_code& error) {
      if (error || here.expired()) return;
      late = true;
      close();
    });
  }
  /// From now on every wait is short, the one under way too.
  void stop() {
    stopping = true;
    if (!session) return close();
    session->refuse(RefusalCode::kStopping, "", steady_now());
    close_after(kStopWithin);
    wake.cancel();
  }
};

}  // namespace garita::central
