// Links that end together: those alone, at that moment, however many there are.
#include <gtest/gtest.h>

#include "central-sync/persons/likeness.h"
#include "central-sync/store/test_country.h"
#include "schema/storage/database.h"

namespace garita::central::testing {
namespace {

const RecordId kCause{StationId("NORTE-01"), 1, Lane::kMovement, 1};

PersonId pseudonym(int number) {
  const std::string digits = std::to_string(1'000 + number);
  return PersonId("P-" + digits);
}

class EndedLinks : public ::testing::Test {
 protected:
  std::int64_t count(const std::string& where) {
    auto database = centre_.connection();
    auto row = *database.prepare("SELECT count(*) FROM person_links WHERE " + where);
    EXPECT_TRUE(*row.step());
    return row.integer(0);
  }

  TestCentre centre_;
};

TEST_F(EndedLinks, AreThoseThatAreNamedAndStand) {
  constexpr int kAll = 210;
  auto& tables = centre_.database().projection();
  // Each stood before, and stands again.
  ASSERT_TRUE(centre_.database().intake().in_transaction([&]() -> Result<void> {
    for (const int from : {1, 3})
      for (int i = 0; i < kAll; ++i) {
        const LinkFact link{{pseudonym(i), pseudonym(i + 1)}, LinkGrade::kAutomatic, 500'000, "r"};
        GARITA_CHECK(tables.begin_link(link, Instant{from}, kCause));
        if (from == 1) GARITA_CHECK(tables.end_links(std::vector{link.pair}, Instant{2}));
      }
    return tables.write_out();
  }));
  int ended = 0;
  for (const int more : {0, 1, 2, 63, 64, 65}) {
    std::vector<PersonLink> pairs;
    for (int i = 0; i < more; ++i)
      pairs.emplace_back(pseudonym(ended + i), pseudonym(ended + i + 1));
    // The pair of two that are each in another one is none, and ends nothing.
    if (more > 1) pairs.emplace_back(pseudonym(ended), pseudonym(ended + 2));
    const Instant moment{100 + more};
    ASSERT_TRUE(tables.end_links(pairs, moment));
    ended += more;
    EXPECT_EQ(count("known_to = " + std::to_string(moment.milliseconds)), more);
    EXPECT_EQ(count("known_to IS NULL"), kAll - ended) << more;
  }
  EXPECT_EQ(count("known_to = 2"), kAll) << "what had ended ended then";
  std::vector<PersonId> all;
  for (int i = 0; i <= kAll; ++i) all.push_back(pseudonym(i));
  const auto left = *tables.links_among(all);
  ASSERT_EQ(std::ssize(left), kAll - ended);
  EXPECT_EQ(left.front().pair, PersonLink(pseudonym(ended), pseudonym(ended + 1)));
}

// A name that 32 bear links them all; the next one shows that it tells nothing.
TEST_F(EndedLinks, AreAllThatAKeyGaveWhichOneMoreBearerFillsUp) {
  auto& norte = centre_.station("NORTE");
  Instant at = utc("2026-01-05T16:00:00Z");
  const auto cross = [&](int i) {
    auto made = entry("NORTE", at, "N" + std::to_string(i));
    made.document.surname = "IXQUIAC TZOC";
    made.document.given_names = "MARISOL EULALIA";
    made.document.birth_date = *PartialDate::from_text("1980-03-09");
    made.document.nationality =
        std::string("Q") + static_cast<char>('A' + i / 26) + static_cast<char>('A' + i % 26);
    const auto id = norte.write(made, at);
    centre_.receive(norte, at);
    centre_.project();
    at = at.plus(std::chrono::minutes(1));
    return id;
  };
  const auto persons = [&] {
    std::set<PersonId> all;
    EXPECT_TRUE(centre_.reading().for_each_person([&](const PersonId& who) -> Result<void> {
      all.insert(who);
      return {};
    }));
    return all.size();
  };
  constexpr int kBearers = kKeyBearersMax;
  for (int i = 0; i < kBearers; ++i) cross(i);
  EXPECT_EQ(count("known_to IS NULL"), kBearers * (kBearers - 1) / 2);
  const auto together = persons();
  const auto moment = at;
  cross(kBearers);
  EXPECT_EQ(count("known_to IS NULL"), 0);
  EXPECT_EQ(count("known_to = " + std::to_string(moment.milliseconds)),
            kBearers * (kBearers - 1) / 2);
  EXPECT_EQ(persons(), kBearers + 1U);
  EXPECT_LE(together, persons());
  centre_.rebuild();
  EXPECT_EQ(count("known_to IS NULL"), 0);
  EXPECT_EQ(persons(), kBearers + 1U);
}

}  // namespace
}  // namespace garita::central::testing
