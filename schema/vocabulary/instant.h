#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "schema/vocabulary/date.h"
#include "schema/vocabulary/result.h"

namespace garita {

/// A moment: milliseconds since 1970-01-01T00:00:00Z, without leap seconds.
struct Instant {
  std::int64_t milliseconds = 0;

  /// The first and last millisecond of the years 1 to 9999. What comes from outside lies between
  /// them, so that differences and sums of two moments are numbers.
  static constexpr std::int64_t kFirstMilliseconds = -62'135'596'800'000;
  static constexpr std::int64_t kLastMilliseconds = 253'402'300'799'999;
  [[nodiscard]] bool in_calendar() const {
    return milliseconds >= kFirstMilliseconds && milliseconds <= kLastMilliseconds;
  }

  /// RFC 3339 with `Z` or an offset, fraction optional; "2026-11-24T08:15:00Z". Remedy: reject.
  [[nodiscard]] static Result<Instant> from_rfc3339(std::string_view text);
  /// "2026-11-24T08:15:00Z", with ".123" only where the milliseconds are not zero.
  [[nodiscard]] std::string rfc3339() const;

  [[nodiscard]] Instant plus(std::chrono::milliseconds span) const {
    return {milliseconds + span.count()};
  }
  [[nodiscard]] Instant minus(std::chrono::milliseconds span) const { return plus(-span); }

  friend auto operator<=>(const Instant&, const Instant&) = default;
};

[[nodiscard]] inline std::chrono::milliseconds operator-(Instant later, Instant earlier) {
  return std::chrono::milliseconds(later.milliseconds - earlier.milliseconds);
}

/// An IANA time zone that this machine knows ("America/Guatemala"). The legal day of a crossing is
/// the local day of its post (design/semantics: Time).
class Zone {
 public:
  /// Remedy: reject, when the machine's time zone data have no such name.
  [[nodiscard]] static Result<Zone> named(std::string_view iana_name);
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] Date local_day(Instant moment) const;
  /// "14:05", for people.
  [[nodiscard]] std::string local_time(Instant moment) const;
  /// The first moment of `day` and of the day after it: the local day is [first, second).
  [[nodiscard]] Instant start_of(Date day) const;
  [[nodiscard]] Instant end_of(Date day) const { return start_of(day.plus(std::chrono::days(1))); }

 private:
  explicit Zone(std::string name) : name_(std::move(name)) {}
  std::string name_;
};

}  // namespace garita
