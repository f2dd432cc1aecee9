#include "border-station/desk/desk.h"

#include <atomic>
#include <thread>

#include "border-station/desk/desk_fixture.h"
#include "schema/http/testing/contract.h"

namespace garita::station {
namespace {

TEST_F(DeskTest, AnswersWhatTheContractLists) {
  const auto contract = std::filesystem::path(GARITA_SOURCE_DIR) / "schema/api/openapi.yaml";
  const auto promised = garita::testing::operations_in(contract, "desk");
  EXPECT_GE(promised.size(), 15U);
  EXPECT_EQ(garita::testing::operations_of(router_), promised);
}

TEST_F(DeskTest, LetsNobodyInWithoutAListOfOfficers) {
  EXPECT_EQ(problem_of_answer(ask("POST", "/api/session", R"({"officer":"a","password":"b"})")),
            "503 no-officers");
  publish_all();
  EXPECT_EQ(problem_of_answer(ask("GET", "/api/strip")), "401 no-session");
  EXPECT_EQ(problem_of_answer(
                ask("POST", "/api/session", R"({"officer":"analyst","password":"open sesame"})")),
            "403 not-allowed");
  EXPECT_EQ(problem_of_answer(ask("POST", "/api/session", "[]")), "400 bad-request");
  log_in();
  EXPECT_EQ(ask("GET", "/api/strip").status, 200);
}

TEST_F(DeskTest, ALogInEndsWhenTheOfficerIsWithdrawn) {
  publish_all();
  log_in();
  desk_->tick();
  EXPECT_EQ(ask("GET", "/api/session").status, 200);
  publish_officers(false);
  desk_->tick();
  EXPECT_EQ(ask("GET", "/api/session").status, 401);
}

TEST_F(DeskTest, RecordsAnAdmissionOnceHoweverOftenItIsAskedFor) {
  publish_all();
  log_in();
  json inspection = read(kCleanZone);
  EXPECT_EQ(inspection["source"], "mrz_text");
  EXPECT_EQ(inspection["document"]["surname"], "MUSTER");
  EXPECT_EQ(inspection["stay"]["state"], "to_be_granted");
  const Response first = decide(inspection, kAdmit);
  ASSERT_EQ(first.status, 201) << first.body;
  json decided = json::parse(first.body);
  EXPECT_EQ(decided["record"], "PASO-01-01:1:movement:1");
  EXPECT_EQ(decided["last_legal_day"], "2026-03-31");
  const Response again = decide(inspection, kAdmit);
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(problem_of_answer(decide(inspection, {{"decision", "refer"}})), "409 already-decided");
  json recent = json::parse(ask("GET", "/api/decisions").body);
  ASSERT_EQ(recent["items"].size(), 1U);
  EXPECT_EQ(recent["items"][0]["officer"], "agarcia");
  EXPECT_EQ(recent["items"][0]["state"], "recorded");
  EXPECT_EQ(json::parse(ask("GET", "/api/strip").body)["unsent"]["records"], 1)
      << "of log-ins and shifts nothing is told";
}

TEST_F(DeskTest, ADecisionIsForTheListsThatHoldWhenItIsTaken) {
  publish_all();
  log_in();
  const json inspection = read(kCleanZone);
  EXPECT_EQ(inspection["alerts"].size(), 0U);
  publish("alerts", "reference,instruction,issuer,number\nB-1,Stop,UTO,X1234567\n");
  json seen = kAdmit;
  seen["revision"] = inspection["revision"];
  EXPECT_EQ(problem_of_answer(decide(inspection, seen)), "409 inspection-changed");
  EXPECT_EQ(pointers(decide(inspection, kAdmit)), "#question/alert-1 missing; ");
  const auto id = inspection["id"].get<std::string>();
  const json now = json::parse(ask("GET", "/api/inspections/" + id).body);
  EXPECT_EQ(now["alerts"][0]["reference"], "B-1");
  seen["revision"] = now["revision"];
  seen["answers"] = {{{"question", "alert-1"}, {"answer", "known_and_cleared"}, {"note", "seen"}}};
  EXPECT_EQ(decide(inspection, seen).status, 201);
}

TEST_F(DeskTest, ANewListThatSaysNothingNewStopsNobody) {
  publish_all();
  log_in();
  const json inspection = read(kCleanZone);
  publish("alerts", "reference,instruction,issuer,number\nB-1,Stop,UTO,OTHER\n");
  json seen = kAdmit;
  seen["revision"] = inspection["revision"];
  EXPECT_EQ(decide(inspection, seen).status, 201);
}

TEST_F(DeskTest, ADecisionAfterMidnightCountsFromTheNewDay) {
  publish_all();
  clock_.set("2026-03-03T05:59:00Z");  // 23:59 at the post
  log_in();
  const json inspection = read(kCleanZone);
  EXPECT_EQ(inspection["local_day"], "2026-03-02");
  clock_.advance(std::chrono::minutes(2));
  json seen = kAdmit;
  seen["revision"] = inspection["revision"];
  EXPECT_EQ(problem_of_answer(decide(inspection, seen)), "409 inspection-changed");
  seen["revision"] = seen["revision"].get<int>() + 1;
  const Response decided = decide(inspection, seen);
  ASSERT_EQ(decided.status, 201) << decided.body;
  EXPECT_EQ(json::parse(decided.body)["last_legal_day"], "2026-04-01");
}

TEST_F(DeskTest, ADecisionIsForTheDocumentThatTheOfficerSaw) {
  publish_all();
  log_in();
  const json inspection = read(kCleanZone);
  json document = inspection["document"];
  document["document_number"] = "Y7654321";
  const auto id = inspection["id"].get<std::string>();
  ASSERT_EQ(ask("PUT", "/api/inspections/" + id + "/document", json{{"document", document}}.dump())
                .status,
            200);
  json seen = kAdmit;
  seen["revision"] = inspection["revision"];
  EXPECT_EQ(problem_of_answer(decide(inspection, seen)), "409 inspection-changed");
  seen["revision"] = "one";
  EXPECT_EQ(pointers(decide(inspection, seen)), "/revision not_a_number; ");
}

TEST_F(DeskTest, ADecisionThatIsNestedDeeplyIsReadLikeAnyOther) {
  publish_all();
  log_in();
  const json inspection = read(kCleanZone);
  constexpr std::size_t kDepth = 30'000;
  const std::string deep = R"({"decision":"admit","purpose":"holiday","transport":"bus","x":)" +
                           std::string(kDepth, '[') + std::string(kDepth, ']') + "}";
  const auto id = inspection["id"].get<std::string>();
  EXPECT_EQ(ask("POST", "/api/inspections/" + id + "/decision", deep).status, 201);
}

TEST_F(DeskTest, SlowPicturesLeaveRoomForDecisions) {
  publish_all();
  log_in();
  const auto reader = directory_.path() / "reader";
  const auto enough = directory_.path() / "enough";
  std::ofstream(reader) << "#!/bin/sh\nwhile [ ! -e " << enough.string()
                        << " ]; do sleep 0.02; done\n";
  std::filesystem::permissions(reader, std::filesystem::perms::owner_all);
  const json inspection = read(kCleanZone);
  std::atomic<int> answered = 0;
  std::atomic<int> turned_away = 0;
  std::vector<std::jthread> desks;
  for (int i = 0; i < kReadingsMax + 1; ++i) {
    desks.emplace_back([&] {
      const auto response = ask("POST", "/api/readings?direction=entry", "x", "image/png");
      if (problem_of_answer(response) == "503 overloaded") ++turned_away;
      ++answered;
    });
  }
  while (answered == 0) std::this_thread::yield();
  EXPECT_EQ(turned_away, 1) << "only the one too many has its answer already";
  EXPECT_EQ(decide(inspection, kAdmit).status, 201) << "while the pictures wait";
  std::ofstream(enough).flush();
  desks.clear();
  EXPECT_EQ(answered, kReadingsMax + 1);
}

TEST_F(DeskTest, NothingIsGrantedToThoseWhoComeHome) {
  publish("policies", std::string(kPolicies).replace(kPolicies.find("ZEN"), 3, "UTO"));
  publish_officers(true);
  log_in();
  const json inspection = read(kCleanZone);
  EXPECT_EQ(inspection["stay"]["state"], "unlimited");
  EXPECT_FALSE(inspection.contains("prefill"));
}

TEST_F(DeskTest, AHitIsAnsweredBeforeAnybodyIsAdmitted) {
  publish_all();
  log_in();
  json inspection = read(kZone);
  ASSERT_EQ(inspection["alerts"][0]["reference"], "A-17");
  EXPECT_EQ(inspection["alerts"][0]["instruction"], "Detain the passport");
  const Response unanswered = decide(inspection, kAdmit);
  EXPECT_EQ(problem_of_answer(unanswered), "422 incomplete");
  EXPECT_EQ(pointers(unanswered), "#question/alert-1 missing; ");
  json answered = kAdmit;
  answered["answers"] = {{{"question", "alert-1"},
                          {"answer", "not_the_same_person"},
                          {"note", "Another birth date."}}};
  const Response admitted = decide(inspection, answered);
  ASSERT_EQ(admitted.status, 201) << admitted.body;
  EXPECT_EQ(uplink_->unsent()->urgent, 1U);
  EXPECT_EQ(admitted.body.find("urgent"), std::string::npos)
      << "numbers of that lane would tell of hits that are not shown";
}

/// What the first line hears of a crossing: the answers to the decision, the strip and the shift,
/// without what tells apart one document from another.
class SilentHits : public DeskTest {
 protected:
  struct Heard {
    json decided;
    json strip;
    json shift;
  };
  Heard cross(std::string_view zone) {
    const Response decided = decide(read(zone), kAdmit);
    EXPECT_EQ(decided.status, 201) << decided.body;
    return {json::parse(decided.body), get("/api/strip"), get("/api/shift")};
  }
  json get(const std::string& target) { return json::parse(ask("GET", target).body); }
};

TEST_F(SilentHits, AreHeardInNothingThatTheFirstLineIsTold) {
  publish("policies", kPolicies);
  publish("alerts",
          "reference,instruction,action,issuer,number\nS-1,Say nothing,inform,UTO,L898902C3\n");
  publish_officers(true);
  log_in();
  get("/api/shift");
  const json before = get("/api/strip");
  const Heard clean = cross(kCleanZone);
  clock_.advance(std::chrono::seconds(1));
  const Heard silent = cross(kZone);
  ASSERT_EQ(uplink_->unsent()->urgent, 1U) << "the centre is told";
  const int first = before["unsent"]["records"];
  EXPECT_EQ(clean.strip["unsent"]["records"], first + 1);
  EXPECT_EQ(silent.strip["unsent"]["records"], first + 2) << "a crossing each";
  EXPECT_EQ(silent.shift["unsent"], clean.shift["unsent"].get<int>() + 1);
  EXPECT_EQ(silent.shift["hits"], 0);
  // What is left is the same but for the moment and the crossing that came.
  auto strip = silent.strip;
  strip["at"] = clean.strip["at"];
  strip["unsent"]["records"] = clean.strip["unsent"]["records"];
  strip["disk"] = clean.strip["disk"];
  EXPECT_EQ(strip, clean.strip);
  std::vector<std::string> keys[2];
  for (const auto& [key, value] : clean.decided.items()) keys[0].push_back(key);
  for (const auto& [key, value] : silent.decided.items()) keys[1].push_back(key);
  EXPECT_EQ(keys[0], keys[1]);
  EXPECT_EQ(silent.decided["record"], "PASO-01-01:1:movement:2");
}

// The crossing has its receipt, and the hit not yet.
TEST_F(SilentHits, ThatAreStillOnTheirWayAreNotCounted) {
  publish("policies", kPolicies);
  publish("alerts",
          "reference,instruction,action,issuer,number\nS-1,Say nothing,inform,UTO,L898902C3\n");
  publish_officers(true);
  log_in();
  cross(kZone);
  const auto journals = *uplink_->journals();
  for (const auto& journal : journals) {
    if (journal.id.lane == Lane::kUrgent) continue;
    ASSERT_TRUE(uplink_->take_receipt(
        country_.receipt(journal, journal.head.sequence, journal.head.hash, 0)));
  }
  EXPECT_EQ(get("/api/strip")["unsent"],
            (json{{"records", 0}, {"evidence_records", 0}, {"evidence_bytes", 0}}));
}

TEST_F(DeskTest, NamesEverythingThatIsMissing) {
  publish_all();
  log_in();
  json inspection = read(kCleanZone);
  const std::vector<std::pair<json, std::string>> cases{
      {{{"decision", "admit"}}, "/purpose missing; /transport missing; "},
      {{{"decision", "maybe"}}, "/decision unknown_code; "},
      {{{"decision", "admit"}, {"granted_days", "many"}}, "/granted_days not_a_number; "},
      {{{"decision", "admit"}, {"granted_until", "soon"}}, "/granted_until not_a_date; "},
      {{{"decision", "refuse"}}, "/grounds missing; #question/asylum missing; "},
  };
  for (const auto& [decision, expected] : cases) {
    const Response response = decide(inspection, decision);
    EXPECT_EQ(problem_of_answer(response), "422 incomplete") << decision;
    EXPECT_EQ(pointers(response), expected) << decision;
  }
  EXPECT_EQ(problem_of_answer(decide(inspection, json::array())), "400 bad-request");
  EXPECT_EQ(problem_of_answer(decide(inspection, {{"decision", "refuse"}, {"grounds", 7}})),
            "400 bad-request");
}

TEST_F(DeskTest, AChildCrossesWithTheAdultWhoWasAdmittedBefore) {
  publish_all();
  log_in();
  const json adult = json::parse(decide(read(kCleanZone), kAdmit).body);
  const json typed{{"document",
                    {{"issuing_state", "UTO"},
                     {"document_number", "C7654321"},
                     {"surname", "Muster"},
                     {"nationality", "UTO"},
                     {"birth_date", "2016-01-01"}}}};
  const json child =
      json::parse(ask("POST", "/api/inspections?direction=entry", typed.dump()).body);
  EXPECT_GE(child["questions"][0]["evidence"].size(), 3U);
  json together = kAdmit;
  together["with"] = adult["record"];
  together["answers"] = {{{"question", "child"}, {"answer", "alone"}}};
  EXPECT_EQ(pointers(decide(child, together)),
            "#question/child not_alone; #question/child evidence_missing; ");
  together["answers"] = {{{"question", "child"}, {"answer", "with_parent"}}};
  together["child_evidence"] = "birth_certificate";
  together["with"] = "PASO-01-01:1:movement:77";
  EXPECT_EQ(pointers(decide(child, together)), "/with unknown_record; ");
  together["with"] = "the mother";
  EXPECT_EQ(pointers(decide(child, together)), "/with unknown_record; ");
  together["with"] = adult["record"];
  ASSERT_EQ(decide(child, together).status, 201);
  const json recent = json::parse(ask("GET", "/api/decisions").body)["items"];
  EXPECT_EQ(recent[0]["group"], adult["record"]);
  EXPECT_FALSE(recent[1].contains("group"));
}

TEST_F(DeskTest, ATypedDocumentIsHeldToItsCheckDigits) {
  publish_all();
  log_in();
  const json typed{{"document",
                    {{"document_code", "P"},
                     {"issuing_state", "UTO"},
                     {"document_number", "l898902c3"},
                     {"surname", "Eriksson"},
                     {"nationality", "UTO"},
                     {"birth_date", "1974-08-12"}}},
                   {"check_digits", {{"document_number", "6"}, {"birth_date", "3"}}}};
  const Response opened = ask("POST", "/api/inspections?direction=entry", typed.dump());
  ASSERT_EQ(opened.status, 201) << opened.body;
  json inspection = json::parse(opened.body);
  EXPECT_EQ(inspection["checks"][0]["state"], "ok");
  EXPECT_EQ(inspection["checks"][1]["state"], "fail");
  EXPECT_EQ(inspection["checks"][2]["reason"], "not_typed");
  EXPECT_EQ(inspection["alerts"][1]["kind"], "alert_list") << "the number is folded to upper case";
  const Response empty = ask("POST", "/api/inspections?direction=entry", R"({"document":{}})");
  EXPECT_EQ(problem_of_answer(empty), "422 incomplete");
  EXPECT_EQ(problem_of_answer(ask("POST", "/api/inspections?direction=up", typed.dump())),
            "400 bad-request");
  EXPECT_EQ(problem_of_answer(ask("POST", "/api/inspections?direction=entry", "{")),
            "400 bad-request");
}

TEST_F(DeskTest, AReadingCanBeCorrectedByHand) {
  publish_all();
  log_in();
  json inspection = read(kCleanZone);
  const std::string address = "/api/inspections/" + inspection["id"].get<std::string>();
  json document = inspection["document"];
  document["surname"] = "MUSTERMANN";
  const Response corrected = ask("PUT", address + "/document", json{{"document", document}}.dump());
  ASSERT_EQ(corrected.status, 200) << corrected.body;
  EXPECT_EQ(json::parse(corrected.body)["document"]["surname"], "MUSTERMANN");
  EXPECT_EQ(inspection["sources"]["surname"]["source"], "mrz");
  EXPECT_EQ(json::parse(corrected.body)["sources"]["surname"]["source"], "typed");
  EXPECT_EQ(json::parse(corrected.body)["reading"]["mrz"]["fields"]["surname"], "MUSTER");
  EXPECT_EQ(problem_of_answer(ask("GET", address + "/picture")), "404 no-picture");
  EXPECT_EQ(ask("DELETE", address).status, 204);
  EXPECT_EQ(problem_of_answer(ask("GET", address)), "404 no-such-inspection");
}

TEST_F(DeskTest, WhatTheFirstReadingSaidIsNotTypedAway) {
  publish_all();
  log_in();
  const std::string wrong_digit = std::string(kZone).replace(kZone.find("36UTO") + 1, 1, "7");
  json fields = read(kCleanZone)["document"];
  const std::pair<std::string, std::string> typed[] = {
      {json{{"document", fields}}.dump(), "application/json"},
      {std::string(kCleanZone), "text/plain"}};
  for (const auto& [body, type] : typed) {
    const json first = read(wrong_digit);
    ASSERT_NE(pointers(decide(first, kAdmit)).find("override-check_digit_document_number missing"),
              std::string::npos);
    const std::string address = "/api/inspections/" + first["id"].get<std::string>();
    const Response answer = ask("PUT", address + "/document", body, type);
    ASSERT_EQ(answer.status, 200) << answer.body;
    const json now = json::parse(answer.body);
    EXPECT_EQ(now["id"], first["id"]) << type;
    EXPECT_EQ(now["source"], "typed") << type;
    EXPECT_EQ(now["document"]["document_number"], "X1234567") << type;
    std::string hits;
    for (const auto& alert : now["alerts"]) {
      if (alert["kind"] != "alert_list") continue;
      hits += alert["reference"].get<std::string>();
      EXPECT_EQ(alert["earlier_reading"], true) << type;
    }
    EXPECT_EQ(hits, "A-17") << type;
    const std::string missing = pointers(decide(now, kAdmit));
    EXPECT_NE(missing.find("#question/alert-"), std::string::npos) << type << missing;
    EXPECT_EQ(missing.find("override") == std::string::npos, type == "text/plain")
        << "right digits were typed: " << missing;
    publish("alerts", kAlerts);
    const std::string after_list = pointers(decide(now, kAdmit));
    EXPECT_EQ(after_list, missing) << "a list that comes meanwhile takes nothing away";
  }
  const json first = read(kZone);
  EXPECT_EQ(problem_of_answer(
                ask("PUT", "/api/inspections/" + first["id"].get<std::string>() + "/document",
                    "NOT A ZONE", "text/plain")),
            "422 not-an-mrz");
}

TEST_F(DeskTest, SaysWhatCannotBeRead) {
  publish_all();
  log_in();
  const std::string target = "/api/readings?direction=entry";
  EXPECT_EQ(problem_of_answer(ask("POST", target, "NOT A ZONE", "text/plain")), "422 not-an-mrz");
  EXPECT_EQ(problem_of_answer(ask("POST", target, "x", "image/png")), "503 reader-unavailable");
  EXPECT_EQ(problem_of_answer(ask("POST", target, "x", "application/zip")), "415 unsupported-type");
}

TEST_F(DeskTest, TheStripSaysHowOldEverythingIs) {
  publish_all();
  log_in();
  json strip = json::parse(ask("GET", "/api/strip").body);
  EXPECT_EQ(strip["link"]["state"], "never");
  EXPECT_EQ(strip["clock"]["state"], "unknown");
  EXPECT_EQ(strip["bulletins"][0]["channel"], "alerts");
  EXPECT_EQ(strip["bulletins"][0]["stale"], true) << "a day and a half old, and no word since";
  ASSERT_TRUE(
      uplink_->note_trusted_time(clock_.now().plus(std::chrono::days(10)), std::chrono::days(10)));
  strip = json::parse(ask("GET", "/api/strip").body);
  EXPECT_EQ(strip["clock"]["state"], "doubtful") << "ten days behind";
  EXPECT_NEAR(strip["clock"]["offset_ms"].get<double>(), -864e6, 60e3);
  EXPECT_EQ(strip["bulletins"][1]["channel"], "policies");
  EXPECT_EQ(strip["bulletins"][1]["stale"], true) << "eleven days old by the centre's clock";
  link_.phase = LinkPhase::kUp;
  link_.since = link_.last_contact = clock_.now();
  strip = json::parse(ask("GET", "/api/strip").body);
  EXPECT_EQ(strip["link"]["state"], "up");
  EXPECT_EQ(strip["bulletins"][0]["stale"], false) << "the centre would have sent a newer one";
}

OpenInspection inspection_with(const std::string& id, std::size_t picture_bytes, bool decided) {
  OpenInspection inspection;
  inspection.id = id;
  if (picture_bytes > 0) {
    inspection.picture = std::make_shared<const std::string>(picture_bytes, 'x');
  }
  if (decided) inspection.taken.emplace();
  return inspection;
}

TEST(OpenInspectionsTest, OldPicturesGoBeforeAnybodysTraveller) {
  OpenInspections held;
  constexpr std::size_t kThird = OpenInspections::kPictureBytesMax / 3;
  for (const auto* id : {"1", "2", "3", "4"}) held.add(inspection_with(id, kThird, false));
  EXPECT_EQ(held.find("1")->picture, nullptr);
  EXPECT_NE(held.find("2")->picture, nullptr);
  held.add(inspection_with("5", OpenInspections::kPictureBytesMax, false));
  EXPECT_EQ(held.undecided(), 5U);
  EXPECT_NE(held.find("5")->picture, nullptr) << "the newest always has its picture";
  EXPECT_EQ(held.find("4")->picture, nullptr);
}

TEST(OpenInspectionsTest, WhatIsDecidedGivesWayFirst) {
  std::string gone;
  OpenInspections held([&gone](const OpenInspection& inspection) { gone += inspection.id; });
  for (std::size_t i = 0; i < OpenInspections::kInspectionsMax; ++i) {
    held.add(inspection_with(std::to_string(i), 0, i == 5));
  }
  held.add(inspection_with("next", 0, false));
  EXPECT_EQ(held.find("5"), nullptr);
  EXPECT_NE(held.find("0"), nullptr);
  EXPECT_EQ(gone, "") << "what is decided is told of nobody";
  held.add(inspection_with("one more", 0, false));
  EXPECT_EQ(held.find("0"), nullptr) << "all are undecided: the oldest goes";
  EXPECT_EQ(gone, "0");
}

TEST_F(DeskTest, MetricsHaveATokenOfTheirOwn) {
  publish_all();
  EXPECT_EQ(ask("GET", "/metrics").status, 401);
  log_in();
  EXPECT_EQ(ask("GET", "/metrics").status, 403);
  cookie_.clear();
  bearer_ = "the tokem";
  EXPECT_EQ(ask("GET", "/metrics").status, 401);
  bearer_ = "the token";
  EXPECT_NE(ask("GET", "/metrics").body.find("garita_station_unsent_records 1\n"),
            std::string::npos);
}

}  // namespace
}  // namespace garita::station
