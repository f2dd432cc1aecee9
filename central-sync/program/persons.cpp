// persons: who may be one person, and what somebody decides of it.
#include <ostream>

#include "central-sync/program/centre.h"
#include "central-sync/program/own_journal.h"
#include "central-sync/reports/reviews.h"

namespace garita::central {
namespace {

/// More than anybody decides in a day.
constexpr std::size_t kReviewsShown = 1000;

Result<void> review(const ReviewOptions& options, const Terminal& terminal) {
  GARITA_TRY(centre, open_centre(options.data));
  GARITA_CHECK(bring_up_to_date(centre));
  GARITA_TRY(moment, centre.database->reading().one_moment());
  GARITA_TRY(rows, centre.database->reading().reviews(kReviewsShown));
  terminal.out << (options.json ? reviews_json(rows) : reviews_table(rows));
  return {};
}

Result<PersonId> known(CentralStore& store, const std::string& pseudonym) {
  GARITA_TRY(person, store.person(PersonId(pseudonym)));
  if (!person) return fail(Remedy::kReject, "nobody is known as " + pseudonym);
  return person->person;
}

/// What would change nothing, or not what was meant, is said instead of recorded.
Result<void> check(CentralStore& store, const IdentityDecision& decision) {
  if (decision.one == decision.other)
    return fail(Remedy::kReject, decision.one.value() + " is one pseudonym");
  if (decision.reason.empty()) return fail(Remedy::kReject, "a decision has a reason");
  GARITA_TRY(one, known(store, decision.one.value()));
  GARITA_TRY(other, known(store, decision.other.value()));
  GARITA_TRY(apart, store.separation_of({one, other}));
  const auto pair = link_of(decision.one, decision.other);
  if (decision.kind == IdentityDecisionKind::kSeparate) {
    if (apart && *apart == pair) return fail(Remedy::kReject, "they were separated already");
    return {};
  }
  if (one == other) return fail(Remedy::kReject, "they are one person already, " + one.value());
  if (!apart || *apart == pair) return {};
  return fail(Remedy::kAskOfficer, "somebody separated " + apart->first.value() + " and " +
                                       apart->second.value() + " of theirs: link those");
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
  GARITA_CHECK(check(centre.database->reading(), decision));
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
