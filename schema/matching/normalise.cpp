#include "schema/matching/normalise.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>

#include "schema/vocabulary/state_codes.h"

namespace garita {
namespace {

/// Code points `first` to `last`, upper and lower case alike, become `letters`.
struct Letters {
  char32_t first;
  char32_t last;
  std::string_view letters;
};

// ICAO Doc 9303-3 (8th edition) section 6, tables A (Latin) and B (Cyrillic), the first of several
// spellings; beyond the tables (Vietnamese, Romanian and other precomposed letters) the base
// letter. In order of code point. Latin-1 and Cyrillic stand in upper case: upper() comes first.
constexpr std::array kLetters = {
    Letters{0x00C0, 0x00C3, "A"},  Letters{0x00C4, 0x00C4, "AE"}, Letters{0x00C5, 0x00C5, "AA"},
    Letters{0x00C6, 0x00C6, "AE"}, Letters{0x00C7, 0x00C7, "C"},  Letters{0x00C8, 0x00CB, "E"},
    Letters{0x00CC, 0x00CF, "I"},  Letters{0x00D0, 0x00D0, "D"},  Letters{0x00D1, 0x00D1, "N"},
    Letters{0x00D2, 0x00D5, "O"},  Letters{0x00D6, 0x00D6, "OE"}, Letters{0x00D8, 0x00D8, "OE"},
    Letters{0x00D9, 0x00DB, "U"},  Letters{0x00DC, 0x00DC, "UE"}, Letters{0x00DD, 0x00DD, "Y"},
    Letters{0x00DE, 0x00DE, "TH"}, Letters{0x00DF, 0x00DF, "SS"}, Letters{0x0100, 0x0105, "A"},
    Letters{0x0106, 0x010D, "C"},  Letters{0x010E, 0x0111, "D"},  Letters{0x0112, 0x011B, "E"},
    Letters{0x011C, 0x0123, "G"},  Letters{0x0124, 0x0127, "H"},  Letters{0x0128, 0x0131, "I"},
    Letters{0x0132, 0x0133, "IJ"}, Letters{0x0134, 0x0135, "J"},  Letters{0x0136, 0x0138, "K"},
    Letters{0x0139, 0x0142, "L"},  Letters{0x0143, 0x014B, "N"},  Letters{0x014C, 0x0151, "O"},
    Letters{0x0152, 0x0153, "OE"}, Letters{0x0154, 0x0159, "R"},  Letters{0x015A, 0x0161, "S"},
    Letters{0x0162, 0x0167, "T"},  Letters{0x0168, 0x0173, "U"},  Letters{0x0174, 0x0175, "W"},
    Letters{0x0176, 0x0178, "Y"},  Letters{0x0179, 0x017E, "Z"},  Letters{0x017F, 0x017F, "S"},
    Letters{0x0189, 0x018A, "D"},  Letters{0x018F, 0x018F, "E"},  Letters{0x01A0, 0x01A1, "O"},
    Letters{0x01AF, 0x01B0, "U"},  Letters{0x01CD, 0x01CE, "A"},  Letters{0x01CF, 0x01D0, "I"},
    Letters{0x01D1, 0x01D2, "O"},  Letters{0x01D3, 0x01D4, "U"},  Letters{0x01D5, 0x01DC, "UE"},
    Letters{0x01DE, 0x01E1, "A"},  Letters{0x01E2, 0x01E3, "AE"}, Letters{0x01E4, 0x01E7, "G"},
    Letters{0x01E8, 0x01E9, "K"},  Letters{0x01EA, 0x01ED, "O"},  Letters{0x0218, 0x0219, "S"},
    Letters{0x021A, 0x021B, "T"},  Letters{0x0259, 0x0259, "E"},  Letters{0x0400, 0x0400, "E"},
    Letters{0x0401, 0x0401, "E"},  Letters{0x0402, 0x0402, "D"},  Letters{0x0403, 0x0403, "G"},
    Letters{0x0404, 0x0404, "IE"}, Letters{0x0405, 0x0405, "DZ"}, Letters{0x0406, 0x0407, "I"},
    Letters{0x0408, 0x0408, "J"},  Letters{0x0409, 0x0409, "LJ"}, Letters{0x040A, 0x040A, "NJ"},
    Letters{0x040B, 0x040B, "C"},  Letters{0x040C, 0x040C, "K"},  Letters{0x040D, 0x040D, "I"},
    Letters{0x040E, 0x040E, "U"},  Letters{0x040F, 0x040F, "DZ"}, Letters{0x0410, 0x0410, "A"},
    Letters{0x0411, 0x0411, "B"},  Letters{0x0412, 0x0412, "V"},  Letters{0x0413, 0x0413, "G"},
    Letters{0x0414, 0x0414, "D"},  Letters{0x0415, 0x0415, "E"},  Letters{0x0416, 0x0416, "ZH"},
    Letters{0x0417, 0x0417, "Z"},  Letters{0x0418, 0x0419, "I"},  Letters{0x041A, 0x041A, "K"},
    Letters{0x041B, 0x041B, "L"},  Letters{0x041C, 0x041C, "M"},  Letters{0x041D, 0x041D, "N"},
    Letters{0x041E, 0x041E, "O"},  Letters{0x041F, 0x041F, "P"},  Letters{0x0420, 0x0420, "R"},
    Letters{0x0421, 0x0421, "S"},  Letters{0x0422, 0x0422, "T"},  Letters{0x0423, 0x0423, "U"},
    Letters{0x0424, 0x0424, "F"},  Letters{0x0425, 0x0425, "KH"}, Letters{0x0426, 0x0426, "TS"},
    Letters{0x0427, 0x0427, "CH"}, Letters{0x0428, 0x0428, "SH"}, Letters{0x0429, 0x0429, "SHCH"},
    Letters{0x042A, 0x042A, "IE"}, Letters{0x042B, 0x042B, "Y"},  Letters{0x042C, 0x042C, ""},
    Letters{0x042D, 0x042D, "E"},  Letters{0x042E, 0x042E, "IU"}, Letters{0x042F, 0x042F, "IA"},
    Letters{0x046A, 0x046B, "U"},  Letters{0x0472, 0x0473, "F"},  Letters{0x0474, 0x0475, "Y"},
    Letters{0x0490, 0x0491, "G"},  Letters{0x0492, 0x0493, "G"},  Letters{0x04BA, 0x04BB, "C"},
    Letters{0x1E00, 0x1E01, "A"},  Letters{0x1E02, 0x1E07, "B"},  Letters{0x1E08, 0x1E09, "C"},
    Letters{0x1E0A, 0x1E13, "D"},  Letters{0x1E14, 0x1E1D, "E"},  Letters{0x1E1E, 0x1E1F, "F"},
    Letters{0x1E20, 0x1E21, "G"},  Letters{0x1E22, 0x1E2B, "H"},  Letters{0x1E2C, 0x1E2F, "I"},
    Letters{0x1E30, 0x1E35, "K"},  Letters{0x1E36, 0x1E3D, "L"},  Letters{0x1E3E, 0x1E43, "M"},
    Letters{0x1E44, 0x1E4B, "N"},  Letters{0x1E4C, 0x1E53, "O"},  Letters{0x1E54, 0x1E57, "P"},
    Letters{0x1E58, 0x1E5F, "R"},  Letters{0x1E60, 0x1E69, "S"},  Letters{0x1E6A, 0x1E71, "T"},
    Letters{0x1E72, 0x1E7B, "U"},  Letters{0x1E7C, 0x1E7F, "V"},  Letters{0x1E80, 0x1E89, "W"},
    Letters{0x1E8A, 0x1E8D, "X"},  Letters{0x1E8E, 0x1E8F, "Y"},  Letters{0x1E90, 0x1E95, "Z"},
    Letters{0x1E9E, 0x1E9E, "SS"}, Letters{0x1EA0, 0x1EB7, "A"},  Letters{0x1EB8, 0x1EC7, "E"},
    Letters{0x1EC8, 0x1ECB, "I"},  Letters{0x1ECC, 0x1EE3, "O"},  Letters{0x1EE4, 0x1EF1, "U"},
    Letters{0x1EF2, 0x1EF9, "Y"},
};

constexpr char32_t kDamaged = 0xFFFD;
constexpr char32_t kCombiningDiaeresis = 0x0308;
constexpr char32_t kCombiningRing = 0x030A;
constexpr char32_t kCombiningSolidus = 0x0338;

/// How many bytes a sequence has that begins so, and the bits of its first byte.
struct Lead {
  std::size_t length;
  char32_t bits;
};

std::optional<Lead> lead_of(unsigned char byte) {
  if (byte < 0x80) return Lead{1, byte};
  if (byte >= 0xC2 && byte < 0xE0) return Lead{2, byte & 0x1FU};
  if (byte >= 0xE0 && byte < 0xF0) return Lead{3, byte & 0x0FU};
  if (byte >= 0xF0 && byte < 0xF5) return Lead{4, byte & 0x07U};
  return std::nullopt;
}

/// Takes one code point off the front; a damaged byte gives kDamaged.
char32_t take_code_point(std::string_view& text) {
  const auto lead = lead_of(static_cast<unsigned char>(text.front()));
  if (!lead || lead->length > text.size()) {
    text.remove_prefix(1);
    return kDamaged;
  }
  char32_t point = lead->bits;
  for (std::size_t i = 1; i < lead->length; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xC0U) != 0x80U) {
      text.remove_prefix(1);
      return kDamaged;
    }
    point = (point << 6U) | (byte & 0x3FU);
  }
  text.remove_prefix(lead->length);
  return point;
}

