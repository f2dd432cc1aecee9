#include "border-station/inspection/family.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "schema/vocabulary/codes.h"

namespace garita::station {
namespace {

Situation traveller(std::string_view birth) {
  Situation situation;
  situation.direction = Direction::kEntry;
  situation.now = *Instant::from_rfc3339("2026-03-02T14:00:00Z");
  situation.today = *Date::from_iso("2026-03-02");
  PresentedDocument document;
  document.document_number = "X1";
  if (!birth.empty()) document.birth_date = *PartialDate::from_text(birth);
  situation.document = document;
  return situation;
}

std::string faults_text(const Situation& situation, const Draft& draft,
                        const std::optional<Companion>& companion) {
  std::string text;
  for (const auto& fault : family_faults(situation, inspect(situation), draft, companion)) {
    text += fault.pointer + " " + fault.code + "; ";
  }
  return text;
}

/// What is missing of the draft itself too.
std::string all_faults(const Situation& situation, const Draft& draft,
                       const std::optional<Companion>& companion) {
  std::string text;
  for (const auto& fault : faults_of(situation, inspect(situation), draft)) {
    text += fault.pointer + " " + fault.code + "; ";
  }
  return text + faults_text(situation, draft, companion);
}

Draft joined(std::string_view answer = "", std::string_view evidence = "") {
  Draft draft;
  draft.with = *RecordId::parse("PASO-01-01:1:movement:7");
  if (!answer.empty()) draft.answers = {{"child", std::string(answer), ""}};
  draft.child_evidence = evidence;
  return draft;
}

const Companion kMother{.age_years = 40};

TEST(Family, AnybodyIsJoinedToAnAdultWhomTheSameOfficerHasJustAdmitted) {
  const auto adult = traveller("1980-01-01");
  const std::pair<std::optional<Companion>, std::string_view> cases[] = {
      {kMother, ""},
      {std::nullopt, "/with unknown_record; "},
      {Companion{.own = false, .age_years = 40}, "/with unknown_record; "},
      {Companion{.holds = false, .age_years = 40}, "/with no_longer_holds; "},
      {Companion{.decision = DecisionKind::kRefer, .age_years = 40}, "/with not_admitted; "},
      {Companion{.direction = Direction::kExit, .age_years = 40}, "/with other_direction; "},
      {Companion{.age_years = 40, .ago = kTogetherFor}, ""},
      {Companion{.age_years = 40, .ago = std::chrono::minutes(31)}, "/with too_long_ago; "},
      {Companion{.age_years = 18}, ""},
      {Companion{.age_years = 17}, "/with not_an_adult; "},
      {Companion{}, "/with not_an_adult; "},
  };
  for (const auto& [companion, expected] : cases) {
    EXPECT_EQ(faults_text(adult, joined(), companion), expected);
  }
  EXPECT_EQ(faults_text(adult, {}, std::nullopt), "") << "nobody has to be joined";
}

TEST(Family, AChildInAGroupIsToldByItsRelationshipAndWhatShowsIt) {
  const auto child = traveller("2016-01-01");
  const std::pair<Draft, std::string_view> cases[] = {
      {joined("with_parent", "birth_certificate"), ""},
      {joined("with_parent"), "#question/child evidence_missing; "},
      {joined("alone", "birth_certificate"), "#question/child not_alone; "},
      {joined("with_parent", "resemblance"), "#question/child unknown_code; "},
  };
  for (const auto& [draft, expected] : cases) {
    EXPECT_EQ(faults_text(child, draft, kMother), expected);
  }
  Draft refused = joined("with_parent");
  refused.decision = DecisionKind::kRefuse;
  EXPECT_EQ(faults_text(child, refused, kMother), "#question/child evidence_missing; ");
  Draft referred = joined();
  referred.decision = DecisionKind::kRefer;
  EXPECT_EQ(faults_text(child, referred, kMother), "") << "nothing is asked before a referral";
}

TEST(Family, AChildIsRefusedBesideAnAdultOnlyWhereTheOfficerKnowsWhatBecomesOfThem) {
  // Born, answered of the child, of the adult; what is missing apart, and in a group.
  struct Case {
    std::string_view born, child, adult, apart, together;
  };
  constexpr std::string_view kChild = "2016-01-01";
  constexpr std::string_view kStray = "/answers unknown_code; ";
  constexpr std::string_view kMissing = "#question/parted missing; ";
  constexpr std::string_view kNotAsked = "#question/parted not_asked; ";
  const Case cases[] = {
      {kChild, "with_parent", "", kMissing, kMissing},
      {kChild, "with_parent", "adult_goes_on", "", ""},
      // Whoever was admitted and turns back is not left inside by the record.
      {kChild, "with_parent", "adult_stays", "", "#question/parted adult_admitted; "},
      // Of permission in writing, or of paper, nobody may know an adult who stands there.
      {kChild, "with_written_permission", "no_adult_here", "", "#question/parted adult_in_group; "},
      {kChild, "alone", "no_adult_here", kNotAsked,
       "#question/child not_alone; #question/parted adult_in_group; "},
      {kChild, "with_parent", "alone", "#question/parted unknown_code; ",
       "#question/parted unknown_code; "},
      {kChild, "alone", "", "", "#question/parted missing; #question/child not_alone; "},
      {kChild, "alone", "adult_goes_on", kNotAsked, "#question/child not_alone; "},
      {"", "with_relative", "", kMissing, kMissing},
      {"", "adult", "", "", ""},
      {"", "adult", "adult_goes_on", kNotAsked, kNotAsked},
      {"1980-01-01", "", "", "", ""},
      {"1980-01-01", "", "adult_goes_on", kStray, kStray},
  };
  for (const auto& one : cases) {
    const auto who = traveller(one.born);
    auto draft = joined(one.child, one.child.starts_with("with_") ? "birth_certificate" : "");
    draft.decision = DecisionKind::kRefuse;
    draft.grounds = {"no_valid_visa"};
    for (auto& answer : draft.answers) answer.note = "Her aunt, P 123";
    if (one.child == "alone") draft.child_evidence = "birth_certificate";
    draft.answers.push_back({"asylum", "no_claim", ""});
    if (!one.adult.empty()) draft.answers.push_back({"parted", std::string(one.adult), ""});
    EXPECT_EQ(all_faults(who, draft, kMother), one.together)
        << one.born << " " << one.child << " " << one.adult;
    draft.with.reset();
    draft.child_evidence = one.child.starts_with("with_") ? "birth_certificate" : "";
    EXPECT_EQ(all_faults(who, draft, std::nullopt), one.apart)
        << one.born << " " << one.child << " " << one.adult;
    draft.decision = DecisionKind::kRefer;
    draft.grounds = {"document_doubt"};
    draft.answers.clear();
    draft.child_evidence.clear();
    EXPECT_EQ(all_faults(who, draft, std::nullopt), "") << "nobody is kept from the second line";
  }
}

TEST(Family, OfAnAdultWhoWasAdmittedAndMayBeTheirsAChildIsNotPartedWithoutAWord) {
  // Born, answered of the child, of the adult; what is missing apart, and in a group.
  struct Case {
    std::string_view born, child, adult, apart, together;
  };
  constexpr std::string_view kChild = "2016-01-01";
  constexpr std::string_view kMissing = "#question/parted missing; ";
  constexpr std::string_view kHere = "#question/child adult_here; ";
  constexpr std::string_view kInGroup = "#question/parted adult_in_group; ";
  constexpr std::string_view kAdmitted = "#question/parted adult_admitted; ";
  const Case cases[] = {
      {kChild, "with_parent", "", kMissing, kMissing},
      {kChild, "with_parent", "adult_stays", kAdmitted, kAdmitted},
      {kChild, "with_parent", "other_adult_stays", "", kInGroup},
      {kChild, "with_parent", "adult_goes_on", "", ""},
      {kChild, "with_written_permission", "no_adult_here", "", kInGroup},
      {kChild, "alone", "", kMissing, "#question/parted missing; #question/child not_alone; "},
      {kChild, "alone", "no_adult_here", "",
       "#question/child not_alone; #question/parted adult_in_group; "},
      {kChild, "alone", "adult_goes_on", kHere, "#question/child not_alone; "},
      {kChild, "alone", "other_adult_stays", kHere,
       "#question/child not_alone; #question/parted adult_in_group; "},
      {"", "alone", "", kMissing, "#question/parted missing; #question/child not_alone; "},
      {"", "adult", "", "", ""},
  };
  for (const auto& one : cases) {
    auto who = traveller(one.born);
    who.company.adults = {"LUISA ARRIAGA"};
    auto draft = joined(one.child, one.child == "adult" ? "" : "birth_certificate");
    draft.decision = DecisionKind::kRefuse;
    draft.grounds = {"no_valid_visa"};
    for (auto& answer : draft.answers) answer.note = "Her aunt, P 123";
    draft.answers.push_back({"asylum", "no_claim", ""});
    if (!one.adult.empty()) draft.answers.push_back({"parted", std::string(one.adult), ""});
    EXPECT_EQ(all_faults(who, draft, kMother), one.together) << one.child << " " << one.adult;
    draft.with.reset();
    if (one.child == "alone") draft.child_evidence.clear();
    EXPECT_EQ(all_faults(who, draft, std::nullopt), one.apart) << one.child << " " << one.adult;
  }
  Draft other = joined("with_parent", "birth_certificate");
  other.decision = DecisionKind::kRefuse;
  other.grounds = {"no_valid_visa"};
  other.answers.push_back({"asylum", "no_claim", ""});
  other.answers.push_back({"parted", "other_adult_stays", ""});
  EXPECT_EQ(all_faults(traveller(kChild), other, kMother),
            "#question/parted unknown_code; #question/parted adult_in_group; ")
      << "where nobody was admitted, none is another";
}

TEST(Family, AnAdultTurnsBackOnceTheirAdmissionIsTakenBackAndOfNoOtherRecordThatIsSaid) {
  const auto child = traveller("2016-01-01");
  Draft refused = joined("with_parent", "birth_certificate");
  refused.decision = DecisionKind::kRefuse;
  refused.answers.push_back({"parted", std::string(kAdultStays), ""});
  const std::pair<std::optional<Companion>, std::string_view> cases[] = {
      {kMother, "#question/parted adult_admitted; "},
      {std::nullopt, "/with unknown_record; "},
      {Companion{.holds = false, .age_years = 40}, "/with no_longer_holds; "},
      {Companion{.decision = DecisionKind::kRefuse, .age_years = 40}, "/with not_admitted; "},
  };
  for (const auto& [companion, expected] : cases) {
    EXPECT_EQ(faults_text(child, refused, companion), expected);
  }
}

TEST(Family, NobodyIsStoppedBeforeItIsSaidWhatBecomesOfAChildWhoWasAdmittedBeforeThem) {
  // Born, decided, answered; what is missing.
  struct Case {
    std::string_view born;
    DecisionKind decision;
    std::string_view answer, expected;
  };
  constexpr auto kRefer = DecisionKind::kRefer;
  constexpr auto kRefuse = DecisionKind::kRefuse;
  constexpr std::string_view kAdult = "1980-01-01";
  constexpr std::string_view kMissing = "#question/child_ahead missing; ";
  const Case cases[] = {
      {kAdult, kRefer, "", kMissing},
      {kAdult, kRefuse, "", kMissing},
      {"", kRefer, "", kMissing},
      {kAdult, kRefer, "child_stays", ""},
      // Whoever turns round with the adult is not left inside by the record.
      {kAdult, kRefuse, "child_stays", "#question/child_ahead child_admitted; "},
      {kAdult, kRefuse, "child_goes_on", ""},
      {kAdult, kRefuse, "not_with_traveller", ""},
      {kAdult, kRefuse, "adult_goes_on", "#question/child_ahead unknown_code; "},
      {"2016-01-01", kRefer, "", ""},
      {"2016-01-01", kRefer, "child_stays", "/answers unknown_code; "},
  };
  for (const auto& one : cases) {
    auto who = traveller(one.born);
    Draft draft;
    draft.decision = one.decision;
    draft.grounds = {one.decision == kRefuse ? "no_valid_visa" : "document_doubt"};
    if (one.decision == kRefuse) draft.answers = {{"asylum", "no_claim", ""}};
    EXPECT_EQ(all_faults(who, draft, std::nullopt), "") << "there is no child";
    who.company.children = {"TEO ARRIAGA"};
    if (!one.answer.empty()) draft.answers.push_back({"child_ahead", std::string(one.answer), ""});
    EXPECT_EQ(all_faults(who, draft, std::nullopt), one.expected) << one.born << " " << one.answer;
    const auto inspected = inspect(who);
    const bool before_admitting = std::ranges::any_of(inspected.questions, [](const auto& asked) {
      return asked.id == "child_ahead" && asked.before.contains(DecisionKind::kAdmit);
    });
    EXPECT_FALSE(before_admitting) << "whoever is let pass answers for them, or nobody asks";
  }
}

TEST(Family, AChildIsWithNobodyUnlessARecordOrWordsNameThemAndSomethingShowsIt) {
  // Born, answered, in words, shown by; what is missing without a group, and in one.
  struct Case {
    std::string_view born, answer, note, evidence, apart, together;
  };
  constexpr std::string_view kChild = "2016-01-01";
  const Case cases[] = {
      {kChild, "with_parent", "", "",
       "#question/child note_missing; #question/child evidence_missing; ",
       "#question/child evidence_missing; "},
      {kChild, "with_parent", " ", "birth_certificate", "#question/child note_missing; ", ""},
      {kChild, "with_relative", "Her aunt, P 123", "", "#question/child evidence_missing; ",
       "#question/child evidence_missing; "},
      {kChild, "with_relative", "Her aunt, P 123", "birth_certificate", "", ""},
      {kChild, "with_relative", "Her aunt, P 123", "resemblance", "#question/child unknown_code; ",
       "#question/child unknown_code; "},
      {kChild, "alone", "", "", "",
       "#question/child not_alone; #question/child evidence_missing; "},
      {kChild, "alone", "", "birth_certificate", "/with missing; ", "#question/child not_alone; "},
      {"", "adult", "", "", "", ""},
      {"", "alone", "", "", "", "#question/child not_alone; #question/child evidence_missing; "},
      {"", "with_parent", "", "birth_certificate", "#question/child note_missing; ", ""},
      {"1980-01-01", "", "", "birth_certificate", "/with missing; ", ""},
  };
  for (const auto& one : cases) {
    const auto who = traveller(one.born);
    Draft draft = joined(one.answer, one.evidence);
    for (auto& answer : draft.answers) answer.note = one.note;
    EXPECT_EQ(faults_text(who, draft, kMother), one.together) << one.born << " " << one.answer;
    draft.with.reset();
    EXPECT_EQ(faults_text(who, draft, std::nullopt), one.apart) << one.born << " " << one.answer;
  }
}

}  // namespace
}  // namespace garita::station
