#pragma once

#include <cstdint>
#include <string>

#include "tests/simulation/machines.h"
#include "tests/simulation/promises.h"
#include "tests/support/specimens/dice.h"

namespace garita::tests {

/// The alert list of a country that has a long one: in sections, of which now and then some change.
/// Whoever publishes may be killed before the head is there, and then nobody is to be offered what
/// was kept.
class LongList {
 public:
  static constexpr auto kChannel = "alerts";

  explicit LongList(std::uint64_t seed) : dice_(Dice(seed).branch(0x115)) {}
  /// How often it is published in a run; mostly never, since it takes as long as all else.
  [[nodiscard]] int times();
  [[nodiscard]] Span moment(Span within) {
    return Span(static_cast<std::int64_t>(dice_.between(0, double(within.count()))));
  }
  /// Everything of it at once, as long as the centre's disk lets it.
  void publish(const CentreMachine& centre, central::CentralDatabase& database, Promises& promises);

 private:
  [[nodiscard]] std::string rows();

  Dice dice_;
};

}  // namespace garita::tests
