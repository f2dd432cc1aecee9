#pragma once

#include <map>
#include <vector>

#include "central-sync/flags/post_zones.h"
#include "central-sync/store/closing.h"
#include "schema/storage/database.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// Of every station that was ever enrolled, by post.
[[nodiscard]] Result<std::map<PostCode, std::vector<StationTimes>>> read_station_times(
    Database& database);

/// As CentralStore says of them, all that are known.
[[nodiscard]] Result<std::vector<Reopening>> read_reopenings(Database& database);

}  // namespace garita::central
