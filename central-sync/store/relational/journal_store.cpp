#include "central-sync/store/relational/journal_store.h"

#include <algorithm>

#include "central-sync/store/relational/columns.h"
#include "central-sync/store/relational/entries.h"
#include "schema/journal/sections.h"

namespace garita::central {
namespace {

constexpr const char* kStation =
    "SELECT s.certificate, s.revoked_at, p.is_office FROM stations s JOIN posts p USING (post) "
    "WHERE s.station = ?1 AND s.certificate IS NOT NULL "
    "UNION ALL SELECT certificate, NULL, 0 FROM own_station WHERE station = ?1";
constexpr const char* kJournalsHeld =
    "SELECT incarnation, lane, head_sequence, head_hash, opened FROM journals WHERE station = ?1 "
    "AND head_sequence > 0 ORDER BY incarnation, lane";
constexpr const char* kHead =
    "SELECT head_sequence, head_hash FROM journals WHERE station = ?1 AND incarnation = ?2 AND "
    "lane = ?3";
// Bounded on both sides: a server that takes the rows to be few may sort all from there on.
constexpr const char* kHashes =
    "SELECT sequence, hash FROM entries WHERE journal = (SELECT journal FROM journals WHERE "
    "station = ?1 AND incarnation = ?2 AND lane = ?3) AND sequence >= ?4 AND sequence < ?5 "
    "ORDER BY sequence";
constexpr const char* kMakeJournal =
    "INSERT INTO journals (journal, station, incarnation, lane, head_sequence, head_hash, opened, "
    "last_received_at) VALUES ((SELECT coalesce(max(journal), 0) + 1 FROM journals), ?1, ?2, ?3, "
    "0, "
    "?4, 0, ?5) ON CONFLICT DO NOTHING";
constexpr const char* kJournalNumber =
    "SELECT journal FROM journals WHERE station = ?1 AND incarnation = ?2 AND lane = ?3";
constexpr const char* kAppend =
    "INSERT INTO entries (arrival, journal, sequence, recorded_at, epoch, epoch_key_hash, "
    "dictionary, salt_hash, salt, hash, received_at, ciphertext) VALUES (?1, ?2, ?3, ?4, ?5, ?6, "
    "?7, ?8, ?9, ?10, ?11, ?12)";
constexpr const char* kMoveHead =
    "UPDATE journals SET head_sequence = ?2, head_hash = ?3, last_received_at = ?4 "
    "WHERE journal = ?1";
constexpr const char* kSignHead =
    "INSERT INTO signed_heads (journal, sequence, signature) VALUES (?1, ?2, ?3) "
    "ON CONFLICT DO NOTHING";
constexpr const char* kKeepEpochKey =
    "INSERT INTO epoch_keys (station, incarnation, wrapped_hash, epoch, wrapped) "
    "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING";
constexpr const char* kHoldsKey =
    "SELECT 1 FROM epoch_keys WHERE station = ?1 AND incarnation = ?2 AND wrapped_hash = ?3";
constexpr const char* kIsAside =
    "SELECT 1 FROM quarantine WHERE station = ?1 AND incarnation = ?2 AND lane = ?3 AND sequence = "
    "?4 AND cause IN (?5, ?6) AND content_hash = ?7";
// The cause is written out for the index of what is unchained.
static_assert(static_cast<int>(QuarantineCause::kUnchained) == 1);
constexpr const char* kAsideHead =
    "SELECT sequence, content_hash FROM quarantine WHERE station = ?1 AND incarnation = ?2 AND "
    "lane = ?3 AND cause = 1 ORDER BY sequence DESC, number DESC LIMIT 1";
constexpr const char* kQuarantine =
    "INSERT INTO quarantine (number, station, incarnation, lane, sequence, cause, reason, content, "
    "content_hash, known_at, arrival, resolution) VALUES ((SELECT coalesce(max(number), 0) + 1 "
    "FROM "
    "quarantine), ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, '') ON CONFLICT DO NOTHING";
constexpr const char* kKeepClaim =
    "INSERT INTO claims (arrival, station, incarnation, complete_until, last_sequence, made_at, "
    "error_bound, signature, received_at, last_hash) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, "
    "?10 WHERE NOT EXISTS (SELECT 1 FROM claims WHERE station = ?2 AND incarnation = ?3 AND "
    "last_sequence = ?5 AND complete_until = ?4 AND last_hash = ?10)";
constexpr const char* kOpened =
    "SELECT opened FROM journals WHERE station = ?1 AND incarnation = ?2 AND lane = ?3";

// A contact is never moved back.
constexpr const char* kContact =
    "INSERT INTO contacts (station, last_contact, software, incarnation, clock_offset, disk_free, "
    "backlog_records) VALUES (?1, ?2, '', 0, NULL, 0, 0) "
    "ON CONFLICT (station) DO UPDATE SET last_contact = CASE WHEN "
    "contacts.last_contact > excluded.last_contact THEN contacts.last_contact ELSE "
    "excluded.last_contact END";
constexpr const char* kHello =
    "INSERT INTO contacts (station, last_contact, software, incarnation, clock_offset, disk_free, "
    "backlog_records) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0) ON CONFLICT (station) DO UPDATE SET "
    "last_contact = CASE WHEN contacts.last_contact > excluded.last_contact THEN "
    "contacts.last_contact ELSE excluded.last_contact END, software = excluded.software, "
    "incarnation = excluded.incarnation, clock_offset = excluded.clock_offset, "
    "disk_free = excluded.disk_free";
constexpr const char* kBacklog =
    "INSERT INTO contacts (station, last_contact, software, incarnation, clock_offset, disk_free, "
    "backlog_records, backlog_oldest_at) VALUES (?1, ?2, '', 0, NULL, ?3, ?4, ?5) "
    "ON CONFLICT (station) DO UPDATE SET last_contact = CASE WHEN contacts.last_contact > "
    "excluded.last_contact THEN contacts.last_contact ELSE excluded.last_contact END, "
    "disk_free = excluded.disk_free, backlog_records = excluded.backlog_records, "
    "backlog_oldest_at = excluded.backlog_oldest_at";
constexpr const char* kBulletinHeld =
    "INSERT INTO bulletins_held (station, channel, version, at) VALUES (?1, ?2, ?3, ?4) "
    "ON CONFLICT (station, channel) DO UPDATE SET version = excluded.version, at = excluded.at";
// What a stick says counts until something later is heard.
constexpr const char* kStanding =
    "INSERT INTO contacts (station, last_contact, software, incarnation, clock_offset, disk_free, "
    "backlog_records, backlog_oldest_at) VALUES (?1, ?2, ?3, ?4, NULL, ?5, ?6, ?7) "
    "ON CONFLICT (station) DO UPDATE SET last_contact = excluded.last_contact, software = "
    "excluded.software, incarnation = excluded.incarnation, disk_free = excluded.disk_free, "
    "backlog_records = excluded.backlog_records, backlog_oldest_at = excluded.backlog_oldest_at "
    "WHERE excluded.last_contact > contacts.last_contact";
constexpr const char* kBulletinHeldThen =
    "INSERT INTO bulletins_held (station, channel, version, at) VALUES (?1, ?2, ?3, ?4) "
    "ON CONFLICT (station, channel) DO UPDATE SET version = excluded.version, at = excluded.at "
    "WHERE excluded.at > bulletins_held.at";
// Asked twice a second for each connection, so what a station can fill without end is not counted
// to its end.
constexpr const char* kPutAsideOf =
    "SELECT (SELECT count(*) FROM (SELECT 1 FROM quarantine WHERE station = ?1 AND resolved_at IS "
    "NULL LIMIT ?2) AS waiting), (SELECT count(*) FROM (SELECT 1 FROM quarantine WHERE station = "
    "?1 AND resolved_at IS NOT NULL LIMIT ?2) AS decided)";
constexpr const char* kNewestVersions =
    "SELECT channel, max(version) FROM bulletins GROUP BY channel ORDER BY channel";
constexpr const char* kSignedBulletin =
    "SELECT signed FROM bulletins WHERE channel = ?1 AND version = ?2";
constexpr const char* kSignedSection =
    "SELECT signed FROM bulletin_sections WHERE channel = ?1 AND version = ?2";
constexpr const char* kBeginningOfBulletin =
    "SELECT substr(signed, 1, ?3) FROM bulletins WHERE channel = ?1 AND version = ?2";
constexpr const char* kBeginningOfSection =
    "SELECT substr(signed, 1, ?3) FROM bulletin_sections WHERE channel = ?1 AND version = ?2";

/// What a station says of itself is kept small enough for sums, and for readers of JSON, who hold
/// whole numbers up to 2^53.
constexpr std::int64_t kNumberMax = std::int64_t{1} << 50;

std::int64_t within_reason(std::uint64_t number) {
  return static_cast<std::int64_t>(std::min(number, static_cast<std::uint64_t>(kNumberMax)));
}

}  // namespace

Result<void> RelationalIntake::in_transaction(const std::function<Result<void>()>& work) {
  GARITA_TRY(transaction, WriteTransaction::begin(db_));
  forget();
  writing_ = true;
  auto done = work();
  writing_ = false;
  GARITA_CHECK(std::move(done));
  return transaction.commit();
}

Result<void> RelationalIntake::attempt(const std::function<Result<void>()>& work) {
  GARITA_CHECK(db_.execute("SAVEPOINT attempt"));
  auto done = work();
  if (!done) {
    forget();
    GARITA_CHECK(db_.execute("ROLLBACK TO attempt"));
  }
  GARITA_CHECK(db_.execute("RELEASE attempt"));
  return done;
}

void RelationalIntake::forget() {
  held_ = {};
  last_arrival_.reset();
}

Result<std::optional<KnownStation>> RelationalIntake::known_station(const StationId& station) {
  GARITA_TRY(row, db_.prepare(kStation, {station.value()}));
  GARITA_TRY(found, row.step());
  if (!found) return std::nullopt;
  const Bytes der = row.blob(0);
  auto parsed = parsed_.find(station);
  if (parsed == parsed_.end() || parsed->second.der() != der) {
    GARITA_TRY(certificate, Certificate::from_der(der));
    parsed = parsed_.insert_or_assign(station, std::move(certificate)).first;
  }
  return KnownStation{station, parsed->second, nullable_instant_at(row, 1), row.integer(2) != 0};
}

Result<std::vector<IntakeStore::HeldJournal>> RelationalIntake::journals_held(
    const StationId& station) {
  GARITA_TRY(row, db_.prepare(kJournalsHeld, {station.value()}));
  std::vector<HeldJournal> journals;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return journals;
    GARITA_TRY(hash, digest_from(row.blob(3)));
    const JournalId journal{station, static_cast<std::uint32_t>(row.integer(0)),
                            static_cast<Lane>(row.integer(1))};
    journals.push_back({journal,
                        {static_cast<std::uint64_t>(row.integer(2)), hash},
                        static_cast<std::uint64_t>(row.integer(4))});
  }
}

