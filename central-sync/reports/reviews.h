#pragma once

#include <span>
#include <string>

#include "central-sync/store/central_store.h"
#include "schema/stay/derivation.h"

namespace garita::central {

/// For people, in columns: the two pseudonyms, how many flags wait, who both are, score and
/// reasons.
[[nodiscard]] std::string reviews_table(std::span<const ReviewRow> rows, Language language);
/// One JSON object a line: one, other (each person, surname, given_names, birth_date, nationality,
/// document), score, reasons, since, cause, holds.
[[nodiscard]] std::string reviews_json(std::span<const ReviewRow> rows);

}  // namespace garita::central
