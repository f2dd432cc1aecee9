// Flags that were raised without a post, since a person closed it: everything that tells of them
// says on whose word they rest.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "central-sync/reports/closing_words.h"
#include "central-sync/reports/explain.h"
#include "central-sync/reports/overstay_changes.h"
#include "central-sync/reports/overstay_page.h"
#include "central-sync/store/test_country.h"

namespace garita::central::testing {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr auto kClosed = "2026-01-20T00:00:00Z";
constexpr auto kNow = "2026-02-11T00:00:00Z";

std::vector<StandingClosing> closings_of(const OverstayRow& row) {
  const auto closings = row.rests_on();
  return {closings.begin(), closings.end()};
}

/// STAYS entered at NORTE on 5 January for 30 days.
class Closings : public ::testing::Test {
 protected:
  void begin() {
    centre.begin_again();
    for (const auto* post : {"NORTE", "SUR"}) centre.station(post).begin_incarnation(1);
    auto& norte = centre.station("NORTE");
    entered = norte.write(entry("NORTE", utc("2026-01-05T16:00:00Z"), "STAYS"),
                          utc("2026-01-05T16:00:00Z"));
    centre.receive(norte, utc("2026-01-05T16:01:00Z"));
    centre.project();
  }
  void claims(const std::string& post, std::string_view until, std::string_view received) {
    centre.receive_claim(centre.station(post), utc(until), utc(received));
    centre.project();
  }
  void claims(const std::string& post, std::string_view until) { claims(post, until, until); }
  void close(const std::string& target, std::string_view at = kClosed) {
    centre.own().write(Closure{target, utc(at), "the post burnt down", OfficerId("jefa")}, utc(at));
    centre.receive(centre.own(), utc(at));
    centre.project();
  }
  std::vector<OverstayRow> listed(const OverstayQuery& query = {}) {
    return *list_overstays(centre.reading(), query, utc(kNow));
  }
  /// "SUR 2026-01-10T00:00:00Z" of each closing that the one raised flag rests on.
  std::string rests_on() {
    const auto rows = listed();
    EXPECT_EQ(rows.size(), 1U);
    std::string text;
    if (rows.empty()) return text;
    for (const auto& each : rows.front().rests_on())
      text += (text.empty() ? "" : ", ") + each.closed + " " +
              (each.complete_until ? each.complete_until->rfc3339() : "never");
    const auto page = *page_of_overstays(centre.reading(), utc(kNow), {}, 10);
    EXPECT_EQ(closings_of(page.front()), closings_of(rows.front()));
    EXPECT_EQ(explained().closings, closings_of(rows.front()));
    return text;
  }
  PersonReport explained(std::optional<Viewpoint> viewpoint = {}) {
    return *explain(centre.reading(), entered.text(), viewpoint, utc(kNow));
  }

