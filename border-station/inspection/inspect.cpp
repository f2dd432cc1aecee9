#include <algorithm>

#include "border-station/inspection/inspection.h"
#include "schema/vocabulary/codes.h"

namespace garita::station {
namespace {

/// A document that ends this soon is worth a word to the traveller.
constexpr std::chrono::days kExpiresSoon{90};

const std::set<DecisionKind> kBeforeAdmitting{DecisionKind::kAdmit};

std::vector<std::string> words(CodeList list) {
  const auto codes = codes_of(list);
  return {codes.begin(), codes.end()};
}

class Inspector {
 public:
  explicit Inspector(const Situation& situation) : situation_(situation) {}

  Inspection inspect() {
    if (!situation_.post_sees_direction) block("wrong_direction");
    if (!situation_.document) {
      found_.blocked.push_back({DecisionKind::kAdmit, "no_document"});
    } else {
      if (situation_.document->to_confirm) block("not_confirmed");
      look_at_check_digits();
      look_at_contradictions();
      look_at_expiry();
      look_at_age();
    }
    look_at_list();
    look_at_stay();
    look_for_photo();
    found_.checks.push_back({"chip", CheckState::kNotDone, "", "no_reader"});
    found_.questions.push_back({.id = "asylum",
                                .code = "asylum",
                                .alert = "",
                                .check = "",
                                .before = {DecisionKind::kRefuse},
                                .answers = words(CodeList::kAsylumAnswer),
                                .note = Note::kNone});
    ask_for_state();
    found_.exit_by_scan = may_exit_by_scan();
    if (situation_.protection_unit_known) found_.concerns = words(CodeList::kProtectionConcern);
    return std::move(found_);
  }

 private:
  bool entering() const { return situation_.direction == Direction::kEntry; }

  /// Policies say so, the document was read and holds, nothing has to be seen or asked, and it is
  /// known that this document's stay goes on: whoever has left already is no second exit.
  bool may_exit_by_scan() const {
    const auto* policies = situation_.policies;
    if (entering() || policies == nullptr || !policies->exits_by_scan()) return false;
    const auto holds = [&](std::string_view code) {
      return std::ranges::any_of(found_.checks, [&](const Check& check) {
        return check.code == code && check.state == CheckState::kOk;
      });
    };
    const bool fails = std::ranges::any_of(
        found_.checks, [](const Check& check) { return check.state == CheckState::kFail; });
    const bool seen = std::ranges::any_of(found_.alerts, [](const Alert& one) {
      return one.severity != Severity::kInfo || one.kind == "alert_cleared_before";
    });
    const bool asked = std::ranges::any_of(found_.questions, [](const Question& question) {
      return question.before.contains(DecisionKind::kAdmit);
    });
    const bool own = situation_.open_stay && situation_.open_stay->by_document;
    const bool goes_on =
        own && found_.stay && (found_.stay->state == "within" || found_.stay->state == "unlimited");
    return found_.blocked.empty() && holds("check_digit_document_number") && holds("alert_list") &&
           holds("alert_names") && !fails && !seen && !asked && goes_on;
  }

  void block(const std::string& reason) {
    for (const auto kind : {DecisionKind::kAdmit, DecisionKind::kRefer, DecisionKind::kRefuse}) {
      found_.blocked.push_back({kind, reason});
    }
  }

  Alert& alert(std::string kind, Severity severity, std::string source) {
    found_.alerts.push_back({.id = "alert-" + std::to_string(found_.alerts.size() + 1),
                             .kind = std::move(kind),
                             .severity = severity,
                             .source = std::move(source),
                             .parameters = {},
                             .hit = std::nullopt});
    return found_.alerts.back();
  }

  void look_at_check_digits() {
    for (const auto& [name, holds] : situation_.document->check_digits) {
      const std::string code = "check_digit_" + name;
      if (!holds) {
        found_.checks.push_back({code, CheckState::kNotDone, name, "not_printed"});
      } else if (*holds) {
        found_.checks.push_back({code, CheckState::kOk, name, ""});
      } else {
        found_.checks.push_back({code, CheckState::kFail, name, "wrong_digit"});
        auto& contradiction = alert("check_digit_wrong", Severity::kWarning, "document");
        contradiction.parameters["field"] = name;
        found_.questions.push_back({.id = "override-" + code,
                                    .code = "check_override",
                                    .alert = contradiction.id,
                                    .check = code,
                                    .before = kBeforeAdmitting,
                                    .answers = words(CodeList::kCheckOverride),
                                    .note = Note::kOptional});
      }
    }
  }

