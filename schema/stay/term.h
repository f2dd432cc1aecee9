#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "schema/stay/authorise.h"
#include "schema/stay/policy.h"

namespace garita {

/// The days that windowed limits count, of the visits so far.
struct CountedDays {
  DaySet rolling;
  DaySet yearly;
};

/// The term of stay that is running: begun by an entry or a change of class, moved by decisions.
/// Each step moves the last legal day and says so in the derivation of the visit.
class Term {
 public:
  /// `counted` and `not_counted` as authorise_visits has them; all three outlive the term.
  Term(const PolicyPack& pack, CountedDays& counted, const DaySet& not_counted)
      : pack_(pack), counted_(counted), not_counted_(not_counted) {}

  /// Begins a visit: with a term of its own, or in the one that is running where it goes on.
  void enter(const Visit& visit);
  /// Applies a decision on the visit.
  void apply(const StatusChange& change);
  /// Ends the visit and gives what it was allowed.
  AuthorisedStay leave(const Visit& visit);

 private:
  void say(std::string code, std::vector<std::pair<std::string, std::string>> parameters);
  [[nodiscard]] bool goes_on_with(const Visit& visit) const;
  [[nodiscard]] bool goes_on_between_states(const Visit& visit) const;
  void begin(Date start);
  void say_rule();
  void give_by_rule(std::optional<int> granted_days, std::optional<Date> granted_until);
  void give_granted(int cap, std::optional<int> days, std::optional<Date> until);
  void give_granted_until(int cap, Date until);
  void give_until(std::optional<Date> until);
  void give_months(const CalendarMonths& months, std::optional<Date> until);
  template <typename Limit>
  void give_windowed(const Limit& limit, const DaySet& counted);
  void give_days(std::string code, int days);
  void say_no_rule();
  void say_first_day();
  void extend(const StatusChange& change);
  [[nodiscard]] Date capped(Date until) const;
  void change_class(const StatusChange& change);
  void regularise(const StatusChange& change);
  void reside(const StatusChange& change);
  [[nodiscard]] bool resides_on(Date day) const;
  void end_residence(Date day);
  void go_on_residing();
  void begin_residence(Date day);
  void end_class(const StatusChange& change);
  [[nodiscard]] Date last_seen_before(Date day) const;
  [[nodiscard]] bool is_over_by(Date day) const;
  void give_decided(const StatusChange& change);
  void suspend(const StatusChange& change);
  void revoke(const StatusChange& change);
  void report_document(const StatusChange& change);
  void judge(const StatusChange& change, bool confirmed);
  void apply_for(const StatusChange& change);
  void decide_application(const StatusChange& change);
  void go_on_after_application(const StatusChange& change);
  void happen(const StatusChange& change);
  [[nodiscard]] DaySet standing_still() const;
  [[nodiscard]] Date end_of(int days) const;
  [[nodiscard]] Date first_counted_day() const;
  void cap_by_document(const std::optional<Date>& expiry);
  void count_presence(DaySpan span);

  const PolicyPack& pack_;
  CountedDays& counted_;
  const DaySet& not_counted_;
  Audience audience_;
  Date entered_ = Date::from_days_since_epoch(0);
  const StayRule* rule_ = nullptr;
  Date start_ = Date::from_days_since_epoch(0);
  std::optional<Date> end_;  ///< of the term, before the document caps it
  /// Up to which day the term was lawful, whatever the document of this visit says.
  Date accepted_ = Date::from_days_since_epoch(0);
  int extensions_ = 0;
  DaySet frozen_;
  std::optional<Date> pending_since_;
  std::optional<Date> seen_out_;       ///< of this visit: the day of its exit
  std::optional<Date> entered_again_;  ///< of this visit, where nobody saw the exit
  std::optional<Date> left_;           ///< of the visit before, in this term
  std::optional<Date> ended_;          ///< the last legal day of the visit before
  CountryCode went_to_;                ///< after the visit before
  bool suspended_ = false;             ///< the visit, by kSuspend
  bool protected_ = false;             ///< the person, by kProtect, on later visits too
  /// A permit that was granted and not taken back: of the person, on later visits too.
  struct Residence {
    std::string admission_class;
    std::optional<Date> until;
  };
  std::optional<Residence> residence_;
  AuthorisedStay stay_;
};

/// Whether one who goes from State to State stays within the rule's area; what was not recorded is
/// taken from the other side, and where neither was, it is not known to be within.
[[nodiscard]] bool within_area(const StayRule& rule, const CountryCode& went_to,
                               const CountryCode& came_from);

}  // namespace garita
