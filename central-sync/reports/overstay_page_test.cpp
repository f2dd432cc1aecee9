// Pages of the list of raised flags, beside the whole list.
#include "central-sync/reports/overstay_page.h"

#include <gmock/gmock.h>

#include <map>
#include <random>
#include <set>

#include "central-sync/store/test_country.h"

namespace garita::central::testing {
namespace {

/// A country with late exits, open stays, exits without entries and entries without exits, exits
/// that nobody saw before and after the term, decisions, notices, and people who may be one.
class OverstayPages : public ::testing::Test {
 protected:
  OverstayPages() {
    std::mt19937 random(7);
    std::string pack = thirty_days() + "notice_days = 10\n";
    centre.publish_policies(pack.replace(pack.find("2026-1"), 6, "2026-2"),
                            utc("2025-12-01T00:00:00Z"));
    for (int i = 0; i < 60; ++i) {
      const auto number = "N" + std::to_string(i);
      const auto at = utc("2026-01-01T15:00:00Z").plus(std::chrono::hours(24 * (random() % 20)));
      const auto stay = std::chrono::hours(24 * (25 + random() % 20));
      if (i % 4 != 3)
        entered.push_back(centre.station("NORTE").write(entry("NORTE", at, number), at));
      if (i % 4 == 1) centre.station("NORTE").write(entry("NORTE", at.plus(stay), number), at);
      if (i % 4 >= 2) centre.station("SUR").write(exit("SUR", at.plus(stay), number), at);
    }
    write_what_nobody_saw(random);
    write_decisions();
    write_people_alike();
    for (const auto* post : {"NORTE", "SUR"}) {
      centre.receive(centre.station(post), now);
      centre.receive_claim(centre.station(post), now, now);
    }
    centre.receive(centre.own(), now);
    centre.project();
  }

  void write_what_nobody_saw(std::mt19937& random) {
    for (int i = 60; i < 90; ++i) {
      const auto number = "N" + std::to_string(i);
      const auto at = utc("2026-01-01T15:00:00Z").plus(std::chrono::hours(24 * (random() % 20)));
      entered.push_back(centre.station("NORTE").write(entry("NORTE", at, number), at));
      auto unseen = exit("SUR", at.plus(std::chrono::hours(24 * (random() % 48))), number);
      unseen.evidence = i % 2 ? EvidenceClass::kStamp : EvidenceClass::kStatement;
      centre.station("SUR").write(unseen, unseen.at);
    }
    // Whoever entered lately is told that the stay is about to end.
    for (int i = 90; i < 96; ++i) {
      const auto at = now.minus(std::chrono::hours(24 * (19 + 2 * (i - 90))));
      centre.station("NORTE").write(entry("NORTE", at, "N" + std::to_string(i)), at);
    }
  }
  void write_decisions() {
    for (std::size_t i = 0; i < entered.size(); i += 2) {
      StatusDecision decision;
      decision.kind = i % 3 == 0   ? StatusKind::kConfirm
                      : i % 3 == 1 ? StatusKind::kRevoke
                                   : StatusKind::kDocumentLost;
      decision.at = utc(i % 3 == 1 ? "2026-02-05T12:00:00Z" : "2026-02-25T12:00:00Z");
      decision.entry = entered[i];
      centre.own().write(decision, decision.at);
    }
  }
  void write_people_alike() {
    const auto alike = lookalikes();
    for (std::size_t i = 0; i < alike.size(); ++i) {
      auto made = crossing(i % 3 ? Direction::kEntry : Direction::kExit, "NORTE",
                           utc("2026-01-20T15:00:00Z").plus(std::chrono::hours(i)), "X");
      made.document = alike[i];
      centre.station("NORTE").write(made, made.at);
    }
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
  std::vector<RecordId> entered;
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
  std::set<FlagKind> kinds;
  for (const auto& [about, cases] : expected) kinds.insert(about.first);
  EXPECT_EQ(kinds.size(), 7U) << counts_text(expected);
  EXPECT_EQ(*count_overstays(centre.reading(), now), expected);
}

TEST_F(OverstayPages, AreRaisedAsFarAsAllIsKnown) {
  const auto cases = *centre.reading().cases({});
  const std::optional<Instant> untils[] = {
      {}, utc("2026-02-05T12:00:00Z"), utc("2026-02-20T00:00:00Z"), now};
  std::set<std::int64_t> counted;
  for (const auto& known : untils) {
    std::map<std::pair<FlagKind, bool>, std::int64_t> expected;
    for (const auto& [version, person] : cases)
      if (is_raised(state_of(ripeness_of(version.flag), now, known)))
        ++expected[{version.flag.kind, version.flag.met}];
    std::map<std::pair<FlagKind, bool>, std::int64_t> told;
    std::int64_t all = 0;
    const auto rows = **centre.reading().count_raised({now, known});
    for (const auto& row : rows) {
      told[{row.kind, row.met}] = row.cases;
      all += row.cases;
    }
    EXPECT_EQ(told, expected);
    counted.insert(all);
  }
  EXPECT_EQ(counted.size(), 4U);
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
