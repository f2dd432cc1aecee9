// Of whom an officer said that they are not one person, for the next time that they are found
// alike.
#include "border-station/ledger/ledger_state.h"
#include "schema/vocabulary/codes.h"

namespace garita::station {
namespace {

constexpr std::string_view kKeep =
    "INSERT INTO cleared_pair (pair_hash, record, cleared_at, used_at) VALUES (?1, ?2, ?3, ?4)"
    " ON CONFLICT (pair_hash) DO UPDATE SET record = excluded.record,"
    " cleared_at = excluded.cleared_at, used_at = excluded.used_at";
constexpr std::string_view kNoteUse = "UPDATE cleared_pair SET used_at = ?2 WHERE pair_hash = ?1";
constexpr std::string_view kFind =
    "SELECT record, cleared_at FROM cleared_pair WHERE pair_hash = ?1 AND cleared_at >= ?2";
// Of what was taken back it is known since when: another post may have said it too.
constexpr std::string_view kTakeBack =
    "UPDATE cleared_pair SET record = '', cleared_at = ?2, used_at = ?2 WHERE record = ?1";
constexpr std::string_view kMove = "UPDATE cleared_pair SET record = ?2 WHERE record = ?1";
constexpr std::string_view kForgetOld = "DELETE FROM cleared_pair WHERE cleared_at < ?1";
constexpr std::string_view kForgetTooMany =
    "DELETE FROM cleared_pair WHERE pair_hash IN (SELECT pair_hash FROM cleared_pair"
    " ORDER BY used_at DESC LIMIT -1 OFFSET ?1)";

Digest pair_hash(const Ledger& ledger, ByteView pair) {
  return ledger.look_up_hash("cleared pair", text_of(pair));
}

}  // namespace

Result<void> Ledger::note_judged(const Record& beside, Instant now) {
  const auto* hit = std::get_if<Hit>(&beside);
  if (hit == nullptr || hit->pair.empty()) return {};
  const Digest pair = pair_hash(*this, hit->pair);
  auto& database = state_->database;
  const auto noted = [&] {
    if (hit->answer == kHitClearedBefore) {
      return database.execute(kNoteUse, {pair, now.milliseconds});
    }
    // Whoever says anything else now has looked again.
    const bool cleared = hit->answer == kNotTheSamePerson;
    return database.execute(kKeep, {pair, cleared ? hit->crossing.text() : std::string(),
                                    hit->at.milliseconds, now.milliseconds});
  }();
  return noted ? Result<void>() : Failure(noted.error());
}

Result<void> Ledger::correct_clearings(const RecordId& of, const std::optional<RecordId>& instead) {
  auto& database = state_->database;
  auto done = instead ? database.execute(kMove, {of.text(), instead->text()})
                      : database.execute(kTakeBack, {of.text(), now().milliseconds});
  return done ? Result<void>() : Failure(done.error());
}

Result<std::optional<Clearing>> Ledger::clearing_of(const Digest& pair) {
  const Instant since = now().minus(kClearingKeptFor);
  GARITA_TRY(row, state_->database.prepare(kFind, {pair_hash(*this, pair), since.milliseconds}));
  GARITA_TRY(found, row.step());
  if (!found) return std::optional<Clearing>();
  const Instant at{row.integer(1)};
  if (row.text(0).empty()) return std::optional(Clearing{{}, at, true});
  GARITA_TRY(record, RecordId::parse(row.text(0)));
  return std::optional(Clearing{std::move(record), at});
}

Result<void> Ledger::forget_clearings() {
  auto& database = state_->database;
  const Instant since = now().minus(kClearingKeptFor);
  GARITA_CHECK(database.execute(kForgetOld, {since.milliseconds}));
  GARITA_CHECK(database.execute(kForgetTooMany, {kClearingsMax}));
  return {};
}

}  // namespace garita::station
