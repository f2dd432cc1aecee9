#pragma once

#include <array>
#include <span>

#include "schema/stay/day_set.h"
#include "schema/vocabulary/date.h"

namespace garita {

// Counts of other countries' laws, for the calculator alone: no rule of stay is of this kind.

/// Absences of which only whole days count: those of departure and of return do not. One that goes
/// on lasts through the day asked about. United Kingdom, Immigration Rules, Appendix Continuous
/// Residence.
struct Absence {
  Date departed = Date::from_days_since_epoch(0);
  std::optional<Date> returned;
};
/// The whole days outside, up to `on`.
[[nodiscard]] DaySet whole_days_absent(std::span<const Absence> absences, Date on);

/// Days of presence in a year and in the two before it, the newest first.
using YearsOfPresence = std::array<int, 3>;
struct WeightedPresence {
  int sixths = 0;  ///< the weighted sum in sixths of a day: whole, a third, a sixth
  bool resident = false;
};
/// United States, 26 U.S.C. 7701(b)(3): resident with `current_min` days in the current year and a
/// weighted sum of `total_min`.
[[nodiscard]] WeightedPresence weigh_presence(const YearsOfPresence& days, int current_min,
                                              int total_min);

}  // namespace garita
