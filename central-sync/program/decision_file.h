#pragma once

#include <string_view>

#include "schema/record/record.h"
#include "schema/vocabulary/instant.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// A decision on somebody's status from JSON: `kind` (extend_days, extend_until, change_class,
/// suspend, resume, revoke, confirm, clear), `person` or `entry` (a record), `authority`, and what
/// the kind needs: `days`, `until`, `admission_class`; `at` (RFC 3339; absent: `now`), `officer`,
/// `reason`. Remedy: reject, naming the key.
[[nodiscard]] Result<StatusDecision> parse_decision_file(std::string_view json, Instant now);

}  // namespace garita::central
