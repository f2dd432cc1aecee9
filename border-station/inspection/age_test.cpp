// Whose age says that somebody is asked about, or says nothing.
#include <gtest/gtest.h>

#include <tuple>

#include "border-station/inspection/test_situation.h"

namespace garita::station {
namespace {

std::string faults(const Situation& situation, const Draft& draft) {
  std::string text;
  for (const auto& fault : faults_of(situation, inspect(situation), draft)) {
    text += (text.empty() ? "" : ", ") + fault.pointer + " " + fault.code;
  }
  return text;
}

/// Of what the document says; not that no stay and no policies are known here.
std::string kinds_of_alerts(const Situation& situation) {
  std::string text;
  for (const auto& alert : inspect(situation).alerts) {
    if (alert.source == "document") text += alert.kind;
  }
  return text;
}

TEST(AgeAtTheDesk, WhoseAgeIsNotKnownIsAskedAboutAsAChildUntilSomebodySaysAdult) {
  // Born; alerts; what an admission without an answer, with "adult", and with "alone" lacks.
  const std::tuple<std::string_view, std::string_view, std::string_view, std::string_view> cases[] =
      {
          {"1974-08-12", "", "", "/answers unknown_code"},
          {"2020-01-01", "child", "#question/child missing", "#question/child unknown_code"},
          {"2026-XX-XX", "child", "#question/child missing", "#question/child unknown_code"},
          {"2026-03-02", "child", "#question/child missing", "#question/child unknown_code"},
          {"", "age_unknown", "#question/child missing", ""},
          {"XXXX-XX-XX", "age_unknown", "#question/child missing", ""},
          {"2026-03-03", "", "/document/birth_date in_the_future",
           "/document/birth_date in_the_future, /answers unknown_code"},
          {"2027-XX-XX", "", "/document/birth_date in_the_future",
           "/document/birth_date in_the_future, /answers unknown_code"},
      };
  for (const auto& [born, alerts, unanswered, adult] : cases) {
    auto situation = clean_exit();
    situation.document->birth_date.reset();
    if (!born.empty()) situation.document->birth_date = *PartialDate::from_text(born);
    EXPECT_EQ(kinds_of_alerts(situation), alerts) << born;
    EXPECT_EQ(faults(situation, Draft{}), unanswered) << born;
    Draft draft;
    draft.answers = {{"child", "adult", ""}};
    EXPECT_EQ(faults(situation, draft), adult) << born;
    draft = {};
    draft.decision = DecisionKind::kRefuse;
    draft.grounds = {"exit_forbidden"};
    draft.answers = {{"asylum", "no_claim", ""}};
    const bool may_be_a_child = !alerts.empty();
    EXPECT_EQ(faults(situation, draft), may_be_a_child ? "#question/child missing" : "")
        << "nor is a child sent back alone unasked: " << born;
    draft.decision = DecisionKind::kRefer;
    draft.grounds = {"document_doubt"};
    draft.answers.clear();
    EXPECT_EQ(faults(situation, draft), "") << "nobody is kept from the second line: " << born;
  }
}

TEST(AgeAtTheDesk, AChildsRelationshipIsAskedUpToTheEveOfTheBirthday) {
  auto situation = clean_exit();
  situation.document->birth_date = *PartialDate::from_text("2008-03-03");
  EXPECT_EQ(faults(situation, Draft{}), "#question/child missing");
  situation.document->birth_date = *PartialDate::from_text("2008-03-02");
  EXPECT_EQ(faults(situation, Draft{}), "");
  situation.document->birth_date = *PartialDate::from_text("2008-XX-XX");
  EXPECT_EQ(faults(situation, Draft{}), "#question/child missing") << "doubt protects the child";
}

}  // namespace
}  // namespace garita::station
