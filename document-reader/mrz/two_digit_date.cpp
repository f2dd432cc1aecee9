#include "document-reader/mrz/two_digit_date.h"

#include <algorithm>

namespace garita::reader {
namespace {

/// A document is issued for 30 years at most: Belgian cards of the old have that.
constexpr int kExpiryYearsAheadMax = 30;
/// Fewer than a hundred people were ever known to become older.
constexpr int kAgeYearsMax = 115;

/// What is printed, the year without its century.
struct Printed {
  std::optional<unsigned> year, month, day;
};

/// Two characters: a number, or "<<". False for anything else.
bool read_part(std::string_view two, std::optional<unsigned>& part) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (two == "<<") return true;
  if (!digit(two[0]) || !digit(two[1])) return false;
  part = static_cast<unsigned>((two[0] - '0') * 10 + (two[1] - '0'));
  return true;
}

std::optional<Printed> printed(std::string_view six) {
  Printed date;
  // All zeros is how some print that nothing is known; nobody is taken to be born in 2000 for it.
  if (six.size() != 6 || six == "000000") return std::nullopt;
  if (!read_part(six.substr(0, 2), date.year) || !read_part(six.substr(2, 2), date.month) ||
      !read_part(six.substr(4, 2), date.day)) {
    return std::nullopt;
  }
  if (date.month == 0U) date.month.reset();
  if (date.day == 0U) date.day.reset();
  return date.year || date.month || date.day ? std::optional(date) : std::nullopt;
}

/// The date in that year, when the calendar has it.
std::optional<PartialDate> in_year(const Printed& date, std::optional<int> year) {
  constexpr int kSomeLeapYear = 2000;
  const auto exists =
      Date::of(year.value_or(kSomeLeapYear), date.month.value_or(1), date.day.value_or(1));
  return exists ? std::optional(PartialDate{year, date.month, date.day}) : std::nullopt;
}

/// The last year, not after `latest`, that ends in the printed digits.
int last_year_ending(unsigned two_digits, int latest) {
  const int year = latest / 100 * 100 + static_cast<int>(two_digits);
  return year > latest ? year - 100 : year;
}

}  // namespace

BirthRead read_birth(std::string_view six, Date latest) {
  const auto date = printed(six);
  if (!date) return {};
  if (!date->year) return {in_year(*date, std::nullopt), BirthCentury::kNotChosen};
  int year = last_year_ending(*date->year, latest.year());
  auto born = in_year(*date, year);
  if (!born || *born->earliest() > latest) {
    year -= 100;
    born = in_year(*date, year);
  }
  if (!born) return {};
  const bool other = in_year(*date, year - 100) && latest.year() - (year - 100) <= kAgeYearsMax;
  return {born, other ? BirthCentury::kYoungerOfTwo : BirthCentury::kOnlyPlausible};
}

std::optional<PartialDate> read_expiry(std::string_view six, Date today) {
  const auto date = printed(six);
  if (!date) return std::nullopt;
  if (!date->year) return in_year(*date, std::nullopt);
  return in_year(*date, last_year_ending(*date->year, today.year() + kExpiryYearsAheadMax));
}

std::string two_digit_date(const std::optional<PartialDate>& date) {
  const std::string text = date.value_or(PartialDate{}).text();
  std::string six = text.substr(2, 2) + text.substr(5, 2) + text.substr(8, 2);
  std::replace(six.begin(), six.end(), 'X', '<');
  return six;
}

}  // namespace garita::reader
