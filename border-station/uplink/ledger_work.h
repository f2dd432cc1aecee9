#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "border-station/ledger/ledger.h"
#include "schema/wire/station_session.h"

namespace garita::station {

/// Why a disk begins another life of itself.
enum class NewLife {
  kCentreIsAhead,  ///< it was restored or cloned: the centre holds what this disk never wrote
  kRecordsGone,    ///< the centre was set back, and what it lost is not here any more either
};
/// For the log.
[[nodiscard]] std::string_view new_life_words(NewLife cause);

/// What became of an intent.
struct LedgerReply {
  /// What the session is to be told, where the session lives; empty: nothing.
  std::function<void(StationSession&, Instant now)> tell;
  std::optional<Error> error;
  std::optional<NewLife> new_incarnation;
  /// A bulletin came whole: its channel, and "" or why it was not taken.
  std::optional<std::pair<std::string, std::string>> bulletin;
  /// A part of a bulletin came: "", or why the disk has no room for it.
  std::optional<std::string> no_room;
};

/// What a session asks of the ledger, as plain calls on the ledger's thread. One for each
/// connection; it remembers which epoch keys that connection has carried.
class LedgerWork {
 public:
  explicit LedgerWork(Ledger& ledger) : ledger_(ledger) {}

  /// Does what the session wants. What the centre says once and the ledger cannot store at the
  /// moment is kept for postponed(). `now` is a steady clock's.
  [[nodiscard]] LedgerReply fulfil(const StationIntent& intent, Instant now);
  /// Intents that are due again, for fulfil(). Not while that runs.
  [[nodiscard]] std::vector<StationIntent> postponed(Instant now);

  /// What the conversation begins with.
  [[nodiscard]] Result<Hello> hello();
  [[nodiscard]] Result<std::vector<JournalPosition>> positions();
  [[nodiscard]] Result<StationSession::Receipted> receipted();

 private:
  /// Absent when there is nothing after `want.after`.
  [[nodiscard]] Result<std::optional<OutgoingBatch>> batch(const station_intent::WantBatch& want);
  [[nodiscard]] Result<std::pair<Claim, Backlog>> claim();
  [[nodiscard]] LedgerReply give_batch(const station_intent::WantBatch& want);
  /// What is wanted is gone: says so to the centre, and gives what follows it.
  [[nodiscard]] Result<LedgerReply> step_over(const GoneRecords& gone,
                                              const station_intent::WantBatch& want);
  [[nodiscard]] LedgerReply compare(const JournalPosition& aside);
  [[nodiscard]] LedgerReply give_claim();
  [[nodiscard]] LedgerReply give_holdings(const std::string& list);
  [[nodiscard]] Result<Holdings> holdings(const std::string& list);
  [[nodiscard]] LedgerReply keep(const Receipt& receipt);
  [[nodiscard]] LedgerReply keep(const PutAside& aside);
  [[nodiscard]] LedgerReply keep(const BulletinPart& part);
  [[nodiscard]] LedgerReply end_incarnation(const JournalId& journal);
  [[nodiscard]] LedgerReply note_time(const station_intent::CentreTime& time);
  void postpone(const StationIntent& intent, Instant now);

  Ledger& ledger_;
  std::vector<StationIntent> postponed_;
  Instant postponed_at_;
  std::set<std::pair<std::uint32_t, Digest>> keys_sent_;
};

}  // namespace garita::station
