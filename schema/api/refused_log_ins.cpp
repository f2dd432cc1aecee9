#include "schema/api/refused_log_ins.h"

#include <utility>

namespace garita {

std::optional<std::uint64_t> RefusedLogIns::note(Instant now) {
  const bool another_hour =
      now - hour_began_ >= std::chrono::hours(1) || now < hour_began_;  // a clock set back
  if (another_hour) {
    hour_began_ = now;
    noted_ = 0;
  }
  if (noted_ >= kNotedAnHour) {
    ++not_noted_;
    return std::nullopt;
  }
  ++noted_;
  return std::exchange(not_noted_, 0);
}

}  // namespace garita