Result<JournalHead> RelationalIntake::head_of(const JournalId& journal) {
  GARITA_TRY(row, db_.prepare(kHead, {journal.station.value(), journal.incarnation,
                                      static_cast<int>(journal.lane)}));
  GARITA_TRY(found, row.step());
  if (!found) return JournalHead{};
  GARITA_TRY(hash, digest_from(row.blob(1)));
  return JournalHead{static_cast<std::uint64_t>(row.integer(0)), hash};
}

Result<std::optional<Digest>> RelationalIntake::hash_of(const JournalId& journal,
                                                        std::uint64_t sequence) {
  const auto is_among = [&] {
    return held_.journal == journal && sequence >= held_.first &&
           sequence - held_.first < held_.hashes.size();
  };
  // What is held does not change while others are kept out.
  if (!writing_ || !is_among()) GARITA_CHECK(look_up_hashes(journal, sequence));
  if (!is_among()) return std::nullopt;
  return held_.hashes[sequence - held_.first];
}

Result<void> RelationalIntake::look_up_hashes(const JournalId& journal, std::uint64_t first) {
  held_ = {journal, first, {}};
  const std::size_t wanted = writing_ ? kBatchEntriesMax : 1;
  GARITA_TRY(row, db_.prepare(kHashes, {journal.station.value(), journal.incarnation,
                                        static_cast<int>(journal.lane), first, first + wanted}));
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found || static_cast<std::uint64_t>(row.integer(0)) != first + held_.hashes.size())
      return {};
    GARITA_TRY(hash, digest_from(row.blob(1)));
    held_.hashes.push_back(hash);
  }
}

