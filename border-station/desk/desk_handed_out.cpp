// The part of Desk that tells what stands on the paper of a decision, for whoever comes back for
// theirs: it is built from what was recorded, so that no page has to remember it.
#include <algorithm>

#include "border-station/crossing/visits_seen.h"
#include "border-station/desk/desk.h"
#include "border-station/desk/desk_answers.h"
#include "border-station/desk/views.h"
#include "border-station/ledger/own_urgent.h"

namespace garita::station {

namespace {

Response no_paper() { return problem(409, "no-paper", "Nothing is handed out of this decision"); }

/// Of those alone that the list of the latest tells.
Result<std::optional<OwnDecision>> among_latest(Ledger& ledger, const RecordId& id) {
  GARITA_TRY(latest, ledger.recent_decisions(kRecentMax));
  const auto found = std::ranges::find(latest, id, &OwnDecision::record);
  if (found == latest.end()) return std::optional<OwnDecision>();
  return std::optional<OwnDecision>(std::move(*found));
}

/// As the policies said when it was recorded; a country's own nationals are under no rule.
bool is_uncovered(const Crossing& crossing, const CountryCode& country) {
  const auto& context = crossing.context;
  const bool judged = !context.policy_version.empty();
  return judged && context.rule.empty() && !context.last_legal_day &&
         CountryCode(crossing.document.nationality) != country;
}

/// Of the class that was granted, by the policies in force.
std::optional<DerivationLine> caveat_of(const PolicyPack& pack, const Crossing& crossing,
                                        Date entered) {
  auto stay = authorise(pack, admission_of(crossing, entered), {});
  const auto line =
      std::ranges::find(stay.derivation, "earlier_stays_not_known", &DerivationLine::code);
  if (line == stay.derivation.end()) return std::nullopt;
  return std::move(*line);
}

/// What the paper says of an admission; absent: nothing is handed out, as no day ends the stay.
Result<std::optional<HandedOut>> of_admission(Ledger& ledger, Counter& counter,
                                              const OwnDecision& own) {
  const Crossing& crossing = *own.crossing;
  HandedOut paper;
  GARITA_TRY(pack, counter.policies());
  paper.no_rule = pack && is_uncovered(crossing, pack->country());
  if (!crossing.context.last_legal_day && !paper.no_rule) return std::optional<HandedOut>();
  if (pack) paper.caveat = caveat_of(*pack, crossing, ledger.zone().local_day(own.at));
  return std::optional(std::move(paper));
}

/// Absent: its grounds can no longer be read.
Result<std::optional<HandedOut>> of_refusal(Ledger& ledger, Counter& counter,
                                            const OwnDecision& own) {
  GARITA_TRY(refusal, refusal_of(ledger, own));
  if (!refusal) return std::optional<HandedOut>();
  HandedOut paper;
  paper.grounds = std::move(refusal->grounds);
  GARITA_TRY(appeal, counter.appeal());
  paper.appeal = std::move(appeal);
  return std::optional(std::move(paper));
}

}  // namespace

Response Desk::paper_of(const Request& request, const Session& session) {
  const auto id = RecordId::parse(request.path_parameters.at("record"));
  if (!id) return no_such_decision();
  const std::lock_guard lock(mutex_);
  const auto found = among_latest(ledger_, *id);
  if (!found) return not_available(found.error());
  if (!*found) return no_such_decision();
  const OwnDecision& own = **found;
  const bool refused = own.decision == DecisionKind::kRefuse;
  const bool handed_out =
      own.direction == Direction::kEntry && own.decision != DecisionKind::kRefer;
  // Of a record that was corrected the paper is wrong: there is one of what holds.
  if (!handed_out || own.corrected_by) return no_paper();
  if (!own.crossing) return no_longer_readable();
  const auto paper =
      refused ? of_refusal(ledger_, counter_, own) : of_admission(ledger_, counter_, own);
  if (!paper) return not_available(paper.error());
  if (!*paper) return refused ? no_longer_readable() : no_paper();
  audit_.note(ledger_, session.officer, "paper_shown", id->text());
  return json_response(handed_out_json(own, **paper));
}

}  // namespace garita::station
