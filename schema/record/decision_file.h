#pragma once

#include <cstddef>
#include <string_view>

#include "schema/record/record.h"
#include "schema/vocabulary/instant.h"
#include "schema/vocabulary/result.h"

namespace garita {

/// What a decision's file may be long.
inline constexpr std::size_t kDecisionFileBytesMax = std::size_t{64} * 1024;

/// A decision on somebody's status from JSON, as the centre and offices take it: `kind` (a name of
/// StatusKind), `person` or `entry` (a record), `authority`, and what the kind takes of `days`,
/// `until` and `admission_class`; `at` (RFC 3339; absent: `now`), `officer`, `reason`. Needed: days
/// of extend_days, until of extend_until, admission_class of change_class. Remedy: reject, naming
/// the key, also where it means nothing for the kind.
[[nodiscard]] Result<StatusDecision> parse_decision_file(std::string_view json, Instant now);

}  // namespace garita
