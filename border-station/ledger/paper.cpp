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

std::string text_of(const OpenPaper& paper) {
  std::string text = std::to_string(paper.from.milliseconds) + " " + std::to_string(paper.entered);
  if (paper.to) text += " " + std::to_string(paper.to->milliseconds);
  return text;
}

/// Hours that were announced before their record was kept count as of the first life: on a disk
/// that led more, a supervisor is rather sent to the centre once too often than told that hours
/// ended which did not.
Result<bool> is_of_earlier_life(Database& database) {
  GARITA_TRY(text, setting(database, kPaperRecord));
  GARITA_TRY(incarnation, read_incarnation(database));
  if (!text) return incarnation > 1;
  const auto record = RecordId::parse(*text);
  if (!record) return fail(Remedy::kRepair, "station.db: the period on paper cannot be read");
  return record->incarnation < incarnation;
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
  GARITA_TRY(earlier, is_of_earlier_life(database));
  paper.of_earlier_life = earlier;
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
  GARITA_CHECK(set_setting(database, kPaper, text_of({from, to})));
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
