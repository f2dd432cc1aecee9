#include <gtest/gtest.h>

#include "border-station/ledger/ledger_fixture.h"

namespace garita::station {
namespace {

constexpr std::uint64_t kPlenty = std::uint64_t{100} << 30;

class PicturesTest : public LedgerTest {
 protected:
  static NewDecision with_pictures(std::vector<std::size_t> sizes) {
    NewDecision decision = entry_of();
    for (const std::size_t size : sizes) {
      decision.pictures.push_back({PictureKind::kDocument, random_bytes(size)});
    }
    return decision;
  }
  /// The records of a lane, opened as the centre does.
  [[nodiscard]] std::vector<Record> opened(Ledger& ledger, Lane lane) const {
    std::vector<Record> records;
    for (const auto& entry : whole(ledger, {ledger.place().station, ledger.incarnation(), lane})) {
      const auto wrapped = *ledger.wrapped_key(ledger.incarnation(), entry.header.epoch);
      const auto key = *unwrap_epoch_key(wrapped->wrapped, country_.seal_key, country_.seal);
      records.push_back(*decode_record(*open_entry(entry, key)));
    }
    return records;
  }
};

TEST_F(PicturesTest, TravelSealedInPartsThatTheCrossingNames) {
  auto ledger = open();
  ledger.watch_disk([] { return kPlenty; });
  ASSERT_TRUE(ledger.append_decision(with_pictures({5'000})));
  const auto decision = with_pictures({9'000, 100});
  const auto written = ledger.append_decision(decision);
  ASSERT_TRUE(written) << written.error().message;
  EXPECT_EQ(written->pictures, PicturesKept::kAll);

  const auto records = opened(ledger, Lane::kMovement);
  const auto& crossing = std::get<Crossing>(records.at(1));
  EXPECT_EQ(crossing.first_picture, 3U);
  ASSERT_EQ(crossing.picture_chunks, 4U);
  std::vector<PictureChunk> chunks;
  for (const auto& record : opened(ledger, Lane::kEvidence)) {
    chunks.push_back(std::get<PictureChunk>(record));
  }
  const auto mine = std::span(chunks).subspan(crossing.first_picture - 1, crossing.picture_chunks);
  const auto pictures = join_pictures(written->crossing, mine);
  ASSERT_TRUE(pictures) << pictures.error().message;
  EXPECT_EQ(*pictures, decision.pictures);
  EXPECT_GT(ledger.unsent()->evidence_bytes, 14'000U);
}

TEST_F(PicturesTest, AreLeftOutWhereThereIsNoRoomAndTheCrossingIsRecorded) {
  struct Case {
    const char* name;
    std::vector<std::size_t> sizes;
    std::uint64_t free;
    PicturesKept kept;
    std::size_t chunks;
  };
  const std::vector<Case> cases{
      {"room",
       {kEvidencePictureBytesMax},
       kDiskForCrossingsBytes,
       PicturesKept::kAll,
       kEvidencePictureBytesMax / kChunkBytesMax},
      {"disk low", {100}, kDiskForCrossingsBytes - 1, PicturesKept::kDiskLow, 0},
      {"disk low, none", {}, 0, PicturesKept::kAll, 0},
      {"too large", {kEvidencePictureBytesMax + 1}, kPlenty, PicturesKept::kTooLarge, 0},
      {"one too large", {kEvidencePictureBytesMax + 1, 10}, kPlenty, PicturesKept::kTooLarge, 1},
      {"too many", std::vector<std::size_t>(kPicturesMax + 1, 10), kPlenty, PicturesKept::kTooLarge,
       kPicturesMax}};
  auto ledger = open();
  std::uint64_t movements = 0;
  for (const auto& expected : cases) {
    ledger.watch_disk([&expected] { return expected.free; });
    const auto before = state_of(ledger, Lane::kEvidence).head.sequence;
    const auto written = ledger.append_decision(with_pictures(expected.sizes));
    ASSERT_TRUE(written) << expected.name << ": " << written.error().message;
    EXPECT_EQ(written->pictures, expected.kept) << expected.name;
    EXPECT_EQ(written->crossing.sequence, ++movements) << expected.name;
    EXPECT_EQ(state_of(ledger, Lane::kEvidence).head.sequence - before, expected.chunks)
        << expected.name;
  }
}

TEST_F(PicturesTest, LeaveTheDiskWithTheRestOfTheirDayOnceTheCentreHasReadThem) {
  const std::chrono::hours window(24 * 7);
  auto ledger = open();
  ledger.watch_disk([] { return kPlenty; });
  ASSERT_TRUE(ledger.append_decision(with_pictures({20'000})));
  clock_.advance(std::chrono::hours(48));
  for (const Lane lane : {Lane::kMovement, Lane::kEvidence}) {
    const auto journal = state_of(ledger, lane);
    const auto& head = journal.head;
    ASSERT_TRUE(
        ledger.take_receipt(country_.receipt(journal, head.sequence, head.hash, head.sequence)));
  }
  const auto bytes = [&] {
    std::size_t sum = 0;
    const auto entries =
        *ledger.entries_after(state_of(ledger, Lane::kEvidence).id, 0, 1'000, SIZE_MAX);
    for (const auto& entry : entries) {
      sum += entry.ciphertext.size() + entry.salt.size();
    }
    return sum;
  };
  ASSERT_TRUE(ledger.forget(window));
  EXPECT_GT(bytes(), 20'000U) << "the window is open";
  clock_.advance(window);
  ASSERT_TRUE(ledger.forget(window));
  EXPECT_EQ(bytes(), 0U);
  EXPECT_EQ(state_of(ledger, Lane::kEvidence).head.sequence, 5U) << "headers and hashes stay";
}

TEST_F(PicturesTest, OfADayThatWasWrittenToAgainAreKeptUntilTheCentreHasReadThem) {
  const std::chrono::hours window(24 * 7);
  auto ledger = open();
  ASSERT_TRUE(ledger.append_decision(entry_of()));
  const auto journal = state_of(ledger, Lane::kMovement);
  ASSERT_TRUE(ledger.take_receipt(country_.receipt(journal, 1, journal.head.hash, 1)));
  // The clock runs ahead over midnight, the day counts as read, and the clock is put right.
  clock_.advance(std::chrono::hours(48));
  ASSERT_TRUE(ledger.forget(window));
  clock_.set("2026-03-02T15:00:00Z");
  ASSERT_TRUE(ledger.append_decision(entry_of()));
  clock_.advance(std::chrono::hours(24 * 30));
  ASSERT_TRUE(ledger.forget(window));
  const auto unsent = *ledger.entries_after(journal.id, 1, 10, SIZE_MAX);
  ASSERT_EQ(unsent.size(), 1U);
  EXPECT_FALSE(unsent[0].salt.empty() || unsent[0].ciphertext.empty()) << "nobody else has it";
}

TEST(DiskLevel, WarnsBeforePicturesAreLeftOut) {
  EXPECT_EQ(disk_level(kDiskLowBytes), DiskLevel::kEnough);
  EXPECT_EQ(disk_level(kDiskLowBytes - 1), DiskLevel::kLow);
  EXPECT_EQ(disk_level(kDiskForCrossingsBytes), DiskLevel::kLow);
  EXPECT_EQ(disk_level(kDiskForCrossingsBytes - 1), DiskLevel::kNoPictures);
  EXPECT_EQ(disk_level(0), DiskLevel::kNoPictures);
}

}  // namespace
}  // namespace garita::station
