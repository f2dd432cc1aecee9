#include "central-sync/reports/ties.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "central-sync/flags/contradictions.h"

namespace garita::central {
namespace {

/// What was known of one pair.
struct OfPair {
  const LinkRow* link = nullptr;
  const IdentityDecisionRow* decision = nullptr;
};

std::set<PersonId> pseudonyms_of(const PersonThen& then) {
  std::set<PersonId> all(then.aliases.begin(), then.aliases.end());
  all.insert(then.person.person);
  return all;
}

bool is_open(const PersonThen& then, const Evaluation& evaluation, const PersonLink& pair) {
  const std::string name = pair.first.value() + "~" + pair.second.value();
  return std::any_of(then.history.reviews.begin(), then.history.reviews.end(),
                     [&](const Review& review) {
                       if (review.if_fitting.empty()) return review.pair == name;
                       return std::ranges::count(review.if_fitting, name) > 0 &&
                              std::ranges::count(evaluation.flags, name, &Flag::review) > 0;
                     });
}

/// "": nothing that is worth telling.
std::string state_of_pair(const PersonThen& then, const Evaluation& evaluation,
                          const PersonLink& pair, const OfPair& known) {
  const auto mine = pseudonyms_of(then);
  const bool first = mine.contains(pair.first);
  const bool second = mine.contains(pair.second);
  if (!first && !second) return "";
  if (first && second) return "linked";
  const auto* decision = known.decision;
  if (decision != nullptr && decision->decided.kind == IdentityDecisionKind::kSeparate)
    return "separated";
  return is_open(then, evaluation, pair) ? "review" : "";
}

TieReport tie_of(const PersonLink& pair, std::string state, const OfPair& known) {
  TieReport tie;
  tie.pair = pair;
  tie.state = std::move(state);
  if (known.link != nullptr) {
    tie.score = static_cast<double>(known.link->link.score) / 1e6;
    tie.reasons = known.link->link.reasons;
    tie.since = known.link->known_from;
    tie.cause = known.link->cause;
  }
  if (known.decision != nullptr) {
    tie.since = known.decision->decided.known_at;
    tie.cause = known.decision->decided.record.text();
    tie.reason = known.decision->reason;
  }
  return tie;
}

bool is_later(const IdentityDecisionRow& one, const IdentityDecisionRow& other) {
  return std::tie(other.decided.at, other.decided.record) <
         std::tie(one.decided.at, one.decided.record);
}

std::string document_of(const PersonReport& report, const Movement& movement) {
  for (const auto& each : report.crossings)
    if (each.record.text() == movement.reference)
      return each.document_issuer + " " + each.document_number;
  return movement.document;
}

}  // namespace

std::vector<TieReport> contradicted_ties(const PersonHistory& history, const PersonReport& report) {
  std::vector<TieReport> ties;
  for (const auto& each : report.evaluation.contradictions) {
    const auto between = each.pair.find('~');
    TieReport tie;
    tie.pair = {PersonId(each.pair.substr(0, between)), PersonId(each.pair.substr(between + 1))};
    if (!ties.empty() && ties.back().pair == tie.pair) continue;
    // As in the queue: what holds nothing asks nobody.
    const bool holds = std::ranges::any_of(
        report.evaluation.flags, [&](const Flag& flag) { return flag.review == each.pair; });
    if (!holds) continue;
    tie.state = "review";
    tie.score = 1;
    tie.reasons =
        reasons_of(each, document_of(report, each.earlier), document_of(report, each.later));
    for (const auto& known : history.movements) {
      const auto& record = known.fact.reference;
      const bool is_one = record == each.earlier.reference || record == each.later.reference;
      if (!is_one || (!tie.cause.empty() && known.known_at < tie.since)) continue;
      tie.since = known.known_at;
      tie.cause = record;
    }
    ties.push_back(std::move(tie));
  }
  return ties;
}

Result<std::vector<TieReport>> ties_then(CentralStore& store, const PersonThen& then,
                                         const Evaluation& evaluation, Instant known_at) {
  std::vector<LinkRow> links;
  std::vector<IdentityDecisionRow> decisions;
  for (const auto& today : then.today) {
    GARITA_TRY(their_links, store.links_of(today));
    links.insert(links.end(), their_links.begin(), their_links.end());
    GARITA_TRY(their_decisions, store.identity_decisions_of(today));
    decisions.insert(decisions.end(), their_decisions.begin(), their_decisions.end());
  }
  std::map<PersonLink, OfPair> pairs;
  for (const auto& row : links)
    if (row.known_from <= known_at && (!row.known_to || *row.known_to > known_at))
      pairs[row.link.pair].link = &row;
  for (const auto& row : decisions) {
    if (row.decided.known_at > known_at) continue;
    auto& known = pairs[row.decided.pair];
    if (known.decision == nullptr || is_later(row, *known.decision)) known.decision = &row;
  }
  std::vector<TieReport> ties;
  for (const auto& [pair, known] : pairs) {
    auto state = state_of_pair(then, evaluation, pair, known);
    if (!state.empty()) ties.push_back(tie_of(pair, std::move(state), known));
  }
  return ties;
}

}  // namespace garita::central