char32_t upper(char32_t point) {
  const bool latin1 = point >= 0xE0 && point <= 0xFE && point != 0xF7;
  const bool cyrillic = point >= 0x430 && point <= 0x44F;
  if ((point >= U'a' && point <= U'z') || latin1 || cyrillic) return point - 0x20;
  if (point == 0xFF) return 0x178;
  if (point >= 0x450 && point <= 0x45F) return point - 0x50;
  return point;
}

bool parts_words(char32_t point) {
  return point == U' ' || point == U'<' || point == U'-' || point == U',' || point == U'/' ||
         point == U'\t' || point == U'\n' || point == U'\r' || point == 0xA0 ||
         (point >= 0x2000 && point <= 0x2015) || point == 0x202F || point == 0x3000;
}

/// What a combining mark adds to the letter before it, as the composed letter would have it.
std::string_view added_by(char32_t mark, char before) {
  if (mark == kCombiningDiaeresis && (before == 'A' || before == 'O' || before == 'U')) return "E";
  if (mark == kCombiningRing && before == 'A') return "A";
  if (mark == kCombiningSolidus && before == 'O') return "E";
  return "";
}

std::string_view letters_of(char32_t point) {
  const auto* found = std::upper_bound(
      kLetters.begin(), kLetters.end(), point,
      [](char32_t sought, const Letters& letters) { return sought < letters.first; });
  if (found == kLetters.begin()) return "";
  --found;
  return point <= found->last ? found->letters : std::string_view();
}

