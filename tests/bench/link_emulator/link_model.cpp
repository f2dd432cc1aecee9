#include "tests/bench/link_emulator/link_model.h"

#include <algorithm>

namespace garita::tests {

bool LinkSchedule::is_up(LinkTime since_start) const {
  if (down_for <= LinkTime{0}) return true;
  return since_start % (up_for + down_for) < up_for;
}

double LinkDirection::chance() {
  // 53 bits: the same on every standard library, which its distributions are not.
  return static_cast<double>(random_() >> 11U) / 9007199254740992.0;
}

bool LinkDirection::queue_is_full(LinkTime now) const {
  if (on_the_way_.size() >= kOnTheWayMax) return true;
  // In order of sending: those that still wait stand at the end.
  const auto first_waiting = std::ranges::partition_point(
      on_the_way_, [&](const OnTheWay& packet) { return packet.sent <= now; });
  const auto waiting = static_cast<std::size_t>(on_the_way_.end() - first_waiting);
  return waiting >= shape_.queue_packets_max;
}

void LinkDirection::offer(Bytes packet, LinkTime now) {
  ++counts_.offered;
  if (!up_) {
    ++counts_.cut;
    return;
  }
  if (queue_is_full(now)) {
    ++counts_.overflow;
    return;
  }
  busy_until_ = std::max(busy_until_, now);
  if (shape_.bits_per_second > 0) {
    const double seconds =
        static_cast<double>(packet.size()) * 8.0 / static_cast<double>(shape_.bits_per_second);
    busy_until_ += std::chrono::duration_cast<LinkTime>(std::chrono::duration<double>(seconds));
  }
  const LinkTime jitter{static_cast<LinkTime::rep>(chance() * double(shape_.jitter.count()))};
  const bool lost = chance() < shape_.loss;
  latest_arrival_ = std::max(latest_arrival_, busy_until_ + shape_.delay + jitter);
  // What gets lost waits and is sent as any other.
  on_the_way_.push_back({busy_until_, latest_arrival_, std::move(packet), lost});
}

std::optional<Bytes> LinkDirection::take(LinkTime now) {
  while (!on_the_way_.empty() && on_the_way_.front().arrives <= now) {
    const bool lost = on_the_way_.front().lost;
    Bytes packet = std::move(on_the_way_.front().packet);
    on_the_way_.pop_front();
    if (lost) {
      ++counts_.lost;
    } else if (!up_) {
      ++counts_.cut;
    } else {
      ++counts_.delivered;
      counts_.delivered_bytes += packet.size();
      return packet;
    }
  }
  return std::nullopt;
}

std::optional<LinkTime> LinkDirection::next_arrival() const {
  if (on_the_way_.empty()) return std::nullopt;
  return on_the_way_.front().arrives;
}

}  // namespace garita::tests
