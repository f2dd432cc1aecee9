#pragma once

#include "border-station/inspection/inspection.h"
#include "border-station/ledger/ledger.h"

namespace garita::station {

/// Knows again what an officer asked for, whatever was examined since: all that the draft says but
/// for its moment, and for what the protection unit alone is told, of which nothing stays here.
[[nodiscard]] Digest statement_of(const Ledger& ledger, const Draft& draft);

}  // namespace garita::station
