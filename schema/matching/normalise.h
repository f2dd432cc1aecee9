#pragma once

#include <string>
#include <string_view>

#include "schema/vocabulary/date.h"
#include "schema/vocabulary/ids.h"

namespace garita {

/// A name as the machine readable zone would carry it, words set apart by one space: ICAO Doc
/// 9303-3 section 6 (A: Latin letters, B: Cyrillic; of several spellings the first one of the
/// table, so MÜLLER is MUELLER), 4.6 (hyphens and commas part words, apostrophes and full stops
/// vanish), upper case A-Z. `<` parts words too. UTF-8, composed or decomposed; letters that the
/// tables do not know, digits and damaged bytes vanish.
[[nodiscard]] std::string normalised_words(std::string_view text);

/// "GARCIA LOPEZ<<ANA MARIA": primary identifier, two fillers, secondary identifier. No fillers
/// where there is no given name.
[[nodiscard]] std::string normalised_name(std::string_view surname, std::string_view given_names);

/// The normalised name with the spellings that Doc 9303 leaves open made one: AE, OE, UE, UXX, UY
/// and NXX become A, O, U, U, U and N. MÜLLER, MUELLER, MULLER and MUXXLLER meet here; so do a few
/// names that are not the same, hence for candidates only, never to join persons.
[[nodiscard]] std::string folded_name(std::string_view normalised);

/// The key of a person: normalised name, birth date, nationality, joined by `|`:
/// "GARCIA LOPEZ<<ANA MARIA|1980-XX-XX|GTM". A State with several codes has one in keys
/// (one_code_of), here and in document_key.
[[nodiscard]] std::string person_key(std::string_view surname, std::string_view given_names,
                                     const PartialDate& birth, const CountryCode& nationality);

/// The same over folded_name().
[[nodiscard]] std::string folded_person_key(std::string_view surname, std::string_view given_names,
                                            const PartialDate& birth,
                                            const CountryCode& nationality);

/// The key of a document, `ISSUER|NUMBER`: letters and digits only, upper case.
[[nodiscard]] std::string document_key(std::string_view issuer, std::string_view number);

}  // namespace garita
