#include "schema/http/access.h"

#include "schema/api/log_in.h"
#include "schema/crypto/password.h"
#include "schema/crypto/totp.h"
#include "schema/http/router.h"

namespace garita {

namespace {

/// As hard to compute as a real one (Argon2Cost), and of no password: who guesses names learns
/// nothing from the time that an answer takes.
constexpr std::string_view kNobody =
    "$argon2id$v=19$m=32768,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
constexpr std::string_view kCookieAttributes = "; Path=/; Secure; HttpOnly; SameSite=Strict";

Response no_session() {
  return problem_response({.status = 401,
                           .name = "no-session",
                           .title = "Nobody is logged in, or the session has ended",
                           .detail = "",
                           .errors = {}});
}

Response session_locked() {
  return problem_response({.status = 401,
                           .name = "session-locked",
                           .title = "The session is locked: its officer's password opens it",
                           .detail = "",
                           .errors = {}});
}

Access::Refusal refused_as(int status, std::string name, std::string title) {
  Problem problem;
  problem.status = status;
  problem.name = std::move(name);
  problem.title = std::move(title);
  return {std::move(problem)};
}

Access::Refusal not_on_record() {
  return refused_as(503, "not-available", "Nobody is let in whose coming cannot be put on record");
}
Access::Refusal not_allowed() {
  return refused_as(403, "not-allowed", "This officer's roles do not allow it");
}
Access::Refusal too_many_attempts(std::chrono::milliseconds wait) {
  auto refusal =
      refused_as(429, "too-many-attempts", "Wrong passwords: wait before the next attempt");
  refusal.wait = wait;
  return refusal;
}
Access::Refusal wrong_credentials() {
  return refused_as(401, "wrong-credentials", "Name or password is wrong");
}
Access::Refusal code_asked() {
  return refused_as(401, "code-asked", "The code of the second factor is wanted too");
}
Access::Refusal wrong_code() {
  return refused_as(401, "wrong-code", "The code is not one of now, or it was used before");
}
Access::Refusal no_second_factor() {
  return refused_as(503, "no-second-factor",
                    "The second factor of this account cannot be checked here yet");
}

/// The page that asks shows somebody else's work: another officer has logged in beside it, in the
/// same browser. Whoever sends no such field asks for whom the cookie stands.
bool is_of_another(const Request& request, const Session& session) {
  const auto officer = request.header(kOfficerField);
  return officer && percent_decoded(*officer) != session.officer.value();
}

bool changes_something(std::string_view method) { return method != "GET" && method != "HEAD"; }

}  // namespace

Response answer_of(const Access::Refusal& refusal) {
  Response response = problem_response(refusal.problem);
  if (refusal.wait.count() > 0) {
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(refusal.wait).count();
    response.headers.push_back({"Retry-After", std::to_string(seconds)});
  }
  return response;
}

std::optional<Response> refuse_cross_site(const Request& request) {
  if (!changes_something(request.method)) return std::nullopt;
  const auto site = request.header("Sec-Fetch-Site");
  const auto origin = request.header("Origin");
  const std::string own = "https://" + std::string(request.header("Host").value_or(""));
  const bool own_site = !site || *site == "same-origin" || *site == "none";
  if (own_site && (!origin || *origin == own)) return std::nullopt;
  return problem_response({.status = 403,
                           .name = "cross-site",
                           .title = "The request comes from another site's page",
                           .detail = "",
                           .errors = {}});
}

Access::Access(AccessOptions options, FindAccount find_account, const Clock& clock)
    : options_(std::move(options)),
      cookie_name_("__Host-garita-" + options_.console),
      find_account_(std::move(find_account)),
      clock_(clock),
      sessions_(options_.sessions),
      throttle_(options_.throttle) {}

Route Access::route(std::string method, std::string pattern, RoleSet roles, OfficerHandler handler,
                    Attention attention) const {
  Route made;
  made.method = std::move(method);
  made.pattern = std::move(pattern);
  made.gate = [this, roles, attention](const Request& request) {
    return refuse(request, roles, attention);
  };
  made.handler = [this, attention, handler = std::move(handler)](const Request& request) {
    const auto session = session_of(request, attention);
    if (!session || is_of_another(request, *session)) return no_session();
    if (session->locked) return session_locked();
    return agrees_with_account(*session) ? handler(request, *session) : no_session();
  };
  return made;
}

std::optional<Response> Access::refuse(const Request& request, RoleSet roles,
                                       Attention attention) const {
  if (auto refused = refuse_cross_site(request)) return refused;
  const auto session = session_of(request, attention);
  if (!session || is_of_another(request, *session)) return no_session();
  if (session->locked) return session_locked();
  if (!session->roles.shares_any_with(roles)) return answer_of(not_allowed());
  return std::nullopt;
}

/// How long it has to wait; zero: it goes ahead, and counts.
std::chrono::milliseconds Access::take_attempt(const Request& request, const LogIn& who) {
  const std::lock_guard lock(mutex_);
  const auto wait = throttle_.wait(who.officer, request.peer_address, clock_.now());
  // Counted before the password is looked at, so that many attempts at once gain nothing.
  if (wait.count() == 0) throttle_.failed(who.officer, request.peer_address, clock_.now());
  return wait;
}

std::optional<Access::Refusal> Access::hold_back(const Request& request, const LogIn& who) {
  auto wait = take_attempt(request, who);
  const auto& places = options_.known_places;
  const Instant since = clock_.now().minus(options_.throttle.known_for);
  if (wait.count() > 0 && places.has && places.has(who.officer, request.peer_address, since)) {
    {
      const std::lock_guard lock(mutex_);
      throttle_.recognise(who.officer, request.peer_address, clock_.now());
    }
    wait = take_attempt(request, who);
  }
  if (wait.count() == 0) return std::nullopt;
  const std::lock_guard lock(mutex_);
  refused_.held_back();
  return too_many_attempts(wait);
}

void Access::keep_place(const Request& request, const LogIn& who) const {
  const auto& keep = options_.known_places.keep;
  if (keep) keep(who.officer, request.peer_address, clock_.now());
}

/// But for the second factor.
tl::expected<Account, Access::Refusal> Access::check_password_of(const Request& request,
                                                                 const LogIn& who, RoleSet roles) {
  if (auto refused = hold_back(request, who)) return tl::unexpected(*std::move(refused));
  auto account = find_account_(who.officer);
  const bool known = account && account->active && who.password.size() <= kPasswordBytesMax;
  const bool right =
      check_password(who.password, known ? account->password_verifier : std::string(kNobody));
  if (!known || !right) {
    note_refused(request, account ? who.officer : OfficerId(""),
                 account ? "wrong password" : "nobody is called so");
    return tl::unexpected(wrong_credentials());
  }
  if (!account->roles.shares_any_with(roles)) {
    note_refused(request, who.officer, "no role of this console");
    return tl::unexpected(not_allowed());
  }
  return *std::move(account);
}

tl::expected<Account, Access::Refusal> Access::vouch(const Request& request, const LogIn& who,
                                                     RoleSet roles) {
  auto account = check_password_of(request, who, roles);
  if (!account) return account;
  if (auto refused = ask_second_factor(request, who, *account))
    return tl::unexpected(*std::move(refused));
  keep_place(request, who);
  const std::lock_guard lock(mutex_);
  throttle_.succeeded(who.officer, request.peer_address, clock_.now());
  return account;
}

tl::expected<Access::LoggedIn, Response> Access::log_in(const Request& request, const LogIn& who,
                                                        RoleSet roles) {
  look_after_sessions();
  const auto account = check_password_of(request, who, roles);
  if (!account) return tl::unexpected(answer_of(account.error()));
  const auto before = session_of(request);
  const bool unlocks = before && before->locked && before->officer == who.officer;
  if (!unlocks) {
    if (auto refused = ask_second_factor(request, who, *account))
      return tl::unexpected(answer_of(*refused));
  }
  const auto noted =
      note({unlocks ? "session_unlocked" : "logged_in", who.officer, request.peer_address, ""});
  if (!noted) return tl::unexpected(answer_of(not_on_record()));
  keep_place(request, who);
  const std::string token = make_session_token();
  LoggedIn done;
  {
    const std::lock_guard lock(mutex_);
    throttle_.succeeded(who.officer, request.peer_address, clock_.now());
    if (const auto old = request.cookie(cookie_name_)) sessions_.close(*old);
    done.session = sessions_.open(*account, token, clock_.now());
  }
  if (before && before->officer != who.officer) {
    note_end({"session_ended", before->officer, request.peer_address, "another officer logged in"});
  }
  // The account may have been withdrawn while the password was computed, and whoever looked for
  // sessions to end then did not find this one yet.
  if (!still_stands(done.session)) return tl::unexpected(answer_of(wrong_credentials()));
  done.set_cookie = {"Set-Cookie", cookie_name_ + "=" + token + std::string(kCookieAttributes)};
  return done;
}

/// After the password was right.
std::optional<Access::Refusal> Access::ask_second_factor(const Request& request, const LogIn& who,
                                                         const Account& account) {
  if (account.second_factor.empty()) return std::nullopt;
  const auto& factors = options_.second_factors;
  if (who.code.empty()) {
    const std::lock_guard lock(mutex_);
    throttle_.half_succeeded(request.peer_address);
    return code_asked();
  }
  if (!factors.open || !factors.now || !factors.count) return no_second_factor();
  const auto key = factors.open(account);
  if (!key) return no_second_factor();
  if (const auto step = step_of_code(*key, who.code, factors.now())) {
    const auto counts = factors.count(account.id, *step);
    if (!counts) return not_on_record();
    if (*counts) return std::nullopt;
  }
  note_refused(request, who.officer, "wrong code");
  return wrong_code();
}

Result<void> Access::note(const AccessEvent& event) const {
  return options_.note ? options_.note(event) : Result<void>();
}

void Access::note_refused(const Request& request, const OfficerId& officer, std::string why) {
  std::optional<std::uint64_t> unnoted;
  {
    const std::lock_guard lock(mutex_);
    unnoted = refused_.note(clock_.now());
  }
  if (!unnoted) return;
  if (*unnoted > 0) why += ", and " + std::to_string(*unnoted) + " more before it";
  note_end({"log_in_refused", officer, request.peer_address, std::move(why)});
}

/// What is over is over, also where it cannot be put on record.
void Access::note_end(const AccessEvent& event) const { static_cast<void>(note(event)); }

void Access::look_after_sessions() {
  SessionTable::Changed changed;
  {
    const std::lock_guard lock(mutex_);
    changed = sessions_.look_after(clock_.now());
  }
  for (const Session& session : changed.locked) {
    note_end({"session_locked", session.officer, "", ""});
  }
  for (const Session& session : changed.ended) {
    note_end({"session_ended", session.officer, "", "idle, or too old"});
  }
}

std::set<OfficerId> Access::officers_here() const {
  const std::lock_guard lock(mutex_);
  return sessions_.officers();
}

bool Access::still_stands(const Session& session) const {
  const auto account = find_account_(session.officer);
  const std::lock_guard lock(mutex_);
  sessions_.check(session.officer, account, clock_.now());
  return sessions_.is_open(session.token_hash, clock_.now());
}

bool Access::agrees_with_account(const Session& session) const {
  const bool lately = clock_.now() - session.checked < options_.check_every;
  return lately || still_stands(session);
}

HeaderField Access::log_out(const Request& request) {
  if (const auto session = session_of(request)) {
    note_end({"logged_out", session->officer, request.peer_address, ""});
  }
  if (const auto token = request.cookie(cookie_name_)) {
    const std::lock_guard lock(mutex_);
    sessions_.close(*token);
  }
  return {"Set-Cookie", cookie_name_ + "=; Max-Age=0" + std::string(kCookieAttributes)};
}

void Access::lock(const Request& request) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto token = request.cookie(cookie_name_)) sessions_.lock(*token);
  }
  look_after_sessions();
}

