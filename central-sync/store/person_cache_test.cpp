// Persons in memory: what a trial did is undone to the last, also where two turned out to be one.
#include "central-sync/store/relational/person_cache.h"

#include <gtest/gtest.h>

#include "central-sync/store/test_country.h"
#include "schema/storage/database.h"

namespace garita::central::testing {
namespace {

const PersonId kA("P-A");
const PersonId kB("P-B");
const PersonId kByDocument("P-DOCUMENT");

CrossingFact of(const PersonId& person, std::uint64_t sequence) {
  CrossingFact fact;
  fact.record = {StationId("NORTE-01"), 1, Lane::kMovement, sequence};
  fact.person = person;
  fact.crossing = entry("NORTE", utc("2026-01-05T00:00:00Z").plus(std::chrono::hours(sequence)),
                        "N" + person.value().substr(2));
  fact.keys = {person};
  fact.known_at = fact.crossing.at;
  return fact;
}

CaseVersion case_of(const PersonId& person) {
  CaseVersion version;
  version.flag.subject = person.value();
  return version;
}

class Persons : public ::testing::Test {
 protected:
  /// A of two crossings, one of them written already, and B of one with a case.
  void SetUp() override {
    cache_.set_behind(kA, kA);
    cache_.set_behind(kByDocument, kA);
    ASSERT_TRUE(cache_.put_crossing(of(kA, 1)));
    ASSERT_TRUE(cache_.write_out());
    ASSERT_TRUE(cache_.put_crossing(of(kA, 4)));
    cache_.set_behind(kB, kB);
    ASSERT_TRUE(cache_.put_crossing(of(kB, 2)));
    ASSERT_TRUE(cache_.begin_case(kB, case_of(kB)));
  }
  void expect_two() {
    EXPECT_EQ(*cache_.behind(kA), kA);
    EXPECT_EQ(*cache_.behind(kByDocument), kA);
    EXPECT_EQ(*cache_.behind(kB), kB);
    const auto& a = **cache_.person(kA);
    const auto& b = **cache_.person(kB);
    EXPECT_EQ(a.history.movements.size(), 2U);
    EXPECT_EQ(a.pseudonyms.size(), 2U);
    EXPECT_EQ(a.standing.size(), 0U);
    EXPECT_EQ(a.summed_up, of(kA, 4).record.text());
    EXPECT_EQ(b.history.movements.size(), 1U);
    EXPECT_EQ(b.standing.size(), 1U);
    EXPECT_EQ(b.summed_up, of(kB, 2).record.text());
  }
  std::vector<std::string> rows(const std::string& columns, const std::string& table) {
    return rows_of(database_, columns, table);
  }

