#include "border-station/inspection/family.h"

#include <algorithm>

#include "schema/vocabulary/codes.h"
#include "schema/vocabulary/text.h"

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

std::string_view answer_of(const Answer* answer) {
  return answer == nullptr ? "" : std::string_view(answer->answer);
}

const Answer* answer_to(const Question& question, const Draft& draft) {
  const auto answer = std::ranges::find(draft.answers, question.id, &Answer::question);
  return answer == draft.answers.end() ? nullptr : &*answer;
}

/// Of a question about a child.
bool is_accompanied(const Question& question, const Draft& draft) {
  const auto given = answer_of(answer_to(question, draft));
  return given != kIsAdult && (draft.with || is_with_somebody(given));
}

void look_at_evidence(const Question& question, const Draft& draft, std::vector<Fault>& faults) {
  const std::string pointer = "#question/" + question.id;
  if (draft.child_evidence.empty()) {
    faults.push_back({pointer, "evidence_missing", "something shows who the child is with"});
  } else if (std::ranges::find(question.evidence, draft.child_evidence) ==
             question.evidence.end()) {
    faults.push_back({pointer, "unknown_code", "the evidence is none of those offered"});
  }
}

void look_at_child(const Question& question, const Draft& draft, std::vector<Fault>& faults) {
  const std::string pointer = "#question/" + question.id;
  const Answer* answer = answer_to(question, draft);
  if (!is_accompanied(question, draft)) return;
  if (answer_of(answer) == kAlone) {
    faults.push_back({pointer, "not_alone", "a child in a group does not travel alone"});
  }
  // Somebody whom no record names is named in words.
  if (!draft.with && !has_words(answer->note)) {
    faults.push_back({pointer, "note_missing", "it is said who the child is with"});
  }
  look_at_evidence(question, draft, faults);
}

/// `admitted`: the child is said to be with somebody who was admitted, or may be.
void look_at_adult(const Question& question, const Draft& draft, bool admitted,
                   std::vector<Fault>& faults) {
  const std::string pointer = "#question/" + question.id;
  const auto answer = answer_of(answer_to(question, draft));
  if (draft.with && (answer == kNoAdultHere || answer == kOtherAdultStays)) {
    faults.push_back({pointer, "adult_in_group", "a group is led by an adult who was here"});
  }
  if (answer == kAdultStays && admitted) {
    // Else the record says of somebody who turned back that they are inside.
    faults.push_back({pointer, "adult_admitted", "that record stands"});
  }
}

/// Of one whom the officer takes for a child alone, while somebody was admitted whose it may be.
void look_at_loneliness(const Question& child, const Inspection& inspection, const Draft& draft,
                        std::vector<Fault>& faults) {
  if (draft.with || answer_of(answer_to(child, draft)) != kAlone) return;
  for (const auto& question : inspection.questions) {
    if (question.adults.empty()) continue;
    const auto adult = answer_of(answer_to(question, draft));
    if (adult.empty() || adult == kNoAdultHere) continue;
    faults.push_back({"#question/" + child.id, "adult_here", "a child whose adult is here"});
  }
}

/// Of children who were admitted: whoever turns round is not left inside by a record.
void look_at_children(const Question& question, const Draft& draft, std::vector<Fault>& faults) {
  const auto answer = answer_of(answer_to(question, draft));
  if (draft.decision != DecisionKind::kRefuse || answer != kChildStays) return;
  faults.push_back({"#question/" + question.id, "child_admitted", "that record stands"});
}

}  // namespace

bool is_with_somebody(std::string_view child_answer) {
  return !child_answer.empty() && child_answer != kAlone && child_answer != kIsAdult;
}

bool is_asked(const Question& question, const Inspection& inspection, const Draft& draft) {
  if (!question.of_company) return true;
  return std::ranges::any_of(inspection.questions, [&](const Question& one) {
    if (one.evidence.empty()) return false;
    // Where somebody was admitted who may be its adult, nobody is taken for alone unasked.
    const bool alone = answer_of(answer_to(one, draft)) == kAlone;
    return is_accompanied(one, draft) || (alone && !question.adults.empty());
  });
}

std::vector<Fault> family_faults(const Situation& situation, const Inspection& inspection,
                                 const Draft& draft, const std::optional<Companion>& companion) {
  std::vector<Fault> faults;
  const auto code = draft.with ? obstacle(situation, companion) : "";
  if (!code.empty()) {
    faults.push_back({"/with", std::string(code), "nobody can be joined to that crossing"});
  }
  bool with_somebody = draft.with.has_value();
  for (const auto& question : inspection.questions) {
    if (!question.children.empty()) look_at_children(question, draft, faults);
    if (question.of_company)
      look_at_adult(question, draft, draft.with ? code.empty() : !question.adults.empty(), faults);
    if (question.evidence.empty() || !question.before.contains(draft.decision)) continue;
    look_at_child(question, draft, faults);
    look_at_loneliness(question, inspection, draft, faults);
    with_somebody = with_somebody || is_with_somebody(answer_of(answer_to(question, draft)));
  }
  if (!with_somebody && !draft.child_evidence.empty()) {
    faults.push_back({"/with", "missing", "evidence is given of somebody who is not named"});
  }
  return faults;
}

}  // namespace garita::station
