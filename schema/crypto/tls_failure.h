#pragma once

#include <string>

struct ssl_st;

namespace garita {

/// What kept a client from a TLS connection.
enum class TlsFailureKind {
  kOther,
  kNoTls,              ///< what answers there does not speak TLS
  kVersion,            ///< the server does not offer TLS 1.3
  kServerNotTrusted,   ///< its certificate is not of our authority, or for another name or use
  kServerNotValidNow,  ///< its certificate has run out or is not valid yet, by our clock
  kClientNotTrusted,   ///< the server does not take our certificate
  kClientNotValidNow,  ///< it says that our certificate has run out
  kClientRevoked,      ///< it says that our certificate was revoked
};

/// The kind, and a sentence for whoever looks after the machine.
struct TlsFailure {
  TlsFailureKind kind = TlsFailureKind::kOther;
  std::string text;
};

/// Reads a failed handshake, or the alert that a server sends after one: with TLS 1.3 a client
/// learns only when it reads that its certificate was not taken. `code` is OpenSSL's packed error,
/// which is what an error of Boost.Asio's category for it carries.
[[nodiscard]] TlsFailure tls_failure_of(const ssl_st* connection, unsigned long code);

}  // namespace garita
