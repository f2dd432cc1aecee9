#pragma once

#include <vector>

#include "central-sync/reports/explain.h"
#include "central-sync/store/central_store.h"
#include "schema/vocabulary/instant.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// Why a person of a moment is one person, who may be them too, and who is not by decision.
/// `evaluation` is the person's: of pairs that are asked about only if crossings fit, those for
/// which a flag in it waits.
[[nodiscard]] Result<std::vector<TieReport>> ties_then(CentralStore& store, const PersonThen& then,
                                                       const Evaluation& evaluation,
                                                       Instant known_at);

/// The contradictions that somebody has to decide: of `report` its crossings and its evaluation.
[[nodiscard]] std::vector<TieReport> contradicted_ties(const PersonHistory& history,
                                                       const PersonReport& report);

}  // namespace garita::central
