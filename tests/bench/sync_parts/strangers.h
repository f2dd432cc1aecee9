#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <cstdint>
#include <memory>
#include <vector>

#include "schema/crypto/certificate.h"
#include "schema/crypto/keys.h"

namespace garita::tests {

/// Who comes to the centre without being one of its stations.
enum class StrangerKind {
  kNobody,  ///< TLS without a certificate; hangs up after the handshake
  kForger,  ///< TLS with a certificate of another authority
  kSilent,  ///< TCP alone, and never says a word
};

/// Many of them at once, each coming again as soon as it is done with, as fast as they can. A
/// silent one stays until the centre hangs up.
class Strangers {
 public:
  Strangers(boost::asio::io_context& network, StrangerKind kind, const Certificate& authority);
  Strangers(const Strangers&) = delete;
  Strangers& operator=(const Strangers&) = delete;
  ~Strangers();

  void come(const boost::asio::ip::tcp::endpoint& centre, std::size_t at_once);
  /// Nobody comes any more.
  void stop() { stopped_ = true; }
  /// Connections that were made and ended, however they did.
  [[nodiscard]] std::uint64_t handled() const { return handled_; }

 private:
  struct One;
  void begin();
  void shake_hands(const std::shared_ptr<One>& one);
  void wait_for_the_end(const std::shared_ptr<One>& one);
  void done(const std::shared_ptr<One>& one);

  boost::asio::io_context& network_;
  StrangerKind kind_;
  boost::asio::ssl::context tls_;
  boost::asio::ip::tcp::endpoint centre_;
  std::uint64_t handled_ = 0;
  bool stopped_ = false;
};

}  // namespace garita::tests
