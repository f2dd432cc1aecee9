#include "document-reader/payload/vds_features.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "document-reader/payload/vds_definitions.h"

namespace garita::reader {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

using Fields = std::vector<PayloadField>;

Date day(std::string_view iso) {
  const auto date = Date::from_iso(iso);
  ensure(date.has_value(), "a test's dates exist");
  return *date;
}

Seal seal_of(SealDefinitionId definition, std::vector<SealFeature> features) {
  return {SealHeader{4, "UTO", "UTTS", "5B", SealReferenceForm::kHexadecimal, day("2024-02-29"),
                     day("2024-02-29"), definition},
          std::move(features),
          {},
          {}};
}

SealContent read(SealDefinitionId definition, std::vector<SealFeature> features) {
  return read_seal_features(seal_of(definition, std::move(features)), day("2024-06-01"));
}

/// What comes back of the fields when they are written and read.
Fields reread(SealDefinitionId definition, const Fields& fields) {
  const auto features = encode_seal_features(definition, fields);
  if (!features) return {{"refused", features.error().message}};
  return read(definition, *features).fields;
}

std::string refused(SealDefinitionId definition, const Fields& fields) {
  const auto features = encode_seal_features(definition, fields);
  return features ? "written" : features.error().message;
}

std::string listed(const Fields& fields) {
  std::string text;
  for (const auto& field : fields) {
    text += (text.empty() ? "" : " ") + field.name + "=" + field.value;
  }
  return text;
}

/// The value of a field, or "-".
std::string value_of(const SealContent& content, std::string_view name) {
  return std::string(find_field(content.fields, name).value_or("-"));
}

constexpr SealDefinitionId kVisa{0x5d, 0x01};
constexpr SealDefinitionId kAdministrative8{0x01, 0xc8};
constexpr SealDefinitionId kAdministrative9{0x01, 0xc9};
// ICAO Doc 9303-7 (8th edition), B.1 and B.2, without the optional data of the second line.
constexpr std::string_view kMrva =
    "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C<3UTO6908061F9406236";
constexpr std::string_view kMrvb =
    "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nL898902C<3UTO6908061F9406236";
// ICAO Doc 9303-8 (8th edition), appendix B.
constexpr std::string_view kTd2 =
    "PUUTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F2606277<<<<<<<8";

Fields visa(std::string_view zone) {
  return {{"mrz", std::string(zone)},
          {"number_of_entries", "2"},
          {"duration_of_stay", "P90D"},
          {"passport_number", "UFO001979"}};
}

TEST(SealFeatures, OfAVisaComeBackWithTheFieldsOfItsZone) {
  for (const auto zone : {kMrva, kMrvb}) {
    EXPECT_EQ(listed(reread(kVisa, visa(zone))),
              "document_type=visa mrz=" + std::string(zone) +
                  (zone == kMrva ? " mrz_format=MRVA" : " mrz_format=MRVB") +
                  " document_code=V issuing_state=UTO document_number=L898902C surname=ERIKSSON"
                  " given_names=ANNA MARIA nationality=UTO birth_date=1969-08-06 sex=F"
                  " expiry_date=1994-06-23 number_of_entries=2 duration_of_stay=P90D"
                  " passport_number=UFO001979");
  }
}

TEST(SealFeatures, OfEveryKindOfDocumentComeBack) {
  const std::string zone(kTd2);
  const struct {
    SealDefinitionId definition;
    std::string_view type;
    Fields fields;
  } cases[] = {
      {{0x5e, 0x03}, "emergency_travel_document", {{"mrz", zone}}},
      {{0xfd, 0x02},
       "arrival_attestation",
       {{"mrz", zone}, {"central_register_number", "ABC123456DEF"}}},
      {{0xfc, 0x04},
       "social_insurance_card",
       {{"social_insurance_number", "65170839J003"},
        {"surname", "Perschweiß"},
        {"given_names", "Oscar"},
        {"birth_name", "Jâcobénidicturius"}}},
      {{0xfb, 0x06}, "residence_permit", {{"mrz", zone}, {"passport_number", "UFO001979"}}},
      {{0xfa, 0x06}, "supplementary_sheet", {{"mrz", zone}, {"sheet_number", "PA0000005"}}},
      {{0xf9, 0x08},
       "address_sticker_on_card",
       {{"document_number", "T2000AK47"},
        {"municipality_key", "05314000"},
        {"address", "53175HEINEMANNSTR11"}}},
      {{0xf8, 0x0a},
       "address_sticker_in_passport",
       {{"document_number", "PA5500K11"},
        {"municipality_key", "03359010"},
        {"postal_code", "21614"}}},
      {{0xf7, 0x0b}, "provisional_identity_card", {{"face_image", "0102"}, {"mrz", zone}}},
      {{0xf5, 0x0c},
       "provisional_residence_certificate",
       {{"face_image", "0102"},
        {"mrz", zone},
        {"passport_number", "UFO001979"},
        {"central_register_number", "ABC123456DEF"}}},
      {{0xf4, 0x8f},
       "permanent_residence_certificate",
       {{"document_number", "UFO1"}, {"passport_number", "PA55"}}},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.type);
    const auto features = encode_seal_features(one.definition, one.fields);
    ASSERT_TRUE(features.has_value()) << features.error().message;
    const auto content = read(one.definition, *features);
    EXPECT_EQ(value_of(content, "document_type"), one.type);
    for (const auto& field : one.fields) EXPECT_EQ(value_of(content, field.name), field.value);
    EXPECT_THAT(content.faults, IsEmpty());
    EXPECT_THAT(content.warnings, IsEmpty());
  }
}

