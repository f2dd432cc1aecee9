#pragma once

#include <optional>
#include <span>

#include "central-sync/persons/identity.h"
#include "central-sync/persons/likeness.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/instant.h"

namespace garita::central {

/// A crossing at which a document was shown, and what it was said to say of its holder.
struct Showing {
  RecordId record;
  Instant at;
  Holder holder;
};

/// Two crossings by one document, of people who are plainly two.
struct OtherHolder {
  RecordId earlier;
  RecordId later;
  Instant at;  ///< of the later one
};

/// Whether `record`, one of the crossings by one document, is of somebody who is plainly none of
/// those that showed it otherwise (Matcher::are_two_people): with the latest of these before it,
/// or, where it comes to be known late, with the first after it. Who states name, birth date
/// and nationality not whole has no name to be parted by, and says nothing for or against. `shown`
/// in order of time.
[[nodiscard]] std::optional<OtherHolder> other_holder(std::span<const Showing> shown,
                                                      const RecordId& record,
                                                      const Matcher& matcher);

}  // namespace garita::central
