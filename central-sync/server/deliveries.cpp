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
  keep({held, made});
  return made;
}

void Deliveries::keep(Made made) {
  kept_bytes_ += made.delivery->stream.size();
  kept_.push_front(std::move(made));
  while (kept_bytes_ > kKeptBytesMax && kept_.size() > 1) {
    kept_bytes_ -= kept_.back().delivery->stream.size();
    kept_.pop_back();
  }
}

Result<std::shared_ptr<const SectionHead>> Deliveries::head(IntakeStore& store,
                                                            const std::string& channel,
                                                            std::uint64_t version) {
  const auto kept = std::ranges::find_if(
      heads_, [&](const Head& head) { return head.channel == channel && head.version == version; });
  if (kept != heads_.end()) {
    std::rotate(heads_.begin(), kept, kept + 1);
    return heads_.front().head;
  }
  std::shared_ptr<const SectionHead> head;
  GARITA_TRY(bulletin, store.bulletin(channel, version));
  if (bulletin && is_section_head(bulletin->content)) {
    GARITA_TRY(read, read_section_head(bulletin->content));
    head = std::make_shared<const SectionHead>(read);
  }
  heads_.push_front({channel, version, head});
  if (heads_.size() > kHeadsMax) heads_.pop_back();
  return head;
}

}  // namespace garita::central