  TestCentre centre;
  RecordId entered;
};

TEST_F(Closings, OfAPostOrItsStationsStandBesideEveryFlagThatRestsOnThem) {
  for (const std::string target : {"SUR", "SUR-01"}) {
    begin();
    claims("SUR", "2026-01-10T00:00:00Z");
    close(target);
    claims("NORTE", "2026-02-06T12:00:00Z");
    const std::string record = "CENTRE-01:1:movement:1";
    EXPECT_EQ(rests_on(), target + " 2026-01-10T00:00:00Z");
    const auto rows = listed();
    EXPECT_THAT(overstays_csv(rows), AllOf(HasSubstr(",fallback,rests_on\r\n"),
                                           HasSubstr("," + record + " (" + target + ")\r\n")));
    const json told{{"closing", record},
                    {"closed", target},
                    {"closed_at", kClosed},
                    {"officer", "jefa"},
                    {"why", "the post burnt down"},
                    {"post", "SUR"},
                    {"complete_until", "2026-01-10T00:00:00Z"}};
    EXPECT_EQ(json::parse(overstays_json(rows))["rests_on"], json{told});
    EXPECT_THAT(overstays_table(rows, Language::kEnglish),
                HasSubstr("; rests on the closing of " + target + " (" + record + ")"));
    EXPECT_THAT(overstays_table(rows, Language::kSpanish),
                HasSubstr("; se apoya en el cierre de " + target + " (" + record + ")"));
    EXPECT_THAT(overstays_table(rows, Language::kFrench),
                HasSubstr("; repose sur la fermeture de " + target + " (" + record + ")"));
    const auto report = explained();
    EXPECT_THAT(explanation_text(report, Language::kEnglish),
                AllOf(HasSubstr("; rests on the closing of " + target + " (" + record + ")\n"),
                      HasSubstr("  " + record + ": " + target + " was closed " + kClosed +
                                " by jefa: the post burnt down; its data reached until "
                                "2026-01-10T00:00:00Z\n")));
    EXPECT_THAT(explanation_text(report, Language::kSpanish),
                HasSubstr("; sus datos llegaban hasta 2026-01-10T00:00:00Z\n"));
    EXPECT_THAT(explanation_text(report, Language::kFrench),
                HasSubstr("; ses données allaient jusqu'à 2026-01-10T00:00:00Z\n"));
    EXPECT_EQ(json::parse(explanation_json(report, Language::kEnglish))["flags"][0]["rests_on"],
              json{told});
    centre.rebuild();
    EXPECT_EQ(rests_on(), target + " 2026-01-10T00:00:00Z") << "from the journals alone";
  }
}

TEST_F(Closings, CountForFlagsAfterWhatThePostHadToldAlone) {
  struct Case {
    std::string name;
    std::string told_until;  ///< "": nothing
    std::vector<std::string> closed;
    std::string rests_on;
  };
  const std::vector<Case> cases = {
      {"it had told enough", "2026-02-05T00:00:00Z", {"SUR"}, ""},
      {"it had told too little", "2026-01-10T00:00:00Z", {"SUR"}, "SUR 2026-01-10T00:00:00Z"},
      {"it never reported", "", {"SUR"}, "SUR 2025-06-01T00:00:00Z"},
      {"closed twice",
       "2026-01-10T00:00:00Z",
       {"SUR", "SUR"},
       "SUR 2026-01-10T00:00:00Z, SUR 2026-01-10T00:00:00Z"},
      {"its post as well",
       "2026-01-10T00:00:00Z",
       {"SUR-01", "SUR"},
       "SUR-01 2026-01-10T00:00:00Z, SUR 2026-01-10T00:00:00Z"},
      {"nothing of the country's", "2026-02-06T00:00:00Z", {"OESTE", "SUR-01:7"}, ""},
  };
  for (const auto& [name, told_until, closed, expected] : cases) {
    begin();
    if (!told_until.empty()) claims("SUR", told_until);
    for (const auto& target : closed) close(target);
    claims("NORTE", "2026-02-06T12:00:00Z");
    EXPECT_EQ(rests_on(), expected) << name;
  }
}

// The post goes on with another disk, and what was lost with the first one nobody knows.
TEST_F(Closings, OfOneLifeOfADiskCountWhereAnotherLivesOn) {
  begin();
  claims("SUR", "2026-01-10T00:00:00Z");
  centre.station("SUR").begin_incarnation(2);
  claims("SUR", "2026-02-06T12:00:00Z");
  close("SUR-01:1", "2026-02-06T13:00:00Z");
  claims("NORTE", "2026-02-06T14:00:00Z");
  EXPECT_EQ(rests_on(), "SUR-01:1 2026-01-10T00:00:00Z");
}

TEST_F(Closings, BehindAPeriodOnPaperCountFromItsBeginning) {
  begin();
  claims("SUR", "2026-02-06T00:00:00Z");
  const PaperPeriod paper{
      PostCode("SUR"),  true, utc("2026-01-15T00:00:00Z"), {}, utc("2026-02-06T01:00:00Z"),
      OfficerId("jefa")};
  centre.own().write(paper, paper.at);
  centre.receive(centre.own(), paper.at);
  close("SUR", "2026-02-06T02:00:00Z");
  claims("NORTE", "2026-02-06T12:00:00Z");
  EXPECT_EQ(rests_on(), "SUR 2026-01-15T00:00:00Z");
}

TEST_F(Closings, AreAsKnownAtTheMomentAskedAbout) {
  begin();
  claims("SUR", "2026-01-10T00:00:00Z");
  close("SUR");
  claims("NORTE", "2026-02-06T12:00:00Z");
  claims("SUR", "2026-01-25T00:00:00Z", "2026-02-10T08:00:00Z");
  EXPECT_TRUE(centre.reading().closings(utc(kNow))->empty()) << "it reports again";
  EXPECT_TRUE(listed().empty());
  EXPECT_TRUE(explained().closings.empty());
  const Instant before = utc("2026-02-07T00:00:00Z");
  const auto rows = listed({{}, before, {}});
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows.front().rests_on().size(), 1U);
  EXPECT_EQ(explained(Viewpoint{before, before}).closings, closings_of(rows.front()));
  EXPECT_TRUE(centre.reading().closings(utc("2026-01-19T00:00:00Z"))->empty());
  // What waits again rests on nothing any more.
  const auto changes = *changes_since(centre.reading(), before, utc(kNow));
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes.front().change, "withdrawn");
  EXPECT_TRUE(changes.front().rests_on().empty());
}

TEST_F(Closings, AreNoneOfAFlagThatIsHeldNorOfWhatAStationSaysOfItself) {
  begin();
  claims("SUR", "2026-01-10T00:00:00Z");
  close("SUR");
  OverstayQuery held;
  held.states = std::set{FlagState::kPendingData};
  const auto rows = listed(held);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_TRUE(rows.front().rests_on().empty());
  EXPECT_THAT(explanation_text(explained(), Language::kEnglish), Not(HasSubstr("rests on")));

  begin();
  auto& sur = centre.station("SUR");
  claims("SUR", "2026-01-10T00:00:00Z");
  const Instant at = utc(kClosed);
  sur.write(Closure{"SUR-01:1", at, "a new disk", OfficerId("-")}, at);
  centre.receive(sur, at);
  sur.begin_incarnation(2);
  claims("SUR", "2026-02-06T12:00:00Z");
  claims("NORTE", "2026-02-06T12:00:00Z");
  EXPECT_EQ(rests_on(), "");
}

}  // namespace
}  // namespace garita::central::testing
