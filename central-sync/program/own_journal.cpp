#include "central-sync/program/own_journal.h"

#include "schema/journal/statements.h"

namespace garita::central {

Result<OwnJournal> OwnJournal::open(CentralDatabase& database, const Layout& layout) {
  GARITA_TRY(station, database.book().own_station());
  GARITA_TRY(credential, load_credential(layout, kJournalKey));
  GARITA_TRY(seal, load_certificate(layout, kSealKey));
  return OwnJournal(database, station, std::move(credential), std::move(seal));
}

Result<RecordId> OwnJournal::write(const Record& record, Lane lane, Instant now,
                                   const std::function<Result<void>()>& along) {
  RecordId id;
  const auto work = [&]() -> Result<void> {
    if (along) GARITA_CHECK(along());
    GARITA_TRY(written, append(record, lane, now));
    id = written;
    return {};
  };
  GARITA_CHECK(database_->intake().in_transaction(work));
  return id;
}

Result<RecordId> OwnJournal::write_noted(const Record& record, const AuditNote& note, Instant now) {
  return write(record, Lane::kMovement, now, [&]() -> Result<void> {
    GARITA_CHECK(append(note, Lane::kAudit, now));
    return {};
  });
}

Result<std::vector<RecordId>> OwnJournal::write_all(std::span<const Record> records, Lane lane,
                                                    Instant now,
                                                    const std::function<Result<void>()>& before) {
  std::vector<RecordId> written;
  const auto work = [&]() -> Result<void> {
    written.clear();
    if (before) GARITA_CHECK(before());
    for (const auto& record : records) {
      GARITA_TRY(id, append(record, lane, now));
      written.push_back(id);
    }
    return {};
  };
  GARITA_CHECK(database_->intake().in_transaction(work));
  return written;
}

Result<RecordId> OwnJournal::append(const Record& record, Lane lane, Instant now) {
  GARITA_TRY(bytes, encode_record(record));
  const JournalId journal{station_, 1, lane};
  GARITA_TRY(head, database_->intake().head_of(journal));
  // Commands are short-lived: each seals under a key of its own, and none has to be kept.
  GARITA_TRY(epoch, make_epoch_key(epoch_of(now), seal_));
  GARITA_CHECK(database_->intake().keep_epoch_key(
      {station_, journal.incarnation, epoch.epoch, epoch.wrapped}));
  EntryHeader header;
  header.journal = journal;
  header.sequence = head.sequence + 1;
  header.recorded_at = now;
  header.previous = head.hash;
  const Entry entry = seal_entry(bytes, header, epoch, random_bytes(kSaltBytes));
  const Digest hash = entry_hash(entry);
  const auto signed_head =
      SignedHead::make(journal, {entry.header.sequence, hash}, credential_.key);
  GARITA_CHECK(database_->intake().append(std::span(&entry, 1), std::span(&hash, 1),
                                          signed_head.signature, now));
  return entry.id();
}

}  // namespace garita::central
