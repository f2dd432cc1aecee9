#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "central-sync/store/how_known.h"
#include "schema/vocabulary/date.h"
#include "schema/vocabulary/decision.h"
#include "schema/vocabulary/direction.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/instant.h"

namespace garita::central {

/// What a child is to the adult with whom it crossed, and what showed it: codes of kChildAnswer and
/// kChildEvidence; or "".
struct ChildTie {
  std::string relationship;
  std::string evidence;
  friend bool operator==(const ChildTie&, const ChildTie&) = default;
};

/// A statement that a record was wrong: it was taken back, or another one stands in its place.
struct CorrectionRow {
  std::string statement;  ///< as Void::reference
  bool holds = true;      ///< whether nobody took it back itself
  std::string officer;
  std::string reason;
  std::string approved_by;  ///< "": nobody was asked
};

struct CrossingRow {
  RecordId record;
  Direction direction = Direction::kEntry;
  Instant at;
  Date day = Date::from_days_since_epoch(0);
  PostCode post;
  std::string officer;
  std::string document_issuer;
  std::string document_number;
  std::string admission_class;
  std::optional<int> granted_days;
  std::optional<Date> granted_until;
  bool voided = false;
  Instant known_at;
  DecisionKind decision = DecisionKind::kAdmit;
  bool movement = true;     ///< whether it counts as an entry or exit that happened
  std::string other_state;  ///< that an entry came from, or an exit went to; or ""
  std::string approved_by;  ///< the second person at the desk; "": nobody was asked
  std::string typed_by;     ///< who typed in what `officer` had decided on paper; or ""
  std::vector<CorrectionRow> corrections;  ///< of it, the one that was known first first
  /// Of a child that is with somebody whom its record names in words alone. Where that names a
  /// record, both are the companion's: who may not be told of is not told of here.
  ChildTie child;
  HowKnown how_known;
};

/// What a crossing that does not hold was taken back or corrected by; null: it holds.
[[nodiscard]] inline const CorrectionRow* correction_of(const CrossingRow& crossing) {
  if (!crossing.voided) return nullptr;
  const auto holds = std::ranges::find(crossing.corrections, true, &CorrectionRow::holds);
  return holds == crossing.corrections.end() ? nullptr : &*holds;
}

/// Somebody whose crossing and one of a person's are linked by the record of either.
struct CompanionRow {
  RecordId of;      ///< the person's crossing
  RecordId record;  ///< the other one's
  PersonId person;
  Instant at;
  /// Whether `of` names `record`, as a child's does that of its adult, or is named by it.
  bool leads = false;
  ChildTie child;  ///< of the child among the two
};

}  // namespace garita::central
