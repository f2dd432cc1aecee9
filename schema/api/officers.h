#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <vector>

#include "schema/api/account.h"
#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/instant.h"
#include "schema/vocabulary/result.h"

namespace garita {

/// Who works at a desk: officers, supervisors and examiners.
[[nodiscard]] RoleSet desk_roles();

/// The content of channel "officers": {"expires_at", "officers":[{"id","name","roles","verifier",
/// "active","second_factor"}], "second_factor_keys"} (second_factor.h), as posts read it and the
/// centre before it publishes one. Beside them it may tell of hours on paper (papers_closed). Roles
/// that this version does not know are left out; `expires_at`, `name` and `active` may be absent.
/// Remedy: reject, with the officer's place in the list, from 1.
[[nodiscard]] Result<std::vector<Account>> parse_officers(ByteView content);

/// Until when anybody may log in anew by such a list; absent: for ever. What parse_officers refuses
/// gives nothing.
[[nodiscard]] std::optional<Instant> officers_expire_at(ByteView content);
/// Of hours on paper that desks announced, by the record that did: when the centre closed them. In
/// such a list because it goes to every desk, and to those of before, which pass it over. What
/// parse_officers refuses gives nothing, nor does what is no such record or moment.
[[nodiscard]] std::map<RecordId, Instant> papers_closed(ByteView content);
inline constexpr auto kPapersClosed = "papers_closed";  ///< [{"record","at"}]
/// How a list's end lies to a moment.
enum class OfficersExpiry { kFar, kSoon, kExpired };
inline constexpr std::chrono::days kExpiryIsSoon{14};
/// `now` by the centre's clock, as far as it is known.
[[nodiscard]] OfficersExpiry judge_expiry(std::optional<Instant> expires_at, Instant now);

/// Whether such an account opens a desk: it is active, has a desk's role, and its verifier can be
/// checked against a password.
[[nodiscard]] bool opens_a_desk(const Account& account);

}  // namespace garita
