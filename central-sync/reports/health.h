#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "central-sync/store/central_store.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/instant.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// How one station stands with the centre.
struct StationHealth {
  StationRow station;
  std::vector<JournalRow> journals;  ///< by incarnation and lane
};

/// How one post stands: the number that people act on is `decisions_held_up`.
struct PostHealth {
  PostRow post;
  /// Up to when its movements are known; absent: it never reported.
  std::optional<Instant> watermark;
  /// What holds the watermark back besides silence: "paper period", "quarantine", "fork",
  /// "open incarnation", "reports again".
  std::vector<std::string> held_back_by;
  /// Lives of disks that somebody has to close: "PASO-NORTE-01:1".
  std::vector<std::string> open_incarnations;
  /// When any of its stations was last heard of.
  std::optional<Instant> last_contact;
  /// Held flags that wait for this post.
  std::int64_t decisions_held_up = 0;
  std::int64_t quarantined = 0;
  /// Crossings of it that came after their station had declared itself complete: its quality.
  std::int64_t behind_watermark = 0;
  std::vector<StationHealth> stations;
  /// While flags wait for the post: what of it was closed and reports again, of each station the
  /// last time.
  std::vector<Reopening> reopened;
};

/// The centre at a glance.
struct CentreStatus {
  Instant now;  ///< by this centre's clock
  CentreSettings settings;
  std::string policy_version;  ///< "" without a pack
  std::int64_t records = 0;
  std::int64_t records_not_projected = 0;
  std::optional<Instant> not_projected_since;  ///< when the first of them came
  std::int64_t quarantined = 0;
  /// Of all posts.
  std::int64_t behind_watermark = 0;
  /// Decisions that would have kept a flag from being raised, had they been known in time.
  std::int64_t decisions_dated_back = 0;
  /// Decisions about entries that have not arrived.
  std::int64_t decisions_waiting = 0;
  std::int64_t persons = 0;
  std::int64_t persons_to_judge_anew = 0;  ///< by new policies, or a zone that came to count
  std::int64_t stays_open = 0;
  std::int64_t flags_held = 0;
  std::int64_t flags_raised = 0;
  std::vector<BulletinRow> bulletins;     ///< the newest of each channel
  std::vector<std::string> records_gone;  ///< CentralStore::records_gone
  std::vector<PostHealth> posts;
};

/// Remedy: as the store.
[[nodiscard]] Result<CentreStatus> centre_status(CentralStore& store, Instant now);

/// For people: of stations those alone that somebody may have to do something about (revoked,
/// closed, not enrolled, with records unsent, bulletins missing or a clock a second off).
[[nodiscard]] std::string status_text(const CentreStatus& status);
/// One JSON object.
[[nodiscard]] std::string status_json(const CentreStatus& status);

}  // namespace garita::central
