#include "schema/storage/sender.h"

#include <utility>

namespace garita::storage {

Sender::~Sender() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Sender::send(Job job) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(job));
    busy_ = true;
  }
  if (!thread_.joinable()) thread_ = std::thread([this] { work(); });
  changed_.notify_all();
}

void Sender::idle() {
  if (!busy_) return;
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !busy_; });
}

Result<void> Sender::answered_all() {
  idle();
  if (failure_) return Failure(*failure_);
  return {};
}

void Sender::forget_failure() {
  idle();
  failure_.reset();
}

void Sender::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    const Job job = std::move(waiting_.front());
    waiting_.pop_front();
    if (!failure_) {
      lock.unlock();
      auto done = job();
      lock.lock();
      if (!done) failure_ = done.error();
    }
    busy_ = !waiting_.empty();
    if (!busy_) changed_.notify_all();
  }
}

}  // namespace garita::storage
