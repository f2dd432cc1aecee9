#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "central-sync/intake/intake.h"
#include "schema/vocabulary/clock.h"
#include "schema/wire/centre_session.h"

namespace garita::central {

struct SyncServerOptions {
  std::string address = "0.0.0.0";
  std::uint16_t port = 7410;  ///< 0: any free one, see SyncServer::port
  WireTimings timings;
  /// How often stations are asked to say up to when they are complete.
  std::chrono::milliseconds heartbeat_every{60'000};
  /// How often a connection looks for its revocation, new bulletins and what was opened.
  std::chrono::milliseconds look_every{500};
  /// Of them all; when there are as many, the stranger who has said nothing for longest goes.
  std::size_t connections_max = 4096;
  std::chrono::milliseconds handshake_within{10'000};
  /// Wrong tokens of one address that are told of in the log, in any minute.
  std::size_t wrong_tokens_told_a_minute = 5;
};

/// Who the centre is on the sync port. All outlive the server.
struct SyncIdentity {
  const PrivateKey& key;
  const Certificate& certificate;
  const Certificate& authority;
};

using OpenIntakeStore = std::function<Result<std::unique_ptr<IntakeStore>>()>;
using OpenRegistrar = std::function<Result<std::unique_ptr<Registrar>>()>;

/// The sync port: TLS 1.3, mutual certificates, one coroutine pair a station. A station whose
/// certificate is withdrawn is refused at its next connection, a resumed one too, and an open one
/// is closed within look_every. Without a certificate nothing but an enrolment is heard; a
/// right token is never refused for others' wrong ones, which cost less to look up than the
/// handshake before them, and cannot be guessed. Its own
/// threads: one for the network, one for the store. Safe to share.
class SyncServer {
 public:
  /// `identity` and `clock` outlive it. Nothing happens before start().
  SyncServer(SyncServerOptions options, SyncIdentity identity, OpenIntakeStore open_store,
             OpenRegistrar open_registrar, const Clock& clock);
  SyncServer(const SyncServer&) = delete;
  SyncServer& operator=(const SyncServer&) = delete;
  /// Stops.
  ~SyncServer();

  /// Remedy: repair, when the port is taken, or the store does not open.
  [[nodiscard]] Result<void> start();
  /// Says goodbye to every station and returns when the threads have ended.
  void stop();
  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] std::size_t stations_connected() const;

 private:
  class Driver;
  std::unique_ptr<Driver> driver_;
};

}  // namespace garita::central
