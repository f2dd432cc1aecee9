#include <gmock/gmock.h>

#include "central-sync/directorate/directorate_fixture.h"
#include "central-sync/directorate/overstay_list.h"
#include "schema/http/testing/contract.h"

namespace garita::central {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(DirectorateTest, AnswersWhatTheContractLists) {
  const auto contract = std::filesystem::path(GARITA_SOURCE_DIR) / "schema/api/openapi.yaml";
  EXPECT_EQ(garita::testing::operations_of(router_),
            garita::testing::operations_in(contract, "directorate"));
}

struct RoleCase {
  std::string officer;
  std::map<std::string, int> statuses;
};

TEST_F(DirectorateTest, ShowsEachRoleItsOwn) {
  const std::vector<RoleCase> cases{
      {"analyst", {{"/api/overstays", 200}, {"/api/persons/P-X", 403}, {"/metrics", 403}}},
      {"reviewer", {{"/api/overstays", 200}, {"/api/persons/P-X", 428}, {"/metrics", 403}}},
      {"operations", {{"/api/overstays", 403}, {"/api/posts", 200}, {"/metrics", 200}}},
  };
  for (const RoleCase& c : cases) {
    log_in_as(c.officer);
    for (const auto& [target, status] : c.statuses) {
      EXPECT_EQ(ask("GET", target).status, status) << c.officer << " " << target;
    }
  }
  cookie_.clear();
  EXPECT_EQ(ask("GET", "/api/overstays").status, 401);
  EXPECT_EQ(ask("POST", "/api/session", R"({"officer":"officer","password":"open sesame"})").status,
            403)
      << "officers of the posts have their own console";
  EXPECT_EQ(ask("POST", "/api/session", "{}", {{"Sec-Fetch-Site", "cross-site"}}).status, 403);
  EXPECT_EQ(ask("GET", "/metrics", "", {{"Authorization", "Bearer the token"}}).status, 200);
}

/// One of each, who entered one after the other.
std::vector<OverstayRow> rows_of(std::initializer_list<const char*> nationalities) {
  std::vector<OverstayRow> rows;
  for (const auto* code : nationalities) {
    OverstayRow row;
    row.nationality = CountryCode(code);
    row.flag.state = FlagState::kConfirmed;
    row.flag.at = Instant{static_cast<std::int64_t>(rows.size())};
    rows.push_back(row);
  }
  return rows;
}

TEST(OverstayList, OfOneNationalityHasWhoeverBearsAnyCodeOfThatState) {
  const auto rows = rows_of({"D", "DEU", "GTM", ""});
  const std::pair<const char*, std::size_t> cases[] = {
      {"D", 2}, {"DEU", 2}, {"GTM", 1}, {"ESP", 0}, {"", 4}};
  for (const auto& [asked, found] : cases)
    EXPECT_EQ(filtered(rows, *list_request({{"nationality", asked}}, Instant{})).rows.size(), found)
        << asked;
}

TEST(OverstayList, SortedByNationalityHasWhoeverIsOfOneStateTogether) {
  // "D" and "DEU" are one State; as written, "DEU" stands behind "D", whichever entered first.
  const auto rows = rows_of({"DEU", "DNK", "D", "CRI"});
  const auto sorted = [&](const char* by) {
    std::string codes;
    for (const auto& row : filtered(rows, *list_request({{"sort", by}}, Instant{})).rows)
      codes += row.nationality.value() + " ";
    return codes;
  };
  EXPECT_EQ(sorted("nationality"), "CRI DEU D DNK ");
  EXPECT_EQ(sorted("-nationality"), "DNK DEU D CRI ");
}

TEST(OverstayList, OfAMomentThatHasNotComeIsRefused) {
  const Instant now = *Instant::from_rfc3339("2026-03-20T12:00:00Z");
  for (const std::string name : {"as_of", "known_at"}) {
    EXPECT_TRUE(list_request({{name, "2026-03-20T12:00:00Z"}}, now)) << name;
    const auto refused = list_request({{name, "2026-03-20T12:00:01Z"}}, now);
    ASSERT_FALSE(refused) << name;
    EXPECT_EQ(refused.error().message, name + ": lies in the future: it is 2026-03-20T12:00:00Z");
  }
}

TEST_F(DirectorateTest, ListsDecisionsWhoseEntryHasNotComeUntilItDoes) {
  log_in_as("reviewer");
  const auto waiting = [&] { return json::parse(ask("GET", "/api/waiting-decisions").body); };
  EXPECT_EQ(waiting(),
            (json{{"at", "2026-02-06T12:00:00Z"}, {"more", false}, {"items", json::array()}}));
  const Instant decided = utc("2026-02-01T15:00:00Z");
  StatusDecision asylum;
  asylum.kind = StatusKind::kProtection;
  asylum.at = decided;
  auto& sur = centre_.station("SUR");
  asylum.entry = *RecordId::parse(sur.id().value() + ":1:movement:1");
  asylum.authority = "DGM";
  asylum.officer = OfficerId("rsolis");
  const auto record = centre_.own().write(asylum, decided);
  centre_.receive(centre_.own(), decided);
  centre_.project();
  const json page = waiting();
  ASSERT_EQ(page["items"].size(), 1U) << page;
  const json& one = page["items"][0];
  EXPECT_EQ(one["record"], record.text());
  EXPECT_EQ(one["entry"], asylum.entry->text());
  EXPECT_EQ(one["decision"], "suspend") << "and never that it protects somebody";
  EXPECT_FALSE(one.contains("authority")) << "nor by whom";
  EXPECT_EQ(one["text"]["fr"], "suspension");
  EXPECT_EQ(one["since"], "2026-02-06T11:00:00Z");
  sur.write(testing::entry("SUR", utc("2026-01-30T15:00:00Z"), "CAME"),
            utc("2026-01-30T15:00:00Z"));
  centre_.receive(sur, utc("2026-02-06T11:00:00Z"));
  centre_.project();
  EXPECT_EQ(waiting()["items"], json::array());
}

TEST_F(DirectorateTest, SaysOfNoOfficeThatItLacksAListOfPersons) {
  centre_.enrol("OFICINA", utc("2026-01-04T00:00:00Z"), "office");
  const auto office = centre_.station("OFICINA").id();
  ASSERT_TRUE(centre_.database().intake().in_transaction([&] {
    return centre_.database().intake().note_contact(office, utc("2026-02-06T11:59:00Z"));
  }));
  for (const auto* channel : {"open-stays", "officers"}) {
    Bulletin bulletin;
    bulletin.channel = channel;
    bulletin.version = 1;
    bulletin.content = Bytes(20, 'x');
    bulletin.sign(centre_.centre_key());
    ASSERT_TRUE(centre_.database().book().put_bulletin(bulletin));
  }
  log_in_as("operations");
  std::string lacking;
  const json page = json::parse(ask("GET", "/api/bulletins").body);
  for (const auto& one : page["items"])
    for (const auto& at : one["posts"])
      if (at["post"] == "OFICINA") lacking += one["channel"].get<std::string>() + " ";
  EXPECT_THAT(lacking, HasSubstr("officers"));
  EXPECT_THAT(lacking, Not(HasSubstr("open-stays")));
}

TEST_F(DirectorateTest, NamesThePostThatHoldsADecisionUp) {
  log_in_as("analyst");
  const json page = held();
  EXPECT_EQ(page["total"], 2);
  ASSERT_EQ(page["items"].size(), 2U);
  EXPECT_EQ(page["items"][0]["blocking_posts"], json::array({"SUR"}));
  EXPECT_EQ(page["blocking"][0]["post"], "SUR");
  EXPECT_EQ(page["blocking"][0]["flags_held"], 2);
}

TEST_F(DirectorateTest, EveryLookAtAPersonIsOnRecordBeforeItIsShown) {
  log_in_as("reviewer");
  const std::string address = "/api/persons/" + held()["items"][0]["person"].get<std::string>();
  EXPECT_EQ(ask("GET", address).status, 428);
  EXPECT_EQ(ask("GET", address, "", {{"Garita-Reason", "curiosity"}}).status, 400);
  for (const std::string& nobody :
       {"P-" + std::string(3000, 'X'), std::string("everybody"), std::string("P-1' OR '1'='1")})
    EXPECT_EQ(ask("GET", "/api/persons/" + nobody, "", {{"Garita-Reason", "flag_review"}}).status,
              404)
        << nobody;
  EXPECT_EQ(std::exchange(audit_, ""), "reviewer logged_in  \n");
  const Response shown = ask(
      "GET", address, "", {{"Garita-Reason", "flag_review"}, {"Garita-Reason-Note", "n%C2%BA7"}});
  ASSERT_EQ(shown.status, 200) << shown.body;
  EXPECT_EQ(json::parse(shown.body)["flags"].size(), 1U);
  EXPECT_EQ(json::parse(shown.body)["stays"][0]["entry"]["other_state"], "MEX");
  EXPECT_EQ(audit_, "reviewer person_seen " + address.substr(13) + " flag_review: nº7\n");
  audit_broken_ = true;
  EXPECT_EQ(ask("GET", address, "", {{"Garita-Reason", "flag_review"}}).status, 503);
}

TEST_F(DirectorateTest, TellsWhatACrossingIsKnownBy) {
  auto& norte = centre_.station("NORTE");
  const Instant at = utc("2026-01-03T16:00:00Z");
  auto stamped = testing::entry("NORTE", at, "STAMPED");
  stamped.evidence = EvidenceClass::kStamp;
  stamped.fallback = true;
  const auto record = norte.write(stamped, at);
  centre_.receive(norte, at);
  centre_.project();
  log_in_as("reviewer");
  const Response page =
      ask("GET", "/api/persons/" + record.text(), "", {{"Garita-Reason", "flag_review"}});
  ASSERT_EQ(page.status, 200) << page.body;
  const json shown = json::parse(page.body);
  for (const json& each :
       {shown["stays"][0]["entry"], shown["flags"][0], shown["timeline"].back()}) {
    EXPECT_EQ(each["evidence"], "stamp") << each;
    EXPECT_EQ(each["fallback"], true);
  }
  const json list = json::parse(
      ask("GET", "/api/overstays?states=open,due,pending_data,probable,confirmed").body);
  for (const auto& row : list["items"])
    EXPECT_EQ(row["evidence"], row["subject"] == record.text() ? "stamp" : "officer_scan") << row;
}

TEST_F(DirectorateTest, TellsWhoApprovedAndWithWhomSomebodyCrossedWithoutMoreOfThem) {
  auto& norte = centre_.station("NORTE");
  const Instant at = utc("2026-02-01T16:00:00Z");
  auto mother = testing::entry("NORTE", at, "MOTHER");
  mother.approved_by = OfficerId("jefa");
  const auto first = norte.write(mother, at);
  auto child = testing::entry("NORTE", at, "CHILD");
  child.group = first;
  child.relationship = "with_parent";
  child.relationship_evidence = "birth_certificate";
  const auto second = norte.write(child, at);
  centre_.receive(norte, at);
  centre_.project();
  log_in_as("reviewer");
  const auto shown = [&](const RecordId& who) {
    const Response page =
        ask("GET", "/api/persons/" + who.text(), "", {{"Garita-Reason", "flag_review"}});
    EXPECT_EQ(page.status, 200) << page.body;
    return json::parse(page.body);
  };
  const auto crossing = [&](const RecordId& who) {
    const json page = shown(who);
    for (const auto& event : page["timeline"])
      if (event["kind"] == "entry") return json(event);
    return json();
  };
  const std::string adult = shown(first)["person"];
  const std::string young = shown(second)["person"];
  EXPECT_EQ(crossing(first)["approved_by"], "jefa");
  EXPECT_FALSE(crossing(second).contains("approved_by"));
  json expected{{"person", young},
                {"record", second.text()},
                {"leads", false},
                {"relationship", "with_parent"},
                {"relationship_evidence", "birth_certificate"}};
  EXPECT_EQ(crossing(first)["companions"], json::array({expected}));
  expected["person"] = adult;
  expected["record"] = first.text();
  expected["leads"] = true;
  EXPECT_EQ(crossing(second)["companions"], json::array({expected}));
  EXPECT_THAT(shown(first).dump(), Not(HasSubstr("GARCIA CHILD")));

  StatusDecision protection;
  protection.kind = StatusKind::kProtection;
  protection.at = at.plus(std::chrono::hours(1));
  protection.entry = second;
  centre_.own().write(protection, protection.at);
  centre_.receive(centre_.own(), protection.at);
  centre_.project();
  EXPECT_FALSE(crossing(first).contains("companions"));
  EXPECT_EQ(crossing(second)["companions"].size(), 1U) << "the adult is not protected";
}

TEST_F(DirectorateTest, TellsWhoTypedInFromPaperAndWhoCorrectedWhyAndByWhoseApproval) {
  auto& norte = centre_.station("NORTE");
  const Instant at = utc("2026-02-01T16:00:00Z");
  auto typed = testing::entry("NORTE", at, "AUNTS");
  typed.fallback = true;
  typed.officer = OfficerId("blopez");
  typed.typed_by = OfficerId("agarcia");
  typed.relationship = "with_relative";
  typed.relationship_evidence = "court_order";
  const auto record = norte.write(typed, at);
  norte.write(Correction{record, at, "a mistake", OfficerId("ramos"), typed, OfficerId("jefa")},
              at);
  centre_.receive(norte, at);
  centre_.project();
  log_in_as("reviewer");
  const json page = json::parse(
      ask("GET", "/api/persons/" + record.text(), "", {{"Garita-Reason", "flag_review"}}).body);
  int crossings = 0;
  for (const auto& event : page["timeline"]) {
    if (event["kind"] != "entry") continue;
    ++crossings;
    EXPECT_EQ(event["decided_by"], "blopez");
    EXPECT_EQ(event["typed_by"], "agarcia");
    EXPECT_EQ(event["relationship"], "with_relative");
    EXPECT_EQ(event["relationship_evidence"], "court_order");
    const bool corrected = event["record"] == record.text();
    EXPECT_EQ(event.value("correction_approved_by", "nobody"), corrected ? "jefa" : "nobody");
    EXPECT_EQ(event.value("corrected_by", "nobody"), corrected ? "ramos" : "nobody");
    EXPECT_EQ(event.value("correction_reason", "none"), corrected ? "a mistake" : "none");
  }
  EXPECT_EQ(crossings, 2);
}

TEST_F(DirectorateTest, AHitThatWasLeftIsAnIncidentOfWhichNothingTellsThatItWasSilent) {
  const Instant at = utc("2026-02-06T10:00:00Z");
  auto& norte = centre_.station("NORTE");
  std::vector<std::string> records;
  for (const bool shown : {true, false}) {
    HitLeft left;
    left.at = at;
    left.post = PostCode("NORTE");
    left.officer = OfficerId("agarcia");
    left.document.issuing_state = "UTO";
    left.document.document_number = "LISTED1";
    left.document.surname = "KEHLER";
    left.seen = {"ZEN-2026-0107", "document"};
    left.shown = shown;
    left.how = kPutAside;
    left.note = shown ? "Another passport." : "";
    records.push_back(norte.write(left, at, Lane::kUrgent).text());
  }
  centre_.receive(norte, at, Lane::kUrgent);
  centre_.project();
  log_in_as("reviewer");
  const json listed = json::parse(ask("GET", "/api/incidents").body);
  const auto row = [&](const std::string& record) {
    return json{{"incident", "hit_left"},
                {"post", "NORTE"},
                {"record", record},
                {"at", at.rfc3339()},
                {"since", "2026-02-06T11:00:00Z"}};
  };
  EXPECT_EQ(listed["items"], (json{row(records[0]), row(records[1])}));
  EXPECT_EQ(listed["more"], false);
}

TEST_F(DirectorateTest, WhatWasClosedAndReportsAgainIsAnIncidentThatSaysWhoClosedIt) {
  const Instant closed = utc("2026-02-06T11:10:00Z");
  centre_.own().write(Closure{"SUR", closed, "the post burnt down", OfficerId("jefa")}, closed);
  centre_.receive(centre_.own(), closed);
  claim("NORTE", "2026-02-06T11:20:00Z");
  centre_.project();
  clock_.pass(std::chrono::hours(2));
  centre_.receive_claim(centre_.station("SUR"), utc("2026-02-06T11:11:00Z"),
                        utc("2026-02-06T13:30:00Z"));
  centre_.project();
  log_in_as("reviewer+operations");
  const json reopened{{"closing", "CENTRE-01:1:movement:1"}, {"closed", "SUR"},
                      {"closed_at", closed.rfc3339()},       {"officer", "jefa"},
                      {"why", "the post burnt down"},        {"station", "SUR-01"},
                      {"since", "2026-02-06T13:30:00.001Z"}};
  const json listed = json::parse(ask("GET", "/api/incidents").body);
  EXPECT_EQ(listed["items"], (json{{{"incident", "closed_reports_again"},
                                    {"post", "SUR"},
                                    {"record", "CENTRE-01:1:movement:1"},
                                    {"reopened", reopened},
                                    {"at", closed.rfc3339()},
                                    {"since", "2026-02-06T13:30:00.001Z"}}}));
  EXPECT_EQ(held()["total"], 0) << "it has told enough for these";
  EXPECT_FALSE(json::parse(ask("GET", "/api/posts").body)["items"][1].contains("reopened"));
}

TEST_F(DirectorateTest, AFlagThatRestsOnAClosingSaysOnWhich) {
  const Instant closed = utc("2026-02-06T11:10:00Z");
  centre_.own().write(Closure{"SUR", closed, "the post burnt down", OfficerId("jefa")}, closed);
  centre_.receive(centre_.own(), closed);
  centre_.project();
  log_in_as("reviewer+operations");
  const json page = json::parse(ask("GET", "/api/overstays").body);
  ASSERT_EQ(page["total"], 2);
  const json told{{"closing", "CENTRE-01:1:movement:1"},
                  {"closed", "SUR"},
                  {"closed_at", closed.rfc3339()},
                  {"officer", "jefa"},
                  {"why", "the post burnt down"},
                  {"post", "SUR"},
                  {"complete_until", "2026-01-20T11:00:00Z"}};
  EXPECT_EQ(page["items"][0]["rests_on"], json{told});
  const json person =
      json::parse(ask("GET", "/api/persons/" + page["items"][0]["person"].get<std::string>(), "",
                      {{"Garita-Reason", "flag_review"}})
                      .body);
  EXPECT_EQ(person["flags"][0]["rests_on"], json{told});
}

TEST_F(DirectorateTest, ADocumentThatTwoPeopleShowedIsAnIncidentWithBothRecordsAndNames) {
  auto& sur = centre_.station("SUR");
  const Instant at = utc("2026-02-06T10:00:00Z");
  auto made = testing::exit("SUR", at, "STAYS");
  made.document.surname = "IXQUIAC TZOC";
  made.document.given_names = "PEDRO";
  made.document.birth_date = *PartialDate::from_text("1951-11-23");
  const auto record = sur.write(made, at);
  centre_.receive(sur, at);
  centre_.project();
  log_in_as("reviewer");
  const json listed = json::parse(ask("GET", "/api/incidents").body);
  ASSERT_EQ(listed["items"].size(), 1U);
  const json& one = listed["items"][0];
  EXPECT_EQ(one["incident"], "other_holder");
  EXPECT_EQ(one["record"], record.text());
  EXPECT_EQ(one["subject"], "NORTE-01:1:movement:2");
  ASSERT_EQ(one["holders"].size(), 2U);
  EXPECT_FALSE(one.contains("decided"));
  const json decision = {{"decision", "link"},
                         {"one", one["holders"][0]},
                         {"other", one["holders"][1]},
                         {"reason", "married, and his birth was put right"}};
  const Response decided = ask("POST", "/api/identity-decisions", decision.dump());
  ASSERT_EQ(decided.status, 201) << decided.body << "though a document has made them one";
  centre_.project();
  const json settled = json::parse(ask("GET", "/api/incidents").body)["items"][0]["decided"];
  EXPECT_EQ(settled["decision"], "link");
  EXPECT_EQ(settled["officer"], "reviewer");
  EXPECT_EQ(settled["reason"], decision["reason"]);
}

TEST_F(DirectorateTest, AFlagThatWaitsAgainSaysForWhichClosing) {
  const Instant closed = utc("2026-01-21T00:00:00Z");
  centre_.own().write(Closure{"SUR", closed, "the post burnt down", OfficerId("jefa")}, closed);
  centre_.receive(centre_.own(), utc("2026-02-06T11:10:00Z"));
  centre_.receive_claim(centre_.station("SUR"), utc("2026-01-25T00:00:00Z"),
                        utc("2026-02-06T11:30:00Z"));
  centre_.project();
  log_in_as("reviewer+operations");
  const json page = held();
  ASSERT_EQ(page["total"], 2);
  const json& reopened = page["items"][0]["reopened"];
  EXPECT_EQ(page["items"][0]["cause"], "CENTRE-01:1:movement:1 reports_again");
  EXPECT_EQ(reopened["closed"], "SUR");
  EXPECT_EQ(reopened["since"], "2026-02-06T11:30:00.001Z");
  EXPECT_EQ(page["blocking"][0]["reopened"], json{reopened});
  const json posts = json::parse(ask("GET", "/api/posts").body);
  EXPECT_EQ(posts["items"][1]["reopened"], json{reopened});
  EXPECT_EQ(posts["items"][1]["stations"][0]["held_back_by"], json{"reports again"});
  const json person =
      json::parse(ask("GET", "/api/persons/" + page["items"][0]["person"].get<std::string>(), "",
                      {{"Garita-Reason", "flag_review"}})
                      .body);
  const json& last = person["timeline"][0];
  EXPECT_EQ(last["kind"], "flag");
  EXPECT_EQ(last["cause"], "reports_again");
  EXPECT_EQ(last["reopened"], reopened);
}

TEST_F(DirectorateTest, TellsMomentsInTheZoneOfTheCountrysFirstPost) {
  EXPECT_EQ(json::parse(ask("GET", "/api/site").body)["zone"], "America/Guatemala");
}

TEST_F(DirectorateTest, WhoCameAndWentIsOnRecordOrNobodyIsLetIn) {
  EXPECT_EQ(cookie_of("king"), "");
  cookie_ = cookie_of("analyst");
  EXPECT_EQ(ask("DELETE", "/api/session").status, 204);
  EXPECT_EQ(audit_,
            " log_in_refused  nobody is called so\nanalyst logged_in  \nanalyst logged_out  \n");
  audit_broken_ = true;
  EXPECT_EQ(cookie_of("analyst"), "");
}

TEST_F(DirectorateTest, ADownloadedListIsOnRecord) {
  log_in_as("analyst");
  audit_.clear();
  const std::string list = "/api/overstays.csv?states=pending_data";
  EXPECT_EQ(ask("GET", list).status, 428);
  EXPECT_EQ(ask("GET", list + "&reason=curiosity").status, 400);
  EXPECT_EQ(audit_, "");
  const Response given = ask("GET", list + "&reason=court_request&reason_note=n%C2%BA7");
  EXPECT_EQ(given.status, 200);
  EXPECT_TRUE(given.body.starts_with("flag,state,person,"));
  EXPECT_EQ(audit_, "analyst overstays_downloaded overstays.csv court_request: nº7\n");
  audit_broken_ = true;
  EXPECT_EQ(ask("GET", list + "&reason=court_request").status, 503);
}

TEST_F(DirectorateTest, WhoeverAsksForOneDocumentSaysWhy) {
  log_in_as("analyst");
  audit_.clear();
  const std::string list = "/api/overstays?states=pending_data&document=sta-ys";
  EXPECT_EQ(ask("GET", list).status, 428);
  EXPECT_EQ(ask("GET", list, "", {{"Garita-Reason", "curiosity"}}).status, 400);
  EXPECT_EQ(audit_, "");
  const Response found = ask("GET", list, "", {{"Garita-Reason", "border_case"}});
  ASSERT_EQ(found.status, 200) << found.body;
  EXPECT_EQ(json::parse(found.body)["total"], 1);
  EXPECT_EQ(audit_, "analyst document_looked_up STAYS border_case\n");
  audit_broken_ = true;
  EXPECT_EQ(ask("GET", list, "", {{"Garita-Reason", "border_case"}}).status, 503);
}

}  // namespace
}  // namespace garita::central
