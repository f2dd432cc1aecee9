#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>

#include "central-sync/intake/intake.h"
#include "schema/wire/bundle.h"

namespace garita::central {

/// Whom an answer is for.
struct Addressee {
  StationId station;
  /// Of which it sent batches: the answer names them though nothing of them may be held, since a
  /// centre that was set back has lost them, and the station is to hear it.
  std::set<JournalId> journals;
  /// What it last said of itself: of what it holds by that the answer has nothing again.
  std::optional<StationStanding> standing;
  /// What several files say of one station.
  void merge(const Addressee& other);
};

/// What a bundle brought.
struct TakenBundle {
  /// Who are enrolled and not revoked, and signed something of it.
  std::map<StationId, Addressee> stations;
  std::uint64_t appended = 0;
  std::uint64_t held_already = 0;
  std::uint64_t aside_already = 0;  ///< in quarantine since they came before
  /// The file is an answer or lists, as this centre writes them; it was passed over.
  bool goes_down = false;
  std::optional<StationId> answer_for;  ///< of an answer that begins with a receipt
};

/// Takes a file's epoch keys, batches and claims; what begins as an answer is passed over whole,
/// since a stick goes to and fro with all that it carries. One message that is refused does not
/// keep the others out: `complain` is told of each with its frame's number, from 1, and of records
/// that went into quarantine now; of each kind of message ten times, then how many more there were,
/// until the file is given up (BundleRefusals). What holds for all that a station sent (it is
/// revoked, or not known here), is said once, without a frame. What its station did not sign is
/// refused and put aside nowhere: a stick comes from anybody. Remedy: reject, when it is no bundle,
/// and nothing was taken; else as the store, and then the file is to be taken again.
[[nodiscard]] Result<TakenBundle> import_bundle(IntakeStore& store, const PrivateKey& centre_key,
                                                ByteView file, Instant now,
                                                const std::function<void(const Error&)>& complain);

/// The newest long lists alone (schema/journal/sections.h), for a station that begins; how many.
[[nodiscard]] Result<std::size_t> write_long_lists(IntakeStore& store, const KeepBundle& keep);

/// What goes back: receipts of everything that is held of the station, how it stands with what was
/// put aside of it, and the newest bulletins that go to it; of long lists the sections that it does
/// not hold by its own word, all where it said none.
[[nodiscard]] Result<void> write_answer(IntakeStore& store, const PrivateKey& centre_key,
                                        const Addressee& to, Instant now, const KeepBundle& keep);

}  // namespace garita::central
