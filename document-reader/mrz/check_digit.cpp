#include "document-reader/mrz/check_digit.h"

#include <array>
#include <cstdint>

namespace garita::reader {
namespace {

constexpr std::int8_t kForeign = -1;

constexpr std::array<std::int8_t, 256> values() {
  std::array<std::int8_t, 256> table{};
  table.fill(kForeign);
  for (std::size_t i = 0; i < 10; ++i) table['0' + i] = static_cast<std::int8_t>(i);
  for (std::size_t i = 0; i < 26; ++i) table['A' + i] = static_cast<std::int8_t>(10 + i);
  table['<'] = 0;
  return table;
}
constexpr auto kValues = values();
constexpr std::array<int, 3> kWeights{7, 3, 1};

}  // namespace

std::optional<int> check_value(char c) {
  const auto value = kValues[static_cast<unsigned char>(c)];
  return value == kForeign ? std::nullopt : std::optional<int>(value);
}

void CheckSum::add(std::string_view part) {
  for (const char c : part) {
    const auto value = kValues[static_cast<unsigned char>(c)];
    foreign_ = foreign_ || value == kForeign;
    blank_ = blank_ && c == '<';
    sum_ += value * kWeights[places_ % 3];
    ++places_;
  }
}

std::optional<char> CheckSum::digit() const {
  if (foreign_) return std::nullopt;
  return static_cast<char>('0' + sum_ % 10);
}

bool CheckSum::holds(char printed) const {
  if (printed == '<') return blank_;
  return digit() == printed;
}

std::optional<char> check_digit(std::string_view field) {
  CheckSum sum;
  sum.add(field);
  return sum.digit();
}

bool check_holds(std::string_view field, char printed) {
  CheckSum sum;
  sum.add(field);
  return sum.holds(printed);
}

}  // namespace garita::reader
