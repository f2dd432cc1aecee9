#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "schema/vocabulary/date.h"

namespace garita {

/// When somebody was born, as far as a document or a list says so.
struct Birth {
  int year_first = 0;  ///< 0: nothing is known
  int year_last = 0;   ///< the same as year_first unless a span of years is given
  unsigned month = 0;  ///< 0: not known
  unsigned day = 0;    ///< 0: not known

  /// YYYY-MM-DD, YYYY-MM, YYYY, YYYY..YYYY; "" and "-" say nothing; an unknown part may be XX (ICAO
  /// Doc 9303-3, 4.8); a month or a day may have one digit, and is not known where there is
  /// no such one (lists say 1968-13-30). Remedy: reject.
  [[nodiscard]] static Result<Birth> from_text(std::string_view text);
  [[nodiscard]] static Birth from_date(const PartialDate& date);

  [[nodiscard]] bool known() const { return year_first != 0; }
  /// As from_text() reads it; "" where nothing is known.
  [[nodiscard]] std::string text() const;

  friend bool operator==(const Birth&, const Birth&) = default;
};

/// How far two statements of a birth go together, best first.
enum class BirthAgreement : std::uint8_t {
  kUnknown,     ///< one of them says nothing
  kSameDay,     ///< both say the day
  kCompatible,  ///< nothing that both say differs; 1 January says the year alone
  kSlip,        ///< one digit, two digits swapped, day for month, or the year with one more part
  kNearYear,    ///< the years are at most one apart
  kFewYears,    ///< at most three apart, or one digit of the year differs and nothing else
  kFar,         ///< at most ten
  kVeryFar,
};

/// Symmetric.
[[nodiscard]] BirthAgreement compare_births(const Birth& a, const Birth& b);

}  // namespace garita