  /// One question for all of them: the officer has one document in the hand.
  void look_at_contradictions() {
    const auto& contradictions = situation_.document->contradictions;
    if (contradictions.empty()) return;
    for (const auto& code : contradictions)
      found_.checks.push_back({code, CheckState::kFail, "", "contradiction"});
    const auto& against = alert("reading_contradicted", Severity::kWarning, "document");
    found_.questions.push_back({.id = "override-reading",
                                .code = "reading_contradicted",
                                .alert = against.id,
                                .check = contradictions.front(),
                                .before = kBeforeAdmitting,
                                .answers = words(CodeList::kContradictionAnswer),
                                .note = Note::kOptional});
  }

  void look_at_expiry() {
    const auto& expiry = situation_.document->expiry_date;
    const auto last = expiry ? expiry->latest() : std::nullopt;
    if (!last) {
      found_.checks.push_back({"expiry", CheckState::kNotDone, "expiry_date", "date_unknown"});
      return;
    }
    const auto left = days_between(situation_.today, *last);
    if (left.count() >= 0) {
      found_.checks.push_back({"expiry", CheckState::kOk, "expiry_date", ""});
      if (left < kExpiresSoon && entering()) {
        alert("document_expires_soon", Severity::kInfo, "document").parameters = {
            {"date", last->iso()}, {"days", std::to_string(left.count())}};
      }
      return;
    }
    found_.checks.push_back({"expiry", CheckState::kFail, "expiry_date", "expired"});
    // Nobody is kept in a country because a document has run out.
    auto& expired =
        alert("document_expired", entering() ? Severity::kStop : Severity::kWarning, "document");
    expired.parameters = {{"date", last->iso()}, {"days", std::to_string(-left.count())}};
    if (!entering()) return;
    found_.questions.push_back({.id = "expired",
                                .code = "expired_document",
                                .alert = expired.id,
                                .check = "expiry",
                                .before = kBeforeAdmitting,
                                .answers = words(CodeList::kExpiryOverride),
                                .note = Note::kOptional});
  }

  void look_at_age() {
    const auto& birth = situation_.document->birth_date;
    const auto earliest = birth ? birth->earliest() : std::nullopt;
    if (earliest && *earliest > situation_.today) {
      found_.blocked.push_back({DecisionKind::kAdmit, "birth_date_in_the_future"});
      return;
    }
    const auto& years = found_.age_years = age_on(situation_.today, birth);
    if (years && *years >= kAdultYears) return;
    // Whose age nobody knows may be a child: the officer, who sees the person, says so.
    auto& child = alert(years ? "child" : "age_unknown", Severity::kWarning, "document");
    if (years) child.parameters["years"] = std::to_string(*years);
    auto answers = words(CodeList::kChildAnswer);
    if (years) std::erase(answers, kIsAdult);
    found_.questions.push_back({.id = "child",
                                .code = years ? "child_relationship" : "age_unknown",
                                .alert = child.id,
                                .check = "",
                                .before = kBeforeAdmitting,
                                .answers = std::move(answers),
                                .note = Note::kOptional,
                                .evidence = words(CodeList::kChildEvidence)});
  }

  void look_at_list() {
    if (!situation_.alert_list_held) {
      found_.checks.push_back({"alert_list", CheckState::kNotDone, "", "no_list"});
    } else {
      const bool clean = std::ranges::all_of(
          situation_.hits, [](const ListHit& hit) { return hit.cleared.has_value(); });
      found_.checks.push_back(
          {"alert_list", clean ? CheckState::kOk : CheckState::kFail, "", clean ? "" : "hit"});
    }
    for (std::size_t i = 0; i < situation_.hits.size(); ++i) {
      const auto& cleared = situation_.hits[i].cleared;
      auto& hit = alert("alert_list", cleared ? Severity::kInfo : Severity::kStop, "alert_list");
      hit.hit = i;
      if (cleared) {
        hit.kind = "alert_cleared_before";
        hit.parameters = {{"date", cleared->on.iso()}, {"post", cleared->by}};
        continue;
      }
      found_.questions.push_back({.id = hit.id,
                                  .code = "alert",
                                  .alert = hit.id,
                                  .check = "",
                                  .before = kBeforeAdmitting,
                                  .answers = words(CodeList::kAlertAnswer),
                                  .note = Note::kRequired});
    }
    if (situation_.alert_list_held && situation_.document) look_at_names();
  }

