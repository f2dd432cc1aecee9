#include "document-reader/payload/vds.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "document-reader/payload/vds_text.h"

namespace garita::reader {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Bytes hex(std::string_view digits) {
  auto bytes = from_hex(digits);
  ensure(bytes.has_value(), "a test's digits are hexadecimal");
  return *bytes;
}

Date day(std::string_view iso) {
  const auto date = Date::from_iso(iso);
  ensure(date.has_value(), "a test's dates exist");
  return *date;
}

/// The text of a value, or why there is none.
template <typename T, typename Show>
std::string said(const Result<T>& result, Show show) {
  return result ? show(*result) : "refused: " + result.error().message;
}
std::string encoded(std::string_view text) { return said(encode_c40(text), to_hex); }
std::string decoded(std::string_view digits) {
  return said(decode_c40(hex(digits)), [](const std::string& text) { return text; });
}
std::string decoded_date(std::string_view digits) {
  return said(decode_seal_date(hex(digits)), [](Date date) { return date.iso(); });
}
std::string parsed(ByteView bytes) {
  return said(parse_seal(bytes), [](const Seal& seal) {
    return seal.header.signer + " " + seal.header.certificate_reference;
  });
}
std::string parsed(std::string_view digits) { return parsed(hex(digits)); }

// ICAO Doc 9303-8 (8th edition), appendix B: the worked example of an emergency travel document.
constexpr std::string_view kWorkedExample =
    "dc03d9c5d9cac8a73a995d913a7d9c575e030230bab3d2b3c549cd1da93c5bd458135c6f57fc133c133c133c6b38"
    "208a4d0d4a32b0c11ae6268427153f7c453c133c1345ff4039034e85da183c1cc0d3ac16732d7ee2c20d7aef7b38"
    "1c0ae509f10a97890d511c3c47b94807a4d0f67ce9083a7f206f04fb35afdb8ab9658a93327a4e0ee6ed";
// Header and message zone of visas with the zones of ICAO Doc 9303-7, B.1 and B.2, put together by
// another program (twenty lines of Python after Doc 9303-13, 2.2 and 2.6).
constexpr std::string_view kVisaVersion4 =
    "dc03d9c5d9cac8a858f95f65f35f3ee35d010130db5bd2b3c549cd1da93c5bd458135c6f57fc133c133c133c133c"
    "133c13524d1551e76480d9c5408d4bab224632ab26a303010204035a00000506d79519a65306";
constexpr std::string_view kVisaVersion3 =
    "dc026abc6d32c8a519fc22f93822f9385d01022cdb5bd2b3c549cd1da93c5bd458135c6f57fc133c133c133c9e2e"
    "4d0d28043132b09e1ae53f5c52853f78fe370403ffffff05069e2e4d0d2804";

SealHeader header_of(SealReferenceForm form, int version, std::string reference) {
  return {version,           "UTO",       "UTTS", std::move(reference), form, day("2024-02-29"),
          day("2024-03-01"), {0x5d, 0x01}};
}

TEST(SealText, C40IsThatOfTheStandardsExamples) {
  // ICAO Doc 9303-13, 2.3.1 and appendix C.
  EXPECT_EQ(encoded("VISA01"), "de515826");
  EXPECT_EQ(encoded("XK<CD"), "eb0466a9");
  EXPECT_EQ(encoded("XKCD"), "eb11fe45");
  EXPECT_EQ(decoded("de515826"), "VISA01");
  EXPECT_EQ(decoded("eb0466a9"), "XK CD");
  EXPECT_EQ(decoded("eb11fe45"), "XKCD");
  EXPECT_EQ(encoded(""), "");
  EXPECT_EQ(decoded(""), "");
}

TEST(SealText, C40ThatNobodyMayWriteIsRefusedWithItsPlace) {
  EXPECT_EQ(encoded("AB-C"), "refused: character 2 is none of A-Z, 0-9, space and <");
  EXPECT_THAT(encoded("ab"), HasSubstr("character 0"));
  EXPECT_THAT(decoded("de5158"), HasSubstr("odd number"));
  EXPECT_THAT(decoded("0000"), HasSubstr("byte 0"));      // the number would be negative
  EXPECT_THAT(decoded("fa01"), HasSubstr("byte 0"));      // above 64000
  EXPECT_THAT(decoded("0001"), HasSubstr("byte 0"));      // shifts where characters must be
  EXPECT_THAT(decoded("eb11fe00"), HasSubstr("byte 2"));  // no character
  EXPECT_THAT(decoded("eb11fe3d"), HasSubstr("byte 2"));  // a filler that is no space
  EXPECT_THAT(decoded("fe45eb11"), HasSubstr("byte 0"));  // a single character not at the end
  EXPECT_THAT(decoded("66a9eb04"), HasSubstr("byte 0"));  // a group of two not at the end
}

TEST(SealText, DatesAreThatOfTheStandardsExampleAndExist) {
  EXPECT_EQ(to_hex(encode_seal_date(day("1957-03-25"))), "319ef5");
  EXPECT_EQ(decoded_date("319ef5"), "1957-03-25");
  for (const std::string_view iso : {"0001-01-01", "2024-02-29", "9999-12-31"}) {
    EXPECT_EQ(decoded_date(to_hex(encode_seal_date(day(iso)))), iso);
  }
  EXPECT_THAT(decoded_date("000000"), HasSubstr("refused"));
  EXPECT_THAT(decoded_date("ffffff"), HasSubstr("refused"));
  EXPECT_THAT(decoded_date("22f937"), HasSubstr("refused"));  // 2023-02-29
}

TEST(SealText, ASealThatCameAsTextIsFoundAgain) {
  const auto bytes = hex(kWorkedExample);
  EXPECT_EQ(seal_bytes_of(bytes), bytes);
  EXPECT_EQ(seal_bytes_of(bytes_of(std::string(kWorkedExample) + "\r\n")), bytes);
  Bytes utf8;  // what a scanner gives that takes the bytes for Latin-1
  for (const auto byte : bytes) {
    if (byte >= 0x80) utf8.push_back(static_cast<std::uint8_t>(0xC0 | byte >> 6));
    utf8.push_back(byte >= 0x80 ? static_cast<std::uint8_t>(0x80 | (byte & 0x3F)) : byte);
  }
  EXPECT_EQ(seal_bytes_of(utf8), bytes);
  for (const std::string_view other : {"", "dc03x", "dc0", "\xc3\x9c\xff", "M1DESMARAIS/LUC"}) {
    EXPECT_EQ(seal_bytes_of(bytes_of(other)), copy_of(bytes_of(other)));
  }
}

TEST(SealText, OnlyWellFormedTextWithoutControlsIsText) {
  for (const std::string_view text : {"", "Perschweiß", "Ж", "€", "\U0001F6C2"}) {
    EXPECT_TRUE(is_plain_utf8(bytes_of(text))) << text;
  }
  for (const std::string_view text :
       {"\xc3", "\xc0\xaf", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xf8\x88\x80\x80",
        "\x80", "a\nb", "\x7f", "\xc2\x85"}) {
    EXPECT_FALSE(is_plain_utf8(bytes_of(text))) << to_hex(bytes_of(text));
  }
}

TEST(Seal, TheStandardsWorkedExampleIsTakenApart) {
  const auto bytes = hex(kWorkedExample);
  const auto seal = parse_seal(bytes);
  ASSERT_TRUE(seal.has_value()) << seal.error().message;
  EXPECT_EQ(seal->header, (SealHeader{4,
                                      "UTO",
                                      "UTTS",
                                      "5B",
                                      SealReferenceForm::kHexadecimal,
                                      day("2026-06-13"),
                                      day("2023-08-23"),
                                      {0x5e, 0x03}}));
  ASSERT_EQ(seal->features.size(), 1U);
  EXPECT_EQ(seal->features[0].tag, 0x02);
  EXPECT_EQ(decoded(to_hex(seal->features[0].value)),
            "PUUTOERIKSSON  ANNA MARIA           D231458907UTO7408122F2606277       8");
  EXPECT_EQ(seal->signed_bytes, copy_of(ByteView(bytes).first(bytes.size() - 66)));
  EXPECT_EQ(seal->signature, copy_of(ByteView(bytes).last(64)));
}

TEST(Seal, VersionThreeHasFiveCharactersAndPlainLengths) {
  const auto seal = parse_seal(hex(kVisaVersion3));
  ASSERT_TRUE(seal.has_value()) << seal.error().message;
  EXPECT_EQ(seal->header, (SealHeader{3,
                                      "D",
                                      "DETS",
                                      "00027",
                                      SealReferenceForm::kFixed,
                                      day("2024-02-29"),
                                      day("2024-02-29"),
                                      {0x5d, 0x01}}));
  EXPECT_EQ(plain_reference(seal->header), "27");
  EXPECT_TRUE(seal->signature.empty());
}

TEST(Seal, IsComposedAsAnotherProgramComposesIt) {
  for (const auto digits : {kVisaVersion4, kVisaVersion3}) {
    const auto seal = parse_seal(hex(digits));
    ASSERT_TRUE(seal.has_value()) << seal.error().message;
    EXPECT_EQ(said(compose_unsigned_seal(seal->header, seal->features), to_hex), digits);
  }
}

TEST(Seal, EveryLengthOfReferenceComesBackInEachForm) {
  const std::string digits = "F0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDE";
  for (std::size_t size = 1; size <= digits.size(); ++size) {
    for (const auto form : {SealReferenceForm::kHexadecimal, SealReferenceForm::kDecimal}) {
      auto header = header_of(form, 4, digits.substr(0, size));
      if (form == SealReferenceForm::kDecimal) header.signer = "DEZV";
      const auto bytes = compose_unsigned_seal(header, {{4, Bytes{90, 0, 0}}});
      ASSERT_TRUE(bytes.has_value()) << bytes.error().message;
      EXPECT_EQ(parsed(*bytes), header.signer + " " + digits.substr(0, size));
    }
  }
}

TEST(Seal, OfVersionFourWithTheOldReferenceIsTakenApart) {
  // As in seals of 2016, and in an example that goes about: fixed length behind the byte of
  // version 4. "00" and "FF" cannot be lengths here.
  for (const std::string reference : {"00008", "FFAFF", "0A1B2"}) {
    const auto bytes = compose_unsigned_seal(header_of(SealReferenceForm::kFixed, 4, reference),
                                             {{4, Bytes{90, 0, 0}}});
    ASSERT_TRUE(bytes.has_value());
    EXPECT_EQ(parsed(*bytes), "UTTS " + reference);
  }
  // "03123" could be the reference 123 with its length as well: the signer decides.
  auto header = header_of(SealReferenceForm::kFixed, 4, "03123");
  const auto standard = compose_unsigned_seal(header, {});
  header.signer = "DEME";
  const auto old = compose_unsigned_seal(header, {});
  ASSERT_TRUE(standard.has_value() && old.has_value());
  EXPECT_EQ(parsed(*standard), "UTTS 123");
  EXPECT_EQ(parsed(*old), "DEME 03123");
}

TEST(Seal, ALengthOfDecimalDigitsIsReadOfEverySigner) {
  // The number 20 is also 0x20: only with the twelve bytes of the end has every byte its meaning.
  const auto bytes =
      compose_unsigned_seal(header_of(SealReferenceForm::kDecimal, 4, std::string(20, 'A')), {});
  ASSERT_TRUE(bytes.has_value());
  EXPECT_EQ(parsed(*bytes), "UTTS " + std::string(20, 'A'));
}

TEST(Seal, LongValuesHaveLengthsInDer) {
  for (const std::size_t size : {0U, 1U, 127U, 128U, 255U, 256U, 1000U}) {
    const SealFeature feature{9, Bytes(size, 0x11)};
    const auto bytes =
        compose_unsigned_seal(header_of(SealReferenceForm::kHexadecimal, 4, "5B"), {feature});
    ASSERT_TRUE(bytes.has_value());
    const auto seal = parse_seal(*bytes);
    ASSERT_TRUE(seal.has_value()) << seal.error().message;
    EXPECT_THAT(seal->features, ElementsAre(feature));
  }
}

TEST(Seal, WhatIsWrongIsNamedWithItsPlace) {
  const std::string whole(kWorkedExample);
  const auto with = [&](std::size_t byte, std::string_view digits) {
    auto changed = whole;
    changed.replace(byte * 2, digits.size(), digits);
    return parsed(changed);
  };
  EXPECT_THAT(parsed(""), HasSubstr("the first byte is not dc"));
  EXPECT_THAT(with(0, "dd"), HasSubstr("the first byte is not dc"));
  EXPECT_THAT(with(1, "05"), HasSubstr("version 6"));
  EXPECT_THAT(with(2, "0000"), HasSubstr("issuing State (from byte 2): byte 0 is no C40"));
  EXPECT_THAT(with(10, "000000"), HasSubstr("document issue date (from byte 10)"));
  EXPECT_THAT(with(13, "ffffff"), HasSubstr("signature creation date (from byte 13)"));
  EXPECT_THAT(with(19, "7f"), HasSubstr("the seal ends in its feature 02"));
  EXPECT_THAT(with(19, "80"), HasSubstr("feature 02 (from byte 18): no length in DER"));
  EXPECT_THAT(with(19, "85"), HasSubstr("feature 02 (from byte 18): no length in DER"));
  EXPECT_THAT(with(19, "8130"), HasSubstr("not as short as it can be"));
  EXPECT_THAT(with(69, "3f"), HasSubstr("1 bytes stand behind the signature"));
  EXPECT_THAT(with(69, "41"), HasSubstr("ends in its signature"));
  EXPECT_THAT(with(69, "00"), HasSubstr("of no length"));
  EXPECT_THAT(parsed(whole + "00"), HasSubstr("1 bytes stand behind the signature"));
  EXPECT_THAT(parsed(std::string(kVisaVersion4) + "040100"),
              HasSubstr("a second one with this tag"));
  EXPECT_THAT(parsed(Bytes(kSealBytesMax + 1, 0xDC)), HasSubstr("too large for a seal"));
}

TEST(Seal, CutAnywhereIsRefusedOrEndsBetweenFeatures) {
  const auto bytes = hex(kWorkedExample);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const auto seal = parse_seal(ByteView(bytes).first(size));
    const bool between = size == 18 || size == 68;  // behind the header, and before the signature
    EXPECT_EQ(seal.has_value(), between) << size;
    EXPECT_TRUE(!seal || seal->signature.empty());
  }
}

