#pragma once

#include <optional>
#include <string_view>

namespace garita::reader {

/// The value of a character for check digits: 0-9 as they are, A-Z 10 to 35, `<` 0 (ICAO Doc
/// 9303-3, 4.9). Absent for any other.
[[nodiscard]] std::optional<int> check_value(char c);

/// Modulus 10, weights 7, 3, 1 (ICAO Doc 9303-3, 4.9): '0' to '9'. Absent when a character is not
/// of the machine readable zone.
[[nodiscard]] std::optional<char> check_digit(std::string_view field);

/// Whether `printed` is the digit of `field`. A field of nothing but `<` may carry `<` for its 0.
[[nodiscard]] bool check_holds(std::string_view field, char printed);

/// The same for a field that stands in several places, added part by part in their order.
class CheckSum {
 public:
  void add(std::string_view part);
  [[nodiscard]] std::optional<char> digit() const;
  [[nodiscard]] bool holds(char printed) const;

 private:
  int sum_ = 0;
  std::size_t places_ = 0;
  bool blank_ = true;
  bool foreign_ = false;  ///< a character that no zone holds was among them
};

}  // namespace garita::reader
