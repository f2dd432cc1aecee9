#pragma once

#include <span>
#include <string>

#include "central-sync/store/central_store.h"

namespace garita::central {

/// What was received and is not calculated with: "record, cause, reason, since, resolved_at,
/// resolution", one JSON object a line; absent values left out. Causes: "fork", "unchained",
/// "unsigned", "unopened", and "unknown" for what was read and cannot be, as a crossing in the
/// future, before the traveller's birth or at a post that is not enrolled.
[[nodiscard]] std::string quarantine_json(std::span<const QuarantineRow> rows);
/// For people, in columns.
[[nodiscard]] std::string quarantine_table(std::span<const QuarantineRow> rows);

}  // namespace garita::central
