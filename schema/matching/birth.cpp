#include "schema/matching/birth.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace garita {
namespace {

constexpr int kYearMin = 1;
constexpr int kYearMax = 9999;

Failure not_a_birth() {
  return fail(Remedy::kReject, "a birth date is YYYY-MM-DD, YYYY-MM, YYYY or YYYY..YYYY");
}

std::optional<int> number(std::string_view text, std::size_t digits_min, std::size_t digits_max) {
  if (text.size() < digits_min || text.size() > digits_max) return std::nullopt;
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

std::optional<int> year_of(std::string_view text) {
  const auto year = number(text, 4, 4);
  return year && *year >= kYearMin && *year <= kYearMax ? year : std::nullopt;
}

/// 0 for XX and for what no month or day can be: such dates stand in lists, and their year may be
/// right.
std::optional<unsigned> part_of(std::string_view text, int most) {
  if (text == "XX") return 0U;
  const auto value = number(text, 1, 2);
  if (!value) return std::nullopt;
  return *value <= most ? static_cast<unsigned>(*value) : 0U;
}

/// YYYYMMDD.
using Digits = std::array<unsigned, 8>;

Digits digits_of(const Birth& birth) {
  const auto year = static_cast<unsigned>(birth.year_first);
  return {year / 1000 % 10, year / 100 % 10,  year / 10 % 10, year % 10,
          birth.month / 10, birth.month % 10, birth.day / 10, birth.day % 10};
}

/// One digit is another, or two neighbours are swapped.
bool is_slip(const Digits& a, const Digits& b) {
  std::size_t differing = 0;
  std::size_t last = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] == b[i]) continue;
    ++differing;
    last = i;
  }
  if (differing == 1) return true;
  return differing == 2 && last > 0 && a[last] == b[last - 1] && a[last - 1] == b[last];
}

bool whole(const Birth& birth) {
  return birth.year_first == birth.year_last && birth.month != 0 && birth.day != 0;
}

/// Lists write 1 January where they know the year alone.
Birth without_new_year(Birth birth) {
  if (birth.month == 1 && birth.day == 1) birth.month = birth.day = 0;
  return birth;
}

int years_apart(const Birth& a, const Birth& b) {
  return std::max({0, a.year_first - b.year_last, b.year_first - a.year_last});
}

bool parts_agree(const Birth& a, const Birth& b) {
  return (a.month == 0 || b.month == 0 || a.month == b.month) &&
         (a.day == 0 || b.day == 0 || a.day == b.day);
}

bool slipped(const Birth& a, const Birth& b) {
  if (!whole(a) || !whole(b)) return false;
  if (is_slip(digits_of(a), digits_of(b))) return true;
  if (a.year_first != b.year_first) return false;
  return a.month == b.month || a.day == b.day || (a.month == b.day && a.day == b.month);
}

}  // namespace

Result<Birth> Birth::from_text(std::string_view text) {
  Birth birth;
  if (text.empty() || text == "-" || text.starts_with("XXXX")) return birth;
  const auto year = year_of(text.substr(0, 4));
  if (!year) return not_a_birth();
  birth.year_first = birth.year_last = *year;
  if (text.size() == 4) return birth;
  if (text.substr(4, 2) == "..") {
    const auto last = year_of(text.substr(6));
    if (!last || *last < *year) return not_a_birth();
    birth.year_last = *last;
    return birth;
  }
  if (text[4] != '-') return not_a_birth();
  const std::string_view rest = text.substr(5);
  const std::size_t hyphen = std::min(rest.find('-'), rest.size());
  const auto month = part_of(rest.substr(0, hyphen), 12);
  if (!month) return not_a_birth();
  birth.month = *month;
  if (hyphen == rest.size()) return birth;
  const auto day = part_of(rest.substr(hyphen + 1), 31);
  if (!day) return not_a_birth();
  birth.day = *day;
  return birth;
}

Birth Birth::from_date(const PartialDate& date) {
  if (!date.year) return {};
  return {*date.year, *date.year, date.month.value_or(0), date.day.value_or(0)};
}

std::string Birth::text() const {
  if (!known()) return "";
  std::array<char, 48> text{};
  const auto write = [&](const char* format, auto... values) {
    std::snprintf(text.data(), text.size(), format, values...);
    return std::string(text.data());
  };
  if (year_first != year_last) return write("%04d..%04d", year_first, year_last);
  if (month == 0 && day == 0) return write("%04d", year_first);
  if (month == 0) return write("%04d-XX-%02u", year_first, day);
  if (day == 0) return write("%04d-%02u", year_first, month);
  return write("%04d-%02u-%02u", year_first, month, day);
}

BirthAgreement compare_births(const Birth& a, const Birth& b) {
  if (!a.known() || !b.known()) return BirthAgreement::kUnknown;
  if (a == b && whole(a)) return BirthAgreement::kSameDay;
  const Birth one = without_new_year(a);
  const Birth other = without_new_year(b);
  const int apart = years_apart(a, b);
  if (apart == 0 && parts_agree(one, other)) return BirthAgreement::kCompatible;
  if (slipped(a, b)) return BirthAgreement::kSlip;
  if (apart <= 1) return BirthAgreement::kNearYear;
  const bool digit =
      a.year_first == a.year_last && b.year_first == b.year_last &&
      is_slip(digits_of({a.year_first, 0, 0, 0}), digits_of({b.year_first, 0, 0, 0}));
  if (apart <= 3 || (digit && parts_agree(one, other))) return BirthAgreement::kFewYears;
  return apart <= 10 ? BirthAgreement::kFar : BirthAgreement::kVeryFar;
}

}  // namespace garita
