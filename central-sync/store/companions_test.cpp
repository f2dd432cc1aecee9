// Who approved a crossing, and who crossed together, as the tables say it.
#include <gtest/gtest.h>

#include "central-sync/store/test_country.h"
#include "schema/storage/database.h"

namespace garita::central::testing {
namespace {

/// MOTHER and others cross at NORTE one after the other, a minute apart.
class CrossedTogether : public ::testing::Test {
 protected:
  RecordId cross(const std::string& number, const std::optional<RecordId>& with = std::nullopt,
                 const std::string& relationship = "") {
    return write(linked(number, with, relationship));
  }
  Crossing linked(const std::string& number, const std::optional<RecordId>& with,
                  const std::string& relationship) {
    auto made = entry("NORTE", at_, number);
    made.group = with;
    made.relationship = relationship;
    return made;
  }
  RecordId correct(const RecordId& of, std::optional<Crossing> instead) {
    return write(Correction{of, at_, "a mistake", OfficerId("ramos"), std::move(instead)});
  }
  RecordId write(const Record& record) {
    const auto id = centre_.station("NORTE").write(record, at_);
    centre_.receive(centre_.station("NORTE"), at_);
    at_ = at_.plus(std::chrono::minutes(1));
    centre_.project();
    return id;
  }
  PersonId person(const std::string& number) {
    return centre_.reading().find_persons(number, 5)->front().person;
  }
  /// "4<6 with_parent; ": by its own fourth record and the other's sixth, which follows it; the
  /// other one's pseudonym is what the tables have for that record.
  std::string companions(const std::string& number, std::size_t limit = 100) {
    std::string text;
    const auto rows = *centre_.reading().companions_of(person(number), until_, limit);
    for (const auto& row : rows) {
      EXPECT_EQ(row.person, *centre_.reading().traveller_of(row.record));
      text += std::to_string(row.of.sequence) + (row.leads ? ">" : "<") +
              std::to_string(row.record.sequence) + " " + row.child.relationship +
              (row.child.evidence.empty() ? "" : "/" + row.child.evidence) + "; ";
    }
    return text;
  }

