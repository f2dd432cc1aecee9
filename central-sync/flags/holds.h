#pragma once

#include "central-sync/flags/evaluate.h"

namespace garita::central {

/// What somebody's records leave open, and the flags of others may hang on while nobody has decided
/// whether they are one person.
struct LooseEnds {
  std::vector<Instant> exits;  ///< that end no stay
  std::vector<Stay> stays;     ///< without an exit
};
[[nodiscard]] LooseEnds loose_ends(std::span<const Movement> movements,
                                   std::span<const Void> voids);

/// A flag is held while somebody has to decide whether it is about one person or two: where an
/// exit of the other one, that ends no stay, could end this one's, or an open stay of the other one
/// could be what an exit of this one's ended. Which reviews are open at the viewpoint stands in
/// `history`; the first of them that could matter is named in Flag::review. The same for every
/// order of the reviews.
void hold_for_reviews(const PersonHistory& history, const Viewpoint& viewpoint,
                      Evaluation& evaluation);

}  // namespace garita::central
