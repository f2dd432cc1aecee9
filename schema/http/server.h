#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "schema/crypto/certificate.h"
#include "schema/crypto/keys.h"
#include "schema/http/assets.h"
#include "schema/http/router.h"
#include "schema/vocabulary/result.h"

namespace garita {

struct ServerLimits {
  std::size_t header_bytes_max = std::size_t{16} * 1024;
  /// Beyond it the connection that has waited longest without a request gives way, so that idle
  /// ones keep nobody out; a new one is refused where every other has a request under way.
  std::size_t connections_max = 256;
  std::size_t connections_per_peer_max = 64;
  /// Bodies being received or handled, all connections together; over it the answer is 503.
  std::size_t bodies_bytes_max = std::size_t{96} * 1024 * 1024;
  std::size_t handler_threads = 4;
  std::chrono::milliseconds handshake_deadline{std::chrono::seconds(10)};
  /// Between two requests of one connection.
  std::chrono::milliseconds idle_deadline{std::chrono::seconds(60)};
  /// From the first byte of a request's head to its last.
  std::chrono::milliseconds header_deadline{std::chrono::seconds(10)};
  /// For the whole body.
  std::chrono::milliseconds body_deadline{std::chrono::seconds(30)};
  /// For one answer, or one batch of events, to be taken by the client.
  std::chrono::milliseconds write_deadline{std::chrono::seconds(30)};
  std::chrono::milliseconds heartbeat_every{std::chrono::seconds(15)};
  /// After this an event stream ends and the browser connects again by itself.
  std::chrono::milliseconds stream_life{std::chrono::minutes(10)};
  /// How long stop() waits for answers that are under way.
  std::chrono::milliseconds stop_deadline{std::chrono::seconds(5)};
};

struct ServerOptions {
  std::string address = "127.0.0.1";  ///< an IPv4 or IPv6 address
  std::uint16_t port = 0;             ///< 0: any free one
  ServerLimits limits;
};

/// The console's certificate (CertificateRole::kConsole), its key, and the authority it is from.
struct ServerIdentity {
  const PrivateKey& key;
  const Certificate& certificate;
  const Certificate& authority;
};

/// What a server has done since its start.
struct ServerFigures {
  std::uint64_t requests = 0;
  std::uint64_t answers_2xx = 0;
  std::uint64_t answers_3xx = 0;
  std::uint64_t answers_4xx = 0;
  std::uint64_t answers_5xx = 0;
  std::uint64_t connections = 0;
  std::uint64_t connections_refused = 0;  ///< over connections_max, or the handshake failed
  std::size_t connections_open = 0;
  std::size_t event_clients = 0;
};
/// The same in Prometheus' text format, names beginning with "garita_http_".
[[nodiscard]] std::string metrics_text(const ServerFigures& figures);

/// HTTPS (HTTP/1.1 over TLS 1.3 alone) for one console: routes first, then assets. One network
/// thread, and a few threads on which handlers run. Every answer carries the security headers;
/// every failure is a problem detail (RFC 9457).
class Server {
 public:
  /// Listens and serves from now on. `router` and `assets` outlive it; `identity` is used during
  /// the call alone. Remedy: retry when the address is taken, else repair.
  [[nodiscard]] static Result<std::unique_ptr<Server>> start(const ServerOptions& options,
                                                             const ServerIdentity& identity,
                                                             const Router& router,
                                                             const Assets& assets);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  /// Stops.
  ~Server();

  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] ServerFigures figures() const;
  /// Takes no more connections, ends event streams, lets answers under way be finished, and returns
  /// when every thread is gone. A second call does nothing.
  void stop();

  class Engine;

 private:
  explicit Server(std::unique_ptr<Engine> engine);
  std::unique_ptr<Engine> engine_;
};

}  // namespace garita
