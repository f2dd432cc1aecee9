#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "schema/crypto/secret.h"
#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/date.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/result.h"

namespace garita {

/// Somebody who is in the country, as a post that never met them is told: under the keyed hash of
/// a travel document, without a name.
struct OpenStayEntry {
  std::string reference;  ///< open_stay_reference() of the document
  Date entered = Date::from_days_since_epoch(0);
  /// The last legal day; absent: no days are counted. Whether there is no limit, or a decision
  /// suspended it, and for what, is not said (design/semantics: Keys).
  std::optional<Date> until;

  friend bool operator==(const OpenStayEntry&, const OpenStayEntry&) = default;
};

/// The key under which one station finds documents in the list: the same for all, sealed to the
/// certificate of each.
struct OpenStaysKey {
  StationId station;
  Bytes sealed;  ///< schema/crypto/envelope.h

  friend bool operator==(const OpenStaysKey&, const OpenStaysKey&) = default;
};

using OpenStayRow = std::variant<OpenStayEntry, OpenStaysKey>;

inline constexpr std::size_t kOpenStaysKeyBytes = 32;

/// How a document (document_key, schema/matching) stands in the list: HMAC-SHA256 under the
/// list's key, its first 16 bytes in base64url. Whoever has the key can try all numbers, so the
/// key changes.
[[nodiscard]] std::string open_stay_reference(const Secret& key, std::string_view document_key);

/// How a list is written: CSV, UTF-8, columns `reference,entered,until,sealed_key`, sorted by
/// nobody. A key's row has `station:ID` for its reference and no dates.
[[nodiscard]] std::string open_stays_header();
[[nodiscard]] std::string csv_row(const OpenStayRow& row);
/// One row at a time is in memory; `take` may be empty. Remedy: reject, with the line.
[[nodiscard]] Result<void> for_each_open_stay(std::string_view csv,
                                              const std::function<void(OpenStayRow)>& take);

}  // namespace garita
