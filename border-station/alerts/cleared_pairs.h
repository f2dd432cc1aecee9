#pragma once

#include <optional>
#include <string_view>

#include "border-station/ledger/ledger.h"
#include "border-station/lists/list_tables.h"
#include "schema/crypto/hash.h"
#include "schema/vocabulary/result.h"

namespace garita::station {

inline constexpr std::string_view kClearedPairsChannel = "cleared-pairs";

/// The reader of channel "cleared-pairs" (schema/openstays/cleared_list.h): of the keys it keeps
/// this station's alone. Remedy: as for_each_cleared_pair.
[[nodiscard]] Result<ReadBulletin> read_cleared_pairs(Ledger& ledger, const Bulletin& bulletin);

/// Whether an officer of any post said of a pair (judged_pair) that it is not one person, as far as
/// the centre has told; absent also where the list has no key for this station. `pairs` are the
/// tables of kClearedPairsChannel. Remedy: repair, when the key cannot be opened.
[[nodiscard]] Result<std::optional<Clearing>> find_cleared_pair(ListTables& pairs,
                                                                const Digest& pair);
/// Whether the list in force has a key for this station. Remedy: as find_cleared_pair.
[[nodiscard]] Result<bool> tells_of_cleared_pairs(ListTables& pairs);

}  // namespace garita::station
