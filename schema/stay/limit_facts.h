#pragma once

#include <optional>

#include "schema/stay/derivation.h"
#include "schema/stay/policy.h"
#include "schema/vocabulary/date.h"

namespace garita {

/// Whether any stay, however long, passes the rule's window; true of other kinds.
[[nodiscard]] bool can_be_passed(const RuleKind& kind);

/// Where days are counted by the calendar year: the first day of the last year that began in
/// (from, until].
[[nodiscard]] std::optional<Date> new_year_between(const RuleKind& kind, Date from, Date until);

/// That a document brings the stay to its end on `last`, which is not before its expiry.
[[nodiscard]] DerivationLine document_caps(Date expiry, Date last);

}  // namespace garita
