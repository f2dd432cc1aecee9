#include <sstream>

#include "border-station/ledger/ledger_state.h"

namespace garita::station {
namespace {

constexpr std::string_view kLastDropped =
    "SELECT max(sequence) FROM entry WHERE incarnation = ?1 AND lane = ?2 AND sequence > ?3"
    " AND coalesce(length(salt), 0) = 0";
/// INCARNATION:LANE:FIRST-LAST of each stretch, blanks between.
constexpr auto kGone = "gone";

bool names(const std::string& list, const std::string& name) {
  std::istringstream words(list);
  for (std::string word; words >> word;) {
    if (word == name) return true;
  }
  return false;
}

}  // namespace

Result<std::optional<GoneRecords>> Ledger::gone_after(const JournalId& journal,
                                                      std::uint64_t sequence) {
  GARITA_TRY(row,
             state_->database.prepare(
                 kLastDropped, {journal.incarnation, static_cast<int>(journal.lane), sequence}));
  GARITA_TRY(summed, row.step());
  ensure(summed, "an aggregate gives a row");
  const auto last = row.nullable_integer(0);
  if (!last) return std::optional<GoneRecords>();
  return std::optional(GoneRecords{journal, sequence + 1, static_cast<std::uint64_t>(*last)});
}

Result<bool> Ledger::note_gone(const GoneRecords& gone) {
  const std::string stretch = std::to_string(gone.first) + "-" + std::to_string(gone.last);
  const std::string name = std::to_string(gone.journal.incarnation) + ":" +
                           std::string(lane_name(gone.journal.lane)) + ":" + stretch;
  GARITA_TRY(before, setting(state_->database, kGone));
  if (names(before.value_or(""), name)) return false;
  GARITA_TRY(begun, end_incarnation(gone.journal.incarnation));
  AuditNote note;
  note.at = now();
  note.officer = OfficerId("garita-station");
  note.action = "records_gone";
  note.subject = gone.text();
  note.reason =
      "the centre gave receipts for them, does not hold them any more, and the post has dropped "
      "them since; what follows them in that journal cannot be taken without them";
  // The journal of this life: that of the other does not go on.
  GARITA_CHECK(append(Lane::kAudit, note));
  GARITA_CHECK(set_setting(state_->database, kGone, before.value_or("") + " " + name));
  return begun;
}

std::string GoneRecords::text() const {
  return journal.station.value() + ":" + std::to_string(journal.incarnation) + ":" +
         std::string(lane_name(journal.lane)) + " " + std::to_string(first) + "-" +
         std::to_string(last);
}

}  // namespace garita::station
