#include <algorithm>

#include "border-station/inspection/decided_here.h"
#include "border-station/inspection/family.h"
#include "border-station/inspection/inspection.h"
#include "schema/vocabulary/codes.h"
#include "schema/vocabulary/text.h"

namespace garita::station {
namespace {

constexpr std::size_t kNoteCharactersMax = 500;
constexpr std::size_t kStateLettersMax = 3;

/// Names a word that looks like one of a list; anything else may be what was meant for a value.
std::string named(const std::string& word) {
  constexpr std::size_t kWordCharactersMax = 40;
  const bool plain = word.size() <= kWordCharactersMax && std::ranges::all_of(word, [](char c) {
                       return (c >= 'a' && c <= 'z') || c == '_';
                     });
  return plain ? word : "the word";
}

class Examiner {
 public:
  Examiner(const Situation& situation, const Inspection& inspection, const Draft& draft)
      : situation_(situation), inspection_(inspection), draft_(draft) {}

  std::vector<Fault> faults() {
    look_at_blocks();
    look_at_time();
    if (draft_.decision == DecisionKind::kAdmit && situation_.direction == Direction::kEntry) {
      look_at_admission();
    }
    look_at_words();
    look_at_concerns();
    for (const auto& question : inspection_.questions) look_at_question(question);
    look_for_strays();
    return std::move(faults_);
  }

 private:
  void add(std::string pointer, std::string code, std::string detail) {
    faults_.push_back({std::move(pointer), std::move(code), std::move(detail)});
  }

  void look_at_blocks() {
    for (const auto& blocked : inspection_.blocked) {
      if (blocked.decision != draft_.decision) continue;
      if (blocked.reason == "no_document") {
        add("/document", "missing", "nobody is admitted without a document");
      } else if (blocked.reason == "not_confirmed") {
        add("/document", blocked.reason, "what a barcode says of a document is confirmed first");
      } else if (blocked.reason == "birth_date_in_the_future") {
        add("/document/birth_date", "in_the_future", "the document's bearer is not born yet");
      } else if (blocked.reason == "typed_in_already") {
        const auto* same = typed_in_before(situation_, draft_.decision);
        add("/at", blocked.reason,
            "record " + (same == nullptr ? "" : same->record.text()) + " says so already");
      } else {
        add("/direction", blocked.reason, "this post does not see crossings in that direction");
      }
    }
  }

  void look_at_time() {
    if (draft_.at && *draft_.at > situation_.now.plus(kAheadOfClockMax)) {
      add("/at", "in_the_future", "a crossing cannot lie in the future of this station's clock");
    }
  }

  void look_at_admission() {
    const bool asked = !inspection_.comes_home;
    if (asked && draft_.purpose.empty()) add("/purpose", "missing", "an entry has a purpose");
    if (asked && draft_.transport.empty())
      add("/transport", "missing", "an entry has a means of transport");
    look_at_days();
    look_at_until();
  }

  /// Of the class that the officer chose, which may have another rule than a visitor.
  const ClassTerm* term() const {
    if (!inspection_.stay) return nullptr;
    const std::string_view chosen =
        draft_.admission_class.empty() ? kVisitorClass : std::string_view(draft_.admission_class);
    const auto& terms = inspection_.stay->terms;
    const auto found = std::find_if(terms.begin(), terms.end(),
                                    [&](const auto& one) { return one.admission_class == chosen; });
    return found == terms.end() ? nullptr : &*found;
  }

  void look_at_days() {
    if (!draft_.granted_days) return;
    if (*draft_.granted_days < 1) {
      return add("/granted_days", "out_of_range", "days are granted from 1 on");
    }
    const auto* of_class = term();
    if (of_class == nullptr || !of_class->days_max) return;
    if (*draft_.granted_days > *of_class->days_max) {
      add("/granted_days", "out_of_range",
          "the rule allows at most " + std::to_string(*of_class->days_max) + " days");
    }
  }

  void look_at_until() {
    const auto& until = draft_.granted_until;
    if (!until) return;
    if (*until < situation_.today) {
      return add("/granted_until", "out_of_range", "a stay cannot end before it begins");
    }
    const auto* of_class = term();
    if (of_class == nullptr || !of_class->days_max) return;
    const int counted = *of_class->days_max - (of_class->first_day_counts ? 1 : 0);
    if (*until > situation_.today.plus(std::chrono::days(counted))) {
      add("/granted_until", "out_of_range",
          "the rule allows at most " + std::to_string(*of_class->days_max) + " days");
    }
  }

  void look_at_word(CodeList list, const std::string& word, const std::string& pointer) {
    if (word.empty() || is_code(list, word)) return;
    add(pointer, "unknown_code",
        named(word) + " is none of the " + std::string(code_list_name(list)) +
            " (garita-station vocabulary prints them)");
  }

