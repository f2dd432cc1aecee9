// When a country's day is over that lies in several zones, whichever posts open and close.
#include <gmock/gmock.h>

#include <algorithm>
#include <random>
#include <set>

#include "central-sync/flags/test_stations.h"
#include "central-sync/flags/test_visitor.h"

namespace garita::central::testing {
namespace {

// In at A, where 3 February, the last legal day, ends at 06:00 UTC; in Tijuana it ends at 08:00.
TEST(PostZones, ATermIsOverOnceItsLastDayIsWhereverSomebodyMayLeave) {
  constexpr const char* kAlways = "2020-01-01T00:00:00Z";
  const struct {
    const char* zone;
    const char* since;
    const char* out;
    const char* asked;
    const char* told;
    const char* until = "";
  } cases[] = {
      {"America/Tijuana", kAlways, "", "2026-02-04T07:59:59Z", "OVERSTAY_OPEN(a) open 0"},
      {"America/Tijuana", kAlways, "", "2026-02-04T08:00:00Z", "OVERSTAY_OPEN(a) probable 1"},
      {"America/Tijuana", kAlways, "2026-02-04T07:30:00Z", "2026-02-04T07:45:00Z", "nothing"},
      {"America/Tijuana", kAlways, "2026-02-04T07:30:00Z", "2026-02-10T00:00:00Z", "nothing"},
      {"America/Tijuana", kAlways, "2026-02-04T08:00:00Z", "2026-02-10T00:00:00Z",
       "OVERSTAY(a) confirmed 1"},
      {"America/Tijuana", "2026-02-04T08:00:00Z", "", "2026-02-04T06:00:00Z",
       "OVERSTAY_OPEN(a) probable 1"},
      // Enrolled once the day had ended at all posts that there were: nothing is taken back.
      {"America/Tijuana", "2026-02-04T06:30:00Z", "", "2026-02-04T07:00:00Z",
       "OVERSTAY_OPEN(a) probable 1"},
      {"America/Tijuana", "2026-02-04T05:59:59Z", "", "2026-02-04T07:00:00Z",
       "OVERSTAY_OPEN(a) open 0"},
      // Closed: nobody can leave there any more.
      {"America/Tijuana", kAlways, "", "2026-02-04T06:00:00Z", "OVERSTAY_OPEN(a) probable 1",
       "2026-02-04T05:30:00Z"},
      {"America/Tijuana", kAlways, "", "2026-02-04T06:59:59Z", "OVERSTAY_OPEN(a) open 0",
       "2026-02-04T07:00:00Z"},
      {"America/Tijuana", kAlways, "", "2026-02-04T07:00:00Z", "OVERSTAY_OPEN(a) probable 1",
       "2026-02-04T07:00:00Z"},
      {"America/Tijuana", kAlways, "", "2026-02-04T07:59:59Z", "OVERSTAY_OPEN(a) open 0",
       "2026-02-05T07:00:00Z"},
      {"America/Cancun", kAlways, "", "2026-02-04T05:59:59Z", "OVERSTAY_OPEN(a) open 0"},
      {"America/Cancun", kAlways, "", "2026-02-04T06:00:00Z", "OVERSTAY_OPEN(a) probable 1"},
  };
  for (const auto& each : cases) {
    Visitor visitor;
    visitor.in("a", "2026-01-05T16:00:00Z").b_lies_in(each.zone, each.since, each.until);
    visitor.complete("2026-02-20T00:00:00Z", "2026-02-20T00:00:00Z");
    if (*each.out != 0) visitor.out_at_b("b", each.out);
    EXPECT_EQ(told(visitor.at(each.asked)), each.told)
        << each.zone << " since " << each.since << " until " << each.until << ", out " << each.out
        << ", at " << each.asked;
  }
}

Instant at(int minutes) { return utc("2026-02-04T03:00:00Z").plus(std::chrono::minutes(minutes)); }

std::string text_of(const std::vector<OpenTime>& times) {
  std::string text;
  for (const auto& each : times)
    text += each.since.rfc3339().substr(11, 5) +
            (each.until ? "-" + each.until->rfc3339().substr(11, 5) : "") + " ";
  return text;
}

// Enrolled at 03:10.
TEST(PostZones, AStationCountsFromItsEnrolmentOnceItIsHeardAndUntilItIsClosed) {
  using Closing = StationTimes::Closing;
  const Closing early{at(60), at(50)};
  const Closing revived{at(60), at(50), at(90)};
  const Closing late{at(120), at(120)};
  const struct {
    std::optional<Instant> heard;
    std::vector<Closing> closings;
    int known_at;
    const char* open;
  } cases[] = {
      {{}, {}, 200, ""},
      {at(20), {}, 19, ""},
      {at(20), {}, 20, "03:10 "},
      {at(20), {early}, 59, "03:10 "},
      {at(20), {early}, 60, "03:10-03:50 "},
      {at(20), {revived}, 89, "03:10-03:50 "},
      {at(20), {revived}, 90, "03:10-03:50 04:30 "},
      {at(20), {revived, late}, 200, "03:10-03:50 04:30-05:00 "},
      {at(20), {late, early}, 200, "03:10-03:50 "},
      // Nothing had come of it when it was closed: nobody waited for it.
      {{}, {early}, 200, ""},
      {at(70), {early}, 200, ""},
      {at(90), {revived}, 200, "04:30 "},
      // Closed with its post before it was there.
      {at(20), {{at(60), at(5)}}, 200, ""},
  };
  for (const auto& each : cases)
    EXPECT_EQ(text_of(open_times({StationId("B-01"), at(10), each.heard, each.closings},
                                 at(each.known_at))),
              each.open);
}

// The last legal day ends at 06:00 UTC where everybody entered, and two hours later at most.
TEST(PostZones, WhateverPostsOpenAndCloseNothingThatWasRaisedIsTakenBack) {
  constexpr const char* kZones[] = {"America/Tijuana", "America/Mazatlan", "America/Tijuana"};
  const Date last = *Date::from_iso("2026-02-03");
  std::set<Instant> ends;
  std::size_t taken_back = 0;
  for (unsigned seed = 1; seed <= 4000; ++seed) {
    std::mt19937 random(seed);
    std::vector<DrawnStation> stations;
    for (const auto* name : {"B-01", "C-01", "B-02"})
      stations.emplace_back(random, name, 4,
                            [&] { return at(10 * static_cast<int>(random() % 36)); });
    stations.resize(1 + random() % 3, stations.front());
    std::optional<Instant> raised_for;
    Instant before;
    for (int minute = 0; minute <= 360; minute += 10) {
      const Instant now = at(minute);
      PostZones zones;
      zones.add(PostCode("A"), *Zone::named("America/Guatemala"), {{Instant{}}});
      Instant watermark = now;
      for (std::size_t i = 0; i < stations.size(); ++i) {
        const auto& times = stations[i].times;
        zones.add(post_of(times.station), *Zone::named(kZones[i]), open_times(times, now));
        watermark = std::min(watermark, stations[i].complete_until(now).value_or(now));
      }
      const Instant end = zones.end_of(PostCode("A"), last);
      const bool is_raised = end <= watermark;
      if (!is_raised && raised_for) {
        const bool lives = std::ranges::any_of(stations, [&](const auto& station) {
          return station.lives_again(*raised_for, before, now);
        });
        ASSERT_TRUE(lives) << "taken back at " << now.rfc3339() << ", seed " << seed;
        ++taken_back;
      }
      raised_for = is_raised ? std::optional(end) : std::nullopt;
      before = now;
      ends.insert(end);
      const bool is_over = *zones.earliest_day(PostCode("A"), now) > last;
      ASSERT_EQ(is_over, end <= now) << now.rfc3339() << ", seed " << seed;
    }
  }
  EXPECT_GT(ends.size(), 5U) << "zones count, and count no more";
  EXPECT_GT(taken_back, 5U) << "since what was closed lives again";
}

}  // namespace
}  // namespace garita::central::testing
