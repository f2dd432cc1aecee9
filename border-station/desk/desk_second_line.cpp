// The part of Desk for examiners of the second line: what the first line recorded that concerns
// them, also what it was not shown, and searches in what the post holds, each with its reason.
#include <algorithm>
#include <sstream>

#include "border-station/alerts/alert_row.h"
#include "border-station/desk/desk.h"
#include "border-station/desk/desk_answers.h"
#include "border-station/desk/json_pieces.h"
#include "border-station/ledger/data_directory.h"
#include "schema/matching/normalise.h"

namespace garita::station {

namespace {

/// Of what nobody waits for.
constexpr std::size_t kMattersMax = 50;
/// Among which all of it is looked for: more than a post has in a day.
constexpr std::size_t kMattersReadMax = 2'000;
constexpr std::chrono::hours kMattersFor{24};
/// Keys on the disk are of whole names: whoever left given names out is looked for among the
/// decisions of this time, of very many the newest 10,000.
constexpr std::chrono::hours kNamesSearchedFor{24 * 30};

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

/// Of an entry that is on the list no more its reference alone.
Json alert_json(const HitSeen& seen, const std::optional<AlertHit>& listed) {
  if (listed) return hit_json(*listed);
  return {{"reference", seen.reference}, {"matched_by", seen.matched_by}};
}

void put_traveller(Json& json, Direction direction, const TravelDocument& document) {
  json["direction"] = direction_name(direction);
  put(json, "surname", document.surname);
  put(json, "given_names", document.given_names);
  if (document.birth_date) json["birth_date"] = document.birth_date->text();
  put(json, "nationality", document.nationality);
  put(json, "issuing_state", document.issuing_state);
  put(json, "document_number", document.document_number);
}

/// What an officer did, and when.
template <typename Said>
void put_said(Json& json, const Said& said, const char* kind) {
  json["kind"] = kind;
  json["at"] = said.at.rfc3339();
  json["officer"] = said.officer.value();
  put(json, "note", said.note);
}

/// What stands in the audit for what is looked for.
std::string searched_for(const Ledger& ledger, const std::string& document,
                         const std::string& person) {
  std::string subject;
  if (!document.empty()) subject = "document " + search_reference(ledger, document);
  if (person.empty()) return subject;
  return subject + (subject.empty() ? "" : ", ") + "person " + search_reference(ledger, person);
}

/// Whether each word of the one is among the other's.
bool has_words(const std::string& words, const std::string& all) {
  const std::string among = " " + normalised_words(all) + " ";
  std::istringstream each(normalised_words(words));
  for (std::string word; each >> word;)
    if (among.find(" " + word + " ") == std::string::npos) return false;
  return true;
}

/// Given names may be left out.
bool may_mean(const AlertQuestion& asked, const TravelDocument& document) {
  return document.birth_date == asked.birth_date && document.nationality == asked.nationality &&
         normalised_words(document.surname) == normalised_words(asked.surname) &&
         has_words(asked.given_names, document.given_names);
}

/// Those that hold, newest first.
Result<std::vector<OwnDecision>> of_whoever_is_called_so(Ledger& ledger,
                                                         const AlertQuestion& asked) {
  GARITA_TRY(decisions, ledger.decisions_since(ledger.now().minus(kNamesSearchedFor)));
  std::erase_if(decisions, [&](const OwnDecision& own) {
    return own.corrected_by || !own.crossing || !may_mean(asked, own.crossing->document);
  });
  return decisions;
}

/// What a full page leaves out first is what the first line dealt with itself. Each kind stays in
/// its order.
std::vector<const UrgentRecord*> hits_first(const std::vector<UrgentRecord>& matters) {
  std::vector<const UrgentRecord*> ordered;
  for (const auto& matter : matters) ordered.push_back(&matter);
  std::ranges::stable_partition(ordered, [](const UrgentRecord* matter) {
    return std::holds_alternative<Hit>(matter->what) ||
           std::holds_alternative<HitLeft>(matter->what);
  });
  return ordered;
}

/// Whether whoever was sent to the second line stands there, as far as this post knows: it has
/// decided nothing about the document since. Whoever was sent there again waits under the newest.
Result<bool> waits(Ledger& ledger, const OwnDecision& sent) {
  if (sent.corrected_by) return false;
  const auto& document = sent.crossing->document;
  GARITA_TRY(about, ledger.decisions_about(
                        document_key(document.issuing_state, document.document_number), ""));
  return std::ranges::none_of(about,
                              [&](const OwnDecision& other) { return other.record > sent.record; });
}

}  // namespace

/// The entry of the alert list as it is now; absent: it is on it no more. The lock is held.
Result<std::optional<AlertHit>> Desk::listed_now(const HitSeen& seen,
                                                 const TravelDocument& document) {
  const Date today = ledger_.zone().local_day(ledger_.now());
  GARITA_TRY(hits, counter_.listed(question_of(document, today)));
  const auto found = std::ranges::find(hits, seen.reference,
                                       [](const AlertHit& hit) { return hit.entry.reference; });
  return found == hits.end() ? std::nullopt : std::optional(std::move(*found));
}

/// SecondLineMatter. The lock is held.
Result<Desk::Matter> Desk::matter(const UrgentRecord& urgent) {
  Json json{{"record", urgent.record.text()}};
  if (const auto* left = std::get_if<HitLeft>(&urgent.what)) {
    put_said(json, *left, "hit_left");
    json["left"] = left->how;
    if (!left->shown) json["answer"] = kHitNotShown;
    put_traveller(json, left->direction, left->document);
    GARITA_TRY(listed, listed_now(left->seen, left->document));
    json["alert"] = alert_json(left->seen, listed);
    return Matter{dumped(json)};
  }
  RecordId crossing;
  std::optional<HitSeen> seen;
  if (const auto* hit = std::get_if<Hit>(&urgent.what)) {
    put_said(json, *hit, "hit");
    put(json, "answer", hit->answer);
    crossing = hit->crossing;
    seen = hit->seen;
    json["alert"] = alert_json(*seen, std::nullopt);
  } else if (const auto* referral = std::get_if<Referral>(&urgent.what)) {
    put_said(json, *referral, "referral");
    json["reasons"] = referral->reasons;
    crossing = referral->crossing;
  } else if (const auto* refusal = std::get_if<Refusal>(&urgent.what)) {
    put_said(json, *refusal, "refusal");
    json["reasons"] = refusal->grounds;
    crossing = refusal->crossing;
  }
  json["crossing"] = crossing.text();
  GARITA_TRY(own, ledger_.decision(crossing));
  if (!own || !own->crossing) return Matter{dumped(json)};
  put_traveller(json, own->direction, own->crossing->document);
  if (json["kind"] == "referral") {
    GARITA_TRY(still, waits(ledger_, *own));
    json["waits"] = still;
    return Matter{dumped(json), still};
  }
  if (!seen) return Matter{dumped(json)};
  GARITA_TRY(listed, listed_now(*seen, own->crossing->document));
  json["alert"] = alert_json(*seen, listed);
  return Matter{dumped(json)};
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
  const auto page = page_of(*matters);
  if (!page) return not_available(page.error());
  // Pages ask by themselves: who saw it is noted once.
  if (page->newest != nullptr) {
    auto& seen = matters_seen_[session.officer];
    const std::string newest = page->newest->record.text();
    if (seen != newest) audit_.note(ledger_, session.officer, "second_line_seen", newest);
    seen = newest;
  }
  return json_response("{\"at\":\"" + now.rfc3339() + "\",\"items\":[" + page->items +
                       "],\"more\":" + std::to_string(matters->size() - page->count) + "}");
}

/// Whoever waits is on it, however much else there is. `matters` lies newest first. The lock is
/// held.
Result<Desk::MattersPage> Desk::page_of(const std::vector<UrgentRecord>& matters) {
  MattersPage page;
  std::map<RecordId, std::string> kept;
  std::string others;
  std::size_t others_count = 0;
  const auto put_on_page = [&](std::string& items, const UrgentRecord* urgent,
                               const std::string& json) {
    items += (items.empty() ? "" : ",") + json;
    ++page.count;
    if (page.newest == nullptr || urgent < page.newest) page.newest = urgent;
  };
  for (const UrgentRecord* urgent : hits_first(matters)) {
    const bool is_full = others_count == kMattersMax;
    if (is_full && !std::holds_alternative<Referral>(urgent->what)) continue;
    const auto known = matters_.find(urgent->record);
    auto told = known == matters_.end() ? matter(*urgent) : Matter{known->second};
    if (!told) return tl::unexpected(told.error());
    if (told->waits) {
      put_on_page(page.items, urgent, told->json);
      continue;
    }
    if (!is_full) {
      put_on_page(others, urgent, told->json);
      ++others_count;
    }
    kept.emplace(urgent->record, std::move(told->json));
  }
  if (!page.items.empty() && !others.empty()) page.items += ",";
  page.items += others;
  matters_ = std::move(kept);
  return page;
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
  auto decisions = ledger_.decisions_about(document, person);
  if (decisions && decisions->empty() && !person.empty())
    decisions = of_whoever_is_called_so(ledger_, question);
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
