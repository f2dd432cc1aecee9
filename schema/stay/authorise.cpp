#include "schema/stay/authorise.h"

#include <algorithm>
#include <chrono>
#include <tuple>

#include "schema/stay/term.h"

namespace garita {
namespace {

/// In the order of decision, each reference once.
std::vector<StatusChange> in_order(std::span<const StatusChange> changes) {
  std::vector<StatusChange> ordered(changes.begin(), changes.end());
  std::sort(ordered.begin(), ordered.end(), [](const StatusChange& a, const StatusChange& b) {
    return std::tie(a.at, a.reference) < std::tie(b.at, b.reference);
  });
  const auto same = [](const StatusChange& a, const StatusChange& b) {
    return a.reference == b.reference;
  };
  ordered.erase(std::unique(ordered.begin(), ordered.end(), same), ordered.end());
  return ordered;
}

}  // namespace

AuthorisedStay authorise(const PolicyPack& pack, const Admission& admission,
                         std::span<const StatusChange> changes) {
  Visit visit;
  visit.admission = admission;
  visit.changes.assign(changes.begin(), changes.end());
  auto stay = std::move(authorise_visits(pack, {&visit, 1}, {}).stays.front());
  const auto window =
      std::find_if(stay.derivation.begin(), stay.derivation.end(),
                   [](const DerivationLine& line) { return line.code == "window_at_entry"; });
  if (window != stay.derivation.end())
    stay.derivation.insert(window, {"earlier_stays_not_known", {}});
  return stay;
}

AuthorisedStay authorise_after(const PolicyPack& pack, std::span<const Visit> before,
                               const Visit& visit) {
  std::vector<Visit> visits(before.begin(), before.end());
  visits.push_back(visit);
  auto last = std::move(authorise_visits(pack, visits, {}).stays.back());
  return last.term_goes_on ? last : authorise(pack, visit.admission, visit.changes);
}

AuthorisedVisits authorise_visits(const PolicyPack& pack, std::span<const Visit> visits,
                                  const DaySet& not_counted) {
  CountedDays counted;
  AuthorisedVisits authorised;
  Term term(pack, counted, not_counted);
  for (const auto& visit : visits) {
    term.enter(visit);
    for (const auto& change : in_order(visit.changes)) term.apply(change);
    authorised.stays.push_back(term.leave(visit));
  }
  authorised.rolling_days = std::move(counted.rolling);
  authorised.yearly_days = std::move(counted.yearly);
  return authorised;
}

StayPosition position_on(const AuthorisedStay& stay, Date day, const DaySet& not_counted) {
  const auto counted = [&](Date from, Date to) {
    if (to < from) return 0;
    const DaySpan span{from, to};
    return DaySet::of({span}).without(stay.frozen).without(not_counted.within(span)).count();
  };
  // The days after `from`, up to `to`: none where the calendar ends.
  const auto counted_after = [&](Date from, Date to) {
    return from < to ? counted(from.plus(std::chrono::days(1)), to) : 0;
  };
  StayPosition position;
  position.days_used =
      stay.first_day_counts ? counted(stay.term_start, day) : counted_after(stay.term_start, day);
  if (!stay.last_legal_day) return position;
  const Date last = *stay.last_legal_day;
  position.days_remaining = counted_after(day, last);
  position.days_over = counted_after(last, day);
  if (position.days_over > 0) position.first_day_over = last.plus(std::chrono::days(1));
  return position;
}

}  // namespace garita
