#include "schema/wire/pacing.h"

#include <gtest/gtest.h>

#include <deque>
#include <random>

namespace garita {
namespace {

using std::chrono::milliseconds;

struct Link {
  double bytes_a_millisecond;
  milliseconds round_trip;
  double loss = 0;
};
struct Outcome {
  double share;          ///< of what the link can carry
  milliseconds waiting;  ///< the longest that a byte stood before the link, after the first seconds
};

/// A sender that always has more, over a link that is one queue; a lost batch costs another round
/// trip, for all behind it as well: TCP hands on in order.
Outcome run(const Link& link, std::size_t batch, bool bulk = false) {
  constexpr double kSpanMs = 120'000;
  struct Sent {
    double at, done;
  };
  Pacing pacing;
  pacing.round_trip(link.round_trip);
  std::mt19937 random(5);
  std::deque<Sent> under_way;
  double free_at = 0, answered = 0, now = 0, carried = 0, waiting = 0;
  while (now < kSpanMs) {
    const std::size_t window = bulk ? pacing.bulk_window() : pacing.window();
    if (under_way.size() * batch < window) {
      const double start = std::max(now, free_at);
      if (now > kSpanMs / 20) waiting = std::max(waiting, start - now);
      free_at = start + static_cast<double>(batch) / link.bytes_a_millisecond;
      const bool lost = std::uniform_real_distribution(0.0, 1.0)(random) < link.loss;
      const auto trip = static_cast<double>(link.round_trip.count());
      answered = std::max(answered, free_at + trip + (lost ? 1.5 * trip : 0));
      under_way.push_back({now, answered});
      continue;
    }
    now = std::max(now, under_way.front().done);
    const auto latency = milliseconds(static_cast<std::int64_t>(now - under_way.front().at));
    pacing.answered(batch, latency);
    under_way.pop_front();
    carried += static_cast<double>(batch);
  }
  return {carried / kSpanMs / link.bytes_a_millisecond,
          milliseconds(static_cast<std::int64_t>(waiting))};
}

constexpr Link kSatellite{8, milliseconds(600)};
constexpr Link kLossySatellite{8, milliseconds(600), 0.2};
constexpr Link kOldTelephone{1.2, milliseconds(400)};
constexpr Link kOffice{12'500, milliseconds(2)};

TEST(Pacing, FillsTheLinkAndKeepsTheQueueBeforeItShort) {
  struct Case {
    const char* name;
    Link link;
    double share_least;
    milliseconds waiting_most;
  };
  for (const Case& expected : {Case{"satellite", kSatellite, 0.95, milliseconds(2'400)},
                               Case{"with losses", kLossySatellite, 0.75, milliseconds(2'800)},
                               Case{"2G", kOldTelephone, 0.95, milliseconds(11'000)},
                               Case{"office", kOffice, 0.90, milliseconds(60)}}) {
    const auto outcome = run(expected.link, 5'000);
    EXPECT_GE(outcome.share, expected.share_least) << expected.name;
    EXPECT_LE(outcome.waiting, expected.waiting_most) << expected.name;
  }
}

TEST(Pacing, LetsPicturesKeepAShorterQueueThanRecords) {
  const auto pictures = run(kSatellite, 4'096, true);
  EXPECT_GE(pictures.share, 0.80);
  EXPECT_LE(pictures.waiting, milliseconds(1'600));
  EXPECT_LT(pictures.waiting, run(kSatellite, 4'096).waiting);
}

TEST(Pacing, StaysWithinItsLimitsWhateverItIsTold) {
  Pacing pacing;
  for (int i = 0; i < 1'000; ++i) pacing.answered(65'536, milliseconds(1));
  EXPECT_EQ(pacing.window(), Pacing::kWindowMost);
  for (int i = 0; i < 1'000; ++i) pacing.answered(65'536, milliseconds(100'000));
  EXPECT_EQ(pacing.window(), Pacing::kWindowLeast);
  EXPECT_GT(pacing.bulk_window(), 0U);
}

}  // namespace
}  // namespace garita
