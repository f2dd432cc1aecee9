#include <sstream>

#include "border-station/ledger/ledger_state.h"

namespace garita::station {
namespace {

/// INCARNATION:LANE of each journal, blanks between.
constexpr auto kPutAside = "put_aside";
/// WAITING DECIDED, and when in milliseconds.
constexpr auto kCentrePutAside = "centre_put_aside";

struct SaidAside {
  PutAside aside;
  Instant at;
};

std::string text_of(const SaidAside& said) {
  return std::to_string(said.aside.waiting) + " " + std::to_string(said.aside.decided) + " " +
         std::to_string(said.at.milliseconds);
}

std::optional<SaidAside> said_aside(const std::optional<std::string>& text) {
  SaidAside said;
  std::istringstream numbers(text.value_or(""));
  numbers >> said.aside.waiting >> said.aside.decided;
  if (!numbers) return std::nullopt;
  // Without a moment where an older program kept it.
  numbers >> said.at.milliseconds;
  return said;
}

std::string name_of(const JournalId& journal) {
  return std::to_string(journal.incarnation) + ":" + std::string(lane_name(journal.lane));
}

}  // namespace

Result<void> Ledger::note_put_aside(const JournalId& journal) {
  auto& database = state_->database;
  GARITA_TRY(before, setting(database, kPutAside));
  if (is_word_of(before.value_or(""), name_of(journal))) return {};
  GARITA_TRY(transaction, WriteTransaction::begin(database));
  GARITA_TRY(noted, setting(database, kPutAside));
  GARITA_CHECK(set_setting(database, kPutAside, noted.value_or("") + " " + name_of(journal)));
  return transaction.commit();
}

Result<std::uint64_t> Ledger::put_aside(Counted counted) {
  GARITA_TRY(noted, setting(state_->database, kPutAside));
  if (!noted) return 0;
  GARITA_TRY(all, journals());
  std::uint64_t records = 0;
  for (const auto& journal : all) {
    if (!is_counted(journal.id.lane, counted)) continue;
    if (is_word_of(*noted, name_of(journal.id))) records += journal.head.sequence - journal.held;
  }
  return records;
}

Result<void> Ledger::keep_centre_put_aside(const PutAside& aside, Instant at) {
  return set_setting(state_->database, kCentrePutAside, text_of(SaidAside{aside, at}));
}

Result<void> Ledger::take_centre_standing(const CentreStanding& standing) {
  GARITA_TRY(centre_key, identity().centre.public_key());
  const bool is_ours = standing.station == place().station && standing.verify(centre_key);
  if (!is_ours) {
    return fail(Remedy::kReject, "what the centre put aside, not signed by it for this station");
  }
  GARITA_TRY(transaction, WriteTransaction::begin(state_->database));
  GARITA_TRY(text, setting(state_->database, kCentrePutAside));
  const auto before = said_aside(text);
  if (before && before->at > standing.at) return {};
  GARITA_CHECK(keep_centre_put_aside(standing.put_aside, standing.at));
  return transaction.commit();
}

Result<std::optional<PutAside>> Ledger::centre_put_aside() {
  GARITA_TRY(text, setting(state_->database, kCentrePutAside));
  const auto said = said_aside(text);
  return said ? std::optional(said->aside) : std::nullopt;
}

}  // namespace garita::station
