#include "border-station/crossing/open_hits.h"

#include <algorithm>

namespace garita::station {

bool add_open_hits(std::vector<HitLeft>& open, const Examined& examined) {
  const auto& situation = examined.situation;
  if (!situation.document) return false;
  const auto before = open.size();
  const auto add = [&](const AlertHit& hit, bool shown) {
    HitLeft left;
    left.seen = {hit.entry.reference, std::string(matched_by_name(hit.matched_by))};
    if (std::ranges::find(open, left.seen, &HitLeft::seen) != open.end()) return;
    left.direction = situation.direction;
    left.document = travel_document(*situation.document);
    left.document.optional_data = examined.optional_data;
    left.shown = shown;
    open.push_back(std::move(left));
  };
  for (std::size_t i = 0; i < examined.hits.size(); ++i)
    if (!situation.hits[i].cleared) add(examined.hits[i], true);
  for (const auto& hit : examined.silent_hits) add(hit, false);
  return open.size() > before;
}

}  // namespace garita::station
