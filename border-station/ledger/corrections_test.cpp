#include <gtest/gtest.h>

#include <thread>

#include "border-station/ledger/ledger_fixture.h"
#include "schema/matching/normalise.h"

namespace garita::station {
namespace {

constexpr auto kReason = "wrong direction keyed for HERRERASCAN";

NewCorrection void_of(const RecordId& of) {
  return {of, kReason, OfficerId("mduarte"), std::nullopt};
}

class Corrections : public LedgerTest {
 protected:
  static std::size_t known_about(Ledger& ledger) {
    return ledger.decisions_about(document_key("UTO", kNumber), "")->size();
  }
};

TEST_F(Corrections, WhatIsTakenBackIsNoLongerRememberedOfTheTraveller) {
  auto ledger = open();
  const auto written = *ledger.append_decision(entry_of());
  ASSERT_EQ(known_about(ledger), 1U);
  const auto corrected = ledger.append_correction(void_of(written.crossing));
  ASSERT_TRUE(corrected) << corrected.error().message;
  EXPECT_EQ(corrected->correction.text(), "PASO-01-01:1:movement:2");
  EXPECT_EQ(known_about(ledger), 0U);
  const auto recent = *ledger.recent_decisions(10);
  ASSERT_EQ(recent.size(), 1U) << "but it stays in the list of what was done";
  EXPECT_EQ(recent[0].corrected_by, corrected->correction);
  EXPECT_FALSE(recent[0].replaced);
  EXPECT_EQ(whole(ledger, movement(ledger)).size(), 2U);
  EXPECT_EQ(state_of(ledger, Lane::kMovement).head.sequence, 2U);
}

TEST_F(Corrections, AReplacementHoldsInThePlaceOfTheRecord) {
  auto ledger = open();
  auto decision = entry_of();
  decision.crossing.officer = OfficerId("agarcia");
  decision.crossing.reference = "inspection 7";
  decision.pictures = {{PictureKind::kDocument, copy_of(bytes_of("a picture"))}};
  const auto written = *ledger.append_decision(std::move(decision));
  clock_.advance(std::chrono::hours(3));
  auto right = entry_of().crossing;
  right.granted_days = 25;
  right.at = clock_.now();
  right.officer = OfficerId("somebody else");
  right.document.surname = "SOMEBODYELSE";
  const auto corrected =
      ledger.append_correction({written.crossing, kReason, OfficerId("jefa"), right});
  ASSERT_TRUE(corrected) << corrected.error().message;
  EXPECT_EQ(known_about(ledger), 1U);
  const auto now = **ledger.decision(corrected->correction);
  EXPECT_EQ(now.corrects, written.crossing);
  EXPECT_EQ(now.at, written.at) << "the traveller crossed when they crossed";
  EXPECT_EQ(now.recorded_at, clock_.now());
  EXPECT_EQ(now.crossing->granted_days, 25);
  EXPECT_EQ(now.crossing->officer.value(), "agarcia") << "who decided";
  EXPECT_EQ(now.crossing->document.surname, kSurname);
  EXPECT_EQ(now.crossing->picture_chunks, 0U) << "found beside the record that they came with";
  EXPECT_EQ(now.crossing->reference, "");
  const auto before = **ledger.decision(written.crossing);
  EXPECT_TRUE(before.replaced);
  EXPECT_EQ((*ledger.decision_under("inspection 7"))->record, written.crossing);
}

TEST_F(Corrections, ARecordIsCorrectedOnceAndTheSameAskedAgainIsAnsweredWithItsRecord) {
  auto ledger = open();
  const auto written = *ledger.append_decision(entry_of());
  const auto first = *ledger.append_correction(void_of(written.crossing));
  clock_.advance(std::chrono::minutes(1));
  const auto again = ledger.append_correction(void_of(written.crossing));
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_TRUE(again->repeated);
  EXPECT_EQ(again->correction, first.correction);
  EXPECT_EQ(again->at, first.at);
  auto other_reason = void_of(written.crossing);
  other_reason.reason = "another";
  auto other_officer = void_of(written.crossing);
  other_officer.officer = OfficerId("other");
  auto other_content = void_of(written.crossing);
  other_content.replacement = entry_of().crossing;
  for (const auto& other : {other_reason, other_officer, other_content}) {
    const auto refused = ledger.append_correction(other);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().remedy, Remedy::kReject);
  }
  EXPECT_EQ(whole(ledger, movement(ledger)).size(), 2U);
}

TEST_F(Corrections, WhatIsNoDecisionOfThisPostIsNotCorrected) {
  auto ledger = open();
  const auto written = *ledger.append_decision(entry_of());
  const auto correction = *ledger.append_correction(void_of(written.crossing));
  for (const auto& of :
       {*RecordId::parse("PASO-01-01:1:movement:9"), *RecordId::parse("PASO-02-01:1:movement:1"),
        *RecordId::parse("PASO-01-01:1:urgent:1"), correction.correction}) {
    const auto refused = ledger.append_correction(void_of(of));
    ASSERT_FALSE(refused) << of.text();
    EXPECT_EQ(refused.error().remedy, Remedy::kReject);
  }
}

TEST_F(Corrections, TwoDesksAtOnceMakeOneCorrectionAndOneChain) {
  auto ledger = open();
  std::vector<RecordId> records;
  for (int i = 0; i < 20; ++i) {
    records.push_back(ledger.append_decision(entry_of("N" + std::to_string(i)))->crossing);
  }
  std::atomic<int> made = 0;
  {
    std::vector<std::jthread> desks;
    for (int desk = 0; desk < 4; ++desk) {
      desks.emplace_back([&, desk] {
        auto own = open();
        for (const auto& record : records) {
          auto correction = void_of(record);
          correction.reason = "desk " + std::to_string(desk);
          if (own.append_correction(correction)) ++made;
        }
      });
    }
  }
  EXPECT_EQ(made, 20);
  EXPECT_EQ(whole(ledger, movement(ledger)).size(), 40U);
}

TEST_F(Corrections, TheReasonStandsInNoFileInClear) {
  auto ledger = open();
  const auto written = *ledger.append_decision(entry_of());
  ASSERT_TRUE(ledger.append_correction(void_of(written.crossing)));
  const auto all = every_byte_below(directory_.path());
  EXPECT_EQ(all.find(kSurname), std::string::npos);
  EXPECT_EQ(all.find("wrong direction"), std::string::npos);
  EXPECT_NE(all.find(written.crossing.text().substr(0, 10)), std::string::npos);
}

}  // namespace
}  // namespace garita::station