  void look_at_words() {
    look_at_word(CodeList::kPurpose, draft_.purpose, "/purpose");
    look_at_word(CodeList::kTransport, draft_.transport, "/transport");
    look_at_word(CodeList::kAdmissionClass, draft_.admission_class, "/admission_class");
    look_at_state();
    if (draft_.note.size() > kNoteCharactersMax) {
      add("/note", "too_long", "a note has at most 500 characters");
    }
    if (draft_.decision == DecisionKind::kAdmit) return;
    if (draft_.grounds.empty()) {
      add("/grounds", "missing", "a refusal or a referral names at least one ground");
    }
    for (const auto& ground : draft_.grounds) look_at_word(grounds(), ground, "/grounds");
  }

  /// Whoever is not let out is not refused entry: that has other grounds.
  CodeList grounds() const {
    if (draft_.decision != DecisionKind::kRefuse) return CodeList::kReferralReason;
    const bool leaving = situation_.direction == Direction::kExit;
    return leaving ? CodeList::kExitStopGround : CodeList::kRefusalGround;
  }

  /// What is told in confidence leaves no other trace than a second interview.
  void look_at_concerns() {
    const auto& concerns = draft_.concerns;
    if (concerns.empty()) {
      if (!draft_.protection_note.empty()) {
        add("/concerns", "missing", "a note to the protection unit goes with a concern");
      }
      return;
    }
    if (inspection_.concerns.empty()) {
      add("/concerns", "no_protection_unit", "this post knows no protection unit that reads it");
    }
    for (const auto& concern : concerns) {
      look_at_word(CodeList::kProtectionConcern, concern, "/concerns");
    }
    if (draft_.decision != DecisionKind::kRefer) {
      add("/decision", "must_be_referred", "who may need protection is referred");
    } else if (draft_.grounds != std::vector{std::string(kSecondInterview)}) {
      add("/grounds", "only_second_interview", "the one reason beside a concern");
    }
    if (!draft_.note.empty()) add("/note", "in_clear", "the note goes to the protection unit");
    if (draft_.protection_note.size() > kNoteCharactersMax) {
      add("/protection_note", "too_long", "a note has at most 500 characters");
    }
  }

  /// As in the machine readable zone, where rules of stay name States.
  void look_at_state() {
    const auto& state = draft_.other_state;
    const bool is_code = state.size() <= kStateLettersMax &&
                         std::ranges::all_of(state, [](char c) { return c >= 'A' && c <= 'Z'; });
    if (!is_code) add("/other_state", "unknown_code", "a State has one to three capital letters");
    const auto* policies = situation_.policies;
    if (policies != nullptr && !state.empty() && CountryCode(state) == policies->country()) {
      add("/other_state", "own_state", "it is the State on the other side of the border");
    }
  }

  const Answer* answer_to(const Question& question) const {
    const auto found =
        std::find_if(draft_.answers.begin(), draft_.answers.end(),
                     [&](const auto& answer) { return answer.question == question.id; });
    return found == draft_.answers.end() ? nullptr : &*found;
  }

  void look_at_question(const Question& question) {
    const auto* answer = answer_to(question);
    const std::string pointer = "#question/" + question.id;
    if (answer == nullptr) {
      if (question.before.contains(draft_.decision) && is_asked(question, inspection_, draft_)) {
        add(pointer, "missing", "this must be answered first: " + question.code);
      }
      return;
    }
    const auto& answers = question.answers;
    if (std::find(answers.begin(), answers.end(), answer->answer) == answers.end()) {
      add(pointer, "unknown_code", "the answer is none of those offered");
      return;
    }
    if (question.note == Note::kRequired && !has_words(answer->note)) {
      add(pointer, "note_missing", "this answer needs its reason in words");
    }
    if (answer->note.size() > kNoteCharactersMax) {
      add(pointer, "too_long", "a note has at most 500 characters");
    }
    if (question.code == "asylum" && answer->answer == "claim_made") look_at_claim(pointer);
  }

  /// Who asks for protection is heard, not turned back (domain 5.1, 2B-13), and no record of the
  /// crossing says so.
  void look_at_claim(const std::string& pointer) {
    if (draft_.decision == DecisionKind::kRefuse) {
      add("/decision", "must_be_referred", "a person who asks for asylum is referred, not refused");
    } else {
      add(pointer, "in_clear", "a claim is told to the protection unit alone, as a concern");
    }
  }

  void look_for_strays() {
    for (const auto& answer : draft_.answers) {
      const auto found = std::ranges::find(inspection_.questions, answer.question, &Question::id);
      if (found == inspection_.questions.end()) {
        add("/answers", "unknown_code", "an answer to a question that was not asked");
      } else if (!is_asked(*found, inspection_, draft_)) {
        // It stands in the list, so that a client may answer it all the same.
        add("#question/" + found->id, "not_asked",
            "no child is said to be with somebody: leave this answer out");
      }
    }
  }

  const Situation& situation_;
  const Inspection& inspection_;
  const Draft& draft_;
  std::vector<Fault> faults_;
};

}  // namespace

std::vector<Fault> faults_of(const Situation& situation, const Inspection& inspection,
                             const Draft& draft) {
  return Examiner(situation, inspection, draft).faults();
}

}  // namespace garita::station
