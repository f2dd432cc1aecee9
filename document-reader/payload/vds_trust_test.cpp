#include "document-reader/payload/vds_trust.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "document-reader/payload/vds_payload.h"
#include "tests/support/seal_signers/seal_signers.h"

namespace garita::reader {
namespace {

using testing::HasSubstr;
using testing::StartsWith;
using tests::raw_of_der;
using tests::SealSigners;

Date day(std::string_view iso) {
  const auto date = Date::from_iso(iso);
  ensure(date.has_value(), "a test's dates exist");
  return *date;
}

const std::vector<PayloadField> kVisa{
    {"mrz", "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C<3UTO6908061F9406236"},
    {"duration_of_stay", "P90D"},
    {"passport_number", "UFO001979"}};

/// Signers, whom a seal is by, and who is believed.
class SealVerdicts : public testing::Test {
 protected:
  SealVerdicts() { signers_.make("signer", {}); }

  [[nodiscard]] static SealHeader header() {
    return {4,
            "UTO",
            "UTTS",
            "5B",
            SealReferenceForm::kHexadecimal,
            day("2024-02-29"),
            day("2024-02-29"),
            {0x5d, 0x01}};
  }
  [[nodiscard]] static std::vector<SealFeature> features() {
    auto features = encode_seal_features({0x5d, 0x01}, kVisa);
    ensure(features.has_value(), "the test's visa can be sealed");
    return *std::move(features);
  }
  /// A seal by our own composer with the key of NAME.
  [[nodiscard]] Bytes sealed(const SealHeader& header, const std::string& name = "signer") const {
    const auto key = SealSigningKey::from_pem(text_of(signers_.read(name + ".key")));
    ensure(key.has_value(), "the test's signer has a key");
    auto seal = compose_seal(header, features(), *key);
    ensure(seal.has_value(), "the test's seal can be composed");
    return *std::move(seal);
  }
  void believe(const std::vector<std::string>& names) {
    std::vector<SealCertificate> all;
    for (const auto& name : names) {
      auto read = read_seal_certificates(signers_.read(name + ".pem"), name + ".pem");
      ensure(read.has_value(), "the test's signer has a certificate");
      for (auto& one : *read) all.push_back(std::move(one));
    }
    trust_.emplace(std::move(all));
  }
  /// "valid: signed on …", or "refused: …" when it is no seal.
  [[nodiscard]] std::string verdict(ByteView bytes) const {
    const auto payload = read_seal(bytes, {day("2024-06-01"), trust_ ? &*trust_ : nullptr});
    if (!payload) return "refused: " + payload.error().message;
    return std::string(seal_verdict_name(payload->seal->verdict)) + ": " + payload->seal->reason;
  }
  [[nodiscard]] std::string verdict_of(const SealHeader& header,
                                       const std::string& name = "signer") const {
    return verdict(sealed(header, name));
  }

