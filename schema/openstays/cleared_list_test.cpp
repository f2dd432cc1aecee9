#include "schema/openstays/cleared_list.h"

#include <gtest/gtest.h>

namespace garita {
namespace {

const Instant kThen{1'772'460'000'000};

std::string read(const std::string& csv) {
  std::string text;
  const auto done = for_each_cleared_pair(csv, [&](const ClearedPairRow& row) {
    if (const auto* key = std::get_if<OpenStaysKey>(&row)) text += key->station.value() + ";";
    if (const auto* entry = std::get_if<ClearedPairEntry>(&row))
      text += entry->crossing.text() + " " + entry->at.rfc3339() + ";";
  });
  return done ? text : done.error().message;
}

TEST(ClearedPairsList, IsReadAsItWasWrittenAndNamesNobody) {
  const Secret key(Bytes(kOpenStaysKeyBytes, 7));
  const Bytes pair(32, 9);
  const RecordId crossing{StationId("PASO-01-01"), 1, Lane::kMovement, 7};
  const ClearedPairEntry entry{cleared_pair_reference(key, pair), crossing, kThen};
  const std::string csv = cleared_pairs_header() + csv_row(entry) +
                          csv_row(OpenStaysKey{StationId("PASO-01-01"), Bytes(3, 1)});
  EXPECT_EQ(read(csv), "PASO-01-01:1:movement:7 " + kThen.rfc3339() + ";PASO-01-01;");
  EXPECT_NE(cleared_pair_reference(key, Bytes(32, 8)), entry.reference);
  EXPECT_NE(cleared_pair_reference(Secret(Bytes(kOpenStaysKeyBytes, 8)), pair), entry.reference);
}

TEST(ClearedPairsList, IsRefusedWithTheLine) {
  const std::string head = cleared_pairs_header();
  const std::pair<std::string, std::string> cases[] = {
      {"reference,crossing,at\n", "no column sealed_key"},
      {head + "GTM|ANA,PASO-01-01:1:movement:7,2026-03-02T14:00:00Z,\n",
       "line 2: reference is neither a pair's nor a station's"},
      {head + "AAAAAAAAAAAAAAAAAAAAAA,7,2026-03-02T14:00:00Z,\n",
       "line 2: crossing is no record's id"},
      {head + "AAAAAAAAAAAAAAAAAAAAAA,PASO-01-01:1:movement:7,yesterday,\n",
       "line 2: at is no moment"},
      {head + "station:PASO-01-01,,,***\n", "line 2: sealed_key is no base64"},
  };
  for (const auto& [csv, expected] : cases) EXPECT_EQ(read(csv), expected);
}

}  // namespace
}  // namespace garita
