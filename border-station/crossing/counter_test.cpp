#include "border-station/crossing/counter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "border-station/crossing/test_traveller.h"
#include "border-station/ledger/test_country.h"

namespace garita::station {
namespace {

using testing::HasSubstr;

constexpr std::string_view kAlerts =
    "reference,instruction,issuer,number\nA-1,Call the duty officer,UTO,WANTED1\n";

Draft admit(int days = 10) {
  Draft draft;
  draft.purpose = "holiday";
  draft.transport = "on_foot";
  draft.granted_days = days;
  return draft;
}

class CounterTest : public testing::Test {
 protected:
  CounterTest() {
    EXPECT_TRUE(ledger_.take_bulletin(country_.bulletin("policies", 4, kTestPack)));
    EXPECT_TRUE(ledger_.take_bulletin(country_.bulletin("alerts", 7, kAlerts)));
  }
  Examined examine(Direction direction, const PresentedDocument& document) {
    auto examined = counter_.examine(direction, document, std::nullopt);
    EXPECT_TRUE(examined) << examined.error().message;
    return *std::move(examined);
  }

  TestCountry country_;
  TestClock clock_;
  DataDirectory directory_ = country_.enrol("PASO-01-01");
  Ledger ledger_ = *Ledger::open(directory_, clock_, bulletin_readers());
  Counter counter_{ledger_};
};

TEST_F(CounterTest, RecordsWhatTheOfficerSawWithTheDecision) {
  const auto examined = examine(Direction::kEntry, passport());
  const auto recorded =
      counter_.record(examined, admit(), {OfficerId("mduarte"), EvidenceClass::kOfficerScan});
  ASSERT_TRUE(recorded) << recorded.error().message;
  EXPECT_EQ(recorded->last_legal_day, *Date::from_iso("2026-03-11"));
  const auto own = *ledger_.decision(recorded->written.crossing);
  const auto& crossing = *own->crossing;
  EXPECT_EQ(crossing.officer.value(), "mduarte");
  EXPECT_EQ(crossing.post.value(), "PASO-01");
  EXPECT_EQ(crossing.admission_class, "visitor");
  EXPECT_EQ(crossing.context.policies_version, 4U);
  EXPECT_EQ(crossing.context.alerts_version, 7U);
  EXPECT_EQ(crossing.context.rule, "visitor");
  EXPECT_EQ(crossing.context.last_legal_day, *Date::from_iso("2026-03-11"));
  EXPECT_EQ(crossing.document.document_number, "L898902C3");
}

TEST_F(CounterTest, AnExitIsMeasuredAgainstTheEntryThatThisPostSaw) {
  ASSERT_TRUE(counter_.record(examine(Direction::kEntry, passport()), admit(), {}));
  clock_.advance(std::chrono::days(12));
  // Renewed meanwhile: another number, the same person.
  const auto leaving = examine(Direction::kExit, passport("NEW000001"));
  ASSERT_TRUE(leaving.inspection.stay);
  EXPECT_EQ(leaving.inspection.stay->state, "over");
  EXPECT_EQ(leaving.inspection.stay->position.days_over, 3);
  const auto recorded = counter_.record(leaving, Draft{}, {});
  ASSERT_TRUE(recorded) << "an overstay refuses no exit";
  EXPECT_EQ((*ledger_.decision(recorded->written.crossing))->crossing->context.days_over, 3);
  clock_.advance(std::chrono::hours(1));
  EXPECT_FALSE(examine(Direction::kExit, passport()).situation.open_stay);
  EXPECT_FALSE(examine(Direction::kEntry, passport()).situation.open_stay);
}

TEST_F(CounterTest, AStayIsThisDocumentsOwnWhereTheDocumentOpenedIt) {
  ASSERT_TRUE(counter_.record(examine(Direction::kEntry, passport()), admit(), {}));
  clock_.advance(std::chrono::days(2));
  auto other_issuer = passport();
  other_issuer.issuing_state = CountryCode("XXK");
  const std::pair<PresentedDocument, bool> cases[] = {
      {passport(), true}, {passport("NAMESAKE1"), false}, {other_issuer, false}};
  for (const auto& [shown, own] : cases) {
    const auto leaving = examine(Direction::kExit, shown);
    ASSERT_TRUE(leaving.situation.open_stay) << shown.document_number;
    EXPECT_EQ(leaving.situation.open_stay->by_document, own) << shown.document_number;
  }
}

// Zones have Germany as "D" (ICAO Doc 9303-3, section 5), whoever types it, and other lists, "DEU".
TEST_F(CounterTest, ATripIsFoundUnderEitherCodeOfAState) {
  const auto german = [](const char* code, const char* number, const char* surname) {
    auto shown = passport(number, surname);
    shown.issuing_state = CountryCode(code);
    shown.nationality = CountryCode(code);
    return shown;
  };
  const struct {
    const char *surname, *entered, *shown, *number, *renewed;
  } cases[] = {{"MUSTERMANN", "D", "DEU", "C01X0006H", "C01X0007J"},
               {"GABLER", "DEU", "D", "C01X0008K", "C01X0009L"}};
  for (const auto& [surname, code, other_code, number, renewed] : cases) {
    const auto entered =
        counter_.record(examine(Direction::kEntry, german(code, number, surname)), admit(), {});
    ASSERT_TRUE(entered) << entered.error().message;
    clock_.advance(std::chrono::hours(24));
    for (const auto* shown : {number, renewed}) {
      const auto leaving = examine(Direction::kExit, german(other_code, shown, surname));
      ASSERT_TRUE(leaving.situation.open_stay) << other_code << " " << shown;
      EXPECT_EQ(leaving.situation.open_stay->by_document, shown == number) << other_code;
      EXPECT_EQ(leaving.crossings.size(), shown == number ? 1U : 0U) << other_code;
    }
  }
}

TEST_F(CounterTest, AHitGoesOutBesideTheCrossing) {
  const auto examined = examine(Direction::kEntry, passport("WANTED1"));
  ASSERT_EQ(examined.hits.size(), 1U);
  EXPECT_EQ(examined.hits[0].entry.instruction, "Call the duty officer");
  const auto refused = counter_.record(examined, admit(), {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().remedy, Remedy::kAskOfficer);
  EXPECT_THAT(refused.error().message, HasSubstr("#question/alert-1 missing"));
  auto draft = admit();
  draft.answers = {{"alert-1", "not_the_same_person", "other photograph"}};
  const auto recorded = counter_.record(examined, draft, {});
  ASSERT_TRUE(recorded) << recorded.error().message;
  ASSERT_EQ(recorded->written.additional.size(), 1U);
  EXPECT_EQ(recorded->written.additional[0].lane, Lane::kUrgent);
}

TEST_F(CounterTest, AReferralCarriesItsReasons) {
  Draft draft;
  draft.decision = DecisionKind::kRefer;
  draft.grounds = {"document_doubt"};
  const auto recorded = counter_.record(examine(Direction::kEntry, passport()), draft, {});
  ASSERT_TRUE(recorded) << recorded.error().message;
  EXPECT_EQ(recorded->written.additional.size(), 1U);
  EXPECT_FALSE(recorded->last_legal_day);
  EXPECT_FALSE(examine(Direction::kExit, passport()).situation.open_stay) << "not let in";
}

TEST_F(CounterTest, AChildIsRecordedInTheGroupOfTheAdultItTravelsWith) {
  const Provenance officer{OfficerId("mduarte"), EvidenceClass::kOfficerScan};
  const auto mother = *counter_.record(examine(Direction::kEntry, passport()), admit(), officer);
  auto child = passport("CHILD0001");
  child.given_names = "MIA";
  child.birth_date = *PartialDate::from_text("2016-08-12");
  auto draft = admit();
  draft.with = mother.written.crossing;
  draft.answers = {{"child", "with_parent", ""}};
  EXPECT_THAT(counter_.record(examine(Direction::kEntry, child), draft, officer).error().message,
              HasSubstr("#question/child evidence_missing"));
  draft.child_evidence = "birth_certificate";
  const auto recorded = counter_.record(examine(Direction::kEntry, child), draft, officer);
  ASSERT_TRUE(recorded) << recorded.error().message;
  const auto own = *ledger_.decision(recorded->written.crossing);
  EXPECT_EQ(own->crossing->group, mother.written.crossing);
  EXPECT_EQ(own->crossing->relationship, "with_parent");
  EXPECT_EQ(own->crossing->relationship_evidence, "birth_certificate");
  const auto first = *ledger_.decision(mother.written.crossing);
  EXPECT_FALSE(first->crossing->group);
  draft.with.reset();
  draft.answers = {{"child", "with_relative", "Her aunt, who crossed yesterday"}};
  const auto apart = counter_.record(examine(Direction::kEntry, child), draft, officer);
  ASSERT_TRUE(apart) << apart.error().message;
  const auto told = *ledger_.decision(apart->written.crossing);
  EXPECT_FALSE(told->crossing->group);
  EXPECT_EQ(told->crossing->relationship, "with_relative");
  EXPECT_EQ(told->crossing->relationship_evidence, "birth_certificate");
  draft.with = mother.written.crossing;
  const Provenance other{OfficerId("other"), EvidenceClass::kOfficerScan};
  EXPECT_THAT(counter_.record(examine(Direction::kEntry, child), draft, other).error().message,
              HasSubstr("/with unknown_record"));
}

TEST_F(CounterTest, APackThatContradictsItselfLeavesTheOldInForce) {
  EXPECT_FALSE(ledger_.take_bulletin(country_.bulletin("policies", 5, "name = 3")));
  EXPECT_EQ(examine(Direction::kEntry, passport()).policies->version, 4U);
}

TEST_F(CounterTest, WhatIsTypedInLaterCountsOnItsDay) {
  const auto at = *Instant::from_rfc3339("2026-02-20T15:00:00Z");
  const auto examined = counter_.examine(Direction::kEntry, passport(), at);
  ASSERT_TRUE(examined);
  auto draft = admit();
  draft.at = at;
  const auto recorded = counter_.record(*examined, draft, {});
  ASSERT_TRUE(recorded) << recorded.error().message;
  EXPECT_EQ(recorded->written.at, at);
  EXPECT_EQ(recorded->last_legal_day, *Date::from_iso("2026-03-01"));
  draft.at = clock_.now().plus(std::chrono::hours(1));
  EXPECT_THAT(counter_.record(*examined, draft, {}).error().message, HasSubstr("in_the_future"));
}

}  // namespace
}  // namespace garita::station
