#pragma once

#include <memory>
#include <optional>
#include <string>

#include "schema/crypto/certificate.h"
#include "schema/crypto/keys.h"
#include "schema/vocabulary/result.h"

// OpenSSL's own, so that boost::asio::ssl::context::native_handle() and
// boost::asio::ssl::stream::native_handle() can be passed without its headers.
struct ssl_ctx_st;
struct ssl_st;

namespace garita {

enum class ClientCertificate {
  kNone,      ///< consoles: officers log in by password
  kOptional,  ///< the sync port: without one only enrolment is possible; a wrong one is refused
  kRequired,
};

/// Who this end is. `key` is used during the call alone (OpenSSL counts its own references).
struct TlsIdentity {
  const PrivateKey& key;
  const Certificate& certificate;
};

/// TLS 1.3 alone; the client's certificate, where there is one, must be a TLS client's and signed
/// by `authority`. Sessions may be resumed: the peer's certificate comes back with them, and
/// whoever accepts a connection asks again whether it is revoked (peer_certificate).
/// Remedy: repair.
[[nodiscard]] Result<void> configure_tls_server(ssl_ctx_st* context, const TlsIdentity& identity,
                                                const Certificate& authority,
                                                ClientCertificate client);

/// TLS 1.3 alone; trusts `authority` and nothing else, and the server's certificate must carry
/// `server_name` (kCentreTlsName for the sync port, else a DNS name or an address).
/// `identity` absent: before enrolment. Remedy: repair.
[[nodiscard]] Result<void> configure_tls_client(ssl_ctx_st* context,
                                                const std::optional<TlsIdentity>& identity,
                                                const Certificate& authority,
                                                const std::string& server_name);

/// The certificate that the peer proved to hold, in this handshake or in the one that is resumed.
/// After the handshake.
[[nodiscard]] std::optional<Certificate> peer_certificate(const ssl_st* connection);
[[nodiscard]] bool session_was_resumed(const ssl_st* connection);

/// Whose certificate a handshake did not take, and why, for people. For the log.
struct RefusedCertificate {
  Certificate certificate;
  std::string why;
};
/// Before the handshake: if it refuses the peer's certificate, `refused` says which and why; the
/// decision itself stays as it is. `refused` outlives the handshake.
void note_refused_certificate(ssl_st* connection, std::optional<RefusedCertificate>& refused);

/// What an error number of the TLS library says about a handshake, for people: "it offers no
/// TLS 1.3".
[[nodiscard]] std::string handshake_failure_words(unsigned long library_error);

/// The last session ticket that a server gave, kept by a client so that the next connection costs
/// no certificates. Outlives the context it is attached to.
class TlsTicket {
 public:
  TlsTicket();
  TlsTicket(const TlsTicket&) = delete;
  TlsTicket& operator=(const TlsTicket&) = delete;
  ~TlsTicket();

  /// Tickets that arrive on connections of `context` are kept here from now on.
  void attach_to(ssl_ctx_st* context);
  /// Before the handshake: offers what is held; nothing happens when nothing is.
  void offer_on(ssl_st* connection) const;
  /// After a refusal: the next connection starts afresh.
  void forget();

  struct Handle;

 private:
  std::unique_ptr<Handle> handle_;
};

}  // namespace garita
