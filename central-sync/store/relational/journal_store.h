#pragma once

#include <map>

#include "central-sync/intake/store.h"
#include "schema/storage/database.h"

namespace garita::central {

/// Intake's memory in SQL (migrations 0003). `database` outlives it.
class RelationalIntake : public IntakeStore {
 public:
  explicit RelationalIntake(Database& database) : db_(database) {}

  Result<void> in_transaction(const std::function<Result<void>()>& work) override;
  Result<void> attempt(const std::function<Result<void>()>& work) override;
  Result<std::optional<KnownStation>> known_station(const StationId& station) override;
  Result<std::vector<HeldJournal>> journals_held(const StationId& station) override;
  Result<JournalHead> head_of(const JournalId& journal) override;
  Result<std::optional<Digest>> hash_of(const JournalId& journal, std::uint64_t sequence) override;
  Result<void> append(std::span<const Entry> entries, std::span<const Digest> hashes,
                      ByteView signature, Instant received_at) override;
  Result<void> keep_epoch_key(const WrappedEpochKey& key) override;
  Result<bool> holds_epoch_key(const EntryHeader& header) override;
  Result<bool> quarantine(const Quarantined& item, Instant received_at) override;
  Result<JournalHead> aside_head_of(const JournalId& journal) override;
  Result<void> keep_claim(const ReceivedClaim& claim) override;
  Result<std::uint64_t> opened_of(const JournalId& journal) override;
  Result<void> note_contact(const StationId& station, Instant at) override;
  Result<void> note_hello(const Hello& hello, Instant at) override;
  Result<void> note_backlog(const StationId& station, const Backlog& backlog, Instant at) override;
  Result<void> note_bulletin_held(const StationId& station, const BulletinHeld& held,
                                  Instant at) override;
  Result<void> note_standing(const StationStanding& standing, Instant at) override;
  Result<PutAside> put_aside_of(const StationId& station) override;
  Result<std::map<std::string, std::uint64_t>> newest_versions() override;
  Result<std::optional<Bulletin>> bulletin(const std::string& channel,
                                           std::uint64_t version) override;
  Result<std::optional<Instant>> bulletin_moment(const std::string& channel,
                                                 std::uint64_t version) override;

 private:
  Result<std::int64_t> last_arrival();
  Result<std::int64_t> journal_number(const JournalId& journal, Instant received_at);

  /// Of one transaction, the hashes of a row of held entries: a batch that is sent again asks for
  /// each of its records.
  struct HeldHashes {
    JournalId journal;
    std::uint64_t first = 0;
    std::vector<Digest> hashes;
  };
  Result<void> look_up_hashes(const JournalId& journal, std::uint64_t first);

  /// What was looked up is no longer true.
  void forget();

  Database& db_;
  bool writing_ = false;
  // Of one transaction.
  HeldHashes held_;
  std::optional<std::int64_t> last_arrival_;
  /// Stations are asked after at every look of every connection, and parsing costs more than the
  /// rest of the look.
  std::map<StationId, Certificate> parsed_;
};

}  // namespace garita::central
