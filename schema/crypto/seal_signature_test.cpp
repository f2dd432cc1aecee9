#include "schema/crypto/seal_signature.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "schema/crypto/seal_certificate.h"
#include "tests/support/seal_signers/seal_signers.h"

namespace garita {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using tests::der_of_raw;
using tests::raw_of_der;
using tests::SealSigners;

struct CurveCase {
  std::string_view ours;
  std::string command;  ///< what the openssl command calls it
  std::string hash;     ///< ICAO Doc 9303-13, 2.4, by the bit length of the order
  std::size_t scalar_bytes;
};
const std::vector<CurveCase> kCurveCases{
    {"P-224", "secp224r1", "sha224", 28},
    {"P-256", "prime256v1", "sha256", 32},
    {"P-384", "secp384r1", "sha384", 48},
    {"brainpoolP224r1", "brainpoolP224r1", "sha224", 28},
    {"brainpoolP256r1", "brainpoolP256r1", "sha256", 32},
    {"brainpoolP320r1", "brainpoolP320r1", "sha384", 40},
    {"brainpoolP384r1", "brainpoolP384r1", "sha384", 48},
    {"brainpoolP512r1", "brainpoolP512r1", "sha512", 64},
};

SealCertificate only_certificate(ByteView content) {
  auto read = read_seal_certificates(content, "test");
  ensure(read.has_value() && read->size() == 1, "the test made one certificate");
  return read->front();
}

SealPublicKey key_of(const SealCertificate& certificate) {
  ensure(certificate.key.has_value(), "the test made a key that seals use");
  return *certificate.key;
}

std::string refusal(const SealSigners& signers, const std::string& file) {
  const auto read = read_seal_certificates(signers.read(file), file);
  return read ? "read " + std::to_string(read->size()) : read.error().message;
}

TEST(SealSignature, AgreesWithTheOpensslCommandOnEveryCurve) {
  const SealSigners signers;
  const auto message = bytes_of("header and message zone");
  for (const auto& curve : kCurveCases) {
    SCOPED_TRACE(curve.ours);
    signers.make("signer", {.curve = curve.command});
    const auto theirs = key_of(only_certificate(signers.read("signer.der")));
    EXPECT_EQ(theirs.curve(), curve.ours);
    EXPECT_EQ(theirs.signature_bytes(), 2 * curve.scalar_bytes);
    const auto signature =
        raw_of_der(signers.sign("signer", curve.hash, message), curve.scalar_bytes);
    EXPECT_TRUE(verify_seal_signature(theirs, message, signature));
    EXPECT_FALSE(verify_seal_signature(theirs, bytes_of("header and message zonE"), signature));

    const auto key = SealSigningKey::from_pem(text_of(signers.read("signer.key")));
    ASSERT_TRUE(key.has_value()) << key.error().message;
    EXPECT_EQ(key->public_key(), theirs);
    const auto ours = key->sign(message);
    EXPECT_EQ(ours.size(), 2 * curve.scalar_bytes);
    EXPECT_TRUE(signers.verifies("signer", curve.hash, message, der_of_raw(ours)));
  }
}

TEST(SealSignature, IsWrongWithAnyByteChangedOrAnotherLength) {
  const auto key = SealSigningKey::generate("brainpoolP224r1");
  ASSERT_TRUE(key.has_value());
  const auto message = bytes_of("header and message zone");
  auto signature = key->sign(message);
  const auto right = [&] { return verify_seal_signature(key->public_key(), message, signature); };
  ASSERT_TRUE(right());
  for (auto& byte : signature) {
    byte ^= 1;
    EXPECT_FALSE(right());
    byte ^= 1;
  }
  signature.push_back(0);
  EXPECT_FALSE(right());
  signature.resize(10);
  EXPECT_FALSE(right());
  signature.clear();
  EXPECT_FALSE(right());
  signature.assign(56, 0);
  EXPECT_FALSE(right());
  signature.assign(56, 0xFF);
  EXPECT_FALSE(right());
}

TEST(SealSignature, ShortNumbersArePaddedToTheLengthOfTheKey) {
  const SealSigners signers;
  signers.make("signer", {});
  const auto key = SealSigningKey::from_pem(text_of(signers.read("signer.key")));
  ASSERT_TRUE(key.has_value());
  const auto message = bytes_of("header and message zone");
  // One signature in 256 has an r that begins with a zero byte.
  Bytes signature = key->sign(message);
  for (int i = 0; i < 20000 && signature.front() != 0; ++i) signature = key->sign(message);
  ASSERT_EQ(signature.front(), 0);
  ASSERT_EQ(signature.size(), 64U);
  EXPECT_TRUE(signers.verifies("signer", "sha256", message, der_of_raw(signature)));
  EXPECT_TRUE(verify_seal_signature(key->public_key(), message, signature));
}

TEST(SealSignature, KeysOfOtherKindsAreRefusedByName) {
  const SealSigners signers;
  const auto said = [&](const std::string& how) {
    EXPECT_TRUE(signers.openssl("genpkey " + how + " -out key"));
    EXPECT_TRUE(signers.openssl("pkey -in key -pubout -outform DER -out public"));
    const auto key = SealPublicKey::from_der(signers.read("public"));
    const auto signing = SealSigningKey::from_pem(text_of(signers.read("key")));
    EXPECT_EQ(key.has_value(), signing.has_value());
    return key ? std::string(key->curve()) : key.error().message;
  };
  const auto on = [&](const std::string& curve) {
    return said("-algorithm EC -pkeyopt ec_paramgen_curve:" + curve);
  };
  EXPECT_EQ(on("secp521r1"), "no seal is signed on the curve secp521r1");
  EXPECT_EQ(on("secp256k1"), "no seal is signed on the curve secp256k1");
  EXPECT_EQ(on("brainpoolP192r1"), "no seal is signed on the curve brainpoolP192r1");
  EXPECT_EQ(on("brainpoolP256r1 -pkeyopt ec_param_enc:explicit"), "brainpoolP256r1");
  EXPECT_THAT(said("-algorithm RSA -pkeyopt rsa_keygen_bits:1024"), HasSubstr("rsaEncryption"));
  EXPECT_THAT(said("-algorithm ed25519"), HasSubstr("ED25519"));
  EXPECT_THAT(SealPublicKey::from_der({}).error().message, HasSubstr("no public key"));
  EXPECT_THAT(SealSigningKey::generate("secp256k1").error().message, HasSubstr("secp256k1"));
}

TEST(SealCertificate, SaysWhoSignsUnderWhichReferenceAndWhen) {
  const SealSigners signers;
  signers.make("signer", {.subject = "/C=ut/O=office/CN=ts",
                          .serial = "00A5",
                          .first_day = "20200131",
                          .last_day = "20250228",
                          .document_types = {"V", "PU"}});
  for (const std::string file : {"signer.pem", "signer.der"}) {
    const auto certificate = only_certificate(signers.read(file));
    EXPECT_EQ(certificate.signer, "UTTS");
    EXPECT_EQ(certificate.reference, "A5");
    EXPECT_EQ(certificate.first_day.iso(), "2020-01-31");
    EXPECT_EQ(certificate.last_day.iso(), "2025-02-28");
    EXPECT_THAT(certificate.document_types, ElementsAre("V", "PU"));
  }
}

TEST(SealCertificate, IsKeptWithAnUnusableKeySoThatAVerdictCanSayIt) {
  const SealSigners signers;
  signers.make("signer", {.curve = "secp521r1"});
  const auto certificate = only_certificate(signers.read("signer.pem"));
  ASSERT_FALSE(certificate.key.has_value());
  EXPECT_EQ(certificate.key.error().message, "no seal is signed on the curve secp521r1");
}

TEST(SealCertificate, FilesThatHoldNoneAreRefusedWithTheReason) {
  const SealSigners signers;
  signers.make("authority", {.subject = "/C=UT/CN=Utopia-CSCA"});
  signers.make("signer", {});
  EXPECT_THAT(refusal(signers, "authority.pem"), HasSubstr("names no signer of seals"));
  EXPECT_THAT(refusal(signers, "signer.key"), HasSubstr("no certificate in PEM"));
  EXPECT_THAT(refusal(signers, "settings"), HasSubstr("this is no certificate"));

  const auto whole = signers.read("signer.der");
  for (std::size_t size = 0; size < whole.size(); size += 7) {
    signers.write("cut.der", ByteView(whole).first(size));
    EXPECT_THAT(refusal(signers, "cut.der"), HasSubstr("this is no certificate"));
  }
  auto longer = whole;
  longer.push_back(0);
  signers.write("longer.der", longer);
  EXPECT_THAT(refusal(signers, "longer.der"), HasSubstr("this is no certificate"));
  signers.write("huge.der", Bytes(kSealCertificateFileBytesMax + 1));
  EXPECT_THAT(refusal(signers, "huge.der"), HasSubstr("too large"));

  auto damaged = signers.read("signer.pem");
  std::fill(damaged.begin() + 60, damaged.begin() + 80, '!');
  signers.write("damaged.pem", damaged);
  EXPECT_THAT(refusal(signers, "damaged.pem"), HasSubstr("damaged"));
}

TEST(SealCertificate, ABundleGivesItsSignersAndPassesItsAuthorityOver) {
  const SealSigners signers;
  signers.make("authority", {.subject = "/C=UT/CN=Utopia-CSCA"});
  signers.make("first", {.serial = "01"});
  signers.make("second", {.serial = "02"});
  Bytes bundle;
  for (const std::string name : {"first.pem", "authority.pem", "second.pem"}) {
    const auto one = signers.read(name);
    bundle.insert(bundle.end(), one.begin(), one.end());
  }
  const auto read = read_seal_certificates(bundle, "bundle.pem");
  ASSERT_TRUE(read.has_value()) << read.error().message;
  ASSERT_EQ(read->size(), 2U);
  EXPECT_EQ((*read)[0].reference, "1");
  EXPECT_EQ((*read)[1].reference, "2");
  EXPECT_EQ((*read)[1].source, "bundle.pem");
}

TEST(SealCertificateFolder, ABadFileIsNamedAndTheOthersAreRead) {
  const SealSigners signers;
  signers.make("a", {.serial = "01"});
  signers.make("b", {.serial = "02"});
  const auto folder = signers.folder() / "trust";
  std::filesystem::create_directories(folder / "below");
  std::filesystem::copy(signers.folder() / "a.pem", folder / "a.pem");
  std::filesystem::copy(signers.folder() / "b.der", folder / "c.cer");
  std::filesystem::copy(signers.folder() / "a.pem", folder / "below/a.pem");
  signers.write("trust/b.txt", bytes_of("notes"));
  signers.write("trust/.hidden", bytes_of("notes"));
  std::filesystem::create_symlink("nowhere", folder / "d.pem");

  const auto found = load_seal_certificates(folder);
  ASSERT_TRUE(found.has_value()) << found.error().message;
  ASSERT_EQ(found->certificates.size(), 2U);
  EXPECT_EQ(found->certificates[0].source, "a.pem");
  EXPECT_EQ(found->certificates[1].reference, "2");
  ASSERT_EQ(found->skipped.size(), 2U);
  EXPECT_EQ(found->skipped[0].file, "b.txt");
  EXPECT_THAT(found->skipped[0].reason, HasSubstr("no certificate"));
  EXPECT_EQ(found->skipped[1].file, "d.pem");
  EXPECT_EQ(found->skipped[1].reason, "not a file");
}

TEST(SealCertificateFolder, ThatIsNotThereIsForWhoeverSetItUp) {
  const auto found = load_seal_certificates("no/such/folder");
  ASSERT_FALSE(found.has_value());
  EXPECT_EQ(found.error().remedy, Remedy::kRepair);
  EXPECT_THAT(found.error().message, HasSubstr("no/such/folder"));
}

}  // namespace
}  // namespace garita
