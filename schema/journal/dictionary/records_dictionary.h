#pragma once

#include "schema/vocabulary/bytes.h"

namespace garita {

/// records-1.zdict, embedded: what records have in common, for zstd. It never changes: entries
/// that were made with it are read with it (README.md).
[[nodiscard]] ByteView records_dictionary();

}  // namespace garita
