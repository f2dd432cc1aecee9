#include "document-reader/mrz/name_hints.h"

#include <algorithm>
#include <array>
#include <span>

namespace garita::reader {
namespace {

using Text = std::string_view;

/// Letters of the zone and what they may stand for, in the order of likelihood.
struct Letters {
  Text printed;
  Text original;
  Text other = "";
};

// Doc 9303-3, section 6, table A, as the States of each language use it.
constexpr std::array kEverywhere{Letters{"NXX", "Ñ"}, Letters{"UXX", "Ü"}};
constexpr std::array kGerman{Letters{"AE", "Ä"}, Letters{"OE", "Ö"}, Letters{"UE", "Ü"}};
constexpr std::array kGermanWithEszett{Letters{"AUSS", "AUẞ"}, Letters{"EISS", "EIẞ"},
                                       Letters{"IESS", "IEẞ"}, Letters{"GROSS", "GROẞ"},
                                       Letters{"AE", "Ä"},     Letters{"OE", "Ö"},
                                       Letters{"UE", "Ü"}};
constexpr std::array kDanish{Letters{"AE", "Æ"}, Letters{"OE", "Ø"}, Letters{"AA", "Å"}};
constexpr std::array kSwedish{Letters{"AE", "Ä"}, Letters{"OE", "Ö"}, Letters{"AA", "Å"}};
// In Finnish a double A is nearly always two of them.
constexpr std::array kFinnish{Letters{"AE", "Ä"}, Letters{"OE", "Ö"}};
constexpr std::array kIcelandic{Letters{"AE", "Æ"}, Letters{"OE", "Ö"}, Letters{"TH", "Þ"}};
constexpr std::array kHungarian{Letters{"OE", "Ö", "Ő"}, Letters{"UE", "Ü", "Ű"}};
constexpr std::array kFrench{Letters{"OE", "Œ"}};
constexpr std::array kUnknown{Letters{"AE", "Ä", "Æ"}, Letters{"OE", "Ö", "Ø"}, Letters{"UE", "Ü"},
                              Letters{"AA", "Å"}};

// Table B, longest first.
constexpr std::array kRussian{
    Letters{"SHCH", "Щ"}, Letters{"ZH", "Ж"}, Letters{"KH", "Х"}, Letters{"TS", "Ц"},
    Letters{"CH", "Ч"},   Letters{"SH", "Ш"}, Letters{"IU", "Ю"}, Letters{"IA", "Я"},
    Letters{"A", "А"},    Letters{"B", "Б"},  Letters{"V", "В"},  Letters{"G", "Г"},
    Letters{"D", "Д"},    Letters{"E", "Е"},  Letters{"Z", "З"},  Letters{"I", "И"},
    Letters{"K", "К"},    Letters{"L", "Л"},  Letters{"M", "М"},  Letters{"N", "Н"},
    Letters{"O", "О"},    Letters{"P", "П"},  Letters{"R", "Р"},  Letters{"S", "С"},
    Letters{"T", "Т"},    Letters{"U", "У"},  Letters{"F", "Ф"},  Letters{"Y", "Ы"}};

struct Language {
  Text states;  ///< codes, parted by spaces
  std::span<const Letters> letters;
};
constexpr std::array kLanguages{
    Language{"D DEU AUT", kGermanWithEszett},
    Language{"CHE LIE LUX EST", kGerman},
    Language{"DNK NOR FRO GRL", kDanish},
    Language{"SWE ALA", kSwedish},
    Language{"FIN", kFinnish},
    Language{"ISL", kIcelandic},
    Language{"HUN", kHungarian},
    Language{"FRA MCO", kFrench},
    Language{"RUS", kRussian},
    Language{"UTO", kUnknown},
};

constexpr Text kSpanishStates =
    "ESP MEX GTM HND SLV NIC CRI PAN CUB DOM PRI COL VEN ECU PER BOL CHL ARG PRY URY GNQ";
// Ñ is printed N, and most N are N: only names that are commonly written with Ñ are hinted at.
constexpr auto kWithEnye = std::to_array<Letters>({
    {"ACUNA", "ACUÑA"},         {"ANEZ", "AÑEZ"},           {"AVENDANO", "AVENDAÑO"},
    {"BANOS", "BAÑOS"},         {"BANUELOS", "BAÑUELOS"},   {"BEGONA", "BEGOÑA"},
    {"BOLANOS", "BOLAÑOS"},     {"BRICENO", "BRICEÑO"},     {"CABANAS", "CABAÑAS"},
    {"CANAS", "CAÑAS"},         {"CARRENO", "CARREÑO"},     {"CASTANEDA", "CASTAÑEDA"},
    {"CASTANO", "CASTAÑO"},     {"CASTANON", "CASTAÑÓN"},   {"CEDENO", "CEDEÑO"},
    {"CERMENO", "CERMEÑO"},     {"DUENAS", "DUEÑAS"},       {"ESPANA", "ESPAÑA"},
    {"ESPANOL", "ESPAÑOL"},     {"ESPANOLA", "ESPAÑOLA"},   {"FARINAS", "FARIÑAS"},
    {"GUDINO", "GUDIÑO"},       {"IBANEZ", "IBÁÑEZ"},       {"INAKI", "IÑAKI"},
    {"INIGO", "ÍÑIGO"},         {"INIGUEZ", "ÍÑIGUEZ"},     {"LARRANAGA", "LARRAÑAGA"},
    {"LONDONO", "LONDOÑO"},     {"MAGANA", "MAGAÑA"},       {"MONTANEZ", "MONTAÑEZ"},
    {"MONTANO", "MONTAÑO"},     {"MUNIZ", "MUÑIZ"},         {"MUNOZ", "MUÑOZ"},
    {"NARINO", "NARIÑO"},       {"NUNEZ", "NÚÑEZ"},         {"OCANA", "OCAÑA"},
    {"ORDONEZ", "ORDÓÑEZ"},     {"PATINO", "PATIÑO"},       {"PENA", "PEÑA"},
    {"PENAFIEL", "PEÑAFIEL"},   {"PENALOZA", "PEÑALOZA"},   {"PENALVER", "PEÑALVER"},
    {"PENARANDA", "PEÑARANDA"}, {"PENATE", "PEÑATE"},       {"PINA", "PIÑA"},
    {"PINEIRO", "PIÑEIRO"},     {"PINERO", "PIÑERO"},       {"QUINONES", "QUIÑONES"},
    {"QUINONEZ", "QUIÑÓNEZ"},   {"RIANO", "RIAÑO"},         {"SALDANA", "SALDAÑA"},
    {"SANUDO", "SAÑUDO"},       {"TREVINO", "TREVIÑO"},     {"UMANA", "UMAÑA"},
    {"VICUNA", "VICUÑA"},       {"VILLAFANA", "VILLAFAÑA"}, {"VILLAFANE", "VILLAFAÑE"},
    {"VINAS", "VIÑAS"},         {"YANEZ", "YÁÑEZ"},         {"ZERMENO", "ZERMEÑO"},
    {"ZUNIGA", "ZÚÑIGA"},
});

bool names(Text states, Text code) {
  while (!states.empty() && !code.empty()) {
    const auto end = std::min(states.find(' '), states.size());
    if (states.substr(0, end) == code) return true;
    states.remove_prefix(std::min(end + 1, states.size()));
  }
  return false;
}

const Language* language_of(Text state) {
  const auto* const found =
      std::find_if(kLanguages.begin(), kLanguages.end(),
                   [&](const Language& one) { return names(one.states, state); });
  return found == kLanguages.end() ? nullptr : found;
}

/// Where the letters are what they seem: the UE of BAUER, FEUER and QUELLE, the end of SAMUEL,
/// MICHAEL, NOEL and ZOE, a TH that begins no word.
bool is_no_digraph(Text word, std::size_t at, Text printed) {
  const Text before = word.substr(0, at);
  const Text after = word.substr(at + printed.size());
  if (printed == "TH") return at > 0;
  if (printed == "UE" && !before.empty() && Text("AEOQ").find(before.back()) != Text::npos) {
    return true;
  }
  return printed.size() == 2 && printed[1] == 'E' &&
         (after == "L" || (after.empty() && word.size() <= 5));
}

/// A place in a word where other letters may have stood.
struct Place {
  std::size_t at = 0;
  Letters letters;
};

std::vector<Place> places_in(Text word, std::span<const Letters> of_language) {
  std::vector<Place> places;
  for (std::size_t at = 0; at < word.size();) {
    const auto stands_here = [&](const Letters& one) {
      return word.substr(at).starts_with(one.printed) && !is_no_digraph(word, at, one.printed);
    };
    const auto* found = std::find_if(kEverywhere.begin(), kEverywhere.end(), stands_here);
    const Letters* letters = found == kEverywhere.end() ? nullptr : found;
    if (letters == nullptr) {
      const auto own = std::find_if(of_language.begin(), of_language.end(), stands_here);
      if (own != of_language.end()) letters = &*own;
    }
    if (letters != nullptr) places.push_back({at, *letters});
    at += letters == nullptr ? 1 : letters->printed.size();
  }
  return places;
}

enum class Choice { kOriginal, kOther };

std::string spelled(Text word, std::span<const Place> places, Choice choice) {
  std::string text;
  std::size_t from = 0;
  for (const auto& place : places) {
    const bool other = choice == Choice::kOther && !place.letters.other.empty();
    text += word.substr(from, place.at - from);
    text += other ? place.letters.other : place.letters.original;
    from = place.at + place.letters.printed.size();
  }
  text += word.substr(from);
  return text;
}

/// All places at once, first and second choice; then each alone.
std::vector<std::string> spellings(Text word, const std::vector<Place>& places) {
  std::vector<std::string> all;
  const auto add = [&](std::string text) {
    const bool known = std::find(all.begin(), all.end(), text) != all.end();
    if (!known && all.size() < kSpellingsMax) all.push_back(std::move(text));
  };
  if (places.empty()) return all;
  add(spelled(word, places, Choice::kOriginal));
  add(spelled(word, places, Choice::kOther));
  for (const auto& place : places) add(spelled(word, std::span(&place, 1), Choice::kOriginal));
  return all;
}

/// Every letter by the table; an I behind a vowel at the end is the short one. Soft signs leave no
/// trace. Nothing where a letter is in no Russian name.
std::vector<std::string> in_cyrillic(Text word) {
  std::string text;
  for (Text rest = word; !rest.empty();) {
    const Text before = word.substr(0, word.size() - rest.size());
    const bool short_i =
        rest == "I" && !before.empty() && Text("AEIOU").find(before.back()) != Text::npos;
    const auto* const found =
        std::find_if(kRussian.begin(), kRussian.end(),
                     [&](const Letters& one) { return rest.starts_with(one.printed); });
    if (found == kRussian.end()) return {};
    text += short_i ? Text("Й") : found->original;
    rest.remove_prefix(found->printed.size());
  }
  return {text};
}

std::vector<std::string> originals_of(Text word, const Language* language, bool spanish) {
  if (language != nullptr && language->letters.data() == kRussian.data()) return in_cyrillic(word);
  if (spanish) {
    const auto* const found =
        std::lower_bound(kWithEnye.begin(), kWithEnye.end(), word,
                         [](const Letters& one, Text sought) { return one.printed < sought; });
    if (found != kWithEnye.end() && found->printed == word) return {std::string(found->original)};
  }
  const auto letters = language == nullptr ? std::span<const Letters>() : language->letters;
  return spellings(word, places_in(word, letters));
}

}  // namespace

std::vector<NameHint> name_hints(const MrzFields& fields) {
  const bool issuer_spanish = names(kSpanishStates, fields.issuing_state);
  const auto* language = language_of(fields.issuing_state);
  if (language == nullptr && !issuer_spanish) language = language_of(fields.nationality);
  const bool spanish = issuer_spanish || names(kSpanishStates, fields.nationality);
  std::vector<NameHint> hints;
  const std::string both = fields.surname + " " + fields.given_names;
  for (Text rest = both; !rest.empty() && hints.size() < kHintedWordsMax;) {
    const auto end = std::min(rest.find(' '), rest.size());
    const Text word = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const bool seen = std::any_of(hints.begin(), hints.end(),
                                  [&](const NameHint& one) { return one.printed == word; });
    if (word.empty() || seen) continue;
    auto may_be = originals_of(word, language, spanish);
    if (!may_be.empty()) hints.push_back({std::string(word), std::move(may_be)});
  }
  return hints;
}

}  // namespace garita::reader
