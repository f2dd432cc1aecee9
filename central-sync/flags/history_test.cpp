#include "central-sync/flags/history.h"

#include <gtest/gtest.h>

namespace garita::central {
namespace {

Instant at(int hour) { return Instant{hour * std::int64_t{3'600'000}}; }

CaseVersion version(FlagKind kind, int from, std::optional<int> to = std::nullopt) {
  CaseVersion made;
  made.flag.kind = kind;
  made.flag.subject = "a";
  made.flag.due_at = at(100);
  made.flag.raise_at = at(110);
  made.known_from = at(from);
  if (to) made.known_to = at(*to);
  made.cause = "record-" + std::to_string(from);
  return made;
}

std::string told(const std::vector<CaseVersion>& versions, const std::vector<WatermarkStep>& steps,
                 int now) {
  std::string text;
  for (const auto& event : events_of(versions, steps, at(now)))
    text += std::to_string(event.at.milliseconds / 3'600'000) + " " +
            std::string(state_name(event.state)) + " " + event.cause +
            (event.reason.empty() ? "" : " " + event.reason) + "; ";
  return text;
}

TEST(FlagHistory, TellsWhatTimeAndWatermarksMadeOfACase) {
  const std::vector<WatermarkStep> steps = {
      {at(1), std::nullopt}, {at(90), at(89)}, {at(111), at(105)}, {at(120), at(119)}};
  EXPECT_EQ(told({version(FlagKind::kOverstayOpen, 10)}, steps, 200),
            "10 open record-10; 100 due time; 110 pending_data time; 120 probable watermark; ");
  EXPECT_EQ(told({version(FlagKind::kOverstayOpen, 10)}, steps, 115),
            "10 open record-10; 100 due time; 110 pending_data time; ");
}

TEST(FlagHistory, ShowsThatACaseClearedInTimeWasNeverRaised) {
  auto cleared = version(FlagKind::kOverstayOpen, 10, 118);
  cleared.cleared_reason = "exit_in_time";
  cleared.cleared_by = "record-118";
  const std::vector<WatermarkStep> steps = {{at(90), at(89)}, {at(120), at(119)}};
  EXPECT_EQ(told({cleared}, steps, 200),
            "10 open record-10; 100 due time; 110 pending_data time; "
            "118 cleared record-118 exit_in_time; ");
}

TEST(FlagHistory, GoesOnWhenTheOpenStayGetsALateExit) {
  auto late = version(FlagKind::kOverstay, 150);
  late.flag.met = true;
  const std::vector<WatermarkStep> steps = {{at(120), at(119)}};
  EXPECT_EQ(told({version(FlagKind::kOverstayOpen, 10, 150), late}, steps, 200),
            "10 open record-10; 100 due time; 110 pending_data time; 120 probable watermark; "
            "150 confirmed record-150; ");
}

TEST(FlagHistory, OfBothDirectionsTheLowerWatermarkCountsAtEveryMoment) {
  const std::vector<WatermarkStep> entries = {{at(1), at(0)}, {at(10), at(9)}, {at(40), at(39)}};
  const std::vector<WatermarkStep> exits = {
      {at(5), at(4)}, {at(20), at(19)}, {at(30), std::nullopt}, {at(40), at(38)}};
  std::string text;
  for (const auto& [known_from, until] : lower_of(entries, exits))
    text += std::to_string(known_from.milliseconds / 3'600'000) + ":" +
            (until ? std::to_string(until->milliseconds / 3'600'000) : "-") + " ";
  EXPECT_EQ(text, "1:- 5:0 10:4 20:9 30:- 40:38 ");
}

TEST(FlagHistory, LetsNoTimePassBehindALegalMoment) {
  const std::vector<WatermarkStep> steps = {{at(90), at(89)}, {at(120), at(119)}};
  const auto told_as_of = [&](int as_of) {
    std::string text;
    for (const auto& event : events_of(std::vector{version(FlagKind::kOverstayOpen, 10)}, steps,
                                       Viewpoint{at(as_of), at(200)}))
      text += std::string(state_name(event.state)) + " " + event.cause + "; ";
    return text;
  };
  EXPECT_EQ(told_as_of(99), "open record-10; ");
  EXPECT_EQ(told_as_of(105), "open record-10; due time; ");
  EXPECT_EQ(told_as_of(115), "open record-10; due time; pending_data time; probable watermark; ");
}

TEST(FlagHistory, LeavesOutWhatALaterRecordMadeOrEnded) {
  const auto movement = [](const char* reference, int hour) {
    Movement made;
    made.reference = reference;
    made.at = at(hour);
    return made;
  };
  PersonHistory history;
  for (const int hour : {10, 20, 50, 60})
    history.movements.push_back(
        {movement(("record-" + std::to_string(hour)).c_str(), hour), at(0)});
  auto third = version(FlagKind::kOverstayOpen, 60, 70);
  third.cleared_reason = "extended";
  third.cleared_by = "record-20";
  const std::vector versions{version(FlagKind::kOverstayOpen, 10, 50),
                             version(FlagKind::kOverstay, 50, 60), third};
  const auto kept = [&](int as_of) {
    std::string text;
    for (const auto& each : versions_as_of(versions, history, at(as_of)))
      text += each.cause + "-" +
              (each.known_to ? std::to_string(each.known_to->milliseconds / 3'600'000) : "") +
              each.cleared_by + " ";
    return text;
  };
  EXPECT_EQ(kept(60), "record-10-50 record-50-60 record-60-70record-20 ");
  EXPECT_EQ(kept(55), "record-10-50 record-50- ");
  EXPECT_EQ(kept(49), "record-10- ");
  EXPECT_EQ(kept(5), "");
  history.movements[2].fact.at = at(80);  // a record of afterwards between two of before
  EXPECT_EQ(kept(70), "record-10-60 record-60-70record-20 ");
}

// What another policy or a merge made of it later is of no other moment.
TEST(FlagHistory, LeavesOutACaseAboutWhatHadNotOccurredWhateverMadeIt) {
  PersonHistory history;
  history.movements.resize(1);
  history.movements[0].fact.reference = "a";
  history.movements[0].fact.at = at(40);
  auto first = version(FlagKind::kOverstayOpen, 50, 60);
  first.cause = "a";
  auto published = version(FlagKind::kOverstayOpen, 60);
  published.cause = "a policy";
  EXPECT_TRUE(versions_as_of({first, published}, history, at(39)).empty());
  EXPECT_EQ(versions_as_of({first, published}, history, at(40)).size(), 2U);
}

TEST(WatermarkTrack, KnowsSinceWhenAMomentIsCoveredForGood) {
  const std::vector<WatermarkStep> steps = {
      {at(1), at(5)}, {at(10), at(9)}, {at(11), std::nullopt}, {at(20), at(19)}, {at(30), at(29)}};
  const WatermarkTrack track(steps);
  EXPECT_EQ(track.reached(at(5)), at(20));
  EXPECT_EQ(track.reached(at(19)), at(20));
  EXPECT_EQ(track.reached(at(20)), at(30));
  EXPECT_FALSE(track.reached(at(30)));
  EXPECT_FALSE(WatermarkTrack({}).reached(at(0)));
}

TEST(WatermarkTrack, KnowsSinceWhenAMomentIsCoveredNoMore) {
  const std::vector<WatermarkStep> steps = {{at(1), at(5)},         {at(10), at(9)},
                                            {at(11), std::nullopt}, {at(20), at(7)},
                                            {at(30), at(6)},        {at(40), at(6)}};
  const WatermarkTrack track(steps);
  EXPECT_EQ(track.fell(at(9)), at(11));
  EXPECT_EQ(track.fell(at(8)), at(11));
  EXPECT_EQ(track.fell(at(7)), at(30)) << "and was there again in between";
  EXPECT_FALSE(track.fell(at(6))) << "it is there";
  EXPECT_FALSE(track.fell(at(10))) << "it never was";
  EXPECT_FALSE(WatermarkTrack({}).fell(at(0)));
}

TEST(StateSince, IsTheLatestOfRecordTimeAndWatermark) {
  const std::vector<WatermarkStep> steps = {{at(90), at(89)}, {at(120), at(119)}};
  const WatermarkTrack track(steps);
  const auto told_since = [&](const CaseVersion& made, int now) {
    const auto since = state_since(made, track, at(now));
    return std::to_string(since.at.milliseconds / 3'600'000) + " " + since.cause;
  };
  EXPECT_EQ(told_since(version(FlagKind::kOverstayOpen, 10), 50), "10 record-10");
  EXPECT_EQ(told_since(version(FlagKind::kOverstayOpen, 10), 105), "100 time");
  EXPECT_EQ(told_since(version(FlagKind::kOverstayOpen, 10), 115), "110 time");
  EXPECT_EQ(told_since(version(FlagKind::kOverstayOpen, 10), 130), "120 watermark");
  EXPECT_EQ(told_since(version(FlagKind::kOverstayOpen, 150), 160), "150 record-150");
}

}  // namespace
}  // namespace garita::central
