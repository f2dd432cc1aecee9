#include "schema/vocabulary/date.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace garita {
namespace {

namespace chr = std::chrono;

constexpr int kFirstDay = chr::sys_days(chr::year(1) / 1 / 1).time_since_epoch().count();
constexpr int kLastDay = chr::sys_days(chr::year(9999) / 12 / 31).time_since_epoch().count();

chr::year_month_day civil(int days) { return {chr::sys_days(chr::days(days))}; }

/// The number in `text`, or nothing when any character is no digit.
std::optional<unsigned> digits(std::string_view text) {
  unsigned value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<unsigned>(c - '0');
  }
  return value;
}

bool unknown(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c == 'X'; });
}

bool shaped(std::string_view text) { return text.size() == 10 && text[4] == '-' && text[7] == '-'; }

}  // namespace

Result<Date> Date::of(int year, unsigned month, unsigned day) {
  const chr::year_month_day ymd{chr::year(year), chr::month(month), chr::day(day)};
  if (year < 1 || year > 9999 || !ymd.ok()) {
    return fail(Remedy::kReject, "there is no day " + std::to_string(year) + "-" +
                                     std::to_string(month) + "-" + std::to_string(day));
  }
  return Date(static_cast<int>(chr::sys_days(ymd).time_since_epoch().count()));
}

Result<Date> Date::from_iso(std::string_view text) {
  if (shaped(text)) {
    const auto year = digits(text.substr(0, 4));
    const auto month = digits(text.substr(5, 2));
    const auto day = digits(text.substr(8, 2));
    if (year && month && day) return of(static_cast<int>(*year), *month, *day);
  }
  return fail(Remedy::kReject, "a date is written YYYY-MM-DD");
}

Date Date::from_days_since_epoch(int days) { return Date(std::clamp(days, kFirstDay, kLastDay)); }

int Date::year() const { return static_cast<int>(civil(days_).year()); }
unsigned Date::month() const { return static_cast<unsigned>(civil(days_).month()); }
unsigned Date::day() const { return static_cast<unsigned>(civil(days_).day()); }

std::string Date::iso() const {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", year(), month(), day());
  return text.data();
}

Date Date::plus(std::chrono::days days) const {
  const auto sum = static_cast<std::int64_t>(days_) + days.count();
  return Date(static_cast<int>(std::clamp<std::int64_t>(sum, kFirstDay, kLastDay)));
}

std::chrono::days days_between(Date from, Date to) {
  return chr::days(to.days_since_epoch() - from.days_since_epoch());
}

Result<PartialDate> PartialDate::from_text(std::string_view text) {
  const auto wrong = [] {
    return fail(Remedy::kReject, "a date is written YYYY-MM-DD, with X for what is unknown");
  };
  if (!shaped(text)) return wrong();
  PartialDate date;
  const auto year = digits(text.substr(0, 4));
  const auto month = digits(text.substr(5, 2));
  const auto day = digits(text.substr(8, 2));
  if ((!year && !unknown(text.substr(0, 4))) || (!month && !unknown(text.substr(5, 2))) ||
      (!day && !unknown(text.substr(8, 2)))) {
    return wrong();
  }
  if (year) date.year = static_cast<int>(*year);
  date.month = month;
  date.day = day;
  if ((month && (*month < 1 || *month > 12)) || (day && (*day < 1 || *day > 31)) ||
      (year && *year < 1)) {
    return wrong();
  }
  if (year && month && day) GARITA_CHECK(Date::of(*date.year, *month, *day));
  return date;
}

PartialDate PartialDate::from_date(Date date) { return {date.year(), date.month(), date.day()}; }

std::string PartialDate::text() const {
  std::array<char, 16> part{};
  std::string text = "XXXX-XX-XX";
  const auto put = [&](std::size_t at, int width, unsigned value) {
    std::snprintf(part.data(), part.size(), "%0*u", width, value);
    text.replace(at, static_cast<std::size_t>(width), part.data());
  };
  if (year) put(0, 4, static_cast<unsigned>(*year));
  if (month) put(5, 2, *month);
  if (day) put(8, 2, *day);
  return text;
}

std::optional<Date> PartialDate::complete() const {
  if (!year || !month || !day) return std::nullopt;
  const auto date = Date::of(*year, *month, *day);
  return date ? std::optional(*date) : std::nullopt;
}

std::optional<Date> PartialDate::earliest() const {
  if (!year) return std::nullopt;
  const auto date = Date::of(*year, month.value_or(1), month ? day.value_or(1) : 1);
  return date ? std::optional(*date) : std::nullopt;
}

std::optional<Date> PartialDate::latest() const {
  if (!year) return std::nullopt;
  const unsigned last_month = month.value_or(12);
  for (unsigned last_day = (month && day) ? *day : 31; last_day > 0; --last_day) {
    if (const auto date = Date::of(*year, last_month, last_day)) return *date;
  }
  return std::nullopt;
}

}  // namespace garita
