// What is made of the States that a document names: of one that there is not, and of the post's
// own.
#include <gtest/gtest.h>

#include <algorithm>

#include "border-station/inspection/test_situation.h"

namespace garita::station {
namespace {

Situation entering(const char* issued_by, const char* nationality) {
  static const auto pack = thirty_days_at_most("");
  Situation situation;
  situation.now = *Instant::from_rfc3339("2026-03-02T14:00:00Z");
  situation.today = *Date::from_iso("2026-03-02");
  situation.policies = &pack;
  auto& document = situation.document.emplace();
  document.issuing_state = CountryCode(issued_by);
  document.nationality = CountryCode(nationality);
  document.birth_date = *PartialDate::from_text("1974-08-12");
  document.expiry_date = *PartialDate::from_text("2026-03-01");
  return situation;
}

/// "issuing_state XYZ", of every alert about a State.
std::string unknown(const Situation& situation) {
  std::string text;
  for (const auto& alert : inspect(situation).alerts)
    if (alert.kind == "unknown_state")
      text += (text.empty() ? "" : ", ") + alert.parameters.at("field") + " " +
              alert.parameters.at("code");
  return text;
}

bool is_offered(const Situation& situation, const std::string& answer) {
  for (const auto& question : inspect(situation).questions)
    if (question.code == "expired_document")
      return std::ranges::find(question.answers, answer) != question.answers.end();
  return false;
}

TEST(States, ThatThereAreNotAreSaidWithTheFieldThatNamesThem) {
  const struct {
    const char* issued_by;
    const char* nationality;
    std::string expected;
  } cases[] = {
      {"GTM", "GTM", ""},
      {"D", "D", ""},
      {"UNO", "SWE", ""},
      {"ROM", "ZAR", ""},  // withdrawn, and known as ROU and COD
      {"XYZ", "XYZ", "issuing_state XYZ"},
      {"GTM", "GMT", "nationality GMT"},
      {"GMT", "XYZ", "issuing_state GMT, nationality XYZ"},
      {"", "", ""},
  };
  for (const auto& each : cases) {
    const auto situation = entering(each.issued_by, each.nationality);
    EXPECT_EQ(unknown(situation), each.expected) << each.issued_by << " " << each.nationality;
  }
}

TEST(States, AreNotSaidToBeUnknownWhereAnExerciseIsHeldUnderAnInventedOne) {
  const auto pack = thirty_days_at_most("", "ZZZ");
  auto situation = entering("ZZZ", "ZZZ");
  EXPECT_EQ(unknown(situation), "issuing_state ZZZ");
  situation.policies = &pack;
  EXPECT_EQ(unknown(situation), "");
}

TEST(States, OfOwnNationalsAloneItIsOfferedThatTheyReturnWithWhatHasRunOut) {
  const std::string own = entering("", "").policies->country().value();
  const struct {
    std::string issued_by;
    std::string nationality;
    bool expected;
  } cases[] = {
      {own, own, true},    {"UTO", own, true},  // of another State's making, as an emergency paper
      {own, "UTO", false},                      // a foreigner's travel document
      {own, "", true},     {"UTO", "", false}, {"UTO", "UTO", false},
  };
  for (const auto& each : cases) {
    const auto situation = entering(each.issued_by.c_str(), each.nationality.c_str());
    EXPECT_EQ(is_offered(situation, "national_returning"), each.expected)
        << each.issued_by << " " << each.nationality;
    EXPECT_TRUE(is_offered(situation, "supervisor_decided"));
  }
  auto nobody_knows = entering("UTO", "UTO");
  nobody_knows.policies = nullptr;
  EXPECT_TRUE(is_offered(nobody_knows, "national_returning"));
}

TEST(States, OfOwnNationalsWhoComeHomeNeitherPurposeNorTransportIsAsked) {
  const std::string own = entering("", "").policies->country().value();
  const struct {
    std::string nationality;
    Direction direction;
    const char* purpose;
    const char* transport;
    std::string missing;
    bool comes_home;
  } cases[] = {{own, Direction::kEntry, "", "", "", true},
               {own, Direction::kEntry, "holiday", "bus", "", true},
               {"UTO", Direction::kEntry, "", "", "/purpose /transport ", false},
               {"UTO", Direction::kEntry, "holiday", "", "/transport ", false},
               {"", Direction::kEntry, "holiday", "", "/transport ", false},
               {own, Direction::kExit, "", "", "", false}};
  for (const auto& each : cases) {
    auto situation = entering(own.c_str(), each.nationality.c_str());
    situation.direction = each.direction;
    situation.document->expiry_date = *PartialDate::from_text("2030-01-01");
    const auto inspection = inspect(situation);
    EXPECT_EQ(inspection.comes_home, each.comes_home) << each.nationality;
    Draft draft;
    draft.purpose = each.purpose;
    draft.transport = each.transport;
    std::string missing;
    for (const auto& fault : faults_of(situation, inspection, draft))
      if (fault.code == "missing") missing += fault.pointer + " ";
    EXPECT_EQ(missing, each.missing) << each.nationality << ", " << each.purpose;
  }
}

}  // namespace
}  // namespace garita::station
