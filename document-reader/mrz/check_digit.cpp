#include "document-reader/mrz/check_digit.h"

#include <array>

namespace garita::reader {

std::optional<int> check_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'Z') return c - 'A' + 10;
  if (c == '<') return 0;
  return std::nullopt;
}

std::optional<char> check_digit(std::string_view field) {
  constexpr std::array<int, 3> kWeights{7, 3, 1};
  int sum = 0;
  for (std::size_t i = 0; i < field.size(); ++i) {
    const auto value = check_value(field[i]);
    if (!value) return std::nullopt;
    sum += *value * kWeights.at(i % 3);
  }
  return static_cast<char>('0' + sum % 10);
}

bool check_holds(std::string_view field, char printed) {
  if (printed == '<') return field.find_first_not_of('<') == std::string_view::npos;
  return check_digit(field) == printed;
}

}  // namespace garita::reader
