#pragma once

#include <set>
#include <utility>

#include "border-station/ledger/ledger.h"
#include "schema/wire/station_session.h"

namespace garita::station {

/// What a session asks of the ledger, as plain calls on the ledger's thread. One for each
/// connection; it remembers which epoch keys that connection has carried.
class LedgerWork {
 public:
  explicit LedgerWork(Ledger& ledger) : ledger_(ledger) {}

  /// What the conversation begins with.
  [[nodiscard]] Result<Hello> hello(std::uint64_t disk_free_bytes);
  [[nodiscard]] Result<std::vector<JournalPosition>> positions();
  [[nodiscard]] Result<StationSession::Receipted> receipted();
  /// Absent when there is nothing after `want.after`.
  [[nodiscard]] Result<std::optional<OutgoingBatch>> batch(const station_intent::WantBatch& want);
  [[nodiscard]] Result<std::pair<Claim, Backlog>> claim(std::uint64_t disk_free_bytes);

 private:
  Ledger& ledger_;
  std::set<std::pair<std::uint32_t, Digest>> keys_sent_;
};

}  // namespace garita::station
