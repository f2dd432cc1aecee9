#include "schema/stay/derivation.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

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
    Sentence{"centre_says_until",
             {"Según el centro puede estar hasta el {until}.",
              "By what the centre says the stay is allowed until {until}.",
              "D'après le centre, le séjour est permis jusqu'au {until}."}},
    Sentence{"centre_counts_no_days",
             {"Según el centro, a esta estancia no se le cuentan días.",
              "By what the centre says no days are counted for this stay.",
              "D'après le centre, aucun jour n'est compté pour ce séjour."}},
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
    Sentence{"rule_of_row",
             {"Se aplica la norma {rule} de la pregunta.", "Rule {rule} of the question applies.",
              "La règle {rule} de la question s'applique."}},
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
    Sentence{"counted_days",
             {"Cuentan {days} días: hasta el {until}.", "{days} days count: until {until}.",
              "{days} jours comptent : jusqu'au {until}."}},
    Sentence{"may_grant_days",
             {"Se pueden conceder hasta {days} días: hasta el {until}.",
              "Up to {days} days may be granted: until {until}.",
              "Jusqu'à {days} jours peuvent être accordés : jusqu'au {until}."}},
    Sentence{"grant_above_cap",
             {"Se concedieron {days} días, pero la norma permite {cap} como máximo.",
              "{days} days were granted, but the rule allows {cap} at most.",
              "{days} jours ont été accordés, mais la règle en permet {cap} au plus."}},
    Sentence{"date_above_cap",
             {"Se concedió hasta el {until}, pero la norma permite {cap} días como máximo.",
              "It was granted until {until}, but the rule allows {cap} days at most.",
              "Il a été accordé jusqu'au {until}, mais la règle permet {cap} jours au plus."}},
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
    Sentence{
        "suspension_goes_on",
        {"La suspensión sigue en pie.", "The suspension goes on.", "La suspension se poursuit."}},
    Sentence{"resumed",
             {"El {decided} terminó la suspensión.", "The suspension ended on {decided}.",
              "La suspension a pris fin le {decided}."}},
    Sentence{"revoked",
             {"La estancia fue revocada: último día legal {until}.",
              "The stay was revoked: last legal day {until}.",
              "Le séjour a été révoqué : dernier jour légal {until}."}},
    Sentence{"annulled",
             {"La admisión fue anulada, como si no se hubiera concedido: último día legal {until}.",
              "The admission was annulled, as if it had never been given: last legal day {until}.",
              "L'admission a été annulée, comme si elle n'avait jamais été accordée : dernier jour "
              "légal {until}."}},
    Sentence{"regularised",
             {"El {decided} la estancia fue regularizada, en la clase {class}; el plazo empieza de "
              "nuevo.",
              "On {decided} the stay was regularised, in class {class}; the term begins anew.",
              "Le {decided}, le séjour a été régularisé, dans la classe {class} ; le délai "
              "recommence."}},
    Sentence{"residence",
             {"El {decided} se concedió la residencia, en la clase {class}.",
              "On {decided} residence was granted, in class {class}.",
              "Le {decided}, la résidence a été accordée, dans la classe {class}."}},
    Sentence{
        "residence_goes_on",
        {"Sigue en pie la residencia, en la clase {class}.", "Residence goes on, in class {class}.",
         "La résidence se poursuit, dans la classe {class}."}},
    Sentence{"residence_without_end",
             {"El permiso no fija fecha de fin.", "The permit sets no date of end.",
              "Le titre ne fixe pas de date de fin."}},
    Sentence{"document_reported",
             {"El {day} se comunicó que el documento de la entrada fue perdido, robado o "
              "invalidado.",
              "On {day} the document of the entry was reported lost, stolen or invalid.",
              "Le {day}, le document de l'entrée a été signalé perdu, volé ou invalidé."}},
    Sentence{"document_replaced",
             {"El {day} el titular volvió a tener un documento válido.",
              "On {day} the holder had a valid document again.",
              "Le {day}, le titulaire a de nouveau eu un document valable."}},
    Sentence{"notice",
             {"Se avisa cuando quedan {days} días.", "Notice is given when {days} days are left.",
              "Un avis est donné quand il reste {days} jours."}},
    Sentence{"confirmed",
             {"El {decided} una autoridad constató el exceso de estancia.",
              "On {decided} an authority established the overstay.",
              "Le {decided}, une autorité a constaté le dépassement."}},
    Sentence{"cleared",
             {"El {decided} una autoridad decidió que no hay exceso de estancia.",
              "On {decided} an authority decided that there is no overstay.",
              "Le {decided}, une autorité a décidé qu'il n'y a pas de dépassement."}},
    Sentence{"term_goes_on",
             {"Sigue corriendo el plazo que empezó el {day}: hasta el {until}.",
              "The term that began on {day} goes on: until {until}.",
              "Le délai commencé le {day} continue : jusqu'au {until}."}},
    Sentence{"term_goes_on_without_end",
             {"Sigue corriendo el plazo que empezó el {day}.",
              "The term that began on {day} goes on.", "Le délai commencé le {day} continue."}},
    Sentence{"shared_pool",
             {"El plazo es común a {states}; pasar de uno a otro no lo reinicia.",
              "The term is shared by {states}; going from one to another does not restart it.",
              "Le délai est commun à {states} ; passer de l'un à l'autre ne le relance pas."}},
    Sentence{
        "calendar_months",
        {"La norma da meses de calendario ({months}) desde el {day}: hasta el {until}.",
         "The rule gives calendar months ({months}) from {day}: until {until}.",
         "La règle donne des mois calendaires ({months}) à partir du {day} : jusqu'au {until}."}},
    Sentence{
        "calendar_months_eve",
        {"La norma da meses de calendario ({months}) desde el {day} y termina la víspera: hasta el "
         "{until}.",
         "The rule gives calendar months ({months}) from {day} and ends on the eve: until {until}.",
         "La règle donne des mois calendaires ({months}) à partir du {day} et finit la veille : "
         "jusqu'au {until}."}},
    Sentence{
        "earlier_stays_not_known",
        {"Aquí no se conocen estancias anteriores; si las hubo, sus días también cuentan.",
         "Earlier stays are not known here; where there were any, their days count too.",
         "Les séjours antérieurs ne sont pas connus ici ; s'il y en a eu, leurs jours comptent "
         "aussi."}},
    Sentence{"window_at_entry",
             {"Días de presencia del {from} al {until}: {used} de {max}.",
              "Days of presence from {from} to {until}: {used} of {max}.",
              "Jours de présence du {from} au {until} : {used} sur {max}."}},
    Sentence{"year_begins_at_entry",
             {"El año empieza con la entrada, el {day}: ningún día usado de {max}.",
              "The year begins with the entry, on {day}: none of {max} days is used.",
              "L'année commence à l'entrée, le {day} : aucun jour utilisé sur {max}."}},
    Sentence{"year_begins",
             {"El {day} empieza otro año y los días se cuentan de nuevo, hasta {max}.",
              "On {day} another year begins and days are counted anew, up to {max}.",
              "Le {day}, une autre année commence et les jours sont comptés à nouveau, jusqu'à "
              "{max}."}},
    Sentence{"limit_never_reached",
             {"Ninguna estancia, por larga que sea, llega a pasar este límite.",
              "No stay, however long, can pass this limit.",
              "Aucun séjour, si long soit-il, ne peut dépasser cette limite."}},
    Sentence{"staying_on",
             {"Quedándose todos los días, el límite se alcanza el {until}.",
              "Staying on every day, the limit is reached on {until}.",
              "En restant chaque jour, la limite est atteinte le {until}."}},
    Sentence{
        "until_event",
        {"La estancia dura hasta este hecho: {event}.", "The stay lasts until this event: {event}.",
         "Le séjour dure jusqu'à cet événement : {event}."}},
    Sentence{"event_happened",
             {"El hecho ocurrió el {day}; la estancia dura hasta el {until}.",
              "The event came on {day}; the stay lasts until {until}.",
              "L'événement a eu lieu le {day} ; le séjour dure jusqu'au {until}."}},
    Sentence{"event_without_effect",
             {"El hecho comunicado el {day} no cambia el límite.",
              "The event reported on {day} does not change the limit.",
              "L'événement signalé le {day} ne change pas la limite."}},
    Sentence{"extension_capped",
             {"La norma no permite prorrogar más allá del {until}.",
              "The rule allows no extension beyond {until}.",
              "La règle ne permet pas de proroger au-delà du {until}."}},
    Sentence{
        "extensions_spent",
        {"La prórroga del {decided} supera el número que la norma permite: no cambia el límite.",
         "The extension of {decided} is one more than the rule allows: it does not change the "
         "limit.",
         "La prorogation du {decided} dépasse le nombre que la règle permet : elle ne change pas "
         "la limite."}},
    Sentence{"application_freezes",
             {"Solicitud presentada el {day}: el plazo se detiene hasta que se resuelva.",
              "Application lodged on {day}: the term stands still until it is decided.",
              "Demande déposée le {day} : le délai est suspendu jusqu'à la décision."}},
    Sentence{"application_decided",
             {"Solicitud resuelta el {decided}; días en que el plazo estuvo detenido: {days}.",
              "Application decided on {decided}; days in which the term stood still: {days}.",
              "Demande tranchée le {decided} ; jours de suspension du délai : {days}."}},
    Sentence{
        "application_late",
        {"La solicitud del {day} llegó después del último día legal y no detiene el plazo.",
         "The application of {day} came after the last legal day and does not stop the term.",
         "La demande du {day} est venue après le dernier jour légal et ne suspend pas le délai."}},
    Sentence{"application_without_effect",
             {"La solicitud del {day} no detiene el plazo.",
              "The application of {day} does not stop the term.",
              "La demande du {day} ne suspend pas le délai."}},
    Sentence{"application_decided_unpaused",
             {"Solicitud resuelta el {decided}; el plazo no había estado detenido.",
              "Application decided on {decided}; the term had not stood still.",
              "Demande tranchée le {decided} ; le délai n'avait pas été suspendu."}},
    Sentence{"asked_about",
             {"Se pregunta por el {day}.", "The question is about {day}.",
              "La question porte sur le {day}."}},
    Sentence{"left_on", {"Salió el {day}.", "Left on {day}.", "Sorti le {day}."}},
    Sentence{"no_visit",
             {"No consta ninguna entrada hasta ese día.", "No entry is recorded up to that day.",
              "Aucune entrée n'est enregistrée jusqu'à ce jour."}},
    Sentence{"window",
             {"Se cuentan los días del {from} al {until}, ambos incluidos.",
              "The days from {from} to {until} are counted, both included.",
              "Les jours du {from} au {until} sont comptés, tous deux inclus."}},
    Sentence{"present",
             {"Presente del {from} al {until}; días: {days}.",
              "Present from {from} to {until}; days: {days}.",
              "Présent du {from} au {until} ; jours : {days}."}},
    Sentence{
        "not_counted",
        {"No se cuentan, por permiso de residencia, del {from} al {until}; días: {days}.",
         "Not counted, under a residence permit, from {from} to {until}; days: {days}.",
         "Non comptés, en vertu d'un titre de séjour, du {from} au {until} ; jours : {days}."}},
    Sentence{"window_used",
             {"Cada día se cuenta una sola vez. Usados: {used} de {max}.",
              "Each day is counted once. Used: {used} of {max}.",
              "Chaque jour est compté une seule fois. Utilisés : {used} sur {max}."}},
    Sentence{"may_stay",
             {"Quedándose todos los días puede permanecer hasta el {until}; días: {days}.",
              "Staying on every day is lawful until {until}; days: {days}.",
              "En restant chaque jour, le séjour est régulier jusqu'au {until} ; jours : {days}."}},
    Sentence{"may_not_stay",
             {"El {day} ya no puede permanecer.", "On {day} staying is no longer lawful.",
              "Le {day}, le séjour n'est plus régulier."}},
    Sentence{"term_used",
             {"Del {from} al {until} se han usado; días: {days}.",
              "Used from {from} to {until}; days: {days}.",
              "Utilisés du {from} au {until} ; jours : {days}."}},
    Sentence{"term_left",
             {"Días que quedan: {days}.", "Days left: {days}.", "Jours restants : {days}."}},
    Sentence{"days_over",
             {"Días de exceso: {days}.", "Days over: {days}.", "Jours de dépassement : {days}."}},
    Sentence{"beyond",
             {"Sin derecho del {from} al {until}; días: {days}.",
              "Without a right from {from} to {until}; days: {days}.",
              "Sans droit du {from} au {until} ; jours : {days}."}},
    Sentence{"absent",
             {"Ausente, días enteros, del {from} al {until}; días: {days}.",
              "Absent, whole days, from {from} to {until}; days: {days}.",
              "Absent, jours entiers, du {from} au {until} ; jours : {days}."}},
    Sentence{
        "absent_in_all",
        {"Días enteros de ausencia: {used} de {max}.", "Whole days of absence: {used} of {max}.",
         "Jours entiers d'absence : {used} sur {max}."}},
    Sentence{"weighted",
             {"Días del año {first}, un tercio de {second} y un sexto de {third}: {used}. Se "
              "exigen {min} en el año y {max} en total.",
              "Days of the year {first}, a third of {second} and a sixth of {third}: {used}. "
              "Required: {min} in the year and {max} in all.",
              "Jours de l'année {first}, un tiers de {second} et un sixième de {third} : {used}. "
              "Exigés : {min} dans l'année et {max} au total."}},
    Sentence{"document_expires",
             {"El documento vence el {until}; la estancia no va más allá.",
              "The document expires on {until}; the stay does not go beyond.",
              "Le document expire le {until} ; le séjour ne va pas au-delà."}},
    Sentence{
        "document_had_expired",
        {"El documento venció el {day}, y aun así fue admitido; la estancia no va más allá del "
         "{until}.",
         "The document expired on {day} and was accepted all the same; the stay does not go "
         "beyond {until}.",
         "Le document a expiré le {day} et a néanmoins été accepté ; le séjour ne va pas "
         "au-delà du {until}."}},
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

