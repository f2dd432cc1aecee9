#include "border-station/ledger/ledger_fixture.h"
#include "schema/storage/database.h"
#include "schema/vocabulary/codes.h"

namespace garita::station {
namespace {

class ClearedPairs : public LedgerTest {
 protected:
  static Digest pair(std::uint8_t number) {
    Digest digest{};
    digest.front() = number;
    return digest;
  }
  /// A crossing with one hit of these two, answered so.
  Written met(Ledger& ledger, std::uint8_t number, std::string_view answer) {
    auto decision = entry_of("N" + std::to_string(++crossings_));
    Hit hit;
    hit.seen = {"A-1", "name_alike"};
    hit.answer = answer;
    hit.pair = copy_of(pair(number));
    decision.hits = {hit};
    return *ledger.append_decision(std::move(decision));
  }
  int crossings_ = 0;
};

TEST_F(ClearedPairs, AreKnownByTheRecordThatSaidSoLast) {
  auto ledger = open();
  EXPECT_FALSE(*ledger.clearing_of(pair(1)));
  met(ledger, 1, kHitClearedBefore);
  EXPECT_FALSE(*ledger.clearing_of(pair(1))) << "of another post: nothing was said here";
  const auto first = met(ledger, 1, kNotTheSamePerson);
  EXPECT_EQ((*ledger.clearing_of(pair(1)))->record, first.crossing);
  EXPECT_EQ((*ledger.clearing_of(pair(1)))->at, first.at);
  EXPECT_FALSE(*ledger.clearing_of(pair(2)));
  clock_.advance(std::chrono::hours(1));
  met(ledger, 1, kHitClearedBefore);
  EXPECT_EQ((*ledger.clearing_of(pair(1)))->record, first.crossing) << "who said so";
  met(ledger, 1, "known_and_cleared");
  EXPECT_TRUE((*ledger.clearing_of(pair(1)))->taken_back) << "somebody says another thing";
}

TEST_F(ClearedPairs, AreJudgedAgainAfterTheirTimeHoweverOftenTheyAreMet) {
  auto ledger = open();
  met(ledger, 1, kNotTheSamePerson);
  clock_.advance(kClearingKeptFor - std::chrono::hours(1));
  EXPECT_TRUE(*ledger.clearing_of(pair(1)));
  met(ledger, 1, kHitClearedBefore);
  met(ledger, 2, kNotTheSamePerson);
  clock_.advance(std::chrono::hours(2));
  EXPECT_FALSE(*ledger.clearing_of(pair(1))) << "also before anything was cleaned up";
  EXPECT_TRUE(*ledger.clearing_of(pair(2)));
  ASSERT_TRUE(ledger.forget(std::chrono::hours(24 * 7)));
  auto row = *ledger.database().prepare("SELECT count(*) FROM cleared_pair");
  ASSERT_TRUE(*row.step());
  EXPECT_EQ(row.integer(0), 1);
}

TEST_F(ClearedPairs, BeyondTheirNumberGoWhereTheyWereMetLongestAgo) {
  auto ledger = open();
  met(ledger, 1, kNotTheSamePerson);
  clock_.advance(std::chrono::hours(1));
  const auto many = ledger.database().execute(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)"
      " INSERT INTO cleared_pair SELECT CAST(printf('%032d', i) AS BLOB), 'P-01-01:1:movement:9',"
      " ?2, ?2 FROM n",
      {kClearingsMax, clock_.now().milliseconds});
  ASSERT_TRUE(many) << many.error().message;
  EXPECT_TRUE(*ledger.clearing_of(pair(1)));
  ASSERT_TRUE(ledger.forget(std::chrono::hours(24 * 7)));
  EXPECT_FALSE(*ledger.clearing_of(pair(1)));
}

}  // namespace
}  // namespace garita::station
