#include "border-station/inspection/approval.h"

#include <algorithm>

namespace garita::station {
namespace {

std::set<ApprovalMatter> asked_for(const PolicyPack* policies, std::set<ApprovalMatter> matters) {
  if (policies == nullptr) return {};
  std::erase_if(matters, [&](ApprovalMatter one) { return !policies->approval().contains(one); });
  return matters;
}

}  // namespace

std::set<ApprovalMatter> approvals_for(const PolicyPack* policies, const Inspection& inspection,
                                       const Draft& draft) {
  if (draft.decision != DecisionKind::kAdmit) return {};
  std::set<ApprovalMatter> matters;
  // Nobody is admitted while these are unanswered.
  for (const auto& question : inspection.questions) {
    if (question.code == "check_override" || question.code == "reading_contradicted")
      matters.insert(ApprovalMatter::kCheckDigit);
    if (question.code == "alert") matters.insert(ApprovalMatter::kAlert);
  }
  return asked_for(policies, std::move(matters));
}

std::set<ApprovalMatter> approvals_for_correction(const PolicyPack* policies, bool restates) {
  return asked_for(policies, {restates ? ApprovalMatter::kCorrection : ApprovalMatter::kVoid});
}

}  // namespace garita::station
