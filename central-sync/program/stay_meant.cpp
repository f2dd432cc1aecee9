#include "central-sync/program/stay_meant.h"

#include <algorithm>

#include "central-sync/flags/evaluate.h"

namespace garita::central {
namespace {

bool is_meant(const Stay& stay, const StatusDecision& decision) {
  if (decision.entry) {
    const std::string entry = decision.entry->text();
    return stay.entry.reference == entry || stay.entry.origin == entry;
  }
  const auto& ended_by = stay.exit ? stay.exit : stay.next_entry;
  return stay.entry.at <= decision.at && (!ended_by || decision.at < ended_by->at);
}

/// What was decided of a stay before it began, or lets it end before that, would change nothing;
/// but what is annulled never was.
Result<void> check_bears(const Stay& stay, const StatusDecision& decision) {
  const std::string before =
      " lies before the entry " + stay.entry.reference + " of " + stay.entry.at.rfc3339();
  if (decision.at < stay.entry.at)
    return fail(Remedy::kReject,
                "at " + decision.at.rfc3339() + before + ": it would change nothing");
  const bool ends_before =
      decision.kind != StatusKind::kAnnul && decision.until && *decision.until < stay.entry.day;
  if (!ends_before) return {};
  const bool revokes = decision.kind == StatusKind::kRevoke;
  return fail(Remedy::kReject,
              "until " + decision.until->iso() + before +
                  (revokes ? ": a stay ends with the day on which it began at the earliest"
                           : ": it would change nothing"));
}

/// Of whoever is there and within the term there is no overstay yet, and it would never be one.
Result<void> check_clearing(const JudgedStay& judged, Date day) {
  const auto& [stay, authorised] = judged;
  if (!stay.open() || (!authorised.last_legal_day && !authorised.pending)) return {};
  if (authorised.last_legal_day && *authorised.last_legal_day < day) return {};
  const std::string term = authorised.last_legal_day ? "the stay is within its term until " +
                                                           authorised.last_legal_day->iso()
                                                     : std::string("an application is pending");
  return fail(Remedy::kReject, term +
                                   ": that there is no overstay is decided once the term is "
                                   "over; who may stay longer is given an extension");
}

}  // namespace

Result<void> check_stay_meant(CentralStore& store, const StatusDecision& decision,
                              const PersonId& person, Instant now) {
  GARITA_TRY(history, store.history_of(person));
  GARITA_TRY(view, CountryView::at(store, now));
  const auto evaluation = evaluate(history, view.country(), {now, now});
  const auto meant = std::ranges::find_if(
      evaluation.stays, [&](const JudgedStay& judged) { return is_meant(judged.stay, decision); });
  if (meant == evaluation.stays.end()) return {};
  GARITA_CHECK(check_bears(meant->stay, decision));
  if (decision.kind != StatusKind::kClear) return {};
  const auto day = view.zones().earliest_day(meant->stay.entry.post, decision.at);
  return check_clearing(*meant, day.value_or(view.zone().local_day(decision.at)));
}

}  // namespace garita::central
