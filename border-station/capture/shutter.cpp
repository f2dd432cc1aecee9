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

Shutter::Sight Shutter::see_frame(const std::string& desk,
                                  const std::optional<std::string>& document) {
  Memory& memory = memory_of(desk);
  if (document && *document == memory.taken) {
    memory.seen_once.clear();
    memory.frames_without = 0;
    return Sight::kSameTraveller;
  }
  // A hand before the lens is no departure.
  if (++memory.frames_without >= kGoneFrames) memory.taken.clear();
  if (!document) {
    memory.seen_once.clear();
    return Sight::kNothing;
  }
  if (*document != memory.seen_once) {
    memory.seen_once = *document;
    return Sight::kOnce;
  }
  memory.taken = *document;
  memory.seen_once.clear();
  memory.frames_without = 0;
  return Sight::kTaken;
}

bool Shutter::see_picture(const std::string& desk, const std::string& document, Instant at) {
  Memory& memory = memory_of(desk);
  const bool soon = at - memory.taken_at <= kSameTravellerFor;
  const bool same = document == memory.taken && soon && at >= memory.taken_at;
  memory.taken = document;
  memory.taken_at = at;
  return !same;
}

}  // namespace garita::station
