#include "central-sync/server/deliveries.h"

#include <algorithm>

namespace garita::central {

Result<SharedDelivery> Deliveries::of(IntakeStore& store, const Wanted& wanted,
                                      const StationId& station, Instant now) {
  const auto kept = std::ranges::find(kept_, wanted, &Made::wanted);
  if (kept != kept_.end()) {
    std::rotate(kept_.begin(), kept, kept + 1);
    return kept_.front().delivery;
  }
  auto& budget = budget_of(station, now);
  if (budget.left == 0) return SharedDelivery();
  GARITA_TRY(bulletin, store.bulletin(wanted.channel, wanted.version));
  if (!bulletin) return SharedDelivery();
  std::optional<Bulletin> base;
  if (wanted.held > 0) {
    GARITA_TRY(before, store.bulletin(wanted.channel, wanted.held));
    base = std::move(before);
  }
  const std::size_t cost = bulletin->content.size() + (base ? base->content.size() : 0);
  budget.left -= std::min(budget.left, cost);
  auto made = std::make_shared<const Delivery>(make_delivery(*bulletin, base ? &*base : nullptr));
  keep({wanted, made});
  return made;
}

Deliveries::Budget& Deliveries::budget_of(const StationId& station, Instant now) {
  auto& budget = budgets_.try_emplace(station, Budget{kBudgetBytesMax, now}).first->second;
  // A clock that was set back gives nothing, and takes nothing.
  const auto since = std::clamp<std::int64_t>((now - budget.at).count(), 0, kBudgetBytesMax);
  const auto more = static_cast<std::size_t>(since) * kBudgetBytesAMillisecond;
  budget.left = std::min(kBudgetBytesMax, budget.left + more);
  budget.at = now;
  return budget;
}

void Deliveries::keep(Made made) {
  kept_bytes_ += made.delivery->stream.size();
  kept_.push_front(std::move(made));
  while (kept_bytes_ > kKeptBytesMax && kept_.size() > 1) {
    kept_bytes_ -= kept_.back().delivery->stream.size();
    kept_.pop_back();
  }
}

Result<std::optional<Deliveries::SharedHead>> Deliveries::head(IntakeStore& store,
                                                               const std::string& channel,
                                                               std::uint64_t version,
                                                               const StationId& station,
                                                               Instant now) {
  const auto kept = std::ranges::find_if(
      heads_, [&](const Head& head) { return head.channel == channel && head.version == version; });
  if (kept != heads_.end()) {
    std::rotate(heads_.begin(), kept, kept + 1);
    return std::optional(heads_.front().head);
  }
  auto& budget = budget_of(station, now);
  if (budget.left == 0) return std::optional<SharedHead>();
  SharedHead head;
  GARITA_TRY(bulletin, store.bulletin(channel, version));
  if (bulletin) budget.left -= std::min(budget.left, bulletin->content.size());
  if (bulletin && is_section_head(bulletin->content)) {
    GARITA_TRY(read, read_section_head(bulletin->content));
    head = std::make_shared<const SectionHead>(read);
  }
  heads_.push_front({channel, version, head});
  if (heads_.size() > kHeadsMax) heads_.pop_back();
  return std::optional(head);
}

}  // namespace garita::central
