#include "border-station/inspection/grantable.h"

#include "schema/vocabulary/codes.h"

namespace garita::station {
namespace {

/// The days that a rule which looks at the calendar gives whoever enters today, of whom no other
/// stay is known here.
std::optional<int> days_by_calendar(const Situation& situation, const Audience& audience,
                                    const StayRule& rule) {
  Admission admission;
  admission.entered = situation.today;
  admission.audience = audience;
  const auto last = authorise(*situation.policies, admission, {}).last_legal_day;
  if (!last) return std::nullopt;
  const auto after_today = static_cast<int>(days_between(situation.today, *last).count());
  return after_today + (rule.entry_day_counts ? 1 : 0);
}

/// Whoever comes from where nobody asked goes on with a term for another reason than the State.
std::optional<TermGoingOn> going_on(const Situation& situation, const Audience& audience) {
  if (situation.visits_before.empty()) return std::nullopt;
  const auto& document = *situation.document;
  Visit visit;
  visit.absence_unseen = true;
  visit.admission.entered = situation.today;
  visit.admission.audience = audience;
  if (document.expiry_date) visit.admission.document_expiry = document.expiry_date->latest();
  const auto end_from = [&](const CountryCode& state) -> std::optional<Date> {
    visit.came_from = state;
    const auto stay = authorise_after(*situation.policies, situation.visits_before, visit);
    return stay.term_goes_on ? stay.last_legal_day : std::nullopt;
  };
  if (const auto until = end_from({})) return TermGoingOn{*until, {}};
  std::optional<TermGoingOn> found;
  for (const auto& state : situation.policies->states_looked_at()) {
    const auto until = end_from(state);
    if (!until) continue;
    if (!found) found = TermGoingOn{*until, {}};
    found->from.insert(state);
  }
  return found;
}

/// What the rule of a class gives whoever enters now; absent without a rule.
std::optional<ClassTerm> term_of(const Situation& situation, std::string_view admission_class) {
  const auto& document = *situation.document;
  const Audience audience{document.nationality, document.document_code,
                          std::string(admission_class)};
  const auto* rule = situation.policies->rule_for(audience, situation.today);
  if (rule == nullptr) return std::nullopt;
  ClassTerm term;
  term.admission_class = admission_class;
  term.first_day_counts = rule->entry_day_counts;
  if (const auto* fixed = std::get_if<FixedDays>(&rule->kind)) {
    term.days_max = fixed->days;
    term.days_are_fixed = true;
  }
  if (const auto* granted = std::get_if<GrantedDays>(&rule->kind)) term.days_max = granted->cap;
  if (const auto* pool = std::get_if<SharedPool>(&rule->kind)) term.days_max = pool->cap;
  if (std::holds_alternative<CalendarMonths>(rule->kind) ||
      std::holds_alternative<RollingLimit>(rule->kind) ||
      std::holds_alternative<YearLimit>(rule->kind)) {
    term.days_max = days_by_calendar(situation, audience, *rule);
    term.days_are_fixed = true;
  }
  term.until_is_given = std::holds_alternative<UntilDate>(rule->kind);
  if (rule->document_expiry_caps && document.expiry_date) {
    term.latest_day = document.expiry_date->latest();
  }
  term.goes_on = going_on(situation, audience);
  return term;
}

}  // namespace

StayOutlook grantable(const Situation& situation) {
  const auto& document = *situation.document;
  const auto& policies = *situation.policies;
  Admission admission;
  admission.entered = situation.today;
  admission.audience = {document.nationality, document.document_code, std::string(kVisitorClass)};
  if (document.expiry_date) admission.document_expiry = document.expiry_date->latest();
  const auto term = term_of(situation, kVisitorClass);
  if (term) admission.granted_days = term->days_max;
  StayOutlook outlook{.state = "to_be_granted",
                      .basis = "policy",
                      .basis_at = std::nullopt,
                      .entered = std::nullopt,
                      .days_max = std::nullopt,
                      .days_granted = std::nullopt,
                      .latest_day = std::nullopt,
                      .authorised = authorise(policies, admission, {}),
                      .position = {},
                      .terms = {}};
  outlook.authorised.derivation = prospective(outlook.authorised.derivation);
  if (document.nationality == policies.country()) {
    outlook.state = "unlimited";
    return outlook;
  }
  for (const auto admission_class : codes_of(CodeList::kAdmissionClass)) {
    if (auto one = term_of(situation, admission_class)) outlook.terms.push_back(*std::move(one));
  }
  const auto* rule = policies.rule_for(admission.audience, admission.entered);
  if (rule == nullptr || std::holds_alternative<Unlimited>(rule->kind)) {
    outlook.state = rule == nullptr ? "unknown" : "unlimited";
    return outlook;
  }
  outlook.days_max = term->days_max;
  outlook.days_granted = term->days_max;
  outlook.latest_day = term->latest_day;
  return outlook;
}

}  // namespace garita::station
