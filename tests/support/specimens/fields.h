#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "schema/vocabulary/result.h"

namespace garita::tests {

/// ICAO Doc 9303: parts 4 (TD3), 5 (TD1), 6 (TD2) and 7 (MRV-A, MRV-B).
enum class SpecimenFormat { kTd1, kTd2, kTd3, kMrvA, kMrvB };
/// As garita-reader prints them: "TD1", "TD2", "TD3", "MRVA", "MRVB". Remedy of the reading:
/// reject.
[[nodiscard]] std::string_view specimen_format_name(SpecimenFormat format);
[[nodiscard]] Result<SpecimenFormat> parse_specimen_format(std::string_view name);

/// What is wrong with a specimen or its picture, on purpose.
enum class Flaw {
  kNone,
  kWrongDigit,   ///< the document number's check digit is wrong; the composite agrees with it
  kBlurred,      ///< the picture is out of focus until nothing can be read
  kCoveredZone,  ///< a finger lies on half of the machine readable zone
};
/// "none", "wrong_digit", "blurred", "covered". Remedy of the reading: reject.
[[nodiscard]] std::string_view flaw_name(Flaw flaw);
[[nodiscard]] Result<Flaw> parse_flaw(std::string_view name);

/// What stands on a specimen. Names are UTF-8 as in the visual zone, with their accents; the keys
/// of files are those of the reader's `fields` (design/contracts), so that what was drawn and what
/// was read compare by name.
struct SpecimenFields {
  SpecimenFormat format = SpecimenFormat::kTd3;
  std::string document_code = "P";  ///< "P", "ID", "V": what the zone begins with, without `<`
  std::string issuing_state = "UTO";
  std::string document_number = {};
  std::string surname = {};
  std::string given_names = {};
  std::string nationality = "UTO";
  std::string birth_date = {};   ///< YYYY-MM-DD, XX for unknown parts
  std::string sex = {};          ///< "F", "M" or "X"
  std::string expiry_date = {};  ///< YYYY-MM-DD
  std::string optional_data = {};
  std::string issue_date = {};  ///< visual zone only, as are the following
  std::string birth_place = {};
  Flaw flaw = Flaw::kNone;
};

/// One JSON object with the keys above; `format` and `flaw` by name. Remedy: reject, naming the
/// key.
[[nodiscard]] Result<SpecimenFields> fields_from_json(std::string_view text);

/// One traveller of a table: a document and how its picture is taken.
struct Traveller {
  std::string id;  ///< names the picture's file
  SpecimenFields fields;
  std::string photograph = "decent";  ///< clean, decent, hard
  int quarter_turns = 0;              ///< clockwise
};

/// A table separated by tabs. Lines that begin with `#` are skipped; the first other one names the
/// columns: id, the keys of SpecimenFields, photograph, turn (0, 90, 180, 270). `-` is nothing.
/// Remedy: reject, naming line and column.
[[nodiscard]] Result<std::vector<Traveller>> read_travellers(const std::filesystem::path& file);

/// The whole file. Remedy: reject.
[[nodiscard]] Result<std::string> read_text(const std::filesystem::path& file);

}  // namespace garita::tests
