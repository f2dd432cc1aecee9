#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <random>

#include "schema/vocabulary/bytes.h"

namespace garita::tests {

/// A moment of a steady clock, or a span of it.
using LinkTime = std::chrono::nanoseconds;

/// What one direction of a link does to packets.
struct LinkShape {
  LinkTime delay{0};   ///< one way, after the last bit was sent
  LinkTime jitter{0};  ///< added, evenly between nothing and this; packets stay in order
  double loss = 0;     ///< share of the packets that are lost after they were sent, 0 to 1
  std::uint64_t bits_per_second = 0;   ///< 0: as fast as it goes
  std::size_t queue_packets_max = 50;  ///< waiting to be sent; whatever comes then is dropped
};

/// On the way at most, however the link is shaped: what bounds the memory.
inline constexpr std::size_t kOnTheWayMax = 8192;

/// When a link carries anything: `up_for`, then silence for `down_for`, and again; a down_for of
/// nothing is always up.
struct LinkSchedule {
  LinkTime up_for{0};
  LinkTime down_for{0};
  [[nodiscard]] bool is_up(LinkTime since_start) const;
};

struct LinkCounts {
  std::uint64_t offered = 0;
  std::uint64_t lost = 0;      ///< by chance
  std::uint64_t overflow = 0;  ///< the queue was full
  std::uint64_t cut = 0;       ///< the link was down when it was offered, or should have arrived
  std::uint64_t delivered = 0;
  std::uint64_t delivered_bytes = 0;
};

/// One direction of a link: packets go in at some moment and come out, or not, at a later one. No
/// clock and no device; the same seed and the same packets give the same losses.
class LinkDirection {
 public:
  LinkDirection(LinkShape shape, std::uint64_t seed) : shape_(shape), random_(seed) {}

  /// `now` never goes back.
  void offer(Bytes packet, LinkTime now);
  /// A packet that has arrived at `now`, oldest first; absent when there is none.
  [[nodiscard]] std::optional<Bytes> take(LinkTime now);
  /// When take() will have something; absent when nothing is on the way.
  [[nodiscard]] std::optional<LinkTime> next_arrival() const;
  /// Down: what is offered and what arrives meanwhile is gone.
  void set_up(bool up) { up_ = up; }
  [[nodiscard]] const LinkCounts& counts() const { return counts_; }

 private:
  struct OnTheWay {
    LinkTime sent;  ///< its last bit has left
    LinkTime arrives;
    Bytes packet;
    bool lost;
  };
  [[nodiscard]] bool queue_is_full(LinkTime now) const;
  [[nodiscard]] double chance();

  LinkShape shape_;
  std::mt19937_64 random_;
  std::deque<OnTheWay> on_the_way_;
  LinkTime busy_until_{0};
  LinkTime latest_arrival_{0};
  LinkCounts counts_;
  bool up_ = true;
};

}  // namespace garita::tests
