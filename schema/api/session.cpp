#include "schema/api/session.h"

#include <algorithm>
#include <utility>

#include "schema/crypto/hash.h"
#include "schema/crypto/secret.h"
#include "schema/vocabulary/bytes.h"

namespace garita {

namespace {

constexpr std::size_t kTokenBytes = 32;

std::string hash_of(std::string_view token) { return to_hex(sha256(bytes_of(token))); }

}  // namespace

std::string make_session_token() { return to_base64url(random_bytes(kTokenBytes)); }

SessionTable::SessionTable(SessionLimits limits) : limits_(limits) {}

Session SessionTable::open(const Account& account, std::string_view token, Instant now) {
  make_room(account.id);
  Session session{.token_hash = hash_of(token),
                  .officer = account.id,
                  .name = account.name,
                  .roles = account.roles,
                  .started = now,
                  .last_used = now,
                  .checked = now,
                  .verifier_hash = hash_of(account.password_verifier)};
  sessions_.insert_or_assign(session.token_hash, session);
  return session;
}

std::optional<Session> SessionTable::use(std::string_view token, Instant now, Attention attention) {
  const auto found = sessions_.find(hash_of(token));
  if (found == sessions_.end()) return std::nullopt;
  Session& session = found->second;
  if (expired(session, now)) return std::nullopt;
  session.locked = locked(session, now);
  const bool counts = attention == Attention::kPerson && !session.locked;
  if (counts) session.last_used = std::max(session.last_used, now);
  return session;
}

bool SessionTable::is_open(const std::string& token_hash, Instant now) const {
  const auto found = sessions_.find(token_hash);
  return found != sessions_.end() && !expired(found->second, now) && !locked(found->second, now);
}

void SessionTable::close(std::string_view token) { sessions_.erase(hash_of(token)); }

void SessionTable::lock(std::string_view token) {
  const auto found = sessions_.find(hash_of(token));
  if (found != sessions_.end()) found->second.locked = true;
}

SessionTable::Changed SessionTable::look_after(Instant now) {
  Changed changed;
  for (auto held = sessions_.begin(); held != sessions_.end();) {
    Session& session = held->second;
    if (expired(session, now)) {
      changed.ended.push_back(std::move(session));
      held = sessions_.erase(held);
      continue;
    }
    session.locked = locked(session, now);
    if (session.locked && !std::exchange(session.lock_told, session.locked)) {
      changed.locked.push_back(session);
    }
    ++held;
  }
  return changed;
}

void SessionTable::check(const OfficerId& officer, const std::optional<Account>& account,
                         Instant now) {
  const std::string verifier_hash = account ? hash_of(account->password_verifier) : "";
  for (auto& [hash, session] : sessions_) {
    if (session.officer == officer) session.checked = now;
  }
  std::erase_if(sessions_, [&](const auto& held) {
    const Session& session = held.second;
    const bool stands = account && account->active && account->roles == session.roles &&
                        verifier_hash == session.verifier_hash;
    return session.officer == officer && !stands;
  });
}

std::set<OfficerId> SessionTable::officers() const {
  std::set<OfficerId> officers;
  for (const auto& [hash, session] : sessions_) officers.insert(session.officer);
  return officers;
}

Instant SessionTable::expires_at(const Session& session) const {
  return std::min(session.last_used.plus(limits_.idle_max), session.started.plus(limits_.life_max));
}

bool SessionTable::expired(const Session& session, Instant now) const {
  return now >= expires_at(session);
}

bool SessionTable::locked(const Session& session, Instant now) const {
  return session.locked || now - session.last_used >= limits_.lock_after;
}

void SessionTable::make_room(const OfficerId& officer) {
  const auto of_officer = [&](const auto& held) { return held.second.officer == officer; };
  const auto mine =
      static_cast<std::size_t>(std::count_if(sessions_.begin(), sessions_.end(), of_officer));
  const bool officer_full = mine >= limits_.sessions_per_officer_max;
  if (!officer_full && sessions_.size() < limits_.sessions_max) return;
  auto idlest = sessions_.end();
  for (auto held = sessions_.begin(); held != sessions_.end(); ++held) {
    if (officer_full && !of_officer(*held)) continue;
    const bool idler =
        idlest == sessions_.end() || held->second.last_used < idlest->second.last_used;
    if (idler) idlest = held;
  }
  if (idlest != sessions_.end()) sessions_.erase(idlest);
}

}  // namespace garita
