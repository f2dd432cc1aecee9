#include "tests/bench/sync_parts/strangers.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/stream.hpp>

#include "schema/crypto/tls.h"
#include "schema/vocabulary/clock.h"

namespace garita::tests {

namespace asio = boost::asio;
using asio::ip::tcp;

struct Strangers::One {
  One(asio::io_context& network, asio::ssl::context& tls) : socket(network, tls) {}
  asio::ssl::stream<tcp::socket> socket;
  std::array<std::uint8_t, 256> space{};
  bool counted = false;
};

Strangers::Strangers(asio::io_context& network, StrangerKind kind, const Certificate& authority)
    : network_(network), kind_(kind), tls_(asio::ssl::context::tls_client) {
  std::optional<TlsIdentity> identity;
  const PrivateKey key = PrivateKey::generate();
  const auto validity = Validity::of_days(SystemClock().now(), std::chrono::days(1));
  const auto own = make_authority_certificate(key, "Elsewhere", validity);
  const auto forged = issue_certificate({key, own}, key.public_key(),
                                        {CertificateRole::kStation, "FLEET0-01", {}, {}, validity});
  ensure(forged.has_value(), "anybody can be an authority of their own");
  if (kind == StrangerKind::kForger) identity.emplace(TlsIdentity{key, *forged});
  const auto configured =
      configure_tls_client(tls_.native_handle(), identity, authority, std::string(kCentreTlsName));
  ensure(configured.has_value(), "a forger's certificate fits its key");
}

Strangers::~Strangers() = default;

void Strangers::come(const tcp::endpoint& centre, std::size_t at_once) {
  centre_ = centre;
  for (std::size_t i = 0; i < at_once; ++i) begin();
}

void Strangers::begin() {
  const auto one = std::make_shared<One>(network_, tls_);
  one->socket.lowest_layer().async_connect(centre_, [this, one](boost::system::error_code error) {
    if (error) return done(one);
    one->counted = true;
    if (kind_ == StrangerKind::kSilent) return wait_for_the_end(one);
    shake_hands(one);
  });
}

void Strangers::shake_hands(const std::shared_ptr<One>& one) {
  one->socket.async_handshake(asio::ssl::stream_base::client,
                              [this, one](boost::system::error_code error) {
                                // What the centre thinks of a certificate comes afterwards.
                                if (error || kind_ == StrangerKind::kNobody) return done(one);
                                wait_for_the_end(one);
                              });
}

void Strangers::wait_for_the_end(const std::shared_ptr<One>& one) {
  const auto read = [this, one](boost::system::error_code error, std::size_t) {
    return error ? done(one) : wait_for_the_end(one);
  };
  if (kind_ == StrangerKind::kSilent) {
    one->socket.next_layer().async_read_some(asio::buffer(one->space), read);
  } else {
    one->socket.async_read_some(asio::buffer(one->space), read);
  }
}

void Strangers::done(const std::shared_ptr<One>& one) {
  boost::system::error_code ignored;
  // Nothing is left in TIME_WAIT: the ports would run out before the centre does.
  one->socket.lowest_layer().set_option(asio::socket_base::linger(true, 0), ignored);
  one->socket.lowest_layer().close(ignored);
  if (one->counted) ++handled_;
  if (!stopped_) begin();
}

}  // namespace garita::tests
