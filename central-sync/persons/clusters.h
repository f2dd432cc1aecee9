#pragma once

#include <span>
#include <utility>
#include <vector>

#include "central-sync/persons/identity.h"
#include "schema/vocabulary/ids.h"

namespace garita::central {

/// What is known of which pseudonyms are one person's: a set, in which order does not count.
struct IdentityGraph {
  std::vector<PersonLink> exact;      ///< the keys of one crossing
  std::vector<PersonLink> decided;    ///< by a person
  std::vector<PersonLink> automatic;  ///< by likeness
  std::vector<PersonLink> separated;  ///< by a person: never one, whatever else says so
};

/// Each pseudonym of the graph with the person that it goes by, in order of pseudonyms. Where a
/// separation stands against links, the surest links hold: keys of one crossing, then decisions,
/// then likeness. What connects both sides of a separation by links of one kind is neither's: a
/// name that two people bear who are not one says of a third document of that name nothing.
[[nodiscard]] std::vector<std::pair<PersonId, PersonId>> persons_in(const IdentityGraph& graph);

/// The links of the graph that do not hold for that reason, each in order: somebody has to decide.
[[nodiscard]] std::vector<PersonLink> held_apart(
    const IdentityGraph& graph, std::span<const std::pair<PersonId, PersonId>> persons);

/// Whose of its keys a crossing is: where a separation has parted them, the key that a separation
/// names, else the last one, which is the name. `persons` as persons_in() gave it, in which every
/// key stands.
[[nodiscard]] PersonId owner_among(std::span<const PersonId> keys,
                                   std::span<const std::pair<PersonId, PersonId>> persons,
                                   std::span<const PersonLink> separated);

/// The two in order, since links have no direction.
[[nodiscard]] PersonLink link_of(const PersonId& one, const PersonId& other);

}  // namespace garita::central
