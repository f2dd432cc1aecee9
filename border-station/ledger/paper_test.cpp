#include "border-station/ledger/paper.h"

#include <gmock/gmock.h>

#include "border-station/ledger/ledger_fixture.h"

namespace garita::station {
namespace {

using ::testing::HasSubstr;

class LedgerPaper : public LedgerTest {
 protected:
  std::vector<PaperPeriod> written(Ledger& ledger) {
    std::vector<PaperPeriod> periods;
    for (const auto& entry : whole(ledger, movement(ledger))) {
      const auto wrapped = *ledger.wrapped_key(ledger.incarnation(), entry.header.epoch);
      const auto key = *unwrap_epoch_key(wrapped->wrapped, country_.seal_key, country_.seal);
      const auto record = *decode_record(*open_entry(entry, key));
      if (const auto* period = std::get_if<PaperPeriod>(&record)) periods.push_back(*period);
    }
    return periods;
  }
};

TEST_F(LedgerPaper, IsOpenAcrossStartsUntilSomebodySaysAllIsEntered) {
  const OfficerId chief("jefa");
  const Instant announced = clock_.now();
  const Instant from = announced.minus(std::chrono::hours(3));
  {
    auto ledger = open();
    EXPECT_EQ(*ledger.paper(), std::nullopt);
    ASSERT_TRUE(ledger.open_paper(from, std::nullopt, chief));
  }
  auto ledger = open();
  EXPECT_EQ(*ledger.paper(), (OpenPaper{from, std::nullopt, 0}));
  EXPECT_THAT(ledger.open_paper(from, announced, chief).error().message, HasSubstr("open already"));
  ASSERT_TRUE(ledger.append_decision(entry_of("A1")));
  auto typed = entry_of("B2");
  typed.crossing.fallback = true;
  typed.at = from.plus(std::chrono::minutes(5));
  ASSERT_TRUE(ledger.append_decision(typed));
  EXPECT_EQ((*ledger.paper())->entered, 1U) << "what was decided at the desk is not from paper";
  EXPECT_THAT(ledger.close_paper(0, chief).error().message, HasSubstr("1 are typed in, and not 0"));
  clock_.advance(std::chrono::hours(1));
  ASSERT_TRUE(ledger.close_paper(1, chief));
  EXPECT_EQ(*open().paper(), std::nullopt);
  EXPECT_THAT(ledger.close_paper(1, chief).error().message, HasSubstr("no period on paper"));
  const PostCode post("PASO-01");
  const Instant closed = announced.plus(std::chrono::hours(1));
  EXPECT_THAT(written(ledger),
              ::testing::ElementsAre(PaperPeriod{post, true, from, std::nullopt, announced, chief},
                                     PaperPeriod{post, false, from, closed, closed, chief}));
}

TEST_F(LedgerPaper, EndsWhereItWasSaidToEnd) {
  auto ledger = open();
  const Instant now = clock_.now();
  const Instant to = now.minus(std::chrono::hours(1));
  ASSERT_TRUE(ledger.open_paper(now.minus(std::chrono::hours(3)), to, OfficerId("jefa")));
  EXPECT_EQ((*open().paper())->to, to);
  ASSERT_TRUE(ledger.close_paper(0, OfficerId("jefa")));
  EXPECT_EQ(written(ledger).back().to, to);
}

}  // namespace
}  // namespace garita::station
