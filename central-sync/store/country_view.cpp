#include <algorithm>
#include <tuple>

#include "central-sync/store/central_store.h"

namespace garita::central {

Result<Zone> zone_of_country(const std::vector<PostRow>& posts) {
  const auto first = std::min_element(posts.begin(), posts.end(), [](const auto& a, const auto& b) {
    return std::tie(a.opened_at, a.post) < std::tie(b.opened_at, b.post);
  });
  return Zone::named(first == posts.end() ? "Etc/UTC" : first->zone);
}

Result<CountryView> CountryView::at(CentralStore& store, Instant known_at) {
  GARITA_TRY(watermarks, store.watermarks(known_at));
  GARITA_TRY(posts, store.posts());
  GARITA_TRY(country_zone, zone_of_country(posts));
  CountryView view(country_zone);
  view.watermarks_ = watermarks;
  std::vector<PostInZone> in_zones;
  for (const auto& post : posts) {
    GARITA_TRY(zone, Zone::named(post.zone));
    auto& in_zone = in_zones.emplace_back(PostInZone{post.post, zone, {}});
    for (const auto& station : post.stations) {
      const auto open = open_times(station, known_at);
      in_zone.open.insert(in_zone.open.end(), open.begin(), open.end());
    }
    if (post.sees_entries) view.went_live_.push_back(post.opened_at);
  }
  view.zones_ = PostZones::among(in_zones);
  std::sort(view.went_live_.begin(), view.went_live_.end());
  GARITA_TRY(text, store.policies(known_at));
  if (!text) return view;
  auto pack = PolicyPack::from_toml(*text);
  if (!pack) return fail(Remedy::kRepair, "the stored policies: " + pack.error().message);
  view.pack_ = *std::move(pack);
  return view;
}

Result<std::vector<CaseVersion>> case_versions_of(CentralStore& store, const PersonThen& then) {
  std::vector<CaseVersion> all;
  for (const auto& person : then.today) {
    GARITA_TRY(versions, store.case_versions(person));
    all.insert(all.end(), std::make_move_iterator(versions.begin()),
               std::make_move_iterator(versions.end()));
  }
  return all;
}

Result<std::vector<WatermarkStep>> watermark_steps_of_both(CentralStore& store,
                                                           std::vector<Instant> needed,
                                                           Instant known_at) {
  GARITA_TRY(entries, store.watermark_steps(Sees::kEntries, needed, known_at));
  GARITA_TRY(exits, store.watermark_steps(Sees::kExits, std::move(needed), known_at));
  return lower_of(entries, exits);
}

Country CountryView::country() const { return {pack(), watermarks_, zones_, went_live_}; }

}  // namespace garita::central
