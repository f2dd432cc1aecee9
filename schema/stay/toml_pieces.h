#pragma once

#include <toml++/toml.h>

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "schema/stay/appeal.h"
#include "schema/stay/policy.h"
#include "schema/vocabulary/date.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/result.h"

namespace garita {

constexpr std::size_t kCountriesMax = 400;  // there are about 250

// What a pack's text is read with. Every refusal (Remedy: reject) names the key.

[[nodiscard]] Failure refuse(const std::string& what);
/// At most 4 MiB; what is no TOML is refused with its line.
[[nodiscard]] Result<toml::table> parsed_pack(std::string_view text);
/// A text that is there and not empty.
[[nodiscard]] Result<std::string> text_at(const toml::table& table, std::string_view key);
/// A number of days from `least` to a hundred years'.
[[nodiscard]] Result<int> days_at(const toml::table& table, std::string_view key,
                                  std::int64_t least);
[[nodiscard]] Result<std::optional<Date>> date_at(const toml::table& table, std::string_view key);
/// False where it is not there.
[[nodiscard]] Result<bool> flag_at(const toml::table& table, std::string_view key);
/// A list of texts; empty where there is no node.
[[nodiscard]] Result<std::set<std::string>> texts_of(const toml::node* node,
                                                     const std::string& key);
[[nodiscard]] Result<std::set<CountryCode>> countries_of(const toml::node* node,
                                                         const std::string& key);

/// The pack's table `appeal` (appeal.h).
[[nodiscard]] Result<std::optional<AppealWords>> appeal_in(const toml::table& pack);

/// The keys that fill_kind reads.
[[nodiscard]] std::span<const std::string_view> keys_of_kinds();
/// Reads the rule's kind and what only some kinds have. Refuses a key of another kind, and numbers
/// that contradict one another.
[[nodiscard]] Result<void> fill_kind(const toml::table& table, StayRule& rule);

}  // namespace garita
