#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "schema/crypto/certificate.h"
#include "schema/crypto/envelope.h"
#include "schema/crypto/private_file.h"
#include "schema/vocabulary/clock.h"

namespace garita {
namespace {

using testing::HasSubstr;

/// One country: its authority, and whatever it issues.
class Country : public testing::Test {
 protected:
  Country() : now_(SystemClock().now()) {
    folder_ = std::filesystem::temp_directory_path() / to_hex(random_bytes(8));
    std::filesystem::create_directory(folder_);
  }
  ~Country() override { std::filesystem::remove_all(folder_); }
  Country(const Country&) = delete;
  Country& operator=(const Country&) = delete;

  [[nodiscard]] Authority authority() const { return {ca_key_, ca_}; }
  [[nodiscard]] Certificate issue(const PublicKey& key, CertificateRole role,
                                  std::string_view name) const {
    const CertificateOrder order{role, std::string(name), {}, {}, validity()};
    auto certificate = issue_certificate(authority(), key, order);
    EXPECT_TRUE(certificate.has_value());
    return *certificate;
  }
  [[nodiscard]] Validity validity() const { return Validity::of_days(now_, std::chrono::days(30)); }
  [[nodiscard]] std::filesystem::path write(std::string_view name, ByteView content) const {
    EXPECT_TRUE(save_private_file(folder_ / name, content));
    return folder_ / name;
  }
  /// What the openssl command prints, or "" when it fails.
  [[nodiscard]] std::string openssl(const std::string& arguments) const {
    const auto out = folder_ / "out";
    const std::string command =
        "openssl " + arguments + " > " + out.string() + " 2> " + (folder_ / "err").string();
    if (std::system(command.c_str()) != 0) return "";
    std::ifstream file(out, std::ios::binary);
    std::stringstream content;
    content << file.rdbuf();
    return content.str();
  }

