#include "border-station/desk/desk_fixture.h"

namespace garita::station {
namespace {

class DeskCorrections : public DeskTest {
 protected:
  DeskCorrections() {
    publish_all();
    log_in();
    const json inspection = read(kCleanZone);
    record_ = json::parse(decide(inspection, kAdmit).body)["record"];
  }
  Response correct(const json& correction) { return correct(record_, correction); }
  Response correct(const std::string& record, const json& correction) {
    return ask("POST", "/api/decisions/" + record + "/correction", correction.dump());
  }
  json recent() { return json::parse(ask("GET", "/api/decisions").body)["items"]; }

  std::string record_;
};

TEST_F(DeskCorrections, TakeBackARecordOnceHoweverOftenItIsAskedFor) {
  ASSERT_EQ(recent()[0]["correctable_until"], "2026-03-03T02:00:00Z");
  const Response first = correct(kVoid);
  ASSERT_EQ(first.status, 201) << first.body;
  const json answer = json::parse(first.body);
  EXPECT_EQ(answer["of"]["record"], record_);
  EXPECT_EQ(answer["of"]["corrected"], "voided");
  EXPECT_EQ(answer["of"]["corrected_by"], "PASO-01-01:1:movement:2");
  EXPECT_FALSE(answer["of"].contains("correctable_until"));
  EXPECT_FALSE(answer.contains("instead"));
  const Response again = correct(kVoid);
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(problem_of_answer(correct(kRestated)), "409 already-corrected");
  EXPECT_EQ(recent().size(), 1U);
}

TEST_F(DeskCorrections, RestateWhatWasGranted) {
  const Response corrected = correct(kRestated);
  ASSERT_EQ(corrected.status, 201) << corrected.body;
  const json answer = json::parse(corrected.body);
  EXPECT_EQ(answer["of"]["corrected"], "replaced");
  EXPECT_EQ(answer["instead"]["corrects"], record_);
  EXPECT_EQ(answer["instead"]["granted_days"], 60);
  EXPECT_EQ(answer["instead"]["admission_class"], "visitor");
  EXPECT_EQ(answer["instead"]["last_legal_day"], "2026-04-30");
  EXPECT_EQ(recent().size(), 2U);
  clock_.advance(std::chrono::hours(1));
  log_in();
  EXPECT_EQ(read(kCleanZone, "exit")["stay"]["last_legal_day"], "2026-04-30");
}

TEST_F(DeskCorrections, AreForTheOfficerWhoDecidedOrASupervisorWithinTheShift) {
  log_in("blopez");
  EXPECT_EQ(problem_of_answer(correct(kVoid)), "403 not-your-decision");
  log_in("jefa");
  const json restated = json::parse(correct(kRestated).body);
  const std::string instead = restated["instead"]["record"];
  log_in();
  EXPECT_EQ(problem_of_answer(correct(instead, kVoid)), "403 supervisor-only");
  log_in("jefa");
  clock_.advance(kCorrectableFor + std::chrono::minutes(1));
  log_in("jefa");
  EXPECT_EQ(problem_of_answer(correct(instead, kVoid)), "409 too-late-to-correct");
}

TEST_F(DeskCorrections, EndWithTheShift) {
  clock_.advance(std::chrono::minutes(1));
  EXPECT_EQ(ask("POST", "/api/shift/close").status, 200);
  clock_.advance(std::chrono::minutes(1));
  EXPECT_EQ(problem_of_answer(correct(kVoid)), "409 shift-over");
  log_in("jefa");
  EXPECT_EQ(correct(kVoid).status, 201);
}

TEST_F(DeskCorrections, NameEverythingThatIsMissing) {
  json nothing{{"reason", " \n"}, {"instead", {{"direction", "up"}, {"granted_days", "x"}}}};
  EXPECT_EQ(pointers(correct(nothing)),
            "/reason missing; /instead/direction unknown_code; /instead/granted_days "
            "not_a_number; ");
  EXPECT_EQ(pointers(correct({{"reason", std::string(2001, 'x')}})),
            "/reason too_long; /reason missing; ");
  json too_long = kRestated;
  too_long["instead"]["granted_days"] = 91;
  too_long["instead"]["purpose"] = "";
  EXPECT_EQ(pointers(correct(too_long)), "/purpose missing; /granted_days out_of_range; ");
  EXPECT_EQ(problem_of_answer(correct(json::array())), "400 bad-request");
  EXPECT_EQ(problem_of_answer(correct({{"reason", "seen"}, {"instead", 7}})), "400 bad-request");
  EXPECT_EQ(problem_of_answer(correct("PASO-01-01:1:movement:99", kVoid)), "404 no-such-decision");
  EXPECT_EQ(problem_of_answer(correct("nonsense", kVoid)), "404 no-such-decision");
  EXPECT_EQ(recent().size(), 1U);
  EXPECT_FALSE(recent()[0].contains("corrected"));
}

TEST_F(DeskCorrections, AreForThoseWhoAreLoggedIn) {
  cookie_.clear();
  EXPECT_EQ(problem_of_answer(correct(kVoid)), "401 no-session");
}

}  // namespace
}  // namespace garita::station
