#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "border-station/ledger/ledger.h"
#include "border-station/lists/list_tables.h"
#include "schema/openstays/open_stay_list.h"
#include "schema/vocabulary/date.h"
#include "schema/vocabulary/instant.h"
#include "schema/vocabulary/result.h"

namespace garita::station {

inline constexpr std::string_view kOpenStaysChannel = "open-stays";

/// A stay as the centre's list has it.
struct ListedStay {
  Date entered = Date::from_days_since_epoch(0);
  std::optional<Date> until;  ///< last legal day; absent: no days are counted
  Instant list_issued_at;     ///< what came to the centre later is not in it
};

/// The reader of channel "open-stays": of the keys it keeps this station's alone. Remedy: as
/// for_each_open_stay.
[[nodiscard]] Result<ReadBulletin> read_open_stays(Ledger& ledger, const Bulletin& bulletin);

/// The open stay of whoever shows a document (document_key, schema/matching), at a post that need
/// never have met them. Absent: none is listed, or the list holds no key for this station, since it
/// was enrolled later. `stays` are the tables of kOpenStaysChannel. Remedy: repair, when the key
/// cannot be opened.
[[nodiscard]] Result<std::optional<ListedStay>> find_open_stay(ListTables& stays,
                                                               std::string_view document_key);

}  // namespace garita::station
