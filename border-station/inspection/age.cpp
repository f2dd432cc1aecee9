#include <algorithm>
#include <utility>

#include "border-station/inspection/inspection.h"

namespace garita::station {

std::optional<int> age_on(Date day, const std::optional<PartialDate>& birth) {
  const auto earliest = birth ? birth->earliest() : std::nullopt;
  if (!earliest || *earliest > day) return std::nullopt;
  const auto latest = std::min(birth->latest(), std::optional(day));
  const bool had_birthday =
      std::pair(day.month(), day.day()) >= std::pair(latest->month(), latest->day());
  return day.year() - latest->year() - (had_birthday ? 0 : 1);
}

}  // namespace garita::station