/// In place of those above where `days`, or `cap`, is 1.
constexpr std::array kOfOneDay = {
    Sentence{"fixed_days",
             {"La norma da un día: hasta el {until}.", "The rule gives one day: until {until}.",
              "La règle donne un jour : jusqu'au {until}."}},
    Sentence{"granted_days",
             {"Se concedió un día: hasta el {until}.", "One day was granted: until {until}.",
              "Un jour a été accordé : jusqu'au {until}."}},
    Sentence{"counted_days",
             {"Cuenta un día: hasta el {until}.", "One day counts: until {until}.",
              "Un jour compte : jusqu'au {until}."}},
    Sentence{
        "may_grant_days",
        {"Se puede conceder un día: hasta el {until}.", "One day may be granted: until {until}.",
         "Un jour peut être accordé : jusqu'au {until}."}},
    Sentence{"date_above_cap",
             {"Se concedió hasta el {until}, pero la norma permite un día como máximo.",
              "It was granted until {until}, but the rule allows one day at most.",
              "Il a été accordé jusqu'au {until}, mais la règle permet un jour au plus."}},
    Sentence{"extended_by_days",
             {"El {decided} se prorrogó por un día: hasta el {until}.",
              "Extended on {decided} by one day: until {until}.",
              "Prorogé le {decided} d'un jour : jusqu'au {until}."}},
    Sentence{
        "decided_days",
        {"La decisión da un día: hasta el {until}.", "The decision gives one day: until {until}.",
         "La décision donne un jour : jusqu'au {until}."}},
    Sentence{"notice",
             {"Se avisa cuando queda un día.", "Notice is given when one day is left.",
              "Un avis est donné quand il reste un jour."}},
    Sentence{"grace",
             {"Durante un día más no se señala nada.", "For one more day nothing is raised.",
              "Pendant un jour de plus, rien n'est signalé."}},
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

bool is_one(const std::string* number) { return number != nullptr && *number == "1"; }

const Sentence* sentence_in(std::span<const Sentence> sentences, std::string_view code) {
  const auto found = std::ranges::find(sentences, code, &Sentence::code);
  return found == sentences.end() ? nullptr : &*found;
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
    if (line.code == "grant_missing") continue;
    if (line.code == "granted_days" || line.code == "counted_days") line.code = "may_grant_days";
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
  const auto* found = is_one(parameter(line, "days")) || is_one(parameter(line, "cap"))
                          ? sentence_in(kOfOneDay, line.code)
                          : nullptr;
  if (found == nullptr) found = sentence_in(kSentences, line.code);
  return found == nullptr
             ? bare(line)
             : filled(found->text.at(static_cast<std::size_t>(language)), line, language);
}

}  // namespace garita
