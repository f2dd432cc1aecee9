#pragma once

#include <array>
#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/vocabulary/date.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/instant.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// The numbers stand in tables.
enum class FlagKind {
  kOverstayOpen = 1,      ///< the last legal day has passed and no exit is known
  kOverstay = 2,          ///< the exit, or an entry without an exit, came after the last legal day
  kExitWithoutEntry = 3,  ///< an exit, and no entry that it ends
  kEntryWithoutExit = 4,  ///< a second entry, and no exit between
  kStatusExpires = 5,     ///< an open stay is in the last days of its term
  kRevoked = 6,           ///< the stay was revoked or annulled while the person was there
  kClassMismatch = 7,     ///< the exit states another class than the stay was in
  kDocumentInvalid = 8,   ///< the document was lost, stolen or made invalid during the stay
};
inline constexpr std::array kFlagKinds = {FlagKind::kOverstayOpen,     FlagKind::kOverstay,
                                          FlagKind::kExitWithoutEntry, FlagKind::kEntryWithoutExit,
                                          FlagKind::kStatusExpires,    FlagKind::kRevoked,
                                          FlagKind::kClassMismatch,    FlagKind::kDocumentInvalid};
/// "OVERSTAY_OPEN", "OVERSTAY", "EXIT_WITHOUT_ENTRY", "ENTRY_WITHOUT_EXIT", "STATUS_EXPIRES",
/// "REVOKED_IN_COUNTRY", "CLASS_MISMATCH", "DOCUMENT_INVALIDATED".
[[nodiscard]] std::string_view flag_name(FlagKind kind);

/// How sure a flag is (design/semantics: Flags). The numbers stand in tables and grow with
/// certainty up to kConfirmed.
enum class FlagState {
  kOpen = 1,         ///< a stay is open and within its term
  kDue = 2,          ///< the term is over, the grace is not
  kPendingData = 3,  ///< held: posts that could have seen the event have not reported so far
  kProbable = 4,     ///< raised: everything that could have been seen is known
  kConfirmed = 5,    ///< raised, and the person was met: at the exit, or by officers inland
  kCleared = 6,      ///< was one of the above and is not any more
};
/// "open", "due", "pending_data", "probable", "confirmed", "cleared".
[[nodiscard]] std::string_view state_name(FlagState state);
/// Remedy: reject.
[[nodiscard]] Result<FlagState> parse_state(std::string_view name);

[[nodiscard]] inline bool is_held(FlagState state) {
  return state == FlagState::kDue || state == FlagState::kPendingData;
}
[[nodiscard]] inline bool is_raised(FlagState state) {
  return state == FlagState::kProbable || state == FlagState::kConfirmed;
}

/// What a flag is about: an overstay stays one case when its open stay gets a late exit.
struct FlagCase {
  FlagKind kind = FlagKind::kOverstay;  ///< never kOverstayOpen
  std::string subject;                  ///< reference of the entry or exit
  friend auto operator<=>(const FlagCase&, const FlagCase&) = default;
};

/// A graded statement about one stay or crossing of a person, at a legal moment, by the knowledge
/// of a moment.
struct Flag {
  FlagKind kind = FlagKind::kOverstayOpen;
  std::string subject;  ///< reference of the entry or exit that it is about
  FlagState state = FlagState::kOpen;
  PostCode post;  ///< of the subject
  Instant at;     ///< of the subject
  /// From when on the flag could be true (T of design/semantics), and when the grace ends too.
  Instant due_at;
  Instant raise_at;
  std::optional<Date> authorised_until;
  /// At the exit, or at the moment asked about; the fewest that are proven, where nobody saw the
  /// exit before the next entry.
  int days_over = 0;
  bool met = false;  ///< the person was met after the term: at the exit, or by officers
  /// When it ends by itself, as the notice that a stay is about to end does with the stay's term.
  std::optional<Instant> ends_at;
  /// When the person left by what a carrier, a statement or a stamp says, where nobody saw it.
  std::optional<Instant> probably_left;
  /// Its moment, or the entry where a stamp or a statement tells of it, lies before the first post
  /// went live: nobody recorded who left until then, so that no watermark raises it. Not where a
  /// person established it.
  bool before_records = false;
  std::string rule;
  std::string policy_version;
  /// The review that may show that it is about somebody who is another person too, "P-A~P-B": until
  /// it is decided nothing is raised. "": none.
  std::string review;
  /// The lowest over the posts that could have seen the event; absent: one never reported, or
  /// there is none.
  std::optional<Instant> watermark;
  /// The posts whose own watermark is below `raise_at`, lowest first; empty once raised.
  std::vector<PostCode> blocking_posts;

  /// Whether something that nobody saw speaks against it: then it is held until a person decides,
  /// and no watermark raises it.
  [[nodiscard]] bool doubted() const { return probably_left && *probably_left < raise_at; }

  [[nodiscard]] FlagCase flag_case() const {
    return {kind == FlagKind::kOverstayOpen ? FlagKind::kOverstay : kind, subject};
  }
  friend bool operator==(const Flag&, const Flag&) = default;
};

}  // namespace garita::central
