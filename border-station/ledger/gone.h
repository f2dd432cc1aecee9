#pragma once

#include <cstdint>
#include <string>

#include "schema/journal/entry.h"

namespace garita::station {

/// Records that the centre gave receipts for and does not hold any more, since it was set back to a
/// backup, and that this post has dropped: their headers are here, and nothing else.
struct GoneRecords {
  JournalId journal;
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  /// "PASO-01-01:1:movement 101-200".
  [[nodiscard]] std::string text() const;
};

/// What a ledger has noted as gone, "PASO-01-01:1:movement 101-200", and how many records that are
/// here follow it in that journal.
struct NotedGone {
  std::string what;
  std::uint64_t following = 0;
};

}  // namespace garita::station
