#include "central-sync/persons/clusters.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <random>

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
  graph.automatic = {{{id("B"), id("A")}, 0.99}};
  EXPECT_EQ(told(persons_in(graph)), "A>A B>A C>A D>A E>E F>E G>G");
}

TEST(Clusters, NeverHoldWhatIsSeparatedAndKeepTheSurestLinks) {
  IdentityGraph graph;
  graph.exact = links({"AB"});
  graph.automatic = {{{id("B"), id("C")}, 0.95}, {{id("C"), id("D")}, 0.99}};
  graph.separated = links({"AD"});
  EXPECT_EQ(told(persons_in(graph)), "A>A B>A C>C D>C") << "the better score holds";
  graph.automatic[0].score = 0.995;
  EXPECT_EQ(told(persons_in(graph)), "A>A B>A C>A D>D");
  graph.decided = links({"CD"});
  EXPECT_EQ(told(persons_in(graph)), "A>A B>A C>C D>C") << "a decision before any score";
  graph.separated = links({"BA"});
  EXPECT_EQ(told(persons_in(graph)), "A>A B>B C>B D>B") << "also before a common key";
}

TEST(Clusters, AreTheSameForEveryOrder) {
  std::mt19937 random(11);
  for (int round = 0; round < 200; ++round) {
    IdentityGraph graph;
    const auto any = [&] { return id(std::string(1, static_cast<char>('A' + random() % 9))); };
    for (int i = 0; i < 4; ++i) graph.exact.emplace_back(any(), any());
    for (int i = 0; i < 2; ++i) graph.decided.emplace_back(any(), any());
    for (int i = 0; i < 5; ++i)
      graph.automatic.push_back({{any(), any()}, 0.9 + 0.01 * static_cast<double>(random() % 3)});
    for (int i = 0; i < 2; ++i) {
      const PersonLink pair(any(), any());
      if (pair.first != pair.second) graph.separated.push_back(pair);
    }
    const auto expected = told(persons_in(graph));
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
  EXPECT_EQ(told(persons), "A>A B>B N>A");
  const std::vector<PersonId> first = {id("A"), id("N")};
  const std::vector<PersonId> second = {id("B"), id("N")};
  EXPECT_EQ(owner_among(first, persons, graph.separated), id("A"));
  EXPECT_EQ(owner_among(second, persons, graph.separated), id("B"));
  graph.exact = links({"DM", "DN"});  // two names on one document
  graph.separated = links({"MN"});
  const auto named = persons_in(graph);
  const std::vector<PersonId> other = {id("D"), id("N")};
  EXPECT_EQ(told(named), "D>D M>D N>N");
  EXPECT_EQ(owner_among(other, named, graph.separated), id("N"));
}

}  // namespace
}  // namespace garita::central
