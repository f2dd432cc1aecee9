#include "central-sync/reports/evidence_words.h"

#include <array>

namespace garita::central {
namespace {

struct Evidence {
  EvidenceClass evidence;
  std::array<std::string_view, 3> text;  // Spanish, English, French
};

// As the consoles say it (schema/api/web/src/words).
constexpr std::array kEvidence = {
    Evidence{EvidenceClass::kOfficerScan, {"", "", ""}},
    Evidence{EvidenceClass::kOfficerTyped,
             {"tecleado por un agente", "typed by an officer", "saisi par un agent"}},
    Evidence{EvidenceClass::kEgate, {"puerta automática", "e-gate", "sas automatique"}},
    Evidence{EvidenceClass::kCarrier,
             {"lista del transportista", "carrier's manifest", "liste du transporteur"}},
    Evidence{EvidenceClass::kStatement,
             {"según una declaración", "from a statement", "d'après une déclaration"}},
    Evidence{EvidenceClass::kStamp, {"según un sello", "from a stamp", "d'après un cachet"}},
    Evidence{EvidenceClass::kTakenOver,
             {"del sistema anterior", "from the older system", "de l'ancien système"}},
};
constexpr std::array<std::string_view, 3> kFallback = {
    "en papel, introducido después", "on paper, typed in later", "sur papier, saisi plus tard"};

}  // namespace

std::string evidence_words(const HowKnown& known, Language language) {
  const auto index = static_cast<std::size_t>(language);
  std::string words;
  for (const auto& each : kEvidence)
    if (each.evidence == known.evidence) words = each.text.at(index);
  if (!known.taken_over.empty()) words += " " + known.taken_over;
  if (!known.fallback) return words;
  return words + (words.empty() ? "" : "; ") + std::string(kFallback.at(index));
}

}  // namespace garita::central
