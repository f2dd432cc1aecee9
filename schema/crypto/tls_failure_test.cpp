#include "schema/crypto/tls_failure.h"

#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include "schema/crypto/openssl_handles.h"
#include "schema/crypto/tls.h"
#include "schema/vocabulary/clock.h"

namespace garita {
namespace {

using Context = openssl::Handle<SSL_CTX, SSL_CTX_free>;
using Connection = openssl::Handle<SSL, SSL_free>;

constexpr std::chrono::days kDay{1};

struct Authority {
  PrivateKey key = PrivateKey::generate();
  Certificate certificate = make_authority_certificate(
      key, "authority", Validity::of_days(SystemClock().now().minus(kDay * 30), kDay * 60));
};

struct Party {
  PrivateKey key = PrivateKey::generate();
  Certificate certificate;
  /// Valid from `begins` days from now on, for ten days.
  Party(const Authority& authority, CertificateRole role, int begins = 0)
      : certificate(*issue_certificate(
            {authority.key, authority.certificate}, key.public_key(),
            {role,
             "x",
             {},
             {},
             Validity::of_days(SystemClock().now().plus(kDay * begins), kDay * 10)})) {}
  [[nodiscard]] TlsIdentity identity() const { return {key, certificate}; }
};

Context server(const Party& party, const Authority& trusts) {
  Context context(SSL_CTX_new(TLS_method()));
  EXPECT_TRUE(configure_tls_server(context.get(), party.identity(), trusts.certificate,
                                   ClientCertificate::kRequired));
  return context;
}

Context client(const Party& party, const Authority& trusts) {
  Context context(SSL_CTX_new(TLS_method()));
  EXPECT_TRUE(configure_tls_client(context.get(), party.identity(), trusts.certificate,
                                   std::string(kCentreTlsName)));
  return context;
}

/// How the client of a connection in memory fails, in the handshake or in the first read.
TlsFailure failure(const Context& client_context, const Context& server_context) {
  const Connection near(SSL_new(client_context.get()));
  const Connection far(SSL_new(server_context.get()));
  BIO* near_end = nullptr;
  BIO* far_end = nullptr;
  BIO_new_bio_pair(&near_end, 0, &far_end, 0);
  SSL_set_bio(near.get(), near_end, near_end);
  SSL_set_bio(far.get(), far_end, far_end);
  SSL_set_connect_state(near.get());
  SSL_set_accept_state(far.get());
  char byte = 0;
  for (int round = 0; round < 10; ++round) {
    ERR_clear_error();
    // A read shakes hands first.
    const int read = SSL_read(near.get(), &byte, 1);
    if (SSL_get_error(near.get(), read) == SSL_ERROR_SSL) {
      return tls_failure_of(near.get(), ERR_get_error());
    }
    ERR_clear_error();
    SSL_do_handshake(far.get());
  }
  ERR_clear_error();
  return {TlsFailureKind::kOther, "none"};
}

class TlsFailures : public testing::Test {
 protected:
  Authority ours_;
  Authority others_;
  Party centre_{ours_, CertificateRole::kCentre};
  Party station_{ours_, CertificateRole::kStation};
};

TEST_F(TlsFailures, AConnectionWithoutOneHasNone) {
  EXPECT_EQ(failure(client(station_, ours_), server(centre_, ours_)).text, "none");
}

TEST_F(TlsFailures, SayWhyTheServerIsNotTrusted) {
  const auto centre = [&](const Party& party) {
    return failure(client(station_, ours_), server(party, ours_));
  };
  const auto foreign = centre(Party(others_, CertificateRole::kCentre));
  EXPECT_EQ(foreign.kind, TlsFailureKind::kServerNotTrusted);
  EXPECT_EQ(foreign.text, "its certificate is not of the authority that this machine trusts");
  const auto old = centre(Party(ours_, CertificateRole::kCentre, -20));
  EXPECT_EQ(old.kind, TlsFailureKind::kServerNotValidNow);
  EXPECT_EQ(old.text, "its certificate has run out, or this machine's clock is ahead");
  const auto early = centre(Party(ours_, CertificateRole::kCentre, 3));
  EXPECT_EQ(early.text, "its certificate is not valid yet, or this machine's clock is behind");
  const auto console = centre(Party(ours_, CertificateRole::kConsole));
  EXPECT_EQ(console.text, "its certificate is for another name");
}

TEST_F(TlsFailures, SayThatTheServerDoesNotTakeOurCertificate) {
  const auto station = [&](const Party& party) {
    return failure(client(party, ours_), server(centre_, ours_));
  };
  EXPECT_EQ(station(Party(others_, CertificateRole::kStation)).kind,
            TlsFailureKind::kClientNotTrusted);
  EXPECT_EQ(station(Party(ours_, CertificateRole::kStation, -20)).kind,
            TlsFailureKind::kClientNotValidNow);
}

TEST_F(TlsFailures, SayThatTheServerSpeaksAnOldVersionOrNoTls) {
  const Context old = server(centre_, ours_);
  SSL_CTX_set_min_proto_version(old.get(), TLS1_2_VERSION);
  SSL_CTX_set_max_proto_version(old.get(), TLS1_2_VERSION);
  EXPECT_EQ(failure(client(station_, ours_), old).kind, TlsFailureKind::kVersion);
  const auto no_tls = tls_failure_of(nullptr, ERR_PACK(ERR_LIB_SSL, 0, SSL_R_WRONG_VERSION_NUMBER));
  EXPECT_EQ(no_tls.kind, TlsFailureKind::kNoTls);
  EXPECT_EQ(
      tls_failure_of(nullptr, ERR_PACK(ERR_LIB_SSL, 0, SSL_R_TLSV1_ALERT_INTERNAL_ERROR)).text,
      "TLS: tlsv1 alert internal error");
}

}  // namespace
}  // namespace garita
