#include "border-station/crossing/decided_here.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "border-station/crossing/counter.h"
#include "border-station/crossing/test_traveller.h"
#include "border-station/inspection/decided_here.h"
#include "border-station/ledger/test_country.h"

namespace garita::station {
namespace {

using testing::HasSubstr;

Draft draft_of(DecisionKind decision) {
  Draft draft;
  draft.decision = decision;
  if (decision == DecisionKind::kAdmit) {
    draft.purpose = "holiday";
    draft.transport = "on_foot";
    draft.granted_days = 10;
  }
  if (decision == DecisionKind::kRefer) draft.grounds = {"second_interview"};
  if (decision == DecisionKind::kRefuse) {
    draft.grounds = {"insufficient_means"};
    draft.answers = {{"asylum", "no_claim", ""}};
  }
  return draft;
}

class DecidedHereTest : public testing::Test {
 protected:
  DecidedHereTest() {
    EXPECT_TRUE(ledger_.take_bulletin(country_.bulletin("policies", 4, kTestPack)));
    EXPECT_TRUE(ledger_.take_bulletin(country_.bulletin("protection", 1, country_.unit.pem())));
  }
  Examined examine(const PresentedDocument& document, Direction direction = Direction::kEntry,
                   std::optional<Instant> at = std::nullopt) {
    auto examined = counter_.examine(direction, document, at);
    EXPECT_TRUE(examined) << examined.error().message;
    return *std::move(examined);
  }
  RecordId record(const PresentedDocument& document, const Draft& draft) {
    const auto recorded =
        counter_.record(examine(document), draft, {.officer = OfficerId("mduarte")});
    EXPECT_TRUE(recorded) << recorded.error().message;
    return recorded->written.crossing;
  }
  /// What a desk is told of who was stopped; "" where they were not.
  static std::string stop(const Examined& examined) {
    for (const auto& alert : examined.inspection.alerts) {
      if (alert.kind != "refused_here" && alert.kind != "referred_here") continue;
      std::string text = alert.kind;
      for (const auto& [name, value] : alert.parameters) text += " " + value;
      return text;
    }
    return "";
  }

  TestCountry country_;
  TestClock clock_;
  DataDirectory directory_ = country_.enrol("PASO-01-01");
  Ledger ledger_ = *Ledger::open(directory_, clock_, bulletin_readers());
  Counter counter_{ledger_};
};

TEST_F(DecidedHereTest, WhoWasRefusedIsLetInWithAReasonThatIsRecorded) {
  record(passport(), draft_of(DecisionKind::kRefuse));
  clock_.advance(std::chrono::minutes(1));
  const auto again = examine(passport());
  EXPECT_EQ(stop(again), "refused_here 2026-03-02T14:00:00Z mduarte");
  auto draft = draft_of(DecisionKind::kAdmit);
  EXPECT_THAT(counter_.record(again, draft, {}).error().message,
              HasSubstr("#question/stopped missing"));
  draft.answers = {{"stopped", "reason_settled", "Her brother brought the money"}};
  const auto let_in = counter_.record(again, draft, {});
  ASSERT_TRUE(let_in) << let_in.error().message;
  const auto own = *ledger_.decision(let_in->written.crossing);
  ASSERT_EQ(own->crossing->context.answers.size(), 1U);
  EXPECT_EQ(own->crossing->context.answers[0].answer, "reason_settled");
  clock_.advance(std::chrono::minutes(1));
  EXPECT_EQ(stop(examine(passport())), "") << "the newest decision counts";
}

TEST_F(DecidedHereTest, WhatIsAskedForAgainIsAskedNothing) {
  record(passport(), draft_of(DecisionKind::kRefuse));
  auto draft = draft_of(DecisionKind::kAdmit);
  draft.answers = {{"stopped", "supervisor_decided", ""}};
  const Provenance under{.reference = "sheet 4, line 7"};
  const auto first = counter_.record(examine(passport()), draft, under);
  ASSERT_TRUE(first) << first.error().message;
  const auto again = counter_.record(examine(passport()), draft, under);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->written.crossing, first->written.crossing);
  EXPECT_TRUE(again->written.repeated);
}

TEST_F(DecidedHereTest, AProtectionReferralIsAnyReferral) {
  const auto told_of = [&](std::string_view number, const Draft& draft) {
    record(passport(number), draft);
    const auto examined = examine(passport(number));
    std::string text = stop(examined);
    for (const auto& question : examined.inspection.questions) {
      if (question.id != "stopped") continue;
      for (const auto& answer : question.answers) text += "; " + answer;
    }
    return text;
  };
  auto confided = draft_of(DecisionKind::kRefer);
  confided.concerns = {"papers_kept"};
  auto doubted = draft_of(DecisionKind::kRefer);
  doubted.grounds = {"document_doubt"};
  const auto* const all =
      "referred_here 2026-03-02T14:00:00Z mduarte; interview_ended; supervisor_decided";
  EXPECT_EQ(told_of("CONFIDED1", confided), all);
  EXPECT_EQ(told_of("SECOND001", draft_of(DecisionKind::kRefer)), all);
  EXPECT_EQ(told_of("DOUBTED01", doubted), all);
}

TEST_F(DecidedHereTest, OnlyWhatHoldsOfThisVeryDocumentCounts) {
  const auto refused = record(passport(), draft_of(DecisionKind::kRefuse));
  EXPECT_EQ(stop(examine(passport("NAMESAKE1"))), "");
  auto other_issuer = passport();
  other_issuer.issuing_state = CountryCode("XXK");
  EXPECT_EQ(stop(examine(other_issuer)), "");
  EXPECT_NE(stop(examine(passport())), "");
  ASSERT_TRUE(ledger_.append_correction({refused, "wrong one", OfficerId("mduarte"), {}}));
  EXPECT_EQ(stop(examine(passport())), "") << "it was taken back";
}

TEST_F(DecidedHereTest, WhatIsTypedInKnowsNothingOfWhatCameAfterIt) {
  const auto refused = clock_.now();
  record(passport(), draft_of(DecisionKind::kRefuse));
  clock_.advance(std::chrono::hours(1));
  EXPECT_EQ(stop(examine(passport(), Direction::kEntry, refused.minus(std::chrono::hours(1)))), "");
  EXPECT_NE(stop(examine(passport(), Direction::kEntry, refused.plus(std::chrono::minutes(5)))),
            "");
}

TEST_F(DecidedHereTest, ASheetIsTypedInOnce) {
  const auto admitted = clock_.now();
  const auto entry = record(passport(), draft_of(DecisionKind::kAdmit));
  clock_.advance(std::chrono::hours(1));
  auto draft = draft_of(DecisionKind::kAdmit);
  draft.at = admitted;
  const auto twice = counter_.record(examine(passport(), Direction::kEntry, admitted), draft, {});
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.error().remedy, Remedy::kAskOfficer);
  EXPECT_THAT(twice.error().message, HasSubstr("record " + entry.text() + " says so already"));
  EXPECT_TRUE(
      examine(passport("OTHER0001"), Direction::kEntry, admitted).inspection.blocked.empty());
}

}  // namespace
}  // namespace garita::station
