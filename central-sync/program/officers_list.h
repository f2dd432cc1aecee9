#pragma once

#include <chrono>

#include "central-sync/program/centre.h"
#include "schema/journal/statements.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// Until when posts let officers log in by a list, whatever they hear of the centre meanwhile.
inline constexpr std::chrono::days kOfficersLast{90};
/// `serve` publishes the same officers again this often, so that a post with a link, or whose
/// sticks travel, never comes near that day.
inline constexpr std::chrono::days kOfficersRenewedEvery{7};

/// Publishes who may log in at the posts, as the centre knows it now, and which hours on paper it
/// closed in the last kOfficersLast. Remedy: as publish().
[[nodiscard]] Result<Bulletin> publish_officers(Centre& centre);
/// What of hours on paper it tells desks: the record that announced them, and when the centre
/// closed them.
[[nodiscard]] Result<std::map<RecordId, Instant>> closed_at_desks(Centre& centre);
/// Tells the posts of hours that were closed just now, or opened again; nothing where there is no
/// list of officers, and so no desk. Remedy: as publish().
[[nodiscard]] Result<void> tell_desks(Centre& centre);
/// The same where the newest list is older than kOfficersRenewedEvery, or has second factors and
/// was made for other stations than there are; nothing where there is none.
[[nodiscard]] Result<void> renew_officers_when_due(Centre& centre);

}  // namespace garita::central
