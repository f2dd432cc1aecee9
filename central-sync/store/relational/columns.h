#pragma once

#include <optional>
#include <string>
#include <vector>

#include "central-sync/flags/history.h"
#include "central-sync/flags/watermark.h"
#include "schema/storage/database.h"
#include "schema/vocabulary/date.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/instant.h"

namespace garita::central {

// Values as the tables hold them: instants in milliseconds, days since 1970-01-01.

[[nodiscard]] std::optional<std::int64_t> stored(const std::optional<Instant>& moment);
[[nodiscard]] std::optional<std::int64_t> stored(const std::optional<Date>& day);

/// Of entries or exits: either has no rows of its own.
[[nodiscard]] std::int64_t stored(Sees sees);

[[nodiscard]] Instant instant_at(const Statement& row, int column);
[[nodiscard]] std::optional<Instant> nullable_instant_at(const Statement& row, int column);
[[nodiscard]] Date date_at(const Statement& row, int column);
[[nodiscard]] std::optional<Date> nullable_date_at(const Statement& row, int column);

/// The columns of a case's version, to be selected in this order.
inline constexpr const char* kCaseColumns =
    "kind, subject, post, at, due_at, raise_at, met, authorised_until, days_over, rule, "
    "policy_version, known_from, known_to, cause, cleared_reason, cleared_by, ends_at, "
    "probably_left, review, before_records";
inline constexpr int kCaseColumnCount = 20;
[[nodiscard]] CaseVersion case_at(const Statement& row, int first_column);

/// Of a description that is new, as its keys are then.
inline constexpr const char* kPutCandidateKey =
    "INSERT INTO candidate_keys (key, description) VALUES (?1, ?2)";

/// A version of a case, begun or ended. Versions are numbered in the order in which they began.
/// Of a number that nobody has yet.
inline constexpr const char* kBeginCase =
    "INSERT INTO cases (number, person, family, subject, kind, post, at, due_at, raise_at, met, "
    "authorised_until, days_over, rule, policy_version, known_from, known_to, cause, "
    "cleared_reason, cleared_by, ends_at, probably_left, review, before_records) VALUES (?1, ?2, "
    "?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, "
    "?23)";
/// The same of one that has begun, and has ended.
inline const std::string kEndBegunCase =
    std::string(kBeginCase) +
    " ON CONFLICT (number) DO UPDATE SET known_to = excluded.known_to, cleared_reason = "
    "excluded.cleared_reason, cleared_by = excluded.cleared_by";
inline constexpr const char* kLastCase = "SELECT max(number) FROM cases";
/// As kBeginCase takes them; `person` and `version` hold the texts.
[[nodiscard]] std::vector<Value> case_values(const PersonId& person, std::int64_t number,
                                             const CaseVersion& version);

/// The first column of the first row as text; nothing without a row.
[[nodiscard]] Result<std::optional<std::string>> one_text(Database& database, std::string_view sql,
                                                          Values values);
[[nodiscard]] Result<std::optional<std::int64_t>> one_integer(Database& database,
                                                              std::string_view sql, Values values);

}  // namespace garita::central
