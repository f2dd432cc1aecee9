#include <toml++/toml.h>
#include <algorithm>
#include <array>
#include <sstream>

#include "schema/stay/policy.h"
#include "schema/stay/policy_rules.h"

namespace garita {
namespace {

constexpr std::size_t kPackBytesMax = 4U << 20U;
constexpr std::size_t kRulesMax = 2000;
constexpr std::size_t kCountriesMax = 400;  // there are about 250
constexpr std::int64_t kDaysMax = 36'600;   // a hundred years: beyond is a typing error

using Groups = std::map<std::string, std::set<CountryCode>>;

constexpr std::array<std::string_view, 17> kRuleKeys = {"id",
                                                        "kind",
                                                        "days",
                                                        "cap",
                                                        "groups",
                                                        "nationalities",
                                                        "document_types",
                                                        "classes",
                                                        "entry_day",
                                                        "document_expiry_caps",
                                                        "grace_days",
                                                        "effective_from",
                                                        "effective_to",
                                                        "instead_of",
                                                        "citation",
                                                        "confidence",
                                                        "note"};

Failure refuse(const std::string& what) { return fail(Remedy::kReject, what); }

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

Result<std::set<CountryCode>> nationalities_of(const toml::table& table, const Groups& groups) {
  GARITA_TRY(nationalities, countries_of(table.get("nationalities"), "nationalities"));
  GARITA_TRY(names, texts_of(table.get("groups"), "groups"));
  for (const auto& name : names) {
    const auto group = groups.find(name);
    if (group == groups.end()) return refuse("there is no group " + name);
    nationalities.insert(group->second.begin(), group->second.end());
    if (nationalities.size() > kCountriesMax) return refuse("`groups` name too many countries");
  }
  return nationalities;
}

Result<RuleKind> kind_of(const toml::table& table) {
  GARITA_TRY(kind, text_at(table, "kind"));
  const bool days = table.contains("days");
  const bool cap = table.contains("cap");
  if (days != (kind == "fixed_days") || cap != (kind == "granted_days"))
    return refuse("`days` belongs to fixed_days, `cap` to granted_days");
  if (kind == "fixed_days") {
    GARITA_TRY(count, days_at(table, "days", 1));
    return RuleKind(FixedDays{count});
  }
  if (kind == "granted_days") {
    GARITA_TRY(count, days_at(table, "cap", 1));
    return RuleKind(GrantedDays{count});
  }
  if (kind == "until_date") return RuleKind(UntilDate{});
  if (kind == "unlimited") return RuleKind(Unlimited{});
  return refuse("there is no kind " + kind);
}

Result<bool> entry_day_counts(const toml::table& table) {
  if (!table.contains("entry_day")) return true;
  GARITA_TRY(text, text_at(table, "entry_day"));
  if (text != "counts" && text != "does_not_count")
    return refuse("`entry_day` is \"counts\" or \"does_not_count\"");
  return text == "counts";
}

Result<void> fill_period(const toml::table& table, StayRule& rule) {
  GARITA_TRY(from, date_at(table, "effective_from"));
  if (!from) return refuse("`effective_from` is missing");
  rule.effective_from = *from;
  GARITA_TRY(to, date_at(table, "effective_to"));
  if (to && *to < *from) return refuse("`effective_to` is before `effective_from`");
  rule.effective_to = to;
  return {};
}

Result<void> fill_counting(const toml::table& table, StayRule& rule) {
  GARITA_TRY(kind, kind_of(table));
  rule.kind = kind;
  GARITA_TRY(counts, entry_day_counts(table));
  rule.entry_day_counts = counts;
  GARITA_TRY(caps, flag_at(table, "document_expiry_caps"));
  rule.document_expiry_caps = caps;
  if (!table.contains("grace_days")) return {};
  GARITA_TRY(grace, days_at(table, "grace_days", 0));
  rule.grace_days = grace;
  return {};
}

Result<StayRule> rule_of(const toml::table& table, const Groups& groups) {
  for (const auto& [key, value] : table)
    if (std::find(kRuleKeys.begin(), kRuleKeys.end(), key.str()) == kRuleKeys.end())
      return refuse("there is no key `" + std::string(key.str()) + "`");
  StayRule rule;
  GARITA_TRY(nationalities, nationalities_of(table, groups));
  rule.nationalities = nationalities;
  GARITA_TRY(document_types, texts_of(table.get("document_types"), "document_types"));
  rule.document_types = document_types;
  GARITA_TRY(classes, texts_of(table.get("classes"), "classes"));
  rule.admission_classes = classes;
  GARITA_TRY(instead_of, texts_of(table.get("instead_of"), "instead_of"));
  rule.instead_of = instead_of;
  GARITA_TRY(citation, text_at(table, "citation"));
  rule.citation = citation;
  rule.confidence = table["confidence"].value_or(std::string("high"));
  GARITA_CHECK(fill_counting(table, rule));
  GARITA_CHECK(fill_period(table, rule));
  return rule;
}

Result<Groups> groups_of(const toml::table& pack) {
  Groups groups;
  const auto* node = pack.get("groups");
  if (!node) return groups;
  const auto* table = node->as_table();
  if (!table) return refuse("`groups` is no table");
  for (const auto& [key, value] : *table) {
    GARITA_TRY(countries, countries_of(&value, std::string(key.str())));
    groups.emplace(std::string(key.str()), countries);
  }
  return groups;
}

Result<std::vector<StayRule>> rules_of(const toml::table& pack) {
  GARITA_TRY(groups, groups_of(pack));
  const auto* list = pack["rule"].as_array();
  if (!list || list->empty() || list->size() > kRulesMax)
    return refuse("a pack holds 1 to " + std::to_string(kRulesMax) + " [[rule]]");
  std::vector<StayRule> rules;
  for (const auto& node : *list) {
    const auto* table = node.as_table();
    if (!table) return refuse("`rule` is no list of tables");
    const auto id = (*table)["id"].value_or(std::string());
    if (id.empty()) return refuse("rule " + std::to_string(rules.size() + 1) + " has no `id`");
    auto rule = rule_of(*table, groups);
    if (!rule) return fail(std::move(rule.error()), "rule " + id);
    rule->id = id;
    rules.push_back(*std::move(rule));
  }
  return rules;
}

Result<toml::table> parsed(std::string_view text) {
  if (text.size() > kPackBytesMax) return refuse("larger than 4 MiB");
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& error) {
    std::ostringstream where;
    where << "line " << error.source().begin.line << ": " << error.description();
    return refuse(where.str());
  }
}

}  // namespace

Result<PolicyPack> PolicyPack::from_toml(std::string_view text) {
  GARITA_TRY(table, parsed(text));
  PolicyPack pack;
  GARITA_TRY(name, text_at(table, "name"));
  pack.name_ = name;
  GARITA_TRY(version, text_at(table, "version"));
  pack.version_ = version;
  GARITA_TRY(country, text_at(table, "country"));
  pack.country_ = CountryCode(country);
  GARITA_TRY(rules, rules_of(table));
  GARITA_TRY(order, order_of(rules));
  pack.order_ = std::move(order);
  pack.rules_ = rules;
  return pack;
}

}  // namespace garita
