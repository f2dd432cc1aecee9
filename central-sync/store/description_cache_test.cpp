// Descriptions in memory, packed, and what a rebuild needs not read because it put all that there
// is.
#include "central-sync/store/relational/description_cache.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "central-sync/store/relational/held_descriptions.h"
#include "central-sync/store/relational/number_map.h"
#include "central-sync/store/test_country.h"
#include "schema/storage/database.h"

namespace garita::central::testing {
namespace {

Description named(const std::string& name) {
  return {name, {1987, 4U, std::nullopt}, CountryCode("GTM")};
}

TEST(NumberMap, HoldsWhatAMapHolds) {
  std::mt19937_64 random(5);
  NumberMap numbers;
  std::map<std::int64_t, std::uint32_t> expected;
  EXPECT_FALSE(numbers.contains(7));
  EXPECT_EQ(numbers.find(7), NumberMap::kNone);
  for (int i = 0; i < 50'000; ++i) {
    const auto key = static_cast<std::int64_t>(random() % 30'000) - 15'000;
    const auto number =
        i % 9 == 0 ? NumberMap::kNone : static_cast<std::uint32_t>(random() % 1'000'000);
    numbers.set(key, number);
    expected[key] = number;
  }
  EXPECT_EQ(numbers.size(), expected.size());
  for (std::int64_t key = -16'000; key < 16'000; ++key) {
    const auto found = expected.find(key);
    EXPECT_EQ(numbers.contains(key), found != expected.end());
    EXPECT_EQ(numbers.find(key), found == expected.end() ? NumberMap::kNone : found->second);
  }
  numbers.clear();
  EXPECT_FALSE(numbers.contains(0));
}

TEST(HeldDescriptions, AreGivenBackAsTheyWere) {
  HeldDescriptions held;
  const std::vector<Description> all{
      {"GARCIA LOPEZ<<ANA MARIA", {1987, 4U, 12U}, CountryCode("GTM")},
      {"SON<<O", {1999, std::nullopt, std::nullopt}, CountryCode("")},
      {"", {std::nullopt, 2U, 29U}, CountryCode("D")},
      {std::string("A\0B<<C", 6), {9999, 12U, 31U}, CountryCode("XXA")},
      {std::string(100'000, 'N'), {1, 1U, 1U}, CountryCode(std::string(300, 'Q'))}};
  // More than one block of them.
  std::int64_t number = 0;
  for (int i = 0; i < 100; ++i)
    for (const auto& each : all) {
      ++number;
      held.put(number, PersonId("P-" + std::to_string(number)), each);
    }
  for (std::int64_t each = 1; each <= number; ++each) {
    ASSERT_TRUE(held.contains(each));
    const auto described = held.at(each);
    EXPECT_EQ(described.pseudonym, PersonId("P-" + std::to_string(each)));
    EXPECT_EQ(described.description, all[static_cast<std::size_t>(each - 1) % all.size()]);
  }
  held.take_back(number);
  EXPECT_FALSE(held.contains(number));
  held.put(number, PersonId("P-OTHER"), all[0]);
  EXPECT_EQ(held.at(number).pseudonym, PersonId("P-OTHER"));
  EXPECT_EQ(held.at(number - 1).description, all[3]);
  EXPECT_FALSE(held.contains(number + 1));
}

TEST(KeyBearers, AreInTheOrderInWhichTheyWerePutAndTakenBackFromTheLast) {
  using Bearers = std::vector<KeyBearers::Bearer>;
  const KeyBearers::Bearer one{1, {1990, 12, 31}};
  const KeyBearers::Bearer two{2, {}};
  const KeyBearers::Bearer seven{7, {2004, 2, std::nullopt}};
  KeyBearers bearers;
  EXPECT_FALSE(bearers.knows(5));
  bearers.note(5);
  EXPECT_TRUE(bearers.knows(5));
  EXPECT_TRUE(bearers.of(5).empty());
  bearers.put(5, one);
  bearers.put(6, one);
  bearers.put(5, two);
  bearers.put(5, seven);
  EXPECT_EQ(bearers.of(5), (Bearers{one, two, seven}));
  bearers.take_back(5);
  bearers.take_back(5);
  EXPECT_EQ(bearers.of(5), Bearers{one});
  EXPECT_EQ(bearers.of(6), Bearers{one});
  bearers.take_back(6);
  EXPECT_TRUE(bearers.knows(6));
  EXPECT_TRUE(bearers.of(6).empty());
}

class Descriptions : public ::testing::Test {
 protected:
  std::vector<std::string> bearers(std::int64_t key) {
    std::vector<std::string> found;
    const auto all = *cache_.bearers_of({&key, 1}, named("").birth);
    for (const auto& of : all)
      for (const auto& each : of.bearers) found.push_back(each.description.name);
    return found;
  }
  void put(const std::string& name, std::int64_t key) {
    const auto number = cache_.put(PersonId("P-" + name), named(name), true);
    ASSERT_TRUE(number && *number);
    ASSERT_TRUE(cache_.bearers_of({&key, 1}, named(name).birth));
    cache_.put_keys(**number, {&key, 1});
  }
  /// Past the cache.
  void put_in_tables(std::int64_t number, const std::string& name, std::int64_t key) {
    ASSERT_TRUE(database_.execute(
        "INSERT INTO descriptions (number, pseudonym, name, birth, nationality) VALUES (?1, ?2, "
        "?3, '1987-04-XX', 'GTM')",
        {number, "P-" + name, name}));
    ASSERT_TRUE(database_.execute("INSERT INTO candidate_keys (key, description) VALUES (?1, ?2)",
                                  {key, number}));
  }
  void save() {
    auto transaction = WriteTransaction::begin(database_);
    ASSERT_TRUE(transaction && cache_.write_out() && transaction->commit());
    cache_.end_batch();
  }

  TestCentre centre_;
  Database database_ = centre_.connection();
  DescriptionCache cache_{database_};
};

TEST_F(Descriptions, AreReadWhereNotAllAreHere) {
  put("ANA", 1);
  save();
  put_in_tables(2, "EVA", 2);
  EXPECT_EQ(bearers(1), std::vector<std::string>{"ANA"});
  EXPECT_EQ(bearers(2), std::vector<std::string>{"EVA"});
}

TEST_F(Descriptions, AreNotReadWhereAllAreHereUntilTheyAreForgotten) {
  cache_.begin_whole();
  put("ANA", 1);
  save();
  put_in_tables(2, "EVA", 2);
  EXPECT_TRUE(bearers(2).empty()) << "it was not looked for";
  EXPECT_EQ(bearers(1), std::vector<std::string>{"ANA"});
  cache_.note(2, PersonId("P-EVA"), named("EVA"));
  const std::int64_t key = 2;
  cache_.note_keys(2, {&key, 1});
  put("INES", 2);
  save();
  EXPECT_EQ(bearers(2), (std::vector<std::string>{"EVA", "INES"}));
  cache_.forget();
  EXPECT_EQ(bearers(2), (std::vector<std::string>{"EVA", "INES"}));
  EXPECT_EQ(rows_of(database_, "number", "descriptions ORDER BY number").size(), 3U);
}

TEST_F(Descriptions, OfATrialThatIsUndoneNothingIsLeftAlsoOfWhatWasNoted) {
  cache_.begin_whole();
  put("ANA", 1);
  cache_.begin_trial();
  put("EVA", 1);
  cache_.note(3, PersonId("P-INES"), named("INES"));
  const std::int64_t key = 1;
  cache_.note_keys(3, {&key, 1});
  EXPECT_EQ(bearers(1), (std::vector<std::string>{"ANA", "EVA", "INES"}));
  cache_.end_trial(false);
  EXPECT_EQ(bearers(1), std::vector<std::string>{"ANA"});
  put("SOL", 1);
  save();
  EXPECT_EQ(bearers(1), (std::vector<std::string>{"ANA", "SOL"}));
  EXPECT_EQ(rows_of(database_, "number || name", "descriptions ORDER BY number"),
            (std::vector<std::string>{"[\"1ANA\"]", "[\"2SOL\"]"}));
}

}  // namespace
}  // namespace garita::central::testing
