#include "border-station/crossing/children_ahead.h"

#include <gtest/gtest.h>

#include "border-station/crossing/counter.h"
#include "border-station/crossing/test_traveller.h"
#include "border-station/ledger/test_country.h"

namespace garita::station {
namespace {

const auto kLuisa = passport("FA1000001", "ARRIAGA", "LUISA", "1985-04-12");
const auto kTeo = passport("FA1000003", "ARRIAGA", "TEO", "2016-04-12");
const auto kInes = passport("FA1000002", "ARRIAGA", "INES", "2018-04-12");
const OfficerId kOfficer("mduarte");

Draft admission() {
  Draft draft;
  draft.purpose = "visit_family";
  draft.transport = "bus";
  draft.granted_days = 10;
  return draft;
}

/// With the adult whom the record or else words name.
Draft accompanied(const std::optional<RecordId>& with = std::nullopt) {
  auto draft = admission();
  draft.with = with;
  draft.answers = {{"child", "with_parent", with ? "" : "The mother, behind"}};
  draft.child_evidence = "birth_certificate";
  return draft;
}

class ChildrenAhead : public testing::Test {
 protected:
  ChildrenAhead() {
    EXPECT_TRUE(ledger_.take_bulletin(country_.bulletin("policies", 4, kTestPack)));
  }
  RecordId record(const PresentedDocument& document, const Draft& draft,
                  const OfficerId& officer = kOfficer, Direction direction = Direction::kEntry) {
    const auto examined = counter_.examine(direction, document, std::nullopt);
    const auto recorded = counter_.record(*examined, draft, {.officer = officer});
    EXPECT_TRUE(recorded) << recorded.error().message;
    return recorded->written.crossing;
  }
  /// What it should have said: with other days, or nothing at all.
  RecordId correct(const RecordId& of, std::optional<int> days) {
    NewCorrection correction{of, "Read twice.", kOfficer, std::nullopt};
    if (days) {
      correction.replacement = *ledger_.decision(of)->value().crossing;
      correction.replacement->granted_days = days;
    }
    const auto written = ledger_.append_correction(std::move(correction));
    EXPECT_TRUE(written) << written.error().message;
    return written->correction;
  }
  /// Whose name is told when that traveller is stopped.
  std::string ahead_of(const PresentedDocument& document, const OfficerId& officer = kOfficer,
                       Direction direction = Direction::kEntry) {
    const auto examined = counter_.examine(direction, document, std::nullopt);
    const auto names = children_ahead(ledger_, examined->situation, officer);
    std::string text;
    EXPECT_TRUE(names) << names.error().message;
    if (!names) return text;
    for (const auto& name : *names) text += name + "; ";
    return text;
  }

  TestCountry country_;
  TestClock clock_;
  DataDirectory directory_ = country_.enrol("PASO-01-01");
  Ledger ledger_ = *Ledger::open(directory_, clock_, bulletin_readers());
  Counter counter_{ledger_};
};

TEST_F(ChildrenAhead, OfWhomWordsAloneNameTheAdultAreToldForHalfAnHourToTheSameOfficer) {
  EXPECT_EQ(ahead_of(kLuisa), "");
  record(kTeo, accompanied());
  clock_.advance(std::chrono::minutes(1));
  const auto ines = record(kInes, accompanied());
  EXPECT_EQ(ahead_of(kLuisa), "TEO ARRIAGA; INES ARRIAGA; ");
  EXPECT_EQ(ahead_of(kLuisa, OfficerId("blopez")), "") << "another desk's travellers";
  EXPECT_EQ(ahead_of(kLuisa, kOfficer, Direction::kExit), "") << "they go the other way";
  EXPECT_EQ(ahead_of(kTeo), "INES ARRIAGA; ") << "nobody is ahead of themselves";
  correct(ines, std::nullopt);
  EXPECT_EQ(ahead_of(kLuisa), "TEO ARRIAGA; ") << "it does not go on";
  clock_.advance(kTogetherFor);
  EXPECT_EQ(ahead_of(kLuisa), "");
}

TEST_F(ChildrenAhead, AreNoneOfTheOtherTravellers) {
  auto alone = admission();
  alone.answers = {{"child", "alone", ""}};
  record(kTeo, alone);
  auto refused = accompanied();
  refused.decision = DecisionKind::kRefuse;
  refused.grounds = {"no_valid_visa"};
  refused.answers.push_back({"asylum", "no_claim", ""});
  refused.answers.push_back({"parted", "adult_goes_on", ""});
  record(kInes, refused);
  record(passport("FA1000009", "MUSTER", "MAX", "1970-01-01"), admission());
  EXPECT_EQ(ahead_of(kLuisa), "");
}

TEST_F(ChildrenAhead, OfAnAdultOnRecordAreToldOnceNothingHoldsOfThatAndOfNobodyElse) {
  const auto luisa = record(kLuisa, admission());
  record(kTeo, accompanied(luisa));
  EXPECT_EQ(ahead_of(kLuisa), "") << "the adult stands as admitted";
  const auto restated = correct(luisa, 20);
  EXPECT_EQ(ahead_of(kLuisa), "") << "and still does";
  correct(restated, std::nullopt);
  EXPECT_EQ(ahead_of(kLuisa), "TEO ARRIAGA; ");
  EXPECT_EQ(ahead_of(passport("FA1000009", "MUSTER", "MAX", "1970-01-01")), "");
}

}  // namespace
}  // namespace garita::station
