#include "central-sync/reports/child_words.h"

#include <array>
#include <span>
#include <string_view>

namespace garita::central {
namespace {

struct Coded {
  std::string_view code;
  std::array<std::string_view, 3> text;  // Spanish, English, French
};

// As the consoles say it (schema/api/web/src/words).
constexpr std::array kRelationships = {
    Coded{
        "with_parent",
        {"menor con su madre o padre", "a child with a parent", "enfant avec sa mère ou son père"}},
    Coded{"with_guardian",
          {"menor con su tutor", "a child with a guardian", "enfant avec son tuteur"}},
    Coded{"with_relative",
          {"menor con otro familiar", "a child with a relative", "enfant avec un proche"}},
    Coded{"with_written_permission",
          {"menor con permiso escrito", "a child with written permission",
           "enfant avec autorisation écrite"}},
};
constexpr std::array kEvidence = {
    Coded{"birth_certificate", {"partida de nacimiento", "birth certificate", "acte de naissance"}},
    Coded{"passport_entry",
          {"inscrito en el pasaporte del adulto", "entered in the adult's passport",
           "inscrit au passeport de l'adulte"}},
    Coded{"court_order", {"resolución judicial", "court order", "décision de justice"}},
    Coded{"consent_letter",
          {"carta de consentimiento", "letter of consent", "lettre de consentement"}},
    Coded{"identity_record", {"registro de identidad", "identity record", "registre d'identité"}},
    Coded{"statement_only", {"solo su declaración", "their word alone", "leur seule déclaration"}},
};

std::string words_of(std::span<const Coded> list, const std::string& code, Language language) {
  for (const auto& each : list)
    if (each.code == code) return std::string(each.text.at(static_cast<std::size_t>(language)));
  return code;
}

}  // namespace

std::string child_words(const ChildTie& child, Language language) {
  std::string words = words_of(kRelationships, child.relationship, language);
  if (child.evidence.empty()) return words;
  return words + (words.empty() ? "" : "; ") + words_of(kEvidence, child.evidence, language);
}

}  // namespace garita::central
