#include "tests/support/specimens/mrz_lines.h"

#include <algorithm>
#include <array>
#include <utility>

namespace garita::tests {
namespace {

constexpr std::size_t kNumberCells = 9;

using Spelling = std::pair<std::string_view, std::string_view>;
constexpr std::array kSpellings{
    Spelling("á", "A"),  Spelling("à", "A"),  Spelling("â", "A"),     Spelling("ã", "A"),
    Spelling("Á", "A"),  Spelling("À", "A"),  Spelling("Â", "A"),     Spelling("Ã", "A"),
    Spelling("ä", "AE"), Spelling("Ä", "AE"), Spelling("ç", "C"),     Spelling("Ç", "C"),
    Spelling("é", "E"),  Spelling("è", "E"),  Spelling("ê", "E"),     Spelling("ë", "E"),
    Spelling("É", "E"),  Spelling("È", "E"),  Spelling("Ê", "E"),     Spelling("Ë", "E"),
    Spelling("í", "I"),  Spelling("î", "I"),  Spelling("ï", "I"),     Spelling("Í", "I"),
    Spelling("Î", "I"),  Spelling("Ï", "I"),  Spelling("ñ", "N"),     Spelling("Ñ", "N"),
    Spelling("ó", "O"),  Spelling("ô", "O"),  Spelling("õ", "O"),     Spelling("Ó", "O"),
    Spelling("Ô", "O"),  Spelling("Õ", "O"),  Spelling("ö", "OE"),    Spelling("Ö", "OE"),
    Spelling("ú", "U"),  Spelling("ù", "U"),  Spelling("û", "U"),     Spelling("Ú", "U"),
    Spelling("Ù", "U"),  Spelling("Û", "U"),  Spelling("ü", "UE"),    Spelling("Ü", "UE"),
    Spelling("ß", "SS"), Spelling("'", ""),   Spelling("\u2019", ""),
};

std::string padded(std::string text, std::size_t cells) {
  text.resize(cells, '<');
  return text;
}

/// Doc 9303-3, 4.8: YYMMDD, `<` where a part is unknown.
std::string six_digits(const std::string& date) {
  if (date.size() != 10) return "<<<<<<";
  std::string digits = date.substr(2, 2) + date.substr(5, 2) + date.substr(8, 2);
  std::replace(digits.begin(), digits.end(), 'X', '<');
  return digits;
}

std::string names(const SpecimenFields& fields, std::size_t cells) {
  const std::string surname = mrz_spelling(fields.surname);
  const std::string given = mrz_spelling(fields.given_names);
  std::string whole = given.empty() ? surname : surname + "<<" + given;
  // Truncated names must show that there are given names: Doc 9303-4, 4.2.3 and its kin.
  if (whole.size() > cells && !given.empty() && surname.size() + 3 > cells) {
    whole = surname.substr(0, cells - 3) + "<<" + given.substr(0, 1);
  }
  return padded(whole, cells);
}

std::string sex(const SpecimenFields& fields) {
  return fields.sex == "F" || fields.sex == "M" ? fields.sex : "<";
}

struct Number {
  std::string nine;  ///< and its check digit: ten cells
  std::string rest;  ///< what goes on in the optional data, with the check digit
};

Number number_of(const SpecimenFields& fields, bool may_go_on) {
  const std::string number = mrz_spelling(fields.document_number);
  const auto wrong = [&](char digit) {
    // Four on: no letter that looks like a digit makes the difference, so no repair explains it.
    return fields.flaw == Flaw::kWrongDigit ? static_cast<char>('0' + (digit - '0' + 4) % 10)
                                            : digit;
  };
  if (number.size() > kNumberCells && may_go_on) {
    return {number.substr(0, kNumberCells) + "<",
            number.substr(kNumberCells) + wrong(check_digit(number)) + "<"};
  }
  const std::string nine = padded(number.substr(0, kNumberCells), kNumberCells);
  return {nine + wrong(check_digit(nine)), ""};
}

std::string with_digit(const std::string& text) { return text + check_digit(text); }

std::string head(const SpecimenFields& fields) {
  return padded(fields.document_code, 2) + padded(fields.issuing_state, 3);
}

/// The middle that TD2, TD3 and the visas share: number, nationality, birth, sex, expiry.
std::string middle(const SpecimenFields& fields, const Number& number) {
  return number.nine + padded(fields.nationality, 3) + with_digit(six_digits(fields.birth_date)) +
         sex(fields) + with_digit(six_digits(fields.expiry_date));
}

std::vector<std::string> td1(const SpecimenFields& fields) {
  const auto number = number_of(fields, true);
  const auto optional = mrz_spelling(fields.optional_data);
  const auto first = head(fields) + number.nine + padded(number.rest + optional, 15);
  const auto dates = with_digit(six_digits(fields.birth_date)) + sex(fields) +
                     with_digit(six_digits(fields.expiry_date));
  const std::string second = dates + padded(fields.nationality, 3) + std::string(11, '<');
  const std::string composite =
      first.substr(5) + second.substr(0, 7) + second.substr(8, 7) + second.substr(18, 11);
  return {first, second + check_digit(composite), names(fields, 30)};
}

std::vector<std::string> td2(const SpecimenFields& fields) {
  const auto number = number_of(fields, true);
  const auto second =
      middle(fields, number) + padded(number.rest + mrz_spelling(fields.optional_data), 7);
  const auto composite = second.substr(0, 10) + second.substr(13, 7) + second.substr(21);
  return {head(fields) + names(fields, 31), second + check_digit(composite)};
}

std::vector<std::string> td3(const SpecimenFields& fields) {
  const auto personal = padded(mrz_spelling(fields.optional_data), 14);
  // An empty personal number may have `<` or 0 for its digit (Doc 9303-4, 4.2.2.2); most print 0.
  const auto second = middle(fields, number_of(fields, false)) + with_digit(personal);
  const auto composite = second.substr(0, 10) + second.substr(13, 7) + second.substr(21);
  return {head(fields) + names(fields, 39), second + check_digit(composite)};
}

std::vector<std::string> visa(const SpecimenFields& fields, std::size_t cells) {
  const auto second = middle(fields, number_of(fields, false)) +
                      padded(mrz_spelling(fields.optional_data), cells - 28);
  return {head(fields) + names(fields, cells - 5), second};
}

}  // namespace

char check_digit(std::string_view text) {
  constexpr std::array kWeights{7, 3, 1};
  int sum = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    int value = 0;
    if (c >= '0' && c <= '9') value = c - '0';
    if (c >= 'A' && c <= 'Z') value = c - 'A' + 10;
    sum += value * kWeights.at(i % kWeights.size());
  }
  return static_cast<char>('0' + sum % 10);
}

std::string mrz_spelling(std::string_view utf8) {
  std::string spelt;
  while (!utf8.empty()) {
    const auto known = std::find_if(kSpellings.begin(), kSpellings.end(), [&](const auto& entry) {
      return utf8.starts_with(entry.first);
    });
    if (known != kSpellings.end()) {
      spelt += known->second;
      utf8.remove_prefix(known->first.size());
      continue;
    }
    const char c = utf8.front();
    utf8.remove_prefix(1);
    if (c >= 'a' && c <= 'z') {
      spelt += static_cast<char>(c - 'a' + 'A');
    } else if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
      spelt += c;
    } else {
      spelt += '<';
    }
  }
  return spelt;
}

std::vector<std::string> mrz_lines(const SpecimenFields& fields) {
  switch (fields.format) {
    case SpecimenFormat::kTd1:
      return td1(fields);
    case SpecimenFormat::kTd2:
      return td2(fields);
    case SpecimenFormat::kTd3:
      return td3(fields);
    case SpecimenFormat::kMrvA:
      return visa(fields, 44);
    case SpecimenFormat::kMrvB:
      return visa(fields, 36);
  }
  ensure(false, "every format has its lines");
  return {};
}

}  // namespace garita::tests
