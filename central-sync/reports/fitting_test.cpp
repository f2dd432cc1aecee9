// Somebody enters by one document and leaves by another, with a surname of which nothing is left:
// the crossings alone say that they may be one person.
#include <gmock/gmock.h>

#include "central-sync/reports/explain.h"
#include "central-sync/reports/test_persons.h"

namespace garita::central::testing {
namespace {

using ::testing::HasSubstr;

const std::string kMaiden = "HND A1 GARCIA LOPEZ<<ANA 1980-03-09 HND";
const std::string kMarried = "HND B2 MORALES<<ANA 1980-03-09 HND";
constexpr const char* kEntered = "2026-01-05T16:00:00Z";
constexpr const char* kLeft = "2026-01-20T16:00:00Z";
constexpr const char* kComplete = "2026-03-01T00:00:00Z";
const std::string kInReview = "EXIT_WITHOUT_ENTRY,pending_data OVERSTAY_OPEN,pending_data";
const std::string kRaised = "EXIT_WITHOUT_ENTRY,probable OVERSTAY_OPEN,probable";

class OtherSurname : public Persons {
 protected:
  OtherSurname() { sex = "F"; }
  std::size_t asked() { return centre.reading().reviews(10)->size(); }
};

TEST_F(OtherSurname, IsAskedAboutAndNobodyIsFlaggedUntilSomebodyDecides) {
  const auto entered = enter(kMaiden, kEntered);
  EXPECT_EQ(asked(), 0U);
  const auto left = leave(kMarried, kLeft);
  complete(kComplete);
  EXPECT_EQ(persons(), 2U);
  EXPECT_EQ(flags(), kInReview);
  const auto rows = *centre.reading().reviews(10);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].holds, 2);
  EXPECT_EQ(rows[0].row.link.score, 500'000);
  for (const auto* said : {"word_same ANA", "birth_same 1980-03-09", "GARCIA", "crossings_fit"})
    EXPECT_THAT(rows[0].row.link.reasons, HasSubstr(said));
  for (const auto& record : {entered, left}) {
    const auto report = explained(record);
    ASSERT_EQ(report.links.size(), 1U);
    EXPECT_EQ(report.links[0].state, "review");
    EXPECT_EQ(report.links[0].pair, rows[0].row.link.pair);
    EXPECT_THAT(explanation_text(report, Language::kEnglish), HasSubstr("fit each other"));
  }
  centre.rebuild();
  EXPECT_EQ(flags(), kInReview);

  decide(IdentityDecisionKind::kSeparate, rows[0].row.link.pair, "2026-03-02T00:00:00Z");
  EXPECT_EQ(flags(), kRaised);
  EXPECT_EQ(asked(), 0U);
  EXPECT_EQ(explained(entered).links.at(0).state, "separated");

  decide(IdentityDecisionKind::kLink, rows[0].row.link.pair, "2026-03-03T00:00:00Z");
  EXPECT_EQ(persons(), 1U);
  EXPECT_EQ(flags(), "");
  EXPECT_EQ(asked(), 0U);
  // What was known before each of them stays what was known.
  OverstayQuery before;
  before.known_at = utc("2026-03-01T12:00:00Z");
  EXPECT_EQ(flags(before), kInReview);
  before.known_at = utc("2026-03-02T12:00:00Z");
  EXPECT_EQ(flags(before), kRaised);
  centre.rebuild();
  EXPECT_EQ(flags(), "");
}

TEST_F(OtherSurname, IsAskedAboutNoMoreOnceTheEntryOfThatExitHasCome) {
  const auto entered = enter(kMaiden, kEntered);
  leave(kMarried, kLeft);
  EXPECT_EQ(asked(), 1U);
  enter(kMarried, "2026-01-07T16:00:00Z");
  complete(kComplete);
  EXPECT_EQ(asked(), 0U);
  EXPECT_EQ(flags(), "OVERSTAY_OPEN,probable");
  EXPECT_TRUE(explained(entered).links.empty());
}

TEST_F(OtherSurname, IsAskedAboutNoMoreOnceTheExitOfThatEntryHasCome) {
  enter(kMaiden, kEntered);
  leave(kMarried, kLeft);
  leave(kMaiden, "2026-01-25T16:00:00Z");
  complete(kComplete);
  EXPECT_EQ(asked(), 0U);
  EXPECT_EQ(flags(), "EXIT_WITHOUT_ENTRY,probable");
}

TEST_F(OtherSurname, OfWhoIsNoMoreLikelyThanAnyStrangerIsNotAskedAbout) {
  struct Case {
    const char *what, *left, *at, *sex;
  };
  const Case cases[] = {
      {"another day of birth", "HND B2 MORALES<<ANA 1980-03-10 HND", kLeft, "F"},
      {"another given name", "HND B2 MORALES<<ROSA 1980-03-09 HND", kLeft, "F"},
      {"another sex", "HND B2 MORALES<<ANA 1980-03-09 HND", kLeft, "M"},
      {"before the entry", "HND B2 MORALES<<ANA 1980-03-09 HND", "2026-01-02T16:00:00Z", "F"},
      {"behind the term", "HND B2 MORALES<<ANA 1980-03-09 HND", "2026-02-20T16:00:00Z", "F"},
  };
  for (const auto& each : cases) {
    centre.begin_again();
    for (const auto* post : {"NORTE", "SUR"}) centre.station(post).begin_incarnation(1);
    sex = "F";
    enter(kMaiden, kEntered);
    sex = each.sex;
    leave(each.left, each.at);
    complete(kComplete);
    const bool behind = each.at > std::string(kLeft);
    // The overstay holds either way; the exit may be hers all the same.
    EXPECT_EQ(flags(), behind ? "EXIT_WITHOUT_ENTRY,pending_data OVERSTAY_OPEN,probable" : kRaised)
        << each.what;
    EXPECT_EQ(asked(), behind ? 1U : 0U) << each.what;
  }
}

TEST_F(OtherSurname, OfWhomOneDocumentSaysNeitherSexIsAskedAbout) {
  const std::pair<const char*, const char*> sexes[] = {{"F", "X"}, {"X", "M"}, {"F", ""},
                                                       {"", "X"},  {"X", "X"}, {"", ""}};
  for (const auto& [entered, left] : sexes) {
    centre.begin_again();
    for (const auto* post : {"NORTE", "SUR"}) centre.station(post).begin_incarnation(1);
    sex = entered;
    enter(kMaiden, kEntered);
    sex = left;
    leave(kMarried, kLeft);
    complete(kComplete);
    EXPECT_EQ(flags(), kInReview) << entered << " and " << left;
    EXPECT_EQ(asked(), 1U) << entered << " and " << left;
    centre.rebuild();
    EXPECT_EQ(flags(), kInReview) << entered << " and " << left;
  }
}

TEST_F(OtherSurname, OfASecondNationalityIsAskedAbout) {
  enter(kMaiden, kEntered);
  leave("ESP C3 GARCIA<<ANA 1980-03-09 ESP", kLeft);
  complete(kComplete);
  EXPECT_EQ(flags(), kInReview);
  EXPECT_EQ(asked(), 1U);
}

TEST_F(OtherSurname, WithAGivenNameLeftOutOrWrittenOtherwiseIsAskedAbout) {
  const std::pair<const char*, const char*> names[] = {{"PEREZ<<MARIA JOSE", "GOMEZ<<MARIA"},
                                                       {"GOMEZ<<MARIA", "PEREZ<<MARIA JOSE"},
                                                       {"PEREZ<<MARIA JOSE", "GOMEZ<<JOSE MARIA"},
                                                       {"PEREZ<<YESICA", "GOMEZ<<YESSICA ANA"}};
  for (const auto& [entered, left] : names) {
    centre.begin_again();
    for (const auto* post : {"NORTE", "SUR"}) centre.station(post).begin_incarnation(1);
    enter(std::string("HND A1 ") + entered + " 1980-03-09 HND", kEntered);
    leave(std::string("HND B2 ") + left + " 1980-03-09 HND", kLeft);
    complete(kComplete);
    EXPECT_EQ(flags(), kInReview) << entered << ", " << left;
    EXPECT_EQ(asked(), 1U) << entered << ", " << left;
  }
}

TEST_F(OtherSurname, OfMoreThanAKeyCanTellApartNobodyIsAskedAboutInWhateverOrder) {
  for (const bool first : {true, false}) {
    centre.begin_again();
    for (const auto* post : {"NORTE", "SUR"}) centre.station(post).begin_incarnation(1);
    if (first) enter(kMaiden, kEntered);
    if (first) leave(kMarried, kLeft);
    for (std::size_t i = 0; i < kKeyBearersMax; ++i) {
      // Surnames that nobody takes for one another.
      const char* const parts[] = {"BA", "DELU", "FIN", "GOR", "KUM", "LAS", "NIPE", "ROT"};
      const std::string who = "HND N" + std::to_string(i) + " " + parts[i / 8] + "X" +
                              parts[i % 8] + "<<ANA 1980-03-09 HND";
      enter(who, "2026-01-02T16:00:00Z");
      leave(who, "2026-01-03T16:00:00Z");
    }
    if (!first) enter(kMaiden, kEntered);
    if (!first) leave(kMarried, kLeft);
    complete(kComplete);
    EXPECT_EQ(flags(), kRaised) << first;
    EXPECT_EQ(asked(), 0U) << first;
  }
}

}  // namespace
}  // namespace garita::central::testing
