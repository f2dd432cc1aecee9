// What was added to the list and withdrawn since a moment, and because of what.
#include "central-sync/reports/overstay_changes.h"

#include <gmock/gmock.h>

#include "central-sync/reports/explain.h"
#include "central-sync/store/test_country.h"

namespace garita::central::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class OverstayChanges : public ::testing::Test {
 protected:
  RecordId cross(Direction direction, const char* post, const char* number, std::string_view at,
                 std::string_view received_at = "") {
    const auto id = centre.station(post).write(crossing(direction, post, utc(at), number), utc(at));
    centre.receive(centre.station(post), utc(received_at.empty() ? at : received_at));
    centre.project();
    return id;
  }
  void complete(std::string_view until) {
    for (const auto* post : {"NORTE", "SUR"})
      centre.receive_claim(centre.station(post), utc(until), utc(until));
    centre.project();
  }
  RecordId decide(StatusKind kind, const RecordId& entry, std::string_view at, int days = 0) {
    StatusDecision made;
    made.kind = kind;
    made.at = utc(at);
    made.entry = entry;
    made.authority = "an office";
    if (days > 0) made.days = days;
    const auto id = centre.own().write(made, utc(at));
    centre.receive(centre.own(), utc(at));
    centre.project();
    return id;
  }
  /// "added ANA probable watermark", in order.
  std::vector<std::string> changes(std::string_view since, std::string_view now) {
    std::vector<std::string> texts;
    const auto rows = *changes_since(centre.reading(), utc(since), utc(now));
    for (const auto& row : rows)
      texts.push_back(row.change + " " + row.document.substr(4) + " " +
                      std::string(state_name(row.flag.state)) + " " + row.cause);
    std::ranges::sort(texts);
    return texts;
  }

  TestCentre centre;
};

TEST_F(OverstayChanges, AreNoneWhereTheListIsTheSame) {
  cross(Direction::kEntry, "NORTE", "ANA", "2026-01-05T16:00:00Z");
  complete("2026-02-10T00:00:00Z");
  EXPECT_THAT(changes("2026-02-10T00:00:00Z", "2026-02-11T00:00:00Z"), ElementsAre());
}

TEST_F(OverstayChanges, AreAddedWithWhatRaisedThem) {
  cross(Direction::kEntry, "NORTE", "ANA", "2026-01-05T16:00:00Z");
  complete("2026-01-20T00:00:00Z");
  EXPECT_THAT(changes("2026-01-20T00:00:00Z", "2026-02-01T00:00:00Z"), ElementsAre());
  complete("2026-02-10T00:00:00Z");
  EXPECT_THAT(changes("2026-01-20T00:00:00Z", "2026-02-11T00:00:00Z"),
              ElementsAre("added ANA probable watermark"));
}

TEST_F(OverstayChanges, AreWithdrawnWithTheRecordThatDidIt) {
  cross(Direction::kEntry, "NORTE", "ANA", "2026-01-05T16:00:00Z");
  complete("2026-02-10T00:00:00Z");
  // An exit that SUR had declared to be known, and was not: an incident.
  const auto exit =
      cross(Direction::kExit, "SUR", "ANA", "2026-01-30T16:00:00Z", "2026-02-12T00:00:00Z");
  EXPECT_THAT(changes("2026-02-11T00:00:00Z", "2026-02-13T00:00:00Z"),
              ElementsAre("withdrawn ANA cleared " + exit.text() + " exit_in_time"));
  EXPECT_THAT(changes("2026-02-13T00:00:00Z", "2026-02-14T00:00:00Z"), ElementsAre())
      << "the list of then had no longer anything to withdraw";
}

TEST_F(OverstayChanges, AreWithdrawnWithWhatWasDecidedAndWhen) {
  const auto entry = cross(Direction::kEntry, "NORTE", "ANA", "2026-01-05T16:00:00Z");
  complete("2026-02-10T00:00:00Z");
  const auto decided = decide(StatusKind::kExtendDays, entry, "2026-02-12T16:00:00Z", 60);
  EXPECT_THAT(changes("2026-02-11T00:00:00Z", "2026-02-13T00:00:00Z"),
              ElementsAre("withdrawn ANA open " + decided.text() + " extended"));
  const auto rows =
      *changes_since(centre.reading(), utc("2026-02-11T00:00:00Z"), utc("2026-02-13T00:00:00Z"));
  EXPECT_THAT(overstays_csv(rows),
              HasSubstr("," + decided.text() + " extended (extend_days 2026-02-12),"));
  EXPECT_THAT(overstays_json(rows), HasSubstr(" extended (extend_days 2026-02-12)\""));
  const std::pair<Language, const char*> said[] = {
      {Language::kSpanish, " prórroga (prórroga, 2026-02-12)"},
      {Language::kEnglish, " extended (extension, 2026-02-12)"},
      {Language::kFrench, " prorogation (prorogation, 2026-02-12)"},
  };
  for (const auto& [language, words] : said)
    EXPECT_THAT(overstays_table(rows, language), HasSubstr(decided.text() + words));
}

