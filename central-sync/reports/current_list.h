#pragma once

#include "central-sync/flags/history.h"
#include "central-sync/reports/overstays.h"
#include "central-sync/store/central_store.h"
#include "schema/vocabulary/instant.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

[[nodiscard]] OverstayRow row_about(const PersonSummary& person, Flag flag);

/// The watermarks of both directions as they were known by a moment.
struct WatermarkTracks {
  WatermarkTrack entries;
  WatermarkTrack exits;

  [[nodiscard]] static Result<WatermarkTracks> by(CentralStore& store, Instant known_at);
  [[nodiscard]] const WatermarkTrack& of(FlagKind kind) const;
};

/// Lists for now: the stored cases, and what time and watermarks make of them.
class CurrentList {
 public:
  CurrentList(const CountryView& view, const WatermarkTracks& tracks, Instant now)
      : view_(view), tracks_(tracks), now_(now) {}

  [[nodiscard]] OverstayRow standing(const CaseRow& stored) const;
  [[nodiscard]] static OverstayRow cleared(const CaseRow& stored);

 private:
  const CountryView& view_;
  const WatermarkTracks& tracks_;
  Instant now_;
};

}  // namespace garita::central
