#include <algorithm>

#include "border-station/ledger/ledger_state.h"
#include "border-station/ledger/protection.h"
#include "border-station/ledger/written_before.h"
#include "schema/matching/normalise.h"

namespace garita::station {
namespace {

constexpr std::string_view kJournalHead =
    "SELECT last_sequence, last_hash FROM journal WHERE incarnation = ?1 AND lane = ?2";
constexpr std::string_view kMoveHead =
    "INSERT INTO journal (incarnation, lane, last_sequence, last_hash) VALUES (?1, ?2, ?3, ?4)"
    " ON CONFLICT (incarnation, lane) DO UPDATE"
    " SET last_sequence = excluded.last_sequence, last_hash = excluded.last_hash";
constexpr std::string_view kInsertEntry =
    "INSERT INTO entry (incarnation, lane, sequence, recorded_at, epoch, epoch_key_hash,"
    " dictionary, previous, salt_hash, salt, ciphertext, hash)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
constexpr std::string_view kUsableEpoch =
    "SELECT epoch, wrapped, key_sealed FROM epoch"
    " WHERE incarnation = ?1 AND epoch >= ?2 AND key_sealed IS NOT NULL"
    " AND opened_at IS NULL ORDER BY epoch LIMIT 1";
constexpr std::string_view kNewestEpoch =
    "SELECT coalesce(max(epoch), 0) FROM epoch WHERE incarnation = ?1";
constexpr std::string_view kInsertEpoch =
    "INSERT INTO epoch (incarnation, epoch, wrapped, key_sealed) VALUES (?1, ?2, ?3, ?4)";
constexpr std::string_view kInsertReference =
    "INSERT INTO reference (reference_hash, record, statement_hash) VALUES (?1, ?2, ?3)";
constexpr std::string_view kInsertTrip =
    "INSERT INTO trip (document_hash, person_hash, incarnation, sequence, epoch, direction,"
    " decision, at, crossing_sealed, corrects) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
constexpr std::string_view kMarkCorrected =
    "UPDATE trip SET corrected_by = ?1, correction_hash = ?2, replaced = ?3"
    " WHERE incarnation = ?4 AND sequence = ?5 AND corrected_by IS NULL";
constexpr std::string_view kCorrectionHash =
    "SELECT correction_hash FROM trip WHERE incarnation = ?1 AND sequence = ?2";

constexpr std::string_view kDocumentOf =
    "SELECT document_hash FROM trip WHERE incarnation = ?1 AND sequence = ?2";

constexpr auto kEpochKeyColumn = "epoch.key";
constexpr auto kCrossingColumn = "trip.crossing";

/// Absent: it says no number.
std::optional<Digest> document_hash(const Ledger& ledger, const TravelDocument& document) {
  if (document.document_number.empty()) return std::nullopt;
  return ledger.look_up_hash("document",
                             document_key(document.issuing_state, document.document_number));
}

/// Writes records inside a transaction of the caller's.
class Writer {
 public:
  Writer(Ledger& ledger, Database& database, Instant now)
      : ledger_(ledger), database_(database), now_(now) {}

  Result<void> begin() {
    GARITA_TRY(incarnation, read_incarnation(database_));
    incarnation_ = incarnation;
    return {};
  }

  [[nodiscard]] std::uint32_t incarnation() const { return incarnation_; }

  /// What was written last in a lane, as the lock shows it.
  Result<std::uint64_t> last_sequence(Lane lane) {
    GARITA_TRY(head, journal_head(lane));
    return head.sequence;
  }

  Result<RecordId> append(Lane lane, const Record& record) {
    GARITA_TRY(bytes, encode_record(record));
    GARITA_TRY(epoch, epoch_key());
    GARITA_TRY(head, journal_head(lane));
    EntryHeader header;
    header.journal = {ledger_.place().station, incarnation_, lane};
    header.sequence = head.sequence + 1;
    header.recorded_at = now_;
    header.previous = head.hash;
    const Entry entry = seal_entry(bytes, header, epoch, random_bytes(kSaltBytes));
    GARITA_CHECK(insert(entry));
    return entry.id();
  }

