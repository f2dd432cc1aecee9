#include "central-sync/flags/post_zones.h"

#include <algorithm>
#include <chrono>
#include <tuple>

namespace garita::central {
namespace {

bool ends_before(const OpenTime& time, Instant moment) {
  return time.until && *time.until < moment;
}

/// What of `open` lies before `closed_at` or from `again` on; absent: nothing from then on.
std::vector<OpenTime> without(std::span<const OpenTime> open, Instant closed_at,
                              const std::optional<Instant>& again) {
  std::vector<OpenTime> rest;
  for (const auto& each : open) {
    if (each.since < closed_at) {
      const bool cut = !each.until || closed_at < *each.until;
      rest.push_back({each.since, cut ? closed_at : each.until});
    }
    if (!again) continue;
    const Instant since = std::max(each.since, again.value_or(each.since));
    if (!each.until || since < *each.until) rest.push_back({since, each.until});
  }
  return rest;
}

}  // namespace

std::vector<OpenTime> open_times(const StationTimes& station, Instant known_at) {
  if (!station.heard_since || *station.heard_since > known_at) return {};
  std::vector<OpenTime> open = {{station.enrolled_at}};
  for (const auto& closing : station.closings) {
    if (closing.known_at > known_at) continue;
    const bool was_heard = *station.heard_since < closing.known_at;
    const bool is_again = closing.spoke_again && *closing.spoke_again <= known_at;
    open = without(open, was_heard ? closing.at : station.enrolled_at,
                   is_again ? closing.spoke_again : std::nullopt);
  }
  return open;
}

PostZones PostZones::among(std::span<const PostInZone> posts) {
  PostZones zones;
  for (const auto& each : posts) zones.add(each.post, each.zone, each.open);
  return zones;
}

void PostZones::add(const PostCode& post, const Zone& zone, const std::vector<OpenTime>& open) {
  zones_.emplace(post, zone);
  for (OpenTime time : open) {
    std::erase_if(crossed_, [&](const Crossed& each) {
      const bool apart = each.zone.name() != zone.name() || ends_before(each.open, time.since) ||
                         ends_before(time, each.open.since);
      if (apart) return false;
      time.since = std::min(time.since, each.open.since);
      if (!time.until || !each.open.until)
        time.until.reset();
      else
        time.until = std::max(*time.until, *each.open.until);
      return true;
    });
    crossed_.push_back({zone, time});
  }
  std::ranges::sort(crossed_, [](const Crossed& a, const Crossed& b) {
    return std::tuple(a.open.since, a.zone.name()) < std::tuple(b.open.since, b.zone.name());
  });
}

std::string PostZones::times_text() const {
  std::string text;
  for (const auto& [zone, open] : crossed_)
    text += zone.name() + ' ' + std::to_string(open.since.milliseconds) +
            (open.until ? '-' + std::to_string(open.until->milliseconds) : "") + ';';
  return text;
}

const Zone* PostZones::of(const PostCode& post) const {
  const auto found = zones_.find(post);
  return found == zones_.end() ? nullptr : &found->second;
}

Instant PostZones::end_of(const PostCode& post, Date day) const {
  const Zone* own = of(post);
  Instant end =
      own ? own->end_of(day) : Instant{(day.days_since_epoch() + 1) * std::int64_t{86'400'000}};
  for (const auto& [zone, open] : crossed_) {
    if (open.since >= end) break;
    if (own && zone.name() == own->name()) continue;
    const Instant there = zone.end_of(day);
    end = std::max(end, open.until ? std::min(there, *open.until) : there);
  }
  return end;
}

std::optional<Date> PostZones::earliest_day(const PostCode& post, Instant moment) const {
  const Zone* own = of(post);
  if (!own) return std::nullopt;
  const Date here = own->local_day(moment);
  Date day = here;
  for (const auto& [zone, open] : crossed_)
    if (zone.name() != own->name()) day = std::min(day, zone.local_day(moment));
  while (day < here && end_of(post, day) <= moment) day = day.plus(std::chrono::days(1));
  return day;
}

}  // namespace garita::central
