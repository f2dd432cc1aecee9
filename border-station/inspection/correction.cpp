#include "border-station/inspection/correction.h"

#include <algorithm>

namespace garita::station {
namespace {

std::ptrdiff_t asked_before_admitting(const Inspection& inspection, std::string_view code) {
  return std::ranges::count_if(inspection.questions, [&](const Question& question) {
    return question.code == code && question.before.contains(DecisionKind::kAdmit);
  });
}

}  // namespace

std::string_view correction_obstacle_name(CorrectionObstacle obstacle) {
  switch (obstacle) {
    case CorrectionObstacle::kNone:
      return "";
    case CorrectionObstacle::kNoLongerReadable:
      return "no_longer_readable";
    case CorrectionObstacle::kAlreadyCorrected:
      return "already_corrected";
    case CorrectionObstacle::kNotYours:
      return "not_yours";
    case CorrectionObstacle::kSupervisorOnly:
      return "supervisor_only";
    case CorrectionObstacle::kShiftOver:
      return "shift_over";
    case CorrectionObstacle::kTooLate:
      return "too_late";
  }
  ensure(false, "every obstacle has a name");
  return "";
}

CorrectionObstacle obstacle_to(const CorrectionCase& correction) {
  if (!correction.readable) return CorrectionObstacle::kNoLongerReadable;
  if (correction.corrected) return CorrectionObstacle::kAlreadyCorrected;
  if (!correction.own && !correction.supervisor) return CorrectionObstacle::kNotYours;
  if (correction.corrects && !correction.supervisor) return CorrectionObstacle::kSupervisorOnly;
  if (correction.shift_over && !correction.supervisor) return CorrectionObstacle::kShiftOver;
  if (correction.age > kCorrectableFor) return CorrectionObstacle::kTooLate;
  return CorrectionObstacle::kNone;
}

std::vector<Fault> restatement_faults(const Situation& situation, const Inspection& before,
                                      const Inspection& after, const Draft& draft) {
  Inspection answered = after;
  answered.questions.clear();
  auto faults = faults_of(situation, answered, draft);
  if (draft.decision != DecisionKind::kAdmit) {
    faults.push_back({"/decision", "not_admitted", "only an admission is restated"});
  }
  for (const auto& question : after.questions) {
    const bool asked = question.before.contains(DecisionKind::kAdmit);
    if (!asked || asked_before_admitting(before, question.code) > 0) continue;
    faults.push_back({"/direction", "must_be_inspected",
                      "in that direction this is asked first: " + question.code});
  }
  return faults;
}

}  // namespace garita::station
