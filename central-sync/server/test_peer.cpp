#include "central-sync/server/test_peer.h"

#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

namespace garita::central::testing {

namespace asio = boost::asio;
using asio::ip::tcp;
using Done = std::function<void(boost::system::error_code)>;

namespace {

constexpr std::chrono::seconds kPatience{10};

}  // namespace

Peer::Peer(std::uint16_t port, const std::string& from) : socket_(network_) {
  frames_.set_limit(kFrameBytesMax);
  boost::system::error_code error;
  socket_.open(tcp::v4(), error);
  socket_.bind({asio::ip::make_address_v4(from), 0}, error);
  const tcp::endpoint endpoint(asio::ip::address_v4::loopback(), port);
  if (!error) socket_.connect(endpoint, error);
  gone_ = error.failed();
}

bool Peer::run(std::chrono::milliseconds within, const std::function<void(Done)>& begin) {
  if (gone_) return false;
  bool done = false;
  boost::system::error_code failure;
  begin([&](boost::system::error_code error) {
    done = true;
    failure = error;
  });
  network_.restart();
  network_.run_for(within);
  if (!done) {
    // A TLS stream whose operation was cut short is spent. The other end is not told.
    boost::system::error_code ignored;
    socket_.cancel(ignored);
    network_.restart();
    network_.run();
  }
  gone_ = !done || failure.failed();
  return !gone_;
}

bool Peer::shake_hands(const PeerIdentity& identity, TlsTicket* ticket) {
  context_.emplace(asio::ssl::context::tls_client);
  const auto configured = configure_tls_client(context_->native_handle(), identity.identity,
                                               identity.authority, std::string(kCentreTlsName));
  ensure(configured.has_value(), "a test's certificates fit their keys");
  if (ticket != nullptr) ticket->attach_to(context_->native_handle());
  tls_.emplace(socket_, *context_);
  if (ticket != nullptr) ticket->offer_on(tls_->native_handle());
  return run(kPatience,
             [&](Done done) { tls_->async_handshake(asio::ssl::stream_base::client, done); });
}

bool Peer::shake_hands_as_of_old() {
  context_.emplace(asio::ssl::context::tlsv12_client);
  tls_.emplace(socket_, *context_);
  return run(kPatience,
             [&](Done done) { tls_->async_handshake(asio::ssl::stream_base::client, done); });
}

bool Peer::resumed() const {
  // The stream's handle is not const, and asking changes nothing.
  return session_was_resumed(const_cast<Tls&>(*tls_).native_handle());
}

bool Peer::send(const Bytes& bytes, std::chrono::milliseconds within) {
  return run(within, [&](Done done) {
    asio::async_write(*tls_, asio::buffer(bytes),
                      [done](boost::system::error_code error, std::size_t) { done(error); });
  });
}

bool Peer::send_in_clear(std::string_view text) {
  return run(kPatience, [&](Done done) {
    asio::async_write(socket_, asio::buffer(text),
                      [done](boost::system::error_code error, std::size_t) { done(error); });
  });
}

std::size_t Peer::read_some(std::chrono::milliseconds within) {
  std::size_t count = 0;
  run(within, [&](Done done) {
    const auto read = [done, &count](boost::system::error_code error, std::size_t bytes) {
      count = bytes;
      done(error);
    };
    if (tls_) {
      tls_->async_read_some(asio::buffer(space_), read);
    } else {
      socket_.async_read_some(asio::buffer(space_), read);
    }
  });
  return count;
}

std::optional<Message> Peer::receive(std::chrono::milliseconds within) {
  for (;;) {
    auto next = frames_.next();
    if (!next) return std::nullopt;
    if (*next) return **std::move(next);
    const std::size_t count = read_some(within);
    if (count == 0) return std::nullopt;
    frames_.add(ByteView(space_).first(count));
  }
}

bool Peer::is_closed() {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (!gone_ && std::chrono::steady_clock::now() < deadline) read_some(kPatience);
  return gone_ && std::chrono::steady_clock::now() < deadline;
}

}  // namespace garita::central::testing
