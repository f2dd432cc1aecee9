#include <gtest/gtest.h>

#include "border-station/inspection/inspection.h"
#include "border-station/inspection/test_situation.h"
#include "schema/vocabulary/codes.h"

namespace garita::station {
namespace {

std::string faults(Direction direction, DecisionKind decision, const std::string& ground) {
  auto situation = clean_exit();
  situation.direction = direction;
  Draft draft;
  draft.decision = decision;
  draft.grounds = {ground};
  draft.answers = {{"asylum", "no_claim", ""}};
  std::string text;
  for (const auto& fault : faults_of(situation, inspect(situation), draft)) {
    text += fault.pointer + " " + fault.code + "; ";
  }
  return text;
}

TEST(ExitStop, HasOtherGroundsThanTheRefusalOfAnEntry) {
  constexpr auto kUnknown = "/grounds unknown_code; ";
  struct Case {
    const char* ground;
    const char* entering;
    const char* leaving;
  };
  for (const auto& [ground, entering, leaving] : {
           Case{"exit_forbidden", kUnknown, ""},
           Case{"wanted", kUnknown, ""},
           Case{"child_not_permitted", kUnknown, ""},
           Case{"document_of_another", kUnknown, ""},
           Case{"document_reported", kUnknown, ""},
           Case{"no_document", kUnknown, ""},
           Case{"false_document", "", ""},
           Case{"no_valid_visa", "", kUnknown},
           Case{"insufficient_means", "", kUnknown},
           Case{"alert_for_refusal", "", kUnknown},
           Case{"charge_on_public_funds", "", kUnknown},
           // Nobody is kept in a country because a document has run out, or a stay.
           Case{"no_valid_document", "", kUnknown},
           Case{"stay_used_up", "", kUnknown},
           // A reason of referrals.
           Case{"stay_doubt", kUnknown, kUnknown},
       }) {
    EXPECT_EQ(faults(Direction::kEntry, DecisionKind::kRefuse, ground), entering) << ground;
    EXPECT_EQ(faults(Direction::kExit, DecisionKind::kRefuse, ground), leaving) << ground;
  }
}

TEST(ExitStop, LeavesTheReasonsOfAReferralAsTheyAre) {
  for (const auto direction : {Direction::kEntry, Direction::kExit}) {
    EXPECT_EQ(faults(direction, DecisionKind::kRefer, "stay_doubt"), "");
    EXPECT_EQ(faults(direction, DecisionKind::kRefer, "exit_forbidden"), "/grounds unknown_code; ");
  }
}

}  // namespace
}  // namespace garita::station
