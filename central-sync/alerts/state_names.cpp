#include "central-sync/alerts/state_names.h"

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <array>
#include <map>
#include <utility>

#include "schema/vocabulary/iso_countries.h"

namespace garita::central {
namespace {

/// What the United Nations call members and others where the CLDR has a shorter name.
constexpr std::array kUnitedNationsNames = {
    std::pair("Bolivia (Plurinational State of)", "BOL"),
    std::pair("Brunei Darussalam", "BRN"),
    std::pair("Cabo Verde", "CPV"),
    std::pair("Congo", "COG"),
    std::pair("Côte d'Ivoire", "CIV"),
    std::pair("Czech Republic", "CZE"),
    std::pair("Democratic People's Republic of Korea", "PRK"),
    std::pair("Democratic Republic of the Congo", "COD"),
    std::pair("Eswatini", "SWZ"),
    std::pair("Holy See", "VAT"),
    std::pair("Iran (Islamic Republic of)", "IRN"),
    std::pair("Lao People's Democratic Republic", "LAO"),
    std::pair("Libyan Arab Jamahiriya", "LBY"),
    std::pair("Micronesia (Federated States of)", "FSM"),
    std::pair("Myanmar", "MMR"),
    std::pair("North Macedonia", "MKD"),
    std::pair("Palestine", "PSE"),
    std::pair("Republic of Korea", "KOR"),
    std::pair("Republic of Moldova", "MDA"),
    std::pair("Russian Federation", "RUS"),
    std::pair("State of Palestine", "PSE"),
    std::pair("Syrian Arab Republic", "SYR"),
    std::pair("The former Yugoslav Republic of Macedonia", "MKD"),
    std::pair("Türkiye", "TUR"),
    std::pair("United Kingdom of Great Britain and Northern Ireland", "GBR"),
    std::pair("United Republic of Tanzania", "TZA"),
    std::pair("United States of America", "USA"),
    std::pair("Venezuela (Bolivarian Republic of)", "VEN"),
    std::pair("Viet Nam", "VNM"),
};

std::u16string letters_of(const icu::UnicodeString& name) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* nfkd = icu::Normalizer2::getNFKDInstance(status);
  if (U_FAILURE(status)) return {};
  icu::UnicodeString folded(name);
  folded = nfkd->normalize(folded.foldCase(), status);
  std::u16string letters;
  for (std::int32_t i = 0; i < folded.length(); ++i)
    if (u_isalpha(folded.charAt(i))) letters += folded.charAt(i);
  return letters;
}

std::map<std::u16string, std::string> all_names() {
  std::map<std::u16string, std::string> names;
  for (const auto& [name, code] : kUnitedNationsNames)
    names.emplace(letters_of(icu::UnicodeString::fromUTF8(name)), code);
  for (const char* const* two = icu::Locale::getISOCountries(); *two != nullptr; ++two) {
    const icu::Locale state("", *two);
    const std::string code = state.getISO3Country();
    if (!is_iso_country(code)) continue;
    for (const auto* language : {"en", "es", "fr"}) {
      icu::UnicodeString name;
      state.getDisplayCountry(icu::Locale(language), name);
      names.emplace(letters_of(name), code);
    }
  }
  return names;
}

}  // namespace

std::optional<std::string> state_named(std::string_view name) {
  if (is_iso_country(name)) return std::string(name);
  static const auto names = all_names();
  const auto found = names.find(letters_of(
      icu::UnicodeString::fromUTF8({name.data(), static_cast<std::int32_t>(name.size())})));
  return found == names.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace garita::central
