#include "central-sync/directorate/directorate.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "central-sync/directorate/answers.h"
#include "central-sync/directorate/directorate_json.h"
#include "schema/http/access.h"
#include "schema/http/session_routes.h"

namespace garita::central {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kNoteBytesMax = 800;
constexpr std::size_t kWaitingShown = 50;
constexpr std::size_t kIncidentsShown = 100;
constexpr std::size_t kNameCharactersMax = 80;
constexpr std::array<std::string_view, 8> kAccessReasons{
    "flag_review",   "traveller_request", "court_request", "border_case",
    "investigation", "data_quality",      "audit",         "training"};

const RoleSet kEveryone{Role::kAnalyst, Role::kReviewer, Role::kAdministrator, Role::kOperations,
                        Role::kSupervisor};
const RoleSet kLists{Role::kAnalyst, Role::kReviewer};
const RoleSet kPersons{Role::kReviewer};

/// A pseudonym or the id of a record; nothing else is looked up, or noted as looked at.
bool may_name_somebody(const std::string& who) {
  const bool short_and_plain =
      who.size() <= kNameCharactersMax && std::all_of(who.begin(), who.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
               c == '-' || c == ':';
      });
  return short_and_plain && (who.starts_with("P-") || RecordId::parse(who).has_value());
}

/// What goes into the audit: a code of the vocabulary, and what the officer wrote beside it.
tl::expected<std::string, Response> stated_reason(std::string_view code,
                                                  const std::optional<std::string>& note) {
  if (code.empty()) {
    return tl::unexpected(
        refused(428, "reason-required", "Whoever looks somebody up states a reason."));
  }
  if (std::find(kAccessReasons.begin(), kAccessReasons.end(), code) == kAccessReasons.end()) {
    return tl::unexpected(refused(400, "bad-parameter", "A parameter is wrong.", "Garita-Reason"));
  }
  if (!note || note->size() > kNoteBytesMax) {
    return tl::unexpected(
        refused(400, "bad-parameter", "A parameter is wrong.", "Garita-Reason-Note"));
  }
  return note->empty() ? std::string(code) : std::string(code) + ": " + *note;
}

AccessOptions access_options(NoteAccess note, SecondFactors second_factors) {
  AccessOptions options;
  options.second_factors = std::move(second_factors);
  options.console = "centre";
  options.note = std::move(note);
  return options;
}

}  // namespace

void Directorate::add_metrics(std::function<std::string()> more) {
  const std::lock_guard lock(store_mutex_);
  more_metrics_ = std::move(more);
}

Directorate::Directorate(DirectorateParts parts)
    : parts_(std::move(parts)),
      access_(access_options([this](const AccessEvent& event) { return note_access(event); },
                             {parts_.open_second_factor, [this] { return wall_.now(); },
                              [this](const OfficerId& officer, std::uint64_t step) {
                                return count_code(officer, step);
                              }}),
              parts_.find_account, wall_) {}

bool Directorate::count_code(const OfficerId& officer, std::uint64_t step) {
  const std::lock_guard lock(codes_mutex_);
  auto& last = codes_counted_[officer];
  if (step <= last) return false;
  last = step;
  return true;
}

Result<void> Directorate::note_access(const AccessEvent& event) {
  return parts_.audit({parts_.clock.now(), event.officer, event.action, event.from, event.reason});
}

void Directorate::add_routes(Router& router) {
  const auto open = [&](const char* method, const char* pattern, auto handler) {
    Route route;
    route.method = method;
    route.pattern = pattern;
    route.handler = handler;
    router.add(std::move(route));
  };
  open("GET", "/api/site", [this](const Request& request) { return site(request); });
  add_session_routes(router, access_, kEveryone);
  const auto asked = [&](const char* pattern, RoleSet roles, OfficerHandler handler) {
    router.add(access_.route("GET", pattern, roles, std::move(handler)));
  };
  // Pages ask these again and again by themselves.
  const auto repeated = [&](const char* pattern, RoleSet roles, OfficerHandler handler) {
    router.add(access_.route("GET", pattern, roles, std::move(handler), Attention::kPageAlone));
  };
  repeated("/api/vocabulary", kEveryone,
           [this](const Request&, const Session&) { return vocabulary(); });
  repeated("/api/overstays", kLists, [this](const Request& request, const Session& session) {
    return overstays(request, session);
  });
  asked("/api/overstays.csv", kLists, [this](const Request& request, const Session& session) {
    return overstays_as_csv(request, session);
  });
  asked("/api/persons/{person}", kPersons, [this](const Request& request, const Session& session) {
    return person(request, session);
  });
  asked("/api/reviews", kPersons,
        [this](const Request&, const Session& session) { return reviews(session); });
  asked("/api/identity-decisions", kPersons,
        [this](const Request&, const Session&) { return identity_decisions(); });
  router.add(access_.route("POST", "/api/identity-decisions", kPersons,
                           [this](const Request& request, const Session& session) {
                             return decide_identity(request, session);
                           }));
  repeated("/api/identity-decisions/{record}", kPersons,
           [this](const Request& request, const Session&) { return identity_outcome(request); });
  asked("/api/waiting-decisions", kPersons,
        [this](const Request&, const Session&) { return waiting_decisions(); });
  asked("/api/incidents", kPersons, [this](const Request&, const Session&) { return incidents(); });
  repeated("/api/posts", kEveryone, [this](const Request&, const Session&) { return posts(); });
  repeated("/api/bulletins", kEveryone,
           [this](const Request&, const Session&) { return bulletins(); });
  add_metrics_route(router, access_, parts_.metrics_token, [this] { return metrics(); });
}