Result<std::int64_t> RelationalIntake::last_arrival() {
  // Nobody else gives numbers while others are kept out.
  if (writing_ && last_arrival_) return *last_arrival_;
  GARITA_TRY(last, one_integer(db_, kLastArrival, {}));
  return last.value_or(0);
}

Result<std::int64_t> RelationalIntake::journal_number(const JournalId& journal,
                                                      Instant received_at) {
  const int lane = static_cast<int>(journal.lane);
  const Value station = journal.station.value();
  GARITA_TRY(known, one_integer(db_, kJournalNumber, {station, journal.incarnation, lane}));
  if (known) return *known;
  GARITA_CHECK(db_.execute(
      kMakeJournal, {station, journal.incarnation, lane, Digest{}, received_at.milliseconds}));
  GARITA_TRY(made, one_integer(db_, kJournalNumber, {station, journal.incarnation, lane}));
  ensure(made.has_value(), "a journal that was just made is there");
  return *made;
}

Result<void> RelationalIntake::append(std::span<const Entry> entries,
                                      std::span<const Digest> hashes, ByteView signature,
                                      Instant received_at) {
  ensure(!entries.empty() && entries.size() == hashes.size(), "each entry has its hash");
  GARITA_TRY(journal, journal_number(entries.front().header.journal, received_at));
  GARITA_TRY(arrival, last_arrival());
  std::vector<std::vector<Value>> rows;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto& [header, salt, ciphertext] = entries[i];
    rows.push_back({++arrival, journal, header.sequence, header.recorded_at.milliseconds,
                    header.epoch, header.epoch_key_hash, header.dictionary, header.salt_hash,
                    salt.empty() ? Value(std::nullopt) : Value(salt), hashes[i],
                    received_at.milliseconds, ciphertext});
  }
  held_ = {};
  GARITA_CHECK(db_.execute_many(kAppend, rows));
  last_arrival_ = arrival;
  const auto sequence = entries.back().header.sequence;
  GARITA_CHECK(
      db_.execute(kMoveHead, {journal, sequence, hashes.back(), received_at.milliseconds}));
  GARITA_CHECK(db_.execute(kSignHead, {journal, sequence, signature}));
  return {};
}

