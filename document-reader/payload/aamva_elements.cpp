#include "document-reader/payload/aamva_elements.h"

#include <algorithm>
#include <array>

#include "document-reader/payload/payload_text.h"

namespace garita::reader {
namespace {

using enum AamvaForm;

constexpr int kLast = 99;

constexpr std::array kSpecs = std::to_array<AamvaSpec>({
    // The name. Version 01 has it in one element, 02 and 03 all given names in one.
    {"DCS", "surname", kName},
    {"DAB", "surname", kName, 0, kLast, 2},
    {"DAA", "full_name", kName, 0, 1},
    {"DCT", "given_names", kName, 2, 3},
    {"DAC", "first_name", kName},
    {"DAD", "middle_names", kName},
    {"DCU", "name_suffix", kName, 2, kLast, 1},
    {"DAE", "name_suffix", kName, 0, 1, 2},
    {"DAF", "name_prefix", kName, 0, 1, 2},
    {"DAQ", "document_number"},
    {"DBB", "birth_date", kDate},
    {"DBC", "sex", kSex},
    {"DBA", "expiry_date", kDate},
    {"DBD", "issue_date", kDate},
    {"DCG", "issuing_state", kCountry, 2},
    // Where the holder lives. Version 01 tells the mailing address from the residence.
    {"DAG", "address_street", kName},
    {"DAH", "address_street_2", kName, 0, kLast, 1},
    {"DAI", "address_city", kName},
    {"DAJ", "address_jurisdiction", kState},
    {"DAK", "address_postal_code", kPostal},
    {"DAL", "residence_street", kName, 0, 1, 3},
    {"DAM", "residence_street_2", kName, 0, 1, 3},
    {"DAN", "residence_city", kName, 0, 1, 3},
    {"DAO", "residence_jurisdiction", kState, 0, 1, 2},
    {"DAP", "residence_postal_code", kPostal, 0, 1, 2},
    {"DCI", "place_of_birth", kName, 2, kLast, 1},
    {"DDD", "limited_duration", kYesNo, 2, kLast, 1},
    {"DDA", "compliance", kLetter, 2, kLast, 1},
    // The card itself.
    {"DCF", "document_discriminator", kText, 2},
    {"DCK", "inventory_control_number", kText, 2, kLast, 1},
    {"DCJ", "audit_information", kText, 2, kLast, 1},
    {"DDB", "card_revision_date", kDate, 2, kLast, 1},
    {"DBE", "issue_timestamp", kDigits, 0, 1, 2},
    {"DBF", "duplicates", kDigits, 0, 1, 1},
    {"DBJ", "customer_identifier", kText, 0, 1, 1},
    {"DBI", "non_resident", kYesNo, 0, 1, 2},
    // What the holder may drive.
    {"DCA", "vehicle_class", kCode, 2},
    {"DCB", "restrictions", kCode, 2},
    {"DCD", "endorsements", kCode, 2},
    {"DAR", "vehicle_class", kCode, 0, 3},
    {"DAS", "restrictions", kCode, 0, 3},
    {"DAT", "endorsements", kCode, 0, 3},
    {"DCM", "standard_vehicle_class", kCode, 2, kLast, 2},
    {"DCN", "standard_endorsements", kCode, 2, kLast, 2},
    {"DCO", "standard_restrictions", kCode, 2, kLast, 2},
    {"DCP", "vehicle_class_description", kText, 2, kLast, 2},
    {"DCQ", "endorsements_description", kText, 2, kLast, 2},
    {"DCR", "restrictions_description", kText, 2, kLast, 2},
    {"DCH", "commercial_vehicle_codes", kCode, 2, 3, 1},
    {"DDC", "hazmat_expiry_date", kDate, 2, kLast, 1},
    {"PAA", "permit_class", kCode, 0, kLast, 3},
    {"PAB", "permit_expiry_date", kDate, 0, kLast, 2},
    {"PAC", "permit_number", kText, 0, kLast, 3},
    {"PAD", "permit_issue_date", kDate, 0, kLast, 2},
    {"PAE", "permit_restrictions", kCode, 0, kLast, 3},
    {"PAF", "permit_endorsements", kCode, 0, kLast, 3},
    // What the holder looks like.
    {"DAU", "height_cm", kHeight},
    {"DAV", "height_cm", kHeight, 0, 3, 2},
    {"DAW", "weight_lb", kWeight, 0, kLast, 1},
    {"DAX", "weight_kg", kWeight, 0, kLast, 1},
    {"DCE", "weight_range", kLetter, 2, kLast, 1},
    {"DAY", "eye_colour", kColour},
    {"DAZ", "hair_colour", kColour, 0, kLast, 1},
    {"DCL", "ethnicity", kCode, 2, kLast, 2},
    // What else is known of the holder.
    {"DDE", "surname_truncation", kTruncation, 2},
    {"DDF", "first_name_truncation", kTruncation, 2},
    {"DDG", "middle_names_truncation", kTruncation, 2},
    {"DBN", "alias_surname", kName, 2, kLast, 2},
    {"DBG", "alias_given_names", kName, 2, kLast, 2},
    {"DBS", "alias_suffix", kName, 2, kLast, 2},
    {"DBL", "alias_birth_date", kDate, 0, 1, 2},
    {"DBN", "alias_full_name", kName, 0, 1, 2},
    {"DBO", "alias_surname", kName, 0, 1, 2},
    {"DBP", "alias_first_name", kName, 0, 1, 2},
    {"DBQ", "alias_middle_names", kName, 0, 1, 2},
    {"DBR", "alias_suffix", kName, 0, 1, 2},
    {"DBS", "alias_prefix", kName, 0, 1, 2},
    {"DBG", "medical_indicator", kLetter, 0, 1, 1},
    {"DDH", "under_18_until", kDate, 2, kLast, 1},
    {"DDI", "under_19_until", kDate, 2, kLast, 1},
    {"DDJ", "under_21_until", kDate, 2, kLast, 1},
    {"DBH", "organ_donor", kYesNo, 0, 1, 1},
    {"DDK", "organ_donor", kYesNo, 2, kLast, 1},
    {"DDL", "veteran", kYesNo, 2, kLast, 1},
});

constexpr std::array kIssuers = std::to_array<AamvaIssuer>({
    {"604426", "PE", "CAN"},  {"604427", "AS", "USA"},  {"604428", "QC", "CAN"},
    {"604429", "YT", "CAN"},  {"604430", "MP", "USA"},  {"604431", "PR", "USA"},
    {"604432", "AB", "CAN"},  {"604433", "NU", "CAN"},  {"636000", "VA", "USA"},
    {"636001", "NY", "USA"},  {"636002", "MA", "USA"},  {"636003", "MD", "USA"},
    {"636004", "NC", "USA"},  {"636005", "SC", "USA"},  {"636006", "CT", "USA"},
    {"636007", "LA", "USA"},  {"636008", "MT", "USA"},  {"636009", "NM", "USA"},
    {"636010", "FL", "USA"},  {"636011", "DE", "USA"},  {"636012", "ON", "CAN"},
    {"636013", "NS", "CAN"},  {"636014", "CA", "USA"},  {"636015", "TX", "USA"},
    {"636016", "NL", "CAN"},  {"636017", "NB", "CAN"},  {"636018", "IA", "USA"},
    {"636019", "GU", "USA"},  {"636020", "CO", "USA"},  {"636021", "AR", "USA"},
    {"636022", "KS", "USA"},  {"636023", "OH", "USA"},  {"636024", "VT", "USA"},
    {"636025", "PA", "USA"},  {"636026", "AZ", "USA"},  {"636028", "BC", "CAN"},
    {"636029", "OR", "USA"},  {"636030", "MO", "USA"},  {"636031", "WI", "USA"},
    {"636032", "MI", "USA"},  {"636033", "AL", "USA"},  {"636034", "ND", "USA"},
    {"636035", "IL", "USA"},  {"636036", "NJ", "USA"},  {"636037", "IN", "USA"},
    {"636038", "MN", "USA"},  {"636039", "NH", "USA"},  {"636040", "UT", "USA"},
    {"636041", "ME", "USA"},  {"636042", "SD", "USA"},  {"636043", "DC", "USA"},
    {"636044", "SK", "CAN"},  {"636045", "WA", "USA"},  {"636046", "KY", "USA"},
    {"636047", "HI", "USA"},  {"636048", "MB", "CAN"},  {"636049", "NV", "USA"},
    {"636050", "ID", "USA"},  {"636051", "MS", "USA"},  {"636052", "RI", "USA"},
    {"636053", "TN", "USA"},  {"636054", "NE", "USA"},  {"636055", "GA", "USA"},
    {"636056", "COA", "MEX"}, {"636057", "HID", "MEX"}, {"636058", "OK", "USA"},
    {"636059", "AK", "USA"},  {"636060", "WY", "USA"},  {"636061", "WV", "USA"},
    {"636062", "VI", "USA"},  {"990876", "AB", "CAN"},
});

/// Eyes and hair, table D.3, with what version 01 and its issuers had.
constexpr std::array<std::string_view, 17> kColours{"BLK", "BLU", "BRO", "BRN", "DIC", "GRY",
                                                    "GRN", "HAZ", "MAR", "PNK", "UNK", "BAL",
                                                    "BLN", "RED", "AUB", "SDY", "WHI"};

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool is_figure(char c) { return c >= '0' && c <= '9'; }

bool are_capitals(std::string_view text, std::size_t count) {
  return text.size() == count && std::all_of(text.begin(), text.end(), is_capital);
}

}  // namespace

std::span<const AamvaSpec> aamva_specs() { return kSpecs; }

const AamvaSpec* find_aamva_spec(std::string_view id, int version) {
  for (const auto& spec : kSpecs) {
    if (spec.id == id && spec.version_min <= version && version <= spec.version_max) return &spec;
  }
  return nullptr;
}

bool is_element_id(std::string_view id) {
  return id.size() == 3 && (id[0] == 'D' || id[0] == 'P' || id[0] == 'Z') && is_capital(id[1]) &&
         (is_capital(id[2]) || is_figure(id[2]));
}

bool is_of_form(std::string_view value, AamvaForm form) {
  if (value.empty()) return true;
  const bool has_figure = std::any_of(value.begin(), value.end(), is_figure);
  switch (form) {
    case kText:
    case kName:
      return true;
    case kDate:
      return value.size() == 8 && is_digits(value);
    case kSex:
    case kTruncation:
    case kYesNo:
    case kLetter:
      return value.size() == 1;
    case kHeight:
      return has_figure && value.size() <= 9;
    case kWeight:
      return is_digits(value.substr(0, 2)) && value.size() <= 6;
    case kPostal:
      return has_figure && value.size() >= 5 && value.size() <= 11;
    case kState:
      return are_capitals(value, 2);
    case kCountry:
      return are_capitals(value, 3);
    case kColour:
      return std::find(kColours.begin(), kColours.end(), value) != kColours.end();
    case kCode:
      return value.size() <= 25;
    case kDigits:
      return is_digits(value);
  }
  return false;
}

const AamvaIssuer* find_aamva_issuer(std::string_view number) {
  const auto* const place =
      std::find_if(kIssuers.begin(), kIssuers.end(),
                   [&](const AamvaIssuer& issuer) { return issuer.number == number; });
  return place == kIssuers.end() ? nullptr : place;
}

}  // namespace garita::reader
