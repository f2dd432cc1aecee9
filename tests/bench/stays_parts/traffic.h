#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "schema/record/record.h"
#include "schema/vocabulary/direction.h"
#include "schema/vocabulary/instant.h"
#include "tests/names/people.h"

namespace garita::tests {

inline constexpr int kTrafficPosts = 20;
inline constexpr int kTrafficDays = 730;

/// Somebody who does not exist crosses the border.
struct Passage {
  Instant at;
  std::int64_t arrives = 0;  ///< at the centre, in milliseconds since 1970
  std::uint32_t person = 0;
  std::uint8_t visit = 0;  ///< of this person, from 0
  std::uint8_t post = 0;
  Direction direction = Direction::kEntry;
};

/// Two years of traffic up to `until`, in the order in which it arrives: some 3.3 crossings a
/// person, stays of a week on the mean, one in a hundred over 90 days, one exit in a hundred that
/// nobody saw. Each post is without a link on one day of twenty: what it records then arrives the
/// next day. The same seed gives the same traffic.
[[nodiscard]] std::vector<Passage> invented_traffic(std::size_t crossings, Instant until,
                                                    std::uint32_t seed);

/// Whether the post has no link on a day, in days since 1970.
[[nodiscard]] bool without_link(int post, std::int64_t day);

/// "P00", "P01", …
[[nodiscard]] PostCode traffic_post(int post);

/// Who makes the passages, with names as people of several countries have them, who were born on
/// days that are known. The same seed gives the same people.
class Travellers {
 public:
  explicit Travellers(std::uint32_t seed) : inventor_(seed) {}
  /// The record of a passage. One visit in twenty is made with a new document of the same holder.
  [[nodiscard]] Crossing crossing_of(const Passage& passage);

 private:
  Inventor inventor_;
  std::vector<InventedPerson> people_;  ///< by number, as far as they were needed
};

}  // namespace garita::tests
