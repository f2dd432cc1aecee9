#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "document-reader/mrz/mrz.h"

namespace garita::reader {

/// A run of characters of one line.
struct Span {
  std::size_t line = 0;
  std::size_t begin = 0;
  std::size_t length = 0;
};

/// What may stand in a place (ICAO Doc 9303-3, 4.3 and the tables of parts 4 to 7).
enum class Alphabet { kLetter, kDigit, kCheck, kSex, kAny };

struct Field {
  Span span;
  Alphabet alphabet = Alphabet::kAny;
};

/// A check digit and what it is over, in order.
struct CheckRule {
  std::string_view name;  ///< "document_number", …
  std::vector<Span> over;
  Span digit;
};

/// Where everything stands in one format.
struct Layout {
  MrzFormat format = MrzFormat::kTd3;
  std::size_t lines = 2;
  std::size_t length = 44;
  std::size_t first_length = 0;  ///< of the first line, where it is shorter than the others
  Span code, issuer, number, nationality, birth, sex, expiry, names, optional, optional_2;
  Span given_names;  ///< only where they stand apart from the surname
  std::vector<CheckRule> checks;
  std::vector<Field> alphabets;  ///< of the places that are not kAny

  [[nodiscard]] std::size_t length_of(std::size_t line) const {
    return line == 0 && first_length > 0 ? first_length : length;
  }
};

[[nodiscard]] const Layout& layout_of(MrzFormat format);
/// The format of lines as long and as many, whose first line begins with `beginning`, among those
/// that are looked for in pictures: the five of ICAO and the French card.
[[nodiscard]] std::optional<MrzFormat> format_of(std::size_t lines, std::size_t length,
                                                 std::string_view beginning);
/// The format of whole lines, the national ones of any shape among them.
[[nodiscard]] std::optional<MrzFormat> format_of(const std::vector<std::string>& lines);
/// The name in MrzFields of the field that `line` and `column` of `mrz` belong to; of a check
/// digit, what it is over.
[[nodiscard]] std::string field_at(const Mrz& mrz, std::size_t line, std::size_t column);
/// What stands at `span`, as long as `lines` live; "" for a span without length.
[[nodiscard]] std::string_view view_at(const std::vector<std::string>& lines, const Span& span);
[[nodiscard]] std::string text_at(const std::vector<std::string>& lines, const Span& span);

}  // namespace garita::reader