  /// `corrects`: in whose place it stands.
  Result<void> remember(const RecordId& record, const Crossing& crossing,
                        const std::optional<RecordId>& corrects) {
    const auto& document = crossing.document;
    const auto by_document = document_hash(ledger_, document);
    std::optional<Digest> by_person;
    if (document.birth_date && !document.surname.empty()) {
      by_person = ledger_.look_up_hash(
          "person", person_key(document.surname, document.given_names, *document.birth_date,
                               CountryCode(document.nationality)));
    }
    GARITA_TRY(bytes, encode_record(crossing));
    const Bytes sealed = ledger_.seal_column(kCrossingColumn, bytes);
    std::optional<std::string> in_place_of;
    if (corrects) in_place_of = corrects->text();
    auto done = database_.execute(
        kInsertTrip, {by_document, by_person, record.incarnation, record.sequence, epoch_,
                      static_cast<int>(crossing.direction), static_cast<int>(crossing.decision),
                      crossing.at.milliseconds, sealed, in_place_of});
    if (!done) return Failure(done.error());
    return {};
  }

 private:
  Result<JournalHead> journal_head(Lane lane) {
    GARITA_TRY(row, database_.prepare(kJournalHead, {incarnation_, static_cast<int>(lane)}));
    GARITA_TRY(found, row.step());
    if (!found) return JournalHead{};
    GARITA_TRY(hash, digest_column(row, 1));
    return JournalHead{static_cast<std::uint64_t>(row.integer(0)), hash};
  }

  /// The key of today, made by whoever writes first. Where the clock went back to a day whose key
  /// was dropped, the next number that was never used takes its place.
  Result<EpochKey> epoch_key() {
    const std::uint32_t today = epoch_of(now_);
    GARITA_TRY(row, database_.prepare(kUsableEpoch, {incarnation_, today}));
    GARITA_TRY(found, row.step());
    if (found) {
      GARITA_TRY(key, ledger_.open_column(kEpochKeyColumn, row.blob(2)));
      epoch_ = static_cast<std::uint32_t>(row.integer(0));
      return EpochKey{epoch_, std::move(key), row.blob(1)};
    }
    GARITA_TRY(newest, database_.prepare(kNewestEpoch, {incarnation_}));
    GARITA_TRY(has_row, newest.step());
    ensure(has_row, "an aggregate gives a row");
    const auto unused = static_cast<std::uint32_t>(newest.integer(0) + 1);
    epoch_ = std::max(today, unused);
    GARITA_TRY(made, make_epoch_key(epoch_, ledger_.identity().seal));
    const Bytes sealed = ledger_.seal_column(kEpochKeyColumn, made.key.view());
    auto kept = database_.execute(kInsertEpoch, {incarnation_, epoch_, made.wrapped, sealed});
    if (!kept) return Failure(kept.error());
    return made;
  }

  Result<void> insert(const Entry& entry) {
    const auto& header = entry.header;
    const int lane = static_cast<int>(header.journal.lane);
    const Digest hash = entry_hash(entry);
    auto inserted = database_.execute(
        kInsertEntry, {incarnation_, lane, header.sequence, header.recorded_at.milliseconds,
                       header.epoch, header.epoch_key_hash, header.dictionary, header.previous,
                       header.salt_hash, entry.salt, entry.ciphertext, hash});
    if (!inserted) return Failure(inserted.error());
    auto moved = database_.execute(kMoveHead, {incarnation_, lane, header.sequence, hash});
    if (!moved) return Failure(moved.error());
    return {};
  }