  TestCentre centre_;
  Database database_ = centre_.connection();
  WriteTransaction transaction_ = *WriteTransaction::begin(database_);
  PersonCache cache_{database_};
};

TEST_F(Persons, WhoAreOneHaveWhatBothHad) {
  ASSERT_TRUE(*cache_.absorb(kA, kB));
  const auto& b = **cache_.person(kB);
  EXPECT_EQ(b.history.movements.size(), 3U);
  EXPECT_EQ(b.standing.size(), 1U);
  EXPECT_EQ(b.summed_up, of(kA, 4).record.text()) << "the later crossing says who they are";
  EXPECT_EQ(*cache_.behind(kByDocument), kB);
  ASSERT_TRUE(cache_.write_out());
  const auto everything = [&] {
    auto all = rows("person || ' ' || CAST(count(*) AS TEXT)",
                    "crossings GROUP BY person ORDER BY person");
    for (const auto* table :
         {"pseudonyms GROUP BY person ORDER BY person", "cases GROUP BY person ORDER BY person"})
      for (auto& row : rows("person || ' ' || CAST(count(*) AS TEXT)", table))
        all.push_back(std::move(row));
    for (auto& row : rows("person || ' ' || document_number", "persons"))
      all.push_back(std::move(row));
    return all;
  };
  EXPECT_EQ(everything(), (std::vector<std::string>{"[\"P-B 3\"]", "[\"P-B 3\"]", "[\"P-B 1\"]",
                                                    "[\"P-B NA\"]"}));
}

TEST_F(Persons, WhoAreOneInATrialThatIsUndoneAreTwoAgain) {
  const auto undone = [&](const auto& before, const auto& after) {
    cache_.begin_trial();
    before();
    ASSERT_TRUE(*cache_.absorb(kA, kB));
    after();
    cache_.undo_trial();
    expect_two();
  };
  const auto nothing = [] {};
  const auto grows = [&](const PersonId& person, std::uint64_t sequence) {
    return [this, person, sequence] {
      ASSERT_TRUE(cache_.put_crossing(of(person, sequence)));
      ASSERT_TRUE(cache_.begin_case(person, case_of(person)));
    };
  };
  const auto ends = [&] { ASSERT_TRUE(*cache_.end_case(kB, case_of(kB))); };
  undone(nothing, nothing);
  undone(grows(kA, 5), nothing);
  undone(grows(kB, 5), nothing);
  undone(nothing, grows(kB, 5));
  undone(grows(kB, 5), grows(kB, 6));
  undone(ends, nothing);
  undone(nothing, ends);
  undone([&] { cache_.set_behind(PersonId("P-C"), kA); },
         [&] { cache_.set_behind(PersonId("P-D"), kB); });
  EXPECT_EQ(*cache_.behind(PersonId("P-C")), std::nullopt);
  EXPECT_EQ(*cache_.behind(PersonId("P-D")), std::nullopt);
  // A third person into whom both go.
  undone(
      [&] {
        cache_.set_behind(PersonId("P-0"), PersonId("P-0"));
        ASSERT_TRUE(*cache_.absorb(kB, PersonId("P-0")));
        cache_.undo_trial();
        cache_.begin_trial();
      },
      nothing);
  ASSERT_TRUE(cache_.write_out());
  EXPECT_EQ(
      rows("person || ' ' || CAST(count(*) AS TEXT)", "crossings GROUP BY person ORDER BY person"),
      (std::vector<std::string>{"[\"P-A 2\"]", "[\"P-B 1\"]"}));
  EXPECT_EQ(rows("person", "persons ORDER BY person"),
            (std::vector<std::string>{"[\"P-A\"]", "[\"P-B\"]"}));
}

TEST_F(Persons, WhoIsReadWhileAnotherHasAbsorbedThemUnwrittenIsThatOther) {
  ASSERT_TRUE(cache_.write_out());
  // It knows one of the two pseudonyms.
  PersonCache other(database_);
  ASSERT_EQ(*other.behind(kA), kA);
  ASSERT_EQ(*other.behind(kB), kB);
  ASSERT_TRUE(*other.absorb(kA, kB));
  EXPECT_EQ(*other.behind(kByDocument), kB);
  ASSERT_TRUE(other.write_out());
  EXPECT_EQ(rows("person || ' ' || CAST(count(*) AS TEXT)", "pseudonyms GROUP BY person"),
            (std::vector<std::string>{"[\"P-B 3\"]"}));
}

TEST_F(Persons, WhoseOtherPseudonymWasAskedForInATrialThatIsUndoneAreFoundByItOnceAbsorbed) {
  ASSERT_TRUE(cache_.write_out());
  PersonCache other(database_);
  ASSERT_EQ(*other.behind(kA), kA);
  other.begin_trial();
  ASSERT_TRUE(other.put_crossing(of(kA, 9)));
  ASSERT_EQ(*other.behind(kByDocument), kA);
  other.undo_trial();
  ASSERT_EQ(*other.behind(kB), kB);
  ASSERT_TRUE(*other.absorb(kA, kB));
  EXPECT_EQ(*other.behind(kA), kB);
  EXPECT_EQ(*other.behind(kByDocument), kB);
}

TEST_F(Persons, InATrialThatIsUndoneAreInReviewNoMore) {
  ASSERT_TRUE(cache_.write_out());
  const PersonId fresh("P-FRESH");
  const auto begin = [&] {
    for (const auto& [one, other] : {PersonLink(kA, kB), PersonLink(kB, fresh)})
      ASSERT_TRUE(cache_.begin_link({{one, other}, LinkGrade::kReview, 900'000, "x"}, Instant{},
                                    of(kA, 4).record));
    cache_.set_behind(fresh, kA);
  };
  const auto reviews = [&](const PersonId& who) { return cache_.history_of(who)->reviews.size(); };
  cache_.begin_trial();
  begin();
  EXPECT_EQ(reviews(kA), 1U) << "one with each other person";
  ASSERT_TRUE(*cache_.absorb(kA, kB));
  EXPECT_EQ(reviews(kB), 0U) << "one person";
  cache_.undo_trial();
  EXPECT_EQ(reviews(kA), 0U);
  EXPECT_EQ(reviews(kB), 0U);
  ASSERT_TRUE(cache_.write_out());
  EXPECT_TRUE(rows("one", "person_links").empty());
  cache_.begin_trial();
  begin();
  cache_.keep_trial();
  EXPECT_EQ(cache_.history_of(kB)->reviews.front().movements.size(), 2U);
  ASSERT_TRUE(cache_.write_out());
  EXPECT_EQ(
      rows("CAST(number AS TEXT) || ' ' || one || ' ' || other", "person_links ORDER BY number"),
      (std::vector<std::string>{"[\"1 P-A P-B\"]", "[\"2 P-B P-FRESH\"]"}));
  PersonCache again(database_);
  EXPECT_EQ(again.history_of(kA)->reviews.size(), 1U) << "as the tables say it";
  EXPECT_EQ(again.history_of(kB)->reviews.size(), 1U);
}

TEST_F(Persons, WhoMayBeAThirdMayBeThemAlsoOnceBothAreOne) {
  const PersonId third("P-C");
  cache_.set_behind(third, third);
  ASSERT_TRUE(cache_.put_crossing(of(third, 7)));
  const auto in_review = [&](const PersonId& one, const PersonId& other, std::uint64_t cause) {
    ASSERT_TRUE(cache_.begin_link({PersonLink(one, other), LinkGrade::kReview, 900'000, "x"},
                                  Instant{}, of(kA, cause).record));
  };
  in_review(kA, third, 4);
  in_review(kA, kB, 4);
  in_review(kB, third, 5);
  ASSERT_TRUE(cache_.begin_link({PersonLink(kB, kByDocument), LinkGrade::kAutomatic, 990'000, "y"},
                                Instant{}, of(kA, 6).record));
  cache_.begin_trial();
  ASSERT_TRUE(*cache_.absorb(kA, kB));
  cache_.undo_trial();
  EXPECT_EQ(cache_.history_of(kA)->reviews.size(), 2U) << "undone";
  ASSERT_TRUE(*cache_.absorb(kA, kB));
  const auto expect_one = [&](PersonCache& cache) {
    const auto both = cache.history_of(kB);
    ASSERT_EQ(both->reviews.size(), 1U);
    EXPECT_EQ(both->reviews.front().other, third);
    EXPECT_EQ(both->reviews.front().pair, "P-A~P-C");
    EXPECT_EQ(cache.history_of(third)->reviews.front().other, kB);
    EXPECT_EQ(cache.history_of(third)->reviews.front().movements.size(), 3U);
  };
  expect_one(cache_);
  ASSERT_TRUE(cache_.write_out());
  EXPECT_EQ(
      rows("one || ' ' || other || ' ' || CAST(grade AS TEXT)", "person_links ORDER BY number"),
      (std::vector<std::string>{"[\"P-A P-C 2\"]", "[\"P-A P-B 2\"]", "[\"P-B P-C 2\"]",
                                "[\"P-B P-DOCUMENT 1\"]"}));
  PersonCache again(database_);
  expect_one(again);
}

}  // namespace
}  // namespace garita::central::testing
