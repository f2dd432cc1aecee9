#include "schema/stay/appeal.h"

#include "schema/stay/toml_pieces.h"
#include "schema/vocabulary/text.h"

namespace garita {
namespace {

constexpr auto kAppeal = "appeal";

Result<std::string> words_at(const toml::table& table, std::string_view language) {
  auto words = text_at(table, language);
  if (words && words->size() <= kAppealBytesMax && is_one_line(*words)) return words;
  return refuse("`" + std::string(kAppeal) + "`: `" + std::string(language) +
                "` is missing, or no text of one line and " + std::to_string(kAppealBytesMax) +
                " bytes");
}

}  // namespace

Result<std::optional<AppealWords>> appeal_in(const toml::table& pack) {
  if (!pack.contains(kAppeal)) return std::optional<AppealWords>();
  const auto* table = pack.get(kAppeal)->as_table();
  if (table == nullptr) return refuse("`" + std::string(kAppeal) + "` is no table");
  for (const auto& [key, value] : *table) {
    const auto name = key.str();
    const bool known = name == "es" || name == "en" || name == "fr" || name == "source";
    if (!known)
      return refuse("`" + std::string(kAppeal) + "`: there is no key " + std::string(name));
  }
  AppealWords words;
  GARITA_TRY(es, words_at(*table, "es"));
  GARITA_TRY(en, words_at(*table, "en"));
  GARITA_TRY(fr, words_at(*table, "fr"));
  words.es = std::move(es);
  words.en = std::move(en);
  words.fr = std::move(fr);
  return std::optional(std::move(words));
}

Result<std::optional<AppealWords>> appeal_of(std::string_view pack) {
  GARITA_TRY(table, parsed_pack(pack));
  return appeal_in(table);
}

}  // namespace garita
