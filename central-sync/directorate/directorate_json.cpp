#include "central-sync/directorate/directorate_json.h"

#include <algorithm>

#include "central-sync/directorate/identity_json.h"
#include "central-sync/directorate/json_fields.h"
#include "central-sync/intake/intake.h"
#include "central-sync/reports/closing_words.h"
#include "central-sync/reports/decision_words.h"
#include "central-sync/reports/quarantine.h"
#include "central-sync/reports/reopening_words.h"
#include "schema/record/enrolment.h"

namespace garita::central {
namespace {

using central::put;

/// A post whose movements are known up to less than this ago is well.
constexpr std::chrono::hours kLateAfter{1};
constexpr std::chrono::minutes kContactWithin{10};
constexpr std::chrono::hours kSilentAfter{24};

void put(Json& to, const char* key, const std::optional<Instant>& moment) {
  if (moment) to[key] = moment->rfc3339();
}
void put(Json& to, const char* key, const std::optional<Date>& day) {
  if (day) to[key] = day->iso();
}
void put(Json& to, const char* key, const std::optional<int>& number) {
  if (number) to[key] = *number;
}

void put(Json& to, const HowKnown& known) {
  to["evidence"] = evidence_name(known.evidence);
  if (known.fallback) to["fallback"] = true;
  if (!known.taken_over.empty()) to["taken_over"] = known.taken_over;
}

Json reopening_json(const Reopening& reopening) { return object_of(reopening_fields(reopening)); }

void put(Json& to, const std::vector<Reopening>& reopened) {
  for (const auto& each : reopened) to["reopened"].push_back(reopening_json(each));
}

void put(Json& to, std::span<const StandingClosing> rests_on) {
  for (const auto& each : rests_on) to["rests_on"].push_back(object_of(closing_fields(each)));
}

Json codes(const std::vector<PostCode>& posts) {
  Json list = Json::array();
  for (const auto& post : posts) list.push_back(post.value());
  return list;
}

Json flag_json(const Flag& flag, const PersonId& person) {
  Json json{{"flag", flag_name(flag.kind)},    {"state", state_name(flag.state)},
            {"person", person.value()},        {"subject", flag.subject},
            {"entry_post", flag.post.value()}, {"entry_at", flag.at.rfc3339()}};
  put(json, "authorised_until", flag.authorised_until);
  json["days_over"] = flag.days_over;
  put(json, "policy", flag.rule);
  put(json, "policy_version", flag.policy_version);
  json["due_at"] = flag.due_at.rfc3339();
  json["raise_at"] = flag.raise_at.rfc3339();
  put(json, "ends_at", flag.ends_at);
  put(json, "probably_left", flag.probably_left);
  if (flag.before_records) json["before_records"] = true;
  put(json, "watermark", flag.watermark);
  json["blocking_posts"] = codes(flag.blocking_posts);
  return json;
}

/// The legal day of a moment at a post: the post's local day.
std::optional<Date> local_day(const std::vector<PostHealth>& posts, const PostCode& post,
                              Instant at) {
  const auto health = std::find_if(posts.begin(), posts.end(),
                                   [&](const auto& one) { return one.post.post == post; });
  if (health == posts.end()) return std::nullopt;
  const auto zone = Zone::named(health->post.zone);
  if (!zone) return std::nullopt;
  return zone->local_day(at);
}

Json row_json(const OverstayRow& row, const std::vector<PostHealth>& posts) {
  Json json = flag_json(row.flag, row.person);
  put(json, "entry_day", local_day(posts, row.flag.post, row.flag.at));
  put(json, "name", row.name);
  put(json, "nationality", row.nationality.value());
  put(json, "document", row.document);
  put(json, row.how_known);
  json["last_change"] = row.last_change.rfc3339();
  put(json, "cause", row.cause);
  if (row.reopened) json["reopened"] = reopening_json(*row.reopened);
  put(json, row.rests_on());
  return json;
}

/// The two watermarks of the country: flags wait for the lower one.
Json watermarks_json(const std::vector<PostWatermark>& posts) {
  Json list = Json::array();
  for (const auto sees : {Sees::kExits, Sees::kEntries}) {
    Json one{{"sees", sees == Sees::kExits ? "exits" : "entries"}};
    put(one, "complete_until", lowest_watermark(posts, sees));
    const PostWatermark* last = nullptr;
    for (const auto& post : posts) {
      if (!is_waited_for(post, sees)) continue;
      if (last == nullptr || post.complete_until < last->complete_until) last = &post;
    }
    if (last != nullptr) one["behind"] = last->post.value();
    list.push_back(std::move(one));
  }
  return list;
}

Json derivation_json(const Derivation& derivation) {
  Json lines = Json::array();
  for (const auto& line : derivation) {
    Json parameters = Json::object();
    for (const auto& [name, value] : line.parameters) parameters[name] = value;
    lines.push_back({{"code", line.code},
                     {"parameters", std::move(parameters)},
                     {"text",
                      {{"es", sentence_of(line, Language::kSpanish)},
                       {"en", sentence_of(line, Language::kEnglish)},
                       {"fr", sentence_of(line, Language::kFrench)}}}});
  }
  return lines;
}

using CrossingsById = std::map<std::string, const CrossingRow*>;

Json movement_json(const Movement& movement, const CrossingsById& crossings) {
  Json json{{"record", movement.reference},
            {"at", movement.at.rfc3339()},
            {"local_day", movement.day.iso()},
            {"post", movement.post.value()}};
  const auto row = crossings.find(movement.reference);
  if (row != crossings.end()) {
    json["received_at"] = row->second->known_at.rfc3339();
    put(json, row->second->how_known);
  }
  put(json, "other_state", movement.other_state.value());
  return json;
}

void add_days(const CountedStay& position, Json& stay) {
  stay["days_used"] = position.days_used;
  if (position.at_least) stay["days_used_at_least"] = true;
  if (const auto& window = position.window)
    stay["window"] = {{"from", window->first.iso()}, {"until", window->last.iso()}};
  if (position.days_remaining) stay["days_remaining"] = *position.days_remaining;
}

Json stay_json(const JudgedStay& judged, const CountedStay& position,
               const CrossingsById& crossings) {
  const auto& stay = judged.stay;
  const auto& authorised = judged.authorised;
  Json json{{"entry", movement_json(stay.entry, crossings)}};
  if (stay.exit) json["exit"] = movement_json(*stay.exit, crossings);
  if (stay.next_entry) json["next_entry"] = movement_json(*stay.next_entry, crossings);
  if (stay.entry.admission) {
    put(json, "admission_class", stay.entry.admission->audience.admission_class);
    put(json, "granted_days", stay.entry.admission->granted_days);
  }
  put(json, "authorised_until", authorised.last_legal_day);
  put(json, "policy", authorised.rule);
  put(json, "policy_version", authorised.policy_version);
  add_days(position, json);
  json["days_over"] = position.days_over;
  json["suspended"] = authorised.suspended;
  json["derivation"] = derivation_json(authorised.derivation);
  return json;
}

Json documents_json(const std::vector<CrossingRow>& crossings) {
  std::map<std::pair<std::string, std::string>, Instant> seen;
  for (const auto& row : crossings) {
    auto& at = seen[{row.document_issuer, row.document_number}];
    at = std::max(at, row.at);
  }
  Json list = Json::array();
  for (const auto& [document, at] : seen) {
    list.push_back(
        {{"issuer", document.first}, {"number", document.second}, {"seen_at", at.rfc3339()}});
  }
  return list;
}

/// Whoever was turned back neither entered nor left.
std::string_view kind_of(const CrossingRow& row) {
  switch (row.decision) {
    case DecisionKind::kRefuse:
      return "refusal";
    case DecisionKind::kRefer:
      return "referral";
    case DecisionKind::kAdmit:
      break;
  }
  return direction_name(row.direction);
}

void put(Json& to, const CorrectionRow& correction) {
  put(to, "corrected_by", correction.officer);
  put(to, "correction_reason", correction.reason);
  put(to, "correction_approved_by", correction.approved_by);
}

void put(Json& to, const ChildTie& child) {
  put(to, "relationship", child.relationship);
  put(to, "relationship_evidence", child.evidence);
}

Json companions_json(const std::vector<Companion>& companions, const RecordId& of) {
  Json list = Json::array();
  for (const auto& each : companions) {
    if (each.of != of) continue;
    Json one{
        {"person", each.person.value()}, {"record", each.record.text()}, {"leads", each.leads}};
    put(one, each.child);
    list.push_back(std::move(one));
  }
  return list;
}

/// Crossings, decisions and changes of flags, as one list.
Json timeline_json(const PersonReport& report) {
  std::vector<std::pair<Instant, Json>> events;
  for (const auto& row : report.crossings) {
    Json one{{"kind", kind_of(row)},       {"at", row.at.rfc3339()},
             {"local_day", row.day.iso()}, {"received_at", row.known_at.rfc3339()},
             {"post", row.post.value()},   {"record", row.record.text()}};
    Json codes = Json::array();
    if (row.movement && !row.admission_class.empty()) codes.push_back(row.admission_class);
    if (row.voided) codes.push_back("voided");
    if (!codes.empty()) one["codes"] = std::move(codes);
    put(one, row.how_known);
    put(one, "approved_by", row.approved_by);
    if (!row.typed_by.empty()) put(one, "decided_by", row.officer);
    put(one, "typed_by", row.typed_by);
    put(one, row.child);
    if (const auto* correction = correction_of(row)) put(one, *correction);
    auto companions = companions_json(report.companions, row.record);
    if (!companions.empty()) one["companions"] = std::move(companions);
    events.emplace_back(row.at, std::move(one));
  }
  for (const auto& row : report.decisions) {
    Json one{{"kind", "status_decision"},
             {"at", row.change.at.rfc3339()},
             {"received_at", row.known_at.rfc3339()},
             {"record", row.change.reference}};
    if (row.voided) one["codes"] = Json::array({"voided"});
    events.emplace_back(row.change.at, std::move(one));
  }
  for (const auto& [flag, changes] : report.history) {
    for (const auto& change : changes) {
      Json one{{"kind", "flag"},
               {"at", change.at.rfc3339()},
               {"flag", flag_name(change.kind)},
               {"state", state_name(change.state)}};
      put(one, "cause", change.reason.empty() ? change.cause : change.reason);
      if (change.reason == kReportsAgain)
        one["reopened"] =
            reopening_json(*std::ranges::find(report.reopened, change.cause, &Reopening::record));
      events.emplace_back(change.at, std::move(one));
    }
  }
  std::stable_sort(events.begin(), events.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  Json list = Json::array();
  for (auto& [at, event] : events) list.push_back(std::move(event));
  return list;
}

const char* state_of_station(const StationRow& station, Instant now) {
  if (station.revoked_at) return "revoked";
  if (!station.enrolled_at || !station.last_contact) return "never";
  return now - *station.last_contact <= kContactWithin ? "connected" : "away";
}

Json station_json(const StationHealth& health, const PostHealth& post, Instant now) {
  const auto& station = health.station;
  Json json{{"station", station.station.value()}, {"state", state_of_station(station, now)}};
  if (station.last_contact) {
    put(json, "last_contact", station.last_contact);
    if (station.clock_offset) json["clock_offset_ms"] = station.clock_offset->count();
    put(json, "version", station.software);
    if (station.disk_free_bytes) json["disk_free_bytes"] = *station.disk_free_bytes;
    if (station.unsent_records) {
      json["queue_records"] = *station.unsent_records;
      put(json, "queue_at", station.last_contact);
    }
  }
  std::uint32_t incarnation = 0;
  std::uint64_t quarantined = 0;
  for (const auto& journal : health.journals) {
    incarnation = std::max(incarnation, journal.incarnation);
    quarantined += journal.quarantined;
  }
  if (incarnation > 0) json["incarnation"] = incarnation;
  json["quarantined"] = quarantined;
  json["held_back_by"] = post.held_back_by;
  return json;
}

/// What the post's stations said was still unsent, and when the oldest of them said so.
void put_queue(Json& to, const PostHealth& health) {
  std::int64_t records = 0;
  std::optional<Instant> at;
  for (const auto& one : health.stations) {
    const auto& station = one.station;
    if (station.revoked_at || !station.unsent_records || !station.last_contact) continue;
    records += *station.unsent_records;
    at = at ? std::min(*at, *station.last_contact) : *station.last_contact;
  }
  if (!at) return;
  to["queue_records"] = records;
  put(to, "queue_at", at);
}

/// The oldest version of a channel among the post's stations; 0: one of them holds none. Absent:
/// none of them ever said.
std::optional<std::uint64_t> version_held(const PostHealth& health, const std::string& channel) {
  std::optional<std::uint64_t> lowest;
  for (const auto& one : health.stations) {
    const auto& station = one.station;
    if (station.revoked_at || !station.last_contact) continue;
    const auto held = station.bulletins.find(channel);
    const std::uint64_t version = held == station.bulletins.end() ? 0 : held->second;
    lowest = lowest ? std::min(*lowest, version) : version;
  }
  return lowest;
}

std::string_view state_of_post(const PostHealth& health, Instant now) {
  if (health.post.closed_at) return "closed";
  if (!health.last_contact) return "never";
  if (now - *health.last_contact > kSilentAfter) return "silent";
  const bool behind = !health.watermark || now - *health.watermark > kLateAfter;
  if (behind || now - *health.last_contact > kContactWithin) return "late";
  // What is put aside, or a fork, waits for a person, however well the post reports.
  return health.quarantined > 0 ? "in_question" : "good";
}

}  // namespace

std::string overstay_page_json(const FilteredList& list, const ListRequest& wanted,
                               const ListContext& context) {
  Json json{{"as_of", context.as_of.rfc3339()},
            {"known_at", context.known_at.rfc3339()},
            {"computed_at", context.computed_at.rfc3339()}};
  put(json, "policy_version", context.policy_version);
  json["total"] = list.rows.size();
  json["counts"] = Json::object();
  for (const auto& [state, count] : list.counts) {
    json["counts"][std::string(state_name(state))] = count;
  }
  json["watermarks"] = watermarks_json(context.watermarks);
  json["blocking"] = Json::array();
  for (const auto& [post, held] : context.blocking) {
    Json one{{"post", post.value()}, {"flags_held", held}};
    const auto health = std::find_if(context.posts.begin(), context.posts.end(),
                                     [&](const auto& row) { return row.post.post == post; });
    if (health != context.posts.end()) {
      put(one, "complete_until", health->watermark);
      put(one, "last_contact", health->last_contact);
      put(one, health->reopened);
    }
    json["blocking"].push_back(std::move(one));
  }
  json["items"] = Json::array();
  const std::size_t end = std::min(list.rows.size(), wanted.offset + wanted.limit);
  for (std::size_t i = wanted.offset; i < end; ++i)
    json["items"].push_back(row_json(list.rows[i], context.posts));
  if (end < list.rows.size()) {
    json["next_cursor"] = cursor_after(wanted, context.as_of, context.known_at);
  }
  return dumped(json);
}

std::string person_json(const PersonReport& report, const Viewpoint& viewpoint,
                        const CountryView& view) {
  const auto& person = report.person;
  CrossingsById crossings;
  for (const auto& row : report.crossings) crossings[row.record.text()] = &row;
  Json json{{"person", person.person.value()}, {"aliases", Json::array()}};
  for (const auto& alias : report.aliases) json["aliases"].push_back(alias.value());
  json["name"] = person.surname + (person.given_names.empty() ? "" : ", " + person.given_names);
  json["birth_date"] = person.birth.text();
  put(json, "nationality", person.nationality.value());
  put(json, "sex", person.sex);
  json["documents"] = documents_json(report.crossings);
  json["as_of"] = viewpoint.as_of.rfc3339();
  json["known_at"] = viewpoint.known_at.rfc3339();
  json["watermarks"] = watermarks_json(view.watermarks());
  json["stays"] = Json::array();
  const auto& stays = report.evaluation.stays;
  for (std::size_t i = stays.size(); i-- > 0;)
    json["stays"].push_back(stay_json(stays[i], report.positions[i], crossings));
  if (report.evaluation.national) json["national"] = true;
  json["flags"] = Json::array();
  for (const auto& flag : report.evaluation.flags) {
    json["flags"].push_back(flag_json(flag, person.person));
    put(json["flags"].back(), closings_behind(flag, report.closings));
    const auto subject = crossings.find(flag.subject);
    if (subject != crossings.end()) put(json["flags"].back(), subject->second->how_known);
  }
  json["hypotheses"] = Json::array();
  for (const auto& one : report.evaluation.hypotheses) {
    const bool exit = one.kind == HypothesisKind::kMissedExit;
    Json hypothesis{{"kind", exit ? "missed_exit" : "missed_entry"}, {"record", one.reference}};
    put(hypothesis, "after", one.after);
    hypothesis["before"] = one.before.rfc3339();
    json["hypotheses"].push_back(std::move(hypothesis));
  }
  json["timeline"] = timeline_json(report);
  return dumped(json);
}

std::string waiting_decisions_json(const std::vector<WaitingDecision>& rows, bool more,
                                   Instant now) {
  Json json{{"at", now.rfc3339()}, {"more", more}, {"items", Json::array()}};
  for (const auto& [change, authority, known_at] : rows) {
    Json one{{"decision", decision_code(change.kind)},
             {"text",
              {{"es", decision_words(change.kind, Language::kSpanish)},
               {"en", decision_words(change.kind, Language::kEnglish)},
               {"fr", decision_words(change.kind, Language::kFrench)}}},
             {"record", change.reference},
             {"entry", change.of}};
    put(one, "authority", authority);
    one["at"] = change.at.rfc3339();
    one["since"] = known_at.rfc3339();
    json["items"].push_back(std::move(one));
  }
  return dumped(json);
}

std::string incident_list_json(const Incidents& incidents, Instant now) {
  Json json{{"at", now.rfc3339()}, {"more", incidents.more}, {"items", Json::array()}};
  for (const auto& row : incidents.rows) {
    Json one{{"incident", row.kind}, {"post", row.post.value()}, {"record", row.record}};
    if (row.subject != row.record && !row.reopened) one["subject"] = row.subject;
    if (row.reopened) one["reopened"] = reopening_json(*row.reopened);
    if (row.holders) one["holders"] = {row.holders->first.value(), row.holders->second.value()};
    if (row.decided) one["decided"] = decided_json(*row.decided);
    one["at"] = row.at.rfc3339();
    one["since"] = row.known_at.rfc3339();
    json["items"].push_back(std::move(one));
  }
  return dumped(json);
}

std::string posts_json(const std::vector<PostHealth>& posts, Instant now) {
  Json json{{"at", now.rfc3339()}, {"items", Json::array()}};
  for (const auto& health : posts) {
    const auto& post = health.post;
    Json one{{"post", post.post.value()}, {"border", post.border}, {"zone", post.zone}};
    one["directions"] = Json::array();
    if (post.sees_entries) one["directions"].push_back("entry");
    if (post.sees_exits) one["directions"].push_back("exit");
    one["state"] = state_of_post(health, now);
    put(one, "last_contact", health.last_contact);
    put(one, "complete_until", health.watermark);
    put_queue(one, health);
    one["flags_held"] = health.decisions_held_up;
    one["quarantined"] = health.quarantined;
    one["behind_watermark"] = health.behind_watermark;
    put(one, health.reopened);
    one["stations"] = Json::array();
    for (const auto& station : health.stations) {
      one["stations"].push_back(station_json(station, health, now));
    }
    json["items"].push_back(std::move(one));
  }
  return dumped(json);
}

std::string bulletins_json(const std::vector<BulletinRow>& published,
                           const std::vector<PostHealth>& posts) {
  Json json{{"items", Json::array()}};
  for (const auto& bulletin : published) {
    Json one{{"channel", bulletin.channel},
             {"version", std::to_string(bulletin.version)},
             {"issued_at", bulletin.issued_at.rfc3339()},
             {"posts", Json::array()}};
    for (const auto& health : posts) {
      const auto held = version_held(health, bulletin.channel);
      if (!held || health.post.closed_at) continue;
      if (health.post.border == kOffice && !goes_to_offices(bulletin.channel)) continue;
      Json at_post{{"post", health.post.post.value()}, {"current", *held >= bulletin.version}};
      if (*held > 0) at_post["version"] = std::to_string(*held);
      one["posts"].push_back(std::move(at_post));
    }
    json["items"].push_back(std::move(one));
  }
  return dumped(json);
}

}  // namespace garita::central
