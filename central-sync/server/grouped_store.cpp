#include "central-sync/server/grouped_store.h"

namespace garita::central {

Result<void> GroupedStore::in_transaction(const std::function<Result<void>()>& work) {
  if (!together_) return store_.in_transaction(work);
  auto done = work();
  // What it wrote before it failed is still there: everything has to go.
  if (!done) failed_ = true;
  return done;
}

Result<void> GroupedStore::run_together(std::span<const Work> works) {
  failed_ = false;
  for (const auto& work : works) {
    work();
    if (failed_) return fail(Remedy::kRetry, "one of several works failed");
  }
  return {};
}

void GroupedStore::run(std::span<const Work> works) {
  const auto done = store_.in_transaction([&] {
    together_ = true;
    auto result = run_together(works);
    together_ = false;
    return result;
  });
  if (done) return;
  for (const auto& work : works) work();
}

}  // namespace garita::central
