#include "central-sync/flags/post_zones.h"

#include <algorithm>
#include <chrono>

namespace garita::central {

PostZones PostZones::among(std::span<const PostInZone> posts) {
  PostZones zones;
  for (const auto& each : posts) {
    const bool counts = std::ranges::any_of(posts, [&](const PostInZone& other) {
      return other.heard && other.crossed_since && other.zone.name() == each.zone.name();
    });
    zones.add(each.post, each.zone, counts ? each.crossed_since : std::nullopt);
  }
  return zones;
}

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
  std::ranges::stable_sort(crossed_, {}, &Crossed::since);
}

bool PostZones::is_crossed(const Zone& zone) const {
  return std::ranges::any_of(crossed_,
                             [&](const Crossed& each) { return each.zone.name() == zone.name(); });
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
    if (since >= end) break;
    if (!own || zone.name() != own->name()) end = std::max(end, zone.end_of(day));
  }
  return end;
}

std::optional<Date> PostZones::earliest_day(const PostCode& post, Instant moment) const {
  const Zone* own = of(post);
  if (!own) return std::nullopt;
  const Date here = own->local_day(moment);
  Date day = here;
  for (const auto& [zone, since] : crossed_)
    if (zone.name() != own->name()) day = std::min(day, zone.local_day(moment));
  while (day < here && end_of(post, day) <= moment) day = day.plus(std::chrono::days(1));
  return day;
}

}  // namespace garita::central
