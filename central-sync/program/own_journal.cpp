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
    GARITA_TRY(written, append(std::span(&record, 1), lane, now));
    id = written.front();
    return {};
  };
  GARITA_CHECK(database_->intake().in_transaction(work));
  return id;
}

Result<RecordId> OwnJournal::write_noted(const Record& record, const AuditNote& note, Instant now) {
  return write(record, Lane::kMovement, now, [&]() -> Result<void> {
    const Record noted = note;
    GARITA_CHECK(append(std::span(&noted, 1), Lane::kAudit, now));
    return {};
  });
}

Result<std::vector<RecordId>> OwnJournal::write_all(std::span<const Record> records, Lane lane,
                                                    Instant now,
                                                    const std::function<Result<void>()>& before) {
  std::vector<RecordId> written;
  const auto work = [&]() -> Result<void> {
    if (before) GARITA_CHECK(before());
    GARITA_TRY(ids, append(records, lane, now));
    written = std::move(ids);
    return {};
  };
  GARITA_CHECK(database_->intake().in_transaction(work));
  return written;
}

Result<std::vector<RecordId>> OwnJournal::append(std::span<const Record> records, Lane lane,
                                                 Instant now) {
  const JournalId journal{station_, 1, lane};
  GARITA_TRY(head, database_->intake().head_of(journal));
  // Commands are short-lived: each seals under a key of its own, and none has to be kept.
  GARITA_TRY(epoch, make_epoch_key(epoch_of(now), seal_));
  GARITA_CHECK(database_->intake().keep_epoch_key(
      {station_, journal.incarnation, epoch.epoch, epoch.wrapped}));
  std::vector<Entry> entries;
  std::vector<Digest> hashes;
  std::vector<RecordId> ids;
  for (const auto& record : records) {
    GARITA_TRY(bytes, encode_record(record));
    EntryHeader header;
    header.journal = journal;
    header.sequence = head.sequence + 1;
    header.recorded_at = now;
    header.previous = head.hash;
    entries.push_back(seal_entry(bytes, header, epoch, random_bytes(kSaltBytes)));
    hashes.push_back(entry_hash(entries.back()));
    ids.push_back(entries.back().id());
    head = {header.sequence, hashes.back()};
  }
  const auto signed_head = SignedHead::make(journal, head, credential_.key);
  GARITA_CHECK(database_->intake().append(entries, hashes, signed_head.signature, now));
  return ids;
}

}  // namespace garita::central
