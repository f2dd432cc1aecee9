#include "central-sync/reports/closing_words.h"

#include <array>
#include <string_view>

namespace garita::central {
namespace {

// In Spanish, English and French.
using Word = std::array<std::string_view, 3>;
constexpr Word kWasClosed{" se cerró el ", " was closed ", " a été fermé le "};
constexpr Word kBy{" por ", " by ", " par "};
constexpr Word kColon{": ", ": ", " : "};
constexpr Word kRestsOn{"se apoya en el cierre de ", "rests on the closing of ",
                        "repose sur la fermeture de "};
constexpr Word kAnd{" y de ", " and of ", " et de "};
constexpr Word kReached{"; sus datos llegaban hasta ", "; its data reached until ",
                        "; ses données allaient jusqu'à "};
constexpr Word kNeverTold{"; nunca había informado", "; it had never reported",
                          "; il n'avait jamais rien transmis"};

std::string in(const Word& word, Language language) {
  return std::string(word.at(static_cast<std::size_t>(language)));
}

std::string named(const StandingClosing& closing) {
  return closing.closed + " (" + closing.record + ")";
}

}  // namespace

std::string closed_words(const Closing& closing, Language language) {
  std::string text = closing.closed + in(kWasClosed, language) + closing.closed_at.rfc3339();
  if (!closing.officer.empty()) text += in(kBy, language) + closing.officer;
  return text + in(kColon, language) + closing.why;
}

std::vector<StandingClosing> closings_behind(const Flag& flag,
                                             std::span<const StandingClosing> standing) {
  std::vector<StandingClosing> behind;
  if (!is_raised(flag.state)) return behind;
  for (const auto& each : standing)
    if (!each.complete_until || *each.complete_until < flag.raise_at) behind.push_back(each);
  return behind;
}

std::string rests_on_words(std::span<const StandingClosing> closings, Language language) {
  std::string text;
  for (const auto& each : closings)
    text += in(text.empty() ? kRestsOn : kAnd, language) + named(each);
  return text;
}

std::string rests_on_cell(std::span<const StandingClosing> closings) {
  std::string text;
  for (const auto& each : closings)
    text += (text.empty() ? "" : "; ") + each.record + " (" + each.closed + ")";
  return text;
}

std::string closing_words(const StandingClosing& closing, Language language) {
  const auto& until = closing.complete_until;
  return closed_words(closing, language) +
         (until ? in(kReached, language) + until->rfc3339() : in(kNeverTold, language));
}

std::vector<std::pair<std::string, std::string>> closing_fields(const Closing& closing) {
  std::vector<std::pair<std::string, std::string>> fields = {
      {"closing", closing.record},
      {"closed", closing.closed},
      {"closed_at", closing.closed_at.rfc3339()}};
  if (!closing.officer.empty()) fields.emplace_back("officer", closing.officer);
  fields.emplace_back("why", closing.why);
  return fields;
}

std::vector<std::pair<std::string, std::string>> closing_fields(const StandingClosing& closing) {
  auto fields = closing_fields(static_cast<const Closing&>(closing));
  fields.emplace_back("post", closing.post.value());
  if (closing.complete_until)
    fields.emplace_back("complete_until", closing.complete_until->rfc3339());
  return fields;
}

}  // namespace garita::central
