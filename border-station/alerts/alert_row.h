#pragma once

#include <string_view>

#include "border-station/ledger/ledger.h"
#include "schema/alerts/alert_entry.h"
#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/result.h"

namespace garita::station {

inline constexpr std::string_view kAlertsChannel = "alerts";

/// An entry as it lies in the ledger's file.
[[nodiscard]] Bytes seal_alert(const Ledger& ledger, const AlertEntry& entry);
/// Remedy: reject, when it is none or was changed.
[[nodiscard]] Result<AlertEntry> open_alert(const Ledger& ledger, ByteView sealed);

}  // namespace garita::station
