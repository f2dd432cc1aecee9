#include "central-sync/server/store_queue.h"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace garita::central {
namespace {

namespace asio = boost::asio;
constexpr auto kAsTuple = asio::as_tuple(asio::use_awaitable);

/// Works that share one commit: none waits for more than these.
constexpr std::size_t kWorksAtOnceMax = 64;

}  // namespace

asio::awaitable<void> StoreQueue::done(StoreJob& job) {
  waiting_.push_back(&job);
  begin();
  while (!job.is_done) {
    job.done.expires_at(asio::steady_timer::time_point::max());
    co_await job.done.async_wait(kAsTuple);
  }
}

void StoreQueue::begin() {
  if (under_way_ || waiting_.empty()) return;
  under_way_ = true;
  const auto count = static_cast<std::ptrdiff_t>(std::min(waiting_.size(), kWorksAtOnceMax));
  std::vector<StoreJob*> jobs(waiting_.begin(), waiting_.begin() + count);
  waiting_.erase(waiting_.begin(), waiting_.begin() + count);
  asio::post(thread_, [this, jobs = std::move(jobs)] {
    run(jobs);
    asio::post(network_, [this, jobs] { end(jobs); });
  });
}

/// On the store's thread.
void StoreQueue::run(const std::vector<StoreJob*>& jobs) {
  std::vector<GroupedStore::Work> writing;
  for (const auto* job : jobs) {
    if (job->kind == StoreJob::Kind::kWrites) {
      writing.push_back(job->work);
    } else {
      job->work();
    }
  }
  if (!writing.empty()) store_->run(writing);
}

void StoreQueue::end(const std::vector<StoreJob*>& jobs) {
  under_way_ = false;
  for (auto* job : jobs) {
    job->is_done = true;
    job->done.cancel();
  }
  begin();
}

}  // namespace garita::central
