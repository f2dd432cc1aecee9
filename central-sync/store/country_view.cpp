#include <algorithm>

#include "central-sync/store/central_store.h"

namespace garita::central {

Result<CountryView> CountryView::at(CentralStore& store, Instant known_at) {
  CountryView view;
  GARITA_TRY(watermarks, store.watermarks(known_at));
  view.watermarks_ = watermarks;
  GARITA_TRY(posts, store.posts());
  for (const auto& post : posts) {
    GARITA_TRY(zone, Zone::named(post.zone));
    view.zones_.emplace(post.post, zone);
    view.live_since_ = std::min(view.live_since_.value_or(post.opened_at), post.opened_at);
  }
  GARITA_TRY(text, store.policies(known_at));
  if (!text) return view;
  auto pack = PolicyPack::from_toml(*text);
  if (!pack) return fail(Remedy::kRepair, "the stored policies: " + pack.error().message);
  view.pack_ = *std::move(pack);
  return view;
}

Country CountryView::country() const { return {pack(), watermarks_, zones_, live_since_}; }

}  // namespace garita::central
