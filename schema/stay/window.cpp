#include "schema/stay/window.h"

#include <algorithm>
#include <chrono>
#include <limits>

namespace garita {
namespace {

using std::chrono::days;

constexpr int kYearDaysMax = 366;

int number_of(Date day) { return day.days_since_epoch(); }
Date day_of(int number) { return Date::from_days_since_epoch(number); }

/// Walks over a set's days in one direction: what lies up to a day, and where that changes. Days
/// are asked for in order, so that all questions together cost one pass.
class Pass {
 public:
  explicit Pass(const DaySet& set) : spans_(set.spans()) {}

  /// Moves to `day`, which is not before the last one.
  void to(int day) {
    day_ = day;
    while (at_ < spans_.size() && number_of(spans_[at_].last) < day) {
      before_ += spans_[at_].days();
      ++at_;
      ++steps_;
    }
  }
  [[nodiscard]] bool inside() const {
    return at_ < spans_.size() && number_of(spans_[at_].first) <= day_;
  }
  /// Days of the set up to and including the day.
  [[nodiscard]] int up_to() const {
    return before_ + (inside() ? day_ - number_of(spans_[at_].first) + 1 : 0);
  }
  /// The last day for which inside() is what it is now.
  [[nodiscard]] int same_until() const {
    if (at_ == spans_.size()) return std::numeric_limits<int>::max();
    return inside() ? number_of(spans_[at_].last) : number_of(spans_[at_].first) - 1;
  }
  [[nodiscard]] std::size_t steps() const { return steps_; }

 private:
  const std::vector<DaySpan>& spans_;
  std::size_t at_ = 0;
  int before_ = 0;
  int day_ = 0;
  std::size_t steps_ = 0;
};

/// Adds the days from `from` to `to` that are beyond the maximum. `room` is what was left of it on
/// the eve; each day takes one more of it, or, where one leaves the window as it comes, none.
void take_stretch(DaySpan stretch, int room, bool grows, DaySet& beyond) {
  if (room >= (grows ? stretch.days() : 0)) return;
  if (grows) stretch.first = stretch.first.plus(days(std::max(0, room)));
  beyond.add(stretch);
}

/// The last day of staying on, looked for up to the horizon.
template <typename Limit>
std::optional<Date> staying(const DaySet& presence, const DaySet& not_counted, DaySpan ahead,
                            const Limit& limit) {
  const DaySpan window = window_of(limit, ahead.first);
  auto spans = presence.within({window.first, ahead.first.minus(days(1))}).spans();
  spans.push_back(ahead);
  const auto counted =
      DaySet::of(std::move(spans)).without(not_counted.within({window.first, ahead.last}));
  if (counted.count_within(window) > limit.days_max) return std::nullopt;
  const auto beyond = days_beyond(counted, limit).days.within(ahead);
  if (beyond.empty()) return ahead.last;
  return beyond.spans().front().first.minus(days(1));
}

/// Looks further until the limit is passed: while days that do not count go by, days that did leave
/// the window, so that nothing nearer than the calendar's end bounds the answer.
template <typename Limit>
std::optional<Date> staying_however_long(const DaySet& presence, const DaySet& not_counted,
                                         DaySpan ahead, const Limit& limit) {
  for (;;) {
    const auto last = staying(presence, not_counted, ahead, limit);
    if (!last || *last < ahead.last || ahead.last == last_of_calendar()) return last;
    ahead.last = ahead.last.plus(days(ahead.days()));
  }
}

}  // namespace

DaySpan window_of(const RollingLimit& limit, Date day) {
  return {day.minus(days(limit.window_days - 1)), day};
}

DaySpan window_of(const YearLimit&, Date day) { return {*Date::of(day.year(), 1, 1), day}; }

DaysBeyond days_beyond(const DaySet& presence, const RollingLimit& limit) {
  DaysBeyond beyond;
  Pass leaving(presence);
  int before = 0;  // days of presence before the span
  for (const auto& span : presence.spans()) {
    const int last = number_of(span.last);
    leaving.to(number_of(span.first) - 1 - limit.window_days);
    int in_window = before - leaving.up_to();
    for (int day = number_of(span.first); day <= last;) {
      leaving.to(day - limit.window_days);
      const bool grows = !leaving.inside();
      const int change = leaving.same_until();
      const int until = change > last - limit.window_days ? last : change + limit.window_days;
      take_stretch({day_of(day), day_of(until)}, limit.days_max - in_window, grows, beyond.days);
      if (grows) in_window += until - day + 1;
      day = until + 1;
      ++beyond.steps;
    }
    before += span.days();
  }
  beyond.steps += leaving.steps();
  return beyond;
}

DaysBeyond days_beyond(const DaySet& presence, const YearLimit& limit) {
  DaysBeyond beyond;
  int year = 0;
  int used = 0;
  for (const auto& span : presence.spans()) {
    for (Date from = span.first;; from = *Date::of(year + 1, 1, 1)) {
      if (from.year() != year) used = 0;
      year = from.year();
      const Date to = std::min(span.last, *Date::of(year, 12, 31));
      take_stretch({from, to}, limit.days_max - used, true, beyond.days);
      used += DaySpan{from, to}.days();
      ++beyond.steps;
      if (to == span.last) break;
    }
  }
  return beyond;
}

std::optional<Date> last_day_of_staying(const DaySet& presence, const DaySet& not_counted,
                                        Date from, const RollingLimit& limit) {
  if (limit.days_max >= limit.window_days)
    return staying(presence, not_counted, {from, from.plus(days(limit.window_days + 1))}, limit);
  return staying_however_long(presence, not_counted, {from, from.plus(days(limit.days_max))},
                              limit);
}

std::optional<Date> last_day_of_staying(const DaySet& presence, const DaySet& not_counted,
                                        Date from, const YearLimit& limit) {
  // What was left of this year may be followed by all of the next.
  const DaySpan ahead{from, from.plus(days(2 * kYearDaysMax))};
  return limit.days_max >= kYearDaysMax ? staying(presence, not_counted, ahead, limit)
                                        : staying_however_long(presence, not_counted, ahead, limit);
}

}  // namespace garita
