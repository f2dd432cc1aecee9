#include <algorithm>

#include "border-station/inspection/decided_here.h"
#include "border-station/inspection/grantable.h"
#include "border-station/inspection/inspection.h"
#include "schema/vocabulary/codes.h"
#include "schema/vocabulary/state_codes.h"

namespace garita::station {
namespace {

/// A document that ends this soon is worth a word to the traveller.
constexpr std::chrono::days kExpiresSoon{90};

const std::set<DecisionKind> kBeforeAdmitting{DecisionKind::kAdmit};
constexpr std::string_view kReturningNational = "national_returning";
/// Nobody is kept from the second line, whose business it is to ask.
const std::set<DecisionKind> kBeforeEnding{DecisionKind::kAdmit, DecisionKind::kRefuse};
/// But of a child who would be alone meanwhile it is asked before that.
const std::set<DecisionKind> kBeforeStopping{DecisionKind::kRefer, DecisionKind::kRefuse};

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
      look_at_states();
      look_at_expiry();
      look_at_age();
    }
    look_at_list();
    look_at_stay();
    look_at_decided_here();
    ask_about_children();
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
    const auto& document = situation_.document;
    found_.comes_home = entering() && document && is_own(document->nationality);
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
           holds("alert_names") && !fails && !seen && !asked && goes_on && was_let_pass(situation_);
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

  /// A code that nobody has was mistyped, or misread where its zone has no digit over it.
  void look_at_states() {
    const auto& issued_by = situation_.document->issuing_state;
    const auto& nationality = situation_.document->nationality;
    look_at_state("issuing_state", issued_by);
    if (nationality != issued_by) look_at_state("nationality", nationality);
  }

  void look_at_state(std::string_view field, const CountryCode& state) {
    if (state.value().empty() || is_state_code(one_code_of(state.value())) || is_own(state)) return;
    alert("unknown_state", Severity::kWarning, "document").parameters = {
        {"field", std::string(field)}, {"code", state.value()}};
  }

  bool is_own(const CountryCode& state) const {
    return situation_.policies != nullptr && state == situation_.policies->country();
  }

  /// Who goes home does, also with a document that has run out; of whom it does not say whose
  /// national they are, the State that issued it.
  std::vector<std::string> answers_to_expiry() const {
    auto answers = words(CodeList::kExpiryOverride);
    const auto& document = *situation_.document;
    const auto& home =
        document.nationality.value().empty() ? document.issuing_state : document.nationality;
    // Without policies nobody here knows whose post this is.
    if (situation_.policies != nullptr && !is_own(home)) std::erase(answers, kReturningNational);
    return answers;
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
                                .answers = answers_to_expiry(),
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
                                .before = kBeforeEnding,
                                .answers = std::move(answers),
                                .note = Note::kOptional,
                                .evidence = words(CodeList::kChildEvidence)});
    // No child is parted from whom it crosses with, and nobody knows it.
    const auto& adults = situation_.company.adults;
    auto parted = words(CodeList::kPartedAnswer);
    if (adults.empty()) std::erase(parted, kOtherAdultStays);
    found_.questions.push_back({.id = "parted",
                                .code = "child_parted",
                                .alert = child.id,
                                .check = "",
                                .before = {DecisionKind::kRefuse},
                                .answers = std::move(parted),
                                .note = Note::kOptional,
                                .of_company = true,
                                .adults = adults});
  }

  /// No child who was let pass before their adult is forgotten when the adult is not.
  void ask_about_children() {
    const auto& years = found_.age_years;
    if (situation_.company.children.empty() || (years && *years < kAdultYears)) return;
    found_.questions.push_back({.id = "child_ahead",
                                .code = "child_ahead",
                                .alert = "",
                                .check = "",
                                .before = kBeforeStopping,
                                .answers = words(CodeList::kChildAheadAnswer),
                                .note = Note::kOptional,
                                .children = situation_.company.children});
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
    if (entering() && situation_.document) found_.stay = grantable(situation_);
  }

  Alert& alert_of(std::string kind, const DecidedHere& decided) {
    auto& made = alert(std::move(kind), Severity::kStop, "local_records");
    made.parameters = {{"at", decided.at.rfc3339()}, {"officer", decided.officer.value()}};
    return made;
  }

  /// Of a referral no more is told than that there is one, whatever it was for.
  void look_at_decided_here() {
    if (const auto* stop = stopped_by(situation_)) {
      const bool refused = stop->decision == DecisionKind::kRefuse;
      const auto& shown = alert_of(refused ? "refused_here" : "referred_here", *stop);
      found_.checks.push_back({"decided_here", CheckState::kFail, "", shown.kind});
      auto answers = words(CodeList::kStopAnswer);
      if (!refused) std::erase(answers, kReasonSettled);
      found_.questions.push_back({.id = "stopped",
                                  .code = "stopped_here",
                                  .alert = shown.id,
                                  .check = "decided_here",
                                  .before = kBeforeAdmitting,
                                  .answers = std::move(answers),
                                  .note = Note::kOptional});
    }
    const DecidedHere* typed = nullptr;
    for (const auto kind : {DecisionKind::kAdmit, DecisionKind::kRefer, DecisionKind::kRefuse}) {
      const auto* same = typed_in_before(situation_, kind);
      if (same == nullptr) continue;
      found_.blocked.push_back({kind, "typed_in_already"});
      typed = same;
    }
    if (typed != nullptr)
      alert_of("typed_in_already", *typed).parameters["record"] = typed->record.text();
    if (const auto* other = decided_meanwhile(situation_)) {
      auto& told = alert_of("decided_meanwhile", *other).parameters;
      told["decision"] = decision_name(other->decision);
      told["direction"] = direction_name(other->direction);
    }
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

Inspection inspect(const Situation& situation) { return Inspector(situation).inspect(); }

}  // namespace garita::station
