#include "border-station/ledger/paper.h"

#include <algorithm>
#include <sstream>

#include "border-station/ledger/ledger_state.h"

namespace garita::station {
namespace {

/// FROM ENTERED [TO], moments in milliseconds; "" when none is open.
constexpr auto kPaper = "paper";
/// The record that announced it, and with it which life of the disk did.
constexpr auto kPaperRecord = "paper_record";
constexpr std::string_view kRecordedAt =
    "SELECT recorded_at FROM entry WHERE incarnation = ?1 AND lane = ?2 AND sequence = ?3";

std::string text_of(const OpenPaper& paper) {
  std::string text = std::to_string(paper.from.milliseconds) + " " + std::to_string(paper.entered);
  if (paper.to) text += " " + std::to_string(paper.to->milliseconds);
  return text;
}

Result<std::optional<RecordId>> announcement(Database& database) {
  GARITA_TRY(text, setting(database, kPaperRecord));
  if (!text) return std::optional<RecordId>();
  GARITA_TRY(record, RecordId::parse(*text));
  return std::optional(record);
}

Result<std::optional<Instant>> recorded_at(Database& database, const RecordId& record) {
  GARITA_TRY(row, database.prepare(kRecordedAt, {record.incarnation, static_cast<int>(record.lane),
                                                 record.sequence}));
  GARITA_TRY(found, row.step());
  return found ? std::optional(Instant{row.integer(0)}) : std::nullopt;
}

/// Hours that were announced before their record was kept count as of the first life and as
/// announced when they began: on a disk that led more, or where they are old, a supervisor is
/// rather sent to the centre once too often than told that hours ended which did not.
Result<void> read_announcement(Database& database, OpenPaper& paper) {
  GARITA_TRY(record, announcement(database));
  GARITA_TRY(incarnation, read_incarnation(database));
  paper.of_earlier_life = (record ? record->incarnation : 1) < incarnation;
  paper.announced_at = paper.from;
  if (!record) return {};
  GARITA_TRY(at, recorded_at(database, *record));
  paper.announced_at = at.value_or(paper.from);
  paper.record = std::move(record);
  return {};
}

Result<std::optional<OpenPaper>> read_paper(Database& database) {
  GARITA_TRY(text, setting(database, kPaper));
  if (text.value_or("").empty()) return std::optional<OpenPaper>();
  OpenPaper paper;
  std::istringstream numbers(*text);
  numbers >> paper.from.milliseconds >> paper.entered;
  if (!numbers) return fail(Remedy::kRepair, "station.db: the period on paper cannot be read");
  Instant to;
  if (numbers >> to.milliseconds) paper.to = to;
  GARITA_CHECK(read_announcement(database, paper));
  return std::optional(paper);
}

/// The one that is open, of which so many are typed in. Remedy: reject.
Result<OpenPaper> open_with(Database& database, std::uint64_t entered) {
  GARITA_TRY(paper, read_paper(database));
  if (!paper) return fail(Remedy::kReject, "no period on paper is open");
  if (paper->entered != entered) {
    return fail(Remedy::kReject, std::to_string(paper->entered) + " are typed in, and not " +
                                     std::to_string(entered) +
                                     ": somebody has typed in another meanwhile");
  }
  return *paper;
}

bool is_of(const OpenPaper& paper, Instant at) {
  return at >= paper.from && (!paper.to || at <= *paper.to);
}

}  // namespace

Result<void> count_typed_in(Database& database, Instant at) {
  GARITA_TRY(paper, read_paper(database));
  if (!paper || !is_of(*paper, at)) return {};
  ++paper->entered;
  return set_setting(database, kPaper, text_of(*paper));
}

Result<std::optional<OpenPaper>> Ledger::paper() { return read_paper(state_->database); }

Result<RecordId> Ledger::open_paper(Instant from, std::optional<Instant> to,
                                    const OfficerId& officer) {
  auto& database = state_->database;
  GARITA_TRY(transaction, WriteTransaction::begin(database));
  GARITA_TRY(before, read_paper(database));
  if (before) return fail(Remedy::kReject, "a period on paper is open already");
  GARITA_TRY(id, append_inside(Lane::kMovement,
                               PaperPeriod{place().post, true, from, to, now(), officer}));
  GARITA_CHECK(set_setting(database, kPaper, text_of({.from = from, .to = to})));
  GARITA_CHECK(set_setting(database, kPaperRecord, id.text()));
  GARITA_CHECK(transaction.commit());
  state_->incarnation = id.incarnation;
  return id;
}

Result<RecordId> Ledger::close_paper(std::uint64_t entered, const OfficerId& officer) {
  auto& database = state_->database;
  GARITA_TRY(transaction, WriteTransaction::begin(database));
  GARITA_TRY(paper, open_with(database, entered));
  if (paper.of_earlier_life) {
    return fail(Remedy::kReject,
                "an earlier life of this disk announced these hours: the centre "
                "closes them");
  }
  const Instant now = this->now();
  const Instant to = std::min(paper.to.value_or(now), now);
  GARITA_TRY(id, append_inside(Lane::kMovement,
                               PaperPeriod{place().post, false, paper.from, to, now, officer}));
  GARITA_CHECK(set_setting(database, kPaper, ""));
  GARITA_CHECK(transaction.commit());
  state_->incarnation = id.incarnation;
  return id;
}

Result<void> Ledger::set_paper_aside(std::uint64_t entered) {
  auto& database = state_->database;
  GARITA_TRY(transaction, WriteTransaction::begin(database));
  GARITA_TRY(paper, open_with(database, entered));
  if (!paper.of_earlier_life) {
    return fail(Remedy::kReject, "this life of the disk announced these hours, and closes them");
  }
  GARITA_CHECK(set_setting(database, kPaper, ""));
  return transaction.commit();
}

}  // namespace garita::station
