#include "central-sync/reports/likeness_words.h"

#include <algorithm>
#include <array>

#include "central-sync/persons/likeness.h"
#include "central-sync/projection/held_links.h"

namespace garita::central {
namespace {

struct Words {
  std::string_view word;
  std::array<std::string_view, 3> text;  // Spanish, English, French
};

// As the consoles say it (schema/api/web/src/words).
constexpr std::array kWords = {
    Words{"word_same", {"igual", "the same", "identique"}},
    Words{"word_alike", {"parecido", "alike", "ressemblant"}},
    Words{"word_consonants", {"mismas consonantes", "same consonants", "mêmes consonnes"}},
    Words{"word_short_form", {"forma corta", "short form", "forme courte"}},
    Words{"word_guessed_form",
          {"quizá forma corta", "perhaps a short form", "peut-être une forme courte"}},
    Words{"word_same_name",
          {"el mismo nombre en otra lengua", "one name in another language",
           "le même nom dans une autre langue"}},
    Words{"word_initial", {"inicial", "initial", "initiale"}},
    Words{"word_cut", {"cortado", "cut off", "coupé"}},
    Words{"words_joined", {"escrito junto", "written as one", "écrit en un mot"}},
    Words{"only_in_first", {"solo en el primero", "in the first alone", "dans le premier seul"}},
    Words{"only_in_second", {"solo en el segundo", "in the second alone", "dans le second seul"}},
    Words{"birth_same", {"mismo nacimiento", "same birth", "même naissance"}},
    Words{"birth_compatible", {"nacimiento compatible", "birth agrees", "naissance compatible"}},
    Words{"birth_slip",
          {"nacimiento con un posible error", "birth with a possible slip",
           "naissance avec une erreur possible"}},
    Words{"birth_near",
          {"año de nacimiento cercano", "near year of birth", "année de naissance proche"}},
    Words{"birth_few_years",
          {"pocos años de diferencia", "a few years apart", "quelques années d'écart"}},
    Words{"birth_far", {"nacimiento distinto", "another birth", "autre naissance"}},
    Words{"birth_very_far",
          {"nacimiento muy distinto", "a very different birth", "naissance très différente"}},
    Words{"nationality_same", {"misma nacionalidad", "same nationality", "même nationalité"}},
    Words{"nationality_other", {"otra nacionalidad", "another nationality", "autre nationalité"}},
    Words{kHeldApart,
          {"lo que tienen en común también lo tienen dos personas separadas",
           "what they have in common, two separated people have too",
           "ce qu'elles ont en commun, deux personnes séparées l'ont aussi"}},
    Words{"both_entered",
          {"ambos dentro al mismo tiempo: entró con", "both inside at the same time: entered with",
           "les deux à l'intérieur en même temps : entré avec"}},
    Words{"both_left",
          {"ambos dentro al mismo tiempo: salió con", "both inside at the same time: left with",
           "les deux à l'intérieur en même temps : sorti avec"}},
    Words{kCrossingsFit,
          {"uno entró y no ha salido, el otro salió sin haber entrado: los cruces encajan",
           "one entered and has not left, the other left and had not entered: the crossings fit "
           "each other",
           "l'un est entré et n'est pas sorti, l'autre est sorti sans être entré : les passages "
           "concordent"}},
};
constexpr std::array<std::string_view, 3> kColon = {": ", ": ", " : "};

std::string with_value(std::string text, std::string_view between, std::string_view value) {
  if (value.empty()) return text;
  text += between;
  const auto tilde = std::min(value.find('~'), value.size());
  text += value.substr(0, tilde);
  if (tilde == value.size()) return text;
  return text + " ~ " + std::string(value.substr(tilde + 1));
}

std::string words_of(const LikenessReason& reason, Language language) {
  const auto index = static_cast<std::size_t>(language);
  const auto* const known = std::ranges::find(kWords, reason.word, &Words::word);
  if (known == kWords.end()) return with_value(std::string(reason.word), " ", reason.value);
  // What two documents did already ends in "with".
  const bool is_sentence = reason.word.starts_with("both_");
  return with_value(std::string(known->text.at(index)), is_sentence ? " " : kColon.at(index),
                    reason.value);
}

}  // namespace

std::vector<LikenessReason> reasons_in(std::string_view reasons) {
  std::vector<LikenessReason> list;
  const bool held = reasons.starts_with(kHeldApart);
  while (!reasons.empty()) {
    const auto end = std::min(reasons.find("; "), reasons.size());
    const auto one = reasons.substr(0, end);
    const auto space = std::min(one.find(' '), one.size());
    const auto word = one.substr(0, space);
    const auto value = one.substr(std::min(space + 1, one.size()));
    if (!held || word != kCrossingsFit)
      list.push_back({word, word == kHeldApart ? std::string_view() : value});
    reasons.remove_prefix(std::min(end + 2, reasons.size()));
  }
  return list;
}

std::string reasons_told(std::string_view reasons) {
  std::string text;
  for (const auto& [word, value] : reasons_in(reasons)) {
    if (!text.empty()) text += "; ";
    text += word;
    if (!value.empty()) (text += ' ') += value;
  }
  return text;
}

std::string likeness_words(std::string_view reasons, Language language) {
  std::string text;
  for (const auto& reason : reasons_in(reasons))
    text += (text.empty() ? "" : "; ") + words_of(reason, language);
  return text;
}

}  // namespace garita::central
