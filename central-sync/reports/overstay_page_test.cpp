// Pages of the list of raised flags, beside the whole list.
#include "central-sync/reports/overstay_page.h"

#include <gmock/gmock.h>

#include <random>

#include "central-sync/store/test_country.h"

namespace garita::central::testing {
namespace {

/// A country with late exits, open stays, exits without entries and entries without exits.
class OverstayPages : public ::testing::Test {
 protected:
  OverstayPages() {
    std::mt19937 random(7);
    for (int i = 0; i < 60; ++i) {
      const auto number = "N" + std::to_string(i);
      const auto at = utc("2026-01-01T15:00:00Z").plus(std::chrono::hours(24 * (random() % 20)));
      const auto stay = std::chrono::hours(24 * (25 + random() % 20));
      if (i % 4 != 3) centre.station("NORTE").write(entry("NORTE", at, number), at);
      if (i % 4 == 1) centre.station("NORTE").write(entry("NORTE", at.plus(stay), number), at);
      if (i % 4 >= 2) centre.station("SUR").write(exit("SUR", at.plus(stay), number), at);
    }
    for (const auto* post : {"NORTE", "SUR"}) {
      centre.receive(centre.station(post), now);
      centre.receive_claim(centre.station(post), now, now);
    }
    centre.project();
  }

  std::vector<std::string> subjects(const std::vector<OverstayRow>& rows) {
    std::vector<std::string> texts;
    for (const auto& row : rows) texts.push_back(OverstayPlace::of(row).text());
    return texts;
  }
  std::vector<std::string> all_pages(std::size_t limit) {
    std::vector<std::string> all;
    std::optional<OverstayPlace> after;
    for (;;) {
      const auto page = *page_of_overstays(centre.reading(), now, after, limit);
      for (const auto& text : subjects(page)) all.push_back(text);
      if (page.size() < limit) return all;
      after = *OverstayPlace::from_text(all.back());
    }
  }

  TestCentre centre;
  const Instant now = utc("2026-03-10T12:00:00Z");
};

TEST_F(OverstayPages, AreTheWholeListInItsOrder) {
  const auto whole = subjects(*list_overstays(centre.reading(), {}, now));
  ASSERT_GT(whole.size(), 40U);
  for (const std::size_t limit : {1U, 2U, 7U, 1000U}) EXPECT_EQ(all_pages(limit), whole) << limit;
}

TEST_F(OverstayPages, AreCountedByKindAndState) {
  RaisedCounts expected;
  const auto whole = *list_overstays(centre.reading(), {}, now);
  for (const auto& row : whole) ++expected[{row.flag.kind, row.flag.state}];
  EXPECT_EQ(expected.size(), 4U);
  EXPECT_EQ(*count_overstays(centre.reading(), now), expected);
}

TEST_F(OverstayPages, AreEmptyWhereNothingIsKnownToBeComplete) {
  const auto long_ago = utc("2025-12-01T00:00:00Z");
  EXPECT_EQ(page_of_overstays(centre.reading(), long_ago, std::nullopt, 10)->size(), 0U);
  EXPECT_TRUE(count_overstays(centre.reading(), long_ago)->empty());
}

TEST_F(OverstayPages, RefuseAPlaceThatIsNone) {
  for (const auto* text : {"", "1", "1.2.3", "x.2.3.s", "1.2.3.", "99999999999.2.3.s"})
    EXPECT_FALSE(OverstayPlace::from_text(text)) << text;
}

}  // namespace
}  // namespace garita::central::testing
