#include "border-station/inspection/approval.h"

#include <gtest/gtest.h>

#include "border-station/inspection/test_situation.h"

namespace garita::station {
namespace {

std::string names(const std::set<ApprovalMatter>& matters) {
  std::string text;
  for (const auto matter : matters) text += std::string(approval_matter_name(matter)) + ";";
  return text;
}

TEST(Approval, IsForAdmissionsInSpiteOfWhatPoliciesName) {
  const auto all =
      thirty_days_at_most(R"(approval = ["void", "correction", "check_digit", "alert"])");
  const auto alerts = thirty_days_at_most(R"(approval = ["alert"])");
  const auto nothing = thirty_days_at_most("");
  struct Case {
    const PolicyPack* policies;
    DecisionKind decision;
    std::vector<std::string> asked;  ///< codes of the questions
    const char* matters;
  };
  const auto admit = DecisionKind::kAdmit;
  for (const auto& [policies, decision, asked, matters] : {
           Case{&all, admit, {}, ""},
           Case{&all, admit, {"asylum", "child_relationship", "expired_document"}, ""},
           Case{&all, admit, {"check_override"}, "check_digit;"},
           Case{&all, admit, {"check_override", "alert", "alert"}, "check_digit;alert;"},
           Case{&all, admit, {"reading_contradicted"}, "check_digit;"},
           Case{&all, DecisionKind::kRefer, {"check_override", "alert"}, ""},
           Case{&all, DecisionKind::kRefuse, {"check_override", "alert"}, ""},
           Case{&alerts, admit, {"check_override", "alert"}, "alert;"},
           Case{&alerts, admit, {"check_override"}, ""},
           Case{&nothing, admit, {"check_override", "alert"}, ""},
           Case{nullptr, admit, {"check_override", "alert"}, ""},
       }) {
    Inspection inspection;
    for (const auto& code : asked) inspection.questions.emplace_back().code = code;
    Draft draft;
    draft.decision = decision;
    EXPECT_EQ(names(approvals_for(policies, inspection, draft)), matters);
  }
}

TEST(Approval, IsForCorrectionsAsPoliciesName) {
  const auto voids = thirty_days_at_most(R"(approval = ["void", "alert"])");
  const auto corrections = thirty_days_at_most(R"(approval = ["correction"])");
  EXPECT_EQ(names(approvals_for_correction(&voids, false)), "void;");
  EXPECT_EQ(names(approvals_for_correction(&voids, true)), "");
  EXPECT_EQ(names(approvals_for_correction(&corrections, false)), "");
  EXPECT_EQ(names(approvals_for_correction(&corrections, true)), "correction;");
  EXPECT_EQ(names(approvals_for_correction(nullptr, true)), "");
}

}  // namespace
}  // namespace garita::station
