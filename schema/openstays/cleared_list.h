#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <variant>

#include "schema/openstays/keyed_list.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/instant.h"

namespace garita {

/// Of whom an officer of some post said that they are not one person, as other posts are told:
/// under the keyed hash of the pair (Hit::pair), without a name.
struct ClearedPairEntry {
  std::string reference;  ///< cleared_pair_reference()
  RecordId crossing;      ///< at which it was said
  Instant at;

  friend bool operator==(const ClearedPairEntry&, const ClearedPairEntry&) = default;
};

using ClearedPairRow = std::variant<ClearedPairEntry, OpenStaysKey>;

[[nodiscard]] std::string cleared_pair_reference(const Secret& key, ByteView pair);

/// How the list is written (channel "cleared-pairs"): CSV, UTF-8, columns
/// `reference,crossing,at,sealed_key`. A key's row has no crossing.
[[nodiscard]] std::string cleared_pairs_header();
[[nodiscard]] std::string csv_row(const ClearedPairRow& row);
/// One row at a time is in memory; `take` may be empty. Remedy: reject, with the line.
[[nodiscard]] Result<void> for_each_cleared_pair(std::string_view csv,
                                                 const std::function<void(ClearedPairRow)>& take);

}  // namespace garita
