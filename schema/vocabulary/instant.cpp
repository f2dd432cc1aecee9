#include "schema/vocabulary/instant.h"

#include <date/tz.h>

#include <array>
#include <cstdio>
#include <optional>

namespace garita {
namespace {

std::optional<int> number(std::string_view text, std::size_t at, std::size_t width) {
  if (text.size() < at + width) return std::nullopt;
  int value = 0;
  for (std::size_t i = at; i < at + width; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

/// Milliseconds of ".123456" at `at`, which moves behind it; digits beyond the third are dropped.
std::optional<int> fraction(std::string_view text, std::size_t& at) {
  if (at >= text.size() || text[at] != '.') return 0;
  int value = 0;
  int digits = 0;
  for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, ++digits) {
    if (digits < 3) value = value * 10 + (text[at] - '0');
  }
  if (digits == 0) return std::nullopt;
  for (; digits < 3; ++digits) value *= 10;
  return value;
}

/// Minutes east of UTC of "Z" or "-06:00" at `at`, which must end the text.
std::optional<int> offset(std::string_view text, std::size_t at) {
  if (at + 1 == text.size() && (text[at] == 'Z' || text[at] == 'z')) return 0;
  if (at + 6 != text.size() || text[at + 3] != ':') return std::nullopt;
  const auto hours = number(text, at + 1, 2);
  const auto minutes = number(text, at + 4, 2);
  if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  const int total = *hours * 60 + *minutes;
  if (text[at] == '+') return total;
  if (text[at] == '-') return -total;
  return std::nullopt;
}

date::local_seconds midnight(Date day) {
  return date::local_seconds(date::local_days(date::days(day.days_since_epoch())));
}

date::local_time<std::chrono::milliseconds> to_local(const std::string& zone, Instant moment) {
  const date::sys_time<std::chrono::milliseconds> utc{
      std::chrono::milliseconds(moment.milliseconds)};
  return date::locate_zone(zone)->to_local(utc);
}

}  // namespace

Result<Instant> Instant::from_rfc3339(std::string_view text) {
  const auto wrong = [] {
    return fail(Remedy::kReject, "a moment is written like 2026-11-24T08:15:00Z (RFC 3339)");
  };
  if (text.size() < 20 || (text[10] != 'T' && text[10] != 't') || text[13] != ':' ||
      text[16] != ':') {
    return wrong();
  }
  const auto day = Date::from_iso(text.substr(0, 10));
  const auto hour = number(text, 11, 2);
  const auto minute = number(text, 14, 2);
  const auto second = number(text, 17, 2);
  std::size_t at = 19;
  const auto millis = fraction(text, at);
  if (!day || !hour || !minute || !second || !millis) return wrong();
  if (*hour > 23 || *minute > 59 || *second > 59) return wrong();
  const auto east = offset(text, at);
  if (!east) return wrong();
  const std::int64_t seconds = std::int64_t{day->days_since_epoch()} * 86400 + *hour * 3600 +
                               (*minute - *east) * 60 + *second;
  const Instant moment{seconds * 1000 + *millis};
  if (!moment.in_calendar()) return wrong();
  return moment;
}

std::string Instant::rfc3339() const {
  constexpr std::int64_t kDay = 86'400'000;
  std::int64_t day = milliseconds / kDay;
  std::int64_t rest = milliseconds % kDay;
  if (rest < 0) {
    rest += kDay;
    --day;
  }
  const Date date = Date::from_days_since_epoch(static_cast<int>(day));
  const int ms = static_cast<int>(rest % 1000);
  const int seconds = static_cast<int>(rest / 1000);
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%sT%02d:%02d:%02d", date.iso().c_str(), seconds / 3600,
                seconds / 60 % 60, seconds % 60);
  std::string out = text.data();
  if (ms != 0) {
    std::snprintf(text.data(), text.size(), ".%03d", ms);
    out += text.data();
  }
  return out + "Z";
}

Result<Zone> Zone::named(std::string_view iana_name) {
  try {
    return Zone(date::locate_zone(std::string(iana_name))->name());
  } catch (const std::runtime_error&) {
    return fail(Remedy::kReject, "no time zone '" + std::string(iana_name) +
                                     "' on this machine; one is named like America/Guatemala");
  }
}

Date Zone::local_day(Instant moment) const {
  const auto local = date::floor<date::days>(to_local(name_, moment));
  return Date::from_days_since_epoch(static_cast<int>(local.time_since_epoch().count()));
}

std::string Zone::local_time(Instant moment) const {
  const auto local = to_local(name_, moment);
  const auto minutes =
      std::chrono::duration_cast<std::chrono::minutes>(local - date::floor<date::days>(local))
          .count();
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%02d:%02d", static_cast<int>(minutes / 60),
                static_cast<int>(minutes % 60));
  return text.data();
}

Instant Zone::start_of(Date day) const {
  const auto utc = date::locate_zone(name_)->to_sys(midnight(day), date::choose::earliest);
  return {utc.time_since_epoch().count() * 1000};
}

}  // namespace garita
