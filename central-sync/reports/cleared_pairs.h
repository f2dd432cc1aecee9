#pragma once

#include <chrono>
#include <vector>

#include "central-sync/store/central_store.h"
#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/instant.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// A traveller and a listed person (Hit::pair) of whom an officer said that they are not one.
struct ClearedPair {
  Bytes pair;
  RecordId crossing;  ///< at which it was said last
  Instant at;
  Instant met_at;  ///< when they were found alike last
};

/// As posts keep their own: what was said so long ago is judged again, and of more than so many
/// those that were met longest ago.
inline constexpr std::chrono::hours kPairKeptFor{400 * 24};
inline constexpr std::size_t kPairsMax = 100'000;

/// Those that hold at a moment, in order of the pair. A pair counts for the two that were compared
/// and nobody else: who is written alike is linked to the listed person too easily for what was
/// said of one document to hold for another. Remedy: as the store.
[[nodiscard]] Result<std::vector<ClearedPair>> cleared_pairs(CentralStore& store, Instant now);

}  // namespace garita::central
