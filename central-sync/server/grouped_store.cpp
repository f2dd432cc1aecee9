#include "central-sync/server/grouped_store.h"

namespace garita::central {

Result<void> GroupedStore::in_transaction(const std::function<Result<void>()>& work) {
  if (way_ == Way::kAlone) return store_.in_transaction(work);
  auto done = way_ == Way::kUndoable ? store_.attempt(work) : work();
  // What was refused is undone where it can be; else, and where the store itself failed, everything
  // has to go.
  const bool undone = way_ == Way::kUndoable && !done && done.error().remedy == Remedy::kReject;
  if (!done && !undone) failed_ = true;
  return done;
}

Result<void> GroupedStore::run(std::span<const Work> works, Way way) {
  return store_.in_transaction([&]() -> Result<void> {
    way_ = way;
    failed_ = false;
    for (auto work = works.begin(); work != works.end() && !failed_; ++work) (*work)();
    way_ = Way::kAlone;
    if (failed_) return fail(Remedy::kRetry, "one of several works failed");
    return {};
  });
}

void GroupedStore::run(std::span<const Work> works) {
  if (run(works, Way::kTogether) || run(works, Way::kUndoable)) return;
  for (const auto& work : works) work();
}

}  // namespace garita::central
