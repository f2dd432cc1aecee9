// Hits on the alert list at the counter: names alike and silent ones.
#include <algorithm>

#include "border-station/crossing/alert_hits_fixture.h"

namespace garita::station {
namespace {

using AlertHits = AlertHitsTest;

TEST_F(AlertHits, OfANameAlikeStopTheTravellerAsOthersDo) {
  const auto examined = examine(passport("P1", "GARSIA LOPES", "ANA MARIA", kBirth));
  EXPECT_EQ(kinds(examined), "alert_list");
  EXPECT_EQ(examined.situation.hits.at(0).matched_by, "name_alike");
  const auto refused = counter_.record(examined, Draft{}, {});
  EXPECT_FALSE(refused) << "nobody has answered";
}

TEST_F(AlertHits, AreFoundByWhatIsExactWhereNoNamesAreAtHand) {
  names_ = nullptr;
  EXPECT_EQ(kinds(examine(passport("P1", "GARSIA LOPES", "ANA MARIA", kBirth))), "");
  EXPECT_EQ(kinds(examine(passport("P1", "GARCIA LOPEZ", "ANA MARIA", kBirth))), "alert_list");
}

TEST_F(AlertHits, ThatAreSilentAreToldTheCentreAndNobodyAtTheDesk) {
  const auto examined = examine(passport("QUIET1", "PEREZ", "EVA", kBirth));
  EXPECT_EQ(kinds(examined), "alert_list") << "the other entry of the document";
  EXPECT_EQ(examined.hits.at(0).entry.reference, "A-2");
  ASSERT_EQ(examined.silent_hits.size(), 1U);
  const auto recorded = admit(examined, {{"alert-1", "known_and_cleared", "stamp is good"}});
  EXPECT_EQ(recorded.written.additional.size(), 1U) << "the ids of the others would tell";
  EXPECT_EQ(urgent_records(), 2U);
  const auto own = *ledger_.decision(recorded.written.crossing);
  EXPECT_EQ(own->crossing->context.hits.size(), 1U) << "what the officer saw";
}

TEST_F(AlertHits, ThatAreSilentAloneLeaveTheTravellerClean) {
  publish("reference,issuer,number,instruction,action\nS-1,UTO,QUIET1,Tell,inform\n");
  const auto examined = examine(passport("QUIET1", "PEREZ", "EVA", kBirth));
  EXPECT_EQ(kinds(examined), "");
  const auto& checks = examined.inspection.checks;
  const auto list = std::ranges::find(checks, "alert_list", &Check::code);
  ASSERT_NE(list, checks.end());
  EXPECT_EQ(list->state, CheckState::kOk);
  EXPECT_TRUE(admit(examined).written.additional.empty());
  EXPECT_EQ(urgent_records(), 1U);
}

}  // namespace
}  // namespace garita::station
