#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>

namespace garita {

/// How many bytes may be under way without an answer, so that a slow link is full and yet an urgent
/// record never stands behind more than a moment's worth of others. It learns from how long answers
/// take: where even the quickest of the last few took longer than the link itself by more than
/// kQueueWanted, too much stands in a queue somewhere (the idea of RFC 6817, LEDBAT, over whole
/// batches; the quickest, because a single slow answer may be a lost packet). Pure: times come in.
class Pacing {
 public:
  /// An answer came to `bytes`, `latency` after they were handed to the link.
  void answered(std::size_t bytes, std::chrono::milliseconds latency);
  /// The link's round trip was measured with something small.
  void round_trip(std::chrono::milliseconds span);

  /// For records. From kWindowLeast to kWindowMost.
  [[nodiscard]] std::size_t window() const { return window_; }
  /// For pictures, which keep a shorter queue before others.
  [[nodiscard]] std::size_t bulk_window() const;

  static constexpr std::size_t kWindowLeast = std::size_t{8} * 1024;
  static constexpr std::size_t kWindowMost = std::size_t{512} * 1024;
  static constexpr std::chrono::milliseconds kQueueWanted{800};
  static constexpr std::chrono::milliseconds kBulkQueueWanted{400};

 private:
  [[nodiscard]] std::chrono::milliseconds quickest() const;

  static constexpr std::size_t kRemembered = 6;
  std::size_t window_ = kWindowLeast;
  std::array<std::chrono::milliseconds, kRemembered> latencies_{};
  std::size_t answers_ = 0;
  /// Since the window was made smaller: its effect shows in answers to what was sent later.
  std::size_t answered_since_ = 0;
  bool was_too_large_ = false;
  std::optional<std::chrono::milliseconds> shortest_;
};

}  // namespace garita
