#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "schema/vocabulary/instant.h"

namespace garita {

/// Which refused log-ins are noted one by one: whoever can reach a console could fill an audit
/// journal with them. The others are counted, and the next one that is noted says how many. Pure.
class RefusedLogIns {
 public:
  static constexpr unsigned kNotedAnHour = 20;

  /// How many went without a note since the last one that had one; absent: this one does too.
  [[nodiscard]] std::optional<std::uint64_t> note(Instant now);
  /// One that was not even looked at, since its name or address has to wait.
  void held_back() { ++not_noted_; }

 private:
  Instant hour_began_;
  unsigned noted_ = 0;
  std::uint64_t not_noted_ = 0;
};

}  // namespace garita
