#pragma once

#include <chrono>
#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "schema/vocabulary/result.h"

namespace garita {

/// A calendar day that exists, 0001-01-01 to 9999-12-31, Gregorian, without a time zone.
class Date {
 public:
  /// `text` is exactly YYYY-MM-DD (ISO 8601-1, 5.2.2.1, extended format). Remedy: reject.
  [[nodiscard]] static Result<Date> from_iso(std::string_view text);
  /// Remedy: reject, where there is no such day.
  [[nodiscard]] static Result<Date> of(int year, unsigned month, unsigned day);
  /// Days since 1970-01-01; outside the range of years it is the nearest day that is inside.
  [[nodiscard]] static Date from_days_since_epoch(int days);

  [[nodiscard]] int year() const;
  [[nodiscard]] unsigned month() const;
  [[nodiscard]] unsigned day() const;
  [[nodiscard]] int days_since_epoch() const { return days_; }
  [[nodiscard]] std::string iso() const;

  [[nodiscard]] Date plus(std::chrono::days days) const;
  [[nodiscard]] Date minus(std::chrono::days days) const { return plus(-days); }

  friend auto operator<=>(const Date&, const Date&) = default;

 private:
  explicit Date(int days) : days_(days) {}
  int days_;
};

/// Days from `from` to `to`; negative when `to` is earlier.
[[nodiscard]] std::chrono::days days_between(Date from, Date to);

/// A date of which parts may be unknown, as ICAO Doc 9303-3 4.8 allows in a machine readable zone:
/// "1980-XX-XX". The year may be unknown too.
struct PartialDate {
  std::optional<int> year;
  std::optional<unsigned> month;
  std::optional<unsigned> day;

  /// YYYY-MM-DD where XXXX, XX stand for an unknown part. Remedy: reject.
  [[nodiscard]] static Result<PartialDate> from_text(std::string_view text);
  [[nodiscard]] static PartialDate from_date(Date date);
  [[nodiscard]] std::string text() const;
  /// The day, when every part is known.
  [[nodiscard]] std::optional<Date> complete() const;
  /// The first and the last day that it may be; nothing when the year is unknown.
  [[nodiscard]] std::optional<Date> earliest() const;
  [[nodiscard]] std::optional<Date> latest() const;

  friend bool operator==(const PartialDate&, const PartialDate&) = default;
};

}  // namespace garita
