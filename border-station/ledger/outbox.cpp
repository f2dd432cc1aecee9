#include <algorithm>

#include "border-station/ledger/ledger_state.h"
#include "schema/journal/batch.h"

namespace garita::station {
namespace {

constexpr std::string_view kJournals =
    "SELECT incarnation, lane, last_sequence, last_hash, held, opened,"
    " min(held, coalesce(centre_held, held)) FROM journal"
    " ORDER BY incarnation, lane";
constexpr std::string_view kJournal =
    "SELECT last_sequence, held, opened, coalesce(centre_said_at, 0) FROM journal WHERE "
    "incarnation = ?1 AND lane = ?2";
// By the journals' heads, not by counting: a desk asks every second, also after a month offline.
// Only of what a centre lost that was set back it is counted what has been dropped here too.
constexpr std::string_view kUnsent =
    "SELECT j.incarnation, j.lane, j.last_sequence - j.base - CASE WHEN j.base = j.held THEN 0 ELSE"
    " (SELECT count(*) FROM entry e WHERE e.incarnation = j.incarnation AND e.lane = j.lane"
    " AND e.sequence > j.base AND e.sequence <= j.held AND coalesce(length(e.salt), 0) = 0) END,"
    " (SELECT e.recorded_at FROM entry e WHERE e.incarnation = j.incarnation AND e.lane = j.lane"
    " AND e.sequence > j.base AND length(e.salt) > 0 ORDER BY e.sequence LIMIT 1)"
    " FROM (SELECT incarnation, lane, last_sequence, held,"
    " min(held, coalesce(centre_held, held)) AS base FROM journal) j WHERE j.last_sequence > "
    "j.base";
constexpr std::string_view kUnsentEvidence =
    "SELECT total(length(e.ciphertext)) FROM journal j"
    " JOIN entry e ON e.incarnation = j.incarnation AND e.lane = j.lane"
    " AND e.sequence > min(j.held, coalesce(j.centre_held, j.held)) WHERE j.lane = ?1";
constexpr std::string_view kEntriesAfter =
    " FROM entry WHERE incarnation = ?1 AND lane = ?2 AND sequence > ?3 ORDER BY sequence LIMIT ?4";
constexpr std::string_view kWrapped =
    "SELECT wrapped FROM epoch WHERE incarnation = ?1 AND epoch = ?2";
constexpr std::string_view kHash =
    "SELECT hash FROM entry WHERE incarnation = ?1 AND lane = ?2 AND sequence = ?3";
constexpr std::string_view kReceipts =
    "SELECT receipt, opened_receipt FROM journal WHERE incarnation = ?1 AND lane = ?2";
// Each proof stays until a receipt proves as much: one that came late may say less of one thing
// and more of the other.
constexpr std::string_view kKeepReceipt =
    "UPDATE journal SET held = max(held, ?3), opened = max(opened, ?4),"
    " receipt = CASE WHEN ?3 >= held THEN ?5 ELSE receipt END,"
    " opened_receipt = CASE WHEN ?4 >= opened THEN ?5 ELSE opened_receipt END"
    " WHERE incarnation = ?1 AND lane = ?2";
// What it has read of a journal it does not say with a conversation's beginning: no more than it
// had, and no more than it holds.
constexpr std::string_view kCentreHolds =
    "UPDATE journal SET centre_held = ?3, centre_said_at = ?4,"
    " centre_opened = min(coalesce(centre_opened, opened), ?3)"
    " WHERE incarnation = ?1 AND lane = ?2";
constexpr std::string_view kCentreSaid =
    "UPDATE journal SET centre_held = ?3, centre_opened = ?4, centre_said_at = ?5"
    " WHERE incarnation = ?1 AND lane = ?2";

}  // namespace

Result<Entry> entry_of(const JournalId& journal, const Statement& row) {
  Entry entry;
  auto& header = entry.header;
  header.journal = journal;
  header.sequence = static_cast<std::uint64_t>(row.integer(0));
  header.recorded_at = Instant{row.integer(1)};
  header.epoch = static_cast<std::uint32_t>(row.integer(2));
  GARITA_TRY(epoch_key_hash, digest_column(row, 3));
  header.epoch_key_hash = epoch_key_hash;
  header.dictionary = static_cast<std::uint16_t>(row.integer(4));
  GARITA_TRY(previous, digest_column(row, 5));
  header.previous = previous;
  GARITA_TRY(salt_hash, digest_column(row, 6));
  header.salt_hash = salt_hash;
  entry.salt = row.nullable_blob(7).value_or(Bytes());
  entry.ciphertext = row.blob(8);
  return entry;
}

namespace {

/// What a receipt means for what is here.
struct Standing {
  std::uint64_t last = 0;
  std::uint64_t held = 0;
  std::uint64_t opened = 0;
  Instant said_at;  ///< the centre, the last time
};

Result<Standing> standing_of(Database& database, const JournalId& journal) {
  GARITA_TRY(row,
             database.prepare(kJournal, {journal.incarnation, static_cast<int>(journal.lane)}));
  GARITA_TRY(found, row.step());
  if (!found) return Standing{};
  const auto at = [&row](int column) { return static_cast<std::uint64_t>(row.integer(column)); };
  return Standing{at(0), at(1), at(2), Instant{row.integer(3)}};
}

}  // namespace

Result<std::vector<JournalState>> Ledger::journals() {
  GARITA_TRY(row, state_->database.prepare(kJournals));
  std::vector<JournalState> journals;
  while (true) {
    GARITA_TRY(found, row.step());
    if (!found) return journals;
    GARITA_TRY(hash, digest_column(row, 3));
    const auto at = [&row](int column) { return static_cast<std::uint64_t>(row.integer(column)); };
    journals.push_back({state_->journal(static_cast<std::uint32_t>(row.integer(0)),
                                        static_cast<Lane>(row.integer(1))),
                        {at(2), hash},
                        at(4),
                        at(5),
                        at(6)});
  }
}

Result<Unsent> Ledger::unsent(Counted counted) {
  Unsent unsent;
  GARITA_TRY(row, state_->database.prepare(kUnsent));
  while (true) {
    GARITA_TRY(found, row.step());
    if (!found) break;
    const auto lane = static_cast<Lane>(row.integer(1));
    if (!is_counted(lane, counted)) continue;
    const auto records = static_cast<std::uint64_t>(row.integer(2));
    unsent.by_journal[state_->journal(static_cast<std::uint32_t>(row.integer(0)), lane)] = records;
    unsent.records += records;
    if (lane == Lane::kUrgent) unsent.urgent += records;
    if (lane == Lane::kEvidence) unsent.evidence += records;
    const auto oldest = row.nullable_integer(3);
    if (oldest && (!unsent.oldest_at || *oldest < unsent.oldest_at->milliseconds)) {
      unsent.oldest_at = Instant{*oldest};
    }
  }
  if (unsent.evidence == 0) return unsent;
  GARITA_TRY(total, state_->database.prepare(kUnsentEvidence, {static_cast<int>(Lane::kEvidence)}));
  GARITA_TRY(summed, total.step());
  ensure(summed, "an aggregate gives a row");
  unsent.evidence_bytes = static_cast<std::uint64_t>(total.real(0));
  return unsent;
}

Result<std::vector<Entry>> Ledger::entries_after(const JournalId& journal, std::uint64_t sequence,
                                                 std::size_t entries_max, std::size_t bytes_max) {
  const std::string sql = std::string(kEntryColumns) + std::string(kEntriesAfter);
  GARITA_TRY(
      row, state_->database.prepare(
               sql, {journal.incarnation, static_cast<int>(journal.lane), sequence, entries_max}));
  std::vector<Entry> entries;
  std::size_t bytes = 0;
  while (true) {
    GARITA_TRY(found, row.step());
    if (!found) return entries;
    GARITA_TRY(entry, entry_of(journal, row));
    bytes += batch_bytes_of(entry);
    if (!entries.empty() && bytes > bytes_max) return entries;
    entries.push_back(std::move(entry));
  }
}

Result<std::vector<Ledger::StoredEntry>> Ledger::stored_after(const JournalId& journal,
                                                              std::uint64_t sequence,
                                                              std::size_t entries_max) {
  const std::string sql = std::string(kEntryColumns) + std::string(kEntriesAfter);
  GARITA_TRY(
      row, state_->database.prepare(
               sql, {journal.incarnation, static_cast<int>(journal.lane), sequence, entries_max}));
  std::vector<StoredEntry> entries;
  while (true) {
    GARITA_TRY(found, row.step());
    if (!found) return entries;
    GARITA_TRY(entry, entry_of(journal, row));
    GARITA_TRY(hash, digest_column(row, 9));
    entries.push_back({std::move(entry), hash});
  }
}

Result<std::optional<WrappedEpochKey>> Ledger::wrapped_key(std::uint32_t incarnation,
                                                           std::uint32_t epoch) {
  GARITA_TRY(row, state_->database.prepare(kWrapped, {incarnation, epoch}));
  GARITA_TRY(found, row.step());
  if (!found) return std::optional<WrappedEpochKey>();
  return std::optional<WrappedEpochKey>(
      WrappedEpochKey{place().station, incarnation, epoch, row.blob(0)});
}

Result<std::optional<Digest>> Ledger::hash_of(const JournalId& journal, std::uint64_t sequence) {
  GARITA_TRY(row, state_->database.prepare(
                      kHash, {journal.incarnation, static_cast<int>(journal.lane), sequence}));
  GARITA_TRY(found, row.step());
  if (!found) return std::optional<Digest>();
  GARITA_TRY(hash, digest_column(row, 0));
  return std::optional<Digest>(hash);
}

Result<Claim> Ledger::claim() {
  auto& database = state_->database;
  // Whoever writes later takes its time later: under the lock nobody is in between.
  GARITA_TRY(transaction, WriteTransaction::begin(database));
  GARITA_TRY(incarnation, read_incarnation(database));
  GARITA_TRY(standing, standing_of(database, state_->journal(incarnation, Lane::kMovement)));
  GARITA_TRY(clock, clock_evidence(database));
  Claim claim;
  claim.station = place().station;
  claim.incarnation = incarnation;
  claim.made_at = now();
  // A record of this very millisecond may still follow.
  claim.complete_until = claim.made_at.minus(std::chrono::milliseconds(1));
  claim.last_sequence = standing.last;
  if (standing.last > 0) {
    GARITA_TRY(last, hash_of(state_->journal(incarnation, Lane::kMovement), standing.last));
    if (!last) return fail(Remedy::kRepair, "station.db: the last movement has no hash");
    claim.last_hash = *last;
  }
  claim.clock_error_bound = clock.error_bound;
  claim.sign(identity().station_key);
  GARITA_CHECK(transaction.commit());
  state_->incarnation = incarnation;
  return claim;
}

Result<ReceiptEffect> Ledger::take_receipt(const Receipt& receipt) {
  GARITA_TRY(centre_key, identity().centre.public_key());
  if (!receipt.verify(centre_key)) {
    return fail(Remedy::kReject, "a receipt that the centre did not sign");
  }
  if (receipt.journal.station != place().station || receipt.opened > receipt.held) {
    return fail(Remedy::kReject, "a receipt that is not for this station");
  }
  auto& database = state_->database;
  GARITA_TRY(transaction, WriteTransaction::begin(database));
  GARITA_TRY(standing, standing_of(database, receipt.journal));
  GARITA_TRY(own_hash, hash_of(receipt.journal, receipt.held));
  const bool differs = own_hash && *own_hash != receipt.held_hash;
  if (receipt.held > standing.last || differs) {
    GARITA_TRY(current, read_incarnation(database));
    // An older life is no longer written to: nothing to begin.
    if (receipt.journal.incarnation < current) return ReceiptEffect::kOtherBranch;
    GARITA_TRY(begun, begin_incarnation_after(database, receipt.journal.incarnation));
    GARITA_CHECK(transaction.commit());
    state_->incarnation = begun;
    return ReceiptEffect::kNewIncarnation;
  }
  // An old stick says what was so once.
  const bool is_newest = receipt.at >= standing.said_at;
  if (is_newest) {
    GARITA_CHECK(database.execute(
        kCentreSaid, {receipt.journal.incarnation, static_cast<int>(receipt.journal.lane),
                      receipt.held, receipt.opened, receipt.at.milliseconds}));
  }
  if (receipt.held <= standing.held && receipt.opened <= standing.opened) {
    GARITA_CHECK(transaction.commit());
    const bool is_less = is_newest && receipt.held < standing.held;
    return is_less ? ReceiptEffect::kCentreHoldsLess : ReceiptEffect::kNothingNew;
  }
  GARITA_TRY(kept, database.execute(kKeepReceipt, {receipt.journal.incarnation,
                                                   static_cast<int>(receipt.journal.lane),
                                                   receipt.held, receipt.opened, encode(receipt)}));
  ensure(kept == 1, "the journal was there a moment ago, under the same lock");
  GARITA_CHECK(transaction.commit());
  return ReceiptEffect::kProgress;
}

Result<void> Ledger::note_centre_holds(const std::vector<JournalPosition>& held, Instant at,
                                       ListOf list) {
  auto& database = state_->database;
  GARITA_TRY(transaction, WriteTransaction::begin(database));
  GARITA_TRY(all, journals());
  for (const auto& journal : all) {
    const auto said = std::ranges::find(held, journal.id, &JournalPosition::journal);
    if (said == held.end() && list == ListOf::kSome) continue;
    const std::uint64_t holds = said == held.end() ? 0 : said->head.sequence;
    GARITA_CHECK(database.execute(
        kCentreHolds,
        {journal.id.incarnation, static_cast<int>(journal.id.lane), holds, at.milliseconds}));
  }
  return transaction.commit();
}

Result<KeptReceipts> Ledger::receipts_of(const JournalId& journal) {
  GARITA_TRY(row, state_->database.prepare(kReceipts,
                                           {journal.incarnation, static_cast<int>(journal.lane)}));
  KeptReceipts kept;
  GARITA_TRY(found, row.step());
  if (!found) return kept;
  const auto held = row.nullable_blob(0);
  const auto opened = row.nullable_blob(1);
  if (held) {
    GARITA_TRY(receipt, read_receipt(*held));
    kept.held = std::move(receipt);
  }
  if (opened) {
    GARITA_TRY(receipt, read_receipt(*opened));
    kept.opened = std::move(receipt);
  }
  return kept;
}

}  // namespace garita::station
