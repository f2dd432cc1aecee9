#pragma once

#include <span>
#include <string>

#include "central-sync/store/central_store.h"

namespace garita::central {

/// What was received and is not calculated with: "record, cause, reason, since, resolved_at,
/// resolution, hash", one JSON object a line; the hash is what `adopt --hash` takes the beginning
/// of; absent values left out. Causes: "fork", "unchained",
/// "unsigned", "unopened", and "unknown" for what was read and cannot be, as a crossing in the
/// future, before the traveller's birth or at a post that is not enrolled.
[[nodiscard]] std::string quarantine_json(std::span<const QuarantineRow> rows);
/// For people, in columns, with as much of the hash as tells contents apart.
[[nodiscard]] std::string quarantine_table(std::span<const QuarantineRow> rows);

/// What somebody looks into, by post: promises that were not kept ("behind_watermark",
/// "decision_dated_back"), what was closed and "closed_reports_again", and hits of the alert list
/// that no decision followed when the document was left ("hit_left"), of which nothing is told but
/// where and when: whom, by which entry, and whether the first line saw it, is the second line's at
/// the post. "incident, post, record, subject, at, since, holders", one JSON object a line.
[[nodiscard]] std::string incidents_json(std::span<const IncidentRow> rows);
/// For people, in columns, by post; "" where there is none.
[[nodiscard]] std::string incidents_table(std::span<const IncidentRow> rows);

/// Decisions that wait for the entry that they are about: "decision, record, entry, authority, at,
/// since", one JSON object a line; absent values left out. Of what protects somebody only the
/// effect is told.
[[nodiscard]] std::string waiting_json(std::span<const WaitingDecision> rows);
/// For people, in columns; "" where there is none.
[[nodiscard]] std::string waiting_table(std::span<const WaitingDecision> rows);

}  // namespace garita::central
