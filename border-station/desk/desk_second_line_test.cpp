#include <gmock/gmock.h>

#include "border-station/desk/desk_fixture.h"
#include "schema/record/record.h"

namespace garita::station {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kQuietAlert =
    "reference,instruction,issuer,number,surname,birth_date,action\n"
    "S-1,Tell the unit,UTO,X1234567,MUSTER,1970-01-01,inform\n";

class SecondLine : public DeskTest {
 protected:
  SecondLine() {
    publish_all();
    publish("alerts", kQuietAlert);
    const auto verifier = make_password_verifier("open sesame", {.memory_kib = 8, .passes = 1});
    json officers = json::array();
    for (const auto& [id, role] : {std::pair("agarcia", "officer"), std::pair("exa", "examiner")})
      officers.push_back({{"id", id}, {"roles", {role}}, {"verifier", verifier}});
    publish("officers", json{{"officers", officers}}.dump());
  }
  json matters() { return json::parse(ask("GET", "/api/second-line").body)["items"]; }
  /// What the officer at the desk is told, without what every crossing changes.
  json told() {
    json strip = json::parse(ask("GET", "/api/strip").body);
    for (const auto* changes : {"at", "disk"}) strip.erase(changes);
    const json shift = json::parse(ask("GET", "/api/shift").body);
    return {{"strip", strip}, {"unsent", shift["unsent"]}};
  }
  Response search(const json& form) { return ask("POST", "/api/second-line/search", form.dump()); }
  /// What went into the audit since, as "officer action subject reason".
  std::vector<std::string> audit() {
    std::vector<std::string> notes;
    const JournalId journal{StationId("PASO-01-01"), 1, Lane::kAudit};
    const auto entries = *uplink_->entries_after(journal, 0, 100, 1 << 20);
    for (const auto& entry : entries) {
      const auto wrapped = *uplink_->wrapped_key(1, entry.header.epoch);
      const auto key = *unwrap_epoch_key(wrapped->wrapped, country_.seal_key, country_.seal);
      const auto note = std::get<AuditNote>(*decode_record(*open_entry(entry, key)));
      if (note.action.starts_with("second_line"))
        notes.push_back(note.officer.value() + " " + note.action + " " + note.subject + " " +
                        note.reason);
    }
    return notes;
  }
};

TEST_F(SecondLine, IsToldWhatTheFirstWasNotShown) {
  log_in();
  const json inspection = read(kCleanZone);
  EXPECT_THAT(inspection.dump(), Not(HasSubstr("S-1")));
  const Response done = decide(inspection, kAdmit);
  ASSERT_EQ(done.status, 201) << done.body;
  const std::string record = json::parse(done.body)["record"];
  cookie_.clear();
  log_in("exa");
  const json seen = matters();
  ASSERT_EQ(seen.size(), 1U) << seen;
  EXPECT_EQ(seen[0]["kind"], "hit");
  EXPECT_EQ(seen[0]["crossing"], record);
  EXPECT_EQ(seen[0]["answer"], "not_shown");
  EXPECT_EQ(seen[0]["officer"], "agarcia");
  EXPECT_EQ(seen[0]["surname"], "MUSTER");
  EXPECT_EQ(seen[0]["document_number"], "X1234567");
  EXPECT_EQ(seen[0]["alert"]["instruction"], "Tell the unit");
  EXPECT_EQ(seen[0]["alert"]["silent"], true);
  EXPECT_EQ(seen[0]["alert"]["matched_by"], "document");
  EXPECT_EQ(matters(), seen) << "asked again";
  EXPECT_EQ(audit(), std::vector<std::string>{"exa second_line_seen " +
                                              seen[0]["record"].get<std::string>() + " "})
      << "noted once";
  publish("alerts", kAlerts);
  EXPECT_EQ(matters()[0]["alert"], (json{{"reference", "S-1"}, {"matched_by", "document"}}))
      << "on the list no more";
}

TEST_F(SecondLine, LeavesNoTraceInWhatTheFirstIsTold) {
  log_in("exa");
  std::string examiner = std::exchange(cookie_, "");
  log_in();
  static_cast<void>(told());
  for (const auto zone : {kZone, kCleanZone}) {
    const int unsent = told()["unsent"];
    ASSERT_EQ(decide(read(zone), kAdmit).status, 201);
    const json before = told();
    EXPECT_EQ(before["unsent"], unsent + 1) << "a crossing";
    EXPECT_EQ(before["strip"]["unsent"]["records"], unsent + 1);
    std::swap(cookie_, examiner);
    EXPECT_EQ(matters().size(), zone == kZone ? 0U : 1U);
    std::swap(cookie_, examiner);
    EXPECT_EQ(told(), before) << zone;
  }
  EXPECT_EQ(audit().size(), 1U) << "it was seen";
}

TEST_F(SecondLine, SeesNoHitPushedOutByWhatCameAfterIt) {
  log_in();
  ASSERT_EQ(decide(read(kCleanZone), kAdmit).status, 201);
  clock_.advance(std::chrono::seconds(1));
  const json referral{{"decision", "refer"}, {"grounds", {"document_doubt"}}};
  for (int i = 0; i < 51; ++i) ASSERT_EQ(decide(read(kZone), referral).status, 201);
  cookie_.clear();
  log_in("exa");
  const json seen = json::parse(ask("GET", "/api/second-line").body);
  ASSERT_EQ(seen["items"].size(), 51U) << "who waits, and 50 others";
  EXPECT_EQ(seen["items"][0]["kind"], "referral");
  EXPECT_EQ(seen["items"][1]["kind"], "hit");
  EXPECT_GT(seen["items"][0]["at"], seen["items"][1]["at"]);
  EXPECT_EQ(seen["more"], 1);
  EXPECT_EQ(audit(), std::vector<std::string>{"exa second_line_seen " +
                                              seen["items"][0]["record"].get<std::string>() + " "})
      << "the newest";
}

TEST_F(SecondLine, SeesWhoeverWaitsHoweverManyHitsThereAre) {
  publish("alerts", std::string(kQuietAlert) + "S-2,Call,UTO,L898902C3,,,inform\n");
  log_in();
  const json refer{{"decision", "refer"}, {"grounds", {"document_doubt"}}};
  ASSERT_EQ(decide(read(kCleanZone), refer).status, 201);
  clock_.advance(std::chrono::seconds(1));
  for (int i = 0; i < 51; ++i) ASSERT_EQ(decide(read(kZone), kAdmit).status, 201);
  const auto told = [&] {
    cookie_.clear();
    log_in("exa");
    const json page = json::parse(ask("GET", "/api/second-line").body);
    std::map<std::string, int> kinds;
    for (const auto& one : page["items"]) ++kinds[one["kind"]];
    const bool waits = page["items"][0].value("waits", false);
    cookie_.clear();
    log_in();
    return std::to_string(kinds["referral"]) + " " + std::to_string(kinds["hit"]) +
           (waits ? " waits" : "") + ", " + page["more"].dump() + " more";
  };
  // Of 52 hits and a referral.
  EXPECT_EQ(told(), "1 50 waits, 2 more");
  EXPECT_EQ(told(), "1 50 waits, 2 more") << "asked again";
  json admit = kAdmit;
  admit["answers"] = {{{"question", "stopped"}, {"answer", "interview_ended"}}};
  const auto let_pass = json::parse(decide(read(kCleanZone), admit).body);
  // And one hit more.
  EXPECT_EQ(told(), "0 50, 4 more") << "it is over, and is told once there is room";
  const std::string path = "/api/decisions/" + let_pass["record"].get<std::string>();
  ASSERT_EQ(ask("POST", path + "/correction", kVoid.dump()).status, 201);
  EXPECT_EQ(told(), "1 50 waits, 3 more") << "it was taken back: who was sent there waits again";
}

TEST_F(SecondLine, SeesReferralsAndRefusalsWithTheirReasonsForADay) {
  log_in();
  publish("alerts", "reference,instruction,issuer,number\n");
  ASSERT_EQ(decide(read(kZone), {{"decision", "refer"}, {"grounds", {"document_doubt"}}}).status,
            201);
  const json no_asylum{{{"question", "asylum"}, {"answer", "no_claim"}}};
  const auto refused =
      decide(read(kZone),
             {{"decision", "refuse"}, {"grounds", {"no_valid_visa"}}, {"answers", no_asylum}});
  ASSERT_EQ(refused.status, 201) << refused.body;
  cookie_.clear();
  log_in("exa");
  const json seen = matters();
  ASSERT_EQ(seen.size(), 2U) << seen;
  EXPECT_EQ(seen[0]["kind"], "refusal") << "newest first";
  EXPECT_EQ(seen[1]["kind"], "referral");
  EXPECT_EQ(seen[1]["reasons"], json({"document_doubt"}));
  EXPECT_EQ(seen[1]["surname"], "ERIKSSON");
  EXPECT_FALSE(seen[1].contains("alert"));
  clock_.advance(std::chrono::hours(25));
  cookie_.clear();
  log_in("exa");
  EXPECT_EQ(matters(), json::array());
}

TEST_F(SecondLine, HearsWhoWaitsUntilSomethingElseIsDecidedOfTheDocument) {
  log_in();
  publish("alerts", "reference,instruction,issuer,number\n");
  const json refer{{"decision", "refer"}, {"grounds", {"document_doubt"}}};
  const auto waiting = [&] {
    cookie_.clear();
    log_in("exa");
    std::vector<bool> told;
    for (const auto& one : matters())
      if (one["kind"] == "referral") told.push_back(one["waits"]);
    cookie_.clear();
    log_in();
    return told;
  };
  ASSERT_EQ(decide(read(kZone), refer).status, 201);
  EXPECT_EQ(waiting(), std::vector{true});
  ASSERT_EQ(decide(read(kCleanZone), refer).status, 201);
  EXPECT_EQ(waiting(), (std::vector{true, true}));
  json admit = kAdmit;
  admit["answers"] = {{{"question", "stopped"}, {"answer", "supervisor_decided"}}};
  ASSERT_EQ(decide(read(kCleanZone), admit).status, 201);
  EXPECT_EQ(waiting(), (std::vector{true, false})) << "who waits stands first";
}

TEST_F(SecondLine, HearsOnceOfWhoeverWasSentThereTwice) {
  log_in();
  publish("alerts", "reference,instruction,issuer,number\n");
  const json refer{{"decision", "refer"}, {"grounds", {"document_doubt"}}};
  const auto waiting = [&] {
    cookie_.clear();
    log_in("exa");
    std::vector<std::string> told;
    for (const auto& one : matters())
      if (one.value("waits", false)) told.push_back(one["crossing"]);
    cookie_.clear();
    log_in();
    return told;
  };
  const auto sent = [&] {
    return json::parse(decide(read(kZone), refer).body)["record"].get<std::string>();
  };
  const std::string first = sent();
  clock_.advance(std::chrono::minutes(1));
  const std::string again = sent();
  EXPECT_EQ(waiting(), std::vector{again});
  ASSERT_EQ(ask("POST", "/api/decisions/" + again + "/correction", kVoid.dump()).status, 201);
  EXPECT_EQ(waiting(), std::vector{first}) << "it was taken back";
}

TEST_F(SecondLine, SearchesWithAReasonThatStaysInTheAuditAndWithoutANameThere) {
  log_in();
  ASSERT_EQ(decide(read(kCleanZone), kAdmit).status, 201);
  cookie_.clear();
  log_in("exa");
  const json by_document{
      {"issuing_state", "uto"}, {"document_number", "x1234567"}, {"reason", "seen twice today"}};
  const auto found = json::parse(search(by_document).body);
  ASSERT_EQ(found["decisions"].size(), 1U) << found;
  EXPECT_EQ(found["decisions"][0]["surname"], "MUSTER");
  ASSERT_EQ(found["alerts"].size(), 1U);
  EXPECT_EQ(found["alerts"][0]["reference"], "S-1");
  const json by_name{{"surname", "Muster"},
                     {"given_names", "Max"},
                     {"birth_date", "1970-01-01"},
                     {"nationality", "UTO"},
                     {"reason", "a call from the embassy"}};
  const auto named = json::parse(search(by_name).body);
  EXPECT_EQ(named["decisions"].size(), 1U) << named;
  EXPECT_EQ(named["alerts"].size(), 1U);
  const auto notes = audit();
  ASSERT_EQ(notes.size(), 2U);
  EXPECT_THAT(notes[0],
              testing::MatchesRegex("exa second_line_search document [0-9a-f]+ seen twice today"));
  EXPECT_THAT(notes[1], testing::MatchesRegex(
                            "exa second_line_search person [0-9a-f]+ a call from the embassy"));
}

TEST_F(SecondLine, FindsByANameOfWhichGivenNamesWereLeftOut) {
  log_in();
  const json refer{{"decision", "refer"}, {"grounds", {"document_doubt"}}};
  ASSERT_EQ(decide(read(kZone), refer).status, 201);
  cookie_.clear();
  log_in("exa");
  struct Case {
    const char* surname;
    const char* given_names;
    const char* birth_date;
    const char* nationality;
    std::size_t found;
  };
  for (const auto& [surname, given_names, birth_date, nationality, found] : {
           Case{"Eriksson", "Anna Maria", "1974-08-12", "UTO", 1},
           Case{"Eriksson", "", "1974-08-12", "UTO", 1},
           Case{"Eriksson", "Maria", "1974-08-12", "UTO", 1},
           Case{"Eriksson", "Maria Anna", "1974-08-12", "UTO", 1},
           Case{"Eriksson", "Anna Luisa", "1974-08-12", "UTO", 0},
           Case{"Eriksson", "Mari", "1974-08-12", "UTO", 0},
           Case{"Erik", "", "1974-08-12", "UTO", 0},
           Case{"Eriksson", "", "1974-08-13", "UTO", 0},
           Case{"Eriksson", "", "1974-08-12", "SWE", 0},
       }) {
    const json form{{"surname", surname},
                    {"given_names", given_names},
                    {"birth_date", birth_date},
                    {"nationality", nationality},
                    {"reason", "a call"}};
    const auto told = json::parse(search(form).body);
    EXPECT_EQ(told["decisions"].size(), found) << form;
  }
}

TEST_F(SecondLine, HidesNoPersonBehindADocumentThatIsNobodys) {
  log_in("exa");
  json form{{"surname", "Muster"},
            {"given_names", "Max"},
            {"birth_date", "1970-01-01"},
            {"nationality", "UTO"},
            {"reason", "why"}};
  ASSERT_EQ(search(form).status, 200);
  form["issuing_state"] = "UTO";
  form["document_number"] = "NOBODYS";
  ASSERT_EQ(search(form).status, 200);
  const auto notes = audit();
  ASSERT_EQ(notes.size(), 2U);
  const std::string person = notes[0].substr(notes[0].find("person "));
  EXPECT_THAT(notes[1], testing::MatchesRegex("exa second_line_search document [0-9a-f]+, .*"));
  EXPECT_THAT(notes[1], testing::EndsWith(", " + person));
}

TEST_F(SecondLine, IsNotAnsweredWhatCannotBeWrittenDown) {
  log_in("exa");
  auto& database = uplink_->database();
  ASSERT_TRUE(database.execute(
      "CREATE TRIGGER full BEFORE INSERT ON entry BEGIN INSERT INTO nowhere VALUES (1); END"));
  json form{{"issuing_state", "UTO"}, {"document_number", "X1234567"}, {"reason", "in vain"}};
  const auto refused = search(form);
  EXPECT_EQ(problem_of_answer(refused), "503 not-available");
  EXPECT_THAT(refused.body, Not(HasSubstr("S-1")));
  ASSERT_TRUE(database.execute("DROP TRIGGER full"));
  form["reason"] = "again";
  EXPECT_EQ(search(form).status, 200);
  const auto notes = audit();
  ASSERT_EQ(notes.size(), 2U) << "also the one that was not answered";
  EXPECT_THAT(notes[0], testing::EndsWith(" in vain"));
  EXPECT_THAT(notes[1], testing::EndsWith(" again"));
}

TEST_F(SecondLine, SearchesForNobodyWithoutAReasonOrAWholeQuestion) {
  log_in("exa");
  const std::pair<json, const char*> wrong[] = {
      {{{"issuing_state", "UTO"}, {"document_number", "X1"}}, "/reason"},
      {{{"issuing_state", "UTO"}, {"document_number", "X1"}, {"reason", "  "}}, "/reason"},
      {{{"reason", "why"}}, "/document_number"},
      {{{"document_number", "X1"}, {"reason", "why"}}, "/issuing_state"},
      {{{"surname", "MUSTER"}, {"reason", "why"}}, "/birth_date"},
      {{{"surname", "MUSTER"}, {"birth_date", "1.2.1970"}, {"reason", "why"}}, "/birth_date"},
      {{{"surname", 7}, {"reason", "why"}}, "/surname"},
  };
  for (const auto& [form, pointer] : wrong) {
    const auto refused = search(form);
    EXPECT_EQ(problem_of_answer(refused), "422 incomplete") << form;
    EXPECT_EQ(json::parse(refused.body)["errors"][0]["pointer"], pointer) << form;
  }
  EXPECT_EQ(problem_of_answer(search(json::array())), "400 bad-request");
  EXPECT_EQ(audit(), std::vector<std::string>{}) << "nothing was searched for";
}

}  // namespace
}  // namespace garita::station
