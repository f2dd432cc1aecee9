#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "schema/vocabulary/date.h"
#include "schema/vocabulary/result.h"

namespace garita::reader {

/// ICAO Doc 9303 parts 4 to 7, and kin: the French card of 1988, the Swiss, European and French
/// driving licences, the Slovak card before 2008. The names are those of garita-reader's JSON.
enum class MrzFormat {
  kTd1,
  kTd2,
  kTd3,
  kMrva,
  kMrvb,
  kFrenchId,
  kSwissLicence,
  kEuLicence,
  kFrenchLicence,
  kSlovakId
};
/// "TD1", "TD2", "TD3", "MRVA", "MRVB", "FRA-ID-2x36", "CHE-DL-9-30-30", "EDL-1x30",
/// "FRA-DL-1x30", "SVK-2x34".
[[nodiscard]] std::string_view format_name(MrzFormat format);
[[nodiscard]] Result<MrzFormat> parse_format(std::string_view name);

/// What the lines say, fillers taken away. Texts are empty where there is nothing.
struct MrzFields {
  std::string document_code;
  std::string issuing_state;
  std::string document_number;
  std::string surname;
  std::string given_names;
  std::string nationality;
  std::optional<PartialDate> birth_date;
  /// "M", "F", "X" (unspecified, printed `<`), or "" when it is none of these or has no place. The
  /// Mexican voter's card prints H (hombre) and M (mujer): they are M and F here.
  std::string sex;
  std::optional<PartialDate> expiry_date;
  std::string optional_data;
  std::string optional_data_2;  ///< TD1: the second line's

  friend bool operator==(const MrzFields&, const MrzFields&) = default;
};

struct MrzCheck {
  std::string name;  ///< document_number, birth_date, expiry_date, optional_data, composite
  bool ok = false;
  friend bool operator==(const MrzCheck&, const MrzCheck&) = default;
};

/// How the century of a birth was chosen, of which two digits are printed: the youngest person is
/// taken whose birth is neither in the future nor after the document ran out.
enum class BirthCentury {
  kNotChosen,      ///< there is no year of birth
  kOnlyPlausible,  ///< a hundred years earlier the holder would be older than anybody
  kYoungerOfTwo,   ///< a hundred years earlier is possible too: see otherwise_born()
};
/// "only_plausible", "younger_of_two"; "" when there was nothing to choose.
[[nodiscard]] std::string_view birth_century_name(BirthCentury century);

/// A machine readable zone as printed, and what it means.
struct Mrz {
  MrzFormat format = MrzFormat::kTd3;
  std::vector<std::string> lines;
  MrzFields fields;
  std::vector<MrzCheck> checks;
  BirthCentury birth_century = BirthCentury::kNotChosen;

  /// Every check digit holds. The Swiss licence has none.
  [[nodiscard]] bool valid() const;
  /// The other date of birth that the two digits allow, where there is one.
  [[nodiscard]] std::optional<PartialDate> otherwise_born() const;
  friend bool operator==(const Mrz&, const Mrz&) = default;
};

/// Reads the lines of a zone: upper case A-Z, 0-9 and `<`, two of 44 or 36 characters, three of 30,
/// or those of a national format. `today` chooses the century of two-digit years: for a birth see
/// BirthCentury, an expiry lies at most 30 years ahead. Parts of a date that are unknown (`<<`, or
/// 00 for a month or day) stay unknown; a date that does not exist is absent. Wrong check digits
/// are reported, never mended. Remedy: reject, when the lines have no known shape or a character
/// that no zone holds (line and column are named, counted from 1).
[[nodiscard]] Result<Mrz> parse_mrz(const std::vector<std::string>& lines, Date today);

/// The lines that say `fields`: names transliterated (ICAO Doc 9303-3, section 6), truncated as in
/// Doc 9303-4, 4.2.3; long document numbers of TD1 and TD2 run on into the optional data.
/// Spaces and punctuation in a number or in optional data become fillers. For the five formats of
/// ICAO, the old French and the old Slovak card. What it gives is read back as it was, but for what
/// was cut or transliterated. Remedy: reject, with the field's name, when something does not fit
/// and must not be cut, has a character that no zone holds, or would be read as another format.
[[nodiscard]] Result<std::vector<std::string>> compose_mrz(MrzFormat format,
                                                           const MrzFields& fields);

/// Whether the composite check digit that `printed` shows is the one of a zone that says `fields`:
/// so it was right, and what was read of a field was wrong. `settled`: the fields' own digits, by
/// MrzCheck::name, that are known to be theirs; any other counts as it is printed. False where
/// there is no composite digit, and where compose_mrz refuses the fields.
[[nodiscard]] bool composite_holds(const Mrz& printed, const MrzFields& fields,
                                   const std::set<std::string>& settled);

}  // namespace garita::reader
