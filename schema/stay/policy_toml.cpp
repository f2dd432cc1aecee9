#include <toml++/toml.h>
#include <algorithm>
#include <array>

#include "schema/stay/policy.h"
#include "schema/stay/policy_rules.h"
#include "schema/stay/toml_pieces.h"

namespace garita {
namespace {

constexpr std::size_t kRulesMax = 2000;
using Groups = std::map<std::string, std::set<CountryCode>>;

/// Keys of every rule; those that belong to some kinds alone are in policy_kinds.cpp.
constexpr std::array<std::string_view, 16> kRuleKeys = {
    "id",           "kind",       "groups",     "nationalities", "document_types",
    "classes",      "entry_day",  "grace_days", "notice_days",   "effective_from",
    "effective_to", "instead_of", "citation",   "source",        "confidence",
    "note"};
constexpr std::array kApprovalMatters = {ApprovalMatter::kVoid, ApprovalMatter::kCorrection,
                                         ApprovalMatter::kCheckDigit, ApprovalMatter::kAlert};
constexpr std::array<std::string_view, 3> kConfidences = {"high", "medium", "low"};

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
  GARITA_CHECK(fill_kind(table, rule));
  GARITA_TRY(counts, entry_day_counts(table));
  rule.entry_day_counts = counts;
  for (const auto& [key, days] :
       {std::pair{"grace_days", &rule.grace_days}, std::pair{"notice_days", &rule.notice_days}}) {
    if (!table.contains(key)) continue;
    GARITA_TRY(read, days_at(table, key, 0));
    *days = read;
  }
  return {};
}

Result<void> fill_law(const toml::table& table, StayRule& rule) {
  GARITA_TRY(citation, text_at(table, "citation"));
  rule.citation = citation;
  rule.confidence = kConfidences.front();
  if (table.contains("confidence")) {
    GARITA_TRY(confidence, text_at(table, "confidence"));
    rule.confidence = confidence;
  }
  if (std::find(kConfidences.begin(), kConfidences.end(), rule.confidence) == kConfidences.end())
    return refuse("`confidence` is \"high\", \"medium\" or \"low\"");
  if (!table.contains("source")) return {};
  GARITA_TRY(source, text_at(table, "source"));
  rule.source = source;
  return {};
}

bool is_known(std::string_view key) {
  const auto kinds = keys_of_kinds();
  return std::find(kRuleKeys.begin(), kRuleKeys.end(), key) != kRuleKeys.end() ||
         std::find(kinds.begin(), kinds.end(), key) != kinds.end();
}

Result<StayRule> rule_of(const toml::table& table, const Groups& groups) {
  for (const auto& [key, value] : table)
    if (!is_known(key.str())) return refuse("there is no key `" + std::string(key.str()) + "`");
  StayRule rule;
  GARITA_TRY(nationalities, nationalities_of(table, groups));
  rule.nationalities = nationalities;
  GARITA_TRY(document_types, texts_of(table.get("document_types"), "document_types"));
  rule.document_types = document_types;
  GARITA_TRY(classes, texts_of(table.get("classes"), "classes"));
  rule.admission_classes = classes;
  GARITA_TRY(instead_of, texts_of(table.get("instead_of"), "instead_of"));
  rule.instead_of = instead_of;
  GARITA_CHECK(fill_law(table, rule));
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

Result<std::set<ApprovalMatter>> approval_of(const toml::table& pack) {
  GARITA_TRY(words, texts_of(pack.get("approval"), "approval"));
  std::set<ApprovalMatter> approval;
  for (const auto& word : words) {
    const auto* matter = std::ranges::find(kApprovalMatters, word, approval_matter_name);
    if (matter == kApprovalMatters.end()) return refuse("`approval`: there is no " + word);
    approval.insert(*matter);
  }
  return approval;
}

}  // namespace

std::string_view approval_matter_name(ApprovalMatter matter) {
  switch (matter) {
    case ApprovalMatter::kVoid:
      return "void";
    case ApprovalMatter::kCorrection:
      return "correction";
    case ApprovalMatter::kCheckDigit:
      return "check_digit";
    case ApprovalMatter::kAlert:
      return "alert";
  }
  ensure(false, "every matter has a name");
  return "";
}

Result<PolicyPack> PolicyPack::from_toml(std::string_view text) {
  GARITA_TRY(table, parsed_pack(text));
  PolicyPack pack;
  GARITA_TRY(name, text_at(table, "name"));
  pack.name_ = name;
  GARITA_TRY(version, text_at(table, "version"));
  pack.version_ = version;
  GARITA_TRY(country, text_at(table, "country"));
  pack.country_ = CountryCode(country);
  GARITA_TRY(by_scan, flag_at(table, "exits_by_scan"));
  pack.exits_by_scan_ = by_scan;
  GARITA_TRY(photo, flag_at(table, "photo_at_entry"));
  pack.photo_at_entry_ = photo;
  if (table.contains("go_live_days")) {
    GARITA_TRY(days, days_at(table, "go_live_days", 1));
    pack.go_live_days_ = days;
  }
  GARITA_TRY(approval, approval_of(table));
  pack.approval_ = approval;
  GARITA_CHECK(appeal_in(table));
  GARITA_TRY(rules, rules_of(table));
  for (const auto& rule : rules) {
    const auto* pool = std::get_if<SharedPool>(&rule.kind);
    if (pool && !pool->states.contains(pack.country_))
      return refuse("rule " + rule.id + ": `states` leaves out " + country + " itself");
  }
  GARITA_TRY(order, order_of(rules));
  pack.order_ = std::move(order);
  pack.rules_ = rules;
  return pack;
}

}  // namespace garita
