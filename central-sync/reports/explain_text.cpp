#include <algorithm>
#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "central-sync/reports/child_words.h"
#include "central-sync/reports/closing_words.h"
#include "central-sync/reports/columns.h"
#include "central-sync/reports/decision_lines.h"
#include "central-sync/reports/decision_words.h"
#include "central-sync/reports/evidence_words.h"
#include "central-sync/reports/explain.h"
#include "central-sync/reports/flag_lines.h"
#include "central-sync/reports/likeness_words.h"
#include "central-sync/reports/reopening_words.h"
#include "schema/vocabulary/direction.h"

namespace garita::central {
namespace {

using Json = nlohmann::ordered_json;

/// The words of a report that no derivation gives, in Spanish, English and French.
struct Word {
  std::array<std::string_view, 3> text;
  [[nodiscard]] std::string in(Language language) const {
    return std::string(text.at(static_cast<std::size_t>(language)));
  }
};
constexpr Word kPerson{{"Persona", "Person", "Personne"}};
constexpr Word kAliases{
    {"También (otra clave de la misma persona: documento, o nombre y nacimiento)",
     "Also (another key of the same person: document, or name and birth)",
     "Aussi (autre clé de la même personne : document, ou nom et naissance)"}};
constexpr Word kCrossings{{"Cruces", "Crossings", "Passages"}};
constexpr Word kEntry{{"entrada", "entry", "entrée"}};
constexpr Word kExit{{"salida", "exit", "sortie"}};
constexpr Word kVoided{{"anulado", "voided", "annulé"}};
constexpr Word kReferred{{"derivado", "referred", "orienté"}};
constexpr Word kRefused{{"rechazado", "refused", "refusé"}};
constexpr Word kStay{{"Estancia", "Stay", "Séjour"}};
constexpr Word kDaysUsed{{"días usados", "days used", "jours utilisés"}};
constexpr Word kDaysLeft{{"días restantes", "days left", "jours restants"}};
constexpr Word kStillOpen{{"sin salida conocida", "no exit known", "sans sortie connue"}};
constexpr Word kEndUnknown{{"fin desconocido", "end unknown", "fin inconnue"}};
constexpr Word kMissedExit{
    {"Falta una salida entre", "An exit is missing between", "Une sortie manque entre"}};
constexpr Word kMissedEntry{
    {"Falta una entrada antes de", "An entry is missing before", "Une entrée manque avant"}};
constexpr Word kAtLeast{{"al menos", "at least", "au moins"}};
constexpr Word kColon{{": ", ": ", " : "}};
constexpr Word kLinked{{"Vinculado", "Linked", "Lié"}};
constexpr Word kInReview{{"En revisión", "In review", "En examen"}};
constexpr Word kSeparated{{"Separado", "Separated", "Séparé"}};
constexpr Word kApprovedBy{{"lo aprobó", "approved by", "approuvé par"}};
constexpr Word kCorrectionBy{{"corrección de", "correction by", "correction de"}};
constexpr Word kCorrectionApprovedBy{
    {"la corrección la aprobó", "correction approved by", "correction approuvée par"}};
constexpr Word kDecidedBy{{"decidido por", "decided by", "décidé par"}};
constexpr Word kTypedBy{{"introducido por", "typed in by", "saisi par"}};
constexpr Word kWith{{"con", "with", "avec"}};
constexpr Word kNational{
    {"Sin señales: mostró un documento de este país, y a sus nacionales no se les señala",
     "No flags: a document of this country was shown, and its nationals are never flagged",
     "Sans signalement : vu un document de ce pays, dont les ressortissants n'en ont jamais"}};

std::string line(const std::string& text) { return printable(text) + "\n"; }

std::string score_text(double score) {
  std::array<char, 16> digits{};
  std::snprintf(digits.data(), digits.size(), "%.4f", score);
  return digits.data();
}

std::string days_of(const Stay& stay, Language language) {
  std::string text = stay.entry.day.iso() + " .. ";
  if (stay.exit) return text + stay.exit->day.iso();
  return text + (stay.open() ? kStillOpen : kEndUnknown).in(language);
}

std::string tie_line(const TieReport& tie, Language language) {
  const Word& word =
      tie.state == "linked" ? kLinked : (tie.state == "review" ? kInReview : kSeparated);
  std::string text = word.in(language) + " " + tie.pair.first.value() + "~" +
                     tie.pair.second.value() + "  " + tie.since.rfc3339() + "  " + tie.cause;
  if (!tie.reason.empty()) text += "  " + tie.reason;
  if (tie.score)
    text +=
        "  " + score_text(*tie.score) + kColon.in(language) + likeness_words(tie.reasons, language);
  return line(text);
}

/// "  (words)"; of none, nothing.
std::string in_brackets(const std::string& words) {
  return words.empty() ? "" : "  (" + words + ")";
}

/// "  (approved by jefa)"; of nobody, nothing.
std::string done_by(const Word& what, const std::string& officer, Language language) {
  return in_brackets(officer.empty() ? "" : what.in(language) + " " + officer);
}

/// "correction by ramos: a mistake".
std::string words_of(const CorrectionRow& correction, Language language) {
  if (correction.officer.empty()) return "";
  const std::string by = kCorrectionBy.in(language) + " " + correction.officer;
  return correction.reason.empty() ? by : by + kColon.in(language) + correction.reason;
}

/// What it is known by, where it is no officer's scan. Whoever was turned back did not cross, and
/// what was taken back never was.
std::string marks_on(const CrossingRow& crossing, Language language) {
  std::string marks = in_brackets(evidence_words(crossing.how_known, language));
  if (!crossing.typed_by.empty())
    marks += in_brackets(kDecidedBy.in(language) + " " + crossing.officer + ", " +
                         kTypedBy.in(language) + " " + crossing.typed_by);
  if (crossing.decision == DecisionKind::kRefuse) marks += in_brackets(kRefused.in(language));
  if (crossing.decision == DecisionKind::kRefer) marks += in_brackets(kReferred.in(language));
  marks += in_brackets(child_words(crossing.child, language));
  if (crossing.voided) marks += in_brackets(kVoided.in(language));
  marks += done_by(kApprovedBy, crossing.approved_by, language);
  const auto* correction = correction_of(crossing);
  if (correction == nullptr) return marks;
  marks += in_brackets(words_of(*correction, language));
  return marks + done_by(kCorrectionApprovedBy, correction->approved_by, language);
}

/// " < SLV": came from there; " > SLV": went there.
std::string state_beyond(const CrossingRow& crossing) {
  if (crossing.other_state.empty()) return "";
  return (crossing.direction == Direction::kEntry ? " < " : " > ") + crossing.other_state;
}

/// A line for each, below their crossing.
std::string companions_text(const PersonReport& report, const RecordId& of, Language language) {
  std::string text;
  for (const auto& each : report.companions) {
    if (each.of != of) continue;
    text += line("    " + kWith.in(language) + " " + each.person.value() + "  " +
                 each.record.text() + in_brackets(child_words(each.child, language)));
  }
  return text;
}

/// "2026-01-05 10:00", as the clock of the post said; "" where its zone is not known.
std::string local_time(const CrossingRow& crossing, const std::map<PostCode, Zone>& zones) {
  const auto zone = zones.find(crossing.post);
  if (zone == zones.end()) return "";
  return zone->second.local_day(crossing.at).iso() + " " + zone->second.local_time(crossing.at);
}

std::string crossing_line(const CrossingRow& crossing, const std::string& local,
                          Language language) {
  return line("  " + crossing.at.rfc3339() + "  " + (local.empty() ? "" : local + "  ") +
              (crossing.direction == Direction::kEntry ? kEntry : kExit).in(language) + "  " +
              crossing.post.value() + state_beyond(crossing) + "  " + crossing.document_issuer +
              " " + crossing.document_number + "  " + crossing.record.text() +
              marks_on(crossing, language));
}

std::string hypothesis_line(const Hypothesis& hypothesis, Language language) {
  if (hypothesis.kind == HypothesisKind::kMissedExit)
    return kMissedExit.in(language) + " " + hypothesis.after.value_or(hypothesis.before).rfc3339() +
           " / " + hypothesis.before.rfc3339() + "\n";
  return kMissedEntry.in(language) + " " + hypothesis.before.rfc3339() + "\n";
}

/// Days over are told by a flag alone: they stand for nothing while data are missing.
std::string stay_text(const JudgedStay& judged, const CountedStay& position, Language language) {
  std::string text = line(kStay.in(language) + " " + days_of(judged.stay, language));
  text += "  " + kDaysUsed.in(language);
  if (const auto& window = position.window)
    text += " (" + window->first.iso() + " .. " + window->last.iso() + ")";
  text += kColon.in(language) + (position.at_least ? kAtLeast.in(language) + " " : "") +
          std::to_string(position.days_used);
  if (position.days_remaining)
    text += "; " + kDaysLeft.in(language) + kColon.in(language) +
            std::to_string(*position.days_remaining);
  text += "\n";
  for (const auto& step : judged.authorised.derivation)
    text += line("  " + sentence_of(step, language));
  return text;
}

Json derivation_json(const Derivation& derivation, Language language) {
  Json lines = Json::array();
  for (const auto& step : derivation) {
    Json object{{"code", step.code}};
    for (const auto& [name, value] : step.parameters) object["parameters"][name] = value;
    object["text"] = sentence_of(step, language);
    lines.push_back(object);
  }
  return lines;
}

void add_days(const CountedStay& position, Json& stay) {
  stay["days_used"] = position.days_used;
  if (position.at_least) stay["days_used_at_least"] = true;
  if (const auto& window = position.window)
    stay["window"] = {{"from", window->first.iso()}, {"until", window->last.iso()}};
  if (position.days_remaining) stay["days_remaining"] = *position.days_remaining;
}

Json stay_json(const JudgedStay& judged, const CountedStay& position, Language language) {
  const auto& [stay, authorised] = judged;
  Json object{{"entry", stay.entry.reference}, {"entered", stay.entry.day.iso()}};
  if (stay.exit) object["exit"] = stay.exit->reference;
  if (stay.exit) object["left"] = stay.exit->day.iso();
  object["open"] = stay.open();
  if (authorised.last_legal_day) object["last_legal_day"] = authorised.last_legal_day->iso();
  if (!authorised.rule.empty()) object["rule"] = authorised.rule;
  object["policy_version"] = authorised.policy_version;
  add_days(position, object);
  object["derivation"] = derivation_json(authorised.derivation, language);
  return object;
}

void add_evidence(const HowKnown& known, Json& to) {
  to["evidence"] = evidence_name(known.evidence);
  if (known.fallback) to["fallback"] = true;
  if (!known.taken_over.empty()) to["taken_over"] = known.taken_over;
}

Json object_of(const std::vector<std::pair<std::string, std::string>>& fields) {
  Json object;
  for (const auto& [name, value] : fields) object[name] = value;
  return object;
}

Json flag_json(const PersonReport& report, const Flag& flag) {
  Json object{{"flag", flag_name(flag.kind)},
              {"subject", flag.subject},
              {"state", state_name(flag.state)},
              {"days_over", flag.days_over}};
  add_evidence(subject_known(report, flag), object);
  if (flag.authorised_until) object["authorised_until"] = flag.authorised_until->iso();
  if (flag.watermark) object["watermark"] = flag.watermark->rfc3339();
  if (flag.probably_left) object["probably_left"] = flag.probably_left->rfc3339();
  if (flag.ends_at) object["ends_at"] = flag.ends_at->rfc3339();
  for (const auto& post : flag.blocking_posts) object["blocking_posts"].push_back(post.value());
  if (!flag.review.empty()) object["review"] = flag.review;
  if (flag.before_records) object["before_records"] = true;
  for (const auto& closing : closings_behind(flag, report.closings))
    object["rests_on"].push_back(object_of(closing_fields(closing)));
  return object;
}

void add_child(const ChildTie& child, Json& to) {
  if (!child.relationship.empty()) to["relationship"] = child.relationship;
  if (!child.evidence.empty()) to["relationship_evidence"] = child.evidence;
}

Json crossing_json(const CrossingRow& crossing) {
  Json object{{"record", crossing.record.text()},
              {"direction", direction_name(crossing.direction)},
              {"at", crossing.at.rfc3339()},
              {"day", crossing.day.iso()},
              {"post", crossing.post.value()},
              {"document", crossing.document_issuer + " " + crossing.document_number},
              {"known_at", crossing.known_at.rfc3339()}};
  add_evidence(crossing.how_known, object);
  if (crossing.decision != DecisionKind::kAdmit)
    object["decision"] = decision_name(crossing.decision);
  if (crossing.granted_days) object["granted_days"] = *crossing.granted_days;
  if (crossing.granted_until) object["granted_until"] = crossing.granted_until->iso();
  if (!crossing.other_state.empty()) object["other_state"] = crossing.other_state;
  if (!crossing.approved_by.empty()) object["approved_by"] = crossing.approved_by;
  if (!crossing.typed_by.empty()) {
    object["decided_by"] = crossing.officer;
    object["typed_by"] = crossing.typed_by;
  }
  add_child(crossing.child, object);
  if (!crossing.voided) return object;
  object["voided"] = true;
  const auto* correction = correction_of(crossing);
  if (correction == nullptr) return object;
  if (!correction->officer.empty()) object["corrected_by"] = correction->officer;
  if (!correction->reason.empty()) object["correction_reason"] = correction->reason;
  if (!correction->approved_by.empty()) object["correction_approved_by"] = correction->approved_by;
  return object;
}

Json companions_json(const PersonReport& report, const RecordId& of) {
  Json list = Json::array();
  for (const auto& each : report.companions) {
    if (each.of != of) continue;
    Json object{
        {"person", each.person.value()}, {"record", each.record.text()}, {"leads", each.leads}};
    add_child(each.child, object);
    list.push_back(std::move(object));
  }
  return list;
}

Json decision_json(const DecisionRow& decision) {
  const StatusChange& change = decision.change;
  Json object{{"record", change.reference},
              {"kind", decision_code(change.kind)},
              {"at", change.at.rfc3339()},
              {"known_at", decision.known_at.rfc3339()}};
  if (!change.of.empty()) object["entry"] = change.of;
  if (change.days) object["days"] = *change.days;
  if (change.until) object["until"] = change.until->iso();
  if (!change.admission_class.empty()) object["admission_class"] = change.admission_class;
  if (!decision.authority.empty()) object["authority"] = decision.authority;
  if (!decision.reason.empty()) object["reason"] = decision.reason;
  if (decision.voided) object["voided"] = true;
  return object;
}

Json tie_json(const TieReport& tie) {
  Json object{{"one", tie.pair.first.value()},
              {"other", tie.pair.second.value()},
              {"state", tie.state},
              {"since", tie.since.rfc3339()},
              {"cause", tie.cause}};
  if (tie.score) object["score"] = *tie.score;
  if (tie.score) object["reasons"] = reasons_told(tie.reasons);
  if (!tie.reason.empty()) object["reason"] = tie.reason;
  return object;
}

Json history_json(const PersonReport& report) {
  Json lines = Json::array();
  for (const auto& [about, events] : report.history)
    for (const auto& event : events) {
      Json object{{"at", event.at.rfc3339()},
                  {"flag", flag_name(event.kind)},
                  {"subject", about.subject},
                  {"state", state_name(event.state)},
                  {"cause", event.cause}};
      if (!event.reason.empty()) object["reason"] = event.reason;
      lines.push_back(object);
    }
  return lines;
}

Json person_json(const PersonReport& report) {
  const auto& person = report.person;
  Json object{{"person", person.person.value()},
              {"surname", person.surname},
              {"given_names", person.given_names},
              {"birth_date", person.birth.text()},
              {"sex", person.sex},
              {"nationality", person.nationality.value()},
              {"document", person.document_issuer + " " + person.document_number}};
  for (const auto& alias : report.aliases) object["aliases"].push_back(alias.value());
  return object;
}

/// A line for each crossing; persons come in no order that means anything.
class CrossingWriter {
 public:
  CrossingWriter(CentralStore& store, bool as_json) : store_(store), as_json_(as_json) {}

