#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "central-sync/flags/evaluate.h"
#include "central-sync/flags/flag.h"
#include "schema/vocabulary/instant.h"

namespace garita::central {

/// A case as the records that the centre knew made it, from one change of knowledge to the next.
/// What time and watermarks then make of it is computed, so that nothing has to be written when
/// they move, and every past answer can be given again.
struct CaseVersion {
  Flag flag;  ///< without state, watermark and blocking posts
  Instant known_from;
  std::optional<Instant> known_to;  ///< absent: still so
  std::string cause;                ///< id of the record that made it so
  /// Why no version follows ("exit_in_time", …), and the record that did it; "" where one does.
  std::string cleared_reason;
  std::string cleared_by;
};

/// The lowest watermark of a direction as it was known from a moment on.
struct WatermarkStep {
  Instant known_from;
  std::optional<Instant> complete_until;
};

/// How the watermark moved that flags wait for: the lower one of both directions at every moment,
/// so that it has no steps of its own anywhere. Each in order of known_from.
[[nodiscard]] std::vector<WatermarkStep> lower_of(std::span<const WatermarkStep> entries,
                                                  std::span<const WatermarkStep> exits);

/// A case comes into a state.
struct FlagEvent {
  Instant at;
  FlagState state = FlagState::kOpen;
  FlagKind kind = FlagKind::kOverstayOpen;
  std::string cause;  ///< id of a record, "watermark" or "time"
  /// Why it is kCleared, or was raised and is not any more while the case goes on ("extended",
  /// "probably_left", "policy_changed", "corrected"); else "".
  std::string reason;
  friend bool operator==(const FlagEvent&, const FlagEvent&) = default;
};

/// What was said about one case, moment by moment, up to `viewpoint.known_at`: that a flag was
/// never raised is read off here. No time passes behind `viewpoint.as_of`. `versions` of one case
/// and `watermarks` that flags wait for, both in order of known_from.
[[nodiscard]] std::vector<FlagEvent> events_of(std::span<const CaseVersion> versions,
                                               std::span<const WatermarkStep> watermarks,
                                               const Viewpoint& viewpoint);
[[nodiscard]] inline std::vector<FlagEvent> events_of(std::span<const CaseVersion> versions,
                                                      std::span<const WatermarkStep> watermarks,
                                                      Instant now) {
  return events_of(versions, watermarks, Viewpoint{now, now});
}

/// Cases without what occurred after a legal moment, whenever it came to be known: a case about one
/// of those records is not there, nor what one made of a case, and what it ended goes on.
/// `versions` of the person with that history, those of a case together, in order of known_from.
[[nodiscard]] std::vector<CaseVersion> versions_as_of(std::vector<CaseVersion> versions,
                                                      const PersonHistory& history, Instant as_of);

/// Finds, for many cases, since when the watermark has been where it is needed.
class WatermarkTrack {
 public:
  /// `steps` in order of known_from.
  explicit WatermarkTrack(std::span<const WatermarkStep> steps);
  /// The moment from which the watermark was known to be at `needed` or later, without falling
  /// back since; absent: it is not there now.
  [[nodiscard]] std::optional<Instant> reached(Instant needed) const;
  /// The moment from which it was known not to be there any more, or not yet again; absent: it
  /// never was there, or is.
  [[nodiscard]] std::optional<Instant> fell(Instant needed) const;

 private:
  std::vector<WatermarkStep> lowest_from_here_;
  std::vector<WatermarkStep> highest_from_here_;
};

/// Since when a version has been in the state that it has at `viewpoint.as_of`, and by what: the id
/// of a record, "watermark" or "time". `track` as known at `viewpoint.known_at`.
struct StateSince {
  Instant at;
  std::string cause;
};
[[nodiscard]] StateSince state_since(const CaseVersion& version, const WatermarkTrack& track,
                                     const Viewpoint& viewpoint);
[[nodiscard]] inline StateSince state_since(const CaseVersion& version, const WatermarkTrack& track,
                                            Instant now) {
  return state_since(version, track, Viewpoint{now, now});
}

}  // namespace garita::central
