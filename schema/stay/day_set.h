#pragma once

#include <chrono>
#include <cstddef>
#include <utility>
#include <vector>

#include "schema/vocabulary/date.h"

namespace garita {

/// Days in a row, both ends included; `first` is not after `last`.
struct DaySpan {
  Date first = Date::from_days_since_epoch(0);
  Date last = Date::from_days_since_epoch(0);

  [[nodiscard]] int days() const;
  friend bool operator==(const DaySpan&, const DaySpan&) = default;
};

/// A set of calendar days: a day is in it once, however many stays touch it. Kept as spans in
/// order that neither overlap nor touch, so that its cost is that of the stays, not of their days.
class DaySet {
 public:
  DaySet() = default;
  /// Spans in any order, overlapping or not; one that ends before it begins holds no day.
  [[nodiscard]] static DaySet of(std::vector<DaySpan> spans);

  /// Adds a span; in passing where it begins no earlier than those before it.
  void add(const DaySpan& span);

  [[nodiscard]] const std::vector<DaySpan>& spans() const& { return spans_; }
  /// Of a set about to go, by value: a loop over them outlives it.
  [[nodiscard]] std::vector<DaySpan> spans() && { return std::move(spans_); }
  [[nodiscard]] bool empty() const { return spans_.empty(); }
  [[nodiscard]] bool contains(Date day) const;
  /// How many days there are, in all and within a span.
  [[nodiscard]] int count() const;
  [[nodiscard]] int count_within(const DaySpan& span) const;
  [[nodiscard]] DaySet within(const DaySpan& span) const;
  [[nodiscard]] DaySet without(const DaySet& other) const;
  /// The day on which `days` days from `start` on, `start` included, have passed that are not in
  /// the set; `days` at least 1. At the end of the calendar it is the calendar's last day.
  [[nodiscard]] Date nth_day_outside(Date start, int days) const;

  friend bool operator==(const DaySet&, const DaySet&) = default;

 private:
  /// Of the first span that ends on or after `day`.
  [[nodiscard]] std::size_t first_reaching(Date day) const;

  std::vector<DaySpan> spans_;
};

/// The same day `months` later; where that month is shorter, its last day.
[[nodiscard]] Date months_after(Date day, int months);

/// The first and the last day that this program knows.
[[nodiscard]] Date first_of_calendar();
[[nodiscard]] Date last_of_calendar();

}  // namespace garita
