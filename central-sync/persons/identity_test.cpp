#include "central-sync/persons/identity.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <random>

namespace garita::central {
namespace {

PersonId id(const std::string& name) { return PersonId(name); }

Holder ana() {
  return {"GTM",
          "A1234567",
          "García López",
          "Ana María",
          *PartialDate::from_text("1980-02-29"),
          CountryCode("GTM")};
}

TEST(HolderKeys, AreTheDocumentAndTheNameWithBirthAndNationality) {
  EXPECT_EQ(keys_of(ana()).document, "GTM|A1234567");
  EXPECT_EQ(keys_of(ana()).name, "GARCIA LOPEZ<<ANA MARIA|1980-02-29|GTM");
}

TEST(HolderKeys, AreAbsentWhereTheyWouldJoinStrangers) {
  auto holder = ana();
  holder.document_number = "<<";
  holder.birth = *PartialDate::from_text("1980-XX-XX");
  EXPECT_FALSE(keys_of(holder).document);
  EXPECT_FALSE(keys_of(holder).name);
  holder = ana();
  holder.issuer = "";
  holder.nationality = CountryCode("");
  EXPECT_FALSE(keys_of(holder).document);
  EXPECT_FALSE(keys_of(holder).name);
  holder = ana();
  holder.surname = holder.given_names = "";
  EXPECT_FALSE(keys_of(holder).name);
}

TEST(Persons, GoByTheLowestPseudonymAndKeepTheOthersAsAliases) {
  const auto joined = join(std::vector{id("P-C"), id("P-A"), id("P-C"), id("P-B")});
  EXPECT_EQ(joined.person, id("P-A"));
  EXPECT_THAT(joined.aliases, testing::ElementsAre(id("P-B"), id("P-C")));
}

TEST(Persons, AreTheSameForEveryOrderOfLinksAndSplitAgainWithoutOne) {
  const std::vector<PersonLink> links = {{id("P-D"), id("P-C")},
                                         {id("P-C"), id("P-B")},
                                         {id("P-F"), id("P-E")},
                                         {id("P-B"), id("P-A")}};
  const auto expected = persons_of(links);
  EXPECT_THAT(expected, testing::Contains(std::pair(id("P-D"), id("P-A"))));
  EXPECT_THAT(expected, testing::Contains(std::pair(id("P-F"), id("P-E"))));
  std::mt19937 random(3);
  for (int i = 0; i < 50; ++i) {
    auto shuffled = links;
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    EXPECT_EQ(persons_of(shuffled), expected);
  }
  const std::vector<PersonLink> fewer = {links[0], links[2], links[3]};
  EXPECT_THAT(persons_of(fewer), testing::Contains(std::pair(id("P-D"), id("P-C"))));
}

}  // namespace
}  // namespace garita::central
