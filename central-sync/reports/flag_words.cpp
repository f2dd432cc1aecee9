#include "central-sync/reports/flag_words.h"

#include <array>

namespace garita::central {
namespace {

template <typename Code>
struct Words {
  Code code;
  std::string_view spanish;
  std::string_view french;
};

// As the consoles say it (schema/api/web/src/words), within a line.
using Kind = FlagKind;
constexpr std::array kFlags = {
    Words<Kind>{Kind::kOverstayOpen, "posible exceso de estancia, sin salida conocida",
                "dépassement possible, sans sortie connue"},
    Words<Kind>{Kind::kOverstay, "salida después del plazo", "sortie après le délai"},
    Words<Kind>{Kind::kExitWithoutEntry, "salida sin entrada", "sortie sans entrée"},
    Words<Kind>{Kind::kEntryWithoutExit, "entrada sin salida previa",
                "entrée sans sortie préalable"},
    Words<Kind>{Kind::kStatusExpires, "el plazo está por vencer", "le délai arrive à terme"},
    Words<Kind>{Kind::kRevoked, "revocada estando en el país", "révoqué pendant la présence"},
    Words<Kind>{Kind::kClassMismatch, "salida en otra clase", "sortie dans une autre classe"},
    Words<Kind>{Kind::kDocumentInvalid, "documento invalidado durante la estancia",
                "document invalidé pendant le séjour"},
};
using State = FlagState;
constexpr std::array kStates = {
    Words<State>{State::kOpen, "abierta", "ouvert"},
    Words<State>{State::kDue, "vencida, en gracia", "échu, en grâce"},
    Words<State>{State::kPendingData, "en espera de datos", "en attente de données"},
    Words<State>{State::kProbable, "probable", "probable"},
    Words<State>{State::kConfirmed, "confirmada", "confirmé"},
    Words<State>{State::kCleared, "retirada", "levé"},
};

template <typename Code, std::size_t size>
std::string words_in(const std::array<Words<Code>, size>& all, Code code, Language language) {
  for (const auto& each : all)
    if (each.code == code)
      return std::string(language == Language::kSpanish ? each.spanish : each.french);
  ensure(false, "every kind and every state has its words");
  return "";
}

}  // namespace

std::string flag_words(FlagKind kind, Language language) {
  if (language == Language::kEnglish) return std::string(flag_name(kind));
  return words_in(kFlags, kind, language);
}

std::string state_words(FlagState state, Language language) {
  if (language == Language::kEnglish) return std::string(state_name(state));
  return words_in(kStates, state, language);
}

}  // namespace garita::central