  Instant now_;
  std::filesystem::path folder_;
  PrivateKey ca_key_ = PrivateKey::generate();
  Certificate ca_ =
      make_authority_certificate(ca_key_, "Garita GTM authority",
                                 Validity::of_days(SystemClock().now(), std::chrono::days(99)));
};

TEST_F(Country, IssuesACertificateForARequest) {
  const auto key = PrivateKey::generate();
  const auto request =
      CertificateRequest::from_pem(CertificateRequest::make(key, "PASO-01-01").pem());
  ASSERT_TRUE(request);
  EXPECT_EQ(request->common_name(), "PASO-01-01");
  const auto issued = issue(request->public_key(), CertificateRole::kStation, "PASO-01-01");
  const auto read = Certificate::from_pem(issued.pem());
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, issued);
  EXPECT_EQ(read->common_name(), "PASO-01-01");
  EXPECT_EQ(read->role(), CertificateRole::kStation);
  EXPECT_EQ(*read->public_key(), key.public_key());
  EXPECT_EQ(read->fingerprint(), sha256(read->der()));
  EXPECT_EQ(read->validity().not_after.milliseconds / 1000,
            validity().not_after.milliseconds / 1000);
  EXPECT_TRUE(check_certificate(*read, ca_, CertificateRole::kStation, now_));
}

TEST_F(Country, RefusesWhatItDidNotIssueOrIssuedForAnotherUse) {
  const auto key = PrivateKey::generate();
  const auto issued = issue(key.public_key(), CertificateRole::kStation, "PASO-01-01");
  EXPECT_FALSE(check_certificate(issued, ca_, CertificateRole::kCentre, now_));
  const auto later = now_.plus(std::chrono::days(31));
  EXPECT_FALSE(check_certificate(issued, ca_, CertificateRole::kStation, later));
  const auto other_key = PrivateKey::generate();
  const auto other = make_authority_certificate(other_key, "Garita GTM authority", validity());
  EXPECT_FALSE(check_certificate(issued, other, CertificateRole::kStation, now_));
}

TEST_F(Country, RefusesARequestOfAnothersKey) {
  auto der = CertificateRequest::make(PrivateKey::generate(), "PASO-01-01").der();
  der.back() ^= 1;
  EXPECT_FALSE(CertificateRequest::from_der(der));
  EXPECT_FALSE(CertificateRequest::from_pem("-----BEGIN CERTIFICATE REQUEST-----\nAA==\n"));
}

TEST_F(Country, NamesTheHostsOfItsServers) {
  const auto key = PrivateKey::generate();
  CertificateOrder order{
      CertificateRole::kCentre, "centre", {"sede.gob.example"}, {"127.0.0.1"}, validity()};
  const auto issued = issue_certificate(authority(), key.public_key(), order);
  ASSERT_TRUE(issued);
  const auto file = write("centre.pem", bytes_of(issued->pem()));
  EXPECT_THAT(openssl("x509 -noout -ext subjectAltName -in " + file.string()),
              HasSubstr("DNS:centre.garita, DNS:sede.gob.example, IP Address:127.0.0.1"));
  order.dns_names = {"a,IP:10.0.0.1"};
  EXPECT_FALSE(issue_certificate(authority(), key.public_key(), order));
  order.dns_names.clear();
  order.ip_addresses = {"300.0.0.1"};
  EXPECT_FALSE(issue_certificate(authority(), key.public_key(), order));
}

TEST_F(Country, TheOpensslCommandAcceptsItsChain) {
  const auto key = PrivateKey::generate();
  const auto ca = write("ca.pem", bytes_of(ca_.pem()));
  const auto station = issue(key.public_key(), CertificateRole::kStation, "PASO-01-01");
  const auto file = write("station.pem", bytes_of(station.pem()));
  EXPECT_THAT(openssl("verify -x509_strict -purpose sslclient -CAfile " + ca.string() + " " +
                      file.string()),
              HasSubstr("OK"));
  EXPECT_EQ(openssl("verify -purpose sslserver -CAfile " + ca.string() + " " + file.string()), "");
}

TEST_F(Country, WithdrawsACertificate) {
  const auto kept = issue(PrivateKey::generate().public_key(), CertificateRole::kStation, "A-01");
  const auto lost = issue(PrivateKey::generate().public_key(), CertificateRole::kStation, "B-01");
  const std::vector<std::string> serials{lost.serial()};
  const auto made = RevocationList::make(authority(), serials, validity());
  ASSERT_TRUE(made);
  const auto list = RevocationList::from_der(made->der(), ca_);
  ASSERT_TRUE(list);
  EXPECT_TRUE(list->revokes(lost));
  EXPECT_FALSE(list->revokes(kept));
  auto changed = made->der();
  changed.back() ^= 1;
  EXPECT_FALSE(RevocationList::from_der(changed, ca_));
  const std::vector<std::string> wrong{"xyz"};
  EXPECT_FALSE(RevocationList::make(authority(), wrong, validity()));
  EXPECT_FALSE(RevocationList::make(authority(), {}, validity())->revokes(lost));
}

TEST_F(Country, OpensWhatWasSealedToItsKeyAlone) {
  const auto key = PrivateKey::generate();
  const auto certificate = issue(key.public_key(), CertificateRole::kSeal, "centre");
  const auto content = random_bytes(32);
  const auto envelope = seal_to_certificate(content, certificate);
  ASSERT_TRUE(envelope);
  RecordProperty("envelope_bytes", static_cast<int>(envelope->size()));
  EXPECT_LE(envelope->size(), 330U);
  const auto opened = open_envelope(*envelope, key, certificate);
  ASSERT_TRUE(opened) << opened.error().message;
  EXPECT_EQ(copy_of(opened->view()), content);

  const auto other = PrivateKey::generate();
  const auto others = issue(other.public_key(), CertificateRole::kSeal, "other");
  EXPECT_FALSE(open_envelope(*envelope, other, others));
  EXPECT_FALSE(open_envelope(*envelope, other, certificate));
}

TEST_F(Country, RefusesAnEnvelopeWithAnyBitChanged) {
  const auto key = PrivateKey::generate();
  const auto certificate = issue(key.public_key(), CertificateRole::kSeal, "centre");
  const auto content = random_bytes(32);
  const auto envelope = *seal_to_certificate(content, certificate);
  std::size_t opened = 0;
  for (std::size_t i = 0; i < envelope.size(); ++i) {
    auto changed = envelope;
    changed[i] ^= 0x10;
    const auto result = open_envelope(changed, key, certificate);
    // A few bytes carry no meaning (a version, an absent parameter): then the content is the same.
    if (!result) continue;
    EXPECT_EQ(copy_of(result->view()), content) << i;
    ++opened;
    EXPECT_FALSE(open_envelope(ByteView(envelope).first(i), key, certificate));
  }
  EXPECT_LT(opened, 16U);
}

TEST_F(Country, TheOpensslCommandOpensAnEnvelope) {
  const auto key = PrivateKey::generate();
  const auto certificate = issue(key.public_key(), CertificateRole::kSeal, "centre");
  const auto envelope = write("e.der", *seal_to_certificate(bytes_of("una llave"), certificate));
  const auto key_file = folder_ / "key.pem";
  ASSERT_TRUE(key.save(key_file));
  const auto certificate_file = write("seal.pem", bytes_of(certificate.pem()));
  const std::string keys = " -inkey " + key_file.string() + " -recip " + certificate_file.string();
  EXPECT_EQ(openssl("cms -decrypt -binary -inform DER -in " + envelope.string() + keys),
            "una llave");

  const auto plain = write("plain", bytes_of("otra llave"));
  ASSERT_EQ(openssl("cms -encrypt -binary -aes-256-gcm -outform DER -in " + plain.string() +
                    " -out " + (folder_ / "theirs.der").string() + " " + certificate_file.string()),
            "");
  const auto theirs = load_private_file(folder_ / "theirs.der", 4096);
  ASSERT_TRUE(theirs);
  EXPECT_EQ(text_of(open_envelope(theirs->view(), key, certificate)->view()), "otra llave");
}

TEST_F(Country, NobodyElseGetsTheCentresName) {
  const auto key = PrivateKey::generate();
  const auto issued = [&](CertificateRole role, const std::string& name) {
    return issue_certificate(authority(), key.public_key(), {role, "x", {name}, {}, validity()})
        .has_value();
  };
  EXPECT_TRUE(issued(CertificateRole::kCentre, "sync.example"));
  EXPECT_TRUE(issued(CertificateRole::kConsole, "desk.example"));
  EXPECT_FALSE(issued(CertificateRole::kConsole, std::string(kCentreTlsName)));
  EXPECT_FALSE(issued(CertificateRole::kConsole, "CENTRE.garita"));
  EXPECT_FALSE(issued(CertificateRole::kStation, std::string(kCentreTlsName)));
}

TEST_F(Country, AnEmptyFileIsNeitherACertificateNorAKey) {
  const auto file = write("empty.pem", {});
  EXPECT_THAT(Certificate::load(file).error().message, HasSubstr("no certificate in PEM"));
  EXPECT_THAT(PrivateKey::load(file).error().message, HasSubstr("no private key"));
  EXPECT_FALSE(CertificateRequest::from_pem({}));
  EXPECT_FALSE(Certificate::from_der({}));
  EXPECT_FALSE(RevocationList::from_der({}, ca_));
  EXPECT_FALSE(open_envelope({}, ca_key_, ca_));
}

TEST_F(Country, APrivateFileThatCannotBeWrittenIsNamedAsItsOwnerKnowsIt) {
  const auto file = folder_ / "no-folder" / "authority.key";
  const auto saved = save_private_file(file, bytes_of("x"));
  ASSERT_FALSE(saved);
  EXPECT_EQ(saved.error().message, "cannot write " + file.string() + ": No such file or directory");
}

}  // namespace
}  // namespace garita
