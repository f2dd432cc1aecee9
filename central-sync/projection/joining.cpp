// The third part of Applier: whose a crossing is, and who is one person.
#include <algorithm>
#include <cmath>
#include <deque>
#include <map>
#include <utility>

#include "central-sync/persons/clusters.h"
#include "central-sync/persons/identity.h"
#include "central-sync/projection/apply.h"
#include "central-sync/projection/facts.h"
#include "central-sync/projection/held_links.h"

namespace garita::central {
namespace {

/// Of several findings about one pair: a function of the descriptions, never of their order.
bool is_better(const LinkFact& one, const LinkFact& other) {
  if (one.grade != other.grade) return one.grade < other.grade;
  if (one.score != other.score) return one.score > other.score;
  return one.reasons < other.reasons;
}

/// Persons that ties connect, with everything that says who of them is one.
class Component {
 public:
  explicit Component(ProjectionTables& tables) : tables_(tables) {}

  /// Everybody whom ties reach from `seeds`, who have to be persons.
  Result<void> gather(const std::set<PersonId>& seeds) {
    std::deque<PersonId> waiting(seeds.begin(), seeds.end());
    while (!waiting.empty()) {
      const PersonId person = std::move(waiting.front());
      waiting.pop_front();
      if (!persons_.insert(person).second) continue;
      GARITA_CHECK(add_keys(person));
      GARITA_TRY(ties, tables_.ties_of(person));
      for (const auto& link : ties.alike) links_.emplace(link.pair, link);
      decided_.insert(decided_.end(), ties.decided.begin(), ties.decided.end());
      GARITA_TRY(others, persons_of(ties));
      waiting.insert(waiting.end(), others.begin(), others.end());
    }
    return {};
  }

  void add_crossing(const std::vector<PersonId>& keys) {
    for (const auto& key : keys) graph_.exact.emplace_back(keys.front(), key);
  }

  void decide() {
    for (const auto& [pair, link] : links_) {
      const auto likeness = likeness_in(link);
      if (likeness && likeness->grade == LinkGrade::kAutomatic) graph_.automatic.push_back(pair);
    }
    for (const auto& each : latest_of(std::move(decided_))) {
      // What names somebody whom nobody knows waits for them.
      if (!before_.contains(each.pair.first) || !before_.contains(each.pair.second)) continue;
      auto& links = each.kind == IdentityDecisionKind::kLink ? graph_.decided : graph_.separated;
      links.push_back(each.pair);
    }
    now_ = persons_in(graph_);
  }

  [[nodiscard]] PersonId owner(const std::vector<PersonId>& keys) const {
    return owner_among(keys, now_, graph_.separated);
  }

  /// Who has a crossing that carries one of these keys.
  [[nodiscard]] std::set<PersonId> bearers_of(std::span<const PersonId> keys) const {
    std::set<PersonId> bearers;
    for (const auto& [record, was] : crossings_)
      if (std::ranges::find_first_of(was.keys, keys) != was.keys.end())
        bearers.insert(owner(was.keys));
    return bearers;
  }

  /// Writes what is another person's now. Who lost something, and who gained.
  Result<std::set<PersonId>> write() {
    std::set<PersonId> losers;
    std::set<PersonId> winners;
    for (const auto& [pseudonym, person] : now_) {
      const PersonId& before = before_.at(pseudonym);
      if (before == person) continue;
      GARITA_CHECK(tables_.set_person_behind(pseudonym, person));
      losers.insert(before);
      winners.insert(person);
    }
    for (const auto& [record, was] : crossings_) {
      const PersonId person = owner(was.keys);
      if (person == was.person) continue;
      GARITA_CHECK(tables_.give_crossing(record, person));
      losers.insert(was.person);
      winners.insert(person);
    }
    for (const auto& person : losers) GARITA_CHECK(tables_.part_from(person));
    for (const auto& person : winners) GARITA_CHECK(tables_.sum_up(person));
    losers.merge(winners);
    return losers;
  }

