#pragma once

#include <span>
#include <vector>

#include "central-sync/flags/history.h"
#include "central-sync/reports/overstays.h"
#include "central-sync/store/central_store.h"
#include "schema/vocabulary/instant.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

[[nodiscard]] OverstayRow row_about(const PersonSummary& person, Flag flag);

/// A row that is told of a case.
struct RowOfCase {
  OverstayRow row;
  CaseVersion version;
};

/// Since when and because of what each row is what it is, at a viewpoint: from the steps of
/// the watermarks that these cases needed.
[[nodiscard]] Result<std::vector<OverstayRow>> with_last_changes(CentralStore& store,
                                                                 std::vector<RowOfCase> rows,
                                                                 const Viewpoint& viewpoint);

/// Puts in what the subject of each row is known by.
[[nodiscard]] Result<void> add_how_known(CentralStore& store, std::span<OverstayRow> rows);

/// Puts in the closings that each row rests on, by what was known at a moment.
[[nodiscard]] Result<void> add_rests_on(CentralStore& store, Instant known_at,
                                        std::span<OverstayRow> rows);

/// Lists for now: the stored cases, and what time and watermarks make of them.
class CurrentList {
 public:
  CurrentList(const CountryView& view, Instant now) : view_(view), now_(now) {}

  /// Without its last change.
  [[nodiscard]] RowOfCase standing(const CaseRow& stored) const;
  /// Says no term: that may have changed, and explain() says it.
  [[nodiscard]] static OverstayRow cleared(const CaseRow& stored);

 private:
  const CountryView& view_;
  Instant now_;
};

}  // namespace garita::central
