#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <functional>
#include <memory>
#include <optional>

#include "schema/crypto/tls.h"
#include "schema/wire/message.h"

namespace garita::central::testing {

/// How a scripted peer comes to the sync port.
struct PeerIdentity {
  std::optional<TlsIdentity> identity;  ///< absent: without a certificate
  const Certificate& authority;         ///< whom it trusts
};

/// The other end of a sync connection, step by step: what a station does, or should not do. Every
/// step has a deadline, and nothing sleeps. After one that took too long nothing more is sent or
/// read, and the connection stays open.
class Peer {
 public:
  /// TCP alone, from an address of this machine's own: 127.0.0.2 is as good as 127.0.0.1.
  explicit Peer(std::uint16_t port, const std::string& from = "127.0.0.1");

  /// TLS 1.3 as a station speaks it. False: the handshake did not end well. In TLS 1.3 a client's
  /// certificate is looked at after the client is through, so a refusal may show later only.
  bool shake_hands(const PeerIdentity& identity, TlsTicket* ticket = nullptr);
  /// TLS 1.2, whatever the server's certificate.
  bool shake_hands_as_of_old();
  [[nodiscard]] bool resumed() const;

  /// False when the other end is gone, or takes no more within the time.
  bool send(const Message& message) { return send(encode_frame(message)); }
  bool send(const Bytes& bytes, std::chrono::milliseconds within = std::chrono::seconds(10));
  /// Not through TLS.
  bool send_in_clear(std::string_view text);

  /// The next message. Nothing: the other end is gone, or nothing came within the time.
  std::optional<Message> receive(std::chrono::milliseconds within = std::chrono::seconds(10));
  /// The next message of a kind; what comes before it is passed over.
  template <typename T>
  std::optional<T> receive_a(std::chrono::milliseconds within = std::chrono::seconds(10)) {
    while (auto message = receive(within))
      if (auto* wanted = std::get_if<T>(&*message)) return std::move(*wanted);
    return std::nullopt;
  }
  /// Whether the other end closes, within ten seconds.
  bool is_closed();

 private:
  /// Runs what `begin` starts until it calls back with how it went, or the time is over.
  bool run(std::chrono::milliseconds within,
           const std::function<void(std::function<void(boost::system::error_code)>)>& begin);
  std::size_t read_some(std::chrono::milliseconds within);

  using Tls = boost::asio::ssl::stream<boost::asio::ip::tcp::socket&>;
  boost::asio::io_context network_;
  boost::asio::ip::tcp::socket socket_;
  std::optional<boost::asio::ssl::context> context_;
  std::optional<Tls> tls_;
  std::array<std::uint8_t, 65'536> space_{};
  FrameReader frames_{FrameSource::kCentre};
  bool gone_ = false;
};

}  // namespace garita::central::testing
