// What `explain` says of a person's stays: days by the limit that they are under, by what was seen
// of their end, and decisions that change none.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "central-sync/reports/explain.h"
#include "central-sync/store/test_country.h"

namespace garita::central::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class StayPositions : public ::testing::Test {
 protected:
  void publish(const std::string& kind) {
    centre_.publish_policies(
        "name = \"test\"\nversion = \"2\"\ncountry = \"UTO\"\n[[rule]]\nid = "
        "\"visitor\"\ncitation = \"-\"\neffective_from = 1990-01-01\n" +
            kind,
        utc("2025-06-02T00:00:00Z"));
    centre_.project();
  }
  /// At NORTE, by one traveller.
  RecordId cross(Direction direction, std::string_view at) {
    const auto id =
        centre_.station("NORTE").write(crossing(direction, "NORTE", utc(at), "ANA"), utc(at));
    centre_.receive(centre_.station("NORTE"), utc(at));
    centre_.project();
    return id;
  }
  [[nodiscard]] PersonReport report_of(const RecordId& record, std::string_view now) {
    auto report = explain(centre_.reading(), record.text(), {}, utc(now));
    EXPECT_TRUE(report) << report.error().message;
    return *std::move(report);
  }

  TestCentre centre_;
};

TEST_F(StayPositions, OfAStayWhoseEndNobodySawTellWhatIsProven) {
  const auto first = cross(Direction::kEntry, "2026-01-05T16:00:00Z");
  cross(Direction::kEntry, "2026-01-20T16:00:00Z");
  const auto report = report_of(first, "2026-02-20T16:00:00Z");
  const auto text = explanation_text(report, Language::kEnglish);
  EXPECT_THAT(text, HasSubstr("Stay 2026-01-05 .. end unknown\n  days used: at least 1\n"));
  EXPECT_THAT(text, HasSubstr("Stay 2026-01-20 .. no exit known\n  days used: 32; days left: 0\n"));
  EXPECT_THAT(text, HasSubstr("  2026-01-05T16:00:00Z  2026-01-05 10:00  entry  NORTE"));
  EXPECT_THAT(explanation_text(report, Language::kSpanish),
              HasSubstr("  días usados: al menos 1\n"));
  EXPECT_THAT(explanation_text(report, Language::kFrench),
              HasSubstr("  jours utilisés : au moins 1\n"));
  const auto json = nlohmann::json::parse(explanation_json(report, Language::kEnglish));
  EXPECT_EQ(json["stays"][0]["days_used"], 1);
  EXPECT_EQ(json["stays"][0]["days_used_at_least"], true);
  EXPECT_FALSE(json["stays"][0].contains("days_remaining"));
  EXPECT_FALSE(json["stays"][1].contains("days_used_at_least"));
  EXPECT_EQ(json["crossings"][0]["local"], "2026-01-05 10:00");
}

TEST_F(StayPositions, UnderAWindowCountTheDaysOfEveryStayInIt) {
  const struct {
    const char* kind;
    const char* first;   ///< what is said of the stay that is over
    const char* second;  ///< and of the one under way
  } cases[] = {
      {"kind = \"rolling_days\"\ndays = 90\nwindow_days = 180\n",
       "days used (2025-08-25 .. 2026-02-20): 47; days left: 43\n",
       "days used (2025-09-12 .. 2026-03-10): 48; days left: 42\n"},
      {"kind = \"calendar_year_days\"\ndays = 90\n",
       "days used (2026-01-01 .. 2026-02-20): 47; days left: 43\n",
       "days used (2026-01-01 .. 2026-03-10): 48; days left: 42\n"},
      {"kind = \"fixed_days\"\ndays = 90\n", "days used: 47; days left: 43\n",
       "days used: 1; days left: 89\n"},
  };
  const auto entered = cross(Direction::kEntry, "2026-01-05T16:00:00Z");
  cross(Direction::kExit, "2026-02-20T16:00:00Z");
  cross(Direction::kEntry, "2026-03-10T16:00:00Z");
  for (const auto& each : cases) {
    publish(each.kind);
    const auto text =
        explanation_text(report_of(entered, "2026-03-10T18:00:00Z"), Language::kEnglish);
    EXPECT_THAT(text, HasSubstr(std::string("Stay 2026-01-05 .. 2026-02-20\n  ") + each.first));
    EXPECT_THAT(text, HasSubstr(std::string("Stay 2026-03-10 .. no exit known\n  ") + each.second));
  }
}

TEST_F(StayPositions, StandAsTheyDidWhereAnExtensionWasDecidedAfterTheExit) {
  const auto entered = cross(Direction::kEntry, "2026-01-05T16:00:00Z");
  cross(Direction::kExit, "2026-01-20T16:00:00Z");
  const auto decide = [&](std::string_view at) {
    StatusDecision made;
    made.kind = StatusKind::kExtendDays;
    made.at = utc(at);
    made.entry = entered;
    made.authority = "an office";
    made.reason = "its reason";
    made.days = 30;
    const auto id = centre_.own().write(made, utc(at));
    centre_.receive(centre_.own(), utc(at));
    centre_.project();
    return id.text();
  };
  const auto in_time = decide("2026-01-10T16:00:00Z");
  const auto too_late = decide("2026-01-25T16:00:00Z");
  const auto report = report_of(entered, "2026-02-01T16:00:00Z");
  const std::pair<Language, const char*> words[] = {
      {Language::kSpanish, "  its reason  (no cambia ninguna estancia)\n"},
      {Language::kEnglish, "  its reason  (changes no stay)\n"},
      {Language::kFrench, "  its reason  (ne change aucun séjour)\n"}};
  for (const auto& [language, says] : words) {
    const auto text = explanation_text(report, language);
    EXPECT_THAT(text, AllOf(HasSubstr(too_late + says), HasSubstr(in_time + "  its reason\n"),
                            Not(HasSubstr(in_time + says))));
  }
  const auto json = nlohmann::json::parse(explanation_json(report, Language::kEnglish));
  EXPECT_FALSE(json["decisions"][0].contains("changes_no_stay"));
  EXPECT_EQ(json["decisions"][1]["changes_no_stay"], true);
}

}  // namespace
}  // namespace garita::central::testing
