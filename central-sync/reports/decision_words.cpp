#include "central-sync/reports/decision_words.h"

#include <array>

#include "schema/vocabulary/result.h"

namespace garita::central {
namespace {

struct Effect {
  StatusChangeKind kind;
  std::string_view code;
  std::array<std::string_view, 3> text;  // Spanish, English, French
};

using Kind = StatusChangeKind;
constexpr std::array kEffects = {
    Effect{Kind::kExtendDays, "extend_days", {"prórroga", "extension", "prorogation"}},
    Effect{Kind::kExtendUntil, "extend_until", {"prórroga", "extension", "prorogation"}},
    Effect{Kind::kChangeClass,
           "change_class",
           {"cambio de clase", "change of class", "changement de classe"}},
    Effect{Kind::kSuspend, "suspend", {"suspensión", "suspension", "suspension"}},
    Effect{Kind::kResume,
           "resume",
           {"fin de la suspensión", "end of the suspension", "fin de la suspension"}},
    Effect{Kind::kRevoke, "revoke", {"revocación", "revocation", "révocation"}},
    Effect{Kind::kConfirm,
           "confirm",
           {"exceso constatado", "overstay established", "dépassement constaté"}},
    Effect{Kind::kClear, "clear", {"sin exceso", "no overstay", "pas de dépassement"}},
    Effect{
        Kind::kApply, "apply", {"solicitud presentada", "application lodged", "demande déposée"}},
    Effect{Kind::kDecideApplication,
           "decide_application",
           {"solicitud resuelta", "application decided", "demande tranchée"}},
    Effect{Kind::kEvent, "event", {"hecho ocurrido", "event", "événement"}},
    Effect{Kind::kResidence, "residence", {"residencia", "residence", "résidence"}},
    Effect{Kind::kProtect, "suspend", {"suspensión", "suspension", "suspension"}},
    Effect{Kind::kEndProtection,
           "resume",
           {"fin de la suspensión", "end of the suspension", "fin de la suspension"}},
    Effect{Kind::kAnnul, "annul", {"anulación", "annulment", "annulation"}},
    Effect{Kind::kRegularise, "regularise", {"regularización", "regularisation", "régularisation"}},
    Effect{Kind::kDocumentReported,
           "document_reported",
           {"documento perdido, robado o invalidado", "document lost, stolen or invalid",
            "document perdu, volé ou invalidé"}},
    Effect{Kind::kDocumentReplaced,
           "document_replaced",
           {"documento repuesto", "document replaced", "document remplacé"}},
};

const Effect& effect_of(StatusChangeKind kind) {
  for (const auto& effect : kEffects)
    if (effect.kind == kind) return effect;
  ensure(false, "every kind of change has its words");
  return kEffects.front();
}

}  // namespace

std::string decision_words(StatusChangeKind kind, Language language) {
  return std::string(effect_of(kind).text.at(static_cast<std::size_t>(language)));
}

std::string_view decision_code(StatusChangeKind kind) { return effect_of(kind).code; }

std::string_view identity_decision_code(IdentityDecisionKind kind) {
  return kind == IdentityDecisionKind::kLink ? "link" : "separate";
}

}  // namespace garita::central
