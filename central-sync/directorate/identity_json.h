#pragma once

#include <span>
#include <string>
#include <vector>

#include "central-sync/directorate/json_fields.h"
#include "central-sync/reports/identity_changes.h"
#include "central-sync/store/central_store.h"

namespace garita::central {

/// A pair that somebody has to decide about, with every document that either crossed with, as keys
/// ("UTO|L898902C").
struct ReviewShown {
  ReviewRow row;
  std::vector<std::string> documents_one;
  std::vector<std::string> documents_other;
};

/// Bodies of schema/api/openapi.yaml: ReviewPage. `more`: there are others that wait.
[[nodiscard]] std::string review_page_json(std::span<const ReviewShown> reviews, bool more,
                                           Instant at);
/// IdentityDecisionList. `decisions`, the last first: of each pair the first holds.
[[nodiscard]] std::string identity_decisions_json(std::span<const IdentityDecisionRow> decisions);
/// IdentityDecision, of the last about its two: that holds.
[[nodiscard]] Json decided_json(const IdentityDecisionRow& last);
/// IdentityOutcome. Without a change: it is not worked out yet.
[[nodiscard]] std::string identity_outcome_json(const RecordId& record,
                                                const IdentityDecisionRow* decision,
                                                const IdentityChange* change);

}  // namespace garita::central