  TestCentre centre_;
  Instant at_ = utc("2026-01-05T16:00:00Z");
  Instant until_ = utc("2027-01-01T00:00:00Z");
};

TEST_F(CrossedTogether, AreFoundFromEitherSideWithWhatTheRecordSays) {
  const auto mother = cross("MOTHER");
  cross("CHILD", mother, "with_parent");
  cross("FATHER", mother);
  cross("STRANGER");
  EXPECT_EQ(companions("MOTHER"), "1<3 ; 1<2 with_parent; ");
  EXPECT_EQ(companions("CHILD"), "2>1 with_parent; ");
  EXPECT_EQ(companions("FATHER"), "3>1 ; ");
  EXPECT_EQ(companions("STRANGER"), "");
  EXPECT_EQ(companions("MOTHER", 1), "1<3 ; ") << "the latest";
  until_ = at_.minus(std::chrono::minutes(3));
  EXPECT_EQ(companions("MOTHER"), "1<2 with_parent; ") << "by then";
  until_ = at_;
  centre_.rebuild();
  EXPECT_EQ(companions("MOTHER"), "1<3 ; 1<2 with_parent; ");
}

TEST_F(CrossedTogether, AreFoundByTheRecordThatIsNotThereYet) {
  cross("CHILD", RecordId{StationId("NORTE-01"), 1, Lane::kMovement, 2}, "with_guardian");
  EXPECT_EQ(companions("CHILD"), "");
  cross("GUARDIAN");
  EXPECT_EQ(companions("CHILD"), "1>2 with_guardian; ");
  EXPECT_EQ(companions("GUARDIAN"), "2<1 with_guardian; ");
}

// A child goes on naming the record that stood when it crossed.
TEST_F(CrossedTogether, AreFoundByWhatWasRecordedInThePlaceOfWhatIsNamed) {
  const auto mother = cross("MOTHER");
  cross("CHILD", mother, "with_parent");
  const auto corrected = correct(mother, linked("MOTHER", {}, ""));
  cross("SECOND", corrected, "with_parent");
  correct(corrected, linked("MOTHER", {}, ""));
  EXPECT_EQ(companions("CHILD"), "2>5 with_parent; 2>3 with_parent; 2>1 with_parent; ");
  EXPECT_EQ(companions("SECOND"), "4>5 with_parent; 4>3 with_parent; ");
  EXPECT_EQ(
      companions("MOTHER"),
      "3<4 with_parent; 5<4 with_parent; 1<2 with_parent; 3<2 with_parent; 5<2 with_parent; ");
}

TEST_F(CrossedTogether, OfWhoTurnedOutToBeSomebodyElseWithThem) {
  const auto wrong = cross("WRONG");
  cross("CHILD", wrong, "with_parent");
  correct(wrong, linked("RIGHT", {}, ""));
  EXPECT_EQ(companions("CHILD"), "2>3 with_parent; 2>1 with_parent; ");
  EXPECT_EQ(companions("WRONG"), "1<2 with_parent; ");
  EXPECT_EQ(companions("RIGHT"), "3<2 with_parent; ");
}

TEST_F(CrossedTogether, WhatShowedWhoseAChildIsStandsWithWhatItIs) {
  const auto mother = cross("MOTHER");
  auto child = linked("CHILD", mother, "with_parent");
  child.relationship_evidence = "birth_certificate";
  write(child);
  EXPECT_EQ(companions("MOTHER"), "1<2 with_parent/birth_certificate; ");
  EXPECT_EQ(companions("CHILD"), "2>1 with_parent/birth_certificate; ");
  EXPECT_EQ(centre_.reading().crossings_of(person("CHILD"))->front().child, ChildTie());
  auto alone = linked("OTHER", {}, "with_relative");
  alone.relationship_evidence = "court_order";
  write(alone);
  EXPECT_EQ(centre_.reading().crossings_of(person("OTHER"))->front().child,
            (ChildTie{"with_relative", "court_order"}));
}

TEST_F(CrossedTogether, WhoTypedInStandsInTheRow) {
  auto typed = entry("NORTE", at_, "ANA");
  typed.fallback = true;
  typed.typed_by = OfficerId("agarcia");
  write(typed);
  cross("LUZ");
  EXPECT_EQ(centre_.reading().crossings_of(person("ANA"))->front().typed_by, "agarcia");
  EXPECT_EQ(centre_.reading().crossings_of(person("LUZ"))->front().typed_by, "");
}

TEST_F(CrossedTogether, WhoApprovedStandsInTheRow) {
  auto approved = entry("NORTE", at_, "ANA");
  approved.approved_by = OfficerId("jefa");
  write(approved);
  cross("LUZ");
  EXPECT_EQ(centre_.reading().crossings_of(person("ANA"))->front().approved_by, "jefa");
  EXPECT_EQ(centre_.reading().crossings_of(person("LUZ"))->front().approved_by, "");
}

/// As the layout was before that was asked of a record, by the layout's number.
void go_back_before_27(Database& database) {
  ASSERT_TRUE(database.run_script("DROP INDEX incidents_by_kind"));
  ASSERT_TRUE(database.run_script("ALTER TABLE incidents DROP COLUMN known_at"));
  for (const auto* column :
       {"crossings DROP COLUMN typed_by", "crossings DROP COLUMN relationship_evidence",
        "voids DROP COLUMN approved_by", "voids DROP COLUMN officer", "voids DROP COLUMN reason"})
    ASSERT_TRUE(database.run_script(std::string("ALTER TABLE ") + column));
  ASSERT_TRUE(database.run_script("DELETE FROM migration WHERE number >= 27"));
}

void go_back_before_23(Database& database) {
  go_back_before_27(database);
  for (const auto* index : {"crossings_by_group", "crossings_by_taken_over"})
    ASSERT_TRUE(database.run_script(std::string("DROP INDEX ") + index));
  for (const auto* column :
       {"approved_by", "group_record", "relationship", "taken_over", "taken_over_as"})
    ASSERT_TRUE(database.run_script(std::string("ALTER TABLE crossings DROP COLUMN ") + column));
  // And what came after it.
  ASSERT_TRUE(database.run_script("DROP INDEX cases_raised"));
  ASSERT_TRUE(database.run_script("ALTER TABLE cases DROP COLUMN before_records"));
  ASSERT_TRUE(database.run_script("DROP INDEX candidate_keys_once"));
  if (database.dialect() == Dialect::kPostgres) {
    ASSERT_TRUE(
        database.run_script("ALTER TABLE candidate_keys ADD PRIMARY KEY (key, description)"));
  }
  ASSERT_TRUE(database.run_script("DELETE FROM migration WHERE number >= 23"));
}

TEST_F(CrossedTogether, AreLearntFromTheJournalsByACentreThatDidNotAsk) {
  const auto mother = cross("MOTHER");
  auto child = linked("CHILD", mother, "with_parent");
  child.relationship_evidence = "birth_certificate";
  write(child);
  for (auto* go_back : {go_back_before_23, go_back_before_27}) {
    centre_.close();
    {
      auto database = centre_.connection();
      go_back(database);
    }
    centre_.reopen();
    EXPECT_TRUE(centre_.reading().find_persons("MOTHER", 5)->empty());
    EXPECT_TRUE(centre_.reading().unfinished()->not_projected_since);
    centre_.project();
    EXPECT_EQ(companions("MOTHER"), "1<2 with_parent/birth_certificate; ");
  }
}

}  // namespace
}  // namespace garita::central::testing
