// What a person closed as reporting no more, and reports again with a backlog: flags that were
// raised without it wait, and everything that tells of them says why.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "central-sync/reports/explain.h"
#include "central-sync/reports/health.h"
#include "central-sync/reports/overstay_changes.h"
#include "central-sync/reports/quarantine.h"
#include "central-sync/reports/reopening_words.h"
#include "central-sync/store/test_country.h"

namespace garita::central::testing {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr auto kListed = "2026-02-07T00:00:00Z";
constexpr auto kNow = "2026-02-11T00:00:00Z";

/// STAYS entered at NORTE on 5 January for 30 days.
class Reopenings : public ::testing::Test {
 protected:
  void begin() {
    centre.begin_again();
    for (const auto* post : {"NORTE", "SUR"}) centre.station(post).begin_incarnation(1);
    auto& norte = centre.station("NORTE");
    entered = norte.write(entry("NORTE", utc("2026-01-05T16:00:00Z"), "STAYS"),
                          utc("2026-01-05T16:00:00Z"));
    centre.receive(norte, utc("2026-01-05T16:01:00Z"));
    claims("SUR", "2026-01-10T00:00:00Z", "2026-01-10T00:00:00Z");
  }
  void claims(const std::string& post, std::string_view until, std::string_view received) {
    centre.receive_claim(centre.station(post), utc(until), utc(received));
    centre.project();
  }
  void close(const std::string& target, const OfficerId& officer = OfficerId("jefa")) {
    const Instant at = utc("2026-01-20T00:00:00Z");
    centre.own().write(Closure{target, at, "the post burnt down", officer}, at);
    centre.receive(centre.own(), at);
    centre.project();
  }
  /// Closed, so that the flag is raised, and there again with a backlog.
  void close_and_live_again(const std::string& target) {
    begin();
    close(target);
    claims("NORTE", "2026-02-06T12:00:00Z", "2026-02-06T12:00:00Z");
    claims("SUR", "2026-01-25T00:00:00Z", "2026-02-10T08:00:00Z");
  }
  std::vector<OverstayRow> changes() {
    return *changes_since(centre.reading(), utc(kListed), utc(kNow));
  }
  CentreStatus status() { return *centre_status(centre.reading(), utc(kNow)); }
  PersonReport explained() {
    return *explain(centre.reading(), entered.text(), std::nullopt, utc(kNow));
  }

