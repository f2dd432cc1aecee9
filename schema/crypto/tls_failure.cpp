#include "schema/crypto/tls_failure.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

namespace garita {
namespace {

TlsFailure server_not_trusted(long verdict) {
  switch (verdict) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
    case X509_V_ERR_CRL_HAS_EXPIRED:
      return {TlsFailureKind::kServerNotValidNow,
              "its certificate has run out, or this machine's clock is ahead"};
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return {TlsFailureKind::kServerNotValidNow,
              "its certificate is not valid yet, or this machine's clock is behind"};
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      return {TlsFailureKind::kServerNotTrusted, "its certificate is for another name"};
    case X509_V_ERR_INVALID_PURPOSE:
      return {TlsFailureKind::kServerNotTrusted, "its certificate is for another use"};
    default:
      return {TlsFailureKind::kServerNotTrusted,
              "its certificate is not of the authority that this machine trusts"};
  }
}

TlsFailure other(unsigned long code) {
  const char* reason = ERR_reason_error_string(code);
  return {TlsFailureKind::kOther, std::string("TLS: ") + (reason != nullptr ? reason : "failed")};
}

}  // namespace

TlsFailure tls_failure_of(const ssl_st* connection, unsigned long code) {
  switch (ERR_GET_REASON(code)) {
    case SSL_R_CERTIFICATE_VERIFY_FAILED:
      return server_not_trusted(SSL_get_verify_result(connection));
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_WRONG_SSL_VERSION:
    case SSL_R_TLSV1_ALERT_PROTOCOL_VERSION:
      return {TlsFailureKind::kVersion, "it does not speak TLS 1.3"};
    case SSL_R_WRONG_VERSION_NUMBER:
    case SSL_R_PACKET_LENGTH_TOO_LONG:
    case SSL_R_HTTP_REQUEST:
    case SSL_R_BAD_RECORD_TYPE:
      return {TlsFailureKind::kNoTls, "what answers there does not speak TLS"};
    case SSL_R_TLSV1_ALERT_UNKNOWN_CA:
    case SSL_R_SSLV3_ALERT_BAD_CERTIFICATE:
    case SSL_R_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN:
    case SSL_R_TLSV1_ALERT_DECRYPT_ERROR:
    case SSL_R_TLSV1_ALERT_ACCESS_DENIED:
    case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED:
      return {TlsFailureKind::kClientNotTrusted, "it does not take this machine's certificate"};
    case SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED:
      return {TlsFailureKind::kClientNotValidNow,
              "it says that this machine's certificate has run out"};
    case SSL_R_SSLV3_ALERT_CERTIFICATE_REVOKED:
      return {TlsFailureKind::kClientRevoked,
              "it says that this machine's certificate was revoked"};
    default:
      return other(code);
  }
}

}  // namespace garita
