#include "border-station/crossing/correcting.h"

#include <gtest/gtest.h>

#include "border-station/crossing/test_traveller.h"
#include "border-station/ledger/test_country.h"

namespace garita::station {
namespace {

class Correcting : public testing::Test {
 protected:
  Correcting() { EXPECT_TRUE(ledger_.take_bulletin(country_.bulletin("policies", 4, kTestPack))); }
  OwnDecision recorded(Direction direction) {
    Draft draft;
    if (direction == Direction::kEntry) {
      draft.purpose = "holiday";
      draft.transport = "on_foot";
      draft.granted_days = 10;
    }
    const auto examined = counter_.examine(direction, passport(), std::nullopt);
    const auto done = counter_.record(*examined, draft, {OfficerId("mduarte")});
    EXPECT_TRUE(done) << done.error().message;
    return **ledger_.decision(done->written.crossing);
  }
  RecordId correct(const OwnDecision& own, const Restatement& restatement) {
    auto prepared = *prepare_replacement(counter_, own, restatement);
    EXPECT_TRUE(prepared.crossing) << prepared.faults.at(0).detail;
    return ledger_
        .append_correction({own.record, "keyed wrongly", OfficerId("mduarte"), prepared.crossing})
        ->correction;
  }
  Crossing crossing_of(const RecordId& id) {
    const auto own = *ledger_.decision(id);
    return *own->crossing;
  }
  Examined leaving() { return *counter_.examine(Direction::kExit, passport(), std::nullopt); }

  TestCountry country_;
  TestClock clock_;
  DataDirectory directory_ = country_.enrol("PASO-01-01");
  Ledger ledger_ = *Ledger::open(directory_, clock_, bulletin_readers());
  Counter counter_{ledger_};
};

TEST_F(Correcting, TheStayFollowsTheDaysThatWereRestated) {
  const auto own = recorded(Direction::kEntry);
  EXPECT_EQ(leaving().inspection.stay->authorised.last_legal_day, *Date::from_iso("2026-03-11"));
  clock_.advance(std::chrono::hours(5));
  const auto id =
      correct(own, {Direction::kEntry, "education", "bus", "visitor", 20, std::nullopt});
  EXPECT_EQ(leaving().inspection.stay->authorised.last_legal_day, *Date::from_iso("2026-03-21"));
  const auto crossing = crossing_of(id);
  EXPECT_EQ(crossing.purpose, "education");
  EXPECT_EQ(crossing.context.rule, "visitor");
  EXPECT_EQ(crossing.context.last_legal_day, *Date::from_iso("2026-03-21"));
}

TEST_F(Correcting, AnEntryThatWasAnExitLeavesNoStayOpen) {
  const auto own = recorded(Direction::kEntry);
  const auto id = correct(own, {.direction = Direction::kExit});
  EXPECT_FALSE(leaving().situation.open_stay);
  const auto crossing = crossing_of(id);
  EXPECT_EQ(crossing.purpose, "");
  EXPECT_FALSE(crossing.granted_days);
}

TEST_F(Correcting, AnExitThatIsTakenBackOpensTheStayAgain) {
  recorded(Direction::kEntry);
  clock_.advance(std::chrono::hours(1));
  const auto exit = recorded(Direction::kExit);
  EXPECT_FALSE(leaving().situation.open_stay);
  ASSERT_TRUE(ledger_.append_correction({exit.record, "another's document", OfficerId("m"), {}}));
  EXPECT_TRUE(leaving().situation.open_stay);
}

TEST_F(Correcting, WhatTheRuleDoesNotGiveIsNotRestated) {
  const auto own = recorded(Direction::kEntry);
  const auto prepared = *prepare_replacement(
      counter_, own, {Direction::kEntry, "education", "bus", "visitor", 31, std::nullopt});
  EXPECT_FALSE(prepared.crossing);
  ASSERT_EQ(prepared.faults.size(), 1U);
  EXPECT_EQ(prepared.faults[0].pointer, "/granted_days");
  EXPECT_EQ(prepared.faults[0].code, "out_of_range");
}

}  // namespace
}  // namespace garita::station
