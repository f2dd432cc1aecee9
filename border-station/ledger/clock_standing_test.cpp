#include "border-station/ledger/clock_standing.h"

#include <gtest/gtest.h>

namespace garita::station {
namespace {

using std::chrono::milliseconds;
using namespace std::chrono_literals;

const Instant kTrusted = *Instant::from_rfc3339("2026-03-02T14:00:00Z");
constexpr auto kNone = std::nullopt;

/// What is said of a clock that shows `shown` more than the centre's did when it was asked.
std::string said(milliseconds shown, std::optional<milliseconds> offset,
                 std::optional<milliseconds> elapsed) {
  const auto standing = clock_standing({kTrusted, offset, elapsed}, kTrusted.plus(shown));
  return std::string(clock_verdict_name(judge(standing))) + ": " + clock_words(standing);
}

TEST(ClockStanding, IsJudgedByItsDistanceInBothDirections) {
  EXPECT_EQ(said(20s, 0s, 20s), "good: agrees with the centre's clock, compared 20 s ago");
  EXPECT_EQ(said(75s, 55s, 20s), "good: 55 s ahead of the centre's clock, compared 20 s ago");
  EXPECT_EQ(said(20s - 240h, -240h, 20s),
            "doubtful: 10 days behind the centre's clock, compared 20 s ago");
  EXPECT_EQ(said(20s + 240h, 240h, 20s),
            "doubtful: 10 days ahead of the centre's clock, compared 20 s ago");
}

TEST(ClockStanding, IsDoubtedWhereTheClockWasMovedAfterItWasCompared) {
  EXPECT_EQ(said(-3h, 0s, 1h), "doubtful: 4 h behind the centre's clock, compared 60 min ago");
  EXPECT_EQ(said(5h, 0s, 1h), "doubtful: 4 h ahead of the centre's clock, compared 60 min ago");
}

TEST(ClockStanding, IsDoubtedWhereItWasNotComparedForTooLong) {
  EXPECT_EQ(said(24h, 0s, 24h), "good: agrees with the centre's clock, compared 24 h ago");
  EXPECT_EQ(said(25h, 0s, 25h),
            "doubtful: not compared with the centre's clock for 25 h; then it agreed");
  EXPECT_EQ(said(240h + 55s, 55s, 240h),
            "doubtful: not compared with the centre's clock for 10 days; then it was 55 s ahead");
  EXPECT_EQ(said(480h, 240h, 240h),
            "doubtful: 10 days ahead of the centre's clock, compared 10 days ago");
}

TEST(ClockStanding, OfAMachineThatWasStartedAnewGoesByItsClock) {
  EXPECT_EQ(said(1h, 0s, kNone), "good: agrees with the centre's clock, compared 60 min ago");
  EXPECT_EQ(said(25h, 0s, kNone),
            "doubtful: not compared with the centre's clock for 25 h; then it agreed");
  EXPECT_EQ(said(1h - 240h, -240h, kNone),
            "doubtful: 10 days behind the centre's clock, compared 60 min ago");
  EXPECT_EQ(said(-240h, 0s, kNone),
            "doubtful: 10 days behind the centre's clock, put back since it was compared");
}

TEST(ClockStanding, KeptByAFormerProgramHasNoDistanceUntilItIsMeasured) {
  EXPECT_EQ(said(1h, kNone, kNone), "good: compared 60 min ago");
  EXPECT_EQ(said(-240h, kNone, 1h),
            "doubtful: 10 days behind the centre's clock, compared 60 min ago");
  EXPECT_EQ(clock_words({}), "never compared with the centre's");
  EXPECT_EQ(judge({}), ClockVerdict::kUnknown);
}

TEST(ClockStanding, SaysNoAgeBelowZero) {
  EXPECT_EQ(age_words(-863'999s), "9 days ahead of this clock");
  EXPECT_EQ(age_words(119s), "119 s ago");
  EXPECT_EQ(age_words(7200s), "2 h ago");
}

}  // namespace
}  // namespace garita::station
