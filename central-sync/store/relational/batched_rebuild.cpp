// The fourth part of BatchedTables: what a rebuild needs not look for.
#include "central-sync/store/relational/batched_tables.h"

namespace garita::central {

/// The tables are empty when a rebuild begins.
Result<void> BatchedTables::set_rebuilding(bool rebuilding) {
  forget_seen();
  ahead_.reset();
  if (rebuilding) {
    // A server that takes no second connection has everything read by this one.
    if (!server_.empty())
      if (auto ahead = EntriesAhead::open(server_)) ahead_ = *std::move(ahead);
    whole_at_ = read_at_ = left_at_ = 0;
    GARITA_TRY(arrivals, tables_.last_arrival());
    auto& seen = seen_.emplace(static_cast<std::size_t>(arrivals));
    persons_.set_seen(&seen);
    descriptions_.set_seen(&seen);
    descriptions_.begin_whole();
    keys_indexed_ = false;
  }
  return tables_.set_rebuilding(rebuilding);
}

Result<std::vector<Arrived>> BatchedTables::read_after(std::int64_t arrival, std::size_t limit) {
  if (ahead_ != nullptr) {
    auto entries = ahead_->after(arrival, limit);
    if (entries) return tables_.with_others(*std::move(entries), arrival, limit);
    // Its connection was lost, and all that it has read with it.
    ahead_.reset();
  }
  return tables_.arrived_after(arrival, limit);
}

void BatchedTables::forget_seen() {
  persons_.set_seen(nullptr);
  descriptions_.set_seen(nullptr);
  // What only a rebuild keeps.
  descriptions_.forget();
  seen_.reset();
}

}  // namespace garita::central