  TestCentre centre;
  RecordId entered;
};

TEST_F(Reopenings, WithdrawWhatWasRaisedAndTheDifferenceOfListsSaysWhy) {
  for (const std::string target : {"SUR", "SUR-01"}) {
    close_and_live_again(target);
    const auto raised = *list_overstays(centre.reading(), {{}, utc(kListed), {}}, utc(kNow));
    ASSERT_EQ(raised.size(), 1U) << target;
    const auto rows = changes();
    ASSERT_EQ(rows.size(), 1U) << target;
    EXPECT_EQ(rows.front().change, "withdrawn");
    EXPECT_EQ(rows.front().flag.state, FlagState::kPendingData);
    EXPECT_EQ(rows.front().last_change, utc("2026-02-10T08:00:00.001Z"));
    EXPECT_EQ(rows.front().cause, "CENTRE-01:1:movement:1 reports_again");
    const std::string why = "SUR-01 reports again since 2026-02-10T08:00:00.001Z; " + target +
                            " was closed 2026-01-20T00:00:00Z by jefa: the post burnt down";
    EXPECT_THAT(overstays_csv(rows), AllOf(HasSubstr(",change,waits_again,rests_on\r\n"),
                                           HasSubstr(",withdrawn," + why + ",\r\n")));
    EXPECT_EQ(json::parse(overstays_json(rows))["reopened"],
              (json{{"closing", "CENTRE-01:1:movement:1"},
                    {"closed", target},
                    {"closed_at", "2026-01-20T00:00:00Z"},
                    {"officer", "jefa"},
                    {"why", "the post burnt down"},
                    {"station", "SUR-01"},
                    {"since", "2026-02-10T08:00:00.001Z"}}));
    EXPECT_THAT(overstays_table(rows, Language::kEnglish), HasSubstr(why));
    EXPECT_THAT(overstays_table(rows, Language::kSpanish),
                HasSubstr("volvió a informar lo que se había cerrado; SUR-01 vuelve a informar "
                          "desde 2026-02-10T08:00:00.001Z; " +
                          target + " se cerró el 2026-01-20T00:00:00Z por jefa: the post"));
    EXPECT_THAT(overstays_table(rows, Language::kFrench),
                HasSubstr("SUR-01 transmet de nouveau depuis 2026-02-10T08:00:00.001Z; " + target +
                          " a été fermé le 2026-01-20T00:00:00Z par jefa : the post burnt down"));
    centre.rebuild();
    EXPECT_EQ(changes().front().reopened, rows.front().reopened) << target;
  }
}

// Its station is waited for as far as it ever was, so nothing was raised without it.
TEST_F(Reopenings, OfOneLifeOfADiskWithdrawWhatLivesOnInAnother) {
  begin();
  centre.station("SUR").begin_incarnation(2);
  claims("SUR", "2026-02-06T12:00:00Z", "2026-02-06T12:00:00Z");
  close("SUR-01:1");
  claims("NORTE", "2026-02-06T12:00:00Z", "2026-02-06T12:00:00Z");
  centre.station("SUR").begin_incarnation(1);
  claims("SUR", "2026-01-25T00:00:00Z", "2026-02-10T08:00:00Z");
  const auto rows = changes();
  ASSERT_EQ(rows.size(), 1U);
  ASSERT_TRUE(rows.front().reopened);
  EXPECT_EQ(rows.front().reopened->closed, "SUR-01:1");
}

TEST_F(Reopenings, AreToldByExplainWithWhatWaitsForThem) {
  close_and_live_again("SUR");
  const auto report = explained();
  EXPECT_THAT(
      explanation_text(report, Language::kEnglish),
      AllOf(HasSubstr("  CENTRE-01:1:movement:1: SUR-01 reports again since "
                      "2026-02-10T08:00:00.001Z; SUR was closed 2026-01-20T00:00:00Z by jefa: "
                      "the post burnt down\n"),
            HasSubstr("  2026-02-10T08:00:00.001Z  OVERSTAY_OPEN(" + entered.text() +
                      ") pending_data  CENTRE-01:1:movement:1: what was closed reports again\n")));
  const auto told = json::parse(explanation_json(report, Language::kEnglish));
  EXPECT_EQ(told["reopened"].size(), 1U);
  EXPECT_EQ(told["reopened"][0]["closed"], "SUR");
  EXPECT_EQ(told["history"].back()["cause"], "CENTRE-01:1:movement:1");
  EXPECT_EQ(told["history"].back()["reason"], "reports_again");
  const auto before =
      *explain(centre.reading(), entered.text(), Viewpoint{utc(kListed), utc(kListed)}, utc(kNow));
  EXPECT_TRUE(before.reopened.empty()) << "as known before";
}

TEST_F(Reopenings, StandAmongWhatHoldsDecisionsUpUntilAllIsTold) {
  close_and_live_again("SUR-01");
  const std::string why =
      "SUR-01 reports again since 2026-02-10T08:00:00.001Z; SUR-01 was closed "
      "2026-01-20T00:00:00Z by jefa: the post burnt down";
  EXPECT_THAT(status_text(status()), HasSubstr(why));
  auto told = json::parse(status_json(status()))["posts"][1];
  EXPECT_EQ(told["decisions_held_up"], 1);
  EXPECT_EQ(told["held_back_by"], json({"reports again"}));
  EXPECT_EQ(told["reopened"][0]["station"], "SUR-01");
  claims("SUR", "2026-02-10T09:00:00Z", "2026-02-10T09:00:00Z");
  EXPECT_THAT(status_text(status()), Not(HasSubstr(why)));
  told = json::parse(status_json(status()))["posts"][1];
  EXPECT_EQ(told["decisions_held_up"], 0);
  EXPECT_FALSE(told.contains("reopened"));
  EXPECT_TRUE(changes().empty()) << "raised again";
  EXPECT_TRUE(status().posts[0].reopened.empty()) << "of another post";
}

TEST_F(Reopenings, AreIncidentsOfTheirPostForGood) {
  close_and_live_again("SUR");
  claims("SUR", "2026-02-10T09:00:00Z", "2026-02-10T09:00:00Z");
  const auto incidents = *centre.reading().incidents(10);
  ASSERT_EQ(incidents.rows.size(), 1U);
  EXPECT_FALSE(incidents.more);
  const auto told = json::parse(incidents_json(incidents.rows));
  EXPECT_EQ(told["incident"], "closed_reports_again");
  EXPECT_EQ(told["post"], "SUR");
  EXPECT_EQ(told["record"], "CENTRE-01:1:movement:1");
  EXPECT_EQ(told["subject"], "SUR-01");
  EXPECT_EQ(told["at"], "2026-01-20T00:00:00Z");
  EXPECT_EQ(told["since"], "2026-02-10T08:00:00.001Z");
  EXPECT_EQ(told["reopened"]["why"], "the post burnt down");
  EXPECT_THAT(incidents_table(incidents.rows), HasSubstr("by jefa: the post burnt down"));
  close("NORTE", OfficerId(""));
  claims("NORTE", "2026-02-10T10:00:00Z", "2026-02-10T10:00:00Z");
  EXPECT_THAT(incidents_table(centre.reading().incidents(10)->rows),
              HasSubstr("NORTE was closed 2026-01-20T00:00:00Z: the post burnt down"))
      << "who did is not always stated";
  const auto newest = *centre.reading().incidents(1);
  EXPECT_EQ(newest.rows.size(), 1U);
  EXPECT_EQ(newest.rows.front().subject, "NORTE-01");
  EXPECT_TRUE(newest.more);
}

TEST_F(Reopenings, AreNoneWhereNothingOfALaterTimeIsSaid) {
  begin();
  close("SUR");
  claims("SUR", "2026-01-19T00:00:00Z", "2026-02-10T08:00:00Z");
  EXPECT_TRUE(centre.reading().reopenings(utc(kNow))->empty());
  // Nor of what a station says of its own disk.
  auto& norte = centre.station("NORTE");
  norte.write(Closure{"NORTE-01:1", utc("2026-01-20T00:00:00Z"), "ended", OfficerId("jefa")},
              utc("2026-01-20T00:00:00Z"));
  centre.receive(norte, utc("2026-01-20T00:00:00Z"));
  claims("NORTE", "2026-02-06T12:00:00Z", "2026-02-06T12:00:00Z");
  EXPECT_TRUE(centre.reading().reopenings(utc(kNow))->empty());
  EXPECT_TRUE(centre.reading().incidents(10)->rows.empty());
}

// Whatever else makes a flag wait again is no closing's fault.
TEST_F(Reopenings, AreNotTheCauseOfWhatWaitsForAPeriodOnPaper) {
  begin();
  for (const auto* post : {"NORTE", "SUR"})
    claims(post, "2026-02-06T12:00:00Z", "2026-02-06T12:00:00Z");
  PaperPeriod paper{
      PostCode("SUR"),  true, utc("2026-02-01T00:00:00Z"), {}, utc("2026-02-10T08:00:00Z"),
      OfficerId("jefa")};
  centre.own().write(paper, paper.at);
  centre.receive(centre.own(), paper.at);
  centre.project();
  const auto rows = changes();
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows.front().cause, "watermark");
  EXPECT_EQ(rows.front().last_change, utc("2026-02-10T08:00:00Z"));
  EXPECT_FALSE(rows.front().reopened);
  EXPECT_TRUE(explained().reopened.empty());
}

}  // namespace
}  // namespace garita::central::testing
