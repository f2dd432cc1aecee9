#pragma once

#include <cstddef>
#include <optional>

#include "schema/stay/day_set.h"
#include "schema/vocabulary/date.h"

namespace garita {

/// At most `days_max` days of presence in the `window_days` days that end on the day looked at,
/// that day included. Regulation (EU) 2016/399, Art. 6(1): 90 in 180.
struct RollingLimit {
  int days_max = 0;
  int window_days = 1;
  friend bool operator==(const RollingLimit&, const RollingLimit&) = default;
};

/// At most `days_max` days of presence in a calendar year.
struct YearLimit {
  int days_max = 0;
  friend bool operator==(const YearLimit&, const YearLimit&) = default;
};

/// The days of presence on which the limit was passed: those in whose own window more than the
/// maximum lie.
struct DaysBeyond {
  DaySet days;
  std::size_t steps = 0;  ///< stretches looked at: what it cost, in place of a clock
};

/// Linear in the number of spans, whatever their length.
[[nodiscard]] DaysBeyond days_beyond(const DaySet& presence, const RollingLimit& limit);
[[nodiscard]] DaysBeyond days_beyond(const DaySet& presence, const YearLimit& limit);

/// The days of the limit's window that ends on `day`.
[[nodiscard]] DaySpan window_of(const RollingLimit& limit, Date day);
[[nodiscard]] DaySpan window_of(const YearLimit& limit, Date day);

/// Until when somebody may stay who is present every day from `from` on, after the `presence`
/// before that day; what `presence` holds later is left out, and `not_counted` days count nowhere.
/// Absent: not even on `from`. Never "the maximum less what was used": days leave the window while
/// the stay goes on. Where the maximum cannot be reached at all (it is no less than the window),
/// the answer is cut at the window's length and two days, as the reference calculators cut theirs.
[[nodiscard]] std::optional<Date> last_day_of_staying(const DaySet& presence,
                                                      const DaySet& not_counted, Date from,
                                                      const RollingLimit& limit);
[[nodiscard]] std::optional<Date> last_day_of_staying(const DaySet& presence,
                                                      const DaySet& not_counted, Date from,
                                                      const YearLimit& limit);

}  // namespace garita
