#include "border-station/ledger/ledger_fixture.h"

namespace garita::station {
namespace {

class CountedCodes : public LedgerTest {};

TEST_F(CountedCodes, CountOnceEachAndInOrderAlsoAfterAStart) {
  struct Case {
    const char* officer;
    std::uint64_t step;
    bool counts;
  };
  const Case cases[] = {
      {"agarcia", 59'000'000, true}, {"agarcia", 59'000'000, false}, {"agarcia", 58'999'999, false},
      {"blopez", 59'000'000, true},  {"agarcia", 59'000'001, true},  {"agarcia", 59'000'000, false},
      {"blopez", 59'000'000, false},
  };
  for (const auto& [officer, step, counts] : cases) {
    auto ledger = open();
    EXPECT_EQ(ledger.count_code(OfficerId(officer), step), counts) << officer << " " << step;
  }
}

TEST_F(CountedCodes, SayOfNobodyByNameWhoCame) {
  auto ledger = open();
  ASSERT_TRUE(ledger.count_code(OfficerId("agarciascan"), 59'000'000));
  EXPECT_EQ(every_byte_below(country_.folder).find("agarciascan"), std::string::npos);
}

}  // namespace
}  // namespace garita::station
