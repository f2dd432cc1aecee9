// Pairs that officers cleared, as posts are told.
#include "central-sync/reports/cleared_pairs.h"

#include <gmock/gmock.h>

#include "central-sync/store/test_country.h"
#include "schema/vocabulary/codes.h"

namespace garita::central::testing {
namespace {

using ::testing::ElementsAre;

class ClearedPairs : public ::testing::Test {
 protected:
  struct Met {
    RecordId crossing;
    Crossing content;
  };
  /// A crossing with a hit of these two, answered so.
  Met met(const char* post, std::uint8_t pair, std::string_view answer, std::string_view at) {
    auto& station = centre.station(post);
    Met made;
    made.content = crossing(Direction::kEntry, post, utc(at), "N" + std::to_string(++crossings_));
    made.crossing = station.write(made.content, utc(at));
    Hit hit;
    hit.crossing = made.crossing;
    hit.at = utc(at);
    hit.post = PostCode(post);
    hit.seen = {"A-1", "name_alike"};
    hit.answer = answer;
    hit.pair = Bytes(32, pair);
    station.write(hit, utc(at), Lane::kUrgent);
    arrives(post, at, Lane::kMovement);
    arrives(post, at, Lane::kUrgent);
    return made;
  }
  void arrives(const char* post, std::string_view at, Lane lane) {
    centre.receive(centre.station(post), utc(at), lane);
    centre.project();
  }
  RecordId correct(const char* post, const RecordId& of, std::string_view at,
                   const std::optional<Crossing>& instead = std::nullopt) {
    const auto id = centre.station(post).write(
        Correction{of, utc(at), "a reason", OfficerId("agarcia"), instead}, utc(at));
    arrives(post, at, Lane::kMovement);
    return id;
  }
  /// "1 NORTE-01:1:movement:1" each.
  std::vector<std::string> listed(std::string_view now) {
    std::vector<std::string> texts;
    const auto all = cleared_pairs(centre.reading(), utc(now));
    EXPECT_TRUE(all) << all.error().message;
    for (const auto& one : *all)
      texts.push_back(std::to_string(one.pair.front()) + " " + one.crossing.text());
    return texts;
  }

  TestCentre centre;
  int crossings_ = 0;
};

TEST_F(ClearedPairs, AreThoseOfWhichItWasSaidLast) {
  EXPECT_THAT(listed("2026-01-01T00:00:00Z"), ElementsAre());
  const auto first = met("NORTE", 1, kNotTheSamePerson, "2026-01-05T16:00:00Z").crossing;
  met("SUR", 2, kHitClearedBefore, "2026-01-05T17:00:00Z");
  EXPECT_THAT(listed("2026-01-06T00:00:00Z"), ElementsAre("1 " + first.text()))
      << "of the other nobody has said so";
  met("SUR", 1, "known_and_cleared", "2026-01-07T16:00:00Z");
  EXPECT_THAT(listed("2026-01-08T00:00:00Z"), ElementsAre());
  const auto last = met("SUR", 1, kNotTheSamePerson, "2026-01-09T16:00:00Z").crossing;
  EXPECT_THAT(listed("2026-01-10T00:00:00Z"), ElementsAre("1 " + last.text()));
}

TEST_F(ClearedPairs, GoWithTheRecordThatSaidSo) {
  const auto first = met("NORTE", 1, kNotTheSamePerson, "2026-01-05T16:00:00Z");
  auto restated = first.content;
  restated.purpose = "business";
  const auto instead = correct("NORTE", first.crossing, "2026-01-05T16:10:00Z", restated);
  EXPECT_THAT(listed("2026-01-06T00:00:00Z"), ElementsAre("1 " + first.crossing.text()))
      << "restated: the answer stands";
  auto last = correct("NORTE", instead, "2026-01-05T16:20:00Z");
  EXPECT_THAT(listed("2026-01-06T00:00:00Z"), ElementsAre()) << "taken back";
  for (int links = 2; links <= 4; ++links) {
    last = correct("NORTE", last, "2026-01-05T16:30:00Z");
    EXPECT_THAT(listed("2026-01-06T00:00:00Z"),
                links % 2 == 0 ? ElementsAre("1 " + first.crossing.text())
                               : ::testing::Matcher<std::vector<std::string>>(ElementsAre()))
        << links << " statements, each that the one before was wrong";
  }
}

TEST_F(ClearedPairs, AreJudgedAgainAfterTheirTimeHoweverOftenTheyAreMet) {
  const auto first = met("NORTE", 1, kNotTheSamePerson, "2026-01-05T16:00:00Z").crossing;
  met("SUR", 1, kHitClearedBefore, "2026-12-05T16:00:00Z");
  EXPECT_THAT(listed("2027-02-01T00:00:00Z"), ElementsAre("1 " + first.text()));
  EXPECT_THAT(listed("2027-03-01T00:00:00Z"), ElementsAre());
}

TEST_F(ClearedPairs, AreOfNobodyWhoWasStoppedOrWhomNoCrossingShows) {
  auto& norte = centre.station("NORTE");
  const Instant at = utc("2026-01-05T16:00:00Z");
  auto refused = crossing(Direction::kEntry, "NORTE", at, "N9");
  refused.decision = DecisionKind::kRefuse;
  Hit hit;
  hit.at = at;
  hit.post = PostCode("NORTE");
  hit.seen = {"A-1", "name_alike"};
  hit.answer = kNotTheSamePerson;
  hit.pair = Bytes(32, 1);
  hit.crossing = norte.write(refused, at);
  norte.write(hit, at, Lane::kUrgent);
  hit.pair = Bytes(32, 2);
  hit.crossing.sequence += 7;
  norte.write(hit, at, Lane::kUrgent);
  arrives("NORTE", "2026-01-05T16:00:00Z", Lane::kMovement);
  arrives("NORTE", "2026-01-05T16:00:00Z", Lane::kUrgent);
  EXPECT_THAT(listed("2026-01-06T00:00:00Z"), ElementsAre());
}

TEST_F(ClearedPairs, AreTheSameAfterARebuild) {
  const auto first = met("NORTE", 1, kNotTheSamePerson, "2026-01-05T16:00:00Z").crossing;
  centre.rebuild();
  EXPECT_THAT(listed("2026-01-06T00:00:00Z"), ElementsAre("1 " + first.text()));
}

TEST_F(ClearedPairs, AreSaidByAStationOfItsOwnTravellersAlone) {
  const auto theirs = met("NORTE", 1, "known_and_cleared", "2026-01-05T16:00:00Z").crossing;
  Hit hit;
  hit.crossing = theirs;
  hit.at = utc("2026-01-06T16:00:00Z");
  hit.post = PostCode("SUR");
  hit.seen = {"A-1", "name_alike"};
  hit.answer = kNotTheSamePerson;
  hit.pair = Bytes(32, 1);
  centre.station("SUR").write(hit, hit.at, Lane::kUrgent);
  arrives("SUR", "2026-01-06T16:00:00Z", Lane::kUrgent);
  EXPECT_THAT(listed("2026-01-07T00:00:00Z"), ElementsAre());
}

}  // namespace
}  // namespace garita::central::testing
