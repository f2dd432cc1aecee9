#include "central-sync/persons/clusters.h"

#include <algorithm>
#include <map>
#include <set>

#include "schema/vocabulary/result.h"

namespace garita::central {
namespace {

/// Groups of pseudonyms that never join what is separated. Each goes by its lowest pseudonym.
class Groups {
 public:
  explicit Groups(std::span<const PersonLink> separated) {
    for (const auto& [one, other] : separated) {
      enemies_[lowest(one)].insert(other);
      enemies_[lowest(other)].insert(one);
    }
  }

  PersonId lowest(const PersonId& pseudonym) {
    const auto found = lower_.try_emplace(pseudonym, pseudonym).first;
    if (found->second == pseudonym) return pseudonym;
    const PersonId end = lowest(found->second);
    lower_[pseudonym] = end;
    return end;
  }

  void join(const PersonLink& link) {
    const PersonId one = lowest(link.first);
    const PersonId other = lowest(link.second);
    if (one == other || are_enemies(one, other)) return;
    const auto& [stays, goes] = link_of(one, other);
    lower_[goes] = stays;
    const auto moved = enemies_.find(goes);
    if (moved == enemies_.end()) return;
    enemies_[stays].merge(moved->second);
    enemies_.erase(goes);
  }

  std::vector<std::pair<PersonId, PersonId>> all() {
    std::vector<std::pair<PersonId, PersonId>> persons(lower_.begin(), lower_.end());
    for (auto& [pseudonym, person] : persons) person = lowest(pseudonym);
    return persons;
  }

 private:
  bool are_enemies(const PersonId& one, const PersonId& other) {
    const auto of_one = enemies_.find(one);
    if (of_one == enemies_.end()) return false;
    return std::any_of(of_one->second.begin(), of_one->second.end(),
                       [&](const PersonId& enemy) { return lowest(enemy) == other; });
  }

  std::map<PersonId, PersonId> lower_;
  std::map<PersonId, std::set<PersonId>> enemies_;  ///< of a group's lowest
};

std::vector<PersonLink> in_order(std::span<const PersonLink> links) {
  std::vector<PersonLink> ordered;
  for (const auto& [one, other] : links) ordered.push_back(link_of(one, other));
  std::sort(ordered.begin(), ordered.end());
  return ordered;
}

std::vector<PersonLink> in_order(std::span<const IdentityGraph::Automatic> links) {
  std::vector<IdentityGraph::Automatic> ordered;
  for (const auto& [pair, score] : links)
    ordered.push_back({link_of(pair.first, pair.second), score});
  std::sort(ordered.begin(), ordered.end(), [](const auto& a, const auto& b) {
    if (a.score != b.score) return a.score > b.score;
    return a.pair < b.pair;
  });
  std::vector<PersonLink> pairs;
  for (auto& each : ordered) pairs.push_back(std::move(each.pair));
  return pairs;
}

PersonId person_of(const PersonId& key, std::span<const std::pair<PersonId, PersonId>> persons) {
  const auto found = std::lower_bound(
      persons.begin(), persons.end(), key,
      [](const auto& each, const PersonId& pseudonym) { return each.first < pseudonym; });
  ensure(found != persons.end() && found->first == key, "every key of a crossing has its person");
  return found->second;
}

}  // namespace

PersonLink link_of(const PersonId& one, const PersonId& other) {
  return {std::min(one, other), std::max(one, other)};
}

std::vector<std::pair<PersonId, PersonId>> persons_in(const IdentityGraph& graph) {
  Groups groups(graph.separated);
  for (const auto& link : in_order(graph.exact)) groups.join(link);
  for (const auto& link : in_order(graph.decided)) groups.join(link);
  for (const auto& link : in_order(graph.automatic)) groups.join(link);
  return groups.all();
}

PersonId owner_among(std::span<const PersonId> keys,
                     std::span<const std::pair<PersonId, PersonId>> persons,
                     std::span<const PersonLink> separated) {
  ensure(!keys.empty(), "a crossing has a key");
  const PersonId first = person_of(keys.front(), persons);
  const bool one_person = std::all_of(keys.begin(), keys.end(), [&](const PersonId& key) {
    return person_of(key, persons) == first;
  });
  if (one_person) return first;
  for (const auto& key : keys)
    for (const auto& [one, other] : separated)
      if (key == one || key == other) return person_of(key, persons);
  return person_of(keys.back(), persons);
}

}  // namespace garita::central
