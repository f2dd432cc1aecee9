#pragma once

#include <vector>

#include "schema/api/account.h"
#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/result.h"

namespace garita {

/// Who works at a desk: officers, supervisors and examiners.
[[nodiscard]] RoleSet desk_roles();

/// The content of channel "officers": {"officers":[{"id","name","roles","verifier","active"}]}, as
/// posts read it and the centre before it publishes one. Roles that this version does not know are
/// left out; `name` and `active` may be absent. Remedy: reject, with the officer's place in the
/// list, from 1.
[[nodiscard]] Result<std::vector<Account>> parse_officers(ByteView content);

/// Whether such an account opens a desk: it is active, has a desk's role, and its verifier can be
/// checked against a password.
[[nodiscard]] bool opens_a_desk(const Account& account);

}  // namespace garita
