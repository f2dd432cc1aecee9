#include "central-sync/flags/post_zones.h"

#include <algorithm>
#include <chrono>

namespace garita::central {

void PostZones::add(const PostCode& post, const Zone& zone,
                    const std::optional<Instant>& crossed_since) {
  zones_.emplace(post, zone);
  if (!crossed_since) return;
  const auto known = std::ranges::find_if(
      crossed_, [&](const Crossed& each) { return each.zone.name() == zone.name(); });
  if (known == crossed_.end())
    crossed_.push_back({zone, *crossed_since});
  else
    known->since = std::min(known->since, *crossed_since);
}

const Zone* PostZones::of(const PostCode& post) const {
  const auto found = zones_.find(post);
  return found == zones_.end() ? nullptr : &found->second;
}

Instant PostZones::end_of(const PostCode& post, Date day) const {
  const Zone* own = of(post);
  Instant end =
      own ? own->end_of(day) : Instant{(day.days_since_epoch() + 1) * std::int64_t{86'400'000}};
  for (const auto& [zone, since] : crossed_) {
    if (own && zone.name() == own->name()) continue;
    const Instant there = zone.end_of(day);
    if (since < there) end = std::max(end, there);
  }
  return end;
}

std::optional<Date> PostZones::earliest_day(const PostCode& post, Instant moment) const {
  const Zone* own = of(post);
  if (!own) return std::nullopt;
  Date day = own->local_day(moment);
  for (const auto& [zone, since] : crossed_)
    if (since <= moment && zone.name() != own->name()) day = std::min(day, zone.local_day(moment));
  return day;
}

}  // namespace garita::central
