#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "central-sync/flags/evaluate.h"
#include "central-sync/reports/companions.h"
#include "central-sync/reports/stay_positions.h"
#include "central-sync/store/central_store.h"
#include "schema/stay/derivation.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/instant.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// What is said of a pseudonym of the person and another one, and why.
struct TieReport {
  PersonLink pair;
  std::string state;            ///< "linked", "review" or "separated"
  std::optional<double> score;  ///< 0 to 1; absent: nobody compared them
  std::string reasons;          ///< of the score
  Instant since;
  std::string cause;   ///< the record by which it became known, or the decision
  std::string reason;  ///< of a decision
};

/// Everything that the centre can say about one person, and why.
struct PersonReport {
  PersonSummary person;
  std::vector<PersonId> aliases;
  std::vector<CrossingRow> crossings;  ///< in order of occurrence, voided ones marked
  std::map<PostCode, Zone> zones;      ///< of their posts, as far as known
  std::vector<Companion> companions;   ///< with whom, the latest first
  std::vector<DecisionRow> decisions;
  std::vector<TieReport> links;  ///< in order of pairs
  Evaluation evaluation;         ///< stays with their derivations, hypotheses, flags
  /// Of each of these stays, at its exit or at the legal moment asked about.
  std::vector<CountedStay> positions;
  /// What was said about each case, moment by moment; `subject` of the case beside its events.
  std::vector<std::pair<FlagCase, std::vector<FlagEvent>>> history;
  /// The closings that some of the flags rest on (closings_behind).
  std::vector<StandingClosing> closings;
  /// What was closed and reports again, where something of it waits for that: the `cause` of such
  /// events is its record, their reason kReportsAgain.
  std::vector<Reopening> reopened;
};

/// `who` is a pseudonym, also an alias (P-…), or the id of a record: then its traveller.
/// `viewpoint` absent: now; else everything is as it was known then, the person too, and without
/// what occurred after its legal moment. Remedy:
/// reject, when nobody is known by it, or was then.
[[nodiscard]] Result<PersonReport> explain(CentralStore& store, std::string_view who,
                                           std::optional<Viewpoint> viewpoint, Instant now);

/// The report as text, line by line, in a language.
[[nodiscard]] std::string explanation_text(const PersonReport& report, Language language);
/// One JSON object; derivations as codes with their parameters and as sentences.
[[nodiscard]] std::string explanation_json(const PersonReport& report, Language language);

/// Every crossing that is projected, of every person, by time: one JSON object a line, or columns.
[[nodiscard]] Result<std::string> all_crossings(CentralStore& store, bool as_json);

}  // namespace garita::central
