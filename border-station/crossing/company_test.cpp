#include "border-station/crossing/company.h"

#include <gtest/gtest.h>

#include "border-station/crossing/counter.h"
#include "border-station/crossing/test_traveller.h"
#include "border-station/ledger/test_country.h"

namespace garita::station {
namespace {

const auto kLuisa = passport("FA1000001", "ARRIAGA", "LUISA", "1985-04-12");
const auto kTeo = passport("FA1000003", "ARRIAGA", "TEO", "2016-04-12");
const auto kInes = passport("FA1000002", "ARRIAGA", "INES", "2018-04-12");
const auto kPia = passport("FA1000006", "SOL", "PIA", "2017-04-12");
const auto kMax = passport("FA1000009", "MUSTER", "MAX", "1970-01-01");
const OfficerId kOfficer("mduarte");

Draft admission() {
  Draft draft;
  draft.purpose = "visit_family";
  draft.transport = "bus";
  draft.granted_days = 10;
  return draft;
}

/// With the adult whom the record or else words name.
Draft accompanied(const std::optional<RecordId>& with = std::nullopt) {
  auto draft = admission();
  draft.with = with;
  draft.answers = {{"child", "with_parent", with ? "" : "The mother, behind"}};
  draft.child_evidence = "birth_certificate";
  return draft;
}

class CompanyAdmitted : public testing::Test {
 protected:
  CompanyAdmitted() {
    EXPECT_TRUE(ledger_.take_bulletin(country_.bulletin("policies", 4, kTestPack)));
  }
  RecordId record(const PresentedDocument& document, const Draft& draft,
                  const OfficerId& officer = kOfficer, Direction direction = Direction::kEntry) {
    const auto examined = counter_.examine(direction, document, std::nullopt);
    const auto recorded = counter_.record(*examined, draft, {.officer = officer});
    EXPECT_TRUE(recorded) << recorded.error().message;
    return recorded->written.crossing;
  }
  /// What it should have said: with other days, or nothing at all.
  RecordId correct(const RecordId& of, std::optional<int> days) {
    NewCorrection correction{of, "Read twice.", kOfficer, std::nullopt};
    if (days) {
      correction.replacement = *ledger_.decision(of)->value().crossing;
      correction.replacement->granted_days = days;
    }
    const auto written = ledger_.append_correction(std::move(correction));
    EXPECT_TRUE(written) << written.error().message;
    return written->correction;
  }
  /// Whose names are told of that traveller, parted by commas: children, adults.
  std::string company_of(const PresentedDocument& document, const OfficerId& officer = kOfficer,
                         Direction direction = Direction::kEntry,
                         std::optional<Instant> on_paper = std::nullopt) {
    const auto examined = counter_.examine(direction, document, on_paper);
    const auto company = company_admitted(ledger_, examined->situation, officer, ledger_.now());
    std::string text;
    EXPECT_TRUE(company) << company.error().message;
    if (!company) return text;
    for (const auto& name : company->children) text += name + "; ";
    for (const auto& name : company->adults) text += "with " + name + "; ";
    return text;
  }
  std::string let_pass_with(const RecordId& adult) {
    const auto children = children_let_pass_with(ledger_, ledger_.decision(adult)->value());
    std::string text;
    EXPECT_TRUE(children) << children.error().message;
    if (!children) return text;
    for (const auto& name : *children) text += name + "; ";
    return text;
  }

