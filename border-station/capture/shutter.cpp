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

bool SeenDocument::is_same_as(const SeenDocument& other) const {
  ensure(!keys.empty() && !other.keys.empty(), "a document that was seen has a key");
  if (!by_barcode && !other.by_barcode) return keys.front() == other.keys.front();
  const auto is_among = [](const SeenDocument& one, const SeenDocument& another) {
    return std::ranges::find(another.keys, one.keys.front()) != another.keys.end();
  };
  return is_among(*this, other) || is_among(other, *this);
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
    if (memory.zone_once && !document.is_same_as(*memory.zone_once)) memory.zone_once.reset();
    memory.barcode_frames = document.said == memory.barcode ? memory.barcode_frames + 1 : 1;
    memory.barcode = document.said;
    return memory.barcode_frames >= kBarcodeAloneFrames;
  }
  memory.barcode_frames = 0;
  if (memory.zone_once && memory.zone_once->said == document.said) return true;
  memory.zone_once = document;
  return false;
}

bool Shutter::shows_taken(const Memory& memory, const SeenDocument& document) {
  return memory.taken && document.is_same_as(*memory.taken);
}

/// Of the zone on a card's other side two frames have to agree, as of any other. The card is known
/// by it from then on, which may have a number of its own.
Shutter::Seen Shutter::see_taken(Memory& memory, const SeenDocument& document) {
  memory.frames_without = 0;
  const bool says_more = memory.taken->by_barcode && !document.by_barcode;
  if (says_more && agrees_with_before(memory, document)) {
    memory.taken = document;
    memory.zone_once.reset();
    return {Sight::kTaken, memory.since};
  }
  memory.barcode_frames = 0;
  const bool is_between = memory.zone_once && document.is_same_as(*memory.zone_once);
  if (!is_between) memory.zone_once.reset();
  return {Sight::kSameTraveller};
}

Shutter::Seen Shutter::see_frame(const std::string& desk,
                                 const std::optional<SeenDocument>& document, Instant at) {
  Memory& memory = memory_of(desk);
  const auto forget_seen = [&] {
    memory.zone_once.reset();
    memory.barcode_frames = 0;
  };
  if (document && shows_taken(memory, *document)) return see_taken(memory, *document);
  // A hand before the lens is no departure.
  if (++memory.frames_without >= kGoneFrames) memory.taken.reset();
  if (!document) {
    forget_seen();
    return {Sight::kNothing};
  }
  if (!agrees_with_before(memory, *document)) return {Sight::kOnce};
  memory.taken = document;
  memory.since = at;
  forget_seen();
  memory.frames_without = 0;
  return {Sight::kTaken};
}

Shutter::Pictured Shutter::see_picture(const std::string& desk, const SeenDocument& document,
                                       Instant at) {
  Memory& memory = memory_of(desk);
  const bool soon = at - memory.taken_at <= kSameTravellerFor && at >= memory.taken_at;
  const bool adds_zone = memory.taken && memory.taken->by_barcode && !document.by_barcode;
  const bool same = soon && shows_taken(memory, document);
  memory.taken_at = at;
  // The zone may have a number of its own: by that it is known from now on.
  if (same && adds_zone) memory.taken = document;
  if (!same) {
    memory.taken = document;
    memory.since = at;
    return {Shown::kNextTraveller, at};
  }
  return {adds_zone ? Shown::kZoneOfTraveller : Shown::kSameTraveller, memory.since};
}

}  // namespace garita::station
