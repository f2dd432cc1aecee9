#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/support/specimens/fields.h"

namespace garita::tests {

/// The lines of the machine readable zone, as printed: Doc 9303-3 section 4 (names truncated as in
/// 4.2, digits as in 4.9), 9303-4 to -7 for each format. Written apart from document-reader/mrz on
/// purpose: what the reader is tested with is not made by what it tests. A document number longer
/// than nine characters goes on in the optional data (TD1 and TD2: 9303-5 note j, 9303-6).
[[nodiscard]] std::vector<std::string> mrz_lines(const SpecimenFields& fields);

/// '0' to '9': Doc 9303-3, 4.9.
[[nodiscard]] char check_digit(std::string_view text);

/// Upper case letters A to Z, digits, and `<` for all else: Doc 9303-3 section 6.A for the letters
/// of Spanish, French, Portuguese and German.
[[nodiscard]] std::string mrz_spelling(std::string_view utf8);

}  // namespace garita::tests
