#include "border-station/uplink/ledger_work.h"

#include <algorithm>

namespace garita::station {
namespace {

/// Small enough that an urgent record does not wait long behind one on a slow link.
constexpr std::size_t kBatchBytesWanted = std::size_t{16} * 1024;

}  // namespace

Result<std::vector<JournalPosition>> LedgerWork::positions() {
  GARITA_TRY(journals, ledger_.journals());
  std::vector<JournalPosition> positions;
  for (const auto& journal : journals) positions.push_back({journal.id, journal.head});
  return positions;
}

Result<StationSession::Receipted> LedgerWork::receipted() {
  GARITA_TRY(journals, ledger_.journals());
  StationSession::Receipted receipted;
  for (const auto& journal : journals) receipted[journal.id] = journal.held;
  return receipted;
}

Result<Hello> LedgerWork::hello(std::uint64_t disk_free_bytes) {
  Hello hello;
  hello.station = ledger_.place().station;
  hello.incarnation = ledger_.incarnation();
  hello.clock = ledger_.now();
  hello.software = std::string("garita-station ") + GARITA_VERSION;
  hello.disk_free_bytes = disk_free_bytes;
  GARITA_TRY(positions, this->positions());
  hello.journals = std::move(positions);
  GARITA_TRY(bulletins, ledger_.held_bulletins());
  for (const auto& bulletin : bulletins) hello.bulletins[bulletin.channel] = bulletin.version;
  return hello;
}

Result<std::optional<OutgoingBatch>> LedgerWork::batch(const station_intent::WantBatch& want) {
  const auto bytes = std::min(want.bytes_max, kBatchBytesWanted);
  GARITA_TRY(entries, ledger_.entries_after(want.journal, want.after, kBatchEntriesMax, bytes));
  if (entries.empty()) return std::optional<OutgoingBatch>();
  OutgoingBatch outgoing;
  outgoing.journal = want.journal;
  outgoing.last = entries.back().header.sequence;
  for (const auto& entry : entries) {
    const std::pair key{want.journal.incarnation, entry.header.epoch_key_hash};
    if (!keys_sent_.insert(key).second) continue;
    GARITA_TRY(wrapped, ledger_.wrapped_key(want.journal.incarnation, entry.header.epoch));
    if (wrapped) outgoing.keys.push_back(*std::move(wrapped));
  }
  outgoing.batch = encode(make_batch(std::move(entries), ledger_.identity().station_key));
  return std::optional(std::move(outgoing));
}

Result<std::pair<Claim, Backlog>> LedgerWork::claim(std::uint64_t disk_free_bytes) {
  GARITA_TRY(claim, ledger_.claim());
  GARITA_TRY(unsent, ledger_.unsent());
  return std::pair{std::move(claim), Backlog{unsent.records, unsent.oldest_at, disk_free_bytes}};
}

}  // namespace garita::station
