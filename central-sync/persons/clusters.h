#pragma once

#include <span>
#include <utility>
#include <vector>

#include "central-sync/persons/identity.h"
#include "schema/vocabulary/ids.h"

namespace garita::central {

/// What is known of which pseudonyms are one person's: a set, in which order does not count.
struct IdentityGraph {
  std::vector<PersonLink> exact;    ///< the keys of one crossing
  std::vector<PersonLink> decided;  ///< by a person
  struct Automatic {
    PersonLink pair;
    double score = 0;
  };
  std::vector<Automatic> automatic;
  std::vector<PersonLink> separated;  ///< by a person: never one, whatever else says so
};

/// Each pseudonym of the graph with the person that it goes by, in order of pseudonyms. Where a
/// separation stands against links, the surest links hold: keys of one crossing, then decisions,
/// then likeness, the best score first; of equal ones those of the lower pseudonyms.
[[nodiscard]] std::vector<std::pair<PersonId, PersonId>> persons_in(const IdentityGraph& graph);

/// Whose of its keys a crossing is: where a separation has parted them, the key that a separation
/// names, else the last one, which is the name. `persons` as persons_in() gave it, in which every
/// key stands.
[[nodiscard]] PersonId owner_among(std::span<const PersonId> keys,
                                   std::span<const std::pair<PersonId, PersonId>> persons,
                                   std::span<const PersonLink> separated);

/// The two in order, since links have no direction.
[[nodiscard]] PersonLink link_of(const PersonId& one, const PersonId& other);

}  // namespace garita::central
