// Where travellers come from and go to: what a post asks, records and makes of it.
#include <gtest/gtest.h>

#include "border-station/crossing/correcting.h"
#include "border-station/crossing/test_traveller.h"
#include "border-station/crossing/visits_seen.h"
#include "border-station/ledger/test_country.h"

namespace garita::station {
namespace {

constexpr std::string_view kPoolPack = R"(
name = "Test"
version = "2026-1"
country = "XXK"

[[rule]]
id = "visitor"
kind = "shared_pool"
cap = 30
states = ["XXK", "SLV", "HND"]
effective_from = 2020-01-01
citation = "invented for the test"
)";

class OtherState : public testing::Test {
 protected:
  OtherState() { EXPECT_TRUE(ledger_.take_bulletin(country_.bulletin("policies", 4, kPoolPack))); }

  Examined examine(Direction direction) {
    auto examined = counter_.examine(direction, passport(), std::nullopt);
    EXPECT_TRUE(examined) << examined.error().message;
    return *std::move(examined);
  }
  OwnDecision crosses(Direction direction, const std::string& state) {
    Draft draft;
    draft.purpose = "holiday";
    draft.transport = "on_foot";
    draft.other_state = state;
    const auto recorded = counter_.record(examine(direction), draft, {OfficerId("mduarte")});
    EXPECT_TRUE(recorded) << recorded.error().message;
    auto own = *ledger_.decision(recorded->written.crossing);
    EXPECT_TRUE(own && own->crossing);
    return *own;
  }
  OwnDecision enters(const std::string& state) { return crosses(Direction::kEntry, state); }
  OwnDecision leaves(const std::string& state) { return crosses(Direction::kExit, state); }
  static std::string last_day(const OwnDecision& own) {
    return own.crossing->context.last_legal_day->iso();
  }
  void days_pass(int days) { clock_.advance(std::chrono::days(days)); }

  TestCountry country_;
  TestClock clock_;  ///< 2 March 2026
  DataDirectory directory_ = country_.enrol("PASO-01-01");
  Ledger ledger_ = *Ledger::open(directory_, clock_, bulletin_readers());
  Counter counter_{ledger_, {}, CountryCode("SLV")};
};

TEST_F(OtherState, IsInTheRecordAndProposedAtTheNextCrossing) {
  const auto own = enters("MEX");
  EXPECT_EQ(own.crossing->other_state, "MEX");
  days_pass(1);
  const auto asked = examine(Direction::kExit).inspection.other_state;
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->proposed.value(), "SLV");
  EXPECT_EQ(asked->likely,
            (std::vector{CountryCode("SLV"), CountryCode("MEX"), CountryCode("HND")}));
}

TEST_F(OtherState, LetsTheTermGoOnOverAnInnerBorder) {
  const auto first_day = last_day(enters("MEX"));
  days_pass(5);
  leaves("SLV");
  days_pass(5);
  EXPECT_EQ(last_day(enters("HND")), first_day);
  days_pass(22);
  // More than the thirty days, twenty-two of which were after this entry.
  const auto leaving = examine(Direction::kExit).inspection.stay;
  ASSERT_TRUE(leaving);
  EXPECT_EQ(leaving->state, "over");
  EXPECT_EQ(leaving->position.days_over, 3);
}

TEST_F(OtherState, BeginsATermWhereNobodyAskedOrThePersonWasOutside) {
  for (const auto& [went_to, came_from] : {std::pair("", "SLV"), std::pair("SLV", ""),
                                           std::pair("MEX", "MEX"), std::pair("SLV", "MEX")}) {
    const auto first_day = last_day(enters("MEX"));
    days_pass(1);
    leaves(went_to);
    days_pass(1);
    EXPECT_GT(last_day(enters(came_from)), first_day) << went_to << " " << came_from;
    days_pass(1);
    leaves("MEX");
    days_pass(40);
  }
}

TEST_F(OtherState, OfAStayThatEndedUnseenSaysNothing) {
  const auto first_day = last_day(enters("MEX"));
  days_pass(1);
  leaves("SLV");
  days_pass(1);
  enters("MEX");
  days_pass(1);
  // The exit was at another post: the last that this one knows is an entry.
  EXPECT_GT(last_day(enters("SLV")), first_day);
}

TEST_F(OtherState, IsCorrectedLikeWhatWasGranted) {
  const auto own = enters("SLV");
  auto prepared = *prepare_replacement(
      counter_, own,
      {Direction::kEntry, "holiday", "bus", "visitor", std::nullopt, std::nullopt, "MEX"});
  ASSERT_TRUE(prepared.crossing);
  EXPECT_EQ(prepared.crossing->other_state, "MEX");
  prepared = *prepare_replacement(counter_, own, {.direction = Direction::kExit});
  ASSERT_TRUE(prepared.crossing);
  EXPECT_EQ(prepared.crossing->other_state, "") << "where one came from is not where one went";
  prepared =
      *prepare_replacement(counter_, own, {.direction = Direction::kExit, .other_state = "XXK"});
  EXPECT_EQ(prepared.faults.at(0).code, "own_state");
}

}  // namespace
}  // namespace garita::station
