#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "schema/crypto/secret.h"
#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/csv.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/result.h"

namespace garita {

// What lists have in common that travel down without saying whom they are about (open stays,
// cleared pairs): rows stand under keyed hashes, and the key is in the list, sealed to each
// station.

/// The key under which one station finds rows in a list: the same for all, sealed to the
/// certificate of each.
struct OpenStaysKey {
  StationId station;
  Bytes sealed;  ///< schema/crypto/envelope.h

  friend bool operator==(const OpenStaysKey&, const OpenStaysKey&) = default;
};

inline constexpr std::size_t kOpenStaysKeyBytes = 32;

/// How something stands in such a list: HMAC-SHA256 under the list's key, its first 16 bytes in
/// base64url. `kind` keeps the same text of different lists apart. Whoever has the key can try all
/// numbers, so the key changes.
[[nodiscard]] std::string keyed_reference(const Secret& key, std::string_view kind,
                                          std::string_view text);
[[nodiscard]] bool is_keyed_reference(std::string_view text);

/// A key's row in a list of four columns, of which the first is `reference` and the last
/// `sealed_key`: "station:ID" and nothing between.
[[nodiscard]] std::string key_row(const OpenStaysKey& key);
/// The key of a row, by these two columns; absent: it is none of a key. Remedy: reject.
[[nodiscard]] Result<std::optional<OpenStaysKey>> key_of_row(const CsvRows& row);

}  // namespace garita
