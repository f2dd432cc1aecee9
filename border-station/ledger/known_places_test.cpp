#include "border-station/ledger/ledger_fixture.h"

namespace garita::station {
namespace {

class KnownPlaces : public LedgerTest {};

constexpr std::chrono::hours kDay{24};

TEST_F(KnownPlaces, AreKnownAfterAStartByNameAndAddressUntilTheyAreForgotten) {
  const Instant begun = open().now();
  ASSERT_TRUE(open().keep_place(OfficerId("agarcia"), "10.0.0.7", begun, begun.minus(30 * kDay)));
  struct Case {
    const char* officer;
    const char* address;
    Instant since;
    bool known;
  };
  const Case cases[] = {
      {"agarcia", "10.0.0.7", begun, true},  {"agarcia", "10.0.0.7", begun.plus(kDay), false},
      {"blopez", "10.0.0.7", begun, false},  {"agarcia", "10.0.0.8", begun, false},
      {"garcia", "10.0.0.7a", begun, false},
  };
  for (const auto& [officer, address, since, known] : cases)
    EXPECT_EQ(open().knows_place(OfficerId(officer), address, since), known)
        << officer << " " << address;
  const Instant later = begun.plus(31 * kDay);
  auto ledger = open();
  ASSERT_TRUE(ledger.keep_place(OfficerId("blopez"), "10.0.0.7", later, later.minus(30 * kDay)));
  EXPECT_EQ(ledger.knows_place(OfficerId("agarcia"), "10.0.0.7", Instant{0}), false);
  EXPECT_EQ(ledger.knows_place(OfficerId("blopez"), "10.0.0.7", later), true);
}

TEST_F(KnownPlaces, MoveOnADayAtATimeAndFollowAClockThatIsSetBack) {
  auto ledger = open();
  const OfficerId officer("agarcia");
  const Instant begun = ledger.now();
  const auto kept_at = [&](Instant at) {
    EXPECT_TRUE(ledger.keep_place(officer, "10.0.0.7", at, Instant{0}));
    return [&](Instant since) { return *ledger.knows_place(officer, "10.0.0.7", since); };
  };
  (void)kept_at(begun);
  EXPECT_FALSE(kept_at(begun.plus(kDay))(begun.plus(kDay)));
  const Instant next = begun.plus(kDay).plus(std::chrono::milliseconds(1));
  EXPECT_TRUE(kept_at(next)(next));
  EXPECT_FALSE(kept_at(begun)(next)) << "the clock was wrong then";
}

TEST_F(KnownPlaces, SayOfNobodyByNameWhoCame) {
  auto ledger = open();
  ASSERT_TRUE(ledger.keep_place(OfficerId("agarciascan"), "10.77.0.7", ledger.now(), Instant{0}));
  const auto bytes = every_byte_below(country_.folder);
  EXPECT_EQ(bytes.find("agarciascan"), std::string::npos);
  EXPECT_EQ(bytes.find("10.77.0.7"), std::string::npos);
}

}  // namespace
}  // namespace garita::station
