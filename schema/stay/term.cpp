#include "schema/stay/term.h"

#include <algorithm>
#include <chrono>

#include "schema/stay/limit_facts.h"

namespace garita {
namespace {

using std::chrono::days;

std::string number(int value) { return std::to_string(value); }
Date eve_of(Date day) { return day.minus(days(1)); }
Date day_after(Date day) { return day.plus(days(1)); }

bool between(const std::set<CountryCode>& states, const CountryCode& went_to,
             const CountryCode& came_from) {
  const CountryCode unknown;
  if (went_to == unknown && came_from == unknown) return false;
  return (went_to == unknown || states.contains(went_to)) &&
         (came_from == unknown || states.contains(came_from));
}

DaySet united(const DaySet& a, const DaySet& b) {
  if (a.empty()) return b;
  auto spans = a.spans();
  spans.insert(spans.end(), b.spans().begin(), b.spans().end());
  return DaySet::of(std::move(spans));
}

}  // namespace

bool within_area(const StayRule& rule, const CountryCode& went_to, const CountryCode& came_from) {
  const auto* pool = std::get_if<SharedPool>(&rule.kind);
  return pool != nullptr && between(pool->states, went_to, came_from);
}

void Term::say(std::string code, std::vector<std::pair<std::string, std::string>> parameters) {
  stay_.derivation.push_back({std::move(code), std::move(parameters)});
}

void Term::enter(const Visit& visit) {
  const bool goes_on = goes_on_with(visit);
  if (goes_on && ended_)
    accepted_ = std::max(accepted_, std::min(left_.value_or(entered_), *ended_));
  const auto term_decided_at = goes_on ? stay_.term_decided_at : std::nullopt;
  stay_ = {};
  stay_.term_decided_at = term_decided_at;
  stay_.policy_version = pack_.version();
  audience_ = visit.admission.audience;
  entered_ = visit.admission.entered;
  seen_out_ = visit.left;
  entered_again_ = visit.entered_again;
  if (!goes_on) pending_since_.reset();
  suspended_ = false;
  say("entered", {{"day", entered_.iso()}});
  if (protected_) say("suspension_goes_on", {});
  if (resides_on(entered_)) return go_on_residing();
  if (!goes_on) {
    begin(entered_);
    say_rule();
    return give_by_rule(visit.admission.granted_days, visit.admission.granted_until);
  }
  stay_.term_goes_on = true;
  say_rule();
  if (end_)
    say("term_goes_on", {{"day", start_.iso()}, {"until", end_->iso()}});
  else
    say("term_goes_on_without_end", {{"day", start_.iso()}});
  if (pending_since_) say("application_freezes", {{"day", pending_since_->iso()}});
}

bool Term::goes_on_with(const Visit& visit) const {
  if (rule_ == nullptr || std::holds_alternative<RollingLimit>(rule_->kind) ||
      std::holds_alternative<YearLimit>(rule_->kind))
    return false;
  const auto& admission = visit.admission;
  if (admission.audience.nationality != audience_.nationality ||
      admission.audience.admission_class != audience_.admission_class)
    return false;
  if (std::holds_alternative<UntilDate>(rule_->kind) && admission.granted_until) return false;
  if (left_ && rule_->absence_days_min > 0 &&
      days_between(*left_, admission.entered).count() < rule_->absence_days_min)
    return true;
  return goes_on_between_states(visit);
}

bool Term::goes_on_between_states(const Visit& visit) const {
  const CountryCode unknown;
  const bool both_named = went_to_ != unknown && visit.came_from != unknown;
  if (visit.absence_unseen && (!both_named || !left_)) return false;
  const Date entered = visit.admission.entered;
  if (within_area(*rule_, went_to_, visit.came_from))
    return !visit.absence_unseen || !ended_ || entered <= std::max(*ended_, day_after(*left_));
  const bool within_term = pending_since_ || (ended_ && entered <= *ended_);
  return within_term && between(rule_->returns_from, went_to_, visit.came_from);
}

void Term::apply(const StatusChange& change) {
  switch (change.kind) {
    case StatusChangeKind::kExtendDays:
    case StatusChangeKind::kExtendUntil:
      return extend(change);
    case StatusChangeKind::kChangeClass:
      return change_class(change);
    case StatusChangeKind::kSuspend:
    case StatusChangeKind::kResume:
    case StatusChangeKind::kProtect:
    case StatusChangeKind::kEndProtection:
      return suspend(change);
    case StatusChangeKind::kRevoke:
    case StatusChangeKind::kAnnul:
      return revoke(change);
    case StatusChangeKind::kConfirm:
      return judge(change, true);
    case StatusChangeKind::kClear:
      return judge(change, false);
    case StatusChangeKind::kApply:
      return apply_for(change);
    case StatusChangeKind::kDecideApplication:
      return decide_application(change);
    case StatusChangeKind::kEvent:
      return happen(change);
    case StatusChangeKind::kResidence:
      return reside(change);
    case StatusChangeKind::kRegularise:
      return regularise(change);
    case StatusChangeKind::kDocumentReported:
    case StatusChangeKind::kDocumentReplaced:
      return report_document(change);
  }
}

AuthorisedStay Term::leave(const Visit& visit) {
  stay_.rule = rule_ ? rule_->id : "";
  stay_.grace_days = rule_ ? rule_->grace_days : 0;
  stay_.notice_days = rule_ ? rule_->notice_days : 0;
  stay_.admission_class = audience_.admission_class;
  stay_.pending = pending_since_.has_value();
  stay_.suspended = suspended_ || protected_;
  stay_.exempt = rule_ && std::holds_alternative<Unlimited>(rule_->kind) && !end_;
  stay_.first_day_counts = rule_ ? rule_->entry_day_counts : true;
  stay_.term_start = start_;
  stay_.frozen = frozen_;
  stay_.extended = extensions_ > 0;
  if (!pending_since_) stay_.last_legal_day = end_;
  cap_by_document(visit.admission.document_expiry);
  const auto& last = stay_.last_legal_day;
  if (last)
    say("last_legal_day", {{"until", last->iso()}});
  else
    say("no_last_legal_day", {});
  if (last && stay_.grace_days > 0) say("grace", {{"days", number(stay_.grace_days)}});
  if (last && stay_.notice_days > 0) say("notice", {{"days", number(stay_.notice_days)}});
  if (visit.left || visit.end_unknown)
    count_presence({std::max(entered_, start_), visit.left.value_or(entered_)});
  left_ = visit.left;
  went_to_ = visit.went_to;
  ended_ = last;
  return std::move(stay_);
}

/// A document that had already expired was accepted by the officer: what was lawful until then
/// stays so, and of a term that begins its first day.
void Term::cap_by_document(const std::optional<Date>& expiry) {
  auto& last = stay_.last_legal_day;
  if (rule_ && rule_->document_expiry_caps && expiry && last && *expiry < *last) {
    last = std::min(*last, std::max(*expiry, accepted_));
    stay_.derivation.push_back(document_caps(*expiry, *last));
  }
  if (last == last_of_calendar() && rule_ && !can_be_passed(rule_->kind)) last.reset();
}

void Term::count_presence(DaySpan span) {
  if (!rule_) return;
  if (std::holds_alternative<RollingLimit>(rule_->kind)) counted_.rolling.add(span);
  if (std::holds_alternative<YearLimit>(rule_->kind)) counted_.yearly.add(span);
}

void Term::begin(Date start) {
  start_ = start;
  accepted_ = entered_;
  end_.reset();
  extensions_ = 0;
  frozen_ = {};
  left_.reset();
  rule_ = audience_.nationality == pack_.country() ? nullptr : pack_.rule_for(audience_, start);
}

void Term::say_rule() {
  if (rule_)
    say("rule", {{"rule", rule_->id}, {"version", pack_.version()}, {"citation", rule_->citation}});
}

DaySet Term::standing_still() const { return united(frozen_, not_counted_); }

Date Term::first_counted_day() const {
  return rule_ == nullptr || rule_->entry_day_counts ? start_ : day_after(start_);
}

/// The last day of `days` days of the term.
Date Term::end_of(int days) const {
  const Date first = first_counted_day();
  return days < 1 ? eve_of(first) : not_counted_.nth_day_outside(first, days);
}

void Term::say_first_day() {
  say(first_counted_day() == start_ ? "first_day_counts" : "first_day_not_counted",
      {{"day", start_.iso()}});
}

void Term::give_days(std::string code, int days) {
  say_first_day();
  end_ = end_of(days);
  say(std::move(code), {{"days", number(days)}, {"until", end_->iso()}});
}

void Term::give_by_rule(std::optional<int> granted_days, std::optional<Date> granted_until) {
  if (!rule_) return say_no_rule();
  const auto& kind = rule_->kind;
  if (const auto* fixed = std::get_if<FixedDays>(&kind))
    return give_days("fixed_days", fixed->days);
  if (const auto* granted = std::get_if<GrantedDays>(&kind))
    return give_granted(granted->cap, granted_days, granted_until);
  if (const auto* pool = std::get_if<SharedPool>(&kind)) {
    std::string names;
    for (const auto& state : pool->states) names += (names.empty() ? "" : ", ") + state.value();
    say("shared_pool", {{"states", names}});
    return give_granted(pool->cap, granted_days, granted_until);
  }
  if (const auto* months = std::get_if<CalendarMonths>(&kind))
    return give_months(*months, granted_until);
  if (const auto* rolling = std::get_if<RollingLimit>(&kind))
    return give_windowed(*rolling, counted_.rolling);
  if (const auto* yearly = std::get_if<YearLimit>(&kind))
    return give_windowed(*yearly, counted_.yearly);
  if (const auto* until = std::get_if<UntilEvent>(&kind))
    return say("until_event", {{"event", until->event}});
  if (std::holds_alternative<Unlimited>(kind)) return say("unlimited", {});
  give_until(granted_until);
}

void Term::give_until(std::optional<Date> until) {
  if (!until) return say("until_missing", {});
  end_ = until;
  say("until_date", {{"until", until->iso()}});
}

void Term::give_granted(int cap, std::optional<int> days, std::optional<Date> until) {
  if (!days && until) return give_granted_until(cap, *until);
  if (!days) {
    say("grant_missing", {{"cap", number(cap)}});
    return give_days("counted_days", cap);
  }
  if (*days > cap) say("grant_above_cap", {{"days", number(*days)}, {"cap", number(cap)}});
  give_days("granted_days", std::min(*days, cap));
}

/// A date that the officer gave in place of days, no later than the cap allows.
void Term::give_granted_until(int cap, Date until) {
  const Date first = first_counted_day();
  const Date most = end_of(cap);
  say_first_day();
  if (until > most) say("date_above_cap", {{"until", until.iso()}, {"cap", number(cap)}});
  end_ = std::max(std::min(until, most), eve_of(first));
  say("until_date", {{"until", end_->iso()}});
}

void Term::give_months(const CalendarMonths& months, std::optional<Date> until) {
  end_ = months_after(start_, months.months);
  if (months.ends_on_eve) end_ = eve_of(*end_);
  say(months.ends_on_eve ? "calendar_months_eve" : "calendar_months",
      {{"months", number(months.months)}, {"day", start_.iso()}, {"until", end_->iso()}});
  if (until && *until < *end_) give_until(until);
}

template <typename Limit>
void Term::give_windowed(const Limit& limit, const DaySet& counted) {
  const DaySpan before{window_of(limit, start_).first, eve_of(start_)};
  const auto used = counted.within(before).without(not_counted_.within(before));
  if (before.last < before.first)
    say("year_begins_at_entry", {{"day", start_.iso()}, {"max", number(limit.days_max)}});
  else
    say("window_at_entry", {{"from", before.first.iso()},
                            {"until", before.last.iso()},
                            {"used", number(used.count())},
                            {"max", number(limit.days_max)}});
  if (!can_be_passed(limit)) {
    end_ = last_of_calendar();
    return say("limit_never_reached", {});
  }
  end_ = last_day_of_staying(counted, not_counted_, start_, limit).value_or(before.last);
  if (const auto year = new_year_between(limit, start_, *end_))
    say("year_begins", {{"day", year->iso()}, {"max", number(limit.days_max)}});
  say("staying_on", {{"until", end_->iso()}});
}

void Term::say_no_rule() {
  if (audience_.nationality == pack_.country())
    return say("own_national", {{"country", pack_.country().value()}});
  say("no_rule", {{"nationality", audience_.nationality.value()},
                  {"document_type", audience_.document_type},
                  {"class", audience_.admission_class}});
}

/// What the rule leaves of an extension to `until`.
Date Term::capped(Date until) const {
  const auto& limits = rule_->extensions;
  if (limits.days_max)
    until = std::min(until, not_counted_.nth_day_outside(day_after(*end_), *limits.days_max));
  if (limits.total_days_max) until = std::min(until, end_of(*limits.total_days_max));
  return until;
}

void Term::extend(const StatusChange& change) {
  const bool by_days = change.kind == StatusChangeKind::kExtendDays ||
                       (change.kind == StatusChangeKind::kDecideApplication && !change.until);
  std::optional<Date> until = change.until;
  if (by_days && change.days && *change.days > 0 && end_)
    until = not_counted_.nth_day_outside(day_after(*end_), *change.days);
  if (by_days && (!change.days || *change.days < 1)) until.reset();
  const bool spent = rule_ && rule_->extensions.count_max.value_or(extensions_ + 1) <= extensions_;
  if (spent) return say("extensions_spent", {{"decided", change.day.iso()}});
  if (!end_ || !until || *until <= *end_)
    return say("extension_without_effect", {{"decided", change.day.iso()}});
  const Date allowed = rule_ ? std::max(*end_, capped(*until)) : *until;
  ++extensions_;
  end_ = allowed;
  stay_.revoked_at.reset();
  if (by_days)
    say("extended_by_days",
        {{"decided", change.day.iso()}, {"days", number(*change.days)}, {"until", until->iso()}});
  else
    say("extended_until", {{"decided", change.day.iso()}, {"until", until->iso()}});
  if (allowed < *until) say("extension_capped", {{"until", allowed.iso()}});
}

bool Term::is_over_by(Date day) const {
  return (seen_out_ && *seen_out_ <= day) || (entered_again_ && *entered_again_ <= day);
}

/// What is decided of a visit when it is over makes nobody present since: they were until the exit,
/// and where nobody saw that only the day of entry is proven.
Date Term::last_seen_before(Date day) const {
  if (entered_again_ && *entered_again_ <= day) return entered_;
  return std::min(eve_of(day), seen_out_.value_or(day));
}

/// Of the class that was; the days under it were days of presence too.
void Term::end_class(const StatusChange& change) {
  if (start_ < change.day)
    count_presence({std::max(entered_, start_), last_seen_before(change.day)});
  stay_.term_decided_at = change.at;
  pending_since_.reset();
  stay_.revoked_at.reset();
}

/// What a decision that begins the term anew gives, else what the rule does.
void Term::give_decided(const StatusChange& change) {
  if (change.until) {
    end_ = change.until;
    return say("decided_until", {{"until", change.until->iso()}});
  }
  if (change.days) return give_days("decided_days", *change.days);
  give_by_rule(std::nullopt, std::nullopt);
}

void Term::change_class(const StatusChange& change) {
  end_residence(change.day);
  end_class(change);
  audience_.admission_class = change.admission_class;
  say("class_changed", {{"decided", change.day.iso()}, {"class", change.admission_class}});
  begin(change.day);
  say_rule();
  give_decided(change);
}

void Term::regularise(const StatusChange& change) {
  end_residence(change.day);
  end_class(change);
  if (!change.admission_class.empty()) audience_.admission_class = change.admission_class;
  stay_.confirmed = false;
  say("regularised", {{"decided", change.day.iso()}, {"class", audience_.admission_class}});
  begin(change.day);
  say_rule();
  give_decided(change);
}

void Term::reside(const StatusChange& change) {
  end_class(change);
  residence_ =
      Residence{change.admission_class.empty() ? "resident" : change.admission_class, change.until};
  say("residence", {{"decided", change.day.iso()}, {"class", residence_->admission_class}});
  // Decided while the person was away, it counts from the entry on.
  begin_residence(std::max(change.day, entered_));
}

/// Where the visit was over by then another may have begun under the permit: that one goes on until
/// the day of the decision.
void Term::end_residence(Date day) {
  if (!residence_) return;
  if (!is_over_by(day)) return residence_.reset();
  residence_->until = std::min(residence_->until.value_or(day), day);
}

bool Term::resides_on(Date day) const {
  return residence_ && (!residence_->until || day <= *residence_->until);
}

/// Whoever holds a permit comes home, whatever class an officer wrote at the entry.
void Term::go_on_residing() {
  say("residence_goes_on", {{"class", residence_->admission_class}});
  begin_residence(entered_);
}

/// A permit's term is its own: a rule for whoever enters says nothing about it, unless it is made
/// for the permit's class.
void Term::begin_residence(Date day) {
  pending_since_.reset();
  audience_.admission_class = residence_->admission_class;
  begin(day);
  const bool windowed = rule_ && (std::holds_alternative<RollingLimit>(rule_->kind) ||
                                  std::holds_alternative<YearLimit>(rule_->kind));
  if (rule_ && (windowed || rule_->admission_classes.empty())) rule_ = nullptr;
  if (rule_) say_rule();
  end_ = residence_->until;
  if (end_)
    say("decided_until", {{"until", end_->iso()}});
  else
    say("residence_without_end", {});
}

void Term::suspend(const StatusChange& change) {
  const bool on =
      change.kind == StatusChangeKind::kSuspend || change.kind == StatusChangeKind::kProtect;
  const bool protection =
      change.kind == StatusChangeKind::kProtect || change.kind == StatusChangeKind::kEndProtection;
  (protection ? protected_ : suspended_) = on;
  // The same words for every reason: a derivation is shown to many, and it never says which.
  say(on ? "suspended" : "resumed", {{"decided", change.day.iso()}});
}

void Term::revoke(const StatusChange& change) {
  end_residence(change.day);
  const Date end = change.until.value_or(change.day);
  if (!end_ || end < *end_) stay_.term_decided_at = change.at;
  end_ = std::min(end_.value_or(end), end);
  stay_.revoked_at = change.at;
  say(change.kind == StatusChangeKind::kAnnul ? "annulled" : "revoked", {{"until", end_->iso()}});
}

void Term::report_document(const StatusChange& change) {
  const bool reported = change.kind == StatusChangeKind::kDocumentReported;
  stay_.document_reported_at = reported ? std::optional(change.at) : std::nullopt;
  say(reported ? "document_reported" : "document_replaced", {{"day", change.day.iso()}});
}

void Term::judge(const StatusChange& change, bool confirmed) {
  stay_.confirmed = confirmed;
  stay_.cleared = !confirmed;
  say(confirmed ? "confirmed" : "cleared", {{"decided", change.day.iso()}});
}

void Term::apply_for(const StatusChange& change) {
  const bool late = end_ && *end_ < change.day;
  if (rule_ == nullptr || !rule_->pending_application_freezes || late || pending_since_)
    return say(late ? "application_late" : "application_without_effect",
               {{"day", change.day.iso()}});
  pending_since_ = change.day;
  say("application_freezes", {{"day", change.day.iso()}});
}

void Term::decide_application(const StatusChange& change) {
  go_on_after_application(change);
  if (!change.admission_class.empty()) return change_class(change);
  if (change.until || change.days) extend(change);
}

void Term::go_on_after_application(const StatusChange& change) {
  if (!pending_since_) return say("application_decided_unpaused", {{"decided", change.day.iso()}});
  const Date since = *pending_since_;
  pending_since_.reset();
  const int stood = static_cast<int>(days_between(since, change.day).count());
  if (stood > 0) frozen_ = united(frozen_, DaySet::of({{since, eve_of(change.day)}}));
  if (end_) end_ = end_->plus(days(std::max(0, stood)));
  say("application_decided", {{"decided", change.day.iso()}, {"days", number(std::max(0, stood))}});
}

void Term::happen(const StatusChange& change) {
  if (rule_ == nullptr || !std::holds_alternative<UntilEvent>(rule_->kind))
    return say("event_without_effect", {{"day", change.day.iso()}});
  const Date end = change.until.value_or(change.day);
  if (!end_ || end < *end_) stay_.term_decided_at = change.at;
  end_ = end;
  say("event_happened", {{"day", change.day.iso()}, {"until", end_->iso()}});
}

}  // namespace garita
