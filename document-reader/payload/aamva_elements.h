#pragma once

#include <span>
#include <string_view>

namespace garita::reader {

/// The newest version of the AAMVA DL/ID card design standard that is known here (2020).
inline constexpr int kAamvaVersionMax = 10;

/// What the value of a data element looks like.
enum class AamvaForm {
  kText,
  kName,        ///< text; issuers leave commas at its end
  kDate,        ///< eight digits: MMDDCCYY in the USA from version 02, else CCYYMMDD
  kSex,         ///< 1, 2, 9, M, F
  kHeight,      ///< feet and inches, inches, or centimetres
  kWeight,      ///< pounds or kilograms
  kPostal,      ///< United States: five or nine digits, filled up with zeros
  kState,       ///< two letters
  kCountry,     ///< three letters
  kTruncation,  ///< T, N, U
  kYesNo,       ///< 1, Y: yes; 0, 2, N: no
  kColour,      ///< the standard's three letters; issuers write words too
  kLetter,      ///< one letter or digit
  kCode,        ///< a few letters or digits
  kDigits,
};

/// A data element of the holder's subfile (Annex D, tables D.3 and D.4; version 01: DL/ID-2000,
/// Annex A), and what it is called here.
struct AamvaSpec {
  std::string_view id;
  std::string_view name;  ///< of the field
  AamvaForm form = AamvaForm::kText;
  int version_min = 0;
  int version_max = 99;
  /// How unlikely a card has it, 0 to 3: decides where text without separators is parted.
  int rarity = 0;
};

/// All of them, in the order in which fields are reported.
[[nodiscard]] std::span<const AamvaSpec> aamva_specs();
/// Nothing when the standard's version has no such element.
[[nodiscard]] const AamvaSpec* find_aamva_spec(std::string_view id, int version);

/// Two capitals and a capital or digit, of which the first is one of the standard's (D, P) or an
/// issuer's (Z).
[[nodiscard]] bool is_element_id(std::string_view id);

/// Whether a value of this form can look so; for text that lost its separators.
[[nodiscard]] bool is_of_form(std::string_view value, AamvaForm form);

struct AamvaIssuer {
  std::string_view number;        ///< issuer identification number
  std::string_view jurisdiction;  ///< "CT"
  std::string_view country;       ///< "USA", "CAN", "MEX"
};
/// AAMVA's list of issuer identification numbers. Nothing when it has none.
[[nodiscard]] const AamvaIssuer* find_aamva_issuer(std::string_view number);

}  // namespace garita::reader
