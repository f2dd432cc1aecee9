#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/ssl.h>

#include "schema/crypto/openssl_handles.h"
#include "schema/crypto/tls.h"
#include "schema/vocabulary/clock.h"

namespace garita {
namespace {

using Context = openssl::Handle<SSL_CTX, SSL_CTX_free>;
using Connection = openssl::Handle<SSL, SSL_free>;

Validity today() { return Validity::of_days(SystemClock().now(), std::chrono::days(1)); }

struct Party {
  PrivateKey key = PrivateKey::generate();
  Certificate certificate;
  Party(const PrivateKey& ca_key, const Certificate& ca, CertificateRole role)
      : certificate(*issue_certificate({ca_key, ca}, key.public_key(),
                                       {role, "x", {"localhost"}, {"127.0.0.1"}, today()})) {}
  [[nodiscard]] TlsIdentity identity() const { return {key, certificate}; }
};

/// Both ends of one connection in memory, without a socket.
struct Pair {
  Connection client;
  Connection server;

  Pair(const Context& client_context, const Context& server_context)
      : client(SSL_new(client_context.get())), server(SSL_new(server_context.get())) {
    BIO* near = nullptr;
    BIO* far = nullptr;
    BIO_new_bio_pair(&near, 0, &far, 0);
    SSL_set_bio(client.get(), near, near);
    SSL_set_bio(server.get(), far, far);
    SSL_set_connect_state(client.get());
    SSL_set_accept_state(server.get());
  }

  /// Lets both talk until nothing moves; true when both are through.
  bool talk() {
    constexpr int kRoundsMax = 10;
    char byte = 0;
    bool server_refused = false;
    for (int round = 0; round < kRoundsMax; ++round) {
      SSL_do_handshake(client.get());
      if (SSL_do_handshake(server.get()) == 0) server_refused = true;
      if (SSL_is_init_finished(server.get())) SSL_write(server.get(), "x", 1);
      SSL_read(client.get(), &byte, 1);
    }
    static_cast<void>(openssl::last_error());
    return !server_refused && SSL_is_init_finished(client.get()) &&
           SSL_is_init_finished(server.get()) && byte == 'x';
  }
};

class Tls : public testing::Test {
 protected:
  [[nodiscard]] Context server(const Party& party, ClientCertificate client) const {
    Context context(SSL_CTX_new(TLS_method()));
    EXPECT_TRUE(configure_tls_server(context.get(), party.identity(), ca_, client));
    return context;
  }
  [[nodiscard]] Context client(const std::optional<TlsIdentity>& identity,
                               std::string_view name = kCentreTlsName) const {
    Context context(SSL_CTX_new(TLS_method()));
    EXPECT_TRUE(configure_tls_client(context.get(), identity, ca_, std::string(name)));
    return context;
  }

