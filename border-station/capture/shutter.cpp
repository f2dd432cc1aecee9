#include "border-station/capture/shutter.h"

#include <algorithm>

#include "schema/vocabulary/result.h"

namespace garita::station {

std::string_view sight_name(Shutter::Sight sight) {
  switch (sight) {
    case Shutter::Sight::kNothing:
      return "nothing";
    case Shutter::Sight::kOnce:
      return "once";
    case Shutter::Sight::kTaken:
      return "taken";
    case Shutter::Sight::kSameTraveller:
      return "same_traveller";
  }
  ensure(false, "every sight has a name");
  return "";
}

Shutter::Memory& Shutter::memory_of(const std::string& desk) {
  const auto found = std::ranges::find(desks_, desk, &Memory::desk);
  if (found != desks_.end()) return *found;
  if (desks_.size() == kDesksMax) desks_.pop_front();
  return desks_.emplace_back(Memory{desk, "", "", 0, Instant{}});
}

Shutter::Sight Shutter::see_frame(const std::string& desk, const std::optional<std::string>& zone) {
  Memory& memory = memory_of(desk);
  if (zone && *zone == memory.taken) {
    memory.seen_once.clear();
    memory.frames_without = 0;
    return Sight::kSameTraveller;
  }
  // A hand before the lens is no departure.
  if (++memory.frames_without >= kGoneFrames) memory.taken.clear();
  if (!zone) {
    memory.seen_once.clear();
    return Sight::kNothing;
  }
  if (*zone != memory.seen_once) {
    memory.seen_once = *zone;
    return Sight::kOnce;
  }
  memory.taken = *zone;
  memory.seen_once.clear();
  memory.frames_without = 0;
  return Sight::kTaken;
}

bool Shutter::see_picture(const std::string& desk, const std::string& zone, Instant at) {
  Memory& memory = memory_of(desk);
  const bool soon = at - memory.taken_at <= kSameTravellerFor;
  const bool same = zone == memory.taken && soon && at >= memory.taken_at;
  memory.taken = zone;
  memory.taken_at = at;
  return !same;
}

}  // namespace garita::station