  /// That nobody was found is only worth what was searched.
  void look_at_names() {
    Check check{"alert_names", CheckState::kNotDone, "", "no_name"};
    if (!situation_.document->surname.empty()) check.reason = why_names_were_not_searched();
    if (check.reason.empty()) check.state = CheckState::kOk;
    found_.checks.push_back(check);
    const bool of_list_before = check.reason == "names_of_list_before";
    if (!of_list_before && check.reason != "names_not_ready") return;
    if (situation_.names_searched == NamesSearched::kOfListBefore) {
      // For the moments after a list has come: what is asked each time is soon answered unread.
      alert("names_of_list_before", Severity::kInfo, "alert_list");
      return;
    }
    const auto& waiting = alert(of_list_before ? "names_long_behind" : "names_not_searched",
                                Severity::kWarning, "alert_list");
    found_.questions.push_back({.id = "names",
                                .code = "names_not_searched",
                                .alert = waiting.id,
                                .check = check.code,
                                .before = kBeforeAdmitting,
                                .answers = words(CodeList::kNamesAnswer),
                                .note = Note::kOptional});
  }

  std::string why_names_were_not_searched() const {
    switch (situation_.names_searched) {
      case NamesSearched::kOfThisList:
        return "";
      case NamesSearched::kOfListBefore:
      case NamesSearched::kOfListLongBefore:
        return "names_of_list_before";
      case NamesSearched::kNotYet:
        return "names_not_ready";
      case NamesSearched::kNotHere:
        return "names_not_here";
    }
    return "names_not_here";
  }

  void look_at_stay() {
    const auto& known = situation_.open_stay;
    if (entering()) {
      // The exit may be with another post: nothing is wrong, and nothing is proved.
      found_.checks.push_back(
          known ? Check{"stay_history", CheckState::kNotDone, "", "exit_not_known_here"}
                : Check{"stay_history", CheckState::kOk, "", ""});
      if (known) {
        alert("entry_without_exit", Severity::kInfo, known->basis).parameters["date"] =
            known->admission.entered.iso();
      }
    } else if (!known) {
      found_.checks.push_back({"stay_history", CheckState::kNotDone, "", "entry_not_known_here"});
      alert("exit_without_entry", Severity::kInfo, "local_records");
    } else {
      found_.checks.push_back({"stay_history", CheckState::kOk, "", ""});
    }
    // What the centre says of a stay needs no policies.
    if (!entering() && known && (known->listed || situation_.policies)) {
      found_.stay = ending(*known);
    }
    if (situation_.policies == nullptr) {
      alert("no_policy", Severity::kWarning, "policies");
      return;
    }
    if (entering() && situation_.document) found_.stay = grantable();
  }

  /// A country's own nationals have no limit that it could say anything about.
  void ask_for_state() {
    const auto* policies = situation_.policies;
    if (policies == nullptr || !situation_.document) return;
    const auto& own = policies->country();
    const auto looked_at = policies->states_looked_at();
    if (looked_at.empty() || situation_.document->nationality == own) return;
    auto& question = found_.other_state.emplace();
    question.proposed = situation_.neighbour;
    std::vector<CountryCode> likely{situation_.neighbour, situation_.state_last};
    likely.insert(likely.end(), looked_at.begin(), looked_at.end());
    for (const auto& state : likely) {
      const bool there = std::ranges::find(question.likely, state) != question.likely.end();
      if (!there && state != CountryCode() && state != own) question.likely.push_back(state);
    }
  }

  /// Where policies want a photo: what keeps it from being taken must not keep the traveller.
  void look_for_photo() {
    const auto* policies = situation_.policies;
    const bool wanted = entering() && policies != nullptr && policies->photo_at_entry();
    if (!wanted || situation_.photo_taken) return;
    found_.questions.push_back({.id = "photo",
                                .code = "no_photo",
                                .alert = "",
                                .check = "",
                                .before = kBeforeAdmitting,
                                .answers = words(CodeList::kPhotoReason),
                                .note = Note::kOptional});
  }

  /// The days that a rule which looks at the calendar gives whoever enters today, of whom no other
  /// stay is known here.
  std::optional<int> days_by_calendar(const Audience& audience, const StayRule& rule) const {
    Admission admission;
    admission.entered = situation_.today;
    admission.audience = audience;
    const auto last = authorise(*situation_.policies, admission, {}).last_legal_day;
    if (!last) return std::nullopt;
    const auto after_today = static_cast<int>(days_between(situation_.today, *last).count());
    return after_today + (rule.entry_day_counts ? 1 : 0);
  }

