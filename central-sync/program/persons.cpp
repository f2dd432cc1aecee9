// persons: who may be one person, and what somebody decides of it.
#include <ostream>

#include "central-sync/program/centre.h"
#include "central-sync/program/own_journal.h"
#include "central-sync/reports/identity_changes.h"
#include "central-sync/reports/reviews.h"

namespace garita::central {
namespace {

/// More than anybody decides in a day.
constexpr std::size_t kReviewsShown = 1000;

Result<void> review(const ReviewOptions& options, const Terminal& terminal) {
  GARITA_TRY(language, parse_language(options.language));
  GARITA_TRY(centre, open_centre(options.data));
  GARITA_CHECK(bring_up_to_date(centre));
  GARITA_TRY(moment, centre.database->reading().one_moment());
  GARITA_TRY(rows, centre.database->reading().reviews(kReviewsShown));
  terminal.out << (options.json ? reviews_json(rows) : reviews_table(rows, language));
  return {};
}

Result<void> decide(IdentityDecisionKind kind, const IdentityOptions& options,
                    const Terminal& terminal) {
  GARITA_TRY(centre, open_centre(options.data));
  GARITA_CHECK(bring_up_to_date(centre));
  IdentityDecision decision;
  decision.kind = kind;
  decision.one = PersonId(options.one);
  decision.other = PersonId(options.other);
  decision.at = centre.clock->now();
  decision.officer = OfficerId(options.officer);
  decision.reason = options.reason;
  GARITA_CHECK(check_decision(centre.database->reading(), decision));
  GARITA_TRY(journal, OwnJournal::open(*centre.database, centre.layout));
  GARITA_TRY(id, journal.write(decision, Lane::kMovement, decision.at));
  terminal.out << id.text() << '\n';
  return bring_up_to_date(centre);
}

}  // namespace

ExitStatus run_persons_review(const ReviewOptions& options, const Terminal& terminal) {
  return report(review(options, terminal), terminal);
}
ExitStatus run_persons_link(const IdentityOptions& options, const Terminal& terminal) {
  return report(decide(IdentityDecisionKind::kLink, options, terminal), terminal);
}
ExitStatus run_persons_separate(const IdentityOptions& options, const Terminal& terminal) {
  return report(decide(IdentityDecisionKind::kSeparate, options, terminal), terminal);
}

}  // namespace garita::central
