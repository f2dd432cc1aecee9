// What a reading says against itself is seen, answered and recorded.
#include <gtest/gtest.h>

#include "border-station/inspection/test_situation.h"

namespace garita::station {
namespace {

Situation showing(const std::vector<std::string>& contradictions) {
  auto situation = clean_exit();
  situation.document->contradictions = contradictions;
  return situation;
}

std::string faults(const Situation& situation, const Draft& draft) {
  std::string text;
  for (const auto& fault : faults_of(situation, inspect(situation), draft))
    text += fault.pointer + " " + fault.code + "; ";
  return text;
}

TEST(Contradiction, WaitsForAReasonBeforeAdmittingAndForNoneBeforeReferring) {
  const struct {
    std::vector<std::string> found;
    DecisionKind decision;
    std::vector<Answer> answers;
    const char* faults;
  } cases[] = {
      {{}, DecisionKind::kAdmit, {}, ""},
      {{"seal_invalid"}, DecisionKind::kAdmit, {}, "#question/override-reading missing; "},
      {{"barcode_differs", "seal_invalid"},
       DecisionKind::kAdmit,
       {},
       "#question/override-reading missing; "},
      {{"seal_invalid"},
       DecisionKind::kAdmit,
       {{"override-reading", "because", ""}},
       "#question/override-reading unknown_code; "},
      {{"seal_invalid"}, DecisionKind::kAdmit, {{"override-reading", "read_by_eye", ""}}, ""},
      {{"seal_invalid"}, DecisionKind::kRefer, {}, ""},
  };
  for (const auto& each : cases) {
    Draft draft;
    draft.decision = each.decision;
    draft.answers = each.answers;
    if (each.decision == DecisionKind::kRefer) draft.grounds = {"document_doubt"};
    EXPECT_EQ(faults(showing(each.found), draft), each.faults)
        << each.found.size() << " found, " << each.answers.size() << " answered";
  }
}

TEST(Contradiction, IsAFailedCheckOfItsOwnNameAndOneAlertForAll) {
  const auto found = inspect(showing({"barcode_differs", "seal_invalid"}));
  std::string failed;
  for (const auto& check : found.checks)
    if (check.state == CheckState::kFail) failed += check.code + "; ";
  EXPECT_EQ(failed, "barcode_differs; seal_invalid; ");
  std::string alerts;
  for (const auto& alert : found.alerts)
    if (alert.source == "document") alerts += alert.kind + "; ";
  EXPECT_EQ(alerts, "reading_contradicted; ");
}

}  // namespace
}  // namespace garita::station
