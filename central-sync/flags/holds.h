#pragma once

#include "central-sync/flags/evaluate.h"

namespace garita::central {

/// What somebody's records say that flags of others may hang on, while nobody has decided whether
/// they are one person. What one document began and another ended counts as open at both ends too.
struct Ends {
  std::vector<Movement> exits;  ///< that end no stay
  std::vector<Stay> stays;
};
[[nodiscard]] Ends ends_of(std::span<const Movement> movements, std::span<const Void> voids);
/// What is in one of the two alone.
[[nodiscard]] Ends difference(const Ends& one, const Ends& other);

/// Which flags of somebody may be held otherwise once the ends of a person in review with them are
/// others.
struct Bearing {
  bool on_stays = false;  ///< those about stays
  bool on_exits = false;  ///< those about exits without an entry

  Bearing& operator|=(const Bearing& also) {
    on_stays |= also.on_stays;
    on_exits |= also.on_exits;
    return *this;
  }
  friend Bearing operator|(Bearing one, const Bearing& also) { return one |= also; }
};
/// `review`: of the person whose ends changed, about somebody else; `changed`: those ends.
[[nodiscard]] Bearing bearing_on(const Review& review, const Ends& changed);

/// A flag is held while somebody has to decide whether it is about one person or two: where an
/// exit of the other one, that ends no stay, could end this one's, or an open stay of the other one
/// could be what an exit of this one's ended. Where their names do not suffice
/// (Review::if_fitting), this one's stay has to be without an exit too, and the two crossings have
/// to be by documents of such a pair and not of two sexes, M and F. A stay of which the exit is
/// known speaks against it once no entry can come any more from before that exit: until then the
/// flag is not raised. Which reviews are open at the viewpoint stands in `history`; the first pair
/// that could matter is named in Flag::review. The same for every order of the reviews.
void hold_for_reviews(const PersonHistory& history, const Country& country,
                      const Viewpoint& viewpoint, Evaluation& evaluation);

}  // namespace garita::central
