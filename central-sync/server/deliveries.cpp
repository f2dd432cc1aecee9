#include "central-sync/server/deliveries.h"

#include <algorithm>

namespace garita::central {

Result<SharedDelivery> Deliveries::of(IntakeStore& store, const std::string& channel,
                                      std::uint64_t version, std::uint64_t held) {
  const auto kept = std::ranges::find_if(kept_, [&](const Made& made) {
    return made.delivery->channel == channel && made.delivery->version == version &&
           made.held == held;
  });
  if (kept != kept_.end()) {
    std::rotate(kept_.begin(), kept, kept + 1);
    return kept_.front().delivery;
  }
  GARITA_TRY(bulletin, store.bulletin(channel, version));
  if (!bulletin) return SharedDelivery();
  std::optional<Bulletin> base;
  if (held > 0) {
    GARITA_TRY(before, store.bulletin(channel, held));
    base = std::move(before);
  }
  auto made = std::make_shared<const Delivery>(make_delivery(*bulletin, base ? &*base : nullptr));
  kept_.push_front({held, made});
  if (kept_.size() > kKeptMax) kept_.pop_back();
  return made;
}

}  // namespace garita::central
