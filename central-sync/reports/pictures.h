#pragma once

#include <vector>

#include "central-sync/projection/projector.h"
#include "central-sync/store/central_database.h"
#include "schema/record/picture.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// The pictures of a crossing, opened now: at rest they are sealed, and no table is made of them.
/// None: the crossing has none. Remedy: reject, where there is no such crossing or one of its
/// records was erased; retry, where a part has not arrived yet; as the store.
[[nodiscard]] Result<std::vector<Picture>> pictures_of(CentralDatabase& database,
                                                       const ProjectorKeys& keys,
                                                       const RecordId& crossing);

}  // namespace garita::central