TEST_F(OverstayChanges, TellOfNobodyWhoIsProtectedByNow) {
  const auto ana = cross(Direction::kEntry, "NORTE", "ANA", "2026-01-05T16:00:00Z");
  const auto luz = cross(Direction::kEntry, "NORTE", "LUZ", "2026-01-05T17:00:00Z");
  const auto eva = cross(Direction::kEntry, "NORTE", "EVA", "2026-01-05T18:00:00Z");
  complete("2026-02-10T00:00:00Z");
  decide(StatusKind::kAsylum, ana, "2026-02-12T16:00:00Z");
  decide(StatusKind::kSuspend, luz, "2026-02-12T16:00:00Z");
  decide(StatusKind::kClear, eva, "2026-02-12T16:00:00Z");
  const auto told = changes("2026-02-11T00:00:00Z", "2026-02-13T00:00:00Z");
  ASSERT_EQ(told.size(), 1U);
  EXPECT_THAT(told.front(), HasSubstr("withdrawn EVA cleared"));
  const Instant now = utc("2026-02-13T00:00:00Z");
  for (const auto& query : {OverstayQuery{{}, {}, std::set{FlagState::kCleared}},
                            OverstayQuery{now, now, std::set{FlagState::kCleared}}}) {
    const auto rows = *list_overstays(centre.reading(), query, now);
    ASSERT_EQ(rows.size(), 1U) << "nor does the list of what was cleared";
    EXPECT_EQ(rows.front().document, "GTM|EVA");
    EXPECT_FALSE(rows.front().flag.authorised_until) << "what may be another term by now";
  }
}

TEST_F(OverstayChanges, OfWhoTurnsOutToBeAtHomeSaySoAndSoDoesThePerson) {
  const auto entered = cross(Direction::kEntry, "NORTE", "ANA", "2026-01-05T16:00:00Z");
  complete("2026-02-10T00:00:00Z");
  auto home = crossing(Direction::kEntry, "SUR", utc("2026-02-12T16:00:00Z"), "ANA");
  home.document.nationality = "UTO";
  const auto id = centre.station("SUR").write(home, home.at);
  centre.receive(centre.station("SUR"), home.at);
  centre.project();
  EXPECT_THAT(changes("2026-02-11T00:00:00Z", "2026-02-13T00:00:00Z"),
              ElementsAre("withdrawn ANA cleared " + id.text() + " national"));
  const auto report = *explain(centre.reading(), entered.text(), {}, utc("2026-02-13T00:00:00Z"));
  EXPECT_THAT(explanation_json(report, Language::kEnglish), HasSubstr("\"national\":true"));
  const std::pair<Language, std::pair<const char*, const char*>> said[] = {
      {Language::kSpanish, {"Sin señales: mostró", ": tiene la nacionalidad del país"}},
      {Language::kEnglish, {"No flags: a document", ": is a national of this country"}},
      {Language::kFrench, {"Sans signalement : vu un document", " a la nationalité du pays"}},
  };
  for (const auto& [language, words] : said) {
    const auto text = explanation_text(report, language);
    EXPECT_THAT(text, HasSubstr(words.first));
    EXPECT_THAT(text, HasSubstr(words.second));
  }
}

TEST_F(OverstayChanges, ThatOnlyMakeAFlagSurerAreNone) {
  cross(Direction::kEntry, "NORTE", "ANA", "2026-01-05T16:00:00Z");
  complete("2026-02-10T00:00:00Z");
  cross(Direction::kExit, "SUR", "ANA", "2026-02-12T16:00:00Z");
  complete("2026-02-13T00:00:00Z");
  EXPECT_THAT(changes("2026-02-11T00:00:00Z", "2026-02-14T00:00:00Z"), ElementsAre());
}

TEST_F(OverstayChanges, StandInAColumnOfTheirOwn) {
  cross(Direction::kEntry, "NORTE", "ANA", "2026-01-05T16:00:00Z");
  complete("2026-02-10T00:00:00Z");
  const auto rows =
      *changes_since(centre.reading(), utc("2026-01-20T00:00:00Z"), utc("2026-02-11T00:00:00Z"));
  EXPECT_THAT(overstays_csv(rows),
              HasSubstr(",cause,subject,evidence,fallback,change,waits_again,rests_on\r\n"));
  EXPECT_THAT(overstays_csv(rows),
              HasSubstr(",watermark,NORTE-01:1:movement:1,officer_scan,,added,,\r\n"));
  EXPECT_THAT(overstays_json(rows), HasSubstr("\"change\":\"added\""));
  EXPECT_THAT(overstays_csv({}), ::testing::Not(HasSubstr(",change"))) << "contracts";
}

}  // namespace
}  // namespace garita::central::testing
