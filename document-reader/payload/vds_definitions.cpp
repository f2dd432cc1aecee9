#include "document-reader/payload/vds_definitions.h"

#include <algorithm>
#include <array>

namespace garita::reader {
namespace {

using enum SealCoding;
using enum SealNeed;

constexpr std::size_t kZoneTd2Bytes = 48;   ///< 72 characters
constexpr std::size_t kZoneMrvbBytes = 44;  ///< 64 characters
constexpr std::size_t kZoneTd3Bytes = 60;   ///< 88 characters
constexpr std::size_t kFaceBytesMax = 1000;

/// ICAO Doc 9303-7 (8th edition), 9.1.3. One of the two zones must be there; which one, the visa's
/// size decides.
constexpr std::array kVisa{
    SealFeatureDefinition{0x01, "mrz", kZoneMrva, kOptional, kZoneTd2Bytes, kZoneTd2Bytes},
    SealFeatureDefinition{0x02, "mrz", kZoneMrvb, kOptional, kZoneMrvbBytes, kZoneMrvbBytes},
    SealFeatureDefinition{0x03, "number_of_entries", kEntries, kOptional, 1, 1},
    SealFeatureDefinition{0x04, "duration_of_stay", kStay, kRequired, 3, 3},
    SealFeatureDefinition{0x05, "passport_number", kC40, kRequired, 6, 6},
    SealFeatureDefinition{0x06, "visa_type", kBytes, kOptional, 1, 4},
    SealFeatureDefinition{0x07, "additional_feature", kBytes, kOptional, 0, 254},
};
/// ICAO Doc 9303-8 (8th edition), 6.1.3.
constexpr std::array kEmergencyTravel{
    SealFeatureDefinition{0x02, "mrz", kZone, kRequired, kZoneTd2Bytes, kZoneTd2Bytes},
};
// BSI TR-03137. The central register is Germany's of foreigners (AZR); the municipality key its
// eight digits of a municipality (AGS).
constexpr std::array kArrivalAttestation{
    SealFeatureDefinition{0x02, "mrz", kZone, kRequired, kZoneTd2Bytes, kZoneTd2Bytes},
    SealFeatureDefinition{0x03, "central_register_number", kC40, kRequired, 8, 8},
};
constexpr std::array kSocialInsurance{
    SealFeatureDefinition{0x01, "social_insurance_number", kC40, kRequired, 8, 8},
    SealFeatureDefinition{0x02, "surname", kUtf8, kRequired, 1, 90},
    SealFeatureDefinition{0x03, "given_names", kUtf8, kRequired, 1, 90},
    SealFeatureDefinition{0x04, "birth_name", kUtf8, kOptional, 1, 90},
};
constexpr std::array kResidencePermit{
    SealFeatureDefinition{0x02, "mrz", kZone, kRequired, kZoneTd2Bytes, kZoneTd2Bytes},
    SealFeatureDefinition{0x03, "passport_number", kC40, kRequired, 6, 6},
};
constexpr std::array kSupplementarySheet{
    SealFeatureDefinition{0x04, "mrz", kZone, kRequired, kZoneTd2Bytes, kZoneTd2Bytes},
    SealFeatureDefinition{0x05, "sheet_number", kC40, kRequired, 6, 6},
};
constexpr std::array kAddressOnCard{
    SealFeatureDefinition{0x01, "document_number", kC40, kRequired, 6, 6},
    SealFeatureDefinition{0x02, "municipality_key", kC40, kRequired, 6, 6},
    SealFeatureDefinition{0x03, "address", kC40, kRequired, 6, 18},
};
constexpr std::array kAddressInPassport{
    SealFeatureDefinition{0x01, "document_number", kC40, kRequired, 6, 6},
    SealFeatureDefinition{0x02, "municipality_key", kC40, kRequired, 6, 6},
    SealFeatureDefinition{0x03, "postal_code", kC40, kRequired, 4, 4},
};
constexpr std::array kProvisionalCard{
    SealFeatureDefinition{0x01, "face_image", kBytes, kRequired, 1, kFaceBytesMax},
    SealFeatureDefinition{0x02, "mrz", kZone, kRequired, kZoneTd2Bytes, kZoneTd2Bytes},
};
constexpr std::array kProvisionalPassport{
    SealFeatureDefinition{0x01, "face_image", kBytes, kRequired, 1, kFaceBytesMax},
    SealFeatureDefinition{0x02, "mrz", kZone, kRequired, kZoneTd3Bytes, kZoneTd3Bytes},
};
constexpr std::array kProvisionalResidence{
    SealFeatureDefinition{0x01, "face_image", kBytes, kRequired, 1, kFaceBytesMax},
    SealFeatureDefinition{0x02, "mrz", kZone, kRequired, kZoneTd2Bytes, kZoneTd2Bytes},
    SealFeatureDefinition{0x03, "passport_number", kC40, kRequired, 6, 6},
    SealFeatureDefinition{0x04, "central_register_number", kC40, kRequired, 8, 8},
};
constexpr std::array kPermanentResidence{
    SealFeatureDefinition{0x01, "document_number", kC40, kRequired, 1, 8},
    SealFeatureDefinition{0x02, "passport_number", kC40, kRequired, 1, 8},
};
// BSI TR-03171, version 0.8 (c8) and 0.9 (c9): what every profile has.
constexpr std::array kAdministrative8{
    SealFeatureDefinition{0x00, kSealProfileField, kBytes, kRequired, 16, 16},
    SealFeatureDefinition{0x01, "validity", kValidity, kOptional, 1, 17},
};
constexpr std::array kAdministrative9{
    SealFeatureDefinition{0x00, kSealProfileField, kBytes, kRequired, 16, 16},
    SealFeatureDefinition{0x01, "valid_from", kDate, kOptional, 8, 8},
    SealFeatureDefinition{0x02, "valid_until", kDate, kOptional, 8, 8},
    SealFeatureDefinition{0x03, "profile_address", kUtf8, kRequired, 1, 255},
    SealFeatureDefinition{0x04, "certificate_address", kUtf8, kRequired, 1, 255},
    SealFeatureDefinition{0x05, "status_address", kUtf8, kOptional, 1, 255},
    SealFeatureDefinition{0x06, "status_list_index", kNumber, kOptional, 1, 4},
};
/// The registration certificate (Meldebescheinigung). What its profile requires is not known from
/// a public text, so nothing is missed here, and what is empty is absent.
constexpr std::array kRegistration{
    SealFeatureDefinition{0x04, "surname", kUtf8, kOptional, 0, 255},
    SealFeatureDefinition{0x05, "academic_degree", kUtf8, kOptional, 0, 255},
    SealFeatureDefinition{0x06, "given_names", kUtf8, kOptional, 0, 255},
    SealFeatureDefinition{0x07, "usual_given_name", kUtf8, kOptional, 0, 255},
    SealFeatureDefinition{0x08, "birth_date", kDate, kOptional, 0, 10},
    SealFeatureDefinition{0x09, "street", kUtf8, kOptional, 0, 255},
    SealFeatureDefinition{0x0a, "house_number", kUtf8, kOptional, 0, 10},
    SealFeatureDefinition{0x0b, "postal_code", kUtf8, kOptional, 0, 5},
    SealFeatureDefinition{0x0c, "city", kUtf8, kOptional, 0, 255},
    SealFeatureDefinition{0x0d, "moving_date", kDate, kOptional, 0, 10},
    SealFeatureDefinition{0x0e, "housing_status", kNumber, kOptional, 0, 1},
    SealFeatureDefinition{0x0f, "notification_date", kDate, kOptional, 0, 10},
};

constexpr std::array kDefinitions{
    SealDefinition{{0x5d, 0x01}, "visa", kVisa},
    SealDefinition{{0x5e, 0x03}, "emergency_travel_document", kEmergencyTravel},
    SealDefinition{{0xfd, 0x02}, "arrival_attestation", kArrivalAttestation},
    SealDefinition{{0xfc, 0x04}, "social_insurance_card", kSocialInsurance},
    SealDefinition{{0xfb, 0x06}, "residence_permit", kResidencePermit},
    SealDefinition{{0xfa, 0x06}, "supplementary_sheet", kSupplementarySheet},
    SealDefinition{{0xf9, 0x08}, "address_sticker_on_card", kAddressOnCard},
    SealDefinition{{0xf8, 0x0a}, "address_sticker_in_passport", kAddressInPassport},
    SealDefinition{{0xf7, 0x0b}, "provisional_identity_card", kProvisionalCard},
    SealDefinition{{0xf6, 0x0d}, "provisional_passport", kProvisionalPassport},
    SealDefinition{{0xf5, 0x0c}, "provisional_residence_certificate", kProvisionalResidence},
    SealDefinition{{0xf4, 0x8f}, "permanent_residence_certificate", kPermanentResidence},
    SealDefinition{{0x01, 0xfe}, "aliens_law_document", kProvisionalResidence},
    SealDefinition{{0x01, 0xc8}, "administrative_document", kAdministrative8},
    SealDefinition{{0x01, 0xc9}, "administrative_document", kAdministrative9},
};

struct SealProfile {
  std::string_view number;
  SealDefinition definition;
};
constexpr std::array kProfiles{
    SealProfile{"9a4223406d374ef99e2cf95e31a23846",
                {{0x01, 0xc8}, "registration_certificate", kRegistration}},
};

}  // namespace

const SealDefinition* find_seal_definition(SealDefinitionId id) {
  const auto* const found = std::ranges::find(kDefinitions, id, &SealDefinition::id);
  return found == kDefinitions.end() ? nullptr : found;
}

const SealDefinition* find_seal_profile(std::string_view profile) {
  const auto* const found = std::ranges::find(kProfiles, profile, &SealProfile::number);
  return found == kProfiles.end() ? nullptr : &found->definition;
}

}  // namespace garita::reader
