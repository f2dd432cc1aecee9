#include "schema/stay/day_set.h"

#include <algorithm>
#include <limits>
#include <tuple>

namespace garita {
namespace {

constexpr int kMonthsInAYear = 12;

Date eve_of(Date day) { return day.minus(std::chrono::days(1)); }
Date day_after(Date day) { return day.plus(std::chrono::days(1)); }

}  // namespace

int DaySpan::days() const { return static_cast<int>(days_between(first, last).count()) + 1; }

DaySet DaySet::of(std::vector<DaySpan> spans) {
  std::erase_if(spans, [](const DaySpan& span) { return span.last < span.first; });
  std::sort(spans.begin(), spans.end(), [](const DaySpan& a, const DaySpan& b) {
    return std::tie(a.first, a.last) < std::tie(b.first, b.last);
  });
  DaySet set;
  for (const auto& span : spans) set.add(span);
  return set;
}

void DaySet::add(const DaySpan& span) {
  if (span.last < span.first) return;
  if (!spans_.empty() && span.first < spans_.back().first) {
    auto all = std::move(spans_);
    all.push_back(span);
    *this = of(std::move(all));
  } else if (!spans_.empty() && span.first <= day_after(spans_.back().last)) {
    spans_.back().last = std::max(spans_.back().last, span.last);
  } else {
    spans_.push_back(span);
  }
}

std::size_t DaySet::first_reaching(Date day) const {
  const auto found = std::lower_bound(spans_.begin(), spans_.end(), day,
                                      [](const DaySpan& span, Date at) { return span.last < at; });
  return static_cast<std::size_t>(found - spans_.begin());
}

bool DaySet::contains(Date day) const {
  const auto at = first_reaching(day);
  return at < spans_.size() && spans_[at].first <= day;
}

int DaySet::count() const {
  int days = 0;
  for (const auto& span : spans_) days += span.days();
  return days;
}

int DaySet::count_within(const DaySpan& span) const {
  int days = 0;
  for (auto at = first_reaching(span.first); at < spans_.size(); ++at) {
    if (spans_[at].first > span.last) break;
    days += DaySpan{std::max(span.first, spans_[at].first), std::min(span.last, spans_[at].last)}
                .days();
  }
  return days;
}

DaySet DaySet::within(const DaySpan& span) const {
  DaySet part;
  for (auto at = first_reaching(span.first); at < spans_.size(); ++at) {
    if (spans_[at].first > span.last) break;
    part.add({std::max(span.first, spans_[at].first), std::min(span.last, spans_[at].last)});
  }
  return part;
}

DaySet DaySet::without(const DaySet& other) const {
  DaySet rest;
  auto hole = other.spans_.begin();
  for (const auto& span : spans_) {
    Date from = span.first;
    bool left_over = true;
    while (hole != other.spans_.end() && hole->last < from) ++hole;
    for (auto each = hole; each != other.spans_.end() && each->first <= span.last; ++each) {
      if (from < each->first) rest.spans_.push_back({from, eve_of(each->first)});
      left_over = each->last < span.last;
      from = day_after(each->last);
      hole = each;
    }
    if (left_over) rest.spans_.push_back({from, span.last});
  }
  return rest;
}

Date DaySet::nth_day_outside(Date start, int days) const {
  Date from = start;
  for (auto at = first_reaching(start); at < spans_.size(); ++at) {
    const int free = static_cast<int>(days_between(from, spans_[at].first).count());
    if (days <= free) break;
    days -= std::max(0, free);
    if (spans_[at].last == last_of_calendar()) return last_of_calendar();
    from = day_after(spans_[at].last);
  }
  return from.plus(std::chrono::days(days - 1));
}

Date months_after(Date day, int months) {
  const int count = day.year() * kMonthsInAYear + static_cast<int>(day.month()) - 1 + months;
  const int year = count / kMonthsInAYear;
  const auto month = static_cast<unsigned>(count % kMonthsInAYear) + 1;
  for (unsigned last = day.day(); last >= 28; --last)
    if (const auto same = Date::of(year, month, last)) return *same;
  const auto same = Date::of(year, month, std::min(day.day(), 28U));
  return same ? *same : last_of_calendar();
}

Date first_of_calendar() { return Date::from_days_since_epoch(std::numeric_limits<int>::min()); }
Date last_of_calendar() { return Date::from_days_since_epoch(std::numeric_limits<int>::max()); }

}  // namespace garita
