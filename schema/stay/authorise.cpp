#include "schema/stay/authorise.h"

#include <algorithm>
#include <chrono>
#include <tuple>
#include <utility>

namespace garita {
namespace {

std::string number(int days) { return std::to_string(days); }

/// Builds one AuthorisedStay: each step moves the last legal day and says so.
class Builder {
 public:
  Builder(const PolicyPack& pack, const Admission& admission)
      : pack_(pack), audience_(admission.audience), entered_(admission.entered) {
    stay_.policy_version = pack.version();
    say("entered", {{"day", entered_.iso()}});
    begin_term(entered_);
    give_by_rule(admission.granted_days, admission.granted_until);
  }

  void apply(const StatusChange& change) {
    switch (change.kind) {
      case StatusChangeKind::kExtendDays:
        return extend(
            change, stay_.last_legal_day && change.days
                        ? std::optional(stay_.last_legal_day->plus(std::chrono::days(*change.days)))
                        : std::nullopt);
      case StatusChangeKind::kExtendUntil:
        return extend(change, change.until);
      case StatusChangeKind::kChangeClass:
        return change_class(change);
      case StatusChangeKind::kSuspend:
        return suspend(change, true);
      case StatusChangeKind::kResume:
        return suspend(change, false);
      case StatusChangeKind::kRevoke:
        return revoke(change);
      case StatusChangeKind::kConfirm:
        return judge(change, true);
      case StatusChangeKind::kClear:
        return judge(change, false);
    }
  }

  AuthorisedStay finish(const std::optional<Date>& document_expiry) {
    if (rule_ && rule_->document_expiry_caps && document_expiry && stay_.last_legal_day &&
        *document_expiry < *stay_.last_legal_day) {
      // A document that had already expired at entry was accepted by the officer: the day of
      // entry itself is then legal.
      stay_.last_legal_day = std::max(*document_expiry, entered_);
      say("document_expires", {{"until", stay_.last_legal_day->iso()}});
    }
    if (stay_.last_legal_day)
      say("last_legal_day", {{"until", stay_.last_legal_day->iso()}});
    else
      say("no_last_legal_day", {});
    if (stay_.last_legal_day && stay_.grace_days > 0)
      say("grace", {{"days", number(stay_.grace_days)}});
    return std::move(stay_);
  }

 private:
  void say(std::string code, std::vector<std::pair<std::string, std::string>> parameters) {
    stay_.derivation.push_back({std::move(code), std::move(parameters)});
  }

  void begin_term(Date start) {
    stay_.term_start = start;
    stay_.last_legal_day.reset();
    rule_ = audience_.nationality == pack_.country() ? nullptr : pack_.rule_for(audience_, start);
    stay_.rule = rule_ ? rule_->id : "";
    stay_.grace_days = rule_ ? rule_->grace_days : 0;
    stay_.first_day_counts = rule_ ? rule_->entry_day_counts : true;
    if (rule_)
      say("rule",
          {{"rule", rule_->id}, {"version", pack_.version()}, {"citation", rule_->citation}});
  }

  /// The last day of `days` days of the term.
  Date end_of(int days) const {
    return stay_.term_start.plus(std::chrono::days(stay_.first_day_counts ? days - 1 : days));
  }

  void say_first_day() {
    say(stay_.first_day_counts ? "first_day_counts" : "first_day_not_counted",
        {{"day", stay_.term_start.iso()}});
  }

  void give_days(std::string code, int days) {
    say_first_day();
    stay_.last_legal_day = end_of(days);
    say(std::move(code), {{"days", number(days)}, {"until", stay_.last_legal_day->iso()}});
  }

  void give_by_rule(std::optional<int> granted_days, std::optional<Date> granted_until) {
    if (!rule_) return say_no_rule();
    if (const auto* fixed = std::get_if<FixedDays>(&rule_->kind))
      return give_days("fixed_days", fixed->days);
    if (const auto* granted = std::get_if<GrantedDays>(&rule_->kind))
      return give_granted(granted->cap, granted_days, granted_until);
    if (std::holds_alternative<Unlimited>(rule_->kind)) return say("unlimited", {});
    if (!granted_until) return say("until_missing", {});
    stay_.last_legal_day = granted_until;
    say("until_date", {{"until", granted_until->iso()}});
  }

