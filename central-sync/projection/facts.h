#pragma once

#include "central-sync/persons/identity.h"
#include "central-sync/projection/tables.h"
#include "schema/record/record.h"
#include "schema/stay/authorise.h"
#include "schema/stay/pairing.h"

namespace garita::central {

/// Whether an entry or exit happened: somebody was admitted, and somebody saw it. A carrier's word
/// alone is evidence, not a movement (design/domain 2B-10).
[[nodiscard]] bool is_movement(const Crossing& crossing);

/// Whether it has a part in a person's stays: movements do, and the exits that a carrier alone
/// tells of, which end no stay and speak for its end.
[[nodiscard]] bool takes_part(const Crossing& crossing);

/// The post's local day, by the bound of the station's clock error: an entry on the latest day
/// possible, an exit on the earliest, since doubt favours the traveller.
[[nodiscard]] Date legal_day(const Crossing& crossing, const Zone& zone);

/// How wrong a station's clock may be for its word to count: a post that was without the centre for
/// years still knows the month. Beyond it, days of stay would mean nothing.
inline constexpr std::chrono::milliseconds kClockErrorMax = std::chrono::hours(31 * 24);

/// Remedy: reject, for a crossing after `latest` (beyond its own error bound), for one before the
/// traveller's birth, and for a clock that is further out than kClockErrorMax.
[[nodiscard]] Result<void> check_times(const Crossing& crossing, Instant latest);

[[nodiscard]] Holder holder_of(const TravelDocument& document);
/// As ProjectionTables::names_shown, of that person's history.
[[nodiscard]] ProjectionTables::NamesShown names_shown_in(const PersonHistory& history,
                                                          const PersonId& document,
                                                          std::size_t limit);
[[nodiscard]] Movement movement_of(const CrossingFact& fact);
[[nodiscard]] StatusChange change_of(const RecordId& id, const StatusDecision& decision,
                                     const Zone& zone);

/// What the record of a stay that was taken over says, as a hash: the same record, the same text.
[[nodiscard]] std::string content_of_taken_over(const Crossing& entry);

}  // namespace garita::central
