#include "border-station/inspection/approval.h"

#include <gtest/gtest.h>

namespace garita::station {
namespace {

PolicyPack asking(const std::string& approval) {
  return PolicyPack::from_toml(approval + R"(
name = "Test"
version = "1"
country = "XXK"

[[rule]]
id = "visitor"
kind = "granted_days"
cap = 30
effective_from = 2020-01-01
citation = "invented for the test"
)")
      .value();
}

std::string names(const std::set<ApprovalMatter>& matters) {
  std::string text;
  for (const auto matter : matters) text += std::string(approval_matter_name(matter)) + ";";
  return text;
}

TEST(Approval, IsForAdmissionsInSpiteOfWhatPoliciesName) {
  const auto all = asking(R"(approval = ["void", "correction", "check_digit", "alert"])");
  const auto alerts = asking(R"(approval = ["alert"])");
  const auto nothing = asking("");
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
  const auto voids = asking(R"(approval = ["void", "alert"])");
  const auto corrections = asking(R"(approval = ["correction"])");
  EXPECT_EQ(names(approvals_for_correction(&voids, false)), "void;");
  EXPECT_EQ(names(approvals_for_correction(&voids, true)), "");
  EXPECT_EQ(names(approvals_for_correction(&corrections, false)), "");
  EXPECT_EQ(names(approvals_for_correction(&corrections, true)), "correction;");
  EXPECT_EQ(names(approvals_for_correction(nullptr, true)), "");
}

}  // namespace
}  // namespace garita::station
