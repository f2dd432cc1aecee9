#pragma once

#include <algorithm>
#include <functional>
#include <string>

#include "central-sync/store/relational/seen_keys.h"
#include "schema/record/record.h"

namespace garita::central {

/// What the tables may have, while a rebuild fills them from nothing: what was never put is not
/// looked for in them.
struct SeenInRebuild {
  SeenKeys pseudonyms;
  SeenKeys candidate_keys;
  SeenKeys tied;    ///< pseudonyms that a link in review or somebody's decision is about
  SeenKeys linked;  ///< pseudonyms that any link was ever about

  /// Of so many arrivals.
  explicit SeenInRebuild(std::size_t arrivals)
      : pseudonyms(std::min(arrivals, kArrivalsMax)),
        candidate_keys(std::min(arrivals, kArrivalsMax) * kKeysAnArrival),
        tied(std::min(arrivals, kArrivalsMax) / kArrivalsATie),
        linked(std::min(arrivals, kArrivalsMax) / kArrivalsATie) {}

  static std::uint64_t hash_of(const PersonId& id) { return std::hash<std::string>{}(id.value()); }

 private:
  /// Names have up to five keys, and one crossing of three is somebody's first.
  static constexpr std::size_t kKeysAnArrival = 3;
  static constexpr std::size_t kArrivalsATie = 4;
  /// Some 200 MB; of more arrivals, more keys are looked for in vain.
  static constexpr std::size_t kArrivalsMax = 30'000'000;
};

}  // namespace garita::central
