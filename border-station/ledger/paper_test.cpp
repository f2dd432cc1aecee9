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
  /// But for the record, whose number is another test's matter.
  static std::optional<OpenPaper> without_record(Ledger& ledger) {
    auto paper = *ledger.paper();
    if (paper) paper->record.reset();
    return paper;
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
  EXPECT_EQ(without_record(ledger), (OpenPaper{from, std::nullopt, announced, 0}));
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

TEST_F(LedgerPaper, CountsWhatWasDecidedInItsHours) {
  auto ledger = open();
  const Instant from = clock_.now().minus(std::chrono::hours(3));
  const Instant to = clock_.now().minus(std::chrono::hours(1));
  ASSERT_TRUE(ledger.open_paper(from, to, OfficerId("jefa")));
  const auto second = std::chrono::seconds(1);
  const std::tuple<Instant, std::uint64_t, const char*> sheets[] = {
      {from.minus(second), 0, "of hours that the centre announced"},
      {from, 1, "the first moment"},
      {to, 2, "the last"},
      {to.plus(second), 2, "of hours after them"},
  };
  for (const auto& [at, entered, what] : sheets) {
    auto typed = entry_of("A" + std::to_string(at.milliseconds));
    typed.crossing.fallback = true;
    typed.at = at;
    ASSERT_TRUE(ledger.append_decision(typed)) << what;
    EXPECT_EQ((*ledger.paper())->entered, entered) << what;
  }
  EXPECT_TRUE(ledger.close_paper(2, OfficerId("jefa")));
}

TEST_F(LedgerPaper, OfAnEarlierLifeOfTheDiskIsNotForThisOneToClose) {
  const OfficerId chief("jefa");
  auto ledger = open();
  const Instant announced = clock_.now();
  const Instant from = announced.minus(std::chrono::hours(3));
  ASSERT_TRUE(ledger.open_paper(from, std::nullopt, chief));
  clock_.advance(std::chrono::hours(1));
  EXPECT_FALSE((*ledger.paper())->of_earlier_life);
  EXPECT_THAT(ledger.set_paper_aside(0).error().message, HasSubstr("closes them"));
  ASSERT_EQ(ledger.end_incarnation(1), true);
  EXPECT_EQ(without_record(ledger), (OpenPaper{from, std::nullopt, announced, 0, true}));
  auto typed = entry_of();
  typed.crossing.fallback = true;
  typed.at = from;
  ASSERT_TRUE(ledger.append_decision(typed)) << "what is on paper is typed in all the same";
  auto again = open();
  EXPECT_EQ(without_record(again), (OpenPaper{from, std::nullopt, announced, 1, true}));
  EXPECT_THAT(ledger.close_paper(1, chief).error().message, HasSubstr("the centre closes them"));
  EXPECT_THAT(ledger.set_paper_aside(0).error().message, HasSubstr("1 are typed in, and not 0"));
  ASSERT_TRUE(ledger.set_paper_aside(1));
  EXPECT_EQ(*ledger.paper(), std::nullopt);
  EXPECT_THAT(ledger.set_paper_aside(1).error().message, HasSubstr("no period on paper"));
  EXPECT_TRUE(written(ledger).empty()) << "nothing in the new life says that all is entered";
  ASSERT_TRUE(ledger.open_paper(from, std::nullopt, chief));
  EXPECT_EQ(without_record(ledger), (OpenPaper{from, std::nullopt, clock_.now(), 0, false}));
  EXPECT_TRUE(ledger.close_paper(0, chief));
}

TEST_F(LedgerPaper, AnnouncedBeforeItsRecordWasKeptIsOfTheFirstLife) {
  auto ledger = open();
  const Instant from = clock_.now().minus(std::chrono::hours(3));
  ASSERT_TRUE(ledger.open_paper(from, std::nullopt, OfficerId("jefa")));
  constexpr auto kForget = "DELETE FROM setting WHERE name = 'paper_record'";
  ASSERT_EQ(ledger.database().execute(kForget), 1U);
  EXPECT_EQ(without_record(ledger), (OpenPaper{from, std::nullopt, from, 0, false}));
  ASSERT_EQ(ledger.end_incarnation(1), true);
  EXPECT_TRUE((*ledger.paper())->of_earlier_life);
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
