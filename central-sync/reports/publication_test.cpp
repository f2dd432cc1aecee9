// What changes for everybody, as a new policy pack does, reaches them in small steps, and the list
// is right at each of them.
#include <gmock/gmock.h>

#include "central-sync/reports/health.h"
#include "central-sync/reports/overstays.h"
#include "central-sync/store/test_country.h"

namespace garita::central::testing {
namespace {

constexpr int kTravellers = 9;
const Instant kNow = utc("2026-02-10T12:00:00Z");

std::string days(int number) {
  auto pack = thirty_days();
  pack.replace(pack.find("2026-1"), 6, "days-" + std::to_string(number));
  pack.replace(pack.find("days = 30"), 9, "days = " + std::to_string(number));
  return pack;
}

/// Nine travellers entered on 5 January; the posts are complete until 3 February.
class PublicationTest : public ::testing::Test {
 protected:
  PublicationTest() {
    auto& norte = centre.station("NORTE");
    const Instant entered = utc("2026-01-05T16:00:00Z");
    for (int i = 0; i < kTravellers; ++i)
      norte.write(entry("NORTE", entered, "T" + std::to_string(i)), entered);
    centre.receive(norte, entered);
    complete("2026-02-03T12:00:00Z");
    centre.project();
  }
  void complete(std::string_view until, const std::vector<std::string>& posts = {"NORTE", "SUR"}) {
    for (const auto& post : posts)
      centre.receive_claim(centre.station(post), utc(until), utc(until));
  }
  void close(const std::string& target, std::string_view at) {
    centre.own().write(Closure{target, utc(at), "gone for good", OfficerId("jefa")}, utc(at));
    centre.receive(centre.own(), utc(at));
  }
  /// "STATE VERSION" of each, and how often, perhaps as it was known and asked at a moment.
  std::map<std::string, int> listed(Instant now = kNow, std::optional<Instant> then = {}) {
    std::map<std::string, int> counts;
    const auto rows = *list_overstays(centre.reading(), {{}, then, all}, now);
    for (const auto& row : rows)
      ++counts[std::string(state_name(row.flag.state)) + " " + row.flag.policy_version];
    return counts;
  }
  /// One transaction of at most `limit`; true when nothing was left.
  bool step(std::size_t limit) {
    const auto done = projector->project_some(limit);
    EXPECT_TRUE(done) << done.error().message;
    EXPECT_LE(done->persons, limit);
    return !done || done->at_rest;
  }
  void take_up() { projector.emplace(centre.projector(centre.database())); }

