// Who is one person, as the tables say it: entries under one name and exits under another.
#include <gmock/gmock.h>

#include <algorithm>
#include <set>

#include "central-sync/reports/explain.h"
#include "central-sync/reports/identity_changes.h"
#include "central-sync/reports/test_persons.h"

namespace garita::central::testing {
namespace {

using ::testing::HasSubstr;

constexpr const char* kEntered = "2026-01-05T16:00:00Z";
constexpr const char* kLeft = "2026-01-20T16:00:00Z";
constexpr const char* kComplete = "2026-03-01T00:00:00Z";
const std::string kAna = "HND A1 GARCIA LOPEZ<<ANA MARIA 1980-03-09 HND";

TEST_F(Persons, AreOneByADocumentWhoseStateIsWrittenInAnotherWay) {
  enter("D C01X WEBER<<HANS 1980-02-29 D", "2026-01-05T16:00:00Z");
  leave("DEU C01X WEBER<<H 1980-02-29 DEU", "2026-01-15T16:00:00Z");
  enter("ZAR Z1 ILUNGA<<PAUL 1970-03-03 ZAR", "2026-01-06T16:00:00Z");
  leave("COD Z2 ILUNGA<<PAUL 1970-03-03 COD", "2026-01-16T16:00:00Z");
  enter("GBR B1 SMITH<<JOHN 1960-04-04 GBR", "2026-01-07T16:00:00Z");
  leave("GBD B1 JONES<<MARY 1961-05-05 GBD", "2026-01-17T16:00:00Z");
  complete("2026-05-01T00:00:00Z");
  EXPECT_EQ(flags(), "EXIT_WITHOUT_ENTRY,probable OVERSTAY_OPEN,probable")
      << "Smith's and Jones's alone";
}

TEST_F(Persons, WhoLeavesByAnotherDocumentOfTheirsHasLeft) {
  struct Case {
    const char* what;
    std::string entered;
    std::string left;
  };
  const std::vector<Case> cases = {
      {"a renewed document", kAna, "HND B2 GARCIA LOPEZ<<ANA MARIA 1980-03-09 HND"},
      {"a second nationality", kAna, "ESP C3 GARCIA LOPEZ<<ANA MARIA 1980-03-09 ESP"},
      {"surnames in another order", kAna, "HND B2 LOPEZ GARCIA<<ANA MARIA 1980-03-09 HND"},
      {"a married name", kAna, "HND B2 GARCIA LOPEZ DE PORTILLO<<ANA MARIA 1980-03-09 HND"},
      {"one of two surnames", "HND A1 IXQUIAC TZOC<<MARISOL 1980-03-09 HND",
       "HND B2 IXQUIAC<<MARISOL 1980-03-09 HND"},
      {"a typing error", kAna, "HND B2 GARCIA LOPES<<ANA MARIA 1980-03-09 HND"},
      {"another transliteration", "UKR A1 SHCHERBAKOV<<SERGEI PETROVICH 1980-03-09 UKR",
       "UKR B2 CHTCHERBAKOV<<SERGEY PETROVITCH 1980-03-09 UKR"},
      {"a partial birth date on the same document", kAna,
       "HND A1 GARCIA LOPEZ<<ANA MARIA 1980-XX-XX HND"},
      {"a partial birth date and names that few bear",
       "HND A1 IXQUIAC TZOC<<MARISOL EULALIA 1980-XX-XX HND",
       "HND B2 IXQUIAC TZOC<<MARISOL EULALIA 1980-03-09 HND"},
      {"another name on the same document", kAna, "HND A1 PORTILLO<<ANA 1980-03-09 HND"},
  };
  for (const auto& each : cases) {
    for (const bool exit_first : {false, true}) {
      centre.begin_again();
      for (const auto* post : {"NORTE", "SUR"}) centre.station(post).begin_incarnation(1);
      if (exit_first) leave(each.left, kLeft);
      const auto entered = enter(each.entered, kEntered);
      if (!exit_first) leave(each.left, kLeft);
      complete(kComplete);
      EXPECT_EQ(persons(), 1U) << each.what;
      EXPECT_EQ(flags(), "") << each.what;
      EXPECT_TRUE(explained(entered).evaluation.stays.at(0).stay.exit) << each.what;
    }
  }
}

TEST_F(Persons, ALinkHasItsReasonsInTheExplanation) {
  const auto entered = enter(kAna, kEntered);
  leave("ESP C3 GARCIA LOPEZ<<ANA MARIA 1980-03-09 ESP", kLeft);
  const auto report = explained(entered);
  ASSERT_EQ(report.links.size(), 1U);
  EXPECT_EQ(report.links[0].state, "linked");
  EXPECT_THAT(report.links[0].reasons, HasSubstr("nationality_other"));
  EXPECT_THAT(explanation_text(report, Language::kEnglish), HasSubstr("the same: GARCIA"));
  EXPECT_THAT(explanation_json(report, Language::kEnglish), HasSubstr("\"score\":1.0"));
}

TEST_F(Persons, TheReasonsSayTheWordsAsTheyAreRecorded) {
  const auto entered = enter("HND A1 García López<<Ana María 1980-03-09 HND", kEntered);
  leave("ESP B2 GARCIA LOPES<<ANA MARIA 1980-03-09 ESP", kLeft);
  const auto rows = *centre.reading().reviews(10);
  ASSERT_EQ(rows.size(), 1U);
  const auto& reasons = rows[0].row.link.reasons;
  for (const auto* said : {"word_same García", "word_same María", "López", "LOPES"})
    EXPECT_THAT(reasons, HasSubstr(said));
  EXPECT_EQ(explained(entered).links.at(0).reasons, reasons);
}

TEST_F(Persons, TwinsAreTwoPersons) {
  enter("HND A1 IXQUIAC TZOC<<JOSE 1980-03-09 HND", kEntered);
  leave("HND B2 IXQUIAC TZOC<<LUIS 1980-03-09 HND", kLeft);
  complete(kComplete);
  EXPECT_EQ(persons(), 2U);
  EXPECT_EQ(flags(), "EXIT_WITHOUT_ENTRY,probable OVERSTAY_OPEN,probable");
  EXPECT_TRUE(centre.reading().reviews(10)->empty());
}

TEST_F(Persons, AReviewThatCouldEndAStayHoldsItsFlagsUntilItIsDecided) {
  const auto entered = enter(kAna, kEntered);
  leave("HND B2 GARCIA LOPEZ<<ANA MARIA 1980-XX-XX HND", kLeft);
  complete(kComplete);
  EXPECT_EQ(persons(), 2U);
  EXPECT_EQ(flags(), "EXIT_WITHOUT_ENTRY,pending_data OVERSTAY_OPEN,pending_data");
  const auto pair = reviewed();
  const auto report = explained(entered);
  EXPECT_EQ(report.links.at(0).state, "review");
  EXPECT_THAT(explanation_text(report, Language::kEnglish),
              HasSubstr(pair.first.value() + "~" + pair.second.value()));

  decide(IdentityDecisionKind::kSeparate, pair, "2026-03-02T00:00:00Z");
  EXPECT_EQ(flags(), "EXIT_WITHOUT_ENTRY,probable OVERSTAY_OPEN,probable");
  EXPECT_TRUE(centre.reading().reviews(10)->empty());

  decide(IdentityDecisionKind::kLink, pair, "2026-03-03T00:00:00Z");
  EXPECT_EQ(persons(), 1U);
  EXPECT_EQ(flags(), "");
  EXPECT_TRUE(explained(entered).evaluation.stays.at(0).stay.exit);

  decide(IdentityDecisionKind::kSeparate, pair, "2026-03-04T00:00:00Z");
  EXPECT_EQ(persons(), 2U);
  EXPECT_EQ(flags(), "EXIT_WITHOUT_ENTRY,probable OVERSTAY_OPEN,probable");
}

TEST_F(Persons, AThirdDocumentOfANameThatTwoPeopleBearIsAskedAboutWithBoth) {
  const std::string one = "HND A1 GARCIA LOPEZ<<ANA MARIA 1980-03-09 HND";
  const std::string other = "HND B2 GARCIA LOPEZ<<ANA MARIA 1980-03-09 HND";
  const auto first = enter(one, kEntered);
  enter(other, "2026-01-09T16:00:00Z");
  decide(IdentityDecisionKind::kSeparate, reviewed(), "2026-01-10T00:00:00Z");
  EXPECT_EQ(persons(), 2U);
  EXPECT_TRUE(centre.reading().reviews(10)->empty()) << "nobody else has the name";
  const auto third = enter("HND C3 GARCIA LOPEZ<<ANA MARIA 1980-03-09 HND", kLeft);
  const auto fourth = leave("HND D4 GARCIA LOPEZ<<ANA MARIA 1980-03-09 HND", kComplete);
  complete("2026-05-01T00:00:00Z");
  const auto asked = [&] {
    std::set<std::string> pairs;
    const auto reviews = *centre.reading().reviews(10);
    for (const auto& review : reviews) {
      EXPECT_EQ(review.row.link.reasons, "held_apart");
      const auto& [low, high] =
          std::minmax(review.one.document_number, review.other.document_number);
      pairs.insert(low + "~" + high);
    }
    return pairs;
  };
  EXPECT_EQ(persons(), 3U) << "the third and the fourth are one's";
  EXPECT_EQ(asked(), (std::set<std::string>{"A1~D4", "B2~D4"}));
  EXPECT_EQ(flags(), "OVERSTAY,confirmed OVERSTAY_OPEN,probable OVERSTAY_OPEN,probable");
  EXPECT_NE(explained(first).person.person, explained(third).person.person);
  EXPECT_EQ(explained(third).person.person, explained(fourth).person.person);
  const auto states = [&](const RecordId& record) {
    std::multiset<std::string> all;
    const auto report = explained(record);
    for (const auto& link : report.links) all.insert(link.state);
    return all;
  };
  EXPECT_EQ(states(third), (std::multiset<std::string>{"review", "review"}));
  centre.rebuild();
  EXPECT_EQ(asked(), (std::set<std::string>{"A1~D4", "B2~D4"}));

  const auto reviews = *centre.reading().reviews(10);
  const auto theirs = std::ranges::find_if(reviews, [](const ReviewRow& review) {
    return review.one.document_number == "A1" || review.other.document_number == "A1";
  });
  ASSERT_NE(theirs, reviews.end());
  decide(IdentityDecisionKind::kLink, theirs->row.link.pair, "2026-05-02T00:00:00Z");
  EXPECT_EQ(persons(), 2U);
  EXPECT_TRUE(asked().empty());
  EXPECT_EQ(explained(first).person.person, explained(fourth).person.person);
}

TEST_F(Persons, WhoMayHaveLeftByAFurtherDocumentOfThatNameIsNotFlaggedBeforeSomebodySaysWhoseItIs) {
  const std::string name = " GARCIA LOPEZ<<ANA MARIA 1980-03-09 HND";
  const auto entered = enter("HND A1" + name, "2026-01-03T16:00:00Z");
  enter("HND B2" + name, "2026-01-04T16:00:00Z");
  decide(IdentityDecisionKind::kSeparate, reviewed(), "2026-01-05T00:00:00Z");
  leave("HND B2" + name, "2026-01-06T16:00:00Z");
  // Both have new passports: the one enters, the other leaves.
  enter("HND D4" + name, "2026-01-08T16:00:00Z");
  const auto left = leave("HND C3" + name, "2026-01-20T16:00:00Z");
  complete("2026-05-01T00:00:00Z");
  EXPECT_EQ(flags(), "OVERSTAY_OPEN,pending_data");
  const auto reviews = *centre.reading().reviews(10);
  ASSERT_FALSE(reviews.empty());
  EXPECT_EQ(reviews[0].holds, 1) << "what holds a flag is asked about first";
  decide(IdentityDecisionKind::kLink, reviews[0].row.link.pair, "2026-05-02T00:00:00Z");
  EXPECT_EQ(explained(entered).person.person, explained(left).person.person);
}

TEST_F(Persons, WhoMayHaveLeftByTheSecondOfTwoDocumentsIsNotFlaggedWhicheverCrossingCameFirst) {
  const std::string one = "HND A1 GARCIA LOPEZ<<ANA MARIA 1980-03-09 HND";
  const std::string other = " GARCIA<<ANA MARIA 1980-03-09 HND";
  // That the second and the third document are one person's is no more than their name.
  const auto cross_all = [&](std::vector<int> order) {
    centre.begin_again();
    for (const auto* post : {"NORTE", "SUR"}) centre.station(post).begin_incarnation(1);
    for (const int each : order) {
      if (each == 0) enter(one, kEntered);
      if (each == 1) enter("HND B2" + other, "2026-01-06T16:00:00Z");
      if (each == 2) leave("HND C3" + other, kLeft);
    }
    complete("2026-05-01T00:00:00Z");
    const auto reviews = *centre.reading().reviews(10);
    EXPECT_EQ(reviews.size(), 1U);
    return flags() + " holds " + (reviews.empty() ? "" : std::to_string(reviews[0].holds));
  };
  std::vector<int> order = {0, 1, 2};
  do
    EXPECT_EQ(cross_all(order), "OVERSTAY_OPEN,pending_data holds 1")
        << order[0] << order[1] << order[2];
  while (std::ranges::next_permutation(order).found);
}

TEST_F(Persons, TwoOfOneNameOfWhomNoFlagWaitsAreAskedAboutNowhere) {
  // At home, so that nothing is flagged.
  const auto entered = enter("UTO A1 GARCIA LOPEZ<<ANA MARIA 1980-03-09 UTO", kEntered);
  enter("UTO B2 GARCIA LOPEZ<<ANA MARIA 1980-03-09 UTO", "2026-01-09T16:00:00Z");
  complete(kComplete);
  const auto report = explained(entered);
  ASSERT_EQ(report.evaluation.contradictions.size(), 1U);
  EXPECT_TRUE(report.links.empty());
  EXPECT_TRUE(centre.reading().reviews(10)->empty());
}

TEST_F(Persons, TwoOfOneNameWhoAreInsideAtOnceAreAskedAboutUntilItIsDecided) {
  const std::string one = "HND A1 GARCIA LOPEZ<<ANA MARIA 1980-03-09 HND";
  const std::string other = "HND B2 GARCIA LOPEZ<<ANA MARIA 1980-03-09 HND";
  const auto entered = enter(one, kEntered);
  enter(other, "2026-01-09T16:00:00Z");
  leave(one, kLeft);
  complete(kComplete);
  EXPECT_EQ(persons(), 1U);
  EXPECT_EQ(flags(), "ENTRY_WITHOUT_EXIT,pending_data");
  const auto rows = *centre.reading().reviews(10);
  ASSERT_EQ(rows.size(), 1U);
  const auto& [row, first, second, holds] = rows[0];
  EXPECT_EQ(row.link.reasons,
            "both_entered HND A1 2026-01-05T16:00:00Z~HND B2 2026-01-09T16:00:00Z");
  EXPECT_EQ(std::set({first.document_number, second.document_number}),
            std::set<std::string>({"A1", "B2"}));
  EXPECT_EQ(holds, 1);
  EXPECT_EQ(row.known_from, utc("2026-01-09T16:00:00Z"));
  const auto pair = row.link.pair;
  const auto report = explained(entered);
  ASSERT_EQ(report.links.size(), 1U);
  EXPECT_EQ(report.links[0].state, "review");
  EXPECT_EQ(report.links[0].since, row.known_from);
  EXPECT_EQ(report.links[0].cause, row.cause);
  EXPECT_THAT(explanation_text(report, Language::kEnglish), HasSubstr("entered with HND A1"));

  const auto decision = [&](IdentityDecisionKind kind) {
    return IdentityDecision{kind, pair.first, pair.second, utc(kComplete), OfficerId("x"), "seen"};
  };
  EXPECT_TRUE(check_decision(centre.reading(), decision(IdentityDecisionKind::kLink)));
  decide(IdentityDecisionKind::kLink, pair, "2026-03-02T00:00:00Z");
  EXPECT_EQ(persons(), 1U);
  EXPECT_EQ(flags(), "ENTRY_WITHOUT_EXIT,probable");
  EXPECT_TRUE(centre.reading().reviews(10)->empty());
  EXPECT_FALSE(check_decision(centre.reading(), decision(IdentityDecisionKind::kLink)));
  // Settled, whatever they do next.
  enter(one, "2026-03-02T16:00:00Z");
  enter(other, "2026-03-02T18:00:00Z");
  EXPECT_TRUE(centre.reading().reviews(10)->empty());

  decide(IdentityDecisionKind::kSeparate, pair, "2026-03-03T00:00:00Z");
  EXPECT_EQ(persons(), 2U);
  EXPECT_EQ(flags(),
            "ENTRY_WITHOUT_EXIT,pending_data OVERSTAY,probable OVERSTAY_OPEN,pending_data "
            "OVERSTAY_OPEN,pending_data")
      << "of the one who stayed in January, and of both since March, of which nobody has reported";
  EXPECT_TRUE(centre.reading().reviews(10)->empty());
  EXPECT_EQ(explained(entered).crossings.size(), 3U);
  // As it was known before anybody decided.
  OverstayQuery before;
  before.known_at = utc("2026-03-01T12:00:00Z");
  EXPECT_EQ(flags(before), "ENTRY_WITHOUT_EXIT,pending_data");
}

// Two documents that each stand under two names of which somebody said that they are two people's:
// the documents are neither's, and nobody goes by them alone.
TEST_F(Persons, WhatIsDecidedOfTwoDocumentsSettlesWhatCrossingsByThemSayWhoeverGoesByThem) {
  const std::string ana = " GARCIA LOPEZ<<ANA MARIA 1980-03-09 HND";
  const std::string rosa = " MORALES PAZ<<ROSA 1991-07-21 HND";
  enter("HND A1" + rosa, "2026-01-02T16:00:00Z");
  leave("HND A1" + rosa, "2026-01-03T16:00:00Z");
  enter("HND B2" + rosa, "2026-01-04T16:00:00Z");
  leave("HND B2" + rosa, kEntered);
  const auto entered = enter("HND A1" + ana, "2026-01-10T16:00:00Z");
  auto connection = centre.connection();
  const auto named = [&](const std::string& part) {
    auto row =
        *connection.prepare("SELECT pseudonym FROM descriptions WHERE name LIKE '%" + part + "%'");
    EXPECT_TRUE(*row.step());
    return PersonId(row.text(0));
  };
  decide(IdentityDecisionKind::kSeparate, {named("GARCIA"), named("MORALES")},
         "2026-01-11T16:00:00Z");
  enter("HND B2" + ana, "2026-01-12T16:00:00Z");
  complete(kComplete);
  EXPECT_EQ(persons(), 2U);
  const std::string held = "ENTRY_WITHOUT_EXIT,pending_data OVERSTAY_OPEN,probable";
  EXPECT_EQ(flags(), held);
  const auto pair = reviewed();
  IdentityDecision link{
      IdentityDecisionKind::kLink, pair.first, pair.second, utc(kComplete), OfficerId("x"), "seen"};
  EXPECT_TRUE(check_decision(centre.reading(), link)) << "it can be answered";
  decide(IdentityDecisionKind::kLink, pair, "2026-03-02T00:00:00Z");
  EXPECT_EQ(flags(), "ENTRY_WITHOUT_EXIT,probable OVERSTAY_OPEN,probable");
  EXPECT_TRUE(centre.reading().reviews(10)->empty());
  EXPECT_EQ(explained(entered).crossings.size(), 2U);
  OverstayQuery then;
  then.known_at = utc("2026-03-01T12:00:00Z");
  EXPECT_EQ(flags(then), held);
  then.known_at = utc("2026-03-02T12:00:00Z");
  EXPECT_EQ(flags(then), "ENTRY_WITHOUT_EXIT,probable OVERSTAY_OPEN,probable");
}

// What holds a flag is asked about, also where somebody has said that who goes by the two documents
// otherwise are two people.
TEST_F(Persons, TwoDocumentsInsideAtOnceAreAskedAboutThoughTheyAreOfSeparatedPeopleOtherwise) {
  const std::string ana = " GARCIA LOPEZ<<ANA MARIA 1980-03-09 HND";
  const std::string rosa = " MORALES PAZ<<ROSA 1991-07-21 HND";
  const std::string in_part = " GARCIA LOPEZ<<ANA MARIA 1980-XX-XX HND";
  enter("HND C3" + rosa, "2026-01-02T16:00:00Z");
  leave("HND C3" + rosa, "2026-01-03T16:00:00Z");
  enter("HND A1" + rosa, "2026-01-04T16:00:00Z");
  leave("HND A1" + rosa, kEntered);
  enter("HND A1" + ana, "2026-01-10T16:00:00Z");
  const auto key_of = [&](const std::string& number, const std::string& surname) {
    auto connection = centre.connection();
    auto row = *connection.prepare("SELECT keys FROM crossings WHERE document_number = '" + number +
                                   "' AND surname LIKE '" + surname + "%'");
    EXPECT_TRUE(*row.step());
    const std::string keys = row.text(0);
    return std::pair(PersonId(keys.substr(0, keys.find(' '))),
                     PersonId(keys.substr(keys.find(' ') + 1)));
  };
  const auto [a1, of_ana] = key_of("A1", "GARCIA");
  const auto [c3, of_rosa] = key_of("C3", "MORALES");
  decide(IdentityDecisionKind::kSeparate, {of_ana, of_rosa}, "2026-01-11T00:00:00Z");
  decide(IdentityDecisionKind::kLink, {a1, c3}, "2026-01-11T01:00:00Z");
  enter("HND B2" + ana, "2026-01-12T16:00:00Z");
  leave("HND B2" + in_part, "2026-01-14T16:00:00Z");
  leave("HND A1" + in_part, "2026-01-15T16:00:00Z");
  complete(kComplete);
  EXPECT_EQ(persons(), 2U);
  EXPECT_THAT(flags(), HasSubstr("ENTRY_WITHOUT_EXIT,pending_data"));
  const auto reviews = *centre.reading().reviews(10);
  ASSERT_EQ(reviews.size(), 1U);
  EXPECT_THAT(reviews[0].row.link.reasons, HasSubstr("both_entered HND A1"));
  EXPECT_EQ(reviews[0].holds, 1);
}

TEST_F(Persons, ALateExitBetweenTwoEntriesOfOneNameLeavesNothingToAsk) {
  enter("HND A1 GARCIA LOPEZ<<ANA MARIA 1980-03-09 HND", kEntered);
  enter("HND B2 GARCIA LOPEZ<<ANA MARIA 1980-03-09 HND", kLeft);
  EXPECT_EQ(centre.reading().reviews(10)->size(), 1U);
  leave("HND A1 GARCIA LOPEZ<<ANA MARIA 1980-03-09 HND", "2026-01-19T16:00:00Z");
  EXPECT_TRUE(centre.reading().reviews(10)->empty());
  complete("2026-01-25T00:00:00Z");
  EXPECT_EQ(flags({}, "2026-01-25T00:00:00Z"), "");
}

TEST_F(Persons, AReviewThatCouldEndNothingHoldsNothing) {
  enter(kAna, kEntered);
  // Whoever it was left before she came.
  leave("HND B2 GARCIA LOPEZ<<ANA MARIA 1980-XX-XX HND", "2026-01-02T16:00:00Z");
  complete(kComplete);
  reviewed();
  EXPECT_EQ(flags(), "EXIT_WITHOUT_ENTRY,probable OVERSTAY_OPEN,probable");
  // A record of the other one changes that.
  leave("HND B2 GARCIA LOPEZ<<ANA MARIA 1980-XX-XX HND", kLeft);
  EXPECT_EQ(flags(),
            "EXIT_WITHOUT_ENTRY,pending_data EXIT_WITHOUT_ENTRY,probable "
            "OVERSTAY_OPEN,pending_data");
}

TEST_F(Persons, AnAutomaticLinkThatSomebodyTakesBackIsNoMoreAndWasThen) {
  const std::string spanish = "ESP C3 GARCIA LOPEZ<<ANA MARIA 1980-03-09 ESP";
  const auto entered = enter(kAna, kEntered);
  complete("2026-01-06T00:00:00Z");
  const auto left = leave(spanish, kLeft);
  complete(kComplete);
  EXPECT_EQ(flags(), "");
  const auto pair = explained(entered).links.at(0).pair;
  decide(IdentityDecisionKind::kSeparate, pair, "2026-03-02T00:00:00Z");
  EXPECT_EQ(persons(), 2U);
  EXPECT_EQ(flags(), "EXIT_WITHOUT_ENTRY,probable OVERSTAY_OPEN,probable");
  EXPECT_EQ(explained(entered).links.at(0).state, "separated");
  EXPECT_EQ(explained(entered).crossings.size(), 1U);
  // Each keeps what is theirs, and an entry of the second one is nobody else's.
  enter(spanish, "2026-03-10T16:00:00Z");
  EXPECT_EQ(explained(left).crossings.size(), 2U);
  // What was said before stays said.
  OverstayQuery before;
  before.known_at = utc("2026-03-01T12:00:00Z");
  EXPECT_EQ(flags(before), "");
  const auto then =
      *explain(centre.reading(), left.text(), Viewpoint{*before.known_at, *before.known_at},
               utc("2026-06-01T00:00:00Z"));
  EXPECT_EQ(then.crossings.size(), 2U);
  EXPECT_TRUE(then.evaluation.stays.at(0).stay.exit);
  decide(IdentityDecisionKind::kLink, pair, "2026-03-11T00:00:00Z");
  EXPECT_EQ(persons(), 1U);
  EXPECT_EQ(explained(entered).crossings.size(), 3U);
  EXPECT_EQ(flags(before), "");
  before.known_at = utc("2026-03-05T00:00:00Z");
  EXPECT_EQ(flags(before), "EXIT_WITHOUT_ENTRY,probable OVERSTAY_OPEN,probable");
}

TEST_F(Persons, OneNameOnTwoDocumentsCanBeTwoPersons) {
  const std::string other = "HND B2 GARCIA LOPEZ<<ANA MARIA 1980-03-09 HND";
  const auto entered = enter(kAna, kEntered);
  const auto left = leave(other, kLeft);
  EXPECT_EQ(persons(), 1U);
  // Of a document's own pseudonym nothing is known but its crossings: the two that are no name.
  const auto report = explained(entered);
  std::vector<PersonId> keys = report.aliases;
  keys.push_back(report.person.person);
  std::vector<PersonId> documents;
  auto connection = centre.connection();
  for (const auto& key : keys)
    if (rows_of(connection, "1", "descriptions WHERE pseudonym = '" + key.value() + "'").empty())
      documents.push_back(key);
  ASSERT_EQ(documents.size(), 2U);
  decide(IdentityDecisionKind::kSeparate, {documents[0], documents[1]}, "2026-02-01T00:00:00Z");
  EXPECT_EQ(persons(), 2U);
  EXPECT_EQ(explained(entered).crossings.size(), 1U);
  EXPECT_EQ(explained(left).crossings.size(), 1U);
  // Whoever comes next by one of the two documents is that one.
  enter(other, "2026-02-10T16:00:00Z");
  EXPECT_EQ(explained(left).crossings.size(), 2U);
}

TEST_F(Persons, WhatIsDecidedAboutThemFollowsThePersonItWasDecidedAbout) {
  const auto entered = enter(kAna, kEntered);
  leave("ESP C3 GARCIA LOPEZ<<ANA MARIA 1980-03-09 ESP", "2026-01-02T16:00:00Z");
  const auto pair = explained(entered).links.at(0).pair;
  StatusDecision extension;
  extension.at = utc("2026-01-25T00:00:00Z");
  extension.entry = entered;
  extension.days = 400;
  const auto decided = centre.own().write(extension, extension.at);
  centre.receive(centre.own(), extension.at);
  decide(IdentityDecisionKind::kSeparate, pair, "2026-02-01T00:00:00Z");
  complete(kComplete);
  EXPECT_EQ(explained(entered).decisions.size(), 1U);
  EXPECT_EQ(explained(decided).person.nationality, CountryCode("HND"));
  EXPECT_EQ(flags(), "EXIT_WITHOUT_ENTRY,probable");
}

TEST_F(Persons, ARebuildFromJournalsLosesNothing) {
  const auto entered = enter(kAna, kEntered);
  leave("HND B2 GARCIA LOPEZ<<ANA MARIA 1980-XX-XX HND", kLeft);
  enter("ESP C3 GARCIA LOPEZ<<ANA MARIA 1980-03-09 ESP", "2026-01-25T16:00:00Z");
  // Whether the exit is hers, and, as long as it is not, whether she is two.
  const auto waiting = *centre.reading().reviews(10);
  ASSERT_EQ(waiting.size(), 2U);
  const bool first = waiting[0].one.person != waiting[0].other.person;
  const auto& alike = waiting[first ? 0 : 1];
  decide(IdentityDecisionKind::kLink, alike.row.link.pair, "2026-02-02T00:00:00Z");
  EXPECT_TRUE(centre.reading().reviews(10)->empty());
  const auto all = [&] {
    auto connection = centre.connection();
    std::vector<std::string> rows;
    for (const auto& [columns, table] :
         {std::pair{"pseudonym, person", "pseudonyms"},
          {"record, person", "crossings"},
          {"one, other, grade, score, reasons, known_from, known_to, cause", "person_links"},
          {"record, kind, one, other, known_at", "identity_decisions"},
          {"person, kind, subject, known_from, known_to, review", "cases"}})
      for (auto& row :
           rows_of(connection, columns, std::string(table) + " ORDER BY " + std::string(columns)))
        rows.push_back(std::move(row));
    return rows;
  };
  const auto before = all();
  centre.rebuild();
  EXPECT_EQ(all(), before);
  EXPECT_EQ(explained(entered).crossings.size(), 3U);
}

TEST_F(Persons, NoStationDecidesWhoIsOne) {
  auto& norte = centre.station("NORTE");
  norte.write(IdentityDecision{IdentityDecisionKind::kLink, PersonId("P-A"), PersonId("P-B"),
                               utc(kEntered), OfficerId("x"), ""},
              utc(kEntered));
  centre.receive(norte, utc(kEntered));
  centre.project();
  EXPECT_THAT(centre.reading().quarantine(5)->at(0).reason, HasSubstr("only the centre"));
}

}  // namespace
}  // namespace garita::central::testing
