// Whom this post has stopped, who was decided about meanwhile, and what is on the sheet twice.
#include "border-station/inspection/decided_here.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "border-station/inspection/test_situation.h"

namespace garita::station {
namespace {

constexpr auto kAdmit = DecisionKind::kAdmit;
constexpr auto kRefer = DecisionKind::kRefer;
constexpr auto kRefuse = DecisionKind::kRefuse;
constexpr auto kEntry = Direction::kEntry;
constexpr auto kExit = Direction::kExit;

/// `minutes` before the traveller lies on the desk.
DecidedHere decided(DecisionKind decision, Direction direction, int minutes) {
  return {{StationId("PASO-01-01"), 1, Lane::kMovement, 7},
          decision,
          direction,
          clean_exit().now.minus(std::chrono::minutes(minutes)),
          OfficerId("agarcia")};
}

std::string faults(const Situation& situation, const Draft& draft) {
  std::string text;
  for (const auto& fault : faults_of(situation, inspect(situation), draft))
    text += fault.pointer + " " + fault.code + "; ";
  return text;
}

/// The check of its own that does not pass, and the alert that tells of it.
std::string told(const Situation& situation) {
  const auto found = inspect(situation);
  std::string text;
  for (const auto& check : found.checks)
    if (check.code == "decided_here" && check.state == CheckState::kFail)
      text += check.reason + "; ";
  for (const auto& alert : found.alerts) {
    if (!alert.parameters.contains("officer")) continue;
    text += alert.kind;
    for (const auto& [name, value] : alert.parameters) text += " " + value;
    text += "; ";
  }
  return text;
}

constexpr int kDay = 24 * 60;

const struct {
  std::vector<DecidedHere> before;  ///< newest first
  const char *entering, *leaving;
} kStops[] = {
    {{}, "", ""},
    {{decided(kAdmit, kEntry, 5)}, "", ""},
    {{decided(kRefuse, kEntry, 1)}, "refused_here", ""},
    {{decided(kRefuse, kExit, 1)}, "", "refused_here"},
    {{decided(kRefer, kEntry, 1)}, "referred_here", "referred_here"},
    {{decided(kRefer, kExit, 1)}, "referred_here", "referred_here"},
    // Let pass, or refused, after that.
    {{decided(kAdmit, kEntry, 1), decided(kRefuse, kEntry, 9)}, "", ""},
    {{decided(kAdmit, kEntry, 1), decided(kRefer, kEntry, 9)}, "", ""},
    {{decided(kRefuse, kEntry, 1), decided(kRefer, kEntry, 9)}, "refused_here", ""},
    {{decided(kRefer, kEntry, 1), decided(kAdmit, kEntry, 9)}, "referred_here", "referred_here"},
    // Whoever was not let in and went back is not let in for that.
    {{decided(kAdmit, kExit, 1), decided(kRefuse, kEntry, 9)}, "refused_here", ""},
    {{decided(kAdmit, kExit, 1), decided(kRefer, kEntry, 9)}, "", ""},
    {{decided(kRefuse, kEntry, 7 * kDay)}, "refused_here", ""},
    {{decided(kRefuse, kEntry, 7 * kDay + 1)}, "", ""},
    {{decided(kRefer, kExit, 7 * kDay + 1)}, "", ""},
    // The clock was set back.
    {{decided(kRefuse, kEntry, -5)}, "refused_here", ""},
};

TEST(DecidedHere, WhomThisPostHasStoppedIsAskedAboutBeforeTheyPass) {
  for (const auto& each : kStops) {
    for (const auto direction : {kEntry, kExit}) {
      auto situation = clean_exit();
      situation.direction = direction;
      situation.decided_here = each.before;
      const std::string expected = direction == kEntry ? each.entering : each.leaving;
      const auto* stop = stopped_by(situation);
      const auto shown = told(situation);
      EXPECT_EQ(shown.substr(0, shown.find(';')), expected) << &each - kStops;
      Draft draft;
      if (direction == kEntry) draft.purpose = "holiday", draft.transport = "on_foot";
      EXPECT_EQ(faults(situation, draft), stop == nullptr ? "" : "#question/stopped missing; ");
      draft.decision = kRefer;
      draft.grounds = {"document_doubt"};
      EXPECT_EQ(faults(situation, draft), "") << "to refer needs no answer";
    }
  }
}

TEST(DecidedHere, SaysWhatWasDecidedWhenAndByWhomAndOfAReferralNoMore) {
  auto situation = clean_exit();
  situation.decided_here = {decided(kRefuse, kExit, 48)};
  EXPECT_EQ(told(situation), "refused_here; refused_here 2026-03-02T13:12:00Z agarcia; ");
  situation.decided_here = {decided(kRefer, kEntry, 48)};
  EXPECT_EQ(told(situation), "referred_here; referred_here 2026-03-02T13:12:00Z agarcia; ");
}

TEST(DecidedHere, IsAnsweredByWhatEndsARefusalOrAReferral) {
  const struct {
    DecisionKind before;
    const char *answer, *faults;
  } cases[] = {
      {kRefuse, "reason_settled", ""},
      {kRefuse, "interview_ended", ""},
      {kRefuse, "supervisor_decided", ""},
      {kRefuse, "because", "#question/stopped unknown_code; "},
      {kRefer, "interview_ended", ""},
      {kRefer, "supervisor_decided", ""},
      // Whoever was sent to the second line is not let pass by the first alone.
      {kRefer, "reason_settled", "#question/stopped unknown_code; "},
  };
  for (const auto& each : cases) {
    auto situation = clean_exit();
    situation.decided_here = {decided(each.before, kExit, 5)};
    Draft draft;
    draft.answers = {{"stopped", each.answer, ""}};
    EXPECT_EQ(faults(situation, draft), each.faults) << each.answer;
  }
}

TEST(DecidedHere, NobodyLeavesByTheScanWhoWasNotLetPassTheLastTime) {
  const auto by_scan = thirty_days_at_most("exits_by_scan = true");
  auto clean = clean_exit();
  clean.policies = &by_scan;
  clean.document->surname = "ERIKSSON";
  clean.document->check_digits = {{"document_number", true}};
  auto& stay = clean.open_stay.emplace();
  stay.basis = "local_records";
  stay.by_document = true;
  stay.admission.entered = clean.today;
  const struct {
    std::vector<DecidedHere> before;
    bool leaves;
  } cases[] = {
      {{}, true},
      {{decided(kAdmit, kEntry, 60)}, true},
      {{decided(kAdmit, kEntry, 5), decided(kRefer, kEntry, 60)}, true},
      {{decided(kRefer, kExit, 5), decided(kAdmit, kEntry, 60)}, false},
      {{decided(kRefuse, kExit, 5), decided(kAdmit, kEntry, 60)}, false},
      {{decided(kRefuse, kEntry, 5), decided(kAdmit, kEntry, 60)}, false},
      {{decided(kRefuse, kExit, 30 * kDay), decided(kAdmit, kEntry, 31 * kDay)}, false},
  };
  for (const auto& each : cases) {
    auto situation = clean;
    situation.decided_here = each.before;
    EXPECT_EQ(inspect(situation).exit_by_scan, each.leaves) << &each - cases;
  }
}

TEST(DecidedHere, WhatIsOnPaperIsTypedInOnce) {
  const struct {
    DecisionKind before;
    Direction direction;
    int seconds;           ///< between that and what is typed in, at 13:12:00
    const char* expected;  ///< which decisions are not taken any more
  } cases[] = {
      {kAdmit, kExit, 0, "admit refer refuse "},
      {kAdmit, kExit, 59, "admit refer refuse "},
      {kAdmit, kExit, 60, ""},
      {kAdmit, kExit, -1, ""},
      {kAdmit, kEntry, 0, ""},
      {kRefer, kExit, 0, "refer "},
      {kRefuse, kExit, 0, "refuse "},
  };
  for (const auto& each : cases) {
    auto situation = clean_exit();
    situation.typed_in_of = situation.now.minus(std::chrono::minutes(48));
    auto before = decided(each.before, each.direction, 48);
    before.at = before.at.plus(std::chrono::seconds(each.seconds));
    situation.decided_here = {before};
    std::string blocked;
    for (const auto& one : inspect(situation).blocked)
      blocked += std::string(decision_name(one.decision)) + " ";
    EXPECT_EQ(blocked, each.expected) << each.seconds;
    situation.typed_in_of.reset();
    EXPECT_TRUE(inspect(situation).blocked.empty()) << "who stands here was not on paper";
  }
}

TEST(DecidedHere, WhatIsTypedInTwiceIsRefusedWithTheRecordThatSaysSo) {
  auto situation = clean_exit();
  situation.typed_in_of = situation.now.minus(std::chrono::minutes(48));
  situation.decided_here = {decided(kAdmit, kExit, 48)};
  EXPECT_EQ(told(situation),
            "typed_in_already 2026-03-02T13:12:00Z agarcia PASO-01-01:1:movement:7; ");
  const auto found = faults_of(situation, inspect(situation), Draft{});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].pointer + " " + found[0].code, "/at typed_in_already");
  EXPECT_EQ(found[0].detail, "record PASO-01-01:1:movement:7 says so already");
}

TEST(DecidedHere, WhatWasDecidedMeanwhileIsToldAndAsksNothing) {
  auto situation = clean_exit();
  situation.decided_here = {decided(kAdmit, kExit, 1)};
  EXPECT_EQ(told(situation), "");
  situation.decided_meanwhile = situation.decided_here[0].record;
  EXPECT_EQ(told(situation), "decided_meanwhile 2026-03-02T13:59:00Z admit exit agarcia; ");
  EXPECT_EQ(faults(situation, Draft{}), "");
}

}  // namespace
}  // namespace garita::station