  /// What the rule of a class gives whoever enters now; absent without a rule.
  std::optional<ClassTerm> term_of(std::string_view admission_class) const {
    const auto& document = *situation_.document;
    const Audience audience{document.nationality, document.document_code,
                            std::string(admission_class)};
    const auto* rule = situation_.policies->rule_for(audience, situation_.today);
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
      term.days_max = days_by_calendar(audience, *rule);
      term.days_are_fixed = true;
    }
    term.until_is_given = std::holds_alternative<UntilDate>(rule->kind);
    if (rule->document_expiry_caps && document.expiry_date) {
      term.latest_day = document.expiry_date->latest();
    }
    term.goes_on = going_on(audience);
    return term;
  }

  /// Whoever comes from where nobody asked goes on with a term for another reason than the State.
  std::optional<TermGoingOn> going_on(const Audience& audience) const {
    if (situation_.visits_before.empty()) return std::nullopt;
    const auto& document = *situation_.document;
    Visit visit;
    visit.absence_unseen = true;
    visit.admission.entered = situation_.today;
    visit.admission.audience = audience;
    if (document.expiry_date) visit.admission.document_expiry = document.expiry_date->latest();
    const auto end_from = [&](const CountryCode& state) -> std::optional<Date> {
      visit.came_from = state;
      const auto stay = authorise_after(*situation_.policies, situation_.visits_before, visit);
      return stay.term_goes_on ? stay.last_legal_day : std::nullopt;
    };
    if (const auto until = end_from({})) return TermGoingOn{*until, {}};
    std::optional<TermGoingOn> found;
    for (const auto& state : situation_.policies->states_looked_at()) {
      const auto until = end_from(state);
      if (!until) continue;
      if (!found) found = TermGoingOn{*until, {}};
      found->from.insert(state);
    }
    return found;
  }

  /// As a visitor, the class that most travellers have and the first that is proposed.
  StayOutlook grantable() const {
    const auto& document = *situation_.document;
    const auto& policies = *situation_.policies;
    Admission admission;
    admission.entered = situation_.today;
    admission.audience = {document.nationality, document.document_code, std::string(kVisitorClass)};
    if (document.expiry_date) admission.document_expiry = document.expiry_date->latest();
    const auto term = term_of(kVisitorClass);
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
      if (auto one = term_of(admission_class)) outlook.terms.push_back(*std::move(one));
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

  static AuthorisedStay as_listed(const KnownStay& known) {
    AuthorisedStay stay;
    stay.term_start = known.admission.entered;
    stay.last_legal_day = known.listed->until;
    stay.derivation.push_back({"entered", {{"day", stay.term_start.iso()}}});
    if (stay.last_legal_day) {
      stay.derivation.push_back({"centre_says_until", {{"until", stay.last_legal_day->iso()}}});
    } else {
      stay.derivation.push_back({"centre_counts_no_days", {}});
    }
    return stay;
  }

  AuthorisedStay as_seen_here(const KnownStay& known) const {
    Visit visit;
    visit.admission = known.admission;
    visit.came_from = known.came_from;
    visit.absence_unseen = true;
    visit.changes = known.changes;
    return authorise_after(*situation_.policies, situation_.visits_before, visit);
  }

  StayOutlook ending(const KnownStay& known) {
    StayOutlook outlook{.state = "unlimited",
                        .basis = known.basis,
                        .basis_at = known.basis_at,
                        .entered = known.admission.entered,
                        .days_max = std::nullopt,
                        .days_granted = known.admission.granted_days,
                        .latest_day = std::nullopt,
                        .authorised = known.listed ? as_listed(known) : as_seen_here(known),
                        .position = {},
                        .terms = {}};
    outlook.position = position_on(outlook.authorised, situation_.today);
    if (!outlook.authorised.last_legal_day || outlook.authorised.suspended) return outlook;
    outlook.state = outlook.position.days_over > 0 ? "over" : "within";
    if (outlook.position.days_over > 0) {
      alert("overstay_now", Severity::kWarning, known.basis).parameters = {
          {"days", std::to_string(outlook.position.days_over)},
          {"date", outlook.authorised.last_legal_day->iso()}};
    }
    return outlook;
  }

  const Situation& situation_;
  Inspection found_;
};

}  // namespace

std::optional<int> age_on(Date day, const std::optional<PartialDate>& birth) {
  const auto earliest = birth ? birth->earliest() : std::nullopt;
  if (!earliest || *earliest > day) return std::nullopt;
  const auto latest = std::min(birth->latest(), std::optional(day));
  const bool had_birthday =
      std::pair(day.month(), day.day()) >= std::pair(latest->month(), latest->day());
  return day.year() - latest->year() - (had_birthday ? 0 : 1);
}

Inspection inspect(const Situation& situation) { return Inspector(situation).inspect(); }

}  // namespace garita::station