std::optional<Session> Access::session_of(const Request& request, Attention attention) const {
  const auto token = request.cookie(cookie_name_);
  if (!token) return std::nullopt;
  const std::lock_guard lock(mutex_);
  return sessions_.use(*token, clock_.now(), attention);
}

bool Access::still_logged_in(const std::string& token_hash) const {
  const std::lock_guard lock(mutex_);
  return sessions_.is_open(token_hash, clock_.now());
}

Instant Access::expires_at(const Session& session) const {
  const std::lock_guard lock(mutex_);
  return sessions_.expires_at(session);
}

EventSubscription Access::subscription(EventStream& stream, const Session& session) const {
  EventSubscription made;
  made.stream = &stream;
  made.still_allowed = [this, hash = session.token_hash] { return still_logged_in(hash); };
  made.farewell = event_text("session_ended", "{}");
  return made;
}

std::size_t Access::sessions_open() const {
  const std::lock_guard lock(mutex_);
  return sessions_.size();
}

void Access::check_accounts_again() {
  std::set<OfficerId> officers;
  {
    const std::lock_guard lock(mutex_);
    officers = sessions_.officers();
  }
  for (const auto& officer : officers) {
    const auto account = find_account_(officer);
    const std::lock_guard lock(mutex_);
    sessions_.check(officer, account, clock_.now());
  }
}

}  // namespace garita
