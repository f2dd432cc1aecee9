#include "schema/stay/policy_words.h"

#include <algorithm>
#include <array>
#include <string>

#include "schema/stay/toml_pieces.h"
#include "schema/vocabulary/codes.h"
#include "schema/vocabulary/state_codes.h"

namespace garita {
namespace {

constexpr std::array<std::string_view, 3> kStateKeys = {"nationalities", "states", "returns_from"};

bool is_letter(char c) { return c >= 'A' && c <= 'Z'; }

/// Doc 9303-3, section 4.4: a letter, and what its issuer likes behind it. Which letters there are
/// is no closed list: national formats have their own.
bool is_document_type(std::string_view word) {
  return !word.empty() && word.size() <= 2 && is_letter(word.front()) &&
         (word.size() == 1 || is_letter(word[1]) || (word[1] >= '0' && word[1] <= '9'));
}

bool is_class(std::string_view word) { return is_code(CodeList::kAdmissionClass, word); }

/// A code that ISO 3166-1 withdrew is one that records have.
bool is_state(std::string_view word) { return is_state_code(one_code_of(word)); }

struct Words {
  bool (*known)(std::string_view);
  std::string_view otherwise;
};
constexpr Words kStates = {is_state,
                           "is no State's code in ISO 3166-1 alpha-3 or Doc 9303-3, section 5"};
constexpr Words kClasses = {is_class, "is no admission class"};
constexpr Words kDocumentTypes = {is_document_type, "is no document code of a zone"};

Failure unknown(const toml::node& node, const std::string& where, const std::string& what) {
  return refuse("line " + std::to_string(node.source().begin.line) + ": " + where + what);
}

Result<void> check_word(const toml::node& node, const std::string& where, const Words& words) {
  const auto word = node.value<std::string>();
  if (!word || words.known(*word)) return {};
  return unknown(node, where, *word + " " + std::string(words.otherwise));
}

/// What is no list of texts is for PolicyPack::from_toml to refuse.
Result<void> check_list(const toml::node* node, const std::string& where, const Words& words) {
  const auto* list = node == nullptr ? nullptr : node->as_array();
  if (list == nullptr) return {};
  for (const auto& each : *list) GARITA_CHECK(check_word(each, where, words));
  return {};
}

Result<void> check_rule(const toml::table& rule, PackStates states) {
  const auto at = [&](std::string_view key) {
    return "rule " + rule["id"].value_or(std::string()) + ": `" + std::string(key) + "`: ";
  };
  GARITA_CHECK(check_list(rule.get("classes"), at("classes"), kClasses));
  GARITA_CHECK(check_list(rule.get("document_types"), at("document_types"), kDocumentTypes));
  if (states == PackStates::kAny) return {};
  for (const auto key : kStateKeys) GARITA_CHECK(check_list(rule.get(key), at(key), kStates));
  return {};
}

Result<void> check_states_of_pack(const toml::table& pack) {
  if (const auto* country = pack.get("country"))
    GARITA_CHECK(check_word(*country, "`country`: ", kStates));
  const auto* groups = pack["groups"].as_table();
  if (groups == nullptr) return {};
  for (const auto& [name, list] : *groups)
    GARITA_CHECK(check_list(&list, "group " + std::string(name.str()) + ": ", kStates));
  return {};
}

}  // namespace

Result<void> check_policy_words(std::string_view text, PackStates states) {
  GARITA_TRY(pack, parsed_pack(text));
  if (states == PackStates::kReal) GARITA_CHECK(check_states_of_pack(pack));
  const auto* rules = pack["rule"].as_array();
  if (rules == nullptr) return {};
  for (const auto& rule : *rules)
    if (const auto* table = rule.as_table()) GARITA_CHECK(check_rule(*table, states));
  return {};
}

}  // namespace garita