Response Directorate::site(const Request&) {
  const std::lock_guard lock(store_mutex_);
  const auto settings = parts_.store->settings();
  if (!settings) return failed(settings.error());
  const auto posts = parts_.store->posts();
  if (!posts) return failed(posts.error());
  const auto zone = zone_of_country(*posts);
  if (!zone) return failed(zone.error());
  const Json json{{"console", "directorate"},
                  {"version", GARITA_VERSION},
                  {"at", parts_.clock.now().rfc3339()},
                  {"exercise", settings->exercise},
                  {"country", settings->country.value()},
                  {"zone", zone->name()}};
  return json_response(json.dump());
}

Response Directorate::vocabulary() {
  const std::lock_guard lock(store_mutex_);
  const auto posts = parts_.store->posts();
  if (!posts) return failed(posts.error());
  Json json{{"access_reasons", kAccessReasons}, {"posts", Json::array()}};
  for (const auto& post : *posts) json["posts"].push_back(post.post.value());
  return json_response(json.dump());
}

/// Whoever asks for one document looks somebody up: on record before it is answered. An answer that
/// refuses, or nothing.
std::optional<Response> Directorate::note_look_up(const Request& request, const Session& session,
                                                  const ListRequest& wanted) {
  if (wanted.document.empty()) return std::nullopt;
  const auto why =
      stated_reason(request.header("Garita-Reason").value_or(""),
                    percent_decoded(request.header("Garita-Reason-Note").value_or("")));
  if (!why) return why.error();
  return not_noted(parts_.audit(
      {parts_.clock.now(), session.officer, "document_looked_up", wanted.document, *why}));
}

Response Directorate::overstays(const Request& request, const Session& session) {
  const auto wanted = list_request(request.query, parts_.clock.now());
  if (!wanted) {
    return refused(400, "bad-parameter", "A parameter is wrong.", wanted.error().message);
  }
  if (auto refusal = note_look_up(request, session, *wanted)) return *std::move(refusal);
  const Instant now = parts_.clock.now();
  ListContext context;
  context.as_of = wanted->as_of.value_or(now);
  context.known_at = wanted->known_at.value_or(now);
  context.computed_at = now;
  const std::lock_guard lock(store_mutex_);
  const auto moment = parts_.store->one_moment();
  if (!moment) return failed(moment.error());
  OverstayQuery query{wanted->as_of, wanted->known_at, std::nullopt};
  query.states = {FlagState::kOpen,     FlagState::kDue,       FlagState::kPendingData,
                  FlagState::kProbable, FlagState::kConfirmed, FlagState::kCleared};
  auto rows = list_overstays(*parts_.store, query, now);
  if (!rows) return failed(rows.error());
  for (const auto& row : *rows) {
    if (!is_held(row.flag.state)) continue;
    for (const auto& post : row.flag.blocking_posts) ++context.blocking[post];
  }
  const auto view = CountryView::at(*parts_.store, context.known_at);
  auto status = centre_status(*parts_.store, now);
  if (!view) return failed(view.error());
  if (!status) return failed(status.error());
  context.watermarks = view->watermarks();
  context.policy_version = status->policy_version;
  context.posts = std::move(status->posts);
  return json_response(overstay_page_json(filtered(*std::move(rows), *wanted), *wanted, context));
}