TEST(SealFeatures, ZonesOfPassportsAndSmallCardsAreReadToo) {
  // ICAO Doc 9303-4, appendix B, and 9303-5, appendix B.
  const std::string td3 =
      "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10";
  const auto content =
      read({0xf6, 0x0d},
           *encode_seal_features({0xf6, 0x0d}, Fields{{"face_image", "00"}, {"mrz", td3}}));
  EXPECT_EQ(value_of(content, "mrz"), td3);
  EXPECT_EQ(value_of(content, "document_number"), "L898902C3");
  EXPECT_THAT(content.warnings, IsEmpty());
}

TEST(SealFeatures, StayAndEntriesHaveTheStandardsWords) {
  // ICAO Doc 9303-7, 9.1.3 and table 1: days, months, years.
  const struct {
    Bytes value;
    std::string_view word;
  } stays[] = {{{0, 0, 0}, "until_visa_expires"},
               {{255, 255, 255}, "decided_at_entry"},
               {{254, 254, 254}, "transit_without_entry"},
               {{90, 0, 0}, "P90D"},
               {{0, 6, 0}, "P6M"},
               {{3, 2, 1}, "P1Y2M3D"},
               {{255, 255, 254}, "P254Y255M255D"}};
  for (const auto& stay : stays) {
    EXPECT_EQ(value_of(read(kVisa, {{0x04, stay.value}}), "duration_of_stay"), stay.word);
    const auto features =
        encode_seal_features(kVisa, Fields{{"duration_of_stay", std::string(stay.word)}});
    ASSERT_TRUE(features.has_value()) << stay.word << ": " << features.error().message;
    EXPECT_EQ(features->front().value, stay.value);
  }
  EXPECT_EQ(value_of(read(kVisa, {{0x03, {0}}}), "number_of_entries"), "unlimited");
  EXPECT_EQ(value_of(read(kVisa, {{0x03, {255}}}), "number_of_entries"), "255");
}

TEST(SealFeatures, OfAnAdministrativeDocumentFollowTheirProfile) {
  const Fields registration{{"document_profile", "9a4223406d374ef99e2cf95e31a23846"},
                            {"valid_from", "2025-05-14"},
                            {"valid_until", "2026-05-14"},
                            {"surname", "Mustermann"},
                            {"given_names", "Erika"},
                            {"birth_date", "1964-12-XX"},
                            {"postal_code", "10969"},
                            {"moving_date", "2025-04-14"},
                            {"housing_status", "0"}};
  auto expected = registration;
  expected.insert(expected.begin(), {"document_type", "registration_certificate"});
  EXPECT_EQ(listed(reread(kAdministrative8, registration)), listed(expected));

  const Fields unknown_profile{{"document_profile", "aabbccdd11223344aabbccdd11223344"},
                               {"valid_from", "2025-05-14"},
                               {"profile_address", "example.com/profiles"},
                               {"certificate_address", "example.com/certs"},
                               {"status_list_index", "424242"},
                               {"feature_0a", "4d75"}};
  expected = unknown_profile;
  expected.insert(expected.begin(), {"document_type", "administrative_document"});
  EXPECT_EQ(listed(reread(kAdministrative9, unknown_profile)), listed(expected));
}

TEST(SealFeatures, BirthDatesInGermanDigitsAreDates) {
  const auto born = [](std::string_view text) {
    const auto profile = from_hex("9a4223406d374ef99e2cf95e31a23846");
    return value_of(read(kAdministrative8, {{0x00, *profile}, {0x08, copy_of(bytes_of(text))}}),
                    "birth_date");
  };
  EXPECT_EQ(born("31.12.1964"), "1964-12-31");
  EXPECT_EQ(born("19641231"), "1964-12-31");
  EXPECT_EQ(born("00.00.1964"), "1964-XX-XX");
  EXPECT_EQ(born("31.02.1964"), "-");
  EXPECT_EQ(born("31/12/1964"), "-");
}

