#include "document-reader/payload/aamva_values.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "document-reader/payload/payload_text.h"
#include "schema/vocabulary/date.h"

namespace garita::reader {
namespace {

constexpr double kCentimetresOfInch = 2.54;
constexpr int kInchesOfFoot = 12;
constexpr int kHeightCmMin = 20;
constexpr int kHeightCmMax = 272;

std::string upper(std::string_view text) {
  std::string made(text);
  for (auto& c : made) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return made;
}

std::optional<Date> plausible(int year, int month, int day) {
  if ((year < 1800 || year > 2199) && year != 9999) return std::nullopt;
  const auto date = Date::of(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
  if (!date) return std::nullopt;
  return *date;
}

/// The runs of digits in a text.
std::vector<int> numbers_in(std::string_view text) {
  std::vector<int> numbers;
  while (!text.empty()) {
    const auto begin = std::min(text.find_first_of("0123456789"), text.size());
    text.remove_prefix(begin);
    const auto end = std::min(text.find_first_not_of("0123456789"), text.size());
    if (const auto number = number_of(text.substr(0, end))) numbers.push_back(*number);
    text.remove_prefix(end);
  }
  return numbers;
}

int centimetres(int inches) { return static_cast<int>(std::lround(inches * kCentimetresOfInch)); }

std::optional<int> feet_and_inches(int feet, int inches) {
  if (feet > 8 || inches >= kInchesOfFoot) return std::nullopt;
  return centimetres(feet * kInchesOfFoot + inches);
}

/// A number without a unit means what a person's height can be: 48 to 96 inches, 300 to 811 feet
/// and inches, and centimetres between.
std::optional<int> height_without_unit(int number) {
  if (number >= 300) return feet_and_inches(number / 100, number % 100);
  return number < 97 ? centimetres(number) : number;
}

/// United States: five digits and four more, which are zeros where unknown.
std::string postal(std::string_view value) {
  if (value.size() == 9 && is_digits(value) && value.substr(5) == "0000")
    value = value.substr(0, 5);
  return std::string(trimmed(value, " -"));
}

std::optional<std::string> sex(std::string_view value) {
  if (value == "1" || value == "M") return "M";
  if (value == "2" || value == "F") return "F";
  if (value == "9" || value == "0" || value == "X") return "X";
  return std::nullopt;
}

std::optional<std::string> truncation(std::string_view value) {
  if (value == "T") return "truncated";
  if (value == "N") return "whole";
  if (value == "U") return "unknown";
  return std::nullopt;
}

std::optional<std::string> yes_or_no(std::string_view value) {
  if (value == "1" || value == "Y") return "yes";
  if (value == "0" || value == "2" || value == "N") return "no";
  return std::nullopt;
}

std::optional<std::string> country(std::string_view value) {
  if (value == "CDN") return "CAN";  // the sign on cars, which some issuers write
  if (!is_of_form(value, AamvaForm::kCountry)) return std::nullopt;
  return std::string(value);
}

/// Table D.3 (DAY, DAZ) has codes of three letters; words and older codes become these.
std::string colour(std::string_view value) {
  constexpr std::array<std::array<std::string_view, 2>, 14> kCodes{{{"BR", "BRO"},
                                                                    {"BRN", "BRO"},
                                                                    {"BROWN", "BRO"},
                                                                    {"BLUE", "BLU"},
                                                                    {"GREEN", "GRN"},
                                                                    {"GRAY", "GRY"},
                                                                    {"GREY", "GRY"},
                                                                    {"BLACK", "BLK"},
                                                                    {"BLOND", "BLN"},
                                                                    {"BLONDE", "BLN"},
                                                                    {"HAZEL", "HAZ"},
                                                                    {"WHITE", "WHI"},
                                                                    {"SANDY", "SDY"},
                                                                    {"BALD", "BAL"}}};
  const auto word = upper(value);
  for (const auto& [said, code] : kCodes) {
    if (word == said) return std::string(code);
  }
  return std::string(value);
}

std::optional<std::string> weight(std::string_view value) {
  const auto numbers = numbers_in(value);
  if (numbers.size() != 1 || numbers[0] == 0) return std::nullopt;
  return std::to_string(numbers[0]);
}

}  // namespace

bool says_nothing(std::string_view value) {
  constexpr std::array<std::string_view, 4> kNothing{"", "NONE", "UNAVL", "UNAVAIL"};
  return std::find(kNothing.begin(), kNothing.end(), upper(trimmed(value))) != kNothing.end();
}

std::optional<std::string> aamva_date(std::string_view value) {
  std::string digits;
  std::size_t used = 0;
  for (; used < value.size() && digits.size() < 8; ++used) {
    if (value[used] == '-' || value[used] == '/') continue;
    digits.push_back(value[used]);
  }
  const bool goes_on = used < value.size() && is_digits(value.substr(used, 1));
  if (digits.size() != 8 || !is_digits(digits) || goes_on) return std::nullopt;
  const auto part = [&](std::size_t at, std::size_t size) {
    return *number_of(std::string_view(digits).substr(at, size));
  };
  const auto year_first = plausible(part(0, 4), part(4, 2), part(6, 2));
  if (year_first) return year_first->iso();
  const auto year_last = plausible(part(4, 4), part(0, 2), part(2, 2));
  if (year_last) return year_last->iso();
  return std::nullopt;
}

std::optional<std::string> aamva_height_cm(std::string_view value) {
  const auto text = upper(value);
  const auto numbers = numbers_in(text);
  const bool in_centimetres = text.find("CM") != text.npos;
  const bool in_inches = text.find("IN") != text.npos;
  std::optional<int> height;
  if (numbers.size() == 2) {
    height = feet_and_inches(numbers[0], numbers[1]);
  } else if (numbers.size() == 1 && in_centimetres) {
    height = numbers[0];
  } else if (numbers.size() == 1 && in_inches && numbers[0] < 300) {
    height = centimetres(numbers[0]);
  } else if (numbers.size() == 1) {
    height = height_without_unit(numbers[0]);
  }
  if (!height || *height < kHeightCmMin || *height > kHeightCmMax) return std::nullopt;
  return std::to_string(*height);
}

std::optional<std::string> aamva_value(std::string_view value, AamvaForm form) {
  switch (form) {
    case AamvaForm::kName:
      return std::string(trimmed(value, " ,"));
    case AamvaForm::kDate:
      return aamva_date(value);
    case AamvaForm::kSex:
      return sex(value);
    case AamvaForm::kHeight:
      return aamva_height_cm(value);
    case AamvaForm::kWeight:
      return weight(value);
    case AamvaForm::kPostal:
      return postal(value);
    case AamvaForm::kCountry:
      return country(value);
    case AamvaForm::kTruncation:
      return truncation(value);
    case AamvaForm::kYesNo:
      return yes_or_no(value);
    case AamvaForm::kColour:
      return colour(value);
    case AamvaForm::kText:
    case AamvaForm::kState:
    case AamvaForm::kLetter:
    case AamvaForm::kCode:
    case AamvaForm::kDigits:
      return std::string(value);
  }
  return std::nullopt;
}

}  // namespace garita::reader