Result<void> RelationalIntake::keep_epoch_key(const WrappedEpochKey& key) {
  GARITA_CHECK(db_.execute(kKeepEpochKey, {key.station.value(), key.incarnation,
                                           sha256(key.wrapped), key.epoch, key.wrapped}));
  return {};
}

Result<bool> RelationalIntake::holds_epoch_key(const EntryHeader& header) {
  GARITA_TRY(row, db_.prepare(kHoldsKey, {header.journal.station.value(),
                                          header.journal.incarnation, header.epoch_key_hash}));
  return row.step();
}

Result<bool> RelationalIntake::quarantine(const Quarantined& item, Instant received_at) {
  const auto& [station, incarnation, lane, sequence] = item.record;
  const Value of = station.value();
  const int in = static_cast<int>(lane);
  const int cause = static_cast<int>(item.cause);
  // A station may send the same batch for ever: its bytes go to the store once, and a person
  // decides once. Of a second branch what lay beyond the head may lie before it the next time.
  const auto other = item.cause == QuarantineCause::kFork        ? QuarantineCause::kUnchained
                     : item.cause == QuarantineCause::kUnchained ? QuarantineCause::kFork
                                                                 : item.cause;
  GARITA_TRY(row, db_.prepare(kIsAside, {of, incarnation, in, sequence, cause,
                                         static_cast<int>(other), item.content_hash}));
  GARITA_TRY(is_aside, row.step());
  if (is_aside) return false;
  GARITA_TRY(arrival, last_arrival());
  GARITA_TRY(added, db_.execute(kQuarantine,
                                {of, incarnation, in, sequence, cause, item.reason, item.content,
                                 item.content_hash, received_at.milliseconds, arrival + 1}));
  last_arrival_ = arrival + added;
  return added > 0;
}

Result<JournalHead> RelationalIntake::aside_head_of(const JournalId& journal) {
  GARITA_TRY(row, db_.prepare(kAsideHead, {journal.station.value(), journal.incarnation,
                                           static_cast<int>(journal.lane)}));
  GARITA_TRY(found, row.step());
  if (!found) return JournalHead{};
  GARITA_TRY(hash, digest_from(row.blob(1)));
  return JournalHead{static_cast<std::uint64_t>(row.integer(0)), hash};
}

Result<void> RelationalIntake::keep_claim(const ReceivedClaim& received) {
  const Claim& claim = received.claim;
  GARITA_TRY(arrival, last_arrival());
  GARITA_TRY(added, db_.execute(kKeepClaim, {arrival + 1, claim.station.value(), claim.incarnation,
                                             claim.complete_until.milliseconds, claim.last_sequence,
                                             claim.made_at.milliseconds,
                                             claim.clock_error_bound.count(), claim.signature,
                                             received.received_at.milliseconds, claim.last_hash}));
  last_arrival_ = arrival + added;
  return {};
}

