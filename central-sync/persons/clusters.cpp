#include "central-sync/persons/clusters.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "schema/vocabulary/result.h"

namespace garita::central {
namespace {

/// Links between groups, without those whose ends are separated.
using Near = std::map<PersonId, std::set<PersonId>>;

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

  /// Links that are as sure as one another, whichever comes first.
  void join(std::span<const PersonLink> links) {
    Near near;
    for (const auto& link : links) {
      const PersonId one = lowest(link.first);
      const PersonId other = lowest(link.second);
      if (one == other || are_enemies(one, other)) continue;
      near[one].insert(other);
      near[other].insert(one);
    }
    while (!near.empty()) join_together(take_connected(near, near.begin()->first));
  }

  bool are_enemies(const PersonId& one, const PersonId& other) {
    return std::ranges::any_of(enemies_of(one),
                               [&](const PersonId& enemy) { return enemy == other; });
  }

  std::vector<std::pair<PersonId, PersonId>> all() {
    std::vector<std::pair<PersonId, PersonId>> persons(lower_.begin(), lower_.end());
    for (auto& [pseudonym, person] : persons) person = lowest(pseudonym);
    return persons;
  }

 private:
  std::set<PersonId> enemies_of(const PersonId& group) {
    std::set<PersonId> groups;
    const auto found = enemies_.find(group);
    if (found == enemies_.end()) return groups;
    for (const auto& enemy : found->second) groups.insert(lowest(enemy));
    return groups;
  }

  /// Whether two of them are separated.
  bool hold_enemies(const std::set<PersonId>& groups) {
    return std::ranges::any_of(groups, [&](const PersonId& group) {
      return std::ranges::any_of(enemies_of(group),
                                 [&](const PersonId& enemy) { return groups.contains(enemy); });
    });
  }

  static Near take_connected(Near& near, const PersonId& from) {
    Near taken;
    std::vector<PersonId> waiting = {from};
    while (!waiting.empty()) {
      auto node = near.extract(waiting.back());
      waiting.pop_back();
      if (node.empty()) continue;
      waiting.insert(waiting.end(), node.mapped().begin(), node.mapped().end());
      taken.insert(std::move(node));
    }
    return taken;
  }

  /// All of them, but for links between somebody and two who are separated: who connects both sides
  /// of a separation is neither's.
  void join_together(const Near& connected) {
    std::set<PersonId> groups;
    for (const auto& [group, others] : connected) groups.insert(group);
    if (!hold_enemies(groups)) return make_one(groups);
    // The sides of separations, and what lies between them, taken together where it touches.
    std::set<PersonId> sides;
    for (const auto& group : groups)
      for (const auto& enemy : enemies_of(group))
        if (groups.contains(enemy)) sides.insert(group);
    Near between;
    for (const auto& [group, others] : connected) {
      if (sides.contains(group)) continue;
      auto& rest = between[group];
      std::ranges::set_difference(others, sides, std::inserter(rest, rest.end()));
    }
    Near allowed;
    std::map<PersonId, std::set<PersonId>> touched;  // by each side, or by all of what lies between
    while (!between.empty()) {
      std::set<PersonId> inside;
      for (const auto& [group, others] : take_connected(between, between.begin()->first))
        inside.insert(group);
      make_one(inside);
      for (const auto& group : inside)
        for (const auto& other : connected.at(group))
          if (sides.contains(other)) touched[lowest(group)].insert(other);
    }
    for (const auto& side : sides)
      for (const auto& other : connected.at(side)) touched[side].insert(lowest(other));
    for (const auto& [one, others] : touched)
      for (const auto& other : others)
        if (!is_torn(one, other, touched) && !is_torn(other, one, touched))
          allowed[one].insert(other);
    while (!allowed.empty()) {
      std::set<PersonId> joined;
      for (const auto& [group, others] : take_connected(allowed, allowed.begin()->first))
        joined.insert(group);
      // Through several of whom each touches but one side.
      if (!hold_enemies(joined)) make_one(joined);
    }
  }

  /// Whether `one` touches `other` and somebody who is separated from it.
  bool is_torn(const PersonId& one, const PersonId& other, const Near& touched) {
    const auto found = touched.find(one);
    return found != touched.end() && std::ranges::any_of(found->second, [&](const PersonId& third) {
             return are_enemies(third, other);
           });
  }

  void make_one(const std::set<PersonId>& groups) {
    const PersonId& stays = *groups.begin();
    for (const auto& goes : groups) {
      if (goes == stays) continue;
      lower_[goes] = stays;
      auto moved = enemies_.extract(goes);
      if (!moved.empty()) enemies_[stays].merge(moved.mapped());
    }
  }

  std::map<PersonId, PersonId> lower_;
  std::map<PersonId, std::set<PersonId>> enemies_;  ///< of a group's lowest
};

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
  groups.join(graph.exact);
  groups.join(graph.decided);
  groups.join(graph.automatic);
  return groups.all();
}

std::vector<PersonLink> held_apart(const IdentityGraph& graph,
                                   std::span<const std::pair<PersonId, PersonId>> persons) {
  std::set<PersonLink> separated;
  for (const auto& [one, other] : graph.separated)
    separated.insert(link_of(person_of(one, persons), person_of(other, persons)));
  std::set<PersonLink> apart;
  for (const auto* links : {&graph.exact, &graph.decided, &graph.automatic})
    for (const auto& [one, other] : *links) {
      const auto pair = link_of(person_of(one, persons), person_of(other, persons));
      if (pair.first != pair.second && !separated.contains(pair)) apart.insert(link_of(one, other));
    }
  return {apart.begin(), apart.end()};
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
