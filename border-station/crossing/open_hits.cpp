#include "border-station/crossing/open_hits.h"

#include <algorithm>

namespace garita::station {

bool add_open_hits(std::vector<HitLeft>& open, const Examined& examined) {
  const auto& situation = examined.situation;
  if (!situation.document) return false;
  bool news = false;
  const auto add = [&](const AlertHit& hit, bool shown) {
    HitLeft left;
    left.seen = {hit.entry.reference, std::string(matched_by_name(hit.matched_by))};
    const auto known = std::ranges::find(open, left.seen, &HitLeft::seen);
    if (known != open.end()) {
      // A list that came since shows what was silent.
      news = news || (shown && !known->shown);
      known->shown = known->shown || shown;
      return;
    }
    left.direction = situation.direction;
    left.document = travel_document(*situation.document);
    left.document.optional_data = examined.optional_data;
    left.shown = shown;
    open.push_back(std::move(left));
    news = true;
  };
  for (std::size_t i = 0; i < examined.hits.size(); ++i)
    if (!situation.hits[i].cleared) add(examined.hits[i], true);
  for (const auto& hit : examined.silent_hits) add(hit, false);
  return news;
}

}  // namespace garita::station
