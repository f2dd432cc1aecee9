#include "schema/crypto/tls.h"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <array>
#include <mutex>

#include "schema/crypto/openssl_handles.h"

namespace garita {

struct TlsTicket::Handle {
  std::mutex mutex;
  openssl::Session session;
};

namespace {

constexpr std::string_view kSessionContext = "garita";
constexpr std::chrono::seconds kSessionAge = std::chrono::hours(24);
constexpr std::size_t kTicketsPerConnection = 1;

Failure cannot_configure(std::string_view what) {
  return fail(Remedy::kRepair, "TLS: " + std::string(what) + ": " + openssl::last_error());
}

Result<void> set_common(SSL_CTX* context, const Certificate& authority) {
  if (SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION) != 1) {
    return cannot_configure("version 1.3 is not available");
  }
  SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
  // Thousands of stations are connected and quiet: 32 KiB of each would lie idle.
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_timeout(context, static_cast<long>(kSessionAge.count()));
  const auto trusted = openssl::parsed(authority.der());
  if (X509_STORE_add_cert(SSL_CTX_get_cert_store(context), trusted.get()) != 1) {
    return cannot_configure("the authority's certificate cannot be used");
  }
  return {};
}

Result<void> set_identity(SSL_CTX* context, const TlsIdentity& identity) {
  const auto certificate = openssl::parsed(identity.certificate.der());
  const bool set = SSL_CTX_use_certificate(context, certificate.get()) == 1 &&
                   SSL_CTX_use_PrivateKey(context, identity.key.handle().key.get()) == 1 &&
                   SSL_CTX_check_private_key(context) == 1;
  if (!set) return cannot_configure("key and certificate do not fit each other");
  return {};
}

int verify_mode(ClientCertificate client) {
  switch (client) {
    case ClientCertificate::kNone:
      return SSL_VERIFY_NONE;
    case ClientCertificate::kOptional:
      return SSL_VERIFY_PEER;
    case ClientCertificate::kRequired:
      return SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT;
  }
  ensure(false, "every demand on the client is known");
  return SSL_VERIFY_PEER;
}

bool is_address(const std::string& name) {
  std::array<unsigned char, 16> address{};
  return inet_pton(AF_INET, name.c_str(), address.data()) == 1 ||
         inet_pton(AF_INET6, name.c_str(), address.data()) == 1;
}

/// Where a context keeps the TlsTicket::Handle that its new sessions go to.
int ticket_index() {
  static const int index = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
  return index;
}

/// OpenSSL's callback: 1 means that the session is now ours.
int keep_session(SSL* connection, SSL_SESSION* session) {
  void* held = SSL_CTX_get_ex_data(SSL_get_SSL_CTX(connection), ticket_index());
  if (held == nullptr) return 0;
  auto* ticket = static_cast<TlsTicket::Handle*>(held);
  const std::lock_guard lock(ticket->mutex);
  ticket->session.reset(session);
  return 1;
}

/// Where a connection keeps the optional that note_refused_certificate fills.
int refused_index() {
  static const int index = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
  return index;
}

/// OpenSSL's callback for each certificate of a chain: 0 refuses, as without this callback.
int note_refused(int good, X509_STORE_CTX* check) {
  if (good == 1) return 1;
  const auto* connection = static_cast<const SSL*>(
      X509_STORE_CTX_get_ex_data(check, SSL_get_ex_data_X509_STORE_CTX_idx()));
  auto* refused =
      static_cast<std::optional<RefusedCertificate>*>(SSL_get_ex_data(connection, refused_index()));
  auto certificate =
      Certificate::from_der(openssl::der_of<i2d_X509>(X509_STORE_CTX_get0_cert(check)));
  if (refused != nullptr && certificate)
    *refused = RefusedCertificate{*std::move(certificate),
                                  X509_verify_cert_error_string(X509_STORE_CTX_get_error(check))};
  return 0;
}

}  // namespace

