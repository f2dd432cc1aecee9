#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "schema/api/account.h"
#include "schema/vocabulary/instant.h"

namespace garita {

struct SessionLimits {
  /// Without use: then the session opens nothing until its officer's password is given again.
  std::chrono::milliseconds lock_after{std::chrono::minutes(15)};
  std::chrono::milliseconds idle_max{std::chrono::hours(2)};
  std::chrono::milliseconds life_max{std::chrono::hours(12)};
  std::size_t sessions_max = 1000;
  std::size_t sessions_per_officer_max = 5;
};

/// Someone who logged in. The token itself is known to the browser alone.
struct Session {
  std::string token_hash;  ///< SHA-256, hexadecimal
  OfficerId officer;
  std::string name;
  RoleSet roles;
  Instant started;
  Instant last_used;
  Instant checked;            ///< when it last agreed with the account
  std::string verifier_hash;  ///< of the password verifier at log-in, SHA-256, hexadecimal
  bool locked = false;        ///< until the next log-in
  bool lock_told = false;     ///< look_after() has given it
};

/// Whether a request shows that a person is there: what a page asks of itself does not.
enum class Attention { kPerson, kPageAlone };

/// Sessions by their token's hash; a session locks by idleness, and ends by log-out, longer
/// idleness or age. Pure: the caller brings time and random bytes.
class SessionTable {
 public:
  explicit SessionTable(SessionLimits limits = {});

  /// `token` has at least 256 random bits. Where a limit is reached, the session that was idle
  /// longest ends: of the same officer, else of anybody.
  Session open(const Account& account, std::string_view token, Instant now);
  /// The session of `token`; where a person is there and it is not locked, `now` is its last use.
  [[nodiscard]] std::optional<Session> use(std::string_view token, Instant now,
                                           Attention attention = Attention::kPerson);
  /// By hash, without counting as use; a locked one is not.
  [[nodiscard]] bool is_open(const std::string& token_hash, Instant now) const;
  void close(std::string_view token);
  void lock(std::string_view token);
  struct Changed {
    std::vector<Session> locked;  ///< since the last call
    std::vector<Session> ended;   ///< by idleness or age
  };
  /// Locks and ends what time has locked and ended.
  [[nodiscard]] Changed look_after(Instant now);
  /// Ends the sessions of `officer` whose account was withdrawn (absent, or not active) or has
  /// other roles or another password than at log-in; the others have now been checked.
  void check(const OfficerId& officer, const std::optional<Account>& account, Instant now);
  /// Who has a session.
  [[nodiscard]] std::set<OfficerId> officers() const;
  /// When it ends unless it is used again.
  [[nodiscard]] Instant expires_at(const Session& session) const;
  [[nodiscard]] std::size_t size() const { return sessions_.size(); }

 private:
  [[nodiscard]] bool expired(const Session& session, Instant now) const;
  [[nodiscard]] bool locked(const Session& session, Instant now) const;
  void make_room(const OfficerId& officer);

  SessionLimits limits_;
  std::map<std::string, Session> sessions_;
};

/// 256 random bits as base64url.
[[nodiscard]] std::string make_session_token();

}  // namespace garita
