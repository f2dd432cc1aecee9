#include "schema/stay/derivation.h"

#include <array>
#include <optional>

#include "schema/vocabulary/date.h"

namespace garita {
namespace {

struct Sentence {
  std::string_view code;
  std::array<std::string_view, 3> text;  // Spanish, English, French; {name} is a parameter
};

constexpr std::array kSentences = {
    Sentence{"entered", {"Entró el {day}.", "Entered on {day}.", "Entrée le {day}."}},
    Sentence{"enters", {"Entra el {day}.", "Enters on {day}.", "Entre le {day}."}},
    Sentence{"own_national",
             {"Nacional de {country}: su estancia no tiene límite.",
              "National of {country}: no limit of stay.",
              "Ressortissant de {country} : séjour sans limite."}},
    Sentence{"no_rule",
             {"Ninguna norma de estancia cubre esta entrada (nacionalidad {nationality}, documento "
              "{document_type}, clase {class}).",
              "No rule of stay covers this entry (nationality {nationality}, document "
              "{document_type}, class {class}).",
              "Aucune règle de séjour ne couvre cette entrée (nationalité {nationality}, document "
              "{document_type}, classe {class})."}},
    Sentence{"rule",
             {"Se aplica la norma {rule}, versión {version}: {citation}.",
              "Rule {rule} applies, version {version}: {citation}.",
              "La règle {rule} s'applique, version {version} : {citation}."}},
    Sentence{"first_day_counts",
             {"El primer día, {day}, es el día 1.", "The first day, {day}, is day 1.",
              "Le premier jour, {day}, est le jour 1."}},
    Sentence{"first_day_not_counted",
             {"El primer día, {day}, no cuenta; el siguiente es el día 1.",
              "The first day, {day}, does not count; the next is day 1.",
              "Le premier jour, {day}, ne compte pas ; le suivant est le jour 1."}},
    Sentence{
        "fixed_days",
        {"La norma da {days} días: hasta el {until}.", "The rule gives {days} days: until {until}.",
         "La règle donne {days} jours : jusqu'au {until}."}},
    Sentence{"granted_days",
             {"Se concedieron {days} días: hasta el {until}.",
              "{days} days were granted: until {until}.",
              "{days} jours ont été accordés : jusqu'au {until}."}},
    Sentence{"may_grant_days",
             {"Se pueden conceder hasta {days} días: hasta el {until}.",
              "Up to {days} days may be granted: until {until}.",
              "Jusqu'à {days} jours peuvent être accordés : jusqu'au {until}."}},
    Sentence{"grant_above_cap",
             {"Se concedieron {days} días, pero la norma permite {cap} como máximo.",
              "{days} days were granted, but the rule allows {cap} at most.",
              "{days} jours ont été accordés, mais la règle en permet {cap} au plus."}},
    Sentence{"grant_missing",
             {"No consta cuántos días se concedieron: cuenta el máximo, {cap}.",
              "How many days were granted is not recorded: the maximum counts, {cap}.",
              "Le nombre de jours accordés n'est pas connu : le maximum compte, {cap}."}},
    Sentence{"until_date",
             {"Se concedió la estancia hasta el {until}.", "The stay was granted until {until}.",
              "Le séjour a été accordé jusqu'au {until}."}},
    Sentence{
        "until_missing",
        {"No consta hasta qué fecha se concedió la estancia: no hay límite que exceder.",
         "The date until which the stay was granted is not recorded: there is no limit to exceed.",
         "La date limite accordée n'est pas connue : il n'y a pas de limite à dépasser."}},
    Sentence{"until_to_be_given",
             {"Hay que indicar hasta qué fecha se concede la estancia.",
              "The date until which the stay is granted has to be given.",
              "Il faut indiquer la date jusqu'à laquelle le séjour est accordé."}},
    Sentence{
        "unlimited",
        {"La norma no pone límite.", "The rule sets no limit.", "La règle ne fixe aucune limite."}},
    Sentence{"extended_by_days",
             {"El {decided} se prorrogó por {days} días: hasta el {until}.",
              "Extended on {decided} by {days} days: until {until}.",
              "Prorogé le {decided} de {days} jours : jusqu'au {until}."}},
    Sentence{"extended_until",
             {"El {decided} se prorrogó hasta el {until}.", "Extended on {decided} until {until}.",
              "Prorogé le {decided} jusqu'au {until}."}},
    Sentence{"extension_without_effect",
             {"La prórroga del {decided} no cambia el límite.",
              "The extension of {decided} does not change the limit.",
              "La prorogation du {decided} ne change pas la limite."}},
    Sentence{"class_changed",
             {"El {decided} pasó a la clase {class}; el plazo empieza de nuevo.",
              "Changed to class {class} on {decided}; the term begins anew.",
              "Passage à la classe {class} le {decided} ; le délai recommence."}},
    Sentence{"decided_days",
             {"La decisión da {days} días: hasta el {until}.",
              "The decision gives {days} days: until {until}.",
              "La décision donne {days} jours : jusqu'au {until}."}},
    Sentence{"decided_until",
             {"La decisión da hasta el {until}.", "The decision gives until {until}.",
              "La décision donne jusqu'au {until}."}},
    Sentence{"suspended",
             {"Por decisión del {decided} esta estancia queda en suspenso.",
              "By a decision of {decided} this stay is suspended.",
              "Par décision du {decided}, ce séjour est suspendu."}},
    Sentence{"resumed",
             {"El {decided} terminó la suspensión.", "The suspension ended on {decided}.",
              "La suspension a pris fin le {decided}."}},
    Sentence{"revoked",
             {"La estancia fue revocada: último día legal {until}.",
              "The stay was revoked: last legal day {until}.",
              "Le séjour a été révoqué : dernier jour légal {until}."}},
    Sentence{"confirmed",
             {"El {decided} una autoridad constató el exceso de estancia.",
              "On {decided} an authority established the overstay.",
              "Le {decided}, une autorité a constaté le dépassement."}},
    Sentence{"cleared",
             {"El {decided} una autoridad decidió que no hay exceso de estancia.",
              "On {decided} an authority decided that there is no overstay.",
              "Le {decided}, une autorité a décidé qu'il n'y a pas de dépassement."}},
    Sentence{"document_expires",
             {"El documento vence el {until}; la estancia no va más allá.",
              "The document expires on {until}; the stay does not go beyond.",
              "Le document expire le {until} ; le séjour ne va pas au-delà."}},
    Sentence{"last_legal_day",
             {"Último día legal: {until}.", "Last legal day: {until}.",
              "Dernier jour légal : {until}."}},
    Sentence{"no_last_legal_day",
             {"No hay último día legal.", "There is no last legal day.",
              "Il n'y a pas de dernier jour légal."}},
    Sentence{
        "grace",
        {"Durante {days} días más no se señala nada.", "For {days} more days nothing is raised.",
         "Pendant {days} jours de plus, rien n'est signalé."}},
};

constexpr std::array<std::string_view, 12> kMonthsSpanish = {
    "enero", "febrero", "marzo",      "abril",   "mayo",      "junio",
    "julio", "agosto",  "septiembre", "octubre", "noviembre", "diciembre"};
constexpr std::array<std::string_view, 12> kMonthsEnglish = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};
constexpr std::array<std::string_view, 12> kMonthsFrench = {
    "janvier", "février", "mars",      "avril",   "mai",      "juin",
    "juillet", "août",    "septembre", "octobre", "novembre", "décembre"};

std::string written(const std::string& value, Language language) {
  const auto date = Date::from_iso(value);
  if (!date) return value;
  const std::string day = std::to_string(date->day());
  const std::string year = std::to_string(date->year());
  const std::size_t month = date->month() - 1;
  switch (language) {
    case Language::kSpanish:
      return day + " de " + std::string(kMonthsSpanish.at(month)) + " de " + year;
    case Language::kEnglish:
      return day + " " + std::string(kMonthsEnglish.at(month)) + " " + year;
    case Language::kFrench:
      return (date->day() == 1 ? "1er" : day) + " " + std::string(kMonthsFrench.at(month)) + " " +
             year;
  }
  return value;
}

const std::string* parameter(const DerivationLine& line, std::string_view name) {
  for (const auto& [key, value] : line.parameters)
    if (key == name) return &value;
  return nullptr;
}

std::string bare(const DerivationLine& line) {
  std::string text = line.code;
  for (const auto& [name, value] : line.parameters) text += " " + name + "=" + value;
  return text;
}

std::string filled(std::string_view text, const DerivationLine& line, Language language) {
  std::string out;
  while (!text.empty()) {
    const auto open = text.find('{');
    out += text.substr(0, open);
    if (open == std::string_view::npos) break;
    const auto close = text.find('}', open);
    const auto* value = parameter(line, text.substr(open + 1, close - open - 1));
    out += value ? written(*value, language) : "-";
    text.remove_prefix(close + 1);
  }
  return out;
}

}  // namespace

Result<Language> parse_language(std::string_view code) {
  if (code == "es") return Language::kSpanish;
  if (code == "en") return Language::kEnglish;
  if (code == "fr") return Language::kFrench;
  return fail(Remedy::kReject, "languages are es, en and fr");
}

Derivation prospective(const Derivation& derivation) {
  Derivation lines;
  bool date_missing = false;
  for (DerivationLine line : derivation) {
    if (line.code == "entered") line.code = "enters";
    if (line.code == "granted_days") line.code = "may_grant_days";
    if (line.code == "until_missing") {
      line.code = "until_to_be_given";
      date_missing = true;
    }
    // There will be one as soon as the date is given.
    if (date_missing && line.code == "no_last_legal_day") continue;
    lines.push_back(std::move(line));
  }
  return lines;
}

std::vector<std::string_view> derivation_codes() {
  std::vector<std::string_view> codes;
  for (const auto& sentence : kSentences) codes.push_back(sentence.code);
  return codes;
}

std::string sentence_of(const DerivationLine& line, Language language) {
  for (const auto& sentence : kSentences)
    if (sentence.code == line.code)
      return filled(sentence.text.at(static_cast<std::size_t>(language)), line, language);
  return bare(line);
}

}  // namespace garita
