#include "central-sync/reports/shortened_stays.h"

#include <gtest/gtest.h>

#include "central-sync/store/test_country.h"

namespace garita::central::testing {
namespace {

const Instant kNow = utc("2026-02-10T12:00:00Z");

std::string rule(const std::string& id, const std::string& said) {
  return "[[rule]]\nid = \"" + id + "\"\ncitation = \"Act, section 5\"\n" + said;
}

PolicyPack pack(const std::string& rules) {
  return *PolicyPack::from_toml("name = \"test\"\nversion = \"2\"\ncountry = \"UTO\"\n" + rules);
}

std::string fixed(int days, const std::string& from = "1990-01-01") {
  return "kind = \"fixed_days\"\ndays = " + std::to_string(days) + "\neffective_from = " + from +
         "\n";
}

/// 30 days for everybody; of four travellers one left, one's exit was taken back, and one's exit is
/// what a carrier says.
class ShortenedStaysTest : public ::testing::Test {
 protected:
  ShortenedStaysTest() {
    auto& norte = centre.station("NORTE");
    for (const auto& [who, day] :
         {std::pair("LONG", "2026-01-05"), std::pair("NEW", "2026-02-01"),
          std::pair("LEFT", "2026-02-01"), std::pair("BACK", "2026-02-02")}) {
      const Instant at = utc(std::string(day) + "T16:00:00Z");
      norte.write(entry("NORTE", at, who), at);
    }
    const Instant left = utc("2026-02-03T16:00:00Z");
    norte.write(exit("NORTE", left, "LEFT"), left);
    const auto wrong = norte.write(exit("NORTE", left, "BACK"), left);
    norte.write(Correction{wrong, left, "another person's", OfficerId("rsolis"), std::nullopt},
                left);
    auto said = exit("NORTE", left, "NEW");
    said.evidence = EvidenceClass::kStatement;
    norte.write(said, left);
    centre.receive(norte, kNow);
    centre.project();
  }
  /// "LOOKED AT: EARLIER, OVER AT ONCE".
  std::string shortened(const std::string& rules) {
    std::int64_t heard = 0;
    const auto found =
        stays_shortened_by(centre.reading(), pack(rules), kNow.plus(std::chrono::hours(1)),
                           [&](std::int64_t done, std::int64_t all) {
                             EXPECT_EQ(done, ++heard);
                             EXPECT_LE(done, all);
                           });
    EXPECT_TRUE(found) << found.error().message;
    EXPECT_EQ(heard, found->persons);
    return std::to_string(found->persons) + ": " + std::to_string(found->earlier) + ", " +
           std::to_string(found->over_at_once);
  }

  TestCentre centre;
};

TEST_F(ShortenedStaysTest, AreThoseOfWhomeverIsInsideAndWouldHaveToLeaveEarlier) {
  EXPECT_EQ(shortened(rule("visitor", fixed(30))), "0: 0, 0") << "the same rule";
  EXPECT_EQ(shortened(rule("visitor", fixed(60))), "3: 0, 0") << "nobody loses anything";
  // LONG's 30 days were over on 3 February: seven days make nothing worse for the list.
  EXPECT_EQ(shortened(rule("visitor", fixed(20))), "3: 3, 0");
  EXPECT_EQ(shortened(rule("visitor", fixed(7))), "3: 3, 2");
  EXPECT_EQ(shortened(rule("visitor", "kind = \"unlimited\"\neffective_from = 1990-01-01\n")),
            "3: 0, 0");
}

TEST_F(ShortenedStaysTest, AreNoneWhereANewRuleIsForThoseWhoCome) {
  const std::string until_now = fixed(30) + "effective_to = 2026-02-10\n";
  EXPECT_EQ(shortened(rule("visitor", until_now) + rule("new", fixed(7, "2026-02-11"))), "0: 0, 0");
  const std::string until_january = fixed(30) + "effective_to = 2026-01-31\n";
  EXPECT_EQ(shortened(rule("visitor", until_january) + rule("new", fixed(7, "2026-02-01"))),
            "3: 2, 2");
}

TEST_F(ShortenedStaysTest, CountAStayThatHadNoLimitUntilNow) {
  centre.publish_policies(
      "name = \"test\"\nversion = \"1\"\ncountry = \"UTO\"\n" +
          rule("visitor", "kind = \"unlimited\"\neffective_from = 1990-01-01\n"),
      kNow);
  centre.project();
  EXPECT_EQ(shortened(rule("visitor", fixed(30))), "3: 3, 1");
}

}  // namespace
}  // namespace garita::central::testing
