#include "schema/journal/compression.h"

#include <gtest/gtest.h>

#include "schema/crypto/hash.h"
#include "schema/journal/batch.h"
#include "schema/journal/dictionary/records_dictionary.h"
#include "schema/record/record.h"

namespace garita {
namespace {

constexpr std::size_t kBytesMax = 64 * 1024;

/// A crossing with everything that a desk writes; no two are alike.
Crossing crossing(int number) {
  Crossing made;
  made.at = Instant{1'772'460'000'000 + number * 47'311};
  made.post = *parse_post_code("TECUN-UMAN");
  made.officer = OfficerId("e.barrios");
  made.document = {"P",
                   "NIC",
                   "C0" + std::to_string(1'234'567 + number * 7919),
                   number % 2 == 0 ? "SOTOMAYOR ZELAYA" : "BOLANOS",
                   number % 3 == 0 ? "XIMENA DEL SOCORRO" : "ORLANDO",
                   "NIC",
                   *PartialDate::from_text("1987-04-" + std::to_string(10 + number % 18)),
                   number % 2 == 0 ? "F" : "M",
                   *PartialDate::from_text("2031-09-" + std::to_string(10 + number % 18)),
                   std::to_string(281'040'587'000 + number)};
  made.purpose = number % 2 == 0 ? "visit_family" : "seasonal_work";
  made.transport = "bus";
  made.admission_class = "visitor";
  made.granted_days = 90;
  made.context.alerts_version = 412;
  made.context.policies_version = 9;
  made.context.alerts_issued_at = Instant{1'772'409'600'000};
  made.context.policies_issued_at = Instant{1'767'225'600'000};
  made.context.rule = "ca4";
  made.context.policy_version = "2026-3";
  made.context.last_legal_day = Date::from_days_since_epoch(20'604);
  made.clock = {std::chrono::milliseconds(86'400'000 + number), random_bytes(16),
                Instant{1'772'459'999'000}, std::chrono::milliseconds(412)};
  made.reference = to_hex(random_bytes(12));
  return made;
}

Bytes record_bytes(int number) { return *encode_record(crossing(number)); }

TEST(Compression, WhatWasCompressedIsExpandedWithEachDictionary) {
  for (const auto dictionary : {kNoDictionary, kRecordsDictionary}) {
    for (const Bytes& content : {Bytes{}, Bytes{7}, record_bytes(1), random_bytes(15'000)}) {
      const Bytes packed = compress_record(content, dictionary);
      const auto expanded = expand_record(packed, dictionary, kBytesMax);
      ASSERT_TRUE(expanded) << expanded.error().message;
      EXPECT_EQ(*expanded, content);
    }
  }
}

// An entry that was written once is read with the very same bytes.
TEST(Compression, ADictionaryThatWasGivenOutNeverChanges) {
  EXPECT_EQ(to_hex(sha256(records_dictionary())),
            "ab05e8e41ff2c5e49a007a02705bf67e13ef4eea02d4ba11a1161a0770bb0c2d");
}

TEST(Compression, WhatCannotBeExpandedIsRefused) {
  const Bytes packed = compress_record(record_bytes(1), kRecordsDictionary);
  const Bytes cut(packed.begin(), packed.end() - 1);
  Bytes changed = packed;
  changed[0] ^= 1;
  const auto reason = [](ByteView bytes, std::uint16_t dictionary, std::size_t bytes_max) {
    const auto expanded = expand_record(bytes, dictionary, bytes_max);
    return expanded ? "" : expanded.error().message;
  };
  const std::string damaged = "the record is not compressed as it should be";
  EXPECT_EQ(reason(packed, 2, kBytesMax),
            "the record is compressed with dictionary 2 of a later program");
  EXPECT_EQ(reason(cut, kRecordsDictionary, kBytesMax), damaged);
  EXPECT_EQ(reason(changed, kRecordsDictionary, kBytesMax), damaged);
  EXPECT_EQ(reason(packed, kRecordsDictionary, 100), damaged);
  EXPECT_EQ(reason({}, kNoDictionary, kBytesMax), damaged);
}

// The wire cost that is promised for 64 kbit/s.
TEST(Compression, ACrossingTravelsInAtMost260BytesTwentyToABatch) {
  constexpr int kCrossings = 20;
  const EpochKey epoch{20'515, random_secret(32), random_bytes(310)};
  std::vector<Entry> entries;
  JournalHead head;
  for (int i = 0; i < kCrossings; ++i) {
    EntryHeader header;
    header.journal = {StationId("TECUN-UMAN-01"), 1, Lane::kMovement};
    header.sequence = head.sequence + 1;
    header.recorded_at = crossing(i).at;
    header.previous = head.hash;
    entries.push_back(seal_entry(record_bytes(i), header, epoch, random_bytes(kSaltBytes)));
    head = {header.sequence, entry_hash(entries.back())};
  }
  const Bytes batch = encode(make_batch(std::move(entries), PrivateKey::generate()));
  const std::size_t frame = batch.size() + 5;
  EXPECT_LE(frame / kCrossings, 260U);
  RecordProperty("bytes_a_crossing", static_cast<int>(frame / kCrossings));
  RecordProperty("plain_bytes_a_crossing", static_cast<int>(record_bytes(1).size()));
}

}  // namespace
}  // namespace garita