  void give_granted(int cap, std::optional<int> days, std::optional<Date> until) {
    if (!days && until)
      days = std::max(0, static_cast<int>(days_between(end_of(0), *until).count()));
    if (!days) say("grant_missing", {{"cap", number(cap)}});
    if (days && *days > cap)
      say("grant_above_cap", {{"days", number(*days)}, {"cap", number(cap)}});
    give_days("granted_days", std::min(days.value_or(cap), cap));
  }

  void say_no_rule() {
    if (audience_.nationality == pack_.country())
      return say("own_national", {{"country", pack_.country().value()}});
    say("no_rule", {{"nationality", audience_.nationality.value()},
                    {"document_type", audience_.document_type},
                    {"class", audience_.admission_class}});
  }

  void extend(const StatusChange& change, std::optional<Date> until) {
    if (!stay_.last_legal_day || !until || *until <= *stay_.last_legal_day)
      return say("extension_without_effect", {{"decided", change.day.iso()}});
    stay_.last_legal_day = until;
    if (change.kind == StatusChangeKind::kExtendDays)
      say("extended_by_days",
          {{"decided", change.day.iso()}, {"days", number(*change.days)}, {"until", until->iso()}});
    else
      say("extended_until", {{"decided", change.day.iso()}, {"until", until->iso()}});
  }

  void change_class(const StatusChange& change) {
    audience_.admission_class = change.admission_class;
    say("class_changed", {{"decided", change.day.iso()}, {"class", change.admission_class}});
    begin_term(change.day);
    if (change.until) {
      stay_.last_legal_day = change.until;
      return say("decided_until", {{"until", change.until->iso()}});
    }
    if (change.days) return give_days("decided_days", *change.days);
    give_by_rule(std::nullopt, std::nullopt);
  }

  void suspend(const StatusChange& change, bool suspended) {
    stay_.suspended = suspended;
    say(suspended ? "suspended" : "resumed", {{"decided", change.day.iso()}});
  }

  void revoke(const StatusChange& change) {
    const Date end = change.until.value_or(change.day);
    stay_.last_legal_day = std::min(stay_.last_legal_day.value_or(end), end);
    say("revoked", {{"until", stay_.last_legal_day->iso()}});
  }

  void judge(const StatusChange& change, bool confirmed) {
    stay_.confirmed = confirmed;
    stay_.cleared = !confirmed;
    say(confirmed ? "confirmed" : "cleared", {{"decided", change.day.iso()}});
  }

  const PolicyPack& pack_;
  Audience audience_;
  Date entered_;
  const StayRule* rule_ = nullptr;
  AuthorisedStay stay_;
};

}  // namespace

AuthorisedStay authorise(const PolicyPack& pack, const Admission& admission,
                         std::span<const StatusChange> changes) {
  std::vector<StatusChange> ordered(changes.begin(), changes.end());
  std::sort(ordered.begin(), ordered.end(), [](const StatusChange& a, const StatusChange& b) {
    return std::tie(a.at, a.reference) < std::tie(b.at, b.reference);
  });
  const auto same = [](const StatusChange& a, const StatusChange& b) {
    return a.reference == b.reference;
  };
  ordered.erase(std::unique(ordered.begin(), ordered.end(), same), ordered.end());
  Builder builder(pack, admission);
  for (const auto& change : ordered) builder.apply(change);
  return builder.finish(admission.document_expiry);
}

StayPosition position_on(const AuthorisedStay& stay, Date day) {
  StayPosition position;
  const int since = static_cast<int>(days_between(stay.term_start, day).count());
  position.days_used = std::max(0, since + (stay.first_day_counts ? 1 : 0));
  if (!stay.last_legal_day) return position;
  const int left = static_cast<int>(days_between(day, *stay.last_legal_day).count());
  position.days_remaining = std::max(0, left);
  position.days_over = std::max(0, -left);
  if (position.days_over > 0)
    position.first_day_over = stay.last_legal_day->plus(std::chrono::days(1));
  return position;
}

}  // namespace garita