  Ledger& ledger_;
  Database& database_;
  Instant now_;
  std::uint32_t incarnation_ = 1;
  std::uint32_t epoch_ = 0;  ///< of the last record
};

/// The urgent records that name `crossing`.
Result<std::vector<Record>> additional_records(Ledger& ledger, NewDecision& decision,
                                               const RecordId& id) {
  const Crossing& crossing = decision.crossing;
  GARITA_TRY(sealed, sealed_for_protection(ledger, decision, id));
  std::vector<Record> records;
  for (auto& hit : decision.hits) {
    hit.crossing = id;
    hit.at = crossing.at;
    hit.post = crossing.post;
    hit.officer = crossing.officer;
    records.emplace_back(std::move(hit));
  }
  if (crossing.decision == DecisionKind::kRefuse) {
    records.emplace_back(Refusal{id, crossing.at, crossing.post, std::move(decision.grounds),
                                 std::move(decision.note), crossing.officer});
  }
  if (crossing.decision == DecisionKind::kRefer) {
    records.emplace_back(Referral{id, crossing.at, crossing.post, std::move(decision.grounds),
                                  std::move(decision.note), crossing.officer, std::move(sealed)});
  }
  return records;
}

/// The neutral record that goes to the centre beside what the protection unit alone is told
/// (design/semantics: Keys). In lane movement, so that no flag is raised before it is known.
std::optional<Record> suspension_of(const NewDecision& decision, const RecordId& id) {
  if (decision.told.concerns.empty()) return std::nullopt;
  StatusDecision suspension;
  suspension.kind = StatusKind::kSuspend;
  suspension.at = decision.crossing.at;
  suspension.entry = id;
  suspension.authority = decision.crossing.post.value();
  suspension.officer = decision.crossing.officer;
  return suspension;
}

/// Whether a referral among them is sealed to the unit, be anything told or not.
bool tells_the_unit(const std::vector<Record>& beside) {
  return std::ranges::any_of(beside, [](const Record& record) {
    const auto* referral = std::get_if<Referral>(&record);
    return referral != nullptr && !referral->sealed.empty();
  });
}

/// Whether a crossing that is no longer readable here was of that document.
Result<bool> was_of(Ledger& ledger, const RecordId& record, const TravelDocument& document) {
  GARITA_TRY(row, ledger.database().prepare(kDocumentOf, {record.incarnation, record.sequence}));
  GARITA_TRY(found, row.step());
  const auto stored = found ? row.nullable_blob(0) : std::nullopt;
  const auto asked = document_hash(ledger, document);
  if (!stored || !asked) return !stored && !asked;
  return std::ranges::equal(*stored, *asked);
}

/// Whether `asked` says of the traveller what was recorded. The evidence of the moment (clock,
/// versions of lists) may differ: the same decision is asked for again later.
bool says_the_same(const OwnDecision& recorded, const NewDecision& asked) {
  const Crossing& now = asked.crossing;
  if (recorded.direction != now.direction || recorded.decision != now.decision) return false;
  if (asked.at && *asked.at != recorded.at) return false;
  if (!recorded.crossing) return true;  // no longer readable here
  const Crossing& before = *recorded.crossing;
  return before.document == now.document && before.purpose == now.purpose &&
         before.transport == now.transport && before.admission_class == now.admission_class &&
         before.granted_days == now.granted_days && before.granted_until == now.granted_until;
}

/// What a correction states, whoever asks for it again.
Digest statement_hash(const Ledger& ledger, const NewCorrection& correction) {
  std::string said = correction.officer.value() + "\n" + correction.reason;
  if (const auto& instead = correction.replacement) {
    const auto number = [](const auto& value) { return value ? std::to_string(*value) : ""; };
    std::optional<std::int64_t> until;
    if (instead->granted_until) until = instead->granted_until->days_since_epoch();
    for (const std::string& part :
         {std::string(direction_name(instead->direction)), instead->purpose, instead->transport,
          instead->admission_class, number(instead->granted_days), number(until)}) {
      said += "\n" + part;
    }
  }
  return ledger.look_up_hash("correction", said);
}

/// The crossing as it should have been recorded: what the officer may not restate is as before.
Crossing restated(Crossing instead, const Crossing& before) {
  instead.decision = before.decision;
  instead.at = before.at;
  instead.post = before.post;
  instead.officer = before.officer;
  instead.approved_by = before.approved_by;
  instead.typed_by = before.typed_by;
  instead.document = before.document;
  instead.evidence = before.evidence;
  instead.fallback = before.fallback;
  instead.clock = before.clock;
  // One record is found under a reference: the first.
  instead.reference.clear();
  // Pictures are found beside the record that they came with.
  instead.first_picture = 0;
  instead.picture_chunks = 0;
  return instead;
}

/// Leaves out what cannot be taken beside the crossing, and says why.
PicturesKept leave_room(const Ledger& ledger, std::vector<Picture>& pictures) {
  if (pictures.empty()) return PicturesKept::kAll;
  if (disk_level(ledger.disk_free_bytes().value_or(0)) == DiskLevel::kNoPictures) {
    pictures.clear();
    return PicturesKept::kDiskLow;
  }
  const auto left_out = std::erase_if(pictures, [](const Picture& picture) {
    return picture.content.size() > kEvidencePictureBytesMax;
  });
  const bool too_many = pictures.size() > kPicturesMax;
  if (too_many) pictures.resize(kPicturesMax);
  return left_out > 0 || too_many ? PicturesKept::kTooLarge : PicturesKept::kAll;
}

}  // namespace

Result<std::optional<Written>> written_before(Ledger& ledger, const NewDecision& decision) {
  const std::string& reference = decision.crossing.reference;
  if (reference.empty()) return std::optional<Written>();
  GARITA_TRY(recorded, ledger.decision_under(reference));
  if (!recorded) return std::optional<Written>();
  GARITA_TRY(stands, ledger.statement_under(reference));
  const bool states_another = stands && decision.statement && *stands != *decision.statement;
  bool is_theirs = true;
  if (!recorded->crossing) {
    GARITA_TRY(same, was_of(ledger, recorded->record, decision.crossing.document));
    is_theirs = same;
  }
  if (states_another || !is_theirs || !says_the_same(*recorded, decision)) {
    return fail(Remedy::kReject, "this reference stands for another decision, record " +
                                     recorded->record.text() + ": nothing was recorded");
  }
  return std::optional<Written>(Written{recorded->record, {}, recorded->at, true});
}

Result<Written> Ledger::append_decision(NewDecision decision) {
  const PicturesKept kept = leave_room(*this, decision.pictures);
  auto written = append_whole(decision);
  // Where there is room, somebody else was writing, and the decision is asked for again.
  const bool full = !written && written.error().remedy == Remedy::kRetry &&
                    disk_level(disk_free_bytes().value_or(0)) != DiskLevel::kEnough;
  if (full && !decision.pictures.empty()) {
    // The crossing is what must not be lost: what it alone needs may still be there.
    decision.pictures.clear();
    written = append_whole(decision);
    if (written) written->pictures = PicturesKept::kDiskLow;
  } else if (written && !written->repeated) {
    written->pictures = kept;
  }
  return written;
}

Result<Written> Ledger::append_whole(NewDecision decision) {
  auto& database = state_->database;
  GARITA_TRY(transaction, WriteTransaction::begin(database));
  Crossing& crossing = decision.crossing;
  GARITA_TRY(before, written_before(*this, decision));
  if (before) return *std::move(before);
  // The time is taken under the lock: a claim that was signed before cannot be overtaken.
  const Instant now = this->now();
  crossing.at = decision.at.value_or(now);
  crossing.post = place().post;
  GARITA_TRY(clock, clock_evidence(database));
  crossing.clock = std::move(clock);
  Writer writer(*this, database, now);
  GARITA_CHECK(writer.begin());
  GARITA_TRY(crossings, writer.last_sequence(Lane::kMovement));
  const RecordId next{place().station, writer.incarnation(), Lane::kMovement, crossings + 1};
  const auto chunks = split_pictures(next, decision.pictures);
  if (!chunks.empty()) {
    GARITA_TRY(pictures, writer.last_sequence(Lane::kEvidence));
    crossing.first_picture = pictures + 1;
    crossing.picture_chunks = static_cast<std::uint32_t>(chunks.size());
  }
  GARITA_TRY(id, writer.append(Lane::kMovement, crossing));
  GARITA_CHECK(writer.remember(id, crossing, std::nullopt));
  if (crossing.fallback) GARITA_CHECK(count_typed_in(database, crossing.at));
  for (const auto& chunk : chunks) GARITA_CHECK(writer.append(Lane::kEvidence, chunk));
  Written written{id, {}, crossing.at, false};
  const auto suspension = suspension_of(decision, id);
  GARITA_TRY(beside, additional_records(*this, decision, id));
  if (suspension) {
    GARITA_CHECK(writer.append(Lane::kMovement, *suspension));
  } else if (tells_the_unit(beside)) {
    // Of every referral that carries what is sealed a record follows: none is told by its number.
    const Instant until = now.minus(std::chrono::milliseconds(1));
    GARITA_CHECK(writer.append(Lane::kMovement, Heartbeat{until, id.sequence, crossing.clock}));
  }
  for (const auto& record : beside) {
    GARITA_TRY(additional, writer.append(Lane::kUrgent, record));
    written.additional.push_back(additional);
    GARITA_CHECK(note_judged(record, now));
  }
  if (!crossing.reference.empty()) {
    const Digest reference = look_up_hash("reference", crossing.reference);
    GARITA_TRY(kept,
               database.execute(kInsertReference, {reference, id.text(), decision.statement}));
    ensure(kept == 1, "a reference is kept once");
  }
  GARITA_CHECK(transaction.commit());
  state_->incarnation = writer.incarnation();
  return written;
}

Result<WrittenCorrection> Ledger::append_correction(NewCorrection asked) {
  auto& database = state_->database;
  GARITA_TRY(transaction, WriteTransaction::begin(database));
  GARITA_TRY(own, decision(asked.of));
  if (!own || !own->crossing) {
    return fail(Remedy::kReject,
                "record " + asked.of.text() + " is none that this post can still read");
  }
  const Digest statement = statement_hash(*this, asked);
  if (own->corrected_by) {
    GARITA_TRY(row, database.prepare(kCorrectionHash, {asked.of.incarnation, asked.of.sequence}));
    GARITA_TRY(found, row.step());
    ensure(found, "a decision that was found has a row");
    GARITA_TRY(stands, digest_column(row, 0));
    if (stands != statement) {
      return fail(Remedy::kReject, "another correction of record " + asked.of.text() +
                                       " stands: " + own->corrected_by->text());
    }
    return WrittenCorrection{*own->corrected_by, own->at, true};
  }
  Correction correction{asked.of,      now(),        std::move(asked.reason),
                        asked.officer, std::nullopt, asked.approved_by};
  if (asked.replacement) {
    correction.replacement = restated(*std::move(asked.replacement), *own->crossing);
  }
  Writer writer(*this, database, correction.at);
  GARITA_CHECK(writer.begin());
  GARITA_TRY(id, writer.append(Lane::kMovement, correction));
  GARITA_TRY(marked,
             database.execute(kMarkCorrected, {id.text(), statement, correction.replacement ? 1 : 0,
                                               asked.of.incarnation, asked.of.sequence}));
  ensure(marked == 1, "a record is corrected once");
  GARITA_CHECK(
      correct_clearings(asked.of, correction.replacement ? std::optional(id) : std::nullopt));
  if (correction.replacement) {
    GARITA_CHECK(writer.remember(id, *correction.replacement, asked.of));
  }
  GARITA_CHECK(transaction.commit());
  state_->incarnation = writer.incarnation();
  return WrittenCorrection{id, correction.at, false};
}

Result<RecordId> Ledger::append(Lane lane, const Record& record) {
  auto& database = state_->database;
  GARITA_TRY(transaction, WriteTransaction::begin(database));
  GARITA_TRY(id, append_inside(lane, record));
  GARITA_CHECK(transaction.commit());
  state_->incarnation = id.incarnation;
  return id;
}

Result<RecordId> Ledger::append_status_decision(StatusDecision decision,
                                                std::optional<Instant> at) {
  GARITA_TRY(transaction, WriteTransaction::begin(state_->database));
  decision.at = at.value_or(now());
  GARITA_TRY(id, append_inside(Lane::kMovement, decision));
  GARITA_CHECK(transaction.commit());
  state_->incarnation = id.incarnation;
  return id;
}

Result<RecordId> Ledger::append_inside(Lane lane, const Record& record) {
  Writer writer(*this, state_->database, now());
  GARITA_CHECK(writer.begin());
  return writer.append(lane, record);
}

Result<RecordId> Ledger::append_heartbeat() {
  auto& database = state_->database;
  GARITA_TRY(transaction, WriteTransaction::begin(database));
  const Instant now = this->now();
  Writer writer(*this, database, now);
  GARITA_CHECK(writer.begin());
  GARITA_TRY(last, writer.last_sequence(Lane::kMovement));
  GARITA_TRY(clock, clock_evidence(database));
  // A record of this very millisecond may still follow.
  const Instant until = now.minus(std::chrono::milliseconds(1));
  GARITA_TRY(id, writer.append(Lane::kMovement, Heartbeat{until, last, std::move(clock)}));
  GARITA_CHECK(transaction.commit());
  state_->incarnation = writer.incarnation();
  return id;
}

}  // namespace garita::station