Response Directorate::overstays_as_csv(const Request& request, const Session& session) {
  const auto wanted = list_request(request.query, parts_.clock.now());
  if (!wanted) {
    return refused(400, "bad-parameter", "A parameter is wrong.", wanted.error().message);
  }
  const auto why = stated_reason(request.asked("reason").value_or(""),
                                 request.asked("reason_note").value_or(""));
  if (!why) return why.error();
  const Instant now = parts_.clock.now();
  // Who takes a list away is on record before the list is.
  auto refusal = not_noted(
      parts_.audit({now, session.officer, "overstays_downloaded",
                    wanted->document.empty() ? "overstays.csv" : wanted->document, *why}));
  if (refusal) return *std::move(refusal);
  const std::lock_guard lock(store_mutex_);
  const auto moment = parts_.store->one_moment();
  if (!moment) return failed(moment.error());
  auto rows = list_overstays(*parts_.store, {wanted->as_of, wanted->known_at, wanted->states}, now);
  if (!rows) return failed(rows.error());
  return csv_response(overstays_csv(filtered(*std::move(rows), *wanted).rows), "overstays.csv");
}

Response Directorate::person(const Request& request, const Session& session) {
  const auto why =
      stated_reason(request.header("Garita-Reason").value_or(""),
                    percent_decoded(request.header("Garita-Reason-Note").value_or("")));
  if (!why) return why.error();
  const auto wanted = list_request(request.query, parts_.clock.now());
  if (!wanted) {
    return refused(400, "bad-parameter", "A parameter is wrong.", wanted.error().message);
  }
  const Instant now = parts_.clock.now();
  const Viewpoint viewpoint{wanted->as_of.value_or(now), wanted->known_at.value_or(now)};
  const auto who = request.path_parameters.find("person");
  const std::string pseudonym = who == request.path_parameters.end() ? "" : who->second;
  if (!may_name_somebody(pseudonym)) {
    return refused(404, "no-such-person", "Nobody is known by this pseudonym.");
  }
  const auto noted = parts_.audit({now, session.officer, "person_seen", pseudonym, *why});
  if (auto refusal = not_noted(noted)) return *std::move(refusal);
  const std::lock_guard lock(store_mutex_);
  const auto moment = parts_.store->one_moment();
  if (!moment) return failed(moment.error());
  const bool asked = wanted->as_of || wanted->known_at;
  const auto report =
      explain(*parts_.store, pseudonym, asked ? std::optional(viewpoint) : std::nullopt, now);
  if (!report) {
    if (report.error().remedy != Remedy::kReject) return failed(report.error());
    return refused(404, "no-such-person", "Nobody is known by this pseudonym.");
  }
  const auto view = CountryView::at(*parts_.store, viewpoint.known_at);
  if (!view) return failed(view.error());
  return json_response(person_json(*report, viewpoint, *view));
}

Response Directorate::waiting_decisions() {
  const Instant now = parts_.clock.now();
  const std::lock_guard lock(store_mutex_);
  auto rows = parts_.store->waiting_decisions(now, kWaitingShown + 1);
  if (!rows) return failed(rows.error());
  const bool more = rows->size() > kWaitingShown;
  if (more) rows->pop_back();
  return json_response(waiting_decisions_json(*rows, more, now));
}

Response Directorate::incidents() {
  const Instant now = parts_.clock.now();
  const std::lock_guard lock(store_mutex_);
  const auto incidents = parts_.store->incidents(kIncidentsShown);
  if (!incidents) return failed(incidents.error());
  return json_response(incident_list_json(*incidents, now));
}

Response Directorate::posts() {
  const std::lock_guard lock(store_mutex_);
  const auto moment = parts_.store->one_moment();
  if (!moment) return failed(moment.error());
  const Instant now = parts_.clock.now();
  const auto status = centre_status(*parts_.store, now);
  if (!status) return failed(status.error());
  return json_response(posts_json(status->posts, now));
}

Response Directorate::bulletins() {
  const std::lock_guard lock(store_mutex_);
  const auto moment = parts_.store->one_moment();
  if (!moment) return failed(moment.error());
  const auto published = parts_.store->bulletins();
  if (!published) return failed(published.error());
  const auto status = centre_status(*parts_.store, parts_.clock.now());
  if (!status) return failed(status.error());
  return json_response(bulletins_json(*published, status->posts));
}

std::string Directorate::metrics() {
  const std::lock_guard lock(store_mutex_);
  const auto moment = parts_.store->one_moment();
  const auto status = centre_status(*parts_.store, parts_.clock.now());
  std::string text = more_metrics_ ? more_metrics_() : "";
  if (!status) return text;
  const auto gauge = [&](const char* name, std::int64_t value) {
    text += std::string("# TYPE ") + name + " gauge\n" + name + " " + std::to_string(value) + "\n";
  };
  gauge("garita_records", status->records);
  gauge("garita_records_not_projected", status->records_not_projected);
  gauge("garita_records_quarantined", status->quarantined);
  gauge("garita_decisions_waiting", status->decisions_waiting);
  gauge("garita_stays_open", status->stays_open);
  gauge("garita_flags_held", status->flags_held);
  gauge("garita_flags_raised", status->flags_raised);
  return text;
}

}  // namespace garita::central
