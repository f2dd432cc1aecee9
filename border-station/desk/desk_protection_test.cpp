#include <gmock/gmock.h>

#include "border-station/desk/desk_fixture.h"

namespace garita::station {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class DeskProtection : public DeskTest {
 protected:
  DeskProtection() {
    publish_all();
    log_in();
  }
};

const json kSecondInterview{{"decision", "refer"},
                            {"grounds", {"second_interview"}},
                            {"concerns", {"child_ill_at_ease"}},
                            {"protection_note", "no mira a la mujer"}};

TEST_F(DeskProtection, PromptsWhereThereIsAUnitToTell) {
  EXPECT_FALSE(read(kCleanZone).contains("concerns"));
  publish("protection", country_.unit.pem());
  const auto concerns = read(kCleanZone).at("concerns");
  EXPECT_EQ(concerns.front(), "asks_for_protection");
  EXPECT_EQ(concerns.size(), 8U);
}

TEST_F(DeskProtection, OnlyASecondInterviewRemains) {
  publish("protection", country_.unit.pem());
  const auto inspection = read(kCleanZone);
  const auto decided = decide(inspection, kSecondInterview);
  ASSERT_EQ(decided.status, 201) << decided.body;
  const std::string target = "/api/inspections/" + inspection["id"].get<std::string>();
  const auto shown = json::parse(ask("GET", target).body);
  EXPECT_EQ(shown["decided"].value("concerns", json()), json());
  const std::string answers = decided.body + shown["decided"].dump() +
                              ask("GET", "/api/decisions").body + ask("GET", "/api/strip").body +
                              ask("GET", "/api/shift").body;
  EXPECT_THAT(answers, Not(HasSubstr("child_ill_at_ease")));
  EXPECT_THAT(answers + shown.dump(), Not(HasSubstr("no mira")));
  const auto kept = every_byte_below(directory_.path());
  EXPECT_THAT(kept, Not(HasSubstr("child_ill_at_ease")));
  EXPECT_THAT(kept, Not(HasSubstr("no mira")));
}

TEST_F(DeskProtection, TheSameIsAnsweredAgainAndAnotherIsRefused) {
  publish("protection", country_.unit.pem());
  const auto inspection = read(kCleanZone);
  const auto first = decide(inspection, kSecondInterview);
  const auto again = decide(inspection, kSecondInterview);
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(json::parse(again.body)["record"], json::parse(first.body)["record"]);
  auto other = kSecondInterview;
  other["concerns"].push_back("needs_care");
  EXPECT_EQ(problem_of_answer(decide(inspection, other)), "409 already-decided");
  other = kSecondInterview;
  other.erase("concerns");
  other.erase("protection_note");
  EXPECT_EQ(problem_of_answer(decide(inspection, other)), "409 already-decided");
}

TEST_F(DeskProtection, SaysWhatIsWrongWithoutRepeatingIt) {
  const auto refused = decide(read(kCleanZone), kSecondInterview);
  EXPECT_EQ(pointers(refused), "/concerns no_protection_unit; ");
  EXPECT_THAT(refused.body, Not(HasSubstr("child_ill_at_ease")));
  publish("protection", country_.unit.pem());
  auto wrong = kSecondInterview;
  wrong["grounds"] = {"child"};
  EXPECT_EQ(pointers(decide(read(kCleanZone), wrong)), "/grounds only_second_interview; ");
  wrong = kSecondInterview;
  wrong["concerns"] = "needs_care";
  EXPECT_EQ(decide(read(kCleanZone), wrong).status, 400);
}

}  // namespace
}  // namespace garita::station
