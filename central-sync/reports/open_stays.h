#pragma once

#include <functional>

#include "central-sync/store/central_store.h"
#include "schema/vocabulary/instant.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// Who is in the country by what is known at a moment, until `visit` fails: everybody whose stay
/// has a last legal day, and whoever has none any more because of something that was decided. Who
/// needs none from the beginning (nationals, the exempt) is not listed: what a post holds itself
/// says so. Remedy: as the store.
[[nodiscard]] Result<void> for_each_open_stay(
    CentralStore& store, Instant now, const std::function<Result<void>(const OpenStay&)>& visit);

}  // namespace garita::central