  /// Has somebody asked about every link that does not hold, and about no other. Of whom.
  Result<std::set<PersonId>> hold_links(Instant known_at, const RecordId& cause) {
    std::set<PersonId> pseudonyms;
    std::vector<PersonLink> ended;
    std::vector<LinkFact> begun;
    const auto replace = [&](const PersonLink& pair, const std::optional<LinkFact>& by) {
      pseudonyms.insert({pair.first, pair.second});
      if (links_.contains(pair)) ended.push_back(pair);
      if (by) begun.push_back(*by);
    };
    const auto apart = held_apart(graph_, now_);
    for (const auto& pair : apart) {
      const auto link = links_.find(pair);
      const bool stands = link != links_.end();
      if (stands && is_held(link->second)) continue;
      replace(pair, held(pair, stands ? std::optional(link->second) : std::nullopt));
    }
    for (const auto& [pair, link] : links_) {
      if (!is_held(link) || std::ranges::binary_search(apart, pair)) continue;
      replace(pair, likeness_in(link));
    }
    GARITA_CHECK(tables_.end_links(ended, known_at));
    for (const auto& link : begun) GARITA_CHECK(tables_.begin_link(link, known_at, cause));
    return pseudonyms;
  }

 private:
  Result<void> add_keys(const PersonId& person) {
    GARITA_TRY(pseudonyms, tables_.pseudonyms_of(person));
    for (const auto& pseudonym : pseudonyms) {
      before_.emplace(pseudonym, person);
      graph_.exact.emplace_back(pseudonym, pseudonym);
    }
    GARITA_TRY(crossings, tables_.keys_of_crossings(person));
    for (auto& each : crossings) {
      add_crossing(each.keys);
      keys_.insert(each.keys.begin(), each.keys.end());
      crossings_.emplace(each.record, Was{person, std::move(each.keys)});
    }
    return {};
  }

  /// Also whoever has a key of theirs that connects both sides of a separation.
  Result<std::set<PersonId>> persons_of(const Ties& ties) {
    std::set<PersonId> pseudonyms = std::exchange(keys_, {});
    for (const auto& link : ties.alike) {
      if (link.grade != LinkGrade::kAutomatic && !is_held(link)) continue;
      pseudonyms.insert(link.pair.first);
      pseudonyms.insert(link.pair.second);
    }
    for (const auto& each : ties.decided) {
      pseudonyms.insert(each.pair.first);
      pseudonyms.insert(each.pair.second);
    }
    std::vector<PersonId> unknown;
    for (const auto& pseudonym : pseudonyms)
      if (!before_.contains(pseudonym)) unknown.push_back(pseudonym);
    return tables_.persons_behind(unknown);
  }

