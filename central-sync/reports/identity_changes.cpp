#include "central-sync/reports/identity_changes.h"

#include <algorithm>
#include <chrono>
#include <map>

#include "central-sync/flags/contradictions.h"
#include "central-sync/persons/clusters.h"
#include "central-sync/reports/explain.h"

namespace garita::central {
namespace {

Result<PersonId> known(CentralStore& store, const std::string& pseudonym) {
  GARITA_TRY(person, store.person_behind(PersonId(pseudonym)));
  if (!person) return fail(Remedy::kReject, "nobody is known as " + pseudonym);
  return *person;
}

/// Whether the crossings of the one person that they are speak against it.
Result<bool> is_in_doubt(CentralStore& store, const PersonId& person, const PersonLink& pair) {
  GARITA_TRY(history, store.history_of(person));
  std::vector<Movement> movements;
  for (const auto& each : history.movements) movements.push_back(each.fact);
  std::vector<Void> voids;
  for (const auto& each : history.voids) voids.push_back(each.fact);
  const std::string name = pair.first.value() + "~" + pair.second.value();
  const auto is_pair = [&](const std::string& other) { return other == name; };
  return std::ranges::any_of(contradictions_in(pair_movements(movements, voids)), is_pair,
                             &Contradiction::pair) &&
         std::ranges::none_of(history.linked, is_pair, &Known<std::string>::fact);
}

/// Whether both showed one document and nobody has said that they are one person all the same.
Result<bool> shared_a_document(CentralStore& store, const PersonId& person,
                               const PersonLink& pair) {
  GARITA_TRY(incidents, store.other_holders_of(person));
  return std::ranges::any_of(incidents, [&](const IncidentRow& each) {
    return each.holders == pair &&
           !(each.decided && each.decided->decided.kind == IdentityDecisionKind::kLink);
  });
}

/// The two as they were known at a moment.
struct Sides {
  std::vector<PersonId> persons;
  std::map<std::pair<FlagKind, std::string>, Flag> flags;
};

/// `as_of` is the same before and after, so that time does nothing to a flag between.
Result<Sides> sides_at(CentralStore& store, const PersonLink& pair, const Viewpoint& viewpoint) {
  Sides sides;
  for (const auto& pseudonym : {pair.first, pair.second}) {
    auto report = explain(store, pseudonym.value(), viewpoint, viewpoint.as_of);
    if (!report && report.error().remedy == Remedy::kReject) continue;  // not known yet
    if (!report) return Failure(std::move(report.error()));
    const auto& person = report->person.person;
    if (std::ranges::find(sides.persons, person) == sides.persons.end())
      sides.persons.push_back(person);
    for (auto& flag : report->evaluation.flags) {
      const auto about = flag.flag_case();
      sides.flags.emplace(std::pair(about.kind, about.subject), std::move(flag));
    }
  }
  return sides;
}

}  // namespace

Result<void> check_decision(CentralStore& store, const IdentityDecision& decision) {
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
  if (one == other) {
    GARITA_TRY(doubted, is_in_doubt(store, one, pair));
    if (doubted) return {};
    GARITA_TRY(shared, shared_a_document(store, one, pair));
    if (shared) return {};
    return fail(Remedy::kReject, "they are one person already, " + one.value());
  }
  if (!apart || *apart == pair) return {};
  return fail(Remedy::kAskOfficer, "somebody separated " + apart->first.value() + " and " +
                                       apart->second.value() + " of theirs: link those");
}

Result<IdentityChange> change_by(CentralStore& store, const IdentityDecisionRow& decision) {
  const Instant then = decision.decided.known_at;
  const auto& pair = decision.decided.pair;
  GARITA_TRY(before, sides_at(store, pair, {then, then.minus(std::chrono::milliseconds(1))}));
  GARITA_TRY(after, sides_at(store, pair, {then, then}));
  IdentityChange change{std::move(before.persons), std::move(after.persons), {}};
  for (const auto& [about, flag] : before.flags) {
    const auto now = after.flags.find(about);
    if (now == after.flags.end())
      change.flags.push_back({flag, flag.state, std::nullopt});
    else if (now->second.state != flag.state || now->second.kind != flag.kind)
      change.flags.push_back({now->second, flag.state, now->second.state});
  }
  for (const auto& [about, flag] : after.flags)
    if (!before.flags.contains(about)) change.flags.push_back({flag, std::nullopt, flag.state});
  std::ranges::stable_sort(change.flags, [](const FlagChange& a, const FlagChange& b) {
    return a.flag.flag_case() < b.flag.flag_case();
  });
  return change;
}

}  // namespace garita::central
