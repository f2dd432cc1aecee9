#pragma once

#include <algorithm>
#include <concepts>
#include <span>
#include <string>
#include <vector>

#include "schema/storage/database.h"

namespace garita::central {

// Rows of many keys in a statement, as a server is far away.

/// Statements are of two sizes, so that each is prepared once.
inline constexpr std::size_t kListed = 64;

/// "(?1, ?2, …)" for one or for kListed.
[[nodiscard]] const std::string& list_of(bool one);

/// `take` is given some keys, the list to be put into SQL, and its values, of which the last is
/// repeated until there are as many as the list has.
template <typename Key, typename Take>
Result<void> in_lists(std::span<const Key> keys, Take take) {
  for (std::size_t from = 0; from < keys.size(); from += kListed) {
    const auto some = keys.subspan(from, std::min(kListed, keys.size() - from));
    std::vector<Value> values;
    values.reserve(kListed);
    for (std::size_t i = 0; i < (some.size() == 1 ? 1 : kListed); ++i) {
      const Key& key = some[std::min(i, some.size() - 1)];
      if constexpr (std::integral<Key> || std::same_as<Key, std::string>)
        values.emplace_back(key);
      else
        values.emplace_back(key.value());
    }
    GARITA_CHECK(take(some, list_of(some.size() == 1), values));
  }
  return {};
}

}  // namespace garita::central