TEST(SealFeatures, UnknownOnesAreKeptAsBytesAndAreNoFault) {
  auto features = *encode_seal_features(kVisa, visa(kMrva));
  features.push_back({0x2a, {1, 2, 3}});
  auto content = read(kVisa, features);
  EXPECT_EQ(value_of(content, "feature_2a"), "010203");
  EXPECT_THAT(content.faults, IsEmpty());
  EXPECT_THAT(content.warnings, ElementsAre(HasSubstr("does not have: 2a")));

  content = read({0x77, 0x77}, {{0x00, {0xAB}}, {0xfe, {}}});
  EXPECT_EQ(listed(content.fields), "feature_00=ab");
  EXPECT_THAT(content.faults, IsEmpty());
  EXPECT_THAT(content.warnings, ElementsAre(HasSubstr("7777 is not known")));
}

TEST(SealFeatures, AgainstTheFormAreFaultsAndAreKeptAsBytes) {
  const auto fault = [](SealDefinitionId definition, std::vector<SealFeature> features) {
    const auto content = read(definition, std::move(features));
    return content.faults.empty() ? std::string("none") : content.faults.front();
  };
  const auto whole = *encode_seal_features(kVisa, visa(kMrva));
  EXPECT_EQ(fault(kVisa, whole), "none");
  for (std::size_t i = 0; i < whole.size(); ++i) {
    auto lacking = whole;
    lacking.erase(lacking.begin() + static_cast<std::ptrdiff_t>(i));
    const bool optional = whole[i].tag == 0x03;
    EXPECT_THAT(fault(kVisa, lacking), optional ? HasSubstr("none") : HasSubstr("it lacks"));
  }
  auto both = whole;
  both.push_back(encode_seal_features(kVisa, visa(kMrvb))->front());
  EXPECT_THAT(fault(kVisa, both), HasSubstr("mrz is told twice"));

  auto wrong = whole;
  wrong[2].value.pop_back();
  EXPECT_EQ(fault(kVisa, wrong), "duration_of_stay has 2 bytes, it may have 3 to 3");
  wrong = whole;
  wrong[3].value[0] = 0xFF;
  EXPECT_THAT(fault(kVisa, wrong), HasSubstr("passport_number cannot be read"));
  EXPECT_EQ(value_of(read(kVisa, wrong), "feature_05"), to_hex(wrong[3].value));
  EXPECT_THAT(fault({0xfc, 0x04}, {{0x02, {0xC3}}}), HasSubstr("surname cannot be read"));
  EXPECT_THAT(fault({0x01, 0xc9}, {{0x01, copy_of(bytes_of("20251301"))}}),
              HasSubstr("valid_from cannot be read"));
  EXPECT_THAT(fault({0x01, 0xc8}, {{0x01, copy_of(bytes_of("2025"))}}),
              HasSubstr("validity cannot be read"));
}

TEST(SealFeatures, AZoneThatContradictsItselfOrTheSealIsWarnedOf) {
  const auto warnings = [](std::string zone) {
    return read(kVisa, *encode_seal_features(kVisa, visa(zone))).warnings;
  };
  std::string zone(kMrva);
  EXPECT_THAT(warnings(zone), IsEmpty());
  zone[zone.find("L898902C<3") + 9] = '4';
  EXPECT_THAT(warnings(zone), ElementsAre(HasSubstr("check digit of the sealed zone fails: "
                                                    "document_number")));
  EXPECT_THAT(warnings("V<ATO" + std::string(kMrva.substr(5))),
              ElementsAre(HasSubstr("another issuing State")));
}

TEST(SealFeatures, WhatDoesNotFitIsRefusedByTheNameOfTheField) {
  EXPECT_THAT(refused(kVisa, {{"surname", "ERIKSSON"}}), HasSubstr("surname: the definition has"));
  EXPECT_THAT(refused(kVisa, {{"mrz", "V<UTO"}}), HasSubstr("mrz: lines of a length"));
  EXPECT_THAT(refused(kVisa, {{"passport_number", "UFO0019790"}}), HasSubstr("does not fit"));
  EXPECT_THAT(refused(kVisa, {{"passport_number", "ufo"}}),
              HasSubstr("passport_number: character"));
  EXPECT_THAT(refused(kVisa, {{"number_of_entries", "256"}}), HasSubstr("too large"));
  EXPECT_THAT(refused(kVisa, {{"number_of_entries", "two"}}), HasSubstr("no number"));
  for (const std::string stay :
       {"", "P", "90", "P90", "P0D", "P256D", "P1D2Y", "PT5H", "P255Y255M255D", "P254Y254M254D"}) {
    EXPECT_THAT(refused(kVisa, {{"duration_of_stay", stay}}), HasSubstr("no duration of stay"));
  }
  EXPECT_THAT(refused(kVisa, {{"feature_zz", "00"}}), HasSubstr("feature_zz"));
  EXPECT_THAT(refused(kAdministrative9, {{"valid_from", "tomorrow"}}), HasSubstr("valid_from"));
  EXPECT_THAT(refused({0xfc, 0x04}, {{"surname", "\xc3"}}), HasSubstr("UTF-8"));
  EXPECT_THAT(refused({0x77, 0x77}, {{"mrz", std::string(kMrva)}}), HasSubstr("no such feature"));
}

}  // namespace
}  // namespace garita::reader
