#include "border-station/inspection/family.h"

#include <algorithm>

namespace garita::station {
namespace {

constexpr std::string_view kAlone = "alone";

/// Why nobody can be joined to that one; "" when somebody can.
std::string_view obstacle(const Situation& situation, const std::optional<Companion>& companion) {
  if (!companion || !companion->own) return "unknown_record";
  if (!companion->holds) return "no_longer_holds";
  if (companion->decision != DecisionKind::kAdmit) return "not_admitted";
  if (companion->direction != situation.direction) return "other_direction";
  if (companion->ago > kTogetherFor) return "too_long_ago";
  if (!companion->age_years || *companion->age_years < kAdultYears) return "not_an_adult";
  return "";
}

void look_at_child(const Question& question, const Draft& draft, std::vector<Fault>& faults) {
  const std::string pointer = "#question/" + question.id;
  const auto answer = std::ranges::find(draft.answers, question.id, &Answer::question);
  if (answer != draft.answers.end() && answer->answer == kAlone) {
    faults.push_back({pointer, "not_alone", "a child in a group does not travel alone"});
  }
  if (draft.child_evidence.empty()) {
    faults.push_back({pointer, "evidence_missing", "something shows who the child is with"});
  } else if (std::ranges::find(question.evidence, draft.child_evidence) ==
             question.evidence.end()) {
    faults.push_back({pointer, "unknown_code", "the evidence is none of those offered"});
  }
}

}  // namespace

std::vector<Fault> family_faults(const Situation& situation, const Inspection& inspection,
                                 const Draft& draft, const std::optional<Companion>& companion) {
  std::vector<Fault> faults;
  if (!draft.with) {
    if (!draft.child_evidence.empty()) {
      faults.push_back({"/with", "missing", "evidence is given of somebody who is not named"});
    }
    return faults;
  }
  const auto code = obstacle(situation, companion);
  if (!code.empty()) {
    faults.push_back({"/with", std::string(code), "nobody can be joined to that crossing"});
  }
  for (const auto& question : inspection.questions) {
    const bool asked = !question.evidence.empty() && question.before.contains(draft.decision);
    if (asked) look_at_child(question, draft, faults);
  }
  return faults;
}

}  // namespace garita::station