  TestCountry country_;
  TestClock clock_;
  DataDirectory directory_ = country_.enrol("PASO-01-01");
  Ledger ledger_ = *Ledger::open(directory_, clock_, bulletin_readers());
  Counter counter_{ledger_};
};

TEST_F(CompanyAdmitted, ChildrenOfWhomWordsAloneNameTheAdultAreToldForHalfAnHourToTheSameOfficer) {
  EXPECT_EQ(company_of(kLuisa), "");
  record(kTeo, accompanied());
  clock_.advance(std::chrono::minutes(1));
  const auto ines = record(kInes, accompanied());
  EXPECT_EQ(company_of(kLuisa), "TEO ARRIAGA; INES ARRIAGA; ");
  EXPECT_EQ(company_of(kLuisa, OfficerId("blopez")), "") << "another desk's travellers";
  EXPECT_EQ(company_of(kLuisa, kOfficer, Direction::kExit), "") << "they go the other way";
  auto teo = kTeo;
  teo.birth_date.reset();
  EXPECT_EQ(company_of(teo), "INES ARRIAGA; ") << "nobody is ahead of themselves";
  correct(ines, std::nullopt);
  EXPECT_EQ(company_of(kLuisa), "TEO ARRIAGA; ") << "it does not go on";
  clock_.advance(kTogetherFor);
  EXPECT_EQ(company_of(kLuisa), "");
}

TEST_F(CompanyAdmitted, ChildrenOfWhoWasReferredAreToldToWhoeverDecidesAndWhenever) {
  record(kTeo, accompanied());
  clock_.advance(std::chrono::minutes(2));
  Draft referred;
  referred.decision = DecisionKind::kRefer;
  referred.grounds = {"document_doubt"};
  record(kLuisa, referred);
  clock_.advance(std::chrono::minutes(1));
  record(kInes, accompanied());
  clock_.advance(std::chrono::hours(1));
  EXPECT_EQ(company_of(kLuisa, OfficerId("blopez")), "TEO ARRIAGA; ") << "INES came after it";
  EXPECT_EQ(company_of(kMax, OfficerId("blopez")), "");
  EXPECT_EQ(company_of(kLuisa, OfficerId("blopez"), Direction::kExit), "");
  auto passed = admission();
  passed.answers = {{"stopped", "interview_ended", "All is well"}};
  record(kLuisa, passed, OfficerId("blopez"));
  clock_.advance(std::chrono::hours(1));
  EXPECT_EQ(company_of(kLuisa, OfficerId("blopez")), "") << "that is over";
}

TEST_F(CompanyAdmitted, AnAdultIsToldOfAChildWhoWasReferredToWhoeverDecidesAndWhenever) {
  record(kLuisa, admission());
  clock_.advance(std::chrono::minutes(2));
  Draft referred;
  referred.decision = DecisionKind::kRefer;
  referred.grounds = {"child"};
  record(kTeo, referred);
  clock_.advance(std::chrono::hours(1));
  EXPECT_EQ(company_of(kTeo, OfficerId("blopez")), "with LUISA ARRIAGA; ");
  EXPECT_EQ(company_of(kPia, OfficerId("blopez")), "");
  clock_.advance(std::chrono::hours(7 * 24));
  EXPECT_EQ(company_of(kTeo, OfficerId("blopez")), "") << "a week later";
}

TEST_F(CompanyAdmitted, AChildIsNotTheLastAdultAndAShortSurnameIsOne) {
  record(kLuisa, admission());
  record(kPia, accompanied());
  EXPECT_EQ(company_of(passport("FA1000011", "SOL", "NIL", "2019-04-12")), "with LUISA ARRIAGA; ");
  record(passport("FA1000012", "LI", "NA", "1988-04-12"), admission());
  record(kMax, admission());
  EXPECT_EQ(company_of(passport("FA1000013", "LI", "PO", "2019-04-12")),
            "with NA LI; with MAX MUSTER; ");
}

TEST_F(CompanyAdmitted, ChildrenAreNoneOfTheOtherTravellers) {
  auto alone = admission();
  alone.answers = {{"child", "alone", ""}};
  record(kTeo, alone);
  auto refused = accompanied();
  refused.decision = DecisionKind::kRefuse;
  refused.grounds = {"no_valid_visa"};
  refused.answers.push_back({"asylum", "no_claim", ""});
  refused.answers.push_back({"parted", "adult_goes_on", ""});
  record(kInes, refused);
  record(kMax, admission());
  EXPECT_EQ(company_of(kLuisa), "");
}

TEST_F(CompanyAdmitted, ChildrenOfAnAdultOnRecordAreToldOnceNothingHoldsOfThatAndOfNobodyElse) {
  const auto luisa = record(kLuisa, admission());
  record(kTeo, accompanied(luisa));
  EXPECT_EQ(company_of(kLuisa), "") << "the adult stands as admitted";
  const auto restated = correct(luisa, 20);
  EXPECT_EQ(company_of(kLuisa), "") << "and still does";
  correct(restated, std::nullopt);
  EXPECT_EQ(company_of(kLuisa), "TEO ARRIAGA; ");
  EXPECT_EQ(company_of(kMax), "");
}

TEST_F(CompanyAdmitted, AnAdultIsWhoWasLastOrIsCalledLikeTheChildOrWasWithItBefore) {
  EXPECT_EQ(company_of(kTeo), "");
  const auto luisa = record(kLuisa, admission());
  EXPECT_EQ(company_of(kTeo), "with LUISA ARRIAGA; ");
  EXPECT_EQ(company_of(kPia), "with LUISA ARRIAGA; ")
      << "whoever was last, whatever they are called";
  EXPECT_EQ(company_of(kTeo, OfficerId("blopez")), "") << "another desk's travellers";
  EXPECT_EQ(company_of(kTeo, kOfficer, Direction::kExit), "") << "they go the other way";
  EXPECT_EQ(company_of(kMax), "") << "an adult answers for themselves";
  const auto pia = record(kPia, accompanied(luisa));
  EXPECT_EQ(company_of(kTeo), "with LUISA ARRIAGA; ") << "who leads the group of who was last";
  clock_.advance(std::chrono::minutes(1));
  record(kMax, admission());
  EXPECT_EQ(company_of(kTeo), "with LUISA ARRIAGA; with MAX MUSTER; ");
  EXPECT_EQ(company_of(kPia), "with LUISA ARRIAGA; with MAX MUSTER; ") << "it was in her group";
  correct(pia, std::nullopt);
  EXPECT_EQ(company_of(kPia), "with LUISA ARRIAGA; with MAX MUSTER; ") << "though that is no more";
  const auto restated = correct(luisa, 20);
  EXPECT_EQ(company_of(kPia), "with LUISA ARRIAGA; with MAX MUSTER; ");
  correct(restated, std::nullopt);
  EXPECT_EQ(company_of(kTeo), "with MAX MUSTER; ") << "nobody is inside by what was taken back";
  EXPECT_EQ(company_of(kPia), "with MAX MUSTER; ");
  clock_.advance(kTogetherFor + std::chrono::minutes(1));
  EXPECT_EQ(company_of(kTeo), "");
}

TEST_F(CompanyAdmitted, NoChildAndNobodyWhoWasStoppedIsTheAdult) {
  auto alone = admission();
  alone.answers = {{"child", "alone", ""}};
  record(kTeo, alone);
  Draft referred;
  referred.decision = DecisionKind::kRefer;
  referred.grounds = {"document_doubt"};
  record(kLuisa, referred);
  EXPECT_EQ(company_of(kInes), "");
}

TEST_F(CompanyAdmitted, OfWhatWasOnPaperItIsThoseWhoCrossedTogetherThen) {
  const auto earlier = ledger_.now().minus(std::chrono::hours(2));
  auto typed = admission();
  typed.at = earlier;
  record(kLuisa, typed);
  EXPECT_EQ(company_of(kTeo), "") << "she crossed two hours ago";
  EXPECT_EQ(company_of(kTeo, kOfficer, Direction::kEntry, earlier.plus(std::chrono::minutes(3))),
            "with LUISA ARRIAGA; ");
}

TEST_F(CompanyAdmitted, ChildrenLetPassWithAnAdultAreToldAsLongAsTheyHaveNotCrossedAgain) {
  const auto luisa = record(kLuisa, admission());
  EXPECT_EQ(let_pass_with(luisa), "");
  record(kTeo, accompanied(luisa));
  record(kMax, [&] {
    auto joined = admission();
    joined.with = luisa;
    return joined;
  }());
  const auto restated = correct(luisa, 20);
  const auto ines = record(kInes, accompanied(restated));
  EXPECT_EQ(let_pass_with(restated), "TEO ARRIAGA; INES ARRIAGA; ") << "and no adult";
  correct(ines, std::nullopt);
  EXPECT_EQ(let_pass_with(restated), "TEO ARRIAGA; ");
  clock_.advance(std::chrono::minutes(1));
  Draft left;
  left.answers = {{"child", "with_parent", "The mother, behind"}};
  left.child_evidence = "birth_certificate";
  record(kTeo, left, kOfficer, Direction::kExit);
  EXPECT_EQ(let_pass_with(restated), "");
}

}  // namespace
}  // namespace garita::station
