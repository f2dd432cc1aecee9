#include "schema/wire/pacing.h"

#include <algorithm>

namespace garita {

void Pacing::round_trip(std::chrono::milliseconds span) {
  shortest_ = std::min(span, shortest_.value_or(span));
}

void Pacing::answered(std::size_t bytes, std::chrono::milliseconds latency) {
  round_trip(latency);
  latencies_.at(answers_++ % kRemembered) = latency;
  answered_since_ += bytes;
  const auto queue = quickest() - *shortest_;
  if (queue <= kQueueWanted) {
    // Half as much again each round until it was too much once, then a batch more each round.
    const std::size_t more = was_too_large_ ? bytes * bytes / window_ : bytes / 2;
    window_ = std::min(window_ + more, kWindowMost);
  } else if (answered_since_ >= window_) {
    was_too_large_ = true;
    // To what would have stood there as long as is wanted; by half at most.
    const auto wanted = static_cast<std::size_t>((*shortest_ + kQueueWanted).count() + 1);
    const auto found = static_cast<std::size_t>((*shortest_ + queue).count() + 1);
    window_ = std::max({window_ * wanted / found, window_ / 2, kWindowLeast});
    answered_since_ = 0;
  }
}

std::chrono::milliseconds Pacing::quickest() const {
  const auto end =
      latencies_.begin() + static_cast<std::ptrdiff_t>(std::min(answers_, kRemembered));
  return *std::min_element(latencies_.begin(), end);
}

std::size_t Pacing::bulk_window() const {
  const auto link = shortest_.value_or(std::chrono::milliseconds(0)) + std::chrono::milliseconds(1);
  const auto share = static_cast<double>((link + kBulkQueueWanted).count()) /
                     static_cast<double>((link + kQueueWanted).count());
  return static_cast<std::size_t>(static_cast<double>(window_) * share);
}

}  // namespace garita
