// The part of Desk for examiners of the second line: what the first line recorded that concerns
// them, also what it was not shown, and searches in what the post holds, each with its reason.
#include <algorithm>

#include "border-station/alerts/alert_row.h"
#include "border-station/desk/desk.h"
#include "border-station/desk/desk_answers.h"
#include "border-station/desk/json_pieces.h"
#include "border-station/ledger/data_directory.h"
#include "schema/matching/normalise.h"

namespace garita::station {

namespace {

constexpr std::size_t kMattersMax = 50;
/// Among which hits are looked for: more than a post has in a day.
constexpr std::size_t kMattersReadMax = 2'000;
constexpr std::chrono::hours kMattersFor{24};

Json hit_json(const AlertHit& hit) {
  const AlertEntry& entry = hit.entry;
  Json json{{"reference", entry.reference},
            {"instruction", entry.instruction},
            {"matched_by", matched_by_name(hit.matched_by)},
            {"silent", entry.action == AlertAction::kInform},
            {"listed", listed_json(entry)}};
  put(json, "action", std::string(alert_action_name(entry.action)));
  put(json, "picture", entry.picture);
  return json;
}

void put_traveller(Json& json, const Crossing& crossing) {
  const TravelDocument& document = crossing.document;
  json["direction"] = direction_name(crossing.direction);
  put(json, "surname", document.surname);
  put(json, "given_names", document.given_names);
  if (document.birth_date) json["birth_date"] = document.birth_date->text();
  put(json, "nationality", document.nationality);
  put(json, "issuing_state", document.issuing_state);
  put(json, "document_number", document.document_number);
}

/// What stands in the audit for what is looked for.
std::string searched_for(const Ledger& ledger, const std::string& document,
                         const std::string& person) {
  std::string subject;
  if (!document.empty()) subject = "document " + search_reference(ledger, document);
  if (person.empty()) return subject;
  return subject + (subject.empty() ? "" : ", ") + "person " + search_reference(ledger, person);
}

/// What a full page leaves out first is what the first line dealt with itself. Each kind stays in
/// its order.
std::vector<const UrgentRecord*> hits_first(const std::vector<UrgentRecord>& matters) {
  std::vector<const UrgentRecord*> ordered;
  for (const auto& matter : matters) ordered.push_back(&matter);
  std::ranges::stable_partition(ordered, [](const UrgentRecord* matter) {
    return std::holds_alternative<Hit>(matter->what);
  });
  return ordered;
}

}  // namespace

/// SecondLineMatter. The lock is held.
Result<std::string> Desk::matter_json(const UrgentRecord& urgent) {
  Json json{{"record", urgent.record.text()}};
  const auto common = [&](const auto& of, const char* kind) {
    json["kind"] = kind;
    json["crossing"] = of.crossing.text();
    json["at"] = of.at.rfc3339();
    json["officer"] = of.officer.value();
    put(json, "note", of.note);
  };
  RecordId crossing;
  std::string reference;
  if (const auto* hit = std::get_if<Hit>(&urgent.what)) {
    common(*hit, "hit");
    put(json, "answer", hit->answer);
    crossing = hit->crossing;
    reference = hit->seen.reference;
    json["alert"] = {{"reference", reference}, {"matched_by", hit->seen.matched_by}};
  } else if (const auto* referral = std::get_if<Referral>(&urgent.what)) {
    common(*referral, "referral");
    json["reasons"] = referral->reasons;
    crossing = referral->crossing;
  } else if (const auto* refusal = std::get_if<Refusal>(&urgent.what)) {
    common(*refusal, "refusal");
    json["reasons"] = refusal->grounds;
    crossing = refusal->crossing;
  }
  GARITA_TRY(own, ledger_.decision(crossing));
  if (!own || !own->crossing) return dumped(json);
  put_traveller(json, *own->crossing);
  if (reference.empty()) return dumped(json);
  const Date today = ledger_.zone().local_day(ledger_.now());
  GARITA_TRY(hits, counter_.listed(question_of(own->crossing->document, today)));
  for (const auto& hit : hits)
    if (hit.entry.reference == reference) json["alert"] = hit_json(hit);
  return dumped(json);
}

Response Desk::second_line(const Request&, const Session& session) {
  const std::lock_guard lock(mutex_);
  const Instant now = ledger_.now();
  const auto matters = ledger_.urgent_since(now.minus(kMattersFor), kMattersReadMax);
  if (!matters) return not_available(matters.error());
  const auto held = ledger_.held_bulletin(kAlertsChannel);
  const std::uint64_t version = held && *held ? (*held)->version : 0;
  // Where the list changes, or its names come, what is said of a match is looked up again.
  const auto searched = counter_.names_searched(held.value_or(std::nullopt));
  if (version != matters_of_version_ || searched != matters_searched_) matters_.clear();
  matters_of_version_ = version;
  matters_searched_ = searched;
  std::map<RecordId, std::string> shown;
  std::string items;
  auto shown_first = hits_first(*matters);
  shown_first.resize(std::min(shown_first.size(), kMattersMax));
  for (const UrgentRecord* matter : shown_first) {
    auto known = matters_.extract(matter->record);
    std::string json;
    if (known) {
      json = std::move(known.mapped());
    } else {
      auto made = matter_json(*matter);
      if (!made) return not_available(made.error());
      json = *std::move(made);
    }
    items += (items.empty() ? "" : ",") + json;
    shown.emplace(matter->record, std::move(json));
  }
  matters_ = std::move(shown);
  // Pages ask by themselves: who saw it is noted once. What was read lies newest first.
  if (!matters->empty()) {
    auto& seen = matters_seen_[session.officer];
    const std::string newest = (*std::ranges::min_element(shown_first))->record.text();
    if (seen != newest) audit_.note(ledger_, session.officer, "second_line_seen", newest);
    seen = newest;
  }
  return json_response("{\"at\":\"" + now.rfc3339() + "\",\"items\":[" + items +
                       "],\"more\":" + std::to_string(matters->size() - shown_first.size()) + "}");
}

Response Desk::second_line_picture(const Request& request, const Session&) {
  const std::lock_guard lock(mutex_);
  return picture_response(counter_.listed_picture(request.path_parameters.at("picture")));
}

Response Desk::search(const Request& request, const Session& session) {
  const auto form = parse_search_form(request.body);
  if (!form) return problem_response(form.error());
  const std::lock_guard lock(mutex_);
  AlertQuestion question = form->about;
  question.today = ledger_.zone().local_day(ledger_.now());
  std::string document;
  if (!question.number.empty()) document = document_key(question.issuer, question.number);
  std::string person;
  if (question.birth_date && !question.surname.empty())
    person = person_key(question.surname, question.given_names, *question.birth_date,
                        CountryCode(question.nationality));
  // Before it is answered: nobody searches without a trace, also not for a person behind a document
  // that is nobody's.
  const bool written = audit_.note(ledger_, session.officer, "second_line_search",
                                   searched_for(ledger_, document, person), form->reason);
  if (!written) return not_available({Remedy::kRetry, "the search could not be written down"});
  const auto decisions = ledger_.decisions_about(document, person);
  if (!decisions) return not_available(decisions.error());
  const auto hits = counter_.listed(question);
  if (!hits) return not_available(hits.error());
  Json alerts = Json::array();
  for (const auto& hit : *hits) alerts.push_back(hit_json(hit));
  const auto list = ledger_.held_bulletin(kAlertsChannel);
  if (!list) return not_available(list.error());
  Json found{{"decisions", Json::array()}, {"alerts", std::move(alerts)}};
  if (counter_.names_searched(*list) != NamesSearched::kOfThisList)
    found["names_not_searched"] = true;
  for (const auto& own : *decisions)
    found["decisions"].push_back(Json::parse(own_decision_json(own)));
  return json_response(dumped(found));
}

}  // namespace garita::station
