#include <algorithm>
#include <sstream>

#include "border-station/ledger/ledger_state.h"

namespace garita::station {
namespace {

constexpr std::string_view kIsDropped =
    "SELECT 1 FROM entry WHERE incarnation = ?1 AND lane = ?2 AND sequence = ?3"
    " AND coalesce(length(salt), 0) = 0";
constexpr std::string_view kNextKept =
    "SELECT min(sequence) FROM entry WHERE incarnation = ?1 AND lane = ?2 AND sequence > ?3"
    " AND length(salt) > 0";
constexpr std::string_view kKeptAfter =
    "SELECT count(*) FROM entry WHERE incarnation = ?1 AND lane = ?2 AND sequence > ?3"
    " AND length(salt) > 0";
constexpr std::string_view kLast =
    "SELECT last_sequence FROM journal WHERE incarnation = ?1 AND lane = ?2";
/// INCARNATION:LANE:FIRST-LAST of each stretch, blanks between.
constexpr auto kGone = "gone";

/// "1:movement:"
std::string journal_name(const JournalId& journal) {
  return std::to_string(journal.incarnation) + ":" + std::string(lane_name(journal.lane)) + ":";
}

}  // namespace

Result<std::optional<GoneRecords>> Ledger::gone_after(const JournalId& journal,
                                                      std::uint64_t sequence) {
  auto& database = state_->database;
  const int lane = static_cast<int>(journal.lane);
  GARITA_TRY(dropped, database.prepare(kIsDropped, {journal.incarnation, lane, sequence + 1}));
  GARITA_TRY(is_dropped, dropped.step());
  if (!is_dropped) return std::optional<GoneRecords>();
  GARITA_TRY(kept, database.prepare(kNextKept, {journal.incarnation, lane, sequence}));
  GARITA_TRY(summed, kept.step());
  ensure(summed, "an aggregate gives a row");
  const auto next = kept.nullable_integer(0);
  GARITA_TRY(journals_end, database.prepare(kLast, {journal.incarnation, lane}));
  GARITA_TRY(found, journals_end.step());
  if (!found) return fail(Remedy::kRepair, "station.db: an entry of no journal");
  const auto last = next ? *next - 1 : journals_end.integer(0);
  return std::optional(GoneRecords{journal, sequence + 1, static_cast<std::uint64_t>(last)});
}

Result<bool> Ledger::note_gone(const GoneRecords& gone) {
  const std::string stretch = std::to_string(gone.first) + "-" + std::to_string(gone.last);
  const std::string name = journal_name(gone.journal) + stretch;
  auto& database = state_->database;
  // Asked for with each batch: most of the time without the lock.
  GARITA_TRY(before, setting(database, kGone));
  if (is_word_of(before.value_or(""), name)) return false;
  GARITA_TRY(transaction, WriteTransaction::begin(database));
  // An export and the uplink may find out at the same time.
  GARITA_TRY(noted, setting(database, kGone));
  if (is_word_of(noted.value_or(""), name)) return false;
  GARITA_TRY(current, read_incarnation(database));
  const bool begins = gone.journal.incarnation >= current;
  if (begins) GARITA_CHECK(begin_incarnation_after(database, gone.journal.incarnation));
  AuditNote note;
  note.at = now();
  note.officer = OfficerId("garita-station");
  note.action = "records_gone";
  note.subject = gone.text();
  note.reason =
      "the centre gave receipts for them, does not hold them any more, and the post has dropped "
      "them since; what follows them in that journal is put aside, since it stands on them";
  // The journal of this life: that of the other does not go on.
  GARITA_TRY(id, append_inside(Lane::kAudit, note));
  GARITA_CHECK(set_setting(database, kGone, noted.value_or("") + " " + name));
  GARITA_CHECK(transaction.commit());
  state_->incarnation = id.incarnation;
  return begins;
}

Result<std::vector<NotedGone>> Ledger::noted_gone() {
  GARITA_TRY(noted, setting(state_->database, kGone));
  GARITA_TRY(all, journals());
  std::vector<NotedGone> gone;
  std::istringstream words(noted.value_or(""));
  for (std::string word; words >> word;) {
    const auto stretch = word.rfind(':') + 1;
    const std::string journal = word.substr(0, stretch);
    const auto found =
        std::ranges::find_if(all, [&](const auto& one) { return journal_name(one.id) == journal; });
    if (found == all.end()) continue;
    const auto last = std::stoull("0" + word.substr(word.rfind('-') + 1));
    GARITA_TRY(row, state_->database.prepare(kKeptAfter, {found->id.incarnation,
                                                          static_cast<int>(found->id.lane), last}));
    GARITA_TRY(summed, row.step());
    ensure(summed, "an aggregate gives a row");
    gone.push_back({place().station.value() + ":" + journal.substr(0, stretch - 1) + " " +
                        word.substr(stretch),
                    static_cast<std::uint64_t>(row.integer(0))});
  }
  return gone;
}

std::string GoneRecords::text() const {
  return journal.station.value() + ":" + std::to_string(journal.incarnation) + ":" +
         std::string(lane_name(journal.lane)) + " " + std::to_string(first) + "-" +
         std::to_string(last);
}

}  // namespace garita::station
