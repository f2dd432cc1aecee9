#include "central-sync/persons/clusters.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <random>
#include <sstream>

namespace garita::central {
namespace {

PersonId id(const std::string& name) { return PersonId(name); }

std::string told(const std::vector<std::pair<PersonId, PersonId>>& persons) {
  std::string text;
  for (const auto& [pseudonym, person] : persons)
    text += (text.empty() ? "" : " ") + pseudonym.value() + ">" + person.value();
  return text;
}

/// "AB": the keys A and B.
std::vector<PersonLink> links(const std::vector<std::string>& pairs) {
  std::vector<PersonLink> all;
  for (const auto& pair : pairs) all.emplace_back(id(pair.substr(0, 1)), id(pair.substr(1)));
  return all;
}

TEST(Clusters, AreWhatLinksConnect) {
  IdentityGraph graph;
  graph.exact = links({"DC", "FE", "GG"});
  graph.decided = links({"CB"});
  graph.automatic = links({"BA"});
  EXPECT_EQ(told(persons_in(graph)), "A>A B>A C>A D>A E>E F>E G>G");
}

TEST(Clusters, NeverHoldWhatIsSeparatedAndKeepTheSurestLinks) {
  IdentityGraph graph;
  graph.exact = links({"AB"});
  graph.automatic = links({"BC", "CD"});
  graph.separated = links({"AD"});
  EXPECT_EQ(told(persons_in(graph)), "A>A B>A C>C D>D") << "like both, C is neither";
  graph.decided = links({"CD"});
  EXPECT_EQ(told(persons_in(graph)), "A>A B>A C>C D>C") << "a decision before any score";
  graph.separated = links({"BA"});
  EXPECT_EQ(told(persons_in(graph)), "A>A B>B C>B D>B") << "also before a common key";
}

std::string pairs(const std::vector<PersonLink>& links) {
  std::string text;
  for (const auto& [one, other] : links)
    text += (text.empty() ? "" : " ") + one.value() + other.value();
  return text;
}

struct Separation {
  const char *what, *exact, *decided, *automatic, *separated, *persons, *apart;
};
const Separation kSeparations[] = {
    {"the name alone", "AN BN", "", "", "AB", "A>A B>B N>N", "AN BN"},
    {"a third document", "AN BN CN", "", "", "AB", "A>A B>B C>C N>C", "AN BN"},
    {"whichever sorts lower", "CN BN AN", "", "", "BC", "A>A B>B C>C N>A", "BN CN"},
    {"two more of the name", "AN BN CN DN", "", "", "AB", "A>A B>B C>C D>C N>C", "AN BN"},
    {"by two names on one document", "AN CN CM BM", "", "", "AB", "A>A B>B C>C M>C N>C", "AN BM"},
    {"somebody says whose", "AN BN CN", "CA", "", "AB", "A>A B>B C>A N>A", ""},
    {"somebody says of one that it is not theirs", "AN BN CN", "", "", "AB NA", "A>A B>B C>B N>B",
     ""},
    {"nor the other's", "AN BN CN", "", "", "AB NA NB", "A>A B>B C>C N>C", ""},
    {"like both", "AA BB CC", "", "AC CB", "AB", "A>A B>B C>C", "AC BC"},
    {"like one of the two", "AA BB CC", "", "AC", "AB", "A>A B>B C>A", ""},
    {"like one, and like another who is the other's", "AA BD", "", "AC CD", "AB", "A>A B>B C>C D>B",
     "AC CD"},
    {"three who are all separated", "AN BN CN DN", "", "", "AB BC AC", "A>A B>B C>C D>D N>D",
     "AN BN CN"},
    {"between pairs that have nothing to do with each other", "AA", "", "AC BD", "AB CD",
     "A>A B>B C>A D>B", ""},
};

std::vector<PersonLink> links_in(const std::string& text) {
  std::vector<std::string> all;
  std::istringstream words(text);
  for (std::string word; words >> word;) all.push_back(word);
  return links(all);
}

// The documents A and B are two people's of the name N; C, D and E are others.
TEST(Clusters, WhatConnectsBothSidesOfASeparationIsNeithersUntilSomebodySaysWhose) {
  for (const auto& each : kSeparations) {
    IdentityGraph graph;
    graph.exact = links_in(each.exact);
    graph.decided = links_in(each.decided);
    graph.automatic = links_in(each.automatic);
    graph.separated = links_in(each.separated);
    const auto persons = persons_in(graph);
    EXPECT_EQ(told(persons), each.persons) << each.what;
    EXPECT_EQ(pairs(held_apart(graph, persons)), each.apart) << each.what;
  }
}

TEST(Clusters, AreTheSameForEveryOrder) {
  std::mt19937 random(11);
  for (int round = 0; round < 200; ++round) {
    IdentityGraph graph;
    const auto any = [&] { return id(std::string(1, static_cast<char>('A' + random() % 9))); };
    for (int i = 0; i < 4; ++i) graph.exact.emplace_back(any(), any());
    for (int i = 0; i < 2; ++i) graph.decided.emplace_back(any(), any());
    for (int i = 0; i < 5; ++i) graph.automatic.emplace_back(any(), any());
    for (int i = 0; i < 3; ++i) {
      const PersonLink pair(any(), any());
      if (pair.first != pair.second) graph.separated.push_back(pair);
    }
    const auto persons = persons_in(graph);
    const auto expected = told(persons);
    const std::map<PersonId, PersonId> person(persons.begin(), persons.end());
    for (const auto& [one, other] : graph.separated)
      ASSERT_NE(person.at(one), person.at(other)) << "round " << round;
    for (int i = 0; i < 10; ++i) {
      std::shuffle(graph.exact.begin(), graph.exact.end(), random);
      std::shuffle(graph.automatic.begin(), graph.automatic.end(), random);
      std::shuffle(graph.separated.begin(), graph.separated.end(), random);
      for (auto& [one, other] : graph.decided) std::swap(one, other);
      ASSERT_EQ(told(persons_in(graph)), expected) << "round " << round;
    }
  }
}

TEST(Clusters, ACrossingWhoseKeysWerePartedIsThatOfTheKeyThatWasNamed) {
  IdentityGraph graph;
  graph.exact = links({"AN", "BN"});  // one name on two documents
  graph.separated = links({"AB"});
  const auto persons = persons_in(graph);
  EXPECT_EQ(told(persons), "A>A B>B N>N");
  const std::vector<PersonId> first = {id("A"), id("N")};
  const std::vector<PersonId> second = {id("B"), id("N")};
  EXPECT_EQ(owner_among(first, persons, graph.separated), id("A"));
  EXPECT_EQ(owner_among(second, persons, graph.separated), id("B"));
  graph.exact = links({"DM", "DN"});  // two names on one document
  graph.separated = links({"MN"});
  const auto named = persons_in(graph);
  const std::vector<PersonId> other = {id("D"), id("N")};
  EXPECT_EQ(told(named), "D>D M>M N>N");
  EXPECT_EQ(owner_among(other, named, graph.separated), id("N"));
}

}  // namespace
}  // namespace garita::central