bool is_letter(char32_t point) { return point >= U'A' && point <= U'Z'; }

struct Fold {
  std::string_view from;
  char to;
};
constexpr std::array kFolds = {Fold{"UXX", 'U'}, Fold{"NXX", 'N'}, Fold{"AE", 'A'},
                               Fold{"AA", 'A'},  Fold{"OE", 'O'},  Fold{"UE", 'U'}};

std::string joined(const std::string& name, const PartialDate& birth,
                   const CountryCode& nationality) {
  return name + "|" + birth.text() + "|" + std::string(one_code_of(nationality.value()));
}

std::string alphanumerics(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) out += c;
    if (c >= 'a' && c <= 'z') out += static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

}  // namespace

std::string normalised_words(std::string_view text) {
  std::string out;
  bool gap = false;
  char base = '\0';  // the plain letter just before, which a combining mark may change
  while (!text.empty()) {
    const char32_t point = upper(take_code_point(text));
    const char before = std::exchange(base, '\0');
    if (parts_words(point)) {
      gap = !out.empty();
      continue;
    }
    if (is_letter(point)) base = static_cast<char>(point);
    const std::string plain(1, base);
    const std::string_view mark = added_by(point, before);
    const std::string_view letters = base != '\0'    ? plain
                                     : !mark.empty() ? mark
                                                     : letters_of(point);
    if (letters.empty()) continue;
    if (gap) out += ' ';
    gap = false;
    out += letters;
  }
  return out;
}

std::string normalised_name(std::string_view surname, std::string_view given_names) {
  const std::string primary = normalised_words(surname);
  const std::string secondary = normalised_words(given_names);
  if (primary.empty() || secondary.empty()) return primary + secondary;
  return primary + "<<" + secondary;
}

std::string folded_name(std::string_view normalised) {
  std::string out;
  while (!normalised.empty()) {
    const auto* fold = std::find_if(kFolds.begin(), kFolds.end(), [&](const Fold& each) {
      return normalised.starts_with(each.from);
    });
    out += fold == kFolds.end() ? normalised.front() : fold->to;
    normalised.remove_prefix(fold == kFolds.end() ? 1 : fold->from.size());
  }
  return out;
}

std::string person_key(std::string_view surname, std::string_view given_names,
                       const PartialDate& birth, const CountryCode& nationality) {
  return joined(normalised_name(surname, given_names), birth, nationality);
}

std::string folded_person_key(std::string_view surname, std::string_view given_names,
                              const PartialDate& birth, const CountryCode& nationality) {
  return joined(folded_name(normalised_name(surname, given_names)), birth, nationality);
}

std::string document_key(std::string_view issuer, std::string_view number) {
  const std::string code = alphanumerics(issuer);
  return std::string(one_code_of(code)) + "|" + alphanumerics(number);
}

}  // namespace garita
