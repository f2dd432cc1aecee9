#include "border-station/desk/desk_fixture.h"
#include "schema/api/second_factor.h"
#include "schema/crypto/envelope.h"
#include "schema/crypto/totp.h"

namespace garita::station {
namespace {

class DeskApproval : public DeskTest {
 protected:
  DeskApproval() {
    publish_all();
    want(R"("void", "correction", "check_digit", "alert")");
    log_in();
  }
  void want(const std::string& matters) {
    publish("policies", "approval = [" + matters + "]\n" + std::string(kPolicies));
  }
  static json by(const std::string& officer, const std::string& password = "open sesame") {
    return {{"officer", officer}, {"password", password}};
  }
  Response admit_hit(const json& approval) {
    return admit(kZone,
                 {{{"question", "alert-1"}, {"answer", "known_and_cleared"}, {"note", "seen"}}},
                 approval);
  }
  Response admit(std::string_view zone, const json& answers, const json& approval) {
    json decision = kAdmit;
    decision["answers"] = answers;
    return decide(read(zone), approved(decision, approval));
  }
  static json approved(json asked, const json& approval) {
    if (!approval.is_null()) asked["approval"] = approval;
    return asked;
  }
  std::string admit_clean() {
    const Response made = decide(read(kCleanZone), kAdmit);
    EXPECT_EQ(made.status, 201) << made.body;
    return json::parse(made.body)["record"];
  }
  Response correct(const std::string& record, const json& correction, const json& approval) {
    return ask("POST", "/api/decisions/" + record + "/correction",
               approved(correction, approval).dump());
  }

