#pragma once

#include <cstdint>
#include <functional>

#include "central-sync/store/central_store.h"
#include "schema/stay/policy.h"
#include "schema/vocabulary/instant.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// What a pack would take from those who are in the country under the one in force.
struct ShortenedStays {
  std::int64_t persons = 0;       ///< looked at: those who may be inside
  std::int64_t earlier = 0;       ///< open stays with an earlier last legal day, or now with one
  std::int64_t over_at_once = 0;  ///< of these, those whose last legal day has passed by now
};

/// Whether stays that began by `today` may come out differently under two packs: a rule of their
/// days is not there, or not as it was. What ends or begins after that day is for those who come.
[[nodiscard]] bool differ_for_stays_until(const PolicyPack& before, const PolicyPack& after,
                                          Date today);

/// Compares the open stays under the pack in force and under `after`: each person who may be inside
/// is evaluated twice, where the packs differ for them at all; nobody, where no pack is in force.
/// `told` hears how many of them are done. Remedy: as the store.
[[nodiscard]] Result<ShortenedStays> stays_shortened_by(
    CentralStore& store, const PolicyPack& after, Instant now,
    const std::function<void(std::int64_t done, std::int64_t all)>& told);

}  // namespace garita::central
