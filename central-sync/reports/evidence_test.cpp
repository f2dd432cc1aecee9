// What a crossing is known by is told wherever somebody is shown or listed.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "central-sync/reports/evidence_words.h"
#include "central-sync/reports/explain.h"
#include "central-sync/reports/flag_words.h"
#include "central-sync/reports/overstay_page.h"
#include "central-sync/reports/overstays.h"
#include "central-sync/store/test_country.h"

namespace garita::central::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

/// STAMPED and SCANNED overstay; of the one the entry was read from a stamp, on paper.
class Evidence : public ::testing::Test {
 protected:
  Evidence() {
    const Instant at = utc("2026-01-05T16:00:00Z");
    auto& norte = centre.station("NORTE");
    auto stamped = entry("NORTE", at, "STAMPED");
    stamped.evidence = EvidenceClass::kStamp;
    stamped.fallback = true;
    norte.write(stamped, at);
    norte.write(entry("NORTE", at, "SCANNED"), at);
    centre.receive(norte, at);
    for (const auto* post : {"NORTE", "SUR"})
      centre.receive_claim(centre.station(post), utc("2026-02-06T12:00:00Z"),
                           utc("2026-02-06T12:00:00Z"));
    centre.project();
  }

  /// The row of one of them, out of a list as JSON.
  static nlohmann::json row_of(const std::string& number, const std::vector<OverstayRow>& rows) {
    for (const auto& row : rows)
      if (row.document == "GTM|" + number)
        return nlohmann::json::parse(overstays_json(std::span(&row, 1)));
    return {};
  }

  TestCentre centre;
  const Instant now = utc("2026-02-07T09:00:00Z");
};

TEST_F(Evidence, StandsInEachRowOfTheListBesideTheRecordThatItIsOf) {
  const auto then = OverstayQuery{now, now, std::nullopt};
  for (const auto& rows :
       {*list_overstays(centre.reading(), {}, now), *list_overstays(centre.reading(), then, now),
        *page_of_overstays(centre.reading(), now, std::nullopt, 10)}) {
    ASSERT_EQ(rows.size(), 2U);
    const auto stamped = row_of("STAMPED", rows);
    EXPECT_EQ(stamped["subject"], "NORTE-01:1:movement:1");
    EXPECT_EQ(stamped["evidence"], "stamp");
    EXPECT_EQ(stamped["fallback"], true);
    const auto scanned = row_of("SCANNED", rows);
    EXPECT_EQ(scanned["evidence"], "officer_scan");
    EXPECT_FALSE(scanned.contains("fallback"));
    EXPECT_THAT(overstays_csv(rows), AllOf(HasSubstr(",NORTE-01:1:movement:1,stamp,true,\r\n"),
                                           HasSubstr(",NORTE-01:1:movement:2,officer_scan,,\r\n")));
    EXPECT_THAT(overstays_table(rows, Language::kEnglish),
                HasSubstr("from a stamp; on paper, typed in later"));
  }
}

TEST_F(Evidence, IsSaidOfCrossingsAndFlagsUnlessAnOfficerScannedTheDocument) {
  const struct {
    Language language;
    const char* words;
  } cases[] = {{Language::kSpanish, "según un sello; en papel, introducido después"},
               {Language::kEnglish, "from a stamp; on paper, typed in later"},
               {Language::kFrench, "d'après un cachet; sur papier, saisi plus tard"}};
  const auto stamped = *explain(centre.reading(), "NORTE-01:1:movement:1", {}, now);
  for (const auto& [language, words] : cases)
    EXPECT_THAT(explanation_text(stamped, language),
                AllOf(HasSubstr("NORTE-01:1:movement:1  (" + std::string(words) + ")\n"),
                      HasSubstr("(NORTE-01:1:movement:1; " + std::string(words) + "): ")));
  const auto json = nlohmann::json::parse(explanation_json(stamped, Language::kEnglish));
  for (const auto& each : {json["crossings"][0], json["flags"][0]}) {
    EXPECT_EQ(each["evidence"], "stamp");
    EXPECT_EQ(each["fallback"], true);
  }
  const auto scanned = *explain(centre.reading(), "NORTE-01:1:movement:2", {}, now);
  EXPECT_THAT(explanation_text(scanned, Language::kEnglish), HasSubstr("NORTE-01:1:movement:2\n"));
  const auto plain = nlohmann::json::parse(explanation_json(scanned, Language::kEnglish));
  EXPECT_EQ(plain["crossings"][0]["evidence"], "officer_scan");
  EXPECT_FALSE(plain["crossings"][0].contains("fallback"));
  EXPECT_THAT(*all_crossings(centre.reading(), false), HasSubstr("(from a stamp; on paper"));
  EXPECT_THAT(*all_crossings(centre.reading(), true), HasSubstr(R"("evidence":"stamp")"));
}

TEST_F(Evidence, AndAllElseOfTheListIsToldInTheLanguageAskedFor) {
  const auto rows = *list_overstays(centre.reading(), {}, now);
  EXPECT_THAT(
      overstays_table(rows, Language::kEnglish),
      AllOf(HasSubstr("FLAG"), HasSubstr("OVERSTAY_OPEN  probable"), HasSubstr("watermark\n")));
  EXPECT_THAT(overstays_table(rows, Language::kSpanish),
              AllOf(HasSubstr("SEÑAL"),
                    HasSubstr("posible exceso de estancia, sin salida conocida  probable"),
                    HasSubstr("según un sello"), HasSubstr("los datos avanzaron\n")));
  EXPECT_THAT(overstays_table(rows, Language::kFrench),
              AllOf(HasSubstr("SIGNALEMENT"),
                    HasSubstr("dépassement possible, sans sortie connue  probable"),
                    HasSubstr("d'après un cachet"), HasSubstr("les données ont avancé\n")));
}

TEST(FlagWords, AreThereForEveryKindAndState) {
  for (const auto language : {Language::kSpanish, Language::kFrench}) {
    for (const auto kind : kFlagKinds) EXPECT_NE(flag_words(kind, language), flag_name(kind));
    for (int state = 1; state <= 6; ++state) EXPECT_NE(state_words(FlagState(state), language), "");
  }
}

TEST(EvidenceWords, AreThereForEveryClassInEveryLanguage) {
  for (int number = 2; evidence_name(EvidenceClass(number)) != "unknown"; ++number)
    for (const auto language : {Language::kSpanish, Language::kEnglish, Language::kFrench})
      EXPECT_NE(evidence_words({EvidenceClass(number), false, ""}, language), "") << number;
  EXPECT_EQ(evidence_words({}, Language::kEnglish), "");
}

}  // namespace
}  // namespace garita::central::testing
