#pragma once

#include <optional>
#include <string_view>

#include "document-reader/mrz/mrz.h"

namespace garita::reader {

struct BirthRead {
  std::optional<PartialDate> date;
  BirthCentury century = BirthCentury::kNotChosen;
};

/// Six characters YYMMDD, `<<` (or 00, of a month or day) for what is unknown (ICAO Doc 9303-3,
/// 4.8). Absent when nothing is known (all fillers or zeros) and when there is no such day.
/// `latest`: the last day on which the holder may have been born.
[[nodiscard]] BirthRead read_birth(std::string_view six, Date latest);
/// An expiry lies at most 30 years after `today`, else in the century before.
[[nodiscard]] std::optional<PartialDate> read_expiry(std::string_view six, Date today);
/// YYMMDD with `<<` for what is unknown; six fillers for an absent date.
[[nodiscard]] std::string two_digit_date(const std::optional<PartialDate>& date);

}  // namespace garita::reader
