#include "border-station/desk/desk.h"

#include <algorithm>

#include "border-station/desk/desk_answers.h"
#include "border-station/desk/views.h"
#include "border-station/ledger/look_ups.h"
#include "schema/api/officers.h"
#include "schema/api/second_factor.h"
#include "schema/crypto/envelope.h"
#include "schema/crypto/secret.h"
#include "schema/http/session_routes.h"

namespace garita::station {

namespace {

constexpr std::size_t kLifeBytes = 8;
constexpr std::chrono::seconds kStripAtLeastEvery{30};
/// How many decisions are watched for a change of state.
constexpr std::size_t kWatchedDecisions = 50;
constexpr std::size_t kRecentDefault = 20;

const RoleSet kDeskRoles = desk_roles();

std::string cookie_suffix(const Ledger& ledger) {
  std::string name = ledger.place().station.value();
  for (char& c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return name;
}

std::optional<std::size_t> limit_asked(const Request& request) {
  const auto asked = request.asked("limit");
  if (!asked) return kRecentDefault;
  const bool digits = asked->find_first_not_of("0123456789") == std::string::npos;
  if (!digits || asked->size() > 3) return std::nullopt;
  const std::size_t limit = std::stoul(*asked);
  return limit >= 1 && limit <= kRecentMax ? std::optional(limit) : std::nullopt;
}

}  // namespace

Desk::Desk(DeskOptions options, Ledger ledger, std::function<LinkStatus()> link,
           const Clock& machine_clock)
    : options_(std::move(options)),
      link_(std::move(link)),
      machine_clock_(machine_clock),
      stream_(to_hex(random_bytes(kLifeBytes))),
      access_(
          access_options(cookie_suffix(ledger)),
          [this](const OfficerId& officer) { return find_account(officer); }, machine_clock),
      reader_(options_.reader, options_.seal_signers),
      ledger_(std::move(ledger)),
      counter_(ledger_, options_.names, options_.neighbour) {
  if (!options_.camera.empty()) {
    camera_.emplace(options_.reader, options_.camera);
    camera_state_ = "good";
  }
  note_look_ups_left();
  publish_decisions();  // nobody is there yet: from now on what differs is news
  const auto shifts = ledger_.open_shifts();
  for (const auto& shift : shifts.value_or(std::vector<OpenShift>())) {
    shifts_[shift.officer] = std::nullopt;
  }
}

Route Desk::officers(std::string method, std::string pattern,
                     Response (Desk::*handler)(const Request&, const Session&),
                     Attention attention) {
  return access_.route(
      std::move(method), std::move(pattern), kDeskRoles,
      [this, handler](const Request& request, const Session& session) {
        return (this->*handler)(request, session);
      },
      attention);
}

Desk::~Desk() {
  const std::lock_guard lock(mutex_);
  leave_all();
  // What stays there is noted twice: better than not at all.
  static_cast<void>(end_look_ups(ledger_, look_ups_ended_));
}

void Desk::add_routes(Router& router) {
  Route site;
  site.method = "GET";
  site.pattern = "/api/site";
  site.handler = [this](const Request&) {
    const std::lock_guard lock(mutex_);
    return json_response(site_json(ledger_, ledger_.now()));
  };
  router.add(std::move(site));
  RoleSet may_log_in = kDeskRoles;
  may_log_in.add(Role::kOperations);
  add_session_routes(router, access_, may_log_in, [this] { return without_officers(); });
  router.add(access_.route(
      "GET", "/api/vocabulary", kDeskRoles,
      [](const Request&, const Session&) { return json_response(vocabulary_json()); }));
  // What a page asks by itself, and documents that a camera or a scanner brings, do not show that
  // anybody is there: whose hand did it has pressed a key too, which the page tells.
  constexpr auto kByItself = Attention::kPageAlone;
  router.add(officers("GET", "/api/events", &Desk::events, kByItself));
  router.add(officers("GET", "/api/strip", &Desk::get_strip, kByItself));
  Route reading = officers("POST", "/api/readings", &Desk::read_document, kByItself);
  reading.body_bytes_max = kPictureBytesMax;
  reading.too_large = "picture-too-large";
  router.add(std::move(reading));
  router.add(officers("POST", "/api/drops/next", &Desk::take_dropped, kByItself));
  router.add(officers("POST", "/api/inspections", &Desk::open_by_hand));
  const std::string inspection = "/api/inspections/{inspection}";
  router.add(officers("GET", inspection, &Desk::get_inspection, kByItself));
  router.add(officers("DELETE", inspection, &Desk::drop_inspection));
  router.add(officers("PUT", inspection + "/document", &Desk::enter_document));
  router.add(officers("GET", inspection + "/picture", &Desk::get_picture, kByItself));
  router.add(officers("GET", inspection + "/alerts/{alert}/picture", &Desk::get_listed_picture,
                      kByItself));
  Route photo = officers("PUT", inspection + "/photo", &Desk::take_photo);
  photo.body_bytes_max = kPhotoBytesMax;
  photo.too_large = "picture-too-large";
  router.add(std::move(photo));
  router.add(officers("GET", inspection + "/photo", &Desk::get_photo, kByItself));
  router.add(officers("POST", inspection + "/decision", &Desk::decide));
  router.add(officers("GET", "/api/decisions", &Desk::recent_decisions, kByItself));
  router.add(officers("GET", "/api/decisions/{record}/paper", &Desk::paper_of));
  router.add(officers("POST", "/api/decisions/{record}/correction", &Desk::correct));
  router.add(officers("GET", "/api/shift", &Desk::get_shift));
  router.add(officers("POST", "/api/shift/close", &Desk::close_shift));
  add_paper_routes(router);
  // What the first line is not shown is for the second alone.
  const auto examiners = [&](const char* method, const char* pattern, auto handler,
                             Attention attention) {
    router.add(access_.route(
        method, pattern, RoleSet{Role::kExaminer},
        [this, handler](const Request& request, const Session& session) {
          return (this->*handler)(request, session);
        },
        attention));
  };
  examiners("GET", "/api/second-line", &Desk::second_line, kByItself);
  examiners("GET", "/api/second-line/pictures/{picture}", &Desk::second_line_picture, kByItself);
  examiners("POST", "/api/second-line/search", &Desk::search, Attention::kPerson);
  add_metrics_route(router, access_, options_.metrics_token, [this] { return metrics(); });
}

AccessOptions Desk::access_options(std::string console) {
  AccessOptions options;
  options.console = std::move(console);
  options.sessions.lock_after = options_.lock_after;
  options.note = [this](const AccessEvent& event) { return note_access(event); };
  options.second_factors = {
      [this](const Account& account) { return open_second_factor_of(account); },
      [this] {
        const std::lock_guard lock(mutex_);
        // Telephones know of no exercise.
        return ledger_.place().exercise ? machine_clock_.now() : centre_now();
      },
      [this](const OfficerId& officer, std::uint64_t step) {
        const std::lock_guard lock(mutex_);
        return ledger_.count_code(officer, step);
      }};
  // A place that cannot be looked up or kept is one that nobody knows.
  options.known_places = {
      [this](const OfficerId& officer, const std::string& address, Instant since) {
        const std::lock_guard lock(mutex_);
        return ledger_.knows_place(officer, address, since).value_or(false);
      },
      [this, known_for = options.throttle.known_for](const OfficerId& officer,
                                                     const std::string& address, Instant at) {
        const std::lock_guard lock(mutex_);
        (void)ledger_.keep_place(officer, address, at, at.minus(known_for));
      }};
  return options;
}

/// By the list in force, whose key is sealed to this station.
Result<Secret> Desk::open_second_factor_of(const Account& account) {
  const std::lock_guard lock(mutex_);
  GARITA_TRY(bulletin, ledger_.bulletin("officers"));
  if (!bulletin) return fail(Remedy::kRetry, "there is no list of officers");
  GARITA_TRY(keys, second_factor_keys(bulletin->content));
  const auto own = keys.find(ledger_.place().station);
  if (own == keys.end()) return fail(Remedy::kRetry, "the list has no key for this station");
  const auto& identity = ledger_.identity();
  GARITA_TRY(key, open_envelope(own->second, identity.station_key, identity.station_certificate));
  return open_second_factor(key, account.id, account.second_factor);
}

/// The centre's time, as far as it is known here; the lock is held.
Instant Desk::centre_now() {
  const auto clock = ledger_.clock_standing();
  const Instant now = ledger_.now();
  return clock ? centre_time(*clock, now) : now;
}

std::optional<Account> Desk::find_account(const OfficerId& officer) {
  const std::lock_guard lock(mutex_);
  const auto bulletin = ledger_.bulletin("officers");
  if (!bulletin || !*bulletin) return std::nullopt;
  const auto accounts = parse_officers((*bulletin)->content);
  if (!accounts) return std::nullopt;
  for (const Account& account : *accounts) {
    if (account.id == officer) return account;
  }
  return std::nullopt;
}

std::optional<Response> Desk::without_officers() {
  const std::lock_guard lock(mutex_);
  const auto held = ledger_.held_bulletin("officers");
  if (held && *held) {
    if (judge_expiry(officers_end(), centre_now()) != OfficersExpiry::kExpired) return std::nullopt;
    return problem_response({.status = 503,
                             .name = "officers-expired",
                             .title = "The list of officers has expired: nobody is let in anew",
                             .detail = "",
                             .errors = {}});
  }
  return problem_response({.status = 503,
                           .name = "no-officers",
                           .title = "This station has no list of officers yet",
                           .detail = "",
                           .errors = {}});
}

Result<Standing> Desk::standing(Counted counted) {
  GARITA_TRY(now_standing, standing_of(ledger_, link_(), counted));
  now_standing.officers_expire_at = officers_end();
  now_standing.camera = camera_state_;
  now_standing.drops_waiting = drops_offered();
  if (drop_fault_ && ledger_.now() - drop_fault_->at <= kDroppedFor)
    now_standing.drop_fault = drop_fault_;
  return now_standing;
}

/// Of the list in force; read again when another one is.
std::optional<Instant> Desk::officers_end() {
  const auto held = ledger_.held_bulletin("officers");
  if (!held || !*held) return std::nullopt;
  if ((*held)->version == officers_end_version_) return officers_end_;
  const auto bulletin = ledger_.bulletin("officers");
  if (!bulletin || !*bulletin) return std::nullopt;
  officers_end_ = officers_expire_at((*bulletin)->content);
  officers_end_version_ = (*bulletin)->version;
  return officers_end_;
}

Response Desk::get_strip(const Request&, const Session&) {
  const std::lock_guard lock(mutex_);
  const auto now_standing = standing();
  if (!now_standing) return not_available(now_standing.error());
  return json_response(strip_json(ledger_, *now_standing, ledger_.now()));
}

Response Desk::events(const Request&, const Session& session) {
  EventSubscription subscription = access_.subscription(stream_, session);
  const std::lock_guard lock(mutex_);
  ensure_shift(session.officer);
  const auto now_standing = standing();
  if (!now_standing) return not_available(now_standing.error());
  subscription.greeting = event_text("strip", strip_json(ledger_, *now_standing, ledger_.now()));
  return event_response(std::move(subscription));
}

Response Desk::recent_decisions(const Request& request, const Session& session) {
  const auto limit = limit_asked(request);
  if (!limit) return bad_request("limit is a number from 1 to 100");
  const std::lock_guard lock(mutex_);
  const auto decisions = ledger_.recent_decisions(*limit);
  if (!decisions) return not_available(decisions.error());
  const auto shifts = ledger_.open_shifts();
  if (!shifts) return not_available(shifts.error());
  const auto own = std::ranges::find(*shifts, session.officer, &OpenShift::officer);
  const auto since = own == shifts->end() ? std::nullopt : std::optional(own->opened_at);
  return json_response(own_decisions_json(*decisions, since));
}

void Desk::add_metrics(std::function<std::string()> more) {
  const std::lock_guard lock(mutex_);
  more_metrics_ = std::move(more);
}

std::string Desk::metrics() {
  std::string text = "# TYPE garita_desk_sessions gauge\ngarita_desk_sessions " +
                     std::to_string(access_.sessions_open()) + "\n";
  const std::lock_guard lock(mutex_);
  if (more_metrics_) text += more_metrics_();
  text += "# TYPE garita_desk_inspections_open gauge\ngarita_desk_inspections_open " +
          std::to_string(inspections_.undecided()) + "\n";
  const auto now_standing = standing(Counted::kAll);
  if (now_standing) text += station_metrics(*now_standing, ledger_.now());
  return text;
}

void Desk::tick() {
  bool officers_changed = false;
  const std::set<OfficerId> here = access_.officers_here();
  {
    const std::lock_guard lock(mutex_);
    end_forgotten_shifts(here);
    publish_strip();
    publish_decisions();
  }
  look_again_where_names_came();
  {
    const std::lock_guard lock(mutex_);
    look_after_look_ups();
    audit_.write_waiting(ledger_);
    const auto held = ledger_.held_bulletin("officers");
    const std::uint64_t version = held && *held ? (*held)->version : 0;
    officers_changed = version != officers_version_;
    officers_version_ = version;
  }
  if (officers_changed) access_.check_accounts_again();
  access_.look_after_sessions();
}

Result<void> Desk::note_access(const AccessEvent& event) {
  const std::lock_guard lock(mutex_);
  audit_.note(ledger_, event.officer, event.action, event.from, event.reason);
  return {};
}

void Desk::publish_strip() {
  const auto now_standing = standing();
  if (!now_standing) return;
  const Instant now = ledger_.now();
  const std::string strip = strip_json(ledger_, *now_standing, now);
  // What comes before the post is the moment, which alone is no news.
  const std::string news = strip.substr(strip.find("\"post\""));
  if (news == strip_shown_ && now - strip_shown_at_ < kStripAtLeastEvery) return;
  strip_shown_ = news;
  strip_shown_at_ = now;
  stream_.publish("strip", strip);
}

void Desk::publish_decisions() {
  const auto decisions = ledger_.recent_decisions(kWatchedDecisions);
  if (!decisions) return;
  std::map<RecordId, std::string> shown;
  for (auto own = decisions->rbegin(); own != decisions->rend(); ++own) {
    const std::string json = own_decision_json(*own);
    const auto before = decisions_shown_.find(own->record);
    const bool news = before == decisions_shown_.end() || before->second != json;
    if (news) stream_.publish("decision", json);
    shown.emplace(own->record, json);
  }
  decisions_shown_ = std::move(shown);
}

}  // namespace garita::station
