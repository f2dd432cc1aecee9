#pragma once

#include <optional>
#include <string>
#include <vector>

#include "central-sync/projection/tables.h"
#include "central-sync/store/central_store.h"
#include "schema/storage/database.h"

namespace garita::central {

// Rows of a person's crossings and decisions, each with its columns to be selected in this order.

inline constexpr const char* kMovementColumns =
    "record, direction, at, day, post, origin, document_code, nationality, admission_class, "
    "granted_days, granted_until, document_expiry, known_at, evidence";
inline constexpr int kMovementColumnCount = 14;
/// The fact that the row came from, as far as movements need it.
[[nodiscard]] CrossingFact movement_at(const Statement& row);

inline constexpr const char* kChangeColumns =
    "record, entry, kind, at, day, days, until, admission_class, known_at";
inline constexpr int kChangeColumnCount = 9;
[[nodiscard]] Known<StatusChange> change_at(const Statement& row);

/// The columns of `persons`, and of `crossings` with the record's traveller in the first place.
inline constexpr const char* kSummaryColumns =
    "person, surname, given_names, birth, sex, nationality, document_issuer, document_number";
[[nodiscard]] PersonSummary summary_at(const Statement& row, int first_column);

[[nodiscard]] std::optional<int> nullable_int(const Statement& row, int column);

/// Pseudonyms as one text, and back.
[[nodiscard]] std::string joined(const std::vector<PersonId>& pseudonyms);
[[nodiscard]] std::vector<PersonId> parted(const std::string& pseudonyms);

}  // namespace garita::central