TEST(Seal, SignaturesOfVersionThreeMayHaveEitherLength) {
  // 128 bytes of brainpoolP512r1: 81 80 in DER, which Doc 9303-13, 2.4 asks for, or one plain byte.
  const std::string body(kVisaVersion3);
  const std::string signature(256, '5');
  for (const std::string length : {"8180", "80"}) {
    const auto seal = parse_seal(hex(body + "ff" + length + signature));
    ASSERT_TRUE(seal.has_value()) << seal.error().message;
    EXPECT_EQ(seal->signature.size(), 128U);
    EXPECT_EQ(to_hex(seal->signed_bytes), body);
  }
}

TEST(Seal, WhatFitsNoSealIsNotComposed) {
  const auto why = [](const SealHeader& header, const std::vector<SealFeature>& features = {}) {
    return said(compose_unsigned_seal(header, features), to_hex);
  };
  using enum SealReferenceForm;
  auto header = header_of(kHexadecimal, 4, "5B");
  EXPECT_THAT(why(header_of(kHexadecimal, 5, "5B")), HasSubstr("version 3 or 4"));
  EXPECT_THAT(why(header_of(kHexadecimal, 3, "5B")), HasSubstr("fixed length"));
  EXPECT_THAT(why(header_of(kFixed, 3, "123456")), HasSubstr("more than five"));
  EXPECT_THAT(why(header_of(kDecimal, 4, std::string(100, 'A'))), HasSubstr("too long"));
  EXPECT_THAT(why(header_of(kHexadecimal, 4, "5b")), HasSubstr("hexadecimal digits"));
  EXPECT_THAT(why(header_of(kHexadecimal, 4, "")), HasSubstr("hexadecimal digits"));
  EXPECT_THAT(why(header, {{255, {}}}), HasSubstr("the signature's"));
  EXPECT_THAT(why(header, {{1, {}}, {1, {}}}), HasSubstr("feature 01 stands twice"));
  EXPECT_THAT(why(header, {{1, Bytes(kSealBytesMax)}}), HasSubstr("too much"));
  EXPECT_THAT(why(header_of(kFixed, 3, "5B"), {{1, Bytes(256)}}), HasSubstr("too long"));
  header.signer = "UT";
  EXPECT_THAT(why(header), HasSubstr("four characters"));
  header.signer = "UTTS";
  header.issuing_state = "UTOPIA";
  EXPECT_THAT(why(header), HasSubstr("issuing State"));
}

}  // namespace
}  // namespace garita::reader
