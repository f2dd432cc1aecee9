// From sealed records to the list: what the centre may say, and when.
#include <gmock/gmock.h>

#include <algorithm>

#include "central-sync/flags/history.h"
#include "central-sync/store/test_country.h"

namespace garita::central::testing {
namespace {

/// "KIND(subject's number) state" of one traveller at a moment, from the stored cases.
std::string flags_now(TestCentre& centre, std::string_view now) {
  const auto view = *CountryView::at(centre.reading(), utc(now));
  const auto rows = *centre.reading().cases({CaseSelection::kCurrent, utc(now), std::nullopt});
  std::string text;
  for (const auto& [version, person] : rows) {
    const Flag& flag = version.flag;
    const auto watermark = lowest_watermark(view.watermarks());
    const auto state = state_of(ripeness_of(flag), utc(now), watermark);
    text += (text.empty() ? "" : "; ") + std::string(flag_name(flag.kind)) + "(" +
            person.document_number + ") " + std::string(state_name(state));
    if (!is_held(state)) continue;
    for (const auto& post : posts_behind(view.watermarks(), flag.raise_at))
      text += " <" + post.value();
  }
  return text.empty() ? "nothing" : text;
}

/// Whether any case of the traveller was ever raised, by what was known at the time.
bool ever_raised(TestCentre& centre, const std::string& number, std::string_view now) {
  const auto persons = *centre.reading().find_persons(number, 5);
  EXPECT_EQ(persons.size(), 1U);
  const auto versions = *centre.reading().case_versions(persons.front().person);
  std::vector<Instant> needed;
  for (const auto& version : versions) needed.push_back(version.flag.raise_at);
  const auto steps = *watermark_steps_of_both(centre.reading(), needed, utc(now));
  for (const auto& event : events_of(versions, steps, utc(now)))
    if (is_raised(event.state)) return true;
  return false;
}

void complete(TestCentre& centre, const std::string& post, std::string_view until) {
  centre.receive_claim(centre.station(post), utc(until), utc(until));
}

void close(TestCentre& centre, const std::string& target, std::string_view now) {
  centre.own().write(Closure{target, utc(now), "gone for good", OfficerId("jefa")}, utc(now));
  centre.receive(centre.own(), utc(now));
  centre.project();
}

/// Two travellers enter at NORTE on 5 January with 30 days; one leaves in time through SUR.
class Promise : public ::testing::Test {
 protected:
  Promise() {
    auto& norte = centre.station("NORTE");
    for (const auto* number : {"LEFT", "STAYS"})
      norte.write(entry("NORTE", utc("2026-01-05T16:00:00Z"), number), utc("2026-01-05T16:00:00Z"));
    centre.receive(norte, utc("2026-01-05T16:01:00Z"));
    complete(centre, "NORTE", "2026-01-05T16:02:00Z");
    complete(centre, "SUR", "2026-01-05T16:02:00Z");
    centre.station("SUR").write(exit("SUR", utc("2026-02-02T18:00:00Z"), "LEFT"),
                                utc("2026-02-02T18:00:00Z"));
    complete(centre, "NORTE", "2026-02-06T12:00:00Z");
    centre.project();
  }
  TestCentre centre;
};

TEST_F(Promise, AFlagWaitsForTheSilentPostAndIsNeverRaisedWhenTheExitWasInTime) {
  EXPECT_EQ(flags_now(centre, "2026-02-03T12:00:00Z"), "nothing");
  EXPECT_EQ(flags_now(centre, "2026-02-06T12:00:00Z"),
            "OVERSTAY_OPEN(LEFT) pending_data <SUR; OVERSTAY_OPEN(STAYS) pending_data <SUR");
  centre.receive(centre.station("SUR"), utc("2026-02-07T08:00:00Z"));
  complete(centre, "SUR", "2026-02-07T08:05:00Z");
  centre.project();
  EXPECT_EQ(flags_now(centre, "2026-02-07T09:00:00Z"), "OVERSTAY_OPEN(STAYS) probable");
  EXPECT_FALSE(ever_raised(centre, "LEFT", "2026-02-07T09:00:00Z"));
  EXPECT_TRUE(ever_raised(centre, "STAYS", "2026-02-07T09:00:00Z"));
}

TEST_F(Promise, AClaimThatArrivesBeforeItsRecordsDoesNotCountYet) {
  complete(centre, "SUR", "2026-02-07T08:05:00Z");
  centre.project();
  EXPECT_THAT(flags_now(centre, "2026-02-07T09:00:00Z"), ::testing::HasSubstr("<SUR"));
  centre.receive(centre.station("SUR"), utc("2026-02-07T08:06:00Z"));
  centre.project();
  EXPECT_EQ(flags_now(centre, "2026-02-07T09:00:00Z"), "OVERSTAY_OPEN(STAYS) probable");
  EXPECT_FALSE(ever_raised(centre, "LEFT", "2026-02-07T09:00:00Z"));
}

TEST_F(Promise, ALateExitIsConfirmed) {
  auto& sur = centre.station("SUR");
  sur.write(exit("SUR", utc("2026-02-06T18:00:00Z"), "STAYS"), utc("2026-02-06T18:00:00Z"));
  centre.receive(sur, utc("2026-02-07T08:00:00Z"));
  complete(centre, "SUR", "2026-02-07T08:05:00Z");
  centre.project();
  EXPECT_EQ(flags_now(centre, "2026-02-07T09:00:00Z"), "OVERSTAY(STAYS) confirmed");
}

TEST_F(Promise, APoisonedRecordIsPutAsideHoldsThePostBackAndStopsNothingElse) {
  auto& sur = centre.station("SUR");
  sur.corrupt_next();
  const auto poison =
      sur.write(exit("SUR", utc("2026-02-03T18:00:00Z"), "STAYS"), utc("2026-02-03T18:00:00Z"));
  const auto future =
      sur.write(exit("SUR", utc("2027-02-03T18:00:00Z"), "STAYS"), utc("2026-02-03T18:00:00Z"));
  const auto elsewhere =
      sur.write(exit("NORTE", utc("2026-02-03T19:00:00Z"), "STAYS"), utc("2026-02-03T19:00:00Z"));
  sur.write(entry("SUR", utc("2026-02-03T20:00:00Z"), "LATER"), utc("2026-02-03T20:00:00Z"));
  centre.receive(sur, utc("2026-02-07T08:00:00Z"));
  complete(centre, "SUR", "2026-02-07T08:05:00Z");
  centre.project();
  EXPECT_EQ(flags_now(centre, "2026-02-07T09:00:00Z"), "OVERSTAY_OPEN(STAYS) pending_data <SUR");
  EXPECT_EQ((*centre.reading().find_persons("LATER", 5)).size(), 1U);
  const auto aside = *centre.reading().quarantine(10);
  ASSERT_EQ(aside.size(), 3U);
  EXPECT_EQ(aside[2].record, poison);
  EXPECT_EQ(aside[1].record, future);
  EXPECT_THAT(aside[1].reason, ::testing::HasSubstr("future"));
  EXPECT_EQ(aside[0].record, elsewhere);
  EXPECT_EQ((*centre.reading().counts()).records_not_projected, 0);
}

TEST_F(Promise, AForkHoldsThePostBackUntilAPersonClosesTheIncarnationAndTheNextOneReports) {
  auto& sur = centre.station("SUR");
  centre.receive(sur, utc("2026-02-03T00:00:00Z"));
  sur.begin_incarnation(1);
  sur.write(exit("SUR", utc("2026-02-02T19:00:00Z"), "STAYS"), utc("2026-02-02T19:00:00Z"));
  EXPECT_EQ(centre.receive(sur, utc("2026-02-07T08:00:00Z")).quarantined, 1U);
  complete(centre, "SUR", "2026-02-07T08:05:00Z");
  centre.project();
  EXPECT_EQ(flags_now(centre, "2026-02-07T09:00:00Z"), "OVERSTAY_OPEN(STAYS) pending_data <SUR");
  close(centre, "SUR-01:1", "2026-02-08T00:00:00Z");
  // The disk is done with, the station is not: its new disk may hold the exit.
  EXPECT_EQ(flags_now(centre, "2026-02-08T09:00:00Z"), "OVERSTAY_OPEN(STAYS) pending_data <SUR");
  sur.begin_incarnation(2);
  complete(centre, "SUR", "2026-02-09T00:00:00Z");
  centre.project();
  EXPECT_EQ(flags_now(centre, "2026-02-09T09:00:00Z"), "OVERSTAY_OPEN(STAYS) probable");
  EXPECT_EQ((*centre.reading().counts()).quarantined, 0) << "a person has decided about it";
}

TEST_F(Promise, ASecondBranchHoldsThePostBackFromItsCommitAlsoWhereTheClockOfWhoTookItIsAhead) {
  auto& sur = centre.station("SUR");
  centre.receive(sur, utc("2026-02-03T00:00:00Z"));
  complete(centre, "SUR", "2026-02-03T01:00:00Z");
  const auto before = sur.claim(utc("2026-02-07T08:05:00Z"));
  auto& intake = centre.database().intake();
  const auto known = *intake.known_station(sur.id());
  sur.begin_incarnation(1);
  sur.write(exit("SUR", utc("2026-02-02T19:00:00Z"), "STAYS"), utc("2026-02-02T19:00:00Z"));
  // By another process, two days ahead.
  EXPECT_EQ(centre.receive(sur, utc("2026-02-09T08:00:00Z")).quarantined, 1U);
  // Of the first branch, and it came after the second was there.
  ASSERT_TRUE(accept_claim(intake, *known, before, utc("2026-02-07T08:05:00Z")));
  centre.project();
  EXPECT_EQ(flags_now(centre, "2026-02-09T09:00:00Z"), "OVERSTAY_OPEN(STAYS) pending_data <SUR");
  centre.rebuild();
  EXPECT_EQ(flags_now(centre, "2026-02-09T09:00:00Z"), "OVERSTAY_OPEN(STAYS) pending_data <SUR");
  // A closure is about what was there before it, by whatever clock.
  close(centre, "SUR-01", "2026-02-08T00:00:00Z");
  EXPECT_EQ((*centre.reading().counts()).quarantined, 0);
}

TEST_F(Promise, ASecondBranchThatComesAfterAClaimTakesNothingOfItBackWhenAllIsMadeAgain) {
  auto& sur = centre.station("SUR");
  centre.receive(sur, utc("2026-02-03T00:00:00Z"));
  complete(centre, "SUR", "2026-02-07T08:05:00Z");
  sur.begin_incarnation(1);
  sur.write(exit("SUR", utc("2026-02-02T19:00:00Z"), "STAYS"), utc("2026-02-02T19:00:00Z"));
  // By another process, a day behind: before the claim by the clocks, and not in the order.
  EXPECT_EQ(centre.receive(sur, utc("2026-02-06T08:00:00Z")).quarantined, 1U);
  centre.project();
  EXPECT_EQ(flags_now(centre, "2026-02-07T09:00:00Z"), "OVERSTAY_OPEN(STAYS) probable");
  centre.rebuild();
  EXPECT_EQ(flags_now(centre, "2026-02-07T09:00:00Z"), "OVERSTAY_OPEN(STAYS) probable");
}

TEST_F(Promise, AStationThatReportsNoMoreIsWaitedForUntilAPersonClosesIt) {
  centre.receive(centre.station("SUR"), utc("2026-02-03T00:00:00Z"));
  centre.project();
  EXPECT_EQ(flags_now(centre, "2026-02-07T09:00:00Z"), "OVERSTAY_OPEN(STAYS) pending_data <SUR");
  close(centre, "SUR-01", "2026-02-08T00:00:00Z");
  EXPECT_EQ(flags_now(centre, "2026-02-08T09:00:00Z"), "OVERSTAY_OPEN(STAYS) probable");
}

/// A person says that something reports no more, and is mistaken, or it comes to life again.
TEST_F(Promise, WhatWasClosedAndSpeaksOfALaterTimeIsWaitedForAgain) {
  for (const auto* target : {"SUR", "SUR-01", "SUR-01:1"}) {
    centre.begin_again();
    auto& norte = centre.station("NORTE");
    auto& sur = centre.station("SUR");
    norte.begin_incarnation(1);
    sur.begin_incarnation(1);
    norte.write(entry("NORTE", utc("2026-02-08T16:00:00Z"), "STAYS"), utc("2026-02-08T16:00:00Z"));
    centre.receive(norte, utc("2026-02-08T16:01:00Z"));
    complete(centre, "SUR", "2026-02-08T17:00:00Z");
    close(centre, target, "2026-02-09T00:00:00Z");
    const auto posts = centre.reading().watermarks(utc("2026-02-09T01:00:00Z"))->size();
    EXPECT_EQ(posts, std::string(target) == "SUR-01:1" ? 2U : 1U) << target;
    complete(centre, "SUR", "2026-02-10T00:00:00Z");
    complete(centre, "NORTE", "2026-03-12T12:00:00Z");
    centre.project();
    EXPECT_EQ(flags_now(centre, "2026-03-12T12:00:00Z"), "OVERSTAY_OPEN(STAYS) pending_data <SUR")
        << target;
    const auto rows = *centre.reading().posts();
    EXPECT_FALSE(rows.at(1).closed_at) << target;
    EXPECT_EQ(rows.at(1).reopened_after.has_value(), std::string(target) == "SUR") << target;
    EXPECT_FALSE(centre.reading().lives()->at(1).ended) << target;
    close(centre, "SUR", "2026-03-13T00:00:00Z");
    EXPECT_EQ(flags_now(centre, "2026-03-13T12:00:00Z"), "OVERSTAY_OPEN(STAYS) probable") << target;
    centre.rebuild();
    EXPECT_EQ(flags_now(centre, "2026-03-13T12:00:00Z"), "OVERSTAY_OPEN(STAYS) probable") << target;
  }
}

TEST_F(Promise, AClosedPostIsWaitedForAgainOnceAStationIsEnrolledThere) {
  close(centre, "SUR", "2026-02-07T00:00:00Z");
  EXPECT_EQ(flags_now(centre, "2026-02-07T09:00:00Z"),
            "OVERSTAY_OPEN(LEFT) probable; OVERSTAY_OPEN(STAYS) probable");
  centre.enrol("SUR", utc("2026-02-08T00:00:00Z"));
  auto& norte = centre.station("NORTE");
  norte.write(entry("NORTE", utc("2026-02-08T16:00:00Z"), "NEXT"), utc("2026-02-08T16:00:00Z"));
  centre.receive(norte, utc("2026-02-08T16:01:00Z"));
  complete(centre, "NORTE", "2026-03-12T12:00:00Z");
  centre.project();
  EXPECT_THAT(flags_now(centre, "2026-03-12T12:00:00Z"),
              ::testing::HasSubstr("OVERSTAY_OPEN(NEXT) pending_data <SUR"));
  complete(centre, "SUR-02", "2026-03-12T12:00:00Z");
  centre.project();
  EXPECT_THAT(flags_now(centre, "2026-03-12T13:00:00Z"),
              ::testing::HasSubstr("OVERSTAY_OPEN(NEXT) probable"));
}

TEST_F(Promise, WhatAClosedStationSaidBeforeComesLateAndOpensItForNobody) {
  close(centre, "SUR-01", "2026-02-08T00:00:00Z");
  centre.receive(centre.station("SUR"), utc("2026-02-09T00:00:00Z"));
  centre.receive_claim(centre.station("SUR"), utc("2026-02-03T00:00:00Z"),
                       utc("2026-02-09T00:00:00Z"));
  centre.project();
  EXPECT_EQ(flags_now(centre, "2026-02-09T09:00:00Z"), "OVERSTAY_OPEN(STAYS) probable");
}

TEST_F(Promise, ARecordThatIsPutAsideIsWaitedForUntilAPersonSaysThatItIsNot) {
  auto& sur = centre.station("SUR");
  const auto future =
      sur.write(exit("SUR", utc("2027-02-03T18:00:00Z"), "STAYS"), utc("2026-02-03T18:00:00Z"));
  centre.receive(sur, utc("2026-02-07T08:00:00Z"));
  complete(centre, "SUR", "2026-02-07T08:05:00Z");
  centre.project();
  EXPECT_EQ(flags_now(centre, "2026-02-07T09:00:00Z"), "OVERSTAY_OPEN(STAYS) pending_data <SUR");
  close(centre, future.text(), "2026-02-08T00:00:00Z");
  complete(centre, "SUR", "2026-02-08T01:00:00Z");
  centre.project();
  EXPECT_EQ(flags_now(centre, "2026-02-08T09:00:00Z"), "OVERSTAY_OPEN(STAYS) probable");
  const auto aside = *centre.reading().quarantine(10);
  EXPECT_EQ(aside.at(0).resolved_at, utc("2026-02-08T00:00:00Z"));
  centre.rebuild();
  EXPECT_EQ(centre.reading().quarantine(10)->at(0).resolution, aside.at(0).resolution);
  EXPECT_EQ(flags_now(centre, "2026-02-08T09:00:00Z"), "OVERSTAY_OPEN(STAYS) probable");
}

TEST_F(Promise, ANewIncarnationOfWhichNothingCanBeReadHoldsItsPostBackAllTheSame) {
  auto& sur = centre.station("SUR");
  centre.receive(sur, utc("2026-02-07T08:00:00Z"));
  complete(centre, "SUR", "2026-02-07T08:05:00Z");
  sur.begin_incarnation(2);
  sur.corrupt_next();
  sur.write(exit("SUR", utc("2026-02-03T18:00:00Z"), "STAYS"), utc("2026-02-07T08:06:00Z"));
  centre.receive(sur, utc("2026-02-07T08:06:00Z"));
  centre.project();
  EXPECT_EQ(flags_now(centre, "2026-02-07T09:00:00Z"), "OVERSTAY_OPEN(STAYS) pending_data <SUR");
  const auto steps =
      *centre.reading().watermark_steps(Sees::kExits, {}, utc("2026-02-07T09:00:00Z"));
  EXPECT_FALSE(steps.back().complete_until) << "and the history of the watermark says so";
}

TEST_F(Promise, WhatIsTypedInFromPaperIsNoBreachOfThePostsWord) {
  auto& sur = centre.station("SUR");
  const Instant told = utc("2026-01-20T00:00:00Z");
  PaperPeriod paper{PostCode("SUR"),  true, utc("2026-01-19T00:00:00Z"), {}, told,
                    OfficerId("jefa")};
  centre.own().write(paper, told);
  centre.receive(centre.own(), told);
  complete(centre, "SUR", "2026-02-06T08:05:00Z");
  for (const auto* at : {"2026-01-19T10:00:00Z", "2026-01-18T10:00:00Z"}) {
    auto typed = exit("SUR", utc(at), at);
    typed.fallback = true;
    sur.write(typed, utc("2026-02-07T08:00:00Z"));
  }
  sur.write(exit("SUR", utc("2026-01-19T11:00:00Z"), "SCANNED"), utc("2026-02-07T08:00:00Z"));
  centre.receive(sur, utc("2026-02-07T08:00:00Z"));
  centre.project();
  // From before the period, and one that was no paper: these the post had declared complete.
  EXPECT_EQ((*centre.reading().counts()).behind_watermark,
            (std::map<PostCode, std::int64_t>{{PostCode("SUR"), 2}}));
}

TEST_F(Promise, APaperPeriodHoldsThePostBackUntilAllIsEntered) {
  auto& sur = centre.station("SUR");
  const Instant told = utc("2026-02-05T00:00:00Z");
  PaperPeriod paper{PostCode("SUR"),  true, utc("2026-02-01T00:00:00Z"), {}, told,
                    OfficerId("jefa")};
  centre.own().write(paper, told);
  centre.receive(centre.own(), told);
  centre.receive(sur, utc("2026-02-07T08:00:00Z"));
  complete(centre, "SUR", "2026-02-07T08:05:00Z");
  centre.project();
  EXPECT_EQ(flags_now(centre, "2026-02-07T09:00:00Z"), "OVERSTAY_OPEN(STAYS) pending_data <SUR");
  EXPECT_EQ(centre.reading().posts_on_paper()->size(), 1U);
  paper.opens = false;
  centre.own().write(paper, utc("2026-02-08T00:00:00Z"));
  centre.receive(centre.own(), utc("2026-02-08T00:00:00Z"));
  complete(centre, "SUR", "2026-02-08T08:00:00Z");
  centre.project();
  EXPECT_EQ(flags_now(centre, "2026-02-08T09:00:00Z"), "OVERSTAY_OPEN(STAYS) probable");
}

/// Until when SUR is complete, as known at a moment.
std::string sur_until(TestCentre& centre, std::string_view now) {
  const auto posts = *centre.reading().watermarks(utc(now));
  const auto sur = std::ranges::find(posts, PostCode("SUR"), &PostWatermark::post);
  return sur == posts.end() || !sur->complete_until ? "never" : sur->complete_until->rfc3339();
}

void announce_at_post_and_close(TestCentre& centre, TestStation& closer) {
  auto& sur = centre.station("SUR");
  const Instant told = utc("2026-02-05T00:00:00Z");
  PaperPeriod paper{PostCode("SUR"),  true, utc("2026-02-01T00:00:00Z"), {}, told,
                    OfficerId("jefa")};
  sur.write(paper, told);
  centre.receive(sur, utc("2026-02-07T08:00:00Z"));
  complete(centre, "SUR", "2026-02-07T08:05:00Z");
  centre.project();
  EXPECT_EQ(sur_until(centre, "2026-02-07T09:00:00Z"), "2026-02-01T00:00:00Z");
  EXPECT_EQ(centre.reading().posts_on_paper()->size(), 1U);
  paper.opens = false;
  closer.write(paper, utc("2026-02-08T00:00:00Z"));
  centre.receive(closer, utc("2026-02-08T00:00:00Z"));
  complete(centre, "SUR", "2026-02-08T08:00:00Z");
  centre.project();
}

TEST_F(Promise, APaperPeriodThatThePostAnnouncedHoldsItBackUntilThePostSaysAllIsEntered) {
  announce_at_post_and_close(centre, centre.station("SUR"));
  EXPECT_EQ(sur_until(centre, "2026-02-08T09:00:00Z"), "2026-02-08T08:00:00Z");
  EXPECT_TRUE(centre.reading().posts_on_paper()->empty());
  EXPECT_TRUE(centre.database().book().papers_closed(utc("2026-01-01T00:00:00Z"))->empty())
      << "the desk knows";
}

TEST_F(Promise, APaperPeriodThatThePostAnnouncedIsEndedByTheCentreToo) {
  announce_at_post_and_close(centre, centre.own());
  EXPECT_EQ(sur_until(centre, "2026-02-08T09:00:00Z"), "2026-02-08T08:00:00Z");
  EXPECT_TRUE(centre.reading().posts_on_paper()->empty());
  auto& book = centre.database().book();
  const auto closed = *book.papers_closed(utc("2026-02-08T00:00:00Z"));
  ASSERT_EQ(closed.size(), 1U);
  EXPECT_EQ(closed.begin()->first.station, StationId("SUR-01"));
  EXPECT_EQ(closed.begin()->second, utc("2026-02-08T00:00:00Z"));
  EXPECT_TRUE(book.papers_closed(utc("2026-02-08T00:00:01Z"))->empty()) << "long ago";

  const auto state = [&](bool opens, std::string_view from, std::string_view at) {
    centre.own().write(
        PaperPeriod{PostCode("SUR"), opens, utc(from), {}, utc(at), OfficerId("jefa")}, utc(at));
    centre.receive(centre.own(), utc(at));
    centre.project();
    return book.papers_closed(utc("2026-02-08T00:00:00Z"))->size();
  };
  EXPECT_EQ(state(true, "2026-02-02T00:00:00Z", "2026-02-08T09:00:00Z"), 1U)
      << "the centre waits for later hours";
  EXPECT_EQ(state(true, "2026-02-01T00:00:00Z", "2026-02-08T10:00:00Z"), 0U)
      << "it waits for these again";
  EXPECT_EQ(state(false, "2026-02-01T00:00:00Z", "2026-02-08T11:00:00Z"), 1U);
}

TEST_F(Promise, OfHoursOnPaperThatComeTogetherTheLastHoldsThePostBack) {
  const Instant told = utc("2026-02-05T00:00:00Z");
  auto& sur = centre.station("SUR");
  PaperPeriod paper{PostCode("SUR"),  true, utc("2026-02-01T00:00:00Z"), {}, told,
                    OfficerId("jefa")};
  sur.write(paper, told);
  paper.opens = false;
  sur.write(paper, told);
  paper.opens = true;
  paper.from = utc("2026-02-03T00:00:00Z");
  sur.write(paper, told);
  centre.receive(sur, told);
  centre.receive_claim(sur, told, told);
  centre.project();
  EXPECT_EQ(centre.reading().posts_on_paper()->size(), 1U);
}

TEST_F(Promise, APaperPeriodThatTheCentreAnnouncedIsNotEndedByAStation) {
  auto& sur = centre.station("SUR");
  const Instant told = utc("2026-02-05T00:00:00Z");
  PaperPeriod paper{PostCode("SUR"),  true, utc("2026-02-01T00:00:00Z"), {}, told,
                    OfficerId("jefa")};
  centre.own().write(paper, told);
  centre.receive(centre.own(), told);
  paper.opens = false;
  sur.write(paper, utc("2026-02-06T00:00:00Z"));
  centre.receive(sur, utc("2026-02-06T00:00:00Z"));
  complete(centre, "SUR", "2026-02-07T08:05:00Z");
  centre.project();
  EXPECT_EQ(sur_until(centre, "2026-02-07T09:00:00Z"), "2026-02-01T00:00:00Z");
  EXPECT_EQ(centre.reading().posts_on_paper()->size(), 1U);
}

TEST_F(Promise, WhatWasTypedInAndHasNotArrivedHoldsThePostBackAfterItsPaperPeriodIsClosed) {
  auto& sur = centre.station("SUR");
  const Instant told = utc("2026-02-01T00:00:00Z");
  PaperPeriod paper{PostCode("SUR"), true, told, {}, told, OfficerId("jefa")};
  centre.own().write(paper, told);
  centre.receive(centre.own(), told);
  centre.receive(sur, utc("2026-02-07T08:00:00Z"));
  complete(centre, "SUR", "2026-02-07T08:05:00Z");
  auto typed = exit("SUR", utc("2026-02-02T18:00:00Z"), "STAYS");
  typed.fallback = true;
  sur.write(typed, utc("2026-02-07T20:00:00Z"));
  paper.opens = false;
  centre.own().write(paper, utc("2026-02-08T00:00:00Z"));
  centre.receive(centre.own(), utc("2026-02-08T00:00:00Z"));
  centre.project();
  // All is entered at the post, which last reported before.
  EXPECT_EQ(flags_now(centre, "2026-02-08T09:00:00Z"), "OVERSTAY_OPEN(STAYS) pending_data <SUR");
  centre.receive(sur, utc("2026-02-08T10:00:00Z"));
  complete(centre, "SUR", "2026-02-08T10:05:00Z");
  centre.project();
  EXPECT_EQ(flags_now(centre, "2026-02-08T11:00:00Z"), "nothing");
  EXPECT_FALSE(ever_raised(centre, "STAYS", "2026-02-08T11:00:00Z"));
  EXPECT_TRUE((*centre.reading().counts()).behind_watermark.empty())
      << "it was typed in from paper";
}

TEST_F(Promise, AnIncarnationThatIsOpenHoldsItsPostBack) {
  auto& sur = centre.station("SUR");
  centre.receive(sur, utc("2026-02-03T00:00:00Z"));
  sur.begin_incarnation(2);
  ASSERT_TRUE(centre.database().intake().keep_epoch_key(sur.wrapped_key()));
  sur.write(entry("SUR", utc("2026-02-06T19:00:00Z"), "OTHER"), utc("2026-02-06T19:00:00Z"));
  centre.receive(sur, utc("2026-02-07T08:00:00Z"));
  complete(centre, "SUR", "2026-02-07T08:05:00Z");
  centre.project();
  EXPECT_EQ(flags_now(centre, "2026-02-07T09:00:00Z"), "OVERSTAY_OPEN(STAYS) pending_data <SUR");
  const Instant now = utc("2026-02-08T00:00:00Z");
  centre.own().write(Closure{"SUR-01:1", now, "the old disk is gone", OfficerId("jefa")}, now);
  centre.receive(centre.own(), now);
  centre.project();
  EXPECT_EQ(flags_now(centre, "2026-02-08T09:00:00Z"), "OVERSTAY_OPEN(STAYS) probable");
}

TEST_F(Promise, ADecisionAndItsWithdrawalChangeTheFlag) {
  centre.receive(centre.station("SUR"), utc("2026-02-07T08:00:00Z"));
  complete(centre, "SUR", "2026-02-07T08:05:00Z");
  centre.project();
  const auto person = centre.reading().find_persons("STAYS", 5)->front().person;
  StatusDecision decision;
  decision.kind = StatusKind::kSuspend;
  decision.at = utc("2026-02-08T00:00:00Z");
  decision.person = person;
  const auto id = centre.own().write(decision, decision.at);
  centre.receive(centre.own(), decision.at);
  centre.project();
  EXPECT_EQ(flags_now(centre, "2026-02-08T09:00:00Z"), "nothing");
  const auto cleared = *centre.reading().cases({CaseSelection::kCleared, {}, person});
  ASSERT_EQ(cleared.size(), 1U);
  EXPECT_EQ(cleared[0].version.cleared_reason, "suspended");
  EXPECT_EQ(cleared[0].version.cleared_by, id.text());
  Correction withdrawn{id, utc("2026-02-09T00:00:00Z"), "mistaken", OfficerId("jefa"), {}};
  centre.own().write(withdrawn, withdrawn.at);
  centre.receive(centre.own(), withdrawn.at);
  centre.project();
  EXPECT_EQ(flags_now(centre, "2026-02-09T09:00:00Z"), "OVERSTAY_OPEN(STAYS) probable");
}

TEST_F(Promise, ANewPackIsAppliedToEverybodyAndAnOldAnswerStaysTheSame) {
  centre.receive(centre.station("SUR"), utc("2026-02-07T08:00:00Z"));
  complete(centre, "SUR", "2026-02-07T08:05:00Z");
  auto longer = thirty_days();
  longer.replace(longer.find("days = 30"), 9, "days = 60");
  centre.publish_policies(longer, utc("2026-02-08T00:00:00Z"));
  centre.project();
  EXPECT_EQ(flags_now(centre, "2026-02-08T09:00:00Z"), "nothing");
  EXPECT_TRUE(ever_raised(centre, "STAYS", "2026-02-07T12:00:00Z"));
}

}  // namespace
}  // namespace garita::central::testing