Result<std::uint64_t> RelationalIntake::opened_of(const JournalId& journal) {
  GARITA_TRY(opened, one_integer(db_, kOpened,
                                 {journal.station.value(), journal.incarnation,
                                  static_cast<int>(journal.lane)}));
  return static_cast<std::uint64_t>(opened.value_or(0));
}

Result<void> RelationalIntake::note_contact(const StationId& station, Instant at) {
  GARITA_CHECK(db_.execute(kContact, {station.value(), at.milliseconds}));
  return {};
}

Result<void> RelationalIntake::note_hello(const Hello& hello, Instant at) {
  const Instant clock{std::clamp(hello.clock.milliseconds, -kNumberMax, kNumberMax)};
  GARITA_CHECK(db_.execute(
      kHello, {hello.station.value(), at.milliseconds, hello.software, hello.incarnation,
               (clock - at).count(), within_reason(hello.disk_free_bytes)}));
  for (const auto& [channel, version] : hello.bulletins)
    GARITA_CHECK(note_bulletin_held(hello.station, {channel, version}, at));
  return {};
}

Result<void> RelationalIntake::note_backlog(const StationId& station, const Backlog& backlog,
                                            Instant at) {
  GARITA_CHECK(db_.execute(
      kBacklog, {station.value(), at.milliseconds, within_reason(backlog.disk_free_bytes),
                 within_reason(backlog.records), stored(backlog.oldest_at)}));
  return {};
}

Result<void> RelationalIntake::note_bulletin_held(const StationId& station,
                                                  const BulletinHeld& held, Instant at) {
  if (!is_channel(held.channel)) return {};
  GARITA_CHECK(db_.execute(
      kBulletinHeld,
      {station.value(), held.channel, static_cast<std::int64_t>(held.version), at.milliseconds}));
  return {};
}

Result<void> RelationalIntake::note_standing(const StationStanding& standing, Instant at) {
  const auto& backlog = standing.backlog;
  GARITA_CHECK(db_.execute(kStanding, {standing.station.value(), at.milliseconds, standing.software,
                                       standing.incarnation, within_reason(backlog.disk_free_bytes),
                                       within_reason(backlog.records), stored(backlog.oldest_at)}));
  for (const auto& held : standing.held) {
    if (!is_channel(held.channel)) continue;
    GARITA_CHECK(
        db_.execute(kBulletinHeldThen, {standing.station.value(), held.channel,
                                        static_cast<std::int64_t>(held.version), at.milliseconds}));
  }
  return {};
}

Result<PutAside> RelationalIntake::put_aside_of(const StationId& station) {
  GARITA_TRY(row, db_.prepare(kPutAsideOf, {station.value(), PutAside::kCounted}));
  GARITA_TRY(found, row.step());
  ensure(found, "an aggregate gives a row");
  return PutAside{static_cast<std::uint32_t>(row.integer(0)),
                  static_cast<std::uint32_t>(row.integer(1))};
}

Result<std::map<std::string, std::uint64_t>> RelationalIntake::newest_versions() {
  std::map<std::string, std::uint64_t> versions;
  GARITA_TRY(row, db_.prepare(kNewestVersions));
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return versions;
    versions[row.text(0)] = static_cast<std::uint64_t>(row.integer(1));
  }
}

Result<std::optional<Bulletin>> RelationalIntake::bulletin(const std::string& channel,
                                                           std::uint64_t version) {
  const char* question = parse_section(channel) ? kSignedSection : kSignedBulletin;
  GARITA_TRY(row, db_.prepare(question, {channel, version}));
  GARITA_TRY(found, row.step());
  if (!found) return std::optional<Bulletin>();
  GARITA_TRY(bulletin, read_bulletin(row.blob(0)));
  return std::optional<Bulletin>(std::move(bulletin));
}

Result<std::optional<Instant>> RelationalIntake::bulletin_moment(const std::string& channel,
                                                                 std::uint64_t version) {
  const char* question = parse_section(channel) ? kBeginningOfSection : kBeginningOfBulletin;
  GARITA_TRY(row, db_.prepare(question, {channel, version, kBulletinMomentBytes}));
  GARITA_TRY(found, row.step());
  if (!found) return std::optional<Instant>();
  GARITA_TRY(moment, read_bulletin_moment(row.blob(0)));
  return std::optional<Instant>(moment);
}

}  // namespace garita::central
