#include "border-station/uplink/bundles.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "border-station/ledger/ledger_fixture.h"
#include "schema/journal/batch.h"
#include "schema/journal/sections.h"

namespace garita::station {
namespace {

using testing::HasSubstr;

class BundlesTest : public LedgerTest {
 protected:
  /// What is said of a file that the ledger imports.
  std::vector<std::string> complaints(Ledger& ledger, ByteView file) {
    std::vector<std::string> said;
    const auto taken =
        import_answer(ledger, file, [&](const Error& error) { said.push_back(error.message); });
    EXPECT_TRUE(taken) << taken.error().message;
    taken_ = taken.value_or(TakenAnswer());
    return said;
  }

  TakenAnswer taken_;
};

TEST_F(BundlesTest, OfTooManyRefusedFramesAreGivenUpAndWhatWasGoodBeforeIsKept) {
  auto ledger = open();
  BundleWriter good;
  ASSERT_TRUE(good.add(country_.bulletin("messages", 1, "before")));
  Bytes file = good.bytes();
  for (int i = 0; i < 100'000; ++i) file.insert(file.end(), {0, 0, 0, 1, 0xFF});  // of no kind
  const Bytes after = encode_frame(country_.bulletin("messages", 2, "after"));
  file.insert(file.end(), after.begin(), after.end());
  const auto said = complaints(ledger, file);
  EXPECT_EQ(said.size(), kBundleRefusalsMax + 1);
  EXPECT_THAT(said.back(), HasSubstr("1000 of its frames were refused"));
  EXPECT_THAT(said.back(), HasSubstr("Have the file written anew"));
  EXPECT_EQ(taken_.bulletins, 1U);
  EXPECT_EQ((*ledger.held_bulletin("messages"))->version, 1U);
}

/// What of a file's records cannot be opened with it alone, and which keys are in it twice.
std::vector<std::string> lacking_keys(ByteView file) {
  std::vector<std::string> lacking;
  std::set<std::uint32_t> epochs;
  auto bundle = BundleReader::open(file);
  EXPECT_TRUE(bundle);
  for (auto message = bundle->next(); message && *message; message = bundle->next()) {
    const auto* key = std::get_if<WrappedEpochKey>(&**message);
    if (key != nullptr && !epochs.insert(key->epoch).second) lacking.emplace_back("twice");
    const auto* frame = std::get_if<BatchFrame>(&**message);
    if (frame == nullptr) continue;
    const auto batch = *read_batch(frame->batch);
    for (const auto& entry : batch.entries) {
      if (!epochs.contains(entry.header.epoch)) lacking.push_back(entry.id().text());
    }
  }
  return lacking;
}

TEST_F(BundlesTest, CarryInEachFileTheKeysOfItsRecords) {
  auto ledger = open();
  for (int day = 0; day < 2; ++day) {
    for (int i = 0; i < 3; ++i) {
      auto decision = entry_of();
      decision.pictures = {{PictureKind::kDocument, random_bytes(100'000)}};
      ASSERT_TRUE(ledger.append_decision(decision));
    }
    clock_.advance(std::chrono::hours(24));
  }
  std::size_t files = 0;
  const auto keep = [&](ByteView file) -> Result<void> {
    ++files;
    EXPECT_THAT(lacking_keys(file), testing::IsEmpty()) << "file " << files;
    return {};
  };
  ASSERT_TRUE(export_bundle(ledger, keep, std::size_t{200} * 1024));
  EXPECT_GT(files, 2U);
}

TEST_F(BundlesTest, OnTheirWayUpArePassedOverAndNamedWhateverTheyBeginWith) {
  auto ledger = open();
  ASSERT_TRUE(ledger.append_decision(entry_of()));
  const auto entries = whole(ledger, movement(ledger));
  const Bytes batch = encode(make_batch(entries, ledger.identity().station_key));
  Gone gone{movement(ledger), 1, 1, {}};
  gone.sign(ledger.identity().station_key);
  const Message first[] = {*ledger.wrapped_key(1, entries[0].header.epoch).value(),
                           BatchFrame{batch}, BatchAfterGone{gone, batch}, *ledger.claim(),
                           *ledger.standing()};
  for (const auto& message : first) {
    BundleWriter file;
    ASSERT_TRUE(file.add(message));
    ASSERT_TRUE(file.add(country_.bulletin("messages", 1, "behind it")));
    EXPECT_THAT(complaints(ledger, file.bytes()), testing::IsEmpty());
    EXPECT_TRUE(taken_.goes_up);
    EXPECT_EQ(taken_.sender, ledger.place().station) << "frame of kind " << message.index();
    EXPECT_EQ(taken_.bulletins, 0U);
  }
}

TEST_F(BundlesTest, OfANewerProgramAreTakenButForWhatIsNewInThem) {
  auto ledger = open();
  const Bytes unknown{0, 0, 0, 3, 200, 1, 2};
  const auto file = [&](const Message& message) {
    Bytes bytes = BundleWriter().bytes();
    for (const auto& frame : {unknown, encode_frame(message), unknown})
      bytes.insert(bytes.end(), frame.begin(), frame.end());
    return bytes;
  };
  const auto said = HasSubstr("a frame of type 200, written by a newer program than this one");
  EXPECT_THAT(complaints(ledger, file(country_.bulletin("messages", 1, "known"))),
              testing::ElementsAre(said, said));
  EXPECT_EQ(taken_.bulletins, 1U);
  EXPECT_THAT(complaints(ledger, file(*ledger.claim())), testing::ElementsAre(said));
  EXPECT_TRUE(taken_.goes_up) << "by the first frame that is known";
}

TEST_F(BundlesTest, OfALongListSayOnceThatThereIsNoRoomAndTakeWhatIsShort) {
  auto ledger = open();
  ledger.watch_disk([] { return 0; });
  BundleWriter list;
  for (std::size_t i = 0; i < kSections; ++i) {
    ASSERT_TRUE(list.add(country_.bulletin(section_channel("alerts", i), 1, "rows")));
  }
  ASSERT_TRUE(list.add(country_.bulletin("messages", 1, "short")));
  EXPECT_THAT(complaints(ledger, list.bytes()),
              testing::ElementsAre(HasSubstr("bulletin alerts is not taken")));
  EXPECT_EQ(taken_.bulletins, 1U);
  ledger.watch_disk([] { return kDiskForCrossingsBytes; });
  EXPECT_THAT(complaints(ledger, list.bytes()), testing::IsEmpty());
  EXPECT_EQ(taken_.bulletins, kSections);
}

TEST_F(BundlesTest, TellWhatTheCentrePutAsideAndAnOldStickTellsNothing) {
  auto ledger = open();
  const auto answer = [&](const char* at, PutAside aside, const StationId& station) {
    CentreStanding standing{station, *Instant::from_rfc3339(at), aside, {}};
    standing.sign(country_.centre_key);
    BundleWriter file;
    EXPECT_TRUE(file.add(standing));
    return file.bytes();
  };
  const auto& own = ledger.place().station;
  struct Case {
    const char* at;
    PutAside said, held;
  };
  for (const auto& [at, said, held] :
       {Case{"2026-03-02T10:00:00Z", {3, 0}, {3, 0}}, Case{"2026-03-02T09:00:00Z", {7, 0}, {3, 0}},
        Case{"2026-03-02T11:00:00Z", {0, 3}, {0, 3}}}) {
    EXPECT_THAT(complaints(ledger, answer(at, said, own)), testing::IsEmpty());
    EXPECT_EQ(*ledger.centre_put_aside(), held) << at;
  }
  EXPECT_THAT(complaints(ledger, answer("2026-03-02T12:00:00Z", {9, 9}, StationId("OTHER-01"))),
              testing::IsEmpty());
  auto forged = answer("2026-03-02T12:00:00Z", {9, 9}, own);
  forged.back() ^= 1;
  EXPECT_THAT(complaints(ledger, forged), testing::ElementsAre(HasSubstr("not signed by it")));
  EXPECT_EQ(*ledger.centre_put_aside(), (PutAside{0, 3}));
}

}  // namespace
}  // namespace garita::station
