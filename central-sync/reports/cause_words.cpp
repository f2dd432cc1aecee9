#include "central-sync/reports/cause_words.h"

#include <array>

namespace garita::central {
namespace {

struct Cause {
  std::string_view code;
  std::array<std::string_view, 3> text;  // Spanish, English, French
};

// As the consoles say it (schema/api/web/src/words).
constexpr std::array kCauses = {
    Cause{"watermark", {"los datos avanzaron", "the data moved on", "les données ont avancé"}},
    Cause{"time", {"pasó el plazo", "time passed", "le temps a passé"}},
    Cause{"exit_in_time",
          {"llegó una salida en plazo o en los días de gracia",
           "an exit in time, or within the days of grace, arrived",
           "une sortie à temps, ou dans les jours de grâce, est arrivée"}},
    Cause{"extended", {"prórroga", "extended", "prorogation"}},
    Cause{"decided", {"decisión de una persona", "decided by a person", "décision d'une personne"}},
    Cause{"suspended", {"suspendida", "suspended", "suspendu"}},
    Cause{"voided", {"registro anulado", "record voided", "enregistrement annulé"}},
    Cause{"entry_arrived", {"llegó la entrada", "the entry arrived", "l'entrée est arrivée"}},
    Cause{"exit_arrived", {"llegó la salida", "the exit arrived", "la sortie est arrivée"}},
    Cause{"policy_changed", {"cambió la norma", "the policy changed", "la règle a changé"}},
    Cause{"status_changed", {"cambió la situación", "the status changed", "la situation a changé"}},
    Cause{"application_pending",
          {"solicitud pendiente", "an application is pending", "une demande est en cours"}},
    Cause{"left", {"salió", "left", "sorti"}},
    Cause{"left_before", {"había salido antes", "had left before", "était sorti avant"}},
    Cause{"regularised", {"regularizada", "regularised", "régularisé"}},
    Cause{"document_replaced",
          {"documento repuesto", "the document was replaced", "document remplacé"}},
    Cause{"withdrawn", {"decisión retirada", "the decision was withdrawn", "décision retirée"}},
    Cause{"class_changed", {"la clase coincide", "the class agrees", "la classe concorde"}},
    Cause{"national",
          {"tiene la nacionalidad del país", "is a national of this country",
           "a la nationalité du pays"}},
    Cause{"expired", {"terminó el plazo", "the term ended", "le délai a pris fin"}},
    Cause{"in_review",
          {"se decide si dos personas son una", "it is being decided whether two persons are one",
           "on décide si deux personnes n'en font qu'une"}},
    Cause{"probably_left",
          {"consta una salida que nadie vio", "an exit that nobody saw was told",
           "une sortie que personne n'a vue est signalée"}},
    Cause{"post_in_another_zone",
          {"se supo de un puesto en otro huso horario", "a post in another time zone was heard of",
           "un poste d'un autre fuseau horaire s'est fait connaître"}},
    Cause{"post_in_another_zone_closed",
          {"se cerró un puesto en otro huso horario", "a post in another time zone was closed",
           "un poste d'un autre fuseau horaire a fermé"}},
    Cause{"reports_again",
          {"volvió a informar lo que se había cerrado", "what was closed reports again",
           "ce qui avait été fermé transmet de nouveau"}},
    Cause{"corrected", {"corregido", "corrected", "corrigé"}},
};

}  // namespace

std::string cause_words(std::string_view cause, Language language) {
  for (const auto& each : kCauses)
    if (each.code == cause) return std::string(each.text.at(static_cast<std::size_t>(language)));
  return std::string(cause);
}

}  // namespace garita::central
