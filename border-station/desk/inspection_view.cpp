#include <algorithm>
#include <cmath>
#include <map>

#include "border-station/desk/json_pieces.h"
#include "border-station/desk/views.h"
#include "border-station/inspection/correction.h"
#include "document-reader/mrz/layout.h"
#include "document-reader/reading/barcode_document.h"
#include "document-reader/reading/field_evidence.h"

namespace garita::station {

namespace {

constexpr std::string_view kCheckDigit = "check_digit_";

/// 0 to 1, in hundredths.
double rounded_share(double share) {
  constexpr double kHundredths = 100;
  return std::round(share * kHundredths) / kHundredths;
}

Json fields_json(const TravelDocument& document, const std::string& optional_data) {
  Json json = Json::object();
  put(json, "document_code", document.document_code);
  put(json, "issuing_state", document.issuing_state);
  put(json, "document_number", document.document_number);
  put(json, "surname", document.surname);
  put(json, "given_names", document.given_names);
  put(json, "nationality", document.nationality);
  if (document.birth_date) json["birth_date"] = document.birth_date->text();
  put(json, "sex", document.sex);
  if (document.expiry_date) json["expiry_date"] = document.expiry_date->text();
  put(json, "optional_data", optional_data);
  return json;
}

/// One document of garita-reader's JSON: its own words for it.
Json reading_json(const OpenInspection& inspection) {
  reader::Reading one;
  one.documents.push_back(*inspection.read);
  const Json whole = Json::parse(to_json(one, std::nullopt));
  Json json = whole.at("documents").at(0);
  const bool typed_in = inspection.source == DocumentSource::kMrzText;
  if (typed_in && json.contains("mrz")) {
    // Nothing was recognised, so nothing was more or less certain.
    json["mrz"].erase("confidence");
    json["mrz"].erase("character_confidence");
  }
  if (!typed_in) json["elapsed_ms"] = inspection.elapsed_ms;
  return json;
}

/// What was read of the document: its fields as they would be shown, and what from.
struct WasRead {
  std::string source;
  Json fields = Json::object();
};

WasRead what_was_read(const OpenInspection& inspection) {
  const bool recognised = inspection.source == DocumentSource::kPicture;
  // Of lines that came as text nobody knows which a reader typed once somebody has.
  if (!inspection.read || (!recognised && inspection.entered_by_hand)) return {};
  if (inspection.read->mrz) {
    const auto& mrz = inspection.read->mrz->mrz;
    return {"mrz", fields_json(travel_document(presented_document(mrz)), mrz.fields.optional_data)};
  }
  const auto barcode = reader::document_of_barcode(*inspection.read);
  if (!barcode) return {};
  return {"barcode", fields_json(travel_document(presented_document(barcode->fields)), "")};
}

/// What each field of `document` comes from: of a zone or barcode what it still says, and typed
/// else.
Json sources_json(const OpenInspection& inspection, const Json& document) {
  const auto [where, was_read] = what_was_read(inspection);
  std::map<std::string, reader::FieldEvidence> evidence;
  if (!was_read.empty()) evidence = reader::field_evidence(*inspection.read);
  const bool recognised = inspection.source == DocumentSource::kPicture;
  Json sources = Json::object();
  for (const auto& [name, value] : document.items()) {
    const bool read = was_read.contains(name) && was_read[name] == value;
    Json& source = sources[name] = Json{{"source", read ? where : "typed"}};
    if (!read) continue;
    const auto& of_field = evidence[name];
    if (recognised && of_field.confidence)
      source["confidence"] = rounded_share(*of_field.confidence);
    if (of_field.uncertain) source["uncertain"] = true;
    if (!of_field.barcodes.empty()) source["barcodes"] = of_field.barcodes;
    if (of_field.seal) source["seal"] = seal_verdict_name(*of_field.seal);
  }
  return sources;
}

/// Where in the zone the field and its digit stand, to mark them.
Json positions_of(const OpenInspection& inspection, const std::string& check) {
  Json positions = Json::array();
  const bool in_zone = inspection.read && inspection.read->mrz && !inspection.entered_by_hand &&
                       check.starts_with(kCheckDigit);
  if (!in_zone) return positions;
  const auto& layout = reader::layout_of(inspection.read->mrz->mrz.format);
  for (const auto& rule : layout.checks) {
    if (rule.name != check.substr(kCheckDigit.size())) continue;
    for (const auto& span : rule.over) positions.push_back({span.line, span.begin, span.length});
    positions.push_back({rule.digit.line, rule.digit.begin, rule.digit.length});
  }
  return positions;
}

Json check_json(const OpenInspection& inspection, const Check& check) {
  Json json{{"code", check.code}, {"state", check_state_name(check.state)}};
  put(json, "field", check.field);
  const bool not_typed = check.reason == "not_printed" && inspection.entered_by_hand;
  put(json, "reason", not_typed ? "not_typed" : check.reason);
  Json positions = positions_of(inspection, check.code);
  if (!positions.empty()) json["positions"] = std::move(positions);
  return json;
}

Json likeness_json(const Likeness& likeness) {
  constexpr double kPercent = 100;
  Json json{{"percent", std::lround(likeness.score * kPercent)}, {"reasons", Json::array()}};
  for (const auto& reason : likeness.reasons) {
    json["reasons"].push_back({{"reason", reason.word}, {"value", reason.value}});
  }
  return json;
}

Json alert_json(const Examined& examined, const Alert& alert) {
  Json json{{"id", alert.id}, {"kind", alert.kind}, {"severity", severity_name(alert.severity)}};
  if (alert.hit) {
    const AlertHit& hit = examined.hits.at(*alert.hit);
    json["matched_by"] = matched_by_name(hit.matched_by);
    put(json, "action", std::string(alert_action_name(hit.entry.action)));
    json["listed"] = listed_json(hit.entry);
    if (!hit.entry.picture.empty()) json["has_picture"] = true;
    if (hit.likeness) json["likeness"] = likeness_json(*hit.likeness);
    put(json, "instruction", hit.entry.instruction);
    put(json, "reference", hit.entry.reference);
    if (examined.situation.hits.at(*alert.hit).of_earlier_reading) json["earlier_reading"] = true;
    if (examined.alerts) json["list_issued_at"] = examined.alerts->issued_at.rfc3339();
  }
  put(json, "source", alert.source);
  if (!alert.parameters.empty()) json["parameters"] = alert.parameters;
  return json;
}

Json question_json(const Question& question) {
  Json json{{"id", question.id}, {"code", question.code}};
  put(json, "alert", question.alert);
  put(json, "check", question.check);
  json["for"] = Json::array();
  for (const auto kind : question.before) json["for"].push_back(decision_name(kind));
  json["answers"] = question.answers;
  json["note"] = note_name(question.note);
  if (!question.evidence.empty()) json["evidence"] = question.evidence;
  if (question.of_company) json["of_company"] = true;
  if (!question.adults.empty()) json["adults"] = question.adults;
  if (!question.children.empty()) json["children"] = question.children;
  return json;
}

Json text_json(const DerivationLine& line) {
  return {{"es", sentence_of(line, Language::kSpanish)},
          {"en", sentence_of(line, Language::kEnglish)},
          {"fr", sentence_of(line, Language::kFrench)}};
}

Json derivation_json(const Derivation& derivation) {
  Json lines = Json::array();
  for (const auto& line : derivation) {
    Json json{{"code", line.code}, {"parameters", Json::object()}};
    for (const auto& [name, value] : line.parameters) json["parameters"][name] = value;
    json["text"] = text_json(line);
    lines.push_back(std::move(json));
  }
  return lines;
}

Json term_json(const ClassTerm& term) {
  Json json{{"admission_class", term.admission_class}};
  put(json, "days_max", term.days_max);
  json["days_are_fixed"] = term.days_are_fixed;
  json["until_is_given"] = term.until_is_given;
  json["first_day_counts"] = term.first_day_counts;
  put(json, "latest_day", term.latest_day);
  if (!term.goes_on) return json;
  json["goes_on"]["until"] = term.goes_on->until.iso();
  for (const auto& state : term.goes_on->from) json["goes_on"]["from"].push_back(state.value());
  return json;
}

Json state_question_json(const StateQuestion& question) {
  Json json = Json::object();
  put(json, "proposed", question.proposed.value());
  json["likely"] = Json::array();
  for (const auto& state : question.likely) json["likely"].push_back(state.value());
  return json;
}

Json stay_json(const StayOutlook& stay) {
  Json json{{"state", stay.state}};
  put(json, "basis", stay.basis);
  put(json, "basis_at", stay.basis_at);
  put(json, "rule", stay.authorised.rule);
  put(json, "policy_version", stay.authorised.policy_version);
  put(json, "entered", stay.entered);
  put(json, "days_max", stay.days_max);
  const bool goes_on = stay.state == "within" || stay.state == "over";
  if (goes_on) {
    json["days_used"] = stay.position.days_used;
    put(json, "days_remaining", stay.position.days_remaining);
    json["days_over"] = stay.position.days_over;
  }
  put(json, "last_legal_day", stay.authorised.last_legal_day);
  json["first_day_counts"] = stay.authorised.first_day_counts;
  put(json, "latest_day", stay.latest_day);
  for (const auto& term : stay.terms) json["terms"].push_back(term_json(term));
  json["derivation"] = derivation_json(stay.authorised.derivation);
  return json;
}

/// What is filled in for the officer to confirm: as on the last trip, and what the policy gives.
Json prefill_json(const Examined& examined) {
  Json json = Json::object();
  if (examined.situation.direction != Direction::kEntry) return json;
  const auto& last = examined.last_trip;
  if (last) {
    put(json, "purpose", last->purpose);
    put(json, "transport", last->transport);
    put(json, "admission_class", last->admission_class);
  }
  const bool as_before = !json.empty();
  if (examined.inspection.stay) put(json, "granted_days", examined.inspection.stay->days_granted);
  if (!json.empty()) json["source"] = as_before ? "last_trip" : "policy";
  return json;
}

Json decided_of(const OpenInspection& inspection, RecordState state) {
  const TakenDecision& taken = *inspection.taken;
  Json json{{"record", taken.recorded.written.crossing.text()}};
  json["decision"] = decision_name(taken.draft.decision);
  json["direction"] = direction_name(inspection.examined.situation.direction);
  json["at"] = taken.recorded.written.at.rfc3339();
  json["state"] = record_state_name(state);
  put(json, "granted_days", taken.draft.granted_days);
  put(json, "last_legal_day", taken.recorded.last_legal_day);
  const PicturesKept pictures = taken.recorded.written.pictures;
  if (pictures != PicturesKept::kAll) json["pictures_left_out"] = pictures_kept_name(pictures);
  return json;
}

void put_lists(Json& json, const Inspection& found, const OpenInspection& inspection) {
  json["checks"] = Json::array();
  for (const auto& check : found.checks) json["checks"].push_back(check_json(inspection, check));
  json["alerts"] = Json::array();
  for (const auto& alert : found.alerts) {
    json["alerts"].push_back(alert_json(inspection.examined, alert));
  }
  json["questions"] = Json::array();
  for (const auto& question : found.questions) {
    json["questions"].push_back(question_json(question));
  }
  if (!found.concerns.empty()) json["concerns"] = found.concerns;
  if (found.other_state) json["other_state"] = state_question_json(*found.other_state);
  if (found.comes_home) json["comes_home"] = true;
  for (const auto& blocked : found.blocked) {
    json["blocked"].push_back(
        {{"decision", decision_name(blocked.decision)}, {"reason", blocked.reason}});
  }
}

Json own_json(const OwnDecision& own) {
  Json json{{"record", own.record.text()},
            {"decision", decision_name(own.decision)},
            {"direction", direction_name(own.direction)},
            {"at", own.at.rfc3339()},
            {"state", record_state_name(own.state)}};
  if (own.corrects) json["corrects"] = own.corrects->text();
  if (own.corrected_by) {
    json["corrected_by"] = own.corrected_by->text();
    json["corrected"] = own.replaced ? "replaced" : "voided";
  }
  if (!own.crossing) return json;
  if (!own.corrected_by) {
    json["recorded_at"] = own.recorded_at.rfc3339();
    json["correctable_until"] = own.recorded_at.plus(kCorrectableFor).rfc3339();
  }
  const Crossing& crossing = *own.crossing;
  put(json, "officer", crossing.officer.value());
  put(json, "approved_by", crossing.approved_by.value());
  put(json, "typed_by", crossing.typed_by.value());
  if (crossing.group) json["group"] = crossing.group->text();
  put(json, "surname", crossing.document.surname);
  put(json, "given_names", crossing.document.given_names);
  put(json, "document_number", crossing.document.document_number);
  put(json, "nationality", crossing.document.nationality);
  put(json, "purpose", crossing.purpose);
  put(json, "transport", crossing.transport);
  put(json, "admission_class", crossing.admission_class);
  put(json, "granted_days", crossing.granted_days);
  put(json, "granted_until", crossing.granted_until);
  put(json, "other_state", crossing.other_state);
  const bool admitted_entry =
      own.direction == Direction::kEntry && own.decision == DecisionKind::kAdmit;
  if (admitted_entry) put(json, "last_legal_day", crossing.context.last_legal_day);
  return json;
}

}  // namespace

Json listed_json(const AlertEntry& entry) {
  Json json = Json::object();
  put(json, "surname", entry.surname);
  put(json, "given_names", entry.given_names);
  if (entry.birth_date) json["birth_date"] = entry.birth_date->text();
  put(json, "nationality", entry.nationality);
  put(json, "issuer", entry.issuer);
  put(json, "number", entry.number);
  return json;
}

std::string inspection_json(const OpenInspection& inspection, const Standing& standing,
                            RecordState state, Instant now) {
  const Situation& situation = inspection.examined.situation;
  const Inspection& found = inspection.examined.inspection;
  Json json{{"id", inspection.id},
            {"direction", direction_name(situation.direction)},
            {"source",
             source_name(inspection.entered_by_hand ? DocumentSource::kTyped : inspection.source)},
            {"opened_at", inspection.opened_at.rfc3339()},
            {"revision", inspection.revision},
            {"local_day", situation.today.iso()},
            {"state", inspection.taken ? "decided" : "open"},
            {"has_picture", inspection.picture != nullptr},
            {"has_photo", inspection.photo != nullptr}};
  if (inspection.read) json["reading"] = reading_json(inspection);
  if (situation.document) {
    json["document"] =
        fields_json(travel_document(*situation.document), inspection.examined.optional_data);
    json["sources"] = sources_json(inspection, json["document"]);
    if (situation.document->to_confirm) json["to_confirm"] = true;
  }
  put(json, "age_years", found.age_years);
  if (json.contains("reading")) json["findings"] = json["reading"]["findings"];
  put_lists(json, found, inspection);
  put(json, "paper_at", inspection.moment());
  const bool by_scan = !inspection.entered_by_hand && !inspection.on_paper;
  if (found.exit_by_scan && by_scan) json["exit_by_scan"] = true;
  if (found.stay) json["stay"] = stay_json(*found.stay);
  Json prefill = prefill_json(inspection.examined);
  if (!prefill.empty()) json["prefill"] = std::move(prefill);
  for (const auto& own : inspection.examined.crossings) json["crossings"].push_back(own_json(own));
  json["lists"] = {held_bulletin_json(standing, "alerts", now),
                   held_bulletin_json(standing, "policies", now),
                   held_bulletin_json(standing, "open-stays", now)};
  if (inspection.taken) json["decided"] = decided_of(inspection, state);
  return dumped(json);
}

std::string decided_json(const OpenInspection& inspection, RecordState state) {
  return dumped(decided_of(inspection, state));
}

std::string rules_json(const OpenInspection& inspection) {
  const Inspection& found = inspection.examined.inspection;
  Json json{{"local_day", inspection.examined.situation.today.iso()}};
  put_lists(json, found, inspection);
  // The same hit out of a newer list is no other hit.
  for (auto& alert : json["alerts"]) alert.erase("list_issued_at");
  if (found.stay) json["stay"] = stay_json(*found.stay);
  // Nor is the same stay another where a newer list tells it, or a list instead of the post's own
  // record.
  const bool is_ending = found.stay && found.stay->basis != "policy";
  for (const auto* key :
       {"basis", "basis_at", "rule", "policy_version", "first_day_counts", "derivation"})
    if (is_ending) json["stay"].erase(key);
  return dumped(json);
}

std::string decided_json(const OwnDecision& decision) {
  Json json{{"record", decision.record.text()},
            {"decision", decision_name(decision.decision)},
            {"direction", direction_name(decision.direction)},
            {"at", decision.at.rfc3339()},
            {"state", record_state_name(decision.state)}};
  if (!decision.crossing) return dumped(json);
  put(json, "granted_days", decision.crossing->granted_days);
  const bool admitted_entry =
      decision.direction == Direction::kEntry && decision.decision == DecisionKind::kAdmit;
  if (admitted_entry) put(json, "last_legal_day", decision.crossing->context.last_legal_day);
  return dumped(json);
}

std::string own_decision_json(const OwnDecision& decision) { return dumped(own_json(decision)); }

std::string corrected_json(const OwnDecision& corrected, const std::optional<OwnDecision>& instead,
                           const std::vector<std::string>& children) {
  Json json{{"of", own_json(corrected)}};
  if (instead) json["instead"] = own_json(*instead);
  if (!children.empty()) json["children"] = children;
  return dumped(json);
}

std::string handed_out_json(const OwnDecision& own, const HandedOut& paper) {
  const TravelDocument& document = own.crossing->document;
  Json json{{"decision", own_json(own)}, {"grounds", paper.grounds}};
  put(json, "issuing_state", document.issuing_state);
  const bool refused = own.decision == DecisionKind::kRefuse;
  if (refused && document.birth_date) json["birth_date"] = document.birth_date->text();
  if (paper.no_rule) json["no_rule"] = true;
  if (paper.caveat) json["caveat"] = text_json(*paper.caveat);
  if (const auto& words = paper.appeal)
    json["appeal"] = {{"es", words->es}, {"en", words->en}, {"fr", words->fr}};
  return dumped(json);
}

std::string own_decisions_json(const std::vector<OwnDecision>& decisions,
                               std::optional<Instant> shift_opened_at) {
  Json items = Json::array();
  for (const auto& own : decisions) items.push_back(own_json(own));
  Json json{{"items", std::move(items)}};
  put(json, "shift_opened_at", shift_opened_at);
  return dumped(json);
}

}  // namespace garita::station
