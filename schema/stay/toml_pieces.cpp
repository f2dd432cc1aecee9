#include "schema/stay/toml_pieces.h"

#include <algorithm>
#include <sstream>

namespace garita {
namespace {

constexpr std::size_t kPackBytesMax = 4U << 20U;
constexpr std::int64_t kDaysMax = 36'600;  // a hundred years: beyond is a typing error

}  // namespace

Failure refuse(const std::string& what) { return fail(Remedy::kReject, what); }

Result<toml::table> parsed_pack(std::string_view text) {
  if (text.size() > kPackBytesMax) return refuse("larger than 4 MiB");
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& error) {
    std::ostringstream where;
    where << "line " << error.source().begin.line << ": " << error.description();
    return refuse(where.str());
  }
}

Result<std::string> text_at(const toml::table& table, std::string_view key) {
  const auto value = table[key].value_exact<std::string>();
  if (!value || value->empty()) return refuse("`" + std::string(key) + "` is missing or no text");
  return *value;
}

Result<int> days_at(const toml::table& table, std::string_view key, std::int64_t least) {
  const auto value = table[key].value_exact<std::int64_t>();
  if (!value || *value < least || *value > kDaysMax)
    return refuse("`" + std::string(key) + "` is missing or no number of days from " +
                  std::to_string(least) + " to " + std::to_string(kDaysMax));
  return static_cast<int>(*value);
}

Result<std::optional<Date>> date_at(const toml::table& table, std::string_view key) {
  if (!table.contains(key)) return std::optional<Date>();
  const auto value = table[key].value_exact<toml::date>();
  if (!value) return refuse("`" + std::string(key) + "` is no date (YYYY-MM-DD, without quotes)");
  GARITA_TRY(date, Date::of(value->year, value->month, value->day));
  return std::optional(date);
}

Result<bool> flag_at(const toml::table& table, std::string_view key) {
  if (!table.contains(key)) return false;
  const auto value = table[key].value_exact<bool>();
  if (!value) return refuse("`" + std::string(key) + "` is neither true nor false");
  return *value;
}

Result<std::set<std::string>> texts_of(const toml::node* node, const std::string& key) {
  std::set<std::string> texts;
  if (!node) return texts;
  const auto* array = node->as_array();
  if (!array || array->empty()) return refuse("`" + key + "` is no list of texts");
  for (const auto& each : *array) {
    const auto text = each.value_exact<std::string>();
    if (!text || text->empty()) return refuse("`" + key + "` is no list of texts");
    texts.insert(*text);
  }
  return texts;
}

Result<std::set<CountryCode>> countries_of(const toml::node* node, const std::string& key) {
  GARITA_TRY(texts, texts_of(node, key));
  std::set<CountryCode> countries;
  if (texts.size() > kCountriesMax) return refuse("`" + key + "` lists too many countries");
  for (const auto& text : texts) {
    const bool letters =
        std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    if (!letters || text.size() > 3)
      return refuse("`" + key + "`: " + text + " is no country code");
    countries.insert(CountryCode(text));
  }
  return countries;
}

}  // namespace garita
