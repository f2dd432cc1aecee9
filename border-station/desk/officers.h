#pragma once

#include <optional>
#include <vector>

#include "schema/api/account.h"
#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/result.h"

namespace garita::station {

/// The content of channel "officers": {"officers":[{"id","name","roles","verifier","active"}]}.
/// Roles that this version does not know are left out. Remedy: reject.
[[nodiscard]] Result<std::vector<Account>> parse_officers(ByteView content);

}  // namespace garita::station
