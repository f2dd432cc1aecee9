#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "schema/crypto/secret.h"
#include "schema/openstays/keyed_list.h"
#include "schema/vocabulary/date.h"
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

using OpenStayRow = std::variant<OpenStayEntry, OpenStaysKey>;

/// How a document (document_key, schema/matching) stands in the list (keyed_reference).
[[nodiscard]] std::string open_stay_reference(const Secret& key, std::string_view document_key);

/// How a list is written: CSV, UTF-8, columns `reference,entered,until,sealed_key`, sorted by
/// nobody. A key's row has `station:ID` for its reference and no dates.
[[nodiscard]] std::string open_stays_header();
[[nodiscard]] std::string csv_row(const OpenStayRow& row);
/// One row at a time is in memory; `take` may be empty. Remedy: reject, with the line.
[[nodiscard]] Result<void> for_each_open_stay(std::string_view csv,
                                              const std::function<void(OpenStayRow)>& take);

}  // namespace garita
