#pragma once

#include <cstddef>
#include <cstdint>

#include "schema/vocabulary/instant.h"

namespace garita::tests {

/// How many pairs of people of the invented traffic, who are all strangers to one another, likeness
/// and their crossings give somebody to decide.
struct AskedPairs {
  std::size_t crossings = 0;
  std::size_t people = 0;
  std::size_t keys = 0;      ///< under which they are looked for, rows
  std::size_t flooded = 0;   ///< keys that tell nothing since too many bear them
  std::size_t compared = 0;  ///< pairs that meet under a key
  double compare_us = 0;     ///< CPU of one comparison
  std::size_t linked = 0;
  std::size_t reviewed = 0;
  std::size_t if_fitting = 0;
  std::size_t fitting = 0;        ///< of which an entry and an exit fit, and a flag waits
  std::size_t of_either_sex = 0;  ///< the same if no document said a sex
};

enum class GivenNames : std::uint8_t {
  kInvented,  ///< of several countries, many of them rare
  kCrowded,   ///< of one: a sixth are MARIA or JOSE, and there are few others
};

/// Of the traffic with one entry in a hundred that nobody saw, as it already has exits.
[[nodiscard]] AskedPairs asked_pairs(std::size_t crossings, Instant until, std::uint32_t seed,
                                     GivenNames given);

}  // namespace garita::tests
