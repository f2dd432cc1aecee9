#include <gmock/gmock.h>

#include "border-station/desk/desk_fixture.h"

namespace garita::station {
namespace {

using ::testing::HasSubstr;

/// It is 2026-03-02T14:00:00Z.
class DeskPaper : public DeskTest {
 protected:
  DeskPaper() {
    publish_all();
    log_in("jefa");
  }
  Response announce(const json& form) { return ask("POST", "/api/paper", form.dump()); }
  Response close(int entered) {
    return ask("POST", "/api/paper/close", json{{"entered", entered}}.dump());
  }
  Response set_aside(int entered) {
    return ask("POST", "/api/paper/set-aside", json{{"entered", entered}}.dump());
  }
  void announce_morning() {
    ASSERT_EQ(announce({{"from", "2026-03-02T08:10:00Z"}, {"reason", "no current"}}).status, 204);
    log_in("agarcia");
  }
  Response open_on_paper(const std::string& at, std::string_view zone = kCleanZone,
                         const std::string& more = "") {
    return ask("POST", "/api/readings?direction=entry&typed=yes&paper_at=" + at + more,
               std::string(zone), "text/plain");
  }
  Response check(const std::string& at, const std::string& officer = "") {
    return ask("GET", "/api/paper?paper_at=" + at + "&paper_officer=" + officer);
  }
  json paper() { return json::parse(ask("GET", "/api/strip").body).value("paper", json("none")); }
  void tell_closed(const std::string& record) {
    const auto officers = *uplink_->bulletin("officers");
    auto list = json::parse(text_of(officers->content));
    list["papers_closed"] = {{{"record", record}, {"at", "2026-03-02T13:59:00Z"}}};
    publish("officers", list.dump());
  }
  Crossing recorded(const Response& decided) {
    const auto id = RecordId::parse(json::parse(decided.body)["record"].get<std::string>());
    return *(*uplink_->decision(*id))->crossing;
  }
  std::string notes() {
    const JournalId journal{uplink_->place().station, uplink_->incarnation(), Lane::kAudit};
    std::string text;
    const auto entries = *uplink_->entries_after(journal, 0, 1000, SIZE_MAX);
    for (const auto& entry : entries) {
      const auto wrapped = *uplink_->wrapped_key(journal.incarnation, entry.header.epoch);
      const auto key = *unwrap_epoch_key(wrapped->wrapped, country_.seal_key, country_.seal);
      const auto record = *decode_record(*open_entry(entry, key));
      const auto& note = std::get<AuditNote>(record);
      text += note.officer.value() + " " + note.action + " (" + note.reason + ")\n";
    }
    return text;
  }
};

TEST_F(DeskPaper, IsAnnouncedBySupervisorsOfHoursThatWere) {
  EXPECT_EQ(paper(), "none");
  EXPECT_EQ(pointers(announce(json::object())), "/reason missing; ");
  EXPECT_EQ(pointers(announce({{"from", "2026-03-02T14:00:01Z"}, {"reason", "seen"}})),
            "/from in_the_future; ");
  EXPECT_EQ(pointers(announce({{"from", "yesterday"}, {"reason", "seen"}})), "/from not_a_date; ");
  ASSERT_EQ(announce({{"from", "2026-03-02T08:10:00Z"}, {"reason", "no current"}}).status, 204);
  EXPECT_EQ(paper(), (json{{"from", "2026-03-02T08:10:00Z"}, {"entered", 0}}));
  EXPECT_EQ(problem_of_answer(announce({{"reason", "again"}})), "409 paper-open-already");
  EXPECT_THAT(notes(), HasSubstr("jefa paper_announced (no current)"));
  start();
  log_in("agarcia");
  EXPECT_EQ(paper()["from"], "2026-03-02T08:10:00Z") << "it goes on after a start";
  EXPECT_EQ(announce({{"reason", "seen"}}).status, 403);
  EXPECT_EQ(close(0).status, 403);
}

TEST_F(DeskPaper, WhatWasDecidedIsTypedInOfItsOwnMomentAndMarked) {
  EXPECT_EQ(problem_of_answer(open_on_paper("2026-03-02T09:00:00Z")), "409 not-on-paper");
  announce_morning();
  EXPECT_EQ(pointers(open_on_paper("2026-03-02T08:09:59Z")), "/paper_at outside_the_period; ");
  EXPECT_EQ(pointers(open_on_paper("2026-03-02T14:00:01Z")), "/paper_at in_the_future; ");
  for (const auto* who : {"nobody", "analyst"})
    EXPECT_EQ(pointers(open_on_paper("2026-03-02T09:00:00Z", kCleanZone,
                                     std::string("&paper_officer=") + who)),
              "/paper_officer unknown_officer; ");
  EXPECT_EQ(open_on_paper("nine").status, 400);
  const Response opened =
      open_on_paper("2026-03-02T09:00:00Z", kCleanZone, "&paper_officer=blopez");
  ASSERT_EQ(opened.status, 201) << opened.body;
  const json inspection = json::parse(opened.body);
  EXPECT_EQ(inspection["paper_at"], "2026-03-02T09:00:00Z");
  const Response decided = decide(inspection, kAdmit);
  ASSERT_EQ(decided.status, 201) << decided.body;
  EXPECT_EQ(decide(inspection, kAdmit).status, 200) << "the same asked again is the same";
  const Crossing crossing = recorded(decided);
  EXPECT_TRUE(crossing.fallback);
  EXPECT_EQ(crossing.at.rfc3339(), "2026-03-02T09:00:00Z");
  EXPECT_EQ(crossing.officer, OfficerId("blopez"));
  EXPECT_EQ(crossing.typed_by, OfficerId("agarcia"));
  const json shown = json::parse(ask("GET", "/api/decisions").body)["items"][0];
  EXPECT_EQ(shown["officer"], "blopez");
  EXPECT_EQ(shown["typed_by"], "agarcia");
  EXPECT_EQ(paper()["entered"], 1);
  EXPECT_THAT(notes(), HasSubstr("agarcia typed_in_from_paper (decided by blopez)"));
  const Response here = decide(read(kCleanZone), kAdmit);
  ASSERT_EQ(here.status, 201) << here.body;
  EXPECT_FALSE(recorded(here).fallback) << "who is at the desk is not on paper";
  EXPECT_EQ(recorded(here).typed_by, OfficerId(""));
  EXPECT_EQ(paper()["entered"], 1);
}

TEST_F(DeskPaper, TheMomentAndTheOfficerAreKnownBeforeADocumentIsRead) {
  EXPECT_EQ(problem_of_answer(check("2026-03-02T09:00:00Z")), "409 not-on-paper");
  announce_morning();
  EXPECT_EQ(check("2026-03-02T09:00:00Z").status, 204);
  EXPECT_EQ(check("2026-03-02T09:00:00Z", "blopez").status, 204);
  const struct {
    const char *at, *officer, *refused;
  } cases[] = {
      {"2026-03-02T08:09:59Z", "", "/paper_at outside_the_period; "},
      {"2026-03-02T14:00:01Z", "", "/paper_at in_the_future; "},
      {"2026-03-02T09:00:00Z", "nobody", "/paper_officer unknown_officer; "},
      {"2026-03-02T09:00:00Z", "analyst", "/paper_officer unknown_officer; "},
  };
  for (const auto& each : cases) {
    EXPECT_EQ(pointers(check(each.at, each.officer)), each.refused) << each.at << each.officer;
  }
  EXPECT_EQ(check("nine").status, 400);
}

TEST_F(DeskPaper, ALineOfTheSheetIsTypedInOnce) {
  announce_morning();
  const Response first = decide(json::parse(open_on_paper("2026-03-02T09:00:00Z").body), kAdmit);
  ASSERT_EQ(first.status, 201) << first.body;
  const json twice = json::parse(open_on_paper("2026-03-02T09:00:00Z").body);
  EXPECT_EQ(twice["blocked"].size(), 3U);
  EXPECT_EQ(twice["alerts"].back()["kind"], "typed_in_already");
  EXPECT_EQ(twice["alerts"].back()["parameters"]["record"], json::parse(first.body)["record"]);
  EXPECT_EQ(pointers(decide(twice, kAdmit)), "/at typed_in_already; ");
  EXPECT_EQ(paper()["entered"], 1);
  const json later = json::parse(open_on_paper("2026-03-02T09:01:00Z").body);
  EXPECT_EQ(decide(later, kAdmit).status, 201);
}

TEST_F(DeskPaper, WhoeverTypedInCorrectsIt) {
  announce_morning();
  const std::pair<json, const char*> corrections[] = {{kVoid, "2026-03-02T09:00:00Z"},
                                                      {kRestated, "2026-03-02T09:05:00Z"}};
  for (const auto& [correction, at] : corrections) {
    const json typed = json::parse(open_on_paper(at, kCleanZone, "&paper_officer=blopez").body);
    const std::string record = json::parse(decide(typed, kAdmit).body)["record"];
    const auto corrected =
        ask("POST", "/api/decisions/" + record + "/correction", correction.dump());
    EXPECT_EQ(corrected.status, 201) << corrected.body;
  }
}

TEST_F(DeskPaper, ACorrectionLeavesWhoTypedIn) {
  announce_morning();
  const json typed =
      json::parse(open_on_paper("2026-03-02T09:00:00Z", kCleanZone, "&paper_officer=blopez").body);
  const Response decided = decide(typed, kAdmit);
  ASSERT_EQ(decided.status, 201) << decided.body;
  const std::string record = json::parse(decided.body)["record"];
  log_in("jefa");
  json instead = kAdmit;
  instead.erase("decision");
  instead["direction"] = "entry";
  instead["granted_days"] = 3;
  const Response corrected = ask("POST", "/api/decisions/" + record + "/correction",
                                 json{{"reason", "three days"}, {"instead", instead}}.dump());
  ASSERT_EQ(corrected.status, 201) << corrected.body;
  const json shown = json::parse(corrected.body)["instead"];
  EXPECT_EQ(shown["granted_days"], 3);
  EXPECT_EQ(shown["officer"], "blopez");
  EXPECT_EQ(shown["typed_by"], "agarcia");
}

TEST_F(DeskPaper, TypedFieldsAreOfTheMomentToo) {
  announce_morning();
  const json typed{{"document",
                    {{"document_code", "P"},
                     {"issuing_state", "UTO"},
                     {"document_number", "X1234567"},
                     {"surname", "MUSTER"},
                     {"given_names", "MAX"},
                     {"nationality", "UTO"},
                     {"birth_date", "1970-01-01"},
                     {"expiry_date", "2030-12-31"}}}};
  const Response opened =
      ask("POST", "/api/inspections?direction=entry&paper_at=2026-03-02T09:30:00Z", typed.dump());
  ASSERT_EQ(opened.status, 201) << opened.body;
  EXPECT_EQ(json::parse(opened.body)["paper_at"], "2026-03-02T09:30:00Z");
}

TEST_F(DeskPaper, AHitIsShownAndAnsweredAsAlways) {
  announce_morning();
  const json inspection = json::parse(open_on_paper("2026-03-02T09:00:00Z", kZone).body);
  EXPECT_EQ(inspection["alerts"].size(), 1U);
  EXPECT_EQ(decide(inspection, kAdmit).status, 422);
}

TEST_F(DeskPaper, SaysWhenTheCentreIsToBeAskedWhetherItHasClosedThem) {
  ASSERT_EQ(announce({{"from", "2026-02-24T08:10:00Z"}, {"reason", "no current"}}).status, 204);
  EXPECT_FALSE(paper().contains("long_open")) << "they began long ago, and were announced now";
  clock_.advance(std::chrono::hours(73));
  publish_officers(true);
  log_in("jefa");
  EXPECT_EQ(paper()["long_open"], true);
  EXPECT_EQ(open_on_paper("2026-02-25T09:00:00Z").status, 201) << "it is for persons to know";
}

/// The list of officers that goes down after the centre has closed what a record announced.
TEST_F(DeskPaper, SaysThatTheCentreHasClosedThemAndWhatIsTypedInAfterThatIsLate) {
  announce_morning();
  tell_closed("PASO-01-01:1:movement:9");
  EXPECT_FALSE(paper().contains("closed_at_centre")) << "other hours";
  tell_closed("PASO-01-01:1:movement:1");
  EXPECT_EQ(paper(), (json{{"from", "2026-03-02T08:10:00Z"},
                           {"entered", 0},
                           {"closed_at_centre", "2026-03-02T13:59:00Z"}}));
  const json typed = json::parse(open_on_paper("2026-03-02T09:00:00Z").body);
  EXPECT_EQ(decide(typed, kAdmit).status, 201) << "the centre is told of everybody";
  EXPECT_THAT(notes(), HasSubstr("typed_in_from_paper (the centre had closed these hours)"));
  clock_.advance(std::chrono::hours(73));
  EXPECT_FALSE(paper().contains("long_open")) << "nobody has to ask";
  log_in("jefa");
  ASSERT_EQ(close(1).status, 204);
  announce_morning();
  EXPECT_FALSE(paper().contains("closed_at_centre")) << "what is announced anew is open";
}

TEST_F(DeskPaper, OfAnEarlierLifeOfTheDiskIsForTheCentreToClose) {
  announce_morning();
  ASSERT_EQ(decide(json::parse(open_on_paper("2026-03-02T09:00:00Z").body), kAdmit).status, 201);
  log_in("jefa");
  EXPECT_EQ(problem_of_answer(set_aside(1)), "409 paper-of-this-life");
  ASSERT_EQ(uplink_->end_incarnation(1), true);
  EXPECT_EQ(paper(),
            (json{{"from", "2026-03-02T08:10:00Z"}, {"entered", 1}, {"of_earlier_life", true}}));
  EXPECT_EQ(problem_of_answer(close(1)), "409 paper-of-earlier-life")
      << "nobody is told that hours ended which did not";
  log_in("agarcia");
  const json typed = json::parse(open_on_paper("2026-03-02T09:05:00Z").body);
  EXPECT_EQ(decide(typed, kAdmit).status, 201) << "what is on paper is typed in all the same";
  log_in("jefa");
  EXPECT_EQ(pointers(ask("POST", "/api/paper/set-aside", "{}")), "/entered missing; ");
  EXPECT_EQ(problem_of_answer(set_aside(1)), "409 paper-count-changed");
  ASSERT_EQ(set_aside(2).status, 204);
  EXPECT_EQ(paper(), "none");
  EXPECT_EQ(problem_of_answer(set_aside(2)), "409 not-on-paper");
  EXPECT_THAT(notes(), HasSubstr("jefa paper_set_aside (typed in 2)"));
  announce_morning();
  log_in("jefa");
  EXPECT_EQ(close(0).status, 204) << "what this life announces it closes";
}

TEST_F(DeskPaper, IsClosedByAPersonsWordForWhatIsTypedIn) {
  announce_morning();
  const json begun = json::parse(open_on_paper("2026-03-02T09:00:00Z").body);
  const json left = json::parse(open_on_paper("2026-03-02T09:05:00Z", kCleanZone).body);
  ASSERT_EQ(decide(begun, kAdmit).status, 201);
  log_in("jefa");
  EXPECT_EQ(pointers(close(0)), "");
  EXPECT_EQ(problem_of_answer(close(0)), "409 paper-count-changed");
  EXPECT_EQ(pointers(ask("POST", "/api/paper/close", "{}")), "/entered missing; ");
  ASSERT_EQ(close(1).status, 204);
  EXPECT_EQ(paper(), "none");
  EXPECT_EQ(problem_of_answer(close(1)), "409 not-on-paper");
  EXPECT_THAT(notes(), HasSubstr("jefa paper_closed (typed in 1)"));
  log_in("agarcia");
  EXPECT_EQ(problem_of_answer(decide(left, kAdmit)), "409 not-on-paper")
      << "what was begun before the word is not typed in after it";
  EXPECT_EQ(problem_of_answer(open_on_paper("2026-03-02T09:00:00Z")), "409 not-on-paper");
}

}  // namespace
}  // namespace garita::station