  /// As the centre opens what was sealed last in that lane.
  template <typename Body>
  Body last_in(Lane lane) {
    const JournalId journal{uplink_->place().station, uplink_->incarnation(), lane};
    const auto entries = *uplink_->entries_after(journal, 0, 1'000, SIZE_MAX);
    const auto wrapped = *uplink_->wrapped_key(journal.incarnation, entries.back().header.epoch);
    const auto key = *unwrap_epoch_key(wrapped->wrapped, country_.seal_key, country_.seal);
    return std::get<Body>(*decode_record(*open_entry(entries.back(), key)));
  }
  std::string noted() {
    const auto note = last_in<AuditNote>(Lane::kAudit);
    return note.officer.value() + " " + note.action + " " + note.subject + " " + note.reason;
  }
};

TEST_F(DeskApproval, NamesWhatItIsFor) {
  const Response hit = admit_hit(nullptr);
  EXPECT_EQ(problem_of_answer(hit), "403 approval-needed");
  EXPECT_EQ(pointers(hit), "#approval/alert approval_needed; ");
  const std::string record = admit_clean();
  EXPECT_EQ(pointers(correct(record, kVoid, nullptr)), "#approval/void approval_needed; ");
  EXPECT_EQ(pointers(correct(record, kRestated, nullptr)),
            "#approval/correction approval_needed; ");
  const std::string wrong_digit =
      std::string(kCleanZone).replace(kCleanZone.find("<7UTO") + 1, 1, "8");
  const json opened = read(wrong_digit);
  json admission = kAdmit;
  for (const auto& question : opened["questions"]) {
    if (question["code"] != "check_override") continue;
    admission["answers"].push_back({{"question", question["id"]}, {"answer", "read_by_eye"}});
  }
  EXPECT_EQ(pointers(decide(opened, admission)), "#approval/check_digit approval_needed; ");
  admission["approval"] = by("jefa");
  const Response made = decide(opened, admission);
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(last_in<Crossing>(Lane::kMovement).approved_by, OfficerId("jefa"));
}

TEST_F(DeskApproval, OfAnotherSupervisorIsOnRecord) {
  const Response made = admit_hit(by("jefa"));
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string record = json::parse(made.body)["record"];
  const auto crossing = last_in<Crossing>(Lane::kMovement);
  EXPECT_EQ(crossing.officer, OfficerId("agarcia"));
  EXPECT_EQ(crossing.approved_by, OfficerId("jefa"));
  EXPECT_EQ(noted(), "jefa approved " + record + " admit");
  EXPECT_EQ(json::parse(ask("GET", "/api/decisions").body)["items"][0]["approved_by"], "jefa");
  EXPECT_EQ(made.body.find("sesame"), std::string::npos);
}

TEST_F(DeskApproval, OfACorrectionStandsInTheCorrection) {
  const std::string record = admit_clean();
  ASSERT_EQ(correct(record, kRestated, by("jefa")).status, 201);
  const auto restated = last_in<Correction>(Lane::kMovement);
  EXPECT_EQ(restated.approved_by, OfficerId("jefa"));
  EXPECT_EQ(restated.replacement->approved_by, OfficerId()) << "nobody approved the admission";
  EXPECT_EQ(noted(), "jefa approved " + record + " correction");
  EXPECT_EQ(correct(record, kRestated, nullptr).status, 200) << "what stands is asked for again";
  const std::string other = admit_clean();
  ASSERT_EQ(correct(other, kVoid, by("jefa")).status, 201);
  EXPECT_EQ(last_in<Correction>(Lane::kMovement).approved_by, OfficerId("jefa"));
  EXPECT_EQ(noted(), "jefa approved " + other + " void");
}

TEST_F(DeskApproval, IsRefusedOfWhoeverMayNotGiveIt) {
  const std::string record = admit_clean();
  const std::pair<const char*, json> cases[] = {{"a wrong password", by("jefa", "guess")},
                                                {"the officer's own", by("agarcia")},
                                                {"another officer's", by("blopez")},
                                                {"nobody's", by("nobody")}};
  for (const auto& [what, approval] : cases) {
    EXPECT_EQ(problem_of_answer(correct(record, kVoid, approval)), "403 approval-refused") << what;
  }
  for (const json& approval : {json("jefa"), json{{"officer", "jefa"}}, json(nullptr)}) {
    json asked = kVoid;
    asked["approval"] = approval;
    EXPECT_EQ(problem_of_answer(correct(record, asked, nullptr)), "400 bad-request") << approval;
  }
  log_in("jefa");
  EXPECT_EQ(problem_of_answer(correct(record, kVoid, by("jefa"))), "403 approval-refused")
      << "a supervisor is no second person to herself";
  log_in("agarcia");
  EXPECT_FALSE(json::parse(ask("GET", "/api/decisions").body)["items"][0].contains("corrected"));
}

TEST_F(DeskApproval, IsForOneRequest) {
  ASSERT_EQ(correct(admit_clean(), kVoid, by("jefa")).status, 201);
  EXPECT_EQ(problem_of_answer(correct(admit_clean(), kVoid, nullptr)), "403 approval-needed");
}

TEST_F(DeskApproval, WrongPasswordsCountAsRefusedLogIns) {
  const std::string record = admit_clean();
  for (unsigned i = 0; i < ThrottleLimits().free_failures; ++i) {
    EXPECT_EQ(correct(record, kVoid, by("jefa", "guess")).status, 403);
  }
  EXPECT_EQ(noted(), "jefa log_in_refused 10.0.0.7 wrong password");
  EXPECT_EQ(problem_of_answer(correct(record, kVoid, by("jefa"))), "429 too-many-attempts");
  EXPECT_EQ(problem_of_answer(ask("POST", "/api/session", by("jefa").dump())),
            "429 too-many-attempts");
  clock_.advance(ThrottleLimits().wait_first);
  EXPECT_EQ(correct(record, kVoid, by("jefa")).status, 201);
}

TEST_F(DeskApproval, IsNotOfWhoeverDecidedOnPaper) {
  log_in("jefa");
  ASSERT_EQ(
      ask("POST", "/api/paper", R"({"from":"2026-03-02T08:00:00Z","reason":"no current"})").status,
      204);
  log_in();
  const json opened = json::parse(
      ask("POST", "/api/readings?direction=entry&paper_at=2026-03-02T09:00:00Z&paper_officer=jefa",
          std::string(kZone), "text/plain")
          .body);
  json decision = kAdmit;
  decision["answers"] = {
      {{"question", "alert-1"}, {"answer", "known_and_cleared"}, {"note", "seen"}}};
  decision["approval"] = by("jefa");
  EXPECT_EQ(problem_of_answer(decide(opened, decision)), "403 approval-refused");
}

TEST_F(DeskApproval, EndsWithTheListOfOfficers) {
  const std::string record = admit_clean();
  const auto verifier = make_password_verifier("open sesame", {.memory_kib = 8, .passes = 1});
  json officers = json::array();
  for (const char* role : {"officer", "supervisor"}) {
    const char* id = role == std::string("officer") ? "agarcia" : "jefa";
    officers.push_back({{"id", id}, {"roles", {role}}, {"verifier", verifier}});
  }
  publish("officers", json{{"expires_at", "2026-03-02T14:05:00Z"}, {"officers", officers}}.dump());
  log_in();
  clock_.set("2026-03-02T14:05:00Z");
  EXPECT_EQ(problem_of_answer(correct(record, kVoid, by("jefa"))), "503 officers-expired");
}

TEST_F(DeskApproval, IsNotLookedAtWherePoliciesDoNotAskForIt) {
  const std::string record = admit_clean();
  want(R"("alert")");
  ASSERT_EQ(correct(record, kVoid, by("jefa", "guess")).status, 201);
  EXPECT_EQ(last_in<Correction>(Lane::kMovement).approved_by, OfficerId());
  publish("policies", kPolicies);
  const Response made = admit_hit(nullptr);
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(last_in<Crossing>(Lane::kMovement).approved_by, OfficerId());
}

TEST_F(DeskApproval, OfASecondFactorCountsItsCodeOnce) {
  const Secret telephone = random_secret(kTotpKeyBytes);
  const Secret key = random_secret(kSecondFactorsKeyBytes);
  const auto verifier = make_password_verifier("open sesame", {.memory_kib = 8, .passes = 1});
  const auto sealed = *seal_to_certificate(key.view(), uplink_->identity().station_certificate);
  const auto factor = seal_second_factor(key, OfficerId("jefa"), telephone);
  publish("officers", json{{"officers",
                            {{{"id", "agarcia"}, {"roles", {"officer"}}, {"verifier", verifier}},
                             {{"id", "jefa"},
                              {"roles", {"supervisor"}},
                              {"verifier", verifier},
                              {"second_factor", to_base64(factor)}}}},
                           {"second_factor_keys", {{"PASO-01-01", to_base64(sealed)}}}}
                          .dump());
  log_in();
  const std::string first = admit_clean();
  EXPECT_EQ(problem_of_answer(correct(first, kVoid, by("jefa"))), "403 code-asked");
  json approval = by("jefa");
  approval["code"] = totp_code(telephone, totp_step(clock_.now()));
  ASSERT_EQ(correct(first, kVoid, approval).status, 201);
  EXPECT_EQ(problem_of_answer(correct(admit_clean(), kVoid, approval)), "403 wrong-code");
}

}  // namespace
}  // namespace garita::station
