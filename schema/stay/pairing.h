#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "schema/stay/authorise.h"
#include "schema/stay/voiding.h"
#include "schema/vocabulary/date.h"
#include "schema/vocabulary/direction.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/instant.h"

namespace garita {

/// An entry or exit of one person, by its time of occurrence.
struct Movement {
  std::string reference;  ///< of the record; the same reference twice is one movement
  /// The first record of a chain of corrections that this one ends; "" where it corrects nothing.
  /// A decision that named that record means this one.
  std::string origin;
  Direction direction = Direction::kEntry;
  Instant at;
  Date day = Date::from_days_since_epoch(0);  ///< legal day: the post's local day
  PostCode post;
  CountryCode nationality;  ///< that the document states; empty: not known
  /// Which document was shown, by whatever name tells it from others; empty: not known.
  std::string document;
  /// The same of the name, birth date and nationality that it states, where it states them whole.
  std::string name;
  char sex = '\0';  ///< 'M' or 'F'; else X, or it is not said
  /// Of an entry; an exit has none.
  std::optional<Admission> admission;
  /// Of an exit: whether an officer or a gate saw the person leave. What a carrier's manifest, a
  /// statement or a stamp says is evidence, and ends no stay.
  bool seen = true;
  /// Of an entry: nobody recorded it when it happened; a stamp or a statement tells of it.
  bool told_later = false;
  /// Of an exit: the class in which the person left, where it was stated.
  std::string left_as;
  /// The State that an entry came from, or that an exit went to, where it was asked; else empty.
  CountryCode other_state;
};

/// One presence: from an entry to an exit. Without an exit it is open, or, where the person
/// entered again, it ended at a moment that nobody saw.
struct Stay {
  Movement entry;
  std::optional<Movement> exit;
  /// The entry that followed without an exit between: the end is unknown and lies before it.
  std::optional<Movement> next_entry;
  /// The first exit within it that nobody saw. Without an exit the stay has probably ended; it is
  /// not known to. With one, the person probably came back before it, and nobody has said so.
  std::optional<Movement> probable_exit;

  [[nodiscard]] bool open() const { return !exit && !next_entry; }
};

enum class HypothesisKind { kMissedExit, kMissedEntry };

/// What must have happened unseen for the records to make sense. Never a record, never counted as
/// a crossing.
struct Hypothesis {
  HypothesisKind kind = HypothesisKind::kMissedExit;
  std::string reference;         ///< the entry without an exit, or the exit without an entry
  std::optional<Instant> after;  ///< absent: any time before
  Instant before;
};

/// One person's movements as stays.
struct Pairing {
  std::vector<Stay> stays;  ///< in order of entry, not overlapping
  std::vector<Movement> exits_without_entry;
  std::vector<Hypothesis> hypotheses;
};

/// Pairs the movements of one person in the order in which they occurred, never of receipt. The
/// result is the same for every order and any repetition of the arguments. Voided movements take
/// no part; a void that is itself voided takes nothing back. Two movements of one instant: the one
/// that fits what went before comes first. Exits that nobody saw end no stay and are no exits
/// without an entry. Costs n log n of movements and voids together, however voids name one another.
[[nodiscard]] Pairing pair_movements(std::span<const Movement> movements,
                                     std::span<const Void> voids);

/// A stay whose entry has an admission, as the rules see it: out of one State's records.
[[nodiscard]] Visit visit_of(const Stay& stay, std::vector<StatusChange> changes);

/// The changes that concern each stay, one vector a stay: those that name its entry, and those that
/// name none and were decided while it lasted. Nothing that was decided before the entry it names
/// concerns its stay, and no extension or change of class after the exit. What is meant for the
/// person (protection, residence) and was decided while nobody was inside counts for the next stay;
/// residence also where it names a stay that was over by then, or for the one that lasted.
/// A suspension that names no entry of a stay (a post names the crossing at which somebody was
/// referred) also concerns the next stay, where that begins within three days after it, or within
/// four weeks at the post that it names, without an exit since, of a stay or none, and where what
/// it names is no exit; and is ended by what names the same crossing, as all that name it are; it
/// goes with that crossing, where that is taken back. Voided ones are left out. `pairing` as
/// pair_movements gives it.
[[nodiscard]] std::vector<std::vector<StatusChange>> changes_of(
    const Pairing& pairing, std::span<const StatusChange> changes, std::span<const Void> voids);

/// Whether nothing may be flagged of an exit that ends no stay: the person is protected, or was
/// then, or flags about it are suspended.
[[nodiscard]] bool is_sheltered(const Movement& exit, std::span<const StatusChange> changes,
                                std::span<const Void> voids);

/// Whether protection of the person or a suspension stands, whatever stay it is about: nothing was
/// decided after it that ends such a thing. Of several suspensions each may be ended alone, which
/// the stays themselves tell (AuthorisedStay::suspended).
[[nodiscard]] bool is_sheltered_still(std::span<const StatusChange> changes,
                                      std::span<const Void> voids);

}  // namespace garita
