#include <gtest/gtest.h>

#include "border-station/alerts/cleared_pairs.h"
#include "border-station/ledger/test_country.h"
#include "schema/crypto/envelope.h"
#include "schema/openstays/cleared_list.h"

namespace garita::station {
namespace {

class ClearedPairsListed : public testing::Test {
 protected:
  void publish(const std::string& csv) {
    const auto taken = ledger_.take_bulletin(country_.bulletin("cleared-pairs", ++version_, csv));
    ASSERT_TRUE(taken) << taken.error().message;
  }
  std::string key_row_for(const StationId& station) {
    const auto sealed = *seal_to_certificate(key_.view(), ledger_.identity().station_certificate);
    return csv_row(OpenStaysKey{station, sealed});
  }
  std::string row(const Digest& pair) {
    return csv_row(ClearedPairEntry{cleared_pair_reference(key_, pair), kCrossing, kThen});
  }
  std::string found(const Digest& pair) {
    const auto clearing = find_cleared_pair(pairs_, pair);
    if (!clearing) return clearing.error().message;
    return *clearing ? (*clearing)->record.text() + " " + (*clearing)->at.rfc3339() : "none";
  }
  static Digest pair(std::uint8_t number) {
    Digest digest{};
    digest.front() = number;
    return digest;
  }

  const RecordId kCrossing{StationId("SUR-01"), 1, Lane::kMovement, 7};
  const Instant kThen{1'772'460'000'000};
  TestCountry country_;
  TestClock clock_;
  DataDirectory directory_ = country_.enrol("PASO-01-01");
  Ledger ledger_ =
      *Ledger::open(directory_, clock_, {{std::string(kClearedPairsChannel), read_cleared_pairs}});
  ListTables pairs_{ledger_, kClearedPairsChannel};
  const Secret key_{Bytes(kOpenStaysKeyBytes, 5)};
  std::uint64_t version_ = 0;
};

TEST_F(ClearedPairsListed, AreFoundByAPostThatNeverMetThem) {
  EXPECT_EQ(found(pair(1)), "none");
  publish(cleared_pairs_header() + row(pair(1)) + key_row_for(StationId("PASO-01-01")));
  EXPECT_EQ(found(pair(1)), "SUR-01:1:movement:7 " + kThen.rfc3339());
  EXPECT_EQ(found(pair(2)), "none");
  publish(cleared_pairs_header() + row(pair(2)) + key_row_for(StationId("PASO-01-01")));
  EXPECT_EQ(found(pair(1)), "none") << "taken back since";
}

TEST_F(ClearedPairsListed, AreNotFoundWithoutAKeyOfThisStation) {
  publish(cleared_pairs_header() + row(pair(1)) + key_row_for(StationId("SUR-01")));
  EXPECT_EQ(found(pair(1)), "none");
}

}  // namespace
}  // namespace garita::station
