#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "schema/api/account.h"
#include "schema/api/log_in_throttle.h"
#include "schema/api/problem.h"
#include "schema/api/refused_log_ins.h"
#include "schema/api/session.h"
#include "schema/crypto/secret.h"
#include "schema/http/events.h"
#include "schema/http/router.h"
#include "schema/vocabulary/clock.h"

namespace garita {

/// A handler that knows who asks.
using OfficerHandler = std::function<Response(const Request&, const Session&)>;

/// The console's accounts. Safe to call from any thread; may read a database.
using FindAccount = std::function<std::optional<Account>(const OfficerId&)>;

/// Who came and went at a console, for its audit.
struct AccessEvent {
  /// "logged_in", "log_in_refused" (not each of very many: RefusedLogIns), "logged_out",
  /// "session_locked", "session_unlocked", "session_ended".
  std::string action;
  OfficerId officer;   ///< "" where nobody is called so: what was typed may be a password
  std::string from;    ///< an address, or ""
  std::string reason;  ///< why it was refused or ended, in English; may be ""
};
/// Whether it is on record. Safe to call from any thread.
using NoteAccess = std::function<Result<void>(const AccessEvent&)>;

/// How codes of officers' telephones are checked (schema/crypto/totp.h). Safe to call from any
/// thread.
struct SecondFactors {
  /// The key that an account's second factor seals. Fails where it cannot be opened here.
  std::function<Result<Secret>(const Account&)> open;
  /// The moment as it is everywhere, as far as it is known: telephones have it right.
  std::function<Instant()> now;
  /// Whether the code of a step is above those of the officer's that counted; then it has counted.
  std::function<Result<bool>(const OfficerId&, std::uint64_t step)> count;
};

/// Where officers logged in, over starts of the program. Safe to call from any thread. What cannot
/// be kept or looked up is a place that nobody knows.
struct KnownPlaces {
  /// Whether the officer logged in at the address at or after a moment.
  std::function<bool(const OfficerId&, const std::string& address, Instant since)> has;
  std::function<void(const OfficerId&, const std::string& address, Instant at)> keep;
};

struct AccessOptions {
  /// Tells the cookies of consoles apart that share a host: browsers ignore the port. Lower-case
  /// letters, digits and hyphens: "paso-01-01", "centre".
  std::string console;
  SessionLimits sessions;
  ThrottleLimits throttle;
  /// A session in use is held against its account this often at least.
  std::chrono::milliseconds check_every{std::chrono::seconds(10)};
  /// Nobody is let in whose coming is not on record; may be empty.
  NoteAccess note = {};
  /// Empty: whose account has a second factor is not let in.
  SecondFactors second_factors = {};
  /// Empty: what this run of the program has seen counts.
  KnownPlaces known_places = {};
};

/// By which a page says whom it shows; without it the session alone counts.
inline constexpr std::string_view kOfficerField = "Garita-Officer";

/// 403 `cross-site` for a request that would change something and comes from another site's page:
/// Sec-Fetch-Site says so (W3C Fetch Metadata, 2.4), or an Origin that is not this host (RFC 6454).
[[nodiscard]] std::optional<Response> refuse_cross_site(const Request& request);

/// Who may ask what: log-in, log-out, and the gates of the other routes. Safe to share.
class Access {
 public:
  /// `clock` is the machine's own even in an exercise, or weeks that pass in a minute would log
  /// everyone out.
  Access(AccessOptions options, FindAccount find_account, const Clock& clock);

  /// A route for those who have one of `roles`. Others get 401 or 403 before the body is read, and
  /// so does a write that comes from another site's page. Whose account was withdrawn, or has other
  /// roles or another password since, gets 401 within check_every; whose session is locked, 401
  /// `session-locked`; who is of another officer (kOfficerField), 401. `attention`: whether who
  /// asks is a person, or a page by itself.
  [[nodiscard]] Route route(std::string method, std::string pattern, RoleSet roles,
                            OfficerHandler handler, Attention attention = Attention::kPerson) const;