void note_refused_certificate(ssl_st* connection, std::optional<RefusedCertificate>& refused) {
  ensure(SSL_set_ex_data(connection, refused_index(), &refused) == 1,
         "a connection carries a pointer of ours");
  SSL_set_verify(connection, SSL_get_verify_mode(connection), note_refused);
}

std::string handshake_failure_words(unsigned long library_error) {
  if (ERR_GET_LIB(library_error) == ERR_LIB_SSL) {
    switch (ERR_GET_REASON(library_error)) {
      case SSL_R_UNSUPPORTED_PROTOCOL:
      case SSL_R_VERSION_TOO_LOW:
        return "it offers no TLS 1.3";
      case SSL_R_WRONG_VERSION_NUMBER:
      case SSL_R_HTTP_REQUEST:
      case SSL_R_HTTPS_PROXY_REQUEST:
        return "it speaks no TLS";
      case SSL_R_CERTIFICATE_VERIFY_FAILED:
        return "its certificate is not one of this country";
      case SSL_R_UNEXPECTED_EOF_WHILE_READING:
        return "it hung up";
      default:
        break;
    }
  }
  const char* reason = ERR_reason_error_string(library_error);
  return reason == nullptr ? "error " + std::to_string(library_error) : reason;
}

Result<void> configure_tls_server(ssl_ctx_st* context, const TlsIdentity& identity,
                                  const Certificate& authority, ClientCertificate client) {
  GARITA_CHECK(set_common(context, authority));
  GARITA_CHECK(set_identity(context, identity));
  SSL_CTX_set_verify(context, verify_mode(client), nullptr);
  const auto id = bytes_of(kSessionContext);
  const bool set =
      SSL_CTX_set_session_id_context(context, id.data(), static_cast<unsigned>(id.size())) == 1 &&
      SSL_CTX_set_num_tickets(context, kTicketsPerConnection) == 1;
  if (!set) return cannot_configure("sessions cannot be set up");
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  return {};
}

Result<void> configure_tls_client(ssl_ctx_st* context, const std::optional<TlsIdentity>& identity,
                                  const Certificate& authority, const std::string& server_name) {
  GARITA_CHECK(set_common(context, authority));
  if (identity) GARITA_CHECK(set_identity(context, *identity));
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
  X509_VERIFY_PARAM* expected = SSL_CTX_get0_param(context);
  // The alternative names alone, each as it stands: a common name says who somebody is, not where.
  X509_VERIFY_PARAM_set_hostflags(
      expected, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_WILDCARDS);
  const bool named =
      is_address(server_name)
          ? X509_VERIFY_PARAM_set1_ip_asc(expected, server_name.c_str()) == 1
          : X509_VERIFY_PARAM_set1_host(expected, server_name.data(), server_name.size()) == 1;
  if (!named) return cannot_configure("no name of a server: " + server_name);
  return {};
}

std::optional<Certificate> peer_certificate(const ssl_st* connection) {
  X509* peer = SSL_get0_peer_certificate(connection);
  if (peer == nullptr || SSL_get_verify_result(connection) != X509_V_OK) return std::nullopt;
  auto certificate = Certificate::from_der(openssl::der_of<i2d_X509>(peer));
  if (!certificate) return std::nullopt;
  return *std::move(certificate);
}

bool session_was_resumed(const ssl_st* connection) { return SSL_session_reused(connection) == 1; }

TlsTicket::TlsTicket() : handle_(std::make_unique<Handle>()) {}
TlsTicket::~TlsTicket() = default;

void TlsTicket::attach_to(ssl_ctx_st* context) {
  ensure(SSL_CTX_set_ex_data(context, ticket_index(), handle_.get()) == 1,
         "a context carries a pointer of ours");
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL_STORE);
  SSL_CTX_sess_set_new_cb(context, keep_session);
}

void TlsTicket::offer_on(ssl_st* connection) const {
  const std::lock_guard lock(handle_->mutex);
  if (handle_->session != nullptr) SSL_set_session(connection, handle_->session.get());
}

void TlsTicket::forget() {
  const std::lock_guard lock(handle_->mutex);
  handle_->session.reset();
}

}  // namespace garita