  SealSigners signers_;
  std::optional<SealTrust> trust_;
};

TEST_F(SealVerdicts, ASealByABelievedSignerIsValid) {
  believe({"signer"});
  EXPECT_EQ(verdict_of(header()),
            "valid: signed on 2024-02-29 with the key in the certificate signer.pem");
  const auto payload = read_seal(sealed(header()), {day("2024-06-01"), &*trust_});
  ASSERT_TRUE(payload.has_value());
  EXPECT_EQ(payload->kind, PayloadKind::kVds);
  EXPECT_EQ(payload->seal->signer, "UTTS5B");
  EXPECT_EQ(find_field(payload->fields, "seal_version"), "4");
  EXPECT_EQ(find_field(payload->fields, "seal_issuing_state"), "UTO");
  EXPECT_EQ(find_field(payload->fields, "seal_definition"), "5d01");
  EXPECT_EQ(find_field(payload->fields, "document_issue_date"), "2024-02-29");
  EXPECT_EQ(find_field(payload->fields, "signature_date"), "2024-02-29");
  EXPECT_EQ(find_field(payload->fields, "document_type"), "visa");
  EXPECT_EQ(find_field(payload->fields, "surname"), "ERIKSSON");
}

TEST_F(SealVerdicts, ASealThatAnotherProgramMadeIsValid) {
  // Bytes by a few lines of Python after ICAO Doc 9303-13, signature by the openssl command.
  const auto body = from_hex(
      "dc03d9c5d9cac8a858f95f65f35f3ee35d010130db5bd2b3c549cd1da93c5bd458135c6f57fc133c133c133c133c"
      "133c13524d1551e76480d9c5408d4bab224632ab26a303010204035a00000506d79519a65306");
  ASSERT_TRUE(body.has_value());
  const struct {
    std::string curve;
    std::string hash;
    std::size_t scalar_bytes;
  } cases[] = {{"prime256v1", "sha256", 32},
               {"brainpoolP224r1", "sha224", 28},
               {"brainpoolP256r1", "sha256", 32},
               {"brainpoolP384r1", "sha384", 48},
               {"brainpoolP512r1", "sha512", 64}};
  for (const auto& one : cases) {
    SCOPED_TRACE(one.curve);
    signers_.make("other", {.curve = one.curve, .serial = "0A5C", .first_day = "20190101"});
    believe({"signer", "other"});
    auto seal = *body;
    seal.push_back(0xFF);
    if (one.scalar_bytes == 64) seal.push_back(0x81);
    seal.push_back(static_cast<std::uint8_t>(2 * one.scalar_bytes));
    const auto signature = raw_of_der(signers_.sign("other", one.hash, *body), one.scalar_bytes);
    seal.insert(seal.end(), signature.begin(), signature.end());
    EXPECT_EQ(verdict(seal),
              "valid: signed on 2019-06-24 with the key in the certificate other.pem");
  }
}

TEST_F(SealVerdicts, OurSealsHoldBeforeAnotherProgram) {
  for (const int version : {3, 4}) {
    auto own = header();
    own.version = version;
    if (version == 3) own.reference_form = SealReferenceForm::kFixed;
    const auto bytes = sealed(own);
    const ByteView view = bytes;
    ASSERT_EQ(bytes[bytes.size() - 66], 0xFF);
    ASSERT_EQ(bytes[bytes.size() - 65], 64);
    EXPECT_TRUE(signers_.verifies("signer", "sha256", view.first(bytes.size() - 66),
                                  tests::der_of_raw(view.last(64))));
  }
}

TEST_F(SealVerdicts, NoByteCanBeChangedAndTheSealStayValid) {
  believe({"signer"});
  auto bytes = sealed(header());
  ASSERT_THAT(verdict(bytes), StartsWith("valid"));
  int invalid = 0;
  for (auto& byte : bytes) {
    const auto kept = byte;
    for (const int change : {0x01, 0x80, 0xFF}) {
      byte = static_cast<std::uint8_t>(kept ^ change);
      const auto said = verdict(bytes);
      EXPECT_THAT(said, testing::Not(StartsWith("valid")));
      if (said.starts_with("invalid: the signature is not that")) ++invalid;
    }
    byte = kept;
  }
  // The signature alone has 64 bytes, each changed three times: all are told for what they are.
  EXPECT_GE(invalid, 3 * 64);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_THAT(verdict(ByteView(bytes).first(size)), testing::Not(StartsWith("valid")));
  }
  bytes.push_back(0);
  EXPECT_THAT(verdict(bytes), StartsWith("refused"));
}

TEST_F(SealVerdicts, WithoutASignatureItIsUnsigned) {
  believe({"signer"});
  const auto bare = compose_unsigned_seal(header(), features());
  ASSERT_TRUE(bare.has_value());
  EXPECT_EQ(verdict(*bare), "unsigned: the seal carries no signature");
}

TEST_F(SealVerdicts, SignersWhoAreNotBelievedAreToldApart) {
  EXPECT_EQ(verdict_of(header()), "unknown_signer: no signer's certificate is at hand");
  believe({});
  EXPECT_EQ(verdict_of(header()), "unknown_signer: no signer's certificate is at hand");
  believe({"signer"});
  auto other = header();
  other.certificate_reference = "5C";
  EXPECT_EQ(verdict_of(other),
            "unknown_signer: no certificate of the signer UTTS has the serial number 5C");
  other.signer = "UTTX";
  EXPECT_EQ(verdict_of(other),
            "unknown_signer: the signer UTTX is not among those whose certificates are at hand");
  other.signer = "UTT5";  // no mixing of the signer's end with the reference's beginning
  other.certificate_reference = "B";
  EXPECT_THAT(verdict_of(other), StartsWith("unknown_signer"));
}

TEST_F(SealVerdicts, ZerosBeforeTheReferenceChangeNothing) {
  believe({"signer"});
  auto own = header();
  own.certificate_reference = "00000000005B";
  EXPECT_THAT(verdict_of(own), StartsWith("valid"));
  own.version = 3;
  own.reference_form = SealReferenceForm::kFixed;
  own.certificate_reference = "5B";
  EXPECT_THAT(verdict_of(own), StartsWith("valid"));
}

TEST_F(SealVerdicts, TheDayOfTheSealDecidesWhetherTheCertificateWasValid) {
  signers_.make("signer", {.first_day = "20200131", .last_day = "20250228"});
  believe({"signer"});
  const auto on = [&](std::string_view iso) {
    auto own = header();
    own.signed_on = day(iso);
    return verdict_of(own);
  };
  EXPECT_THAT(on("2020-01-31"), StartsWith("valid"));
  EXPECT_THAT(on("2025-02-28"), StartsWith("valid"));
  EXPECT_EQ(on("2025-03-01"),
            "invalid: the certificate signer.pem was valid from 2020-01-31 to 2025-02-28, not on "
            "2025-03-01 when the seal was signed");
  EXPECT_THAT(on("2020-01-30"), HasSubstr("not on 2020-01-30"));
}

TEST_F(SealVerdicts, AnotherKeyOrAnotherCurveIsInvalid) {
  signers_.make("twin", {});
  signers_.make("short", {.curve = "brainpoolP224r1"});
  believe({"signer"});
  EXPECT_THAT(verdict_of(header(), "twin"),
              StartsWith("invalid: the signature is not that of the key in the certificate"));
  EXPECT_EQ(verdict_of(header(), "short"),
            "invalid: the signature has 56 bytes, on the curve brainpoolP256r1 of the certificate "
            "signer.pem it would have 64");
  signers_.make("odd", {.curve = "secp521r1"});
  believe({"odd"});
  EXPECT_EQ(verdict_of(header()),
            "invalid: the certificate odd.pem has a key that no seal is signed with: no seal is "
            "signed on the curve secp521r1");
}

TEST_F(SealVerdicts, AReferenceThatTwoGoByIsTriedWithBoth) {
  signers_.make("twin", {});
  signers_.make("third", {});
  believe({"twin", "signer"});
  EXPECT_EQ(verdict_of(header()),
            "valid: signed on 2024-02-29 with the key in the certificate signer.pem (2 "
            "certificates go by this reference, which should name one)");
  EXPECT_THAT(verdict_of(header(), "third"), HasSubstr("2 certificates go by this reference"));
  EXPECT_THAT(verdict_of(header(), "third"), StartsWith("invalid"));
}

TEST_F(SealVerdicts, ACertificateForOtherDocumentsIsNotEnough) {
  const auto with = [&](std::vector<std::string> types) {
    signers_.make("signer", {.document_types = std::move(types)});
    believe({"signer"});
    return verdict_of(header());
  };
  EXPECT_THAT(with({"V"}), StartsWith("valid"));
  EXPECT_THAT(with({"PU", "V"}), StartsWith("valid"));
  EXPECT_EQ(with({"PU"}), "invalid: the certificate signer.pem is not for documents of the type V");
  EXPECT_THAT(with({"VC"}), StartsWith("invalid"));
}

TEST_F(SealVerdicts, ASignerOfAnotherStateIsUnknownThere) {
  believe({"signer"});
  const auto issued_by = [&](const std::string& state) {
    auto own = header();
    own.issuing_state = state;
    return verdict_of(own);
  };
  EXPECT_EQ(issued_by("GTM"),
            "unknown_signer: the certificate signer.pem is that of a signer of UT, and the "
            "document is issued by GTM");
  EXPECT_THAT(issued_by("D"), StartsWith("unknown_signer"));
  EXPECT_THAT(issued_by("UTO"), StartsWith("valid"));
  signers_.make("signer", {.subject = "/C=GT/CN=TS"});
  believe({"signer"});
  auto own = header();
  own.signer = "GTTS";
  own.issuing_state = "GTM";
  EXPECT_THAT(verdict_of(own), StartsWith("valid"));
  own.signed_on = day("2030-01-01");
  own.issuing_state = "FRA";
  EXPECT_THAT(verdict_of(own), StartsWith("invalid")) << "what is worse is said";
}

TEST_F(SealVerdicts, ASealAgainstItsFormIsInvalidWhoeverSignedIt) {
  believe({"signer"});
  const auto key = SealSigningKey::from_pem(text_of(signers_.read("signer.key")));
  auto lacking = features();
  lacking.pop_back();
  const auto seal = compose_seal(header(), lacking, *key);
  ASSERT_TRUE(seal.has_value());
  EXPECT_EQ(verdict(*seal),
            "invalid: the seal is not of the form it must have: it lacks passport_number, which "
            "every seal of the kind has");
  auto test = header();
  test.certificate_reference = "000";
  EXPECT_THAT(verdict_of(test), StartsWith("invalid: the certificate reference 0 is for tests"));
}

TEST_F(SealVerdicts, ADateStillToComeIsWarnedOf) {
  believe({"signer"});
  const auto warnings = [&](std::string_view signed_on) {
    auto own = header();
    own.signed_on = day(signed_on);
    return read_seal(sealed(own), {day("2024-06-01"), &*trust_})->warnings;
  };
  EXPECT_THAT(warnings("2024-06-02"), testing::IsEmpty());
  EXPECT_THAT(warnings("2024-06-03"), testing::ElementsAre(HasSubstr("still to come")));
}

TEST_F(SealVerdicts, TheSuccessorOfSealsIsRefusedByItsName) {
  EXPECT_THAT(verdict(bytes_of("RDB1BNK6ADJL2PECXOABAHIMW")),
              HasSubstr("Datastructure for Barcode"));
}

}  // namespace
}  // namespace garita::reader