  using Counts = std::map<std::string, int>;
  const std::set<FlagState> all = {FlagState::kOpen,        FlagState::kDue,
                                   FlagState::kPendingData, FlagState::kProbable,
                                   FlagState::kConfirmed,   FlagState::kCleared};
  TestCentre centre;
  std::optional<Projector> projector;
};

TEST_F(PublicationTest, AnswersAsBeforeUntilItHasReachedEverybody) {
  const Counts before{{"pending_data 2026-1", kTravellers}};
  ASSERT_EQ(listed(), before);
  centre.publish_policies(days(60), utc("2026-02-09T00:00:00Z"));
  take_up();
  int steps = 0;
  while (!step(2)) {
    ++steps;
    const auto status = *centre_status(centre.reading(), kNow);
    if (status.persons_to_judge_anew == 0) continue;
    EXPECT_EQ(listed(), before) << "step " << steps;
    EXPECT_EQ(status.policy_version, "2026-1");
    EXPECT_EQ(status.flags_held, kTravellers);
  }
  EXPECT_GE(steps, kTravellers / 2) << "in steps of two";
  EXPECT_EQ(listed(), (Counts{{"open days-60", kTravellers}}));
  EXPECT_EQ(centre_status(centre.reading(), kNow)->persons_to_judge_anew, 0);
}

TEST_F(PublicationTest, RaisesNothingOnTheWayThatTheEndWouldTakeBack) {
  // The posts' word that would raise all nine under the old pack arrives after the new one.
  centre.publish_policies(days(60), utc("2026-02-09T00:00:00Z"));
  complete("2026-02-09T12:00:00Z");
  take_up();
  do {
    const auto counts = listed();
    EXPECT_FALSE(counts.contains("probable 2026-1"));
    EXPECT_FALSE(counts.contains("cleared 2026-1"));
  } while (!step(1));
  EXPECT_EQ(listed(), (Counts{{"open days-60", kTravellers}}));
}

TEST_F(PublicationTest, GoesOnWhereItStoodWhenTheProcessEnded) {
  complete("2026-02-09T12:00:00Z");
  centre.publish_policies(days(20), utc("2026-02-09T13:00:00Z"));
  while (true) {
    take_up();
    if (step(1)) break;
    projector.reset();
    centre.reopen();
  }
  EXPECT_EQ(listed(), (Counts{{"probable days-20", kTravellers}}));
  const auto rows = overstays_csv(*list_overstays(centre.reading(), {{}, {}, all}, kNow));
  centre.rebuild();
  EXPECT_EQ(overstays_csv(*list_overstays(centre.reading(), {{}, {}, all}, kNow)), rows);
}

TEST_F(PublicationTest, OfTwoTheSecondWaitsForTheFirst) {
  centre.publish_policies(days(40), utc("2026-02-09T00:00:00Z"));
  centre.publish_policies(days(50), utc("2026-02-09T00:00:00Z"));
  take_up();
  std::set<std::string> seen;
  do {
    const auto counts = listed();
    EXPECT_EQ(counts.size(), 1U) << "never a mixture";
    seen.insert(counts.begin()->first);
  } while (!step(4));
  EXPECT_THAT(seen, ::testing::ElementsAre("open days-40", "open days-50", "pending_data 2026-1"));
}

// Their last legal day, 3 February, ends at 06:00 UTC in Guatemala, and at 08:00 in Tijuana.
TEST_F(PublicationTest, APostInAnotherZoneMakesTermsEndThereOnceItIsHeardOf) {
  centre.enrol("OESTE", utc("2026-02-03T20:00:00Z"), "land", "America/Tijuana");
  complete("2026-02-04T07:00:00Z", {"NORTE", "SUR"});
  centre.project();
  const Instant now = utc("2026-02-04T07:30:00Z");
  EXPECT_EQ(listed(now), (Counts{{"pending_data 2026-1", kTravellers}})) << "OESTE is waited for";
  complete("2026-02-04T07:10:00Z", {"NORTE", "SUR", "OESTE"});
  int steps = 0;
  for (;; projector.reset(), centre.reopen()) {
    take_up();
    if (step(2)) break;
    ++steps;
    const auto status = *centre_status(centre.reading(), now);
    EXPECT_EQ(status.flags_raised, 0);
  }
  EXPECT_GE(steps, kTravellers / 2) << "in steps of two";
  EXPECT_EQ(listed(now), (Counts{{"open 2026-1", kTravellers}}));
  const auto later = [&] {
    return overstays_csv(
        *list_overstays(centre.reading(), {{}, {}, all}, utc("2026-02-04T08:00:00Z")));
  };
  complete("2026-02-04T08:00:00Z", {"NORTE", "SUR", "OESTE"});
  centre.project();
  EXPECT_EQ(listed(utc("2026-02-04T08:00:00Z")), (Counts{{"probable 2026-1", kTravellers}}));
  const auto rows = later();
  centre.rebuild();
  EXPECT_EQ(later(), rows);
}

TEST_F(PublicationTest, APostInAnotherZoneTakesNothingBackThatWasRaisedBefore) {
  complete("2026-02-04T06:20:00Z");
  centre.project();
  const Counts raised{{"probable 2026-1", kTravellers}};
  const Instant now = utc("2026-02-04T07:30:00Z");
  ASSERT_EQ(listed(now), raised);
  centre.enrol("OESTE", utc("2026-02-04T06:30:00Z"), "land", "America/Tijuana");
  complete("2026-02-04T06:40:00Z", {"NORTE", "SUR", "OESTE"});
  centre.project();
  EXPECT_EQ(listed(now), raised);
  centre.rebuild();
  EXPECT_EQ(listed(now), raised);
}

TEST_F(PublicationTest, APostThatIsHeardTakesNothingBackForOneThatWasClosedUnheardInItsZone) {
  centre.enrol("OESTE", utc("2026-02-03T20:00:00Z"), "land", "America/Tijuana");
  close("OESTE", "2026-02-04T06:10:00Z");
  complete("2026-02-04T06:20:00Z");
  centre.project();
  const Counts raised{{"probable 2026-1", kTravellers}};
  const Instant now = utc("2026-02-04T07:30:00Z");
  ASSERT_EQ(listed(now), raised) << "nobody waits for OESTE";
  centre.enrol("LEJOS", utc("2026-02-04T06:30:00Z"), "land", "America/Tijuana");
  complete("2026-02-04T06:40:00Z", {"NORTE", "SUR", "LEJOS"});
  centre.project();
  EXPECT_EQ(listed(now), raised);
  centre.rebuild();
  EXPECT_EQ(listed(now), raised);
}

TEST_F(PublicationTest, WhereTheLastPostOfAZoneClosesTermsEndWhereTheOthersAre) {
  centre.enrol("OESTE", utc("2026-01-20T20:00:00Z"), "land", "America/Tijuana");
  const std::vector<std::string> three = {"NORTE", "SUR", "OESTE"};
  complete("2026-02-04T05:00:00Z", three);
  centre.project();
  std::map<Instant, Counts> said;
  const auto note = [&](std::string_view at) { said[utc(at)] = listed(utc(at)); };
  complete("2026-02-04T06:10:00Z", three);
  centre.project();
  note("2026-02-04T06:11:00Z");
  EXPECT_EQ(said.rbegin()->second, (Counts{{"open 2026-1", kTravellers}})) << "OESTE is open";
  centre.own().write(Closure{"OESTE", utc("2026-02-04T05:30:00Z"), "burnt", OfficerId("jefa")},
                     utc("2026-02-04T06:12:00Z"));
  centre.receive(centre.own(), utc("2026-02-04T06:12:00Z"));
  int steps = 0;
  for (;; projector.reset(), centre.reopen()) {
    take_up();
    if (step(2)) break;
    ++steps;
  }
  EXPECT_GE(steps, kTravellers / 2) << "in steps of two";
  note("2026-02-04T06:13:00Z");
  const Counts raised{{"probable 2026-1", kTravellers}};
  EXPECT_EQ(said.rbegin()->second, raised) << "the day has ended at all that are open";
  // It lives on after all: terms end there again, and this one has ended.
  complete("2026-02-04T06:20:00Z", three);
  centre.project();
  note("2026-02-04T06:21:00Z");
  EXPECT_EQ(said.rbegin()->second, raised);
  for (const bool rebuilt : {false, true}) {
    if (rebuilt) centre.rebuild();
    for (const auto& [moment, counts] : said)
      EXPECT_EQ(listed(utc("2026-03-01T00:00:00Z"), moment), counts) << moment.rfc3339();
  }
}

TEST_F(PublicationTest, TheStickOfAPostThatWasClosedGivesNoAnswerThatChangesLater) {
  centre.enrol("OESTE", utc("2026-01-04T20:00:00Z"), "land", "America/Tijuana");
  const std::vector<std::string> three = {"NORTE", "SUR", "OESTE"};
  complete("2026-02-03T13:00:00Z", three);
  centre.project();
  close("OESTE", "2026-02-03T14:00:00Z");
  complete("2026-02-06T00:00:00Z");
  centre.project();
  auto& oeste = centre.station("OESTE");
  const Instant came = utc("2026-02-06T12:00:00Z");
  for (int i = 0; i < 400; ++i) {
    oeste.write(entry("OESTE", utc("2026-02-03T13:10:00Z"), "W" + std::to_string(i)), came);
    if (i % 200 == 199) centre.receive(oeste, came);
  }
  for (int i = 0; i < 5; ++i)
    oeste.write(exit("OESTE", utc("2026-02-03T13:20:00Z"), "T" + std::to_string(i)), came);
  centre.receive(oeste, came);
  centre.project();
  const Instant now = came.plus(std::chrono::milliseconds(100));
  const auto told = listed(now);
  EXPECT_EQ(listed(utc("2026-03-01T00:00:00Z"), now), told);
}

}  // namespace
}  // namespace garita::central::testing
