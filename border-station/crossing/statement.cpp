#include "border-station/crossing/statement.h"

namespace garita::station {
namespace {

/// Each part with its length before it, so that no two drafts are one text.
class Statement {
 public:
  void say(std::string_view part) {
    text_ += std::to_string(part.size()) + ":";
    text_ += part;
  }
  template <typename Number>
  void say_number(const std::optional<Number>& number) {
    say(number ? std::to_string(*number) : "");
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace

Digest statement_of(const Ledger& ledger, const Draft& draft) {
  Statement said;
  for (const std::string_view part :
       {decision_name(draft.decision), std::string_view(draft.purpose),
        std::string_view(draft.transport), std::string_view(draft.admission_class),
        std::string_view(draft.other_state), std::string_view(draft.note),
        std::string_view(draft.child_evidence)})
    said.say(part);
  said.say_number(draft.granted_days);
  said.say(draft.granted_until ? draft.granted_until->iso() : "");
  said.say(draft.with ? draft.with->text() : "");
  said.say(std::to_string(draft.grounds.size()));
  for (const auto& ground : draft.grounds) said.say(ground);
  for (const auto& [question, answer, note] : draft.answers) {
    said.say(question);
    said.say(answer);
    said.say(note);
  }
  return ledger.look_up_hash("decision", said.text());
}

}  // namespace garita::station