  PrivateKey ca_key_ = PrivateKey::generate();
  Certificate ca_ = make_authority_certificate(ca_key_, "authority", today());
  Party centre_{ca_key_, ca_, CertificateRole::kCentre};
  Party console_{ca_key_, ca_, CertificateRole::kConsole};
  Party station_{ca_key_, ca_, CertificateRole::kStation};
};

TEST_F(Tls, ProvesBothEndsToEachOther) {
  Pair pair(client(station_.identity()), server(centre_, ClientCertificate::kRequired));
  ASSERT_TRUE(pair.talk());
  EXPECT_EQ(peer_certificate(pair.server.get()), station_.certificate);
  EXPECT_EQ(peer_certificate(pair.client.get()), centre_.certificate);
  EXPECT_STREQ(SSL_get_version(pair.client.get()), "TLSv1.3");
  EXPECT_FALSE(session_was_resumed(pair.server.get()));
}

TEST_F(Tls, RefusesAConsoleThatSpeaksAsTheCentre) {
  EXPECT_FALSE(
      Pair(client(station_.identity()), server(console_, ClientCertificate::kOptional)).talk());
  EXPECT_TRUE(
      Pair(client(std::nullopt, "127.0.0.1"), server(console_, ClientCertificate::kNone)).talk());
  EXPECT_TRUE(
      Pair(client(std::nullopt, "localhost"), server(console_, ClientCertificate::kNone)).talk());
}

TEST_F(Tls, TakesNoCentreFromACommonName) {
  // Without a DNS name among the alternatives OpenSSL falls back on the common name (RFC 6125,
  // 6.4.4), unless it is told not to.
  const auto key = PrivateKey::generate();
  const CertificateOrder order{
      CertificateRole::kConsole, std::string(kCentreTlsName), {}, {"127.0.0.1"}, today()};
  const auto certificate = *issue_certificate({ca_key_, ca_}, key.public_key(), order);
  Context context(SSL_CTX_new(TLS_method()));
  ASSERT_TRUE(
      configure_tls_server(context.get(), {key, certificate}, ca_, ClientCertificate::kOptional));
  EXPECT_FALSE(Pair(client(station_.identity()), context).talk());
}

TEST_F(Tls, AsksForACertificateOfTheRightKind) {
  EXPECT_FALSE(Pair(client(std::nullopt), server(centre_, ClientCertificate::kRequired)).talk());
  EXPECT_FALSE(
      Pair(client(console_.identity()), server(centre_, ClientCertificate::kOptional)).talk());
  Pair enrolling(client(std::nullopt), server(centre_, ClientCertificate::kOptional));
  ASSERT_TRUE(enrolling.talk());
  EXPECT_EQ(peer_certificate(enrolling.server.get()), std::nullopt);
}

TEST_F(Tls, RefusesAnotherCountrysAuthority) {
  const auto other_key = PrivateKey::generate();
  const auto other = make_authority_certificate(other_key, "authority", today());
  const Party impostor(other_key, other, CertificateRole::kStation);
  EXPECT_FALSE(
      Pair(client(impostor.identity()), server(centre_, ClientCertificate::kOptional)).talk());
  const Party false_centre(other_key, other, CertificateRole::kCentre);
  EXPECT_FALSE(
      Pair(client(station_.identity()), server(false_centre, ClientCertificate::kOptional)).talk());
}

TEST_F(Tls, SaysWhoseCertificateWasRefusedAndWhy) {
  const auto centre = server(centre_, ClientCertificate::kOptional);
  const auto console = client(console_.identity());
  Pair pair(console, centre);
  std::optional<RefusedCertificate> refused;
  note_refused_certificate(pair.server.get(), refused);
  EXPECT_FALSE(pair.talk()) << "it is noted, and refused as before";
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->certificate, console_.certificate);
  EXPECT_THAT(refused->why, testing::HasSubstr("purpose"));
  const auto station = client(station_.identity());
  Pair good(station, centre);
  std::optional<RefusedCertificate> none;
  note_refused_certificate(good.server.get(), none);
  EXPECT_TRUE(good.talk());
  EXPECT_FALSE(none);
}

TEST_F(Tls, RefusesOlderVersions) {
  const auto old = client(station_.identity());
  SSL_CTX_set_min_proto_version(old.get(), TLS1_2_VERSION);
  SSL_CTX_set_max_proto_version(old.get(), TLS1_2_VERSION);
  EXPECT_FALSE(Pair(old, server(centre_, ClientCertificate::kOptional)).talk());
}

TEST_F(Tls, AResumedSessionStillNamesItsPeer) {
  const auto centre = server(centre_, ClientCertificate::kOptional);
  TlsTicket ticket;
  const auto station = client(station_.identity());
  ticket.attach_to(station.get());
  Pair first(station, centre);
  ticket.offer_on(first.client.get());
  ASSERT_TRUE(first.talk());
  Pair second(station, centre);
  ticket.offer_on(second.client.get());
  ASSERT_TRUE(second.talk());
  EXPECT_TRUE(session_was_resumed(second.server.get()));
  EXPECT_EQ(peer_certificate(second.server.get()), station_.certificate);
  ticket.forget();
  Pair third(station, centre);
  ticket.offer_on(third.client.get());
  ASSERT_TRUE(third.talk());
  EXPECT_FALSE(session_was_resumed(third.server.get()));
}

TEST_F(Tls, NoticesAKeyOfAnotherCertificate) {
  const Context context(SSL_CTX_new(TLS_method()));
  const auto mixed = configure_tls_server(context.get(), {station_.key, centre_.certificate}, ca_,
                                          ClientCertificate::kNone);
  ASSERT_FALSE(mixed);
  EXPECT_EQ(mixed.error().remedy, Remedy::kRepair);
}

}  // namespace
}  // namespace garita