  struct Was {
    PersonId person;
    std::vector<PersonId> keys;
  };
  ProjectionTables& tables_;
  std::set<PersonId> persons_;
  std::map<PersonId, PersonId> before_;  ///< of each pseudonym
  std::map<std::string, Was> crossings_;
  std::set<PersonId> keys_;  ///< of the crossings of whoever was gathered last
  std::map<PersonLink, LinkFact> links_;
  std::vector<DecidedLink> decided_;
  IdentityGraph graph_;
  std::vector<std::pair<PersonId, PersonId>> now_;
};

}  // namespace

std::vector<PersonId> pseudonyms_in(std::span<const PersonLink> pairs) {
  std::set<PersonId> all;
  for (const auto& [one, other] : pairs) all.insert({one, other});
  return {all.begin(), all.end()};
}

void add_to(Review& review, const PairInReview& each) {
  const std::string pair = each.pair.first.value() + "~" + each.pair.second.value();
  const bool is_first = review.pair.empty();
  const bool suffices = each.grade == LinkGrade::kReview;
  if (!is_first && !suffices && review.if_fitting.empty()) return;
  if (is_first || (suffices && !review.if_fitting.empty()) || pair < review.pair)
    review.pair = pair;
  if (suffices)
    review.if_fitting.clear();
  else
    review.if_fitting.push_back(pair);
}

std::vector<DecidedLink> latest_of(std::vector<DecidedLink> decisions) {
  std::sort(decisions.begin(), decisions.end(), [](const DecidedLink& a, const DecidedLink& b) {
    return std::tie(a.pair, a.at, a.record) < std::tie(b.pair, b.at, b.record);
  });
  std::vector<DecidedLink> latest;
  for (auto& each : decisions) {
    if (!latest.empty() && latest.back().pair == each.pair) latest.pop_back();
    latest.push_back(std::move(each));
  }
  return latest;
}

std::set<PersonId> keys_on(std::span<const Known<Movement>> crossings) {
  std::set<PersonId> keys;
  for (const auto& each : crossings)
    for (const auto& key : {each.fact.document, each.fact.name})
      if (!key.empty()) keys.emplace(key);
  return keys;
}

std::vector<Known<std::string>> pairs_linked(std::vector<DecidedLink> decisions,
                                             std::span<const Known<Movement>> crossings) {
  std::vector<Known<std::string>> linked;
  if (decisions.empty()) return linked;
  const auto keys = keys_on(crossings);
  for (const auto& [pair, kind, at, record, known_at] : latest_of(std::move(decisions)))
    if (kind == IdentityDecisionKind::kLink && keys.contains(pair.first) &&
        keys.contains(pair.second))
      linked.push_back({pair.first.value() + "~" + pair.second.value(), known_at});
  return linked;
}

const Matcher& Applier::matcher() {
  if (!matcher_) matcher_.emplace();
  return *matcher_;
}

Result<Applier::Joining> Applier::join_crossing(const Arrival& arrival) {
  const Traveller& traveller = *arrival.traveller;
  const auto& keys = traveller.pseudonyms;
  std::set<PersonId> persons;
  std::vector<PersonId> fresh;
  bool by_another_name = false;
  for (const auto& key : keys) {
    GARITA_TRY(person, tables_.person_behind(key));
    // Of two keys the first is the document.
    by_another_name = !persons.empty() && (!person || !persons.contains(*person));
    if (person)
      persons.insert(*person);
    else
      fresh.push_back(key);
  }
  const bool is_new = std::find(fresh.begin(), fresh.end(), keys.back()) != fresh.end();
  Found found;
  // A name that was known says what it said before.
  if (traveller.description && (is_new || !traveller.by_name)) {
    GARITA_TRY(alike, find_alike(arrival, is_new));
    found = std::move(alike);
  }
  Joining joining;
  std::set<PersonId> together = persons;
  together.insert(found.linked.begin(), found.linked.end());
  GARITA_TRY(decided, is_decided_about(together, fresh));
  if (decided || !found.shaken.empty()) {
    for (const auto& key : fresh) GARITA_CHECK(tables_.set_person_behind(key, key));
    together.insert(fresh.begin(), fresh.end());
    together.insert(found.shaken.begin(), found.shaken.end());
    GARITA_TRY(parted, part_and_join(arrival, std::move(together), keys, {}));
    joining = std::move(parted);
    joining.merged = true;
    // Flags that waited for what was asked of them wait no more.
    found.reviewed.insert(found.shaken.begin(), found.shaken.end());
  } else {
    joining.merged = together.size() > 1;
    GARITA_TRY(person, make_one(std::move(together), fresh));
    joining.person = person;
  }
  for (const auto& reviewed : found.reviewed) {
    GARITA_TRY(person, tables_.person_behind(reviewed));
    if (person) joining.reviewed.insert(*person);
  }
  joining.by_another_name = by_another_name;
  joining.alike = std::move(found.alike);
  return joining;
}

Result<Applier::Found> Applier::find_alike(const Arrival& arrival, bool is_new) {
  const Traveller& traveller = *arrival.traveller;
  const auto& description = *traveller.description;
  Found found;
  GARITA_TRY(number, tables_.put_description(traveller.described(), description));
  if (!number) return found;
  const auto keys =
      traveller.candidate_keys ? *traveller.candidate_keys : matcher().keys_of(description);
  GARITA_TRY(borne, tables_.bearers_of(keys, description.birth));
  std::vector<std::int64_t> kept;
  std::copy_if(keys.begin(), keys.end(), std::back_inserter(kept), [&](std::int64_t key) {
    const auto of = std::ranges::find(borne, key, &BearersOfKey::key);
    return of == borne.end() || of->count <= kKeyBearersMax;
  });
  GARITA_CHECK(tables_.put_keys(*number, kept));
  const Described one{traveller.described(), matcher().read(description)};
  std::vector<KeyBearer> looked_at;
  // Of several descriptions of one pseudonym the best: one link stands between two.
  std::map<PersonLink, LinkFact> links;
  std::vector<PersonId> of_full_keys;
  for (auto& [key, bearers_count, bearers] : borne)
    for (auto& bearer : bearers) {
      if (bearers_count == kKeyBearersMax) {
        of_full_keys.push_back(bearer.pseudonym);
        continue;
      }
      if (bearer.pseudonym == one.pseudonym) continue;
      const bool seen = std::any_of(looked_at.begin(), looked_at.end(), [&](const auto& each) {
        return each.pseudonym == bearer.pseudonym && each.description == bearer.description;
      });
      if (seen) continue;
      if (auto link = compared(one, {bearer.pseudonym, matcher().read(bearer.description)})) {
        found.alike.insert(bearer.pseudonym);
        const auto [known, is_first] = links.try_emplace(link->pair, *link);
        if (!is_first && is_better(*link, known->second)) known->second = *std::move(link);
      }
      looked_at.push_back(std::move(bearer));
    }
  for (const auto& [pair, link] : links) {
    // Nothing can stand yet with a pseudonym that is new.
    GARITA_TRY(standing, is_new ? Result<std::optional<LinkFact>>(std::optional<LinkFact>())
                                : tables_.link_between(pair));
    const auto likeness = standing ? likeness_in(*standing) : std::nullopt;
    if (likeness && !is_better(link, *likeness)) continue;
    if (standing) GARITA_CHECK(tables_.end_links({&pair, 1}, arrival.known_at));
    GARITA_CHECK(note_likeness(arrival, link, found));
  }
  std::ranges::sort(of_full_keys);
  const auto twice = std::ranges::unique(of_full_keys);
  of_full_keys.erase(twice.begin(), twice.end());
  if (!of_full_keys.empty()) GARITA_CHECK(withdraw(arrival, of_full_keys, found));
  return found;
}

std::optional<LinkFact> Applier::compared(const Described& one, const Described& other) {
  const bool in_order = one.pseudonym < other.pseudonym;
  const auto& first = in_order ? one : other;
  const auto& second = in_order ? other : one;
  auto likeness = matcher().compare(first.description, second.description);
  if (!likeness) return std::nullopt;
  return LinkFact{{first.pseudonym, second.pseudonym},
                  likeness->grade,
                  std::llround(likeness->score * 1e6),
                  std::move(likeness->reasons)};
}

Result<void> Applier::note_likeness(const Arrival& arrival, const LinkFact& link, Found& found) {
  GARITA_CHECK(tables_.begin_link(link, arrival.known_at, arrival.id));
  auto& persons = link.grade == LinkGrade::kAutomatic ? found.linked : found.reviewed;
  for (const auto& pseudonym : {link.pair.first, link.pair.second}) {
    GARITA_TRY(person, tables_.person_behind(pseudonym));
    if (person) persons.insert(*person);
  }
  return {};
}

/// A key has got too many bearers: links that only it gave are no more.
Result<void> Applier::withdraw(const Arrival& arrival, const std::vector<PersonId>& bearers,
                               Found& found) {
  GARITA_TRY(links, tables_.links_among(bearers));
  if (links.empty()) return {};
  std::vector<PersonLink> pairs;
  for (const auto& link : links) pairs.push_back(link.pair);
  GARITA_TRY(described, tables_.descriptions_of(pseudonyms_in(pairs)));
  std::map<PersonId, std::vector<Keyed>> keyed;
  for (const auto& [pseudonym, descriptions] : described)
    for (const auto& each : descriptions) {
      auto keys = matcher().keys_of(each);
      keyed[pseudonym].push_back({{pseudonym, matcher().read(each)}, std::move(keys)});
    }
  std::map<std::int64_t, bool> telling;
  std::vector<PersonLink> ended;
  std::vector<LinkFact> begun;
  for (const auto& link : links) {
    const auto& pair = link.pair;
    GARITA_TRY(best, best_between(keyed[pair.first], keyed[pair.second], telling));
    const auto likeness = likeness_in(link);
    if (!likeness || best == likeness) continue;
    ended.push_back(pair);
    if (best) begun.push_back(*std::move(best));
  }
  GARITA_CHECK(tables_.end_links(ended, arrival.known_at));
  for (const auto& link : begun) GARITA_CHECK(note_likeness(arrival, link, found));
  GARITA_TRY(shaken, tables_.persons_behind(pseudonyms_in(ended)));
  found.shaken.merge(shaken);
  return {};
}

/// The best of all their descriptions that meet under a key which still tells something; `telling`
/// remembers which do.
Result<std::optional<LinkFact>> Applier::best_between(const std::vector<Keyed>& first,
                                                      const std::vector<Keyed>& second,
                                                      std::map<std::int64_t, bool>& telling) {
  std::optional<LinkFact> best;
  for (const auto& one : first) {
    for (const auto& other : second) {
      std::vector<std::int64_t> shared;
      std::set_intersection(one.keys.begin(), one.keys.end(), other.keys.begin(), other.keys.end(),
                            std::back_inserter(shared));
      GARITA_TRY(meet, any_tells(shared, telling));
      if (!meet) continue;
      auto link = compared(one.described, other.described);
      if (link && (!best || is_better(*link, *best))) best = std::move(link);
    }
  }
  return best;
}

Result<bool> Applier::any_tells(const std::vector<std::int64_t>& keys,
                                std::map<std::int64_t, bool>& telling) {
  for (const auto key : keys) {
    auto known = telling.find(key);
    if (known == telling.end()) {
      GARITA_TRY(count, tables_.count_bearers(key));
      known = telling.emplace(key, count <= kKeyBearersMax).first;
    }
    if (known->second) return true;
  }
  return false;
}

Result<bool> Applier::is_decided_about(const std::set<PersonId>& persons,
                                       const std::vector<PersonId>& pseudonyms) {
  if (!any_identity_decision_) return false;
  for (const auto& pseudonym : pseudonyms) {
    GARITA_TRY(decided, tables_.is_decided_about(pseudonym));
    if (decided) return true;
  }
  for (const auto& person : persons) {
    GARITA_TRY(decided, tables_.is_person_decided_about(person));
    if (decided) return true;
  }
  return false;
}

/// Nobody decided about any of them, so everything that brings them together does.
Result<PersonId> Applier::make_one(std::set<PersonId> persons,
                                   const std::vector<PersonId>& pseudonyms) {
  std::vector<PersonId> together(persons.begin(), persons.end());
  together.insert(together.end(), pseudonyms.begin(), pseudonyms.end());
  const auto joined = join(together);
  for (const auto& pseudonym : pseudonyms)
    GARITA_CHECK(tables_.set_person_behind(pseudonym, joined.person));
  for (const auto& person : persons)
    if (person != joined.person) GARITA_CHECK(tables_.absorb(person, joined.person));
  return joined.person;
}

/// Asks anew who of all that hang together is one person. `keys` of a crossing that is not in the
/// tables yet, or none; then `person` is "". `decided_about`: what crossings with these say of each
/// other may be settled.
Result<Applier::Joining> Applier::part_and_join(const Arrival& arrival, std::set<PersonId> seeds,
                                                const std::vector<PersonId>& keys,
                                                std::span<const PersonId> decided_about) {
  Component component(tables_);
  GARITA_CHECK(component.gather(seeds));
  component.add_crossing(keys);
  component.decide();
  Joining joining;
  GARITA_TRY(changed, component.write());
  joining.changed = std::move(changed);
  joining.changed.merge(component.bearers_of(decided_about));
  if (!keys.empty()) joining.person = component.owner(keys);
  GARITA_TRY(held, component.hold_links(arrival.known_at, arrival.id));
  // Whether a review is still open depends on who both are.
  std::set<PersonId> near = std::move(held);
  for (const auto& person : joining.changed) {
    GARITA_TRY(ties, tables_.ties_of(person));
    for (const auto& link : ties.alike) {
      near.insert(link.pair.first);
      near.insert(link.pair.second);
    }
  }
  GARITA_TRY(of_near, tables_.persons_behind(std::vector(near.begin(), near.end())));
  joining.changed.merge(of_near);
  return joining;
}

Result<void> Applier::take(const Arrival& arrival, const IdentityDecision& decision) {
  GARITA_CHECK(tables_.put_identity_decision(arrival.id, decision, arrival.known_at));
  any_identity_decision_ = true;
  const std::vector<PersonId> both = {decision.one, decision.other};
  std::set<PersonId> persons;
  for (const auto& pseudonym : both) {
    GARITA_TRY(person, tables_.person_behind(pseudonym));
    // It waits for whoever is not known yet.
    if (!person) return {};
    persons.insert(*person);
  }
  GARITA_TRY(joining, part_and_join(arrival, persons, {}, both));
  for (const auto& pseudonym : both) {
    GARITA_TRY(person, tables_.person_behind(pseudonym));
    if (person) joining.changed.insert(*person);
  }
  return reevaluate(joining.changed, arrival);
}

}  // namespace garita::central
