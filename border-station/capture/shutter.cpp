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

bool SeenDocument::is_one_of(const std::vector<std::string>& others) const {
  return std::ranges::find_first_of(keys, others) != keys.end();
}

Shutter::Memory& Shutter::memory_of(const std::string& desk) {
  const auto found = std::ranges::find(desks_, desk, &Memory::desk);
  if (found != desks_.end()) return *found;
  if (desks_.size() == kDesksMax) desks_.pop_front();
  return desks_.emplace_back(Memory{.desk = desk});
}

/// Whether enough frames have said so by now.
bool Shutter::agrees_with_before(Memory& memory, const SeenDocument& document) {
  if (document.by_barcode) {
    // Seen beside the zone that is waited for, it is no other document.
    if (memory.zone_once && !document.is_one_of(memory.zone_once->keys)) memory.zone_once.reset();
    memory.barcode_frames = document.said == memory.barcode ? memory.barcode_frames + 1 : 1;
    memory.barcode = document.said;
    return memory.barcode_frames >= kBarcodeAloneFrames;
  }
  memory.barcode_frames = 0;
  if (memory.zone_once && memory.zone_once->said == document.said) return true;
  memory.zone_once = document;
  return false;
}

Shutter::Sight Shutter::see_frame(const std::string& desk,
                                  const std::optional<SeenDocument>& document) {
  Memory& memory = memory_of(desk);
  const auto forget_seen = [&] {
    memory.zone_once.reset();
    memory.barcode_frames = 0;
  };
  if (document && document->is_one_of(memory.taken)) {
    forget_seen();
    memory.frames_without = 0;
    return Sight::kSameTraveller;
  }
  // A hand before the lens is no departure.
  if (++memory.frames_without >= kGoneFrames) memory.taken.clear();
  if (!document) {
    forget_seen();
    return Sight::kNothing;
  }
  if (!agrees_with_before(memory, *document)) return Sight::kOnce;
  memory.taken = document->keys;
  forget_seen();
  memory.frames_without = 0;
  return Sight::kTaken;
}

bool Shutter::see_picture(const std::string& desk, const SeenDocument& document, Instant at) {
  Memory& memory = memory_of(desk);
  const bool soon = at - memory.taken_at <= kSameTravellerFor;
  const bool same = document.is_one_of(memory.taken) && soon && at >= memory.taken_at;
  memory.taken = document.keys;
  memory.taken_at = at;
  return !same;
}

}  // namespace garita::station
