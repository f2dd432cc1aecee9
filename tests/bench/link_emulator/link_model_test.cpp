#include "tests/bench/link_emulator/link_model.h"

#include <gmock/gmock.h>

namespace garita::tests {
namespace {

using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// A packet of `size` bytes that carries its number.
Bytes packet(std::uint8_t number, std::size_t size = 1000) {
  Bytes bytes(size);
  bytes[0] = number;
  return bytes;
}

struct Arrived {
  int number = 0;
  std::int64_t at_ms = 0;
  friend bool operator==(const Arrived&, const Arrived&) = default;
};
void PrintTo(const Arrived& arrived, std::ostream* out) {
  *out << "packet " << arrived.number << " at " << arrived.at_ms << " ms";
}

/// Everything that still comes, each at the millisecond in which it came.
std::vector<Arrived> arrivals(LinkDirection& link) {
  std::vector<Arrived> all;
  while (const auto next = link.next_arrival()) {
    const auto bytes = link.take(*next);
    if (!bytes) continue;
    all.push_back({bytes->at(0), std::chrono::duration_cast<milliseconds>(*next).count()});
  }
  return all;
}

/// 64 kbit/s and 300 ms: a packet of 1000 bytes takes 125 ms to send.
LinkShape satellite() {
  return {.delay = milliseconds(300), .bits_per_second = 64'000, .queue_packets_max = 3};
}

TEST(Link, SendsOnePacketAfterTheOtherAndDelaysEach) {
  LinkDirection link(satellite(), 1);
  link.offer(packet(1), milliseconds(0));
  link.offer(packet(2), milliseconds(0));
  link.offer(packet(3, 80), milliseconds(1000));
  EXPECT_THAT(arrivals(link), ElementsAre(Arrived{1, 425}, Arrived{2, 550}, Arrived{3, 1310}));
}

TEST(Link, DropsWhatComesWhenTheQueueIsFullAndTakesMoreOnceThereIsRoom) {
  LinkDirection link(satellite(), 1);
  for (std::uint8_t number = 1; number <= 5; ++number) link.offer(packet(number), milliseconds(0));
  EXPECT_EQ(link.counts().overflow, 2U);
  link.offer(packet(6), milliseconds(126));
  EXPECT_THAT(arrivals(link),
              ElementsAre(Arrived{1, 425}, Arrived{2, 550}, Arrived{3, 675}, Arrived{6, 800}));
}

TEST(Link, WithoutARateOnlyDelays) {
  LinkDirection link({.delay = milliseconds(20)}, 1);
  for (std::uint8_t number = 1; number <= 3; ++number) link.offer(packet(number), milliseconds(5));
  EXPECT_THAT(arrivals(link), ElementsAre(Arrived{1, 25}, Arrived{2, 25}, Arrived{3, 25}));
}

TEST(Link, HoldsNoMorePacketsThanItsLimitWhateverTheDelay) {
  LinkDirection link({.delay = std::chrono::hours(1)}, 1);
  for (std::size_t i = 0; i < kOnTheWayMax + 10; ++i) link.offer(packet(0, 1), milliseconds(0));
  EXPECT_EQ(link.counts().overflow, 10U);
}

TEST(Link, LosesTheShareItIsToldToAndTheSamePacketsForTheSameSeed) {
  const auto lost_of = [](double loss, std::uint64_t seed) {
    LinkDirection link({.loss = loss}, seed);
    std::vector<int> lost;
    for (int i = 0; i < 20'000; ++i) {
      link.offer(packet(0, 1), milliseconds(i));
      if (!link.take(milliseconds(i))) lost.push_back(i);
    }
    EXPECT_EQ(link.counts().lost, lost.size());
    return lost;
  };
  EXPECT_THAT(lost_of(0, 7), IsEmpty());
  EXPECT_EQ(lost_of(1, 7).size(), 20'000U);
  // 1000 are expected of 20,000, with a standard deviation of 31.
  EXPECT_NEAR(double(lost_of(0.05, 7).size()), 1000, 125);
  EXPECT_EQ(lost_of(0.05, 7), lost_of(0.05, 7));
  EXPECT_NE(lost_of(0.05, 7), lost_of(0.05, 8));
}

TEST(Link, ALostPacketWaitsAndTakesItsTimeAsAnyOther) {
  LinkShape shape = satellite();
  shape.loss = 0.5;
  for (std::uint64_t seed = 1; seed < 100; ++seed) {
    LinkDirection link(shape, seed);
    for (std::uint8_t number = 1; number <= 4; ++number)
      link.offer(packet(number), milliseconds(0));
    EXPECT_EQ(link.counts().overflow, 1U) << "three wait, lost or not";
    const auto all = arrivals(link);
    if (link.counts().lost != 1 || all.front().number != 2) continue;
    EXPECT_THAT(all, ElementsAre(Arrived{2, 550}, Arrived{3, 675}));
    return;
  }
  FAIL() << "no seed of a hundred loses the first packet alone";
}

TEST(Link, JitterStaysInItsBoundsAndPacketsInOrder) {
  LinkDirection link({.delay = milliseconds(100), .jitter = milliseconds(50)}, 5);
  for (int i = 0; i < 200; ++i) link.offer(packet(std::uint8_t(i)), milliseconds(i));
  const auto all = arrivals(link);
  ASSERT_EQ(all.size(), 200U);
  bool differs = false;
  for (int i = 0; i < 200; ++i) {
    EXPECT_EQ(all[std::size_t(i)].number, i);
    const auto took = all[std::size_t(i)].at_ms - i;
    EXPECT_GE(took, 100);
    EXPECT_LE(took, 150);
    differs = differs || took > 101;
  }
  EXPECT_TRUE(differs);
}

TEST(Link, WhileItIsDownNothingGoesInAndWhatWasOnTheWayIsGone) {
  LinkDirection link({.delay = milliseconds(300)}, 1);
  link.offer(packet(1), milliseconds(0));
  link.set_up(false);
  link.offer(packet(2), milliseconds(100));
  EXPECT_FALSE(link.take(milliseconds(400)));
  link.set_up(true);
  EXPECT_THAT(arrivals(link), IsEmpty());
  link.offer(packet(3), milliseconds(500));
  EXPECT_THAT(arrivals(link), ElementsAre(Arrived{3, 800}));
  EXPECT_EQ(link.counts().cut, 2U);
}

TEST(Link, FollowsItsSchedule) {
  const LinkSchedule always{};
  const LinkSchedule window{std::chrono::seconds(20), std::chrono::seconds(60)};
  const struct {
    const LinkSchedule& schedule;
    int second;
    bool up;
  } cases[] = {{always, 0, true},  {always, 86'400, true}, {window, 0, true},
               {window, 19, true}, {window, 20, false},    {window, 79, false},
               {window, 80, true}, {window, 100, false}};
  for (const auto& each : cases)
    EXPECT_EQ(each.schedule.is_up(std::chrono::seconds(each.second)), each.up) << each.second;
}

}  // namespace
}  // namespace garita::tests