  struct LogIn {
    OfficerId officer;
    std::string password;
    std::string code = {};  ///< of the second factor; "": none was given
  };
  struct LoggedIn {
    Session session;
    HeaderField set_cookie;
  };
  /// An answer that refuses, or the new session of somebody who has one of `roles`. It takes the
  /// place of the one that the request's cookie stands for, which may be locked, and may be of
  /// another officer. Takes a tenth of a second, whoever asks. Whose account has a second factor
  /// gives its code too, each once, but not to unlock their own session.
  [[nodiscard]] tl::expected<LoggedIn, Response> log_in(const Request& request, const LogIn& who,
                                                        RoleSet roles);
  /// Why a name and its password were not taken, for its asker to answer.
  struct Refusal {
    Problem problem;  ///< as openapi.yaml lists those of a log-in
    std::chrono::milliseconds wait{0};
  };
  /// The account of whoever vouches for something with their password, by all that log_in checks
  /// and counts: nobody's session begins or ends by it, and the second factor is always asked.
  [[nodiscard]] tl::expected<Account, Refusal> vouch(const Request& request, const LogIn& who,
                                                     RoleSet roles);
  /// Ends the session, if there is one; the field clears the cookie.
  [[nodiscard]] HeaderField log_out(const Request& request);
  /// Locks the request's session, as idleness does.
  void lock(const Request& request);

  /// The session that the request's cookie stands for, which may be locked.
  [[nodiscard]] std::optional<Session> session_of(
      const Request& request, Attention attention = Attention::kPageAlone) const;
  /// The same without counting as use: for streams that stay open while nobody is there.
  [[nodiscard]] bool still_logged_in(const std::string& token_hash) const;
  [[nodiscard]] std::chrono::milliseconds lock_after() const {
    return options_.sessions.lock_after;
  }
  /// Notes which sessions time has locked or ended; now and then.
  void look_after_sessions();
  /// Who has a session here, locked or not.
  [[nodiscard]] std::set<OfficerId> officers_here() const;
  /// When the session ends unless it is used again.
  [[nodiscard]] Instant expires_at(const Session& session) const;
  /// A subscription of `session` to `stream`.
  [[nodiscard]] EventSubscription subscription(EventStream& stream, const Session& session) const;
  [[nodiscard]] std::size_t sessions_open() const;
  /// Looks every officer with a session up again, now rather than within check_every. When the
  /// list of officers has changed.
  void check_accounts_again();

 private:
  [[nodiscard]] std::optional<Response> refuse(const Request& request, RoleSet roles,
                                               Attention attention) const;
  [[nodiscard]] std::chrono::milliseconds take_attempt(const Request& request, const LogIn& who);
  [[nodiscard]] std::optional<Refusal> hold_back(const Request& request, const LogIn& who);
  void keep_place(const Request& request, const LogIn& who) const;
  [[nodiscard]] tl::expected<Account, Refusal> check_password_of(const Request& request,
                                                                 const LogIn& who, RoleSet roles);
  [[nodiscard]] std::optional<Refusal> ask_second_factor(const Request& request, const LogIn& who,
                                                         const Account& account);
  [[nodiscard]] Result<void> note(const AccessEvent& event) const;
  void note_refused(const Request& request, const OfficerId& officer, std::string why);
  void note_end(const AccessEvent& event) const;
  [[nodiscard]] bool agrees_with_account(const Session& session) const;
  /// Looks the account up now; ends the session where it no longer fits.
  [[nodiscard]] bool still_stands(const Session& session) const;

  const AccessOptions options_;
  const std::string cookie_name_;
  const FindAccount find_account_;
  const Clock& clock_;
  mutable std::mutex mutex_;  ///< guards all below
  mutable SessionTable sessions_;
  LogInThrottle throttle_;
  RefusedLogIns refused_;
};

[[nodiscard]] Response answer_of(const Access::Refusal& refusal);

}  // namespace garita
