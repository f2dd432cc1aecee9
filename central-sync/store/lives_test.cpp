// Lives of a station's disk of which nothing is held, or something that stands on nothing: whoever
// may have crossed in them is waited for, and counts once. Hours on paper are a life's own.
#include <gmock/gmock.h>

#include "central-sync/flags/watermark.h"
#include "central-sync/store/test_country.h"

namespace garita::central::testing {
namespace {

using ::testing::ElementsAre;

class Lives : public ::testing::Test {
 protected:
  /// "nothing": it holds everything back.
  std::string watermark(const std::string& post, std::string_view now) {
    const auto all = *centre.database().projection().watermarks(utc(now));
    for (const auto& one : all)
      if (one.post.value() == post)
        return one.complete_until ? one.complete_until->rfc3339() : "nothing";
    return "waited for by nobody";
  }
  void claims(std::string_view until) {
    centre.receive_claim(sur, utc(until), utc(until));
    centre.project();
  }
  void decides(const Closure& closure, std::string_view now) {
    centre.own().write(closure, utc(now));
    centre.receive(centre.own(), utc(now));
    centre.project();
  }
  void closes(const std::string& target, std::string_view now) {
    decides(Closure{target, utc(now), "gone for good", OfficerId("jefa"), {}}, now);
  }
  /// A movement of SUR's, as a batch of its own.
  Batch crosses(const std::string& number, std::string_view at) {
    EXPECT_TRUE(centre.database().intake().keep_epoch_key(sur.wrapped_key()));
    sur.write(entry("SUR", utc(at), number), utc(at));
    return *sur.take();
  }
  /// As the post sends it that has dropped what came before.
  Accepted receive_after_gone(const Batch& batch, std::uint64_t first, std::uint64_t last,
                              std::string_view now) {
    BatchAfterGone after{Gone{batch.journal(), first, last, {}}, encode(batch)};
    after.gone.sign(centre.station_key());
    auto& intake = centre.database().intake();
    const auto signatory = *signatory_of(**intake.known_station(sur.id()));
    const auto accepted = accept_batch(intake, signatory, after, centre.centre_key(), utc(now));
    EXPECT_TRUE(accepted) << accepted.error().message;
    centre.project();
    return accepted.value_or(Accepted{});
  }
  /// Of each row, whether it is decided about and why.
  std::vector<std::string> aside() {
    std::vector<std::string> all;
    const auto rows = *centre.reading().quarantine(10);
    for (const auto& row : rows)
      all.push_back(row.record.text() + (row.resolved_at ? ": " + row.resolution : " waits"));
    return all;
  }
  std::size_t crossings_of(const std::string& number) {
    const auto persons = *centre.reading().find_persons(number, 5);
    std::size_t count = 0;
    for (const auto& person : persons)
      count += centre.reading().crossings_of(person.person)->size();
    return count;
  }
  TestCentre centre;
  TestStation& sur = centre.station("SUR");
};

TEST_F(Lives, BeforeTheOneThatSpeaksAreWaitedForThoughNothingOfThemCame) {
  sur.begin_incarnation(3);
  claims("2026-01-05T12:00:00Z");
  EXPECT_EQ(watermark("SUR", "2026-01-05T13:00:00Z"), "nothing");
  closes("SUR-01:2", "2026-01-05T13:00:00Z");
  EXPECT_EQ(watermark("SUR", "2026-01-05T14:00:00Z"), "2025-06-01T00:00:00Z")
      << "of the first nothing is known since it was enrolled";
  closes("SUR-01:1", "2026-01-05T14:00:00Z");
  EXPECT_EQ(watermark("SUR", "2026-01-05T15:00:00Z"), "2026-01-05T12:00:00Z");
}

TEST_F(Lives, ThatClaimedWhatHasNotComeAreWaitedFor) {
  claims("2026-01-05T12:00:00Z");
  sur.begin_incarnation(2);
  static_cast<void>(crosses("LATE", "2026-01-05T12:30:00Z"));
  claims("2026-01-05T13:00:00Z");
  EXPECT_EQ(watermark("SUR", "2026-01-05T14:00:00Z"), "nothing");
}

TEST_F(Lives, OfWhichEverythingIsPutAsideAreWaitedFor) {
  static_cast<void>(crosses("GONE", "2026-01-05T10:00:00Z"));
  const Batch after = crosses("ASIDE", "2026-01-05T11:00:00Z");
  EXPECT_EQ(receive_after_gone(after, 1, 1, "2026-01-05T12:00:00Z").quarantined, 1U);
  sur.begin_incarnation(2);
  claims("2026-01-05T13:00:00Z");
  EXPECT_EQ(watermark("SUR", "2026-01-05T13:00:00Z"), "2025-06-01T00:00:00Z");
  closes("SUR-01:1", "2026-01-05T14:00:00Z");
  EXPECT_EQ(watermark("SUR", "2026-01-05T14:00:00Z"), "2026-01-05T13:00:00Z");
}

TEST_F(Lives, ThatAPersonClosedAreWaitedForAgainWhenMoreOfThemIsPutAside) {
  static_cast<void>(crosses("GONE", "2026-01-05T10:00:00Z"));
  const Batch one = crosses("ONE", "2026-01-05T11:00:00Z");
  const Batch more = crosses("MORE", "2026-01-05T11:30:00Z");
  receive_after_gone(one, 1, 1, "2026-01-05T12:00:00Z");
  sur.begin_incarnation(2);
  claims("2026-01-05T13:00:00Z");
  closes("SUR-01:1", "2026-01-05T13:30:00Z");
  claims("2026-01-05T14:00:00Z");
  EXPECT_EQ(watermark("SUR", "2026-01-05T14:00:00Z"), "2026-01-05T14:00:00Z");
  centre.receive(more, utc("2026-01-05T14:10:00Z"));
  centre.project();
  claims("2026-01-05T15:00:00Z");
  EXPECT_EQ(watermark("SUR", "2026-01-05T15:00:00Z"), "2025-06-01T00:00:00Z");
  EXPECT_EQ(watermark("SUR", "2026-01-05T14:05:00Z"), "2026-01-05T14:00:00Z")
      << "what was known then stays known";
  closes("SUR-01:1", "2026-01-05T15:30:00Z");
  EXPECT_EQ(watermark("SUR", "2026-01-05T16:00:00Z"), "2026-01-05T15:00:00Z");
}

TEST_F(Lives, WhatWasPutAsideAndComesInItsPlaceAfterAllCountsOnce) {
  centre.receive(crosses("FIRST", "2026-01-05T09:00:00Z"), utc("2026-01-05T09:01:00Z"));
  const Batch gone = crosses("GONE", "2026-01-05T10:00:00Z");
  const Batch after = crosses("AFTER", "2026-01-05T11:00:00Z");
  receive_after_gone(after, 2, 2, "2026-01-05T12:00:00Z");
  EXPECT_THAT(aside(), ElementsAre("SUR-01:1:movement:3 waits"));
  claims("2026-01-05T12:30:00Z");
  centre.receive(gone, utc("2026-01-06T09:00:00Z"));
  EXPECT_EQ(centre.receive(after, utc("2026-01-06T09:00:00Z")).appended, 1U);
  centre.project();
  EXPECT_THAT(aside(),
              ElementsAre("SUR-01:1:movement:3: it came as a part of its journal after all"));
  EXPECT_EQ(crossings_of("AFTER"), 1U);
  EXPECT_EQ(watermark("SUR", "2026-01-06T09:00:00Z"), "2026-01-05T12:30:00Z");
  centre.rebuild();
  EXPECT_THAT(aside(),
              ElementsAre("SUR-01:1:movement:3: it came as a part of its journal after all"));
  EXPECT_EQ(crossings_of("AFTER"), 1U);
}

TEST_F(Lives, ThatWereClosedLetTheirPostGoOnOnceAllThatWasPutAsideHasCome) {
  centre.receive(crosses("FIRST", "2026-01-05T09:00:00Z"), utc("2026-01-05T09:01:00Z"));
  const Batch gone = crosses("GONE", "2026-01-05T10:00:00Z");
  const Batch after = crosses("AFTER", "2026-01-05T11:00:00Z");
  sur.begin_incarnation(2);
  claims("2026-01-05T13:00:00Z");
  centre.receive_claim(centre.station("NORTE"), utc("2026-01-05T13:15:00Z"),
                       utc("2026-01-05T13:15:00Z"));
  closes("SUR-01:1", "2026-01-05T13:30:00Z");
  receive_after_gone(after, 2, 2, "2026-01-05T14:00:00Z");
  EXPECT_EQ(watermark("SUR", "2026-01-05T14:30:00Z"), "2025-06-01T00:00:00Z");
  centre.receive(gone, utc("2026-01-06T09:00:00Z"));
  centre.receive(after, utc("2026-01-06T09:00:00Z"));
  centre.project();
  const auto step = *centre.database().projection().last_watermark_step(Sees::kExits);
  EXPECT_EQ(watermark("SUR", "2026-01-06T09:00:00Z"), "2026-01-05T13:00:00Z");
  ASSERT_TRUE(step);
  EXPECT_GE(step->known_from, utc("2026-01-06T09:00:00Z")) << "it was noted as it came";
}

TEST_F(Lives, WhatAPersonDecidedAboutAndComesInItsPlaceAfterAllCountsOnce) {
  centre.receive(crosses("FIRST", "2026-01-05T09:00:00Z"), utc("2026-01-05T09:01:00Z"));
  const Batch gone = crosses("GONE", "2026-01-05T10:00:00Z");
  const Batch adopted = crosses("ADOPTED", "2026-01-05T11:00:00Z");
  const Batch given_up = crosses("GIVENUP", "2026-01-05T11:30:00Z");
  receive_after_gone(adopted, 2, 2, "2026-01-05T12:00:00Z");
  centre.receive(given_up, utc("2026-01-05T12:00:00Z"));
  auto stated = entry("SUR", utc("2026-01-05T11:00:00Z"), "ADOPTED");
  stated.reference = "adopted SUR-01:1:movement:3";
  centre.own().write(stated, utc("2026-01-05T13:00:00Z"));
  decides({"SUR-01:1:movement:3",
           utc("2026-01-05T13:00:00Z"),
           "set back",
           OfficerId("jefa"),
           {copy_of(entry_hash(adopted.entries.front()))}},
          "2026-01-05T13:00:00Z");
  closes("SUR-01:1:movement:4", "2026-01-05T13:30:00Z");
  EXPECT_EQ(crossings_of("ADOPTED"), 1U);
  EXPECT_EQ(crossings_of("GIVENUP"), 0U);
  for (const auto* batch : {&gone, &adopted, &given_up})
    centre.receive(*batch, utc("2026-01-06T09:00:00Z"));
  centre.project();
  const auto once = [&] {
    return std::vector{crossings_of("GONE"), crossings_of("ADOPTED"), crossings_of("GIVENUP")};
  };
  EXPECT_THAT(once(), ElementsAre(1U, 1U, 1U)) << "what was given up counts where it comes";
  centre.rebuild();
  EXPECT_THAT(once(), ElementsAre(1U, 1U, 1U));
}

PaperPeriod on_paper(bool opens, std::string_view from, std::string_view at) {
  return {PostCode("SUR"), opens, utc(from), {}, utc(at), OfficerId("jefa")};
}

TEST_F(Lives, OfHoursOnPaperThatALostDiskAnnouncedTheNextDiskKnowsNothing) {
  sur.write(on_paper(true, "2026-01-05T10:00:00Z", "2026-01-05T12:00:00Z"),
            utc("2026-01-05T12:00:00Z"));
  centre.receive(sur, utc("2026-01-05T12:00:00Z"));
  sur.begin_incarnation(2);
  closes("SUR-01:1", "2026-01-05T13:00:00Z");
  sur.write(on_paper(true, "2026-01-05T12:30:00Z", "2026-01-05T13:30:00Z"),
            utc("2026-01-05T13:30:00Z"));
  sur.write(on_paper(false, "2026-01-05T12:30:00Z", "2026-01-05T14:00:00Z"),
            utc("2026-01-05T14:00:00Z"));
  centre.receive(sur, utc("2026-01-05T14:00:00Z"));
  claims("2026-01-05T15:00:00Z");
  EXPECT_EQ(watermark("SUR", "2026-01-05T15:00:00Z"), "2026-01-05T10:00:00Z");
  const auto posts = *centre.reading().posts_on_paper();
  ASSERT_EQ(posts.size(), 1U);
  EXPECT_THAT(posts.front().at_desks, ElementsAre(StationId("SUR-01")));
  centre.own().write(on_paper(false, "2026-01-05T10:00:00Z", "2026-01-05T16:00:00Z"),
                     utc("2026-01-05T16:00:00Z"));
  centre.receive(centre.own(), utc("2026-01-05T16:00:00Z"));
  claims("2026-01-05T17:00:00Z");
  EXPECT_EQ(watermark("SUR", "2026-01-05T17:00:00Z"), "2026-01-05T17:00:00Z");
  EXPECT_THAT(*centre.reading().posts_on_paper(), ElementsAre());
}

TEST_F(Lives, WhatAStationTypesInLateIsExcusedByItsOwnHoursOnPaperAndByNoOtherStations) {
  centre.enrol("SUR", utc("2026-01-01T00:00:00Z"));
  auto& other = centre.station("SUR-02");
  sur.write(on_paper(true, "2026-01-05T10:00:00Z", "2026-01-05T12:00:00Z"),
            utc("2026-01-05T12:00:00Z"));
  centre.receive(sur, utc("2026-01-05T12:00:00Z"));
  claims("2026-01-05T13:00:00Z");
  centre.receive_claim(other, utc("2026-01-05T13:00:00Z"), utc("2026-01-05T13:00:00Z"));
  const auto types_in = [&](TestStation& station, const char* number) {
    auto typed = entry("SUR", utc("2026-01-05T11:00:00Z"), number);
    typed.fallback = true;
    station.write(typed, utc("2026-01-05T14:00:00Z"));
    centre.receive(station, utc("2026-01-05T14:00:00Z"));
    centre.project();
    auto counts = *centre.reading().counts();
    return counts.behind_watermark[PostCode("SUR")];
  };
  EXPECT_EQ(types_in(sur, "ITSOWN"), 0);
  EXPECT_EQ(types_in(other, "NOTITS"), 1);
}

TEST_F(Lives, HoursOnPaperThatTheCentreAnnouncesBehindThePostsWordAreAnIncidentOfThePost) {
  centre.receive(sur, utc("2026-01-05T12:00:00Z"));
  claims("2026-01-05T13:00:00Z");
  const auto announced = [&](std::string_view from, std::string_view at) {
    const auto id = centre.own().write(on_paper(true, from, at), utc(at));
    centre.receive(centre.own(), utc(at));
    centre.project();
    return id;
  };
  const auto late = [&] { return (*centre.reading().counts()).behind_watermark; };
  announced("2026-01-05T13:30:00Z", "2026-01-05T13:40:00Z");
  EXPECT_TRUE(late().empty()) << "hours of which nobody had said anything";
  const auto behind = announced("2026-01-05T11:00:00Z", "2026-01-05T13:45:00Z");
  const std::map<PostCode, std::int64_t> once = {{PostCode("SUR"), 1}};
  EXPECT_EQ(late(), once);
  const auto rows = (*centre.reading().incidents(10)).rows;
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows.front().post.value() + " " + rows.front().record, "SUR " + behind.text());
  // Nor does it count again for each sheet: the post is told once that it had not been complete.
  auto typed = entry("SUR", utc("2026-01-05T11:30:00Z"), "ONPAPER");
  typed.fallback = true;
  sur.write(typed, utc("2026-01-05T14:00:00Z"));
  centre.receive(sur, utc("2026-01-05T14:00:00Z"));
  centre.project();
  EXPECT_EQ(late(), once);
  centre.rebuild();
  EXPECT_EQ(late(), once);
}

}  // namespace
}  // namespace garita::central::testing
