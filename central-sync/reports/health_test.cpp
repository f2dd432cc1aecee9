// How posts stand, beyond what holds decisions up.
#include "central-sync/reports/health.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "central-sync/store/test_country.h"

namespace garita::central::testing {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(Health, SaysOfEachPostHowMuchCameAfterItHadDeclaredItselfComplete) {
  TestCentre centre;
  const Instant now = utc("2026-02-07T09:00:00Z");
  auto& norte = centre.station("NORTE");
  for (const auto* post : {"NORTE", "SUR"})
    centre.receive_claim(centre.station(post), utc("2026-02-06T12:00:00Z"),
                         utc("2026-02-06T12:00:00Z"));
  centre.project();
  const auto text = [&] { return status_text(*centre_status(centre.reading(), now)); };
  EXPECT_THAT(text(), Not(HasSubstr("declared itself complete")));
  for (const auto* number : {"LATE", "LATER"}) {
    const Instant at = utc("2026-02-01T16:00:00Z");
    norte.write(entry("NORTE", at, number), at);
  }
  centre.receive(norte, utc("2026-02-07T08:30:00Z"));
  centre.project();
  EXPECT_THAT(text(),
              AllOf(HasSubstr("had declared itself complete: 2; `quarantine`"),
                    ContainsRegex("NORTE  [^\n]* 2 +0"), ContainsRegex("SUR  [^\n]* 0 +0")));
  const auto json = nlohmann::json::parse(status_json(*centre_status(centre.reading(), now)));
  EXPECT_EQ(json["behind_watermark"], 2);
  EXPECT_EQ(json["posts"][0]["behind_watermark"], 2);
  EXPECT_EQ(json["posts"][1]["behind_watermark"], 0);
}

}  // namespace
}  // namespace garita::central::testing
