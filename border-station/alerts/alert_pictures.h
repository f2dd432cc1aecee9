#pragma once

#include <optional>
#include <string_view>

#include "border-station/ledger/ledger.h"
#include "border-station/lists/list_tables.h"
#include "schema/crypto/secret.h"
#include "schema/vocabulary/result.h"

namespace garita::station {

inline constexpr std::string_view kAlertPicturesChannel = "alert-pictures";

/// The reader of channel "alert-pictures" (schema/alerts/alert_picture.h): each picture is sealed
/// by itself and found by its reference. Remedy: as for_each_picture.
[[nodiscard]] Result<ReadBulletin> read_alert_pictures(Ledger& ledger, const Bulletin& bulletin);

/// The one picture, opened now: none is in memory before it is asked for. Absent: it has not come,
/// or is gone. `pictures` are the tables of kAlertPicturesChannel. Remedy: as the ledger.
[[nodiscard]] Result<std::optional<Secret>> find_alert_picture(ListTables& pictures,
                                                               std::string_view reference);

}  // namespace garita::station