  Result<void> write(const PersonId& person) {
    GARITA_TRY(crossings, store_.crossings_of(person));
    for (const auto& crossing : crossings) {
      auto text =
          as_json_
              ? crossing_json(crossing).dump(-1, ' ', false, Json::error_handler_t::replace) + "\n"
              : crossing_line(crossing, "", Language::kEnglish);
      lines_.emplace_back(crossing.at, std::move(text));
    }
    return {};
  }
  /// By time; of one moment, by the text, so that the same is said each time.
  std::string take() {
    std::ranges::sort(lines_);
    std::string text;
    for (const auto& [at, line] : lines_) text += line;
    return text;
  }

 private:
  CentralStore& store_;
  bool as_json_;
  std::vector<std::pair<Instant, std::string>> lines_;
};

}  // namespace

Result<std::string> all_crossings(CentralStore& store, bool as_json) {
  CrossingWriter writer(store, as_json);
  GARITA_CHECK(store.for_each_person([&](const PersonId& who) { return writer.write(who); }));
  return writer.take();
}

std::string explanation_text(const PersonReport& report, Language language) {
  const auto& person = report.person;
  std::string text =
      line(kPerson.in(language) + " " + person.person.value() + ": " + person.surname + ", " +
           person.given_names + "; " + person.birth.text() + "; " + person.nationality.value());
  for (const auto& alias : report.aliases)
    text += line(kAliases.in(language) + " " + alias.value());
  for (const auto& tie : report.links) text += tie_line(tie, language);
  text += kCrossings.in(language) + "\n";
  for (const auto& crossing : report.crossings)
    text += crossing_line(crossing, local_time(crossing, report.zones), language) +
            companions_text(report, crossing.record, language);
  text += decision_lines(report, language);
  const auto& stays = report.evaluation.stays;
  for (std::size_t i = 0; i < stays.size(); ++i)
    text += stay_text(stays[i], report.positions[i], language);
  for (const auto& each : report.evaluation.hypotheses) text += hypothesis_line(each, language);
  if (report.evaluation.national) text += line(kNational.in(language));
  return text + flag_lines(report, language);
}

std::string explanation_json(const PersonReport& report, Language language) {
  Json object = person_json(report);
  for (const auto& tie : report.links) object["links"].push_back(tie_json(tie));
  object["crossings"] = Json::array();
  for (const auto& crossing : report.crossings) {
    Json one = crossing_json(crossing);
    if (const auto local = local_time(crossing, report.zones); !local.empty()) one["local"] = local;
    auto companions = companions_json(report, crossing.record);
    if (!companions.empty()) one["companions"] = std::move(companions);
    object["crossings"].push_back(std::move(one));
  }
  const auto on_no_stay = decisions_on_no_stay(report);
  for (const auto& decision : report.decisions) {
    Json one = decision_json(decision);
    if (std::ranges::find(on_no_stay, decision.change.reference) != on_no_stay.end())
      one["changes_no_stay"] = true;
    object["decisions"].push_back(std::move(one));
  }
  object["stays"] = Json::array();
  const auto& stays = report.evaluation.stays;
  for (std::size_t i = 0; i < stays.size(); ++i)
    object["stays"].push_back(stay_json(stays[i], report.positions[i], language));
  if (report.evaluation.national) object["national"] = true;
  object["flags"] = Json::array();
  for (const auto& flag : report.evaluation.flags)
    object["flags"].push_back(flag_json(report, flag));
  for (const auto& each : report.reopened)
    object["reopened"].push_back(object_of(reopening_fields(each)));
  object["history"] = history_json(report);
  return object.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace garita::central
