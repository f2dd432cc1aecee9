#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "border-station/ledger/ledger_fixture.h"

namespace garita::station {
namespace {

constexpr std::size_t kPart = 4'000;

class BulletinPartsTest : public LedgerTest {
 protected:
  [[nodiscard]] Bulletin messages(std::uint64_t version, std::size_t size, char first = 'a') const {
    std::string text(1, first);
    while (text.size() < size) text += to_hex(random_bytes(20)) + "\n";
    return country_.bulletin("messages", version, text);
  }
  /// The parts of a stream from `from` on, at most `count`; what became of the last.
  static PartProgress give(Ledger& ledger, const Delivery& delivery, std::size_t from,
                           std::size_t count = SIZE_MAX) {
    PartProgress progress;
    const auto total = static_cast<std::uint32_t>(delivery.stream.size());
    for (std::size_t i = 0; i < count && from < total; ++i) {
      const std::size_t size = std::min(kPart, total - from);
      const auto content = ByteView(delivery.stream).subspan(from, size);
      const auto taken =
          ledger.take_part({delivery.channel, delivery.version, delivery.base, delivery.id, total,
                            static_cast<std::uint32_t>(from), copy_of(content)});
      EXPECT_TRUE(taken) << taken.error().message;
      progress = *taken;
      from += size;
    }
    return progress;
  }
};

TEST_F(BulletinPartsTest, AreKeptThroughAStartAndMakeABulletinOnceTheyAreWhole) {
  const Bulletin sent = messages(1, 60'000);
  const auto delivery = make_delivery(sent, nullptr);
  {
    auto ledger = open();
    EXPECT_EQ(give(ledger, delivery, 0, 3).held.bytes, 3 * kPart);
    EXPECT_FALSE(ledger.held_bulletin("messages")->has_value());
  }
  auto ledger = open();
  const PartHeld held{"messages", delivery.id, 3 * kPart};
  EXPECT_EQ(*ledger.held_parts(), std::vector{held});
  EXPECT_EQ(give(ledger, delivery, 2 * kPart, 1).held, held) << "a repetition changes nothing";
  EXPECT_EQ(give(ledger, delivery, 5 * kPart, 1).held, held) << "nor does what is not the next";
  const auto progress = give(ledger, delivery, 3 * kPart);
  EXPECT_EQ(progress.whole, (BulletinHeld{"messages", 1}));
  EXPECT_EQ(*ledger.bulletin("messages"), sent);
  EXPECT_TRUE(ledger.held_parts()->empty());
}

TEST_F(BulletinPartsTest, OfAChangeStandOnTheVersionThatIsHeld) {
  auto ledger = open();
  const Bulletin first = messages(1, 60'000);
  give(ledger, make_delivery(first, nullptr), 0);
  std::string text(text_of(first.content));
  text[31'000] = '#';
  const Bulletin second = country_.bulletin("messages", 7, text);
  const auto change = make_delivery(second, &first);
  ASSERT_EQ(change.base, 1U);
  EXPECT_LT(change.stream.size(), 1'000U);
  EXPECT_EQ(give(ledger, change, 0).whole, (BulletinHeld{"messages", 7}));
  EXPECT_EQ(*ledger.bulletin("messages"), second);
  const auto of_another = make_delivery(country_.bulletin("messages", 8, text + "#"), &first);
  const auto progress = give(ledger, of_another, 0);
  EXPECT_EQ(progress.whole, (BulletinHeld{"messages", 7}));
  EXPECT_THAT(progress.refused->message,
              testing::HasSubstr("changes version 1, which is not held"));
  EXPECT_TRUE(ledger.held_parts()->empty()) << "from the beginning, whole";
}

TEST_F(BulletinPartsTest, OfWhatWasRefusedAreKeptUntilAnotherStreamComes) {
  auto ledger = open({{"messages", [](Ledger&, const Bulletin& bulletin) -> Result<ReadBulletin> {
                         if (bulletin.content.front() == 'a') return fail(Remedy::kReject, "no a");
                         return ReadBulletin{1, {}};
                       }}});
  const auto refused = make_delivery(messages(1, 20'000), nullptr);
  const auto progress = give(ledger, refused, 0);
  EXPECT_EQ(progress.whole, (BulletinHeld{"messages", 0}));
  EXPECT_EQ(progress.refused->message, "bulletin messages: no a");
  const auto size = static_cast<std::uint32_t>(refused.stream.size());
  EXPECT_EQ(*ledger.held_parts(), (std::vector{PartHeld{"messages", refused.id, size}}));
  ASSERT_TRUE(ledger.forget_refused_parts());
  EXPECT_TRUE(ledger.held_parts()->empty()) << "a newer program may take it";
  give(ledger, refused, 0);
  const auto corrected = make_delivery(messages(2, 5'000, 'b'), nullptr);
  EXPECT_EQ(give(ledger, corrected, 0).whole, (BulletinHeld{"messages", 2}));
  EXPECT_TRUE(ledger.held_parts()->empty());
}

TEST_F(BulletinPartsTest, OfWhatWasRefusedCostNoRoom) {
  auto ledger = open();
  auto forged = messages(1, 500'000);
  forged.content.back() ^= 1;
  const auto delivery = make_delivery(forged, nullptr);
  give(ledger, delivery, 0);
  const auto size = static_cast<std::uint32_t>(delivery.stream.size());
  EXPECT_EQ(*ledger.held_parts(), (std::vector{PartHeld{"messages", delivery.id, size}}));
  auto row = *ledger.database().prepare("SELECT sum(length(part_sealed)) FROM bulletin_part");
  ASSERT_TRUE(*row.step());
  EXPECT_LT(row.integer(0), 100);
}

TEST_F(BulletinPartsTest, SayThatTheBulletinCameByAnotherWayMeanwhile) {
  auto ledger = open();
  auto stick = open();
  const Bulletin sent = messages(4, 60'000);
  const auto delivery = make_delivery(sent, nullptr);
  give(ledger, delivery, 0, 3);
  ASSERT_TRUE(stick.take_bulletin(sent));
  const auto progress = give(ledger, delivery, 3 * kPart, 1);
  EXPECT_EQ(progress.whole, (BulletinHeld{"messages", 4}));
  EXPECT_FALSE(progress.refused);
  EXPECT_TRUE(ledger.held_parts()->empty());
}

TEST_F(BulletinPartsTest, ThatSomebodyElseMadeAreRefused) {
  auto ledger = open();
  auto forged = messages(1, 9'000);
  forged.content.back() ^= 1;
  const auto progress = give(ledger, make_delivery(forged, nullptr), 0);
  EXPECT_EQ(progress.whole, (BulletinHeld{"messages", 0}));
  EXPECT_THAT(progress.refused->message, testing::HasSubstr("not signed by this country's centre"));
}

// Another process takes the parts while this one has looked and does not have the lock yet.
TEST_F(BulletinPartsTest, AreLookedAtAgainUnderTheLock) {
  auto ledger = open();
  auto import = open();
  const auto delivery = make_delivery(messages(9, 900'000), nullptr);
  give(ledger, delivery, 0, 3);
  ledger.watch_disk([&] {
    EXPECT_TRUE(import.take_bulletin(country_.bulletin("messages", 9, "by a stick")));
    return kDiskForCrossingsBytes;
  });
  const auto progress = give(ledger, delivery, 3 * kPart, 1);
  EXPECT_EQ(progress.whole, (BulletinHeld{"messages", 9}));
  EXPECT_TRUE(ledger.held_parts()->empty()) << "no stream without its beginning";
}

TEST_F(BulletinPartsTest, OfALongBulletinWaitWhileTheDiskHasRoomForCrossingsAlone) {
  auto ledger = open();
  const auto delivery = make_delivery(messages(1, 900'000), nullptr);
  std::uint64_t free = kDiskForCrossingsBytes;
  ledger.watch_disk([&] { return free; });
  EXPECT_EQ(give(ledger, delivery, 0, 2).held.bytes, 2 * kPart);
  free = (std::uint64_t{23} << 20) + 5;
  const auto progress = give(ledger, delivery, 2 * kPart, 1);
  EXPECT_EQ(progress.held.bytes, 2 * kPart);
  ASSERT_TRUE(progress.no_room);
  EXPECT_EQ(progress.no_room->remedy, Remedy::kRetry);
  EXPECT_THAT(progress.no_room->message,
              testing::AllOf(testing::HasSubstr("bulletin messages is not taken"),
                             testing::HasSubstr("23 MiB left"), testing::HasSubstr("last 512"),
                             testing::HasSubstr("Free some of the disk")));
  EXPECT_FALSE(progress.refused) << "it is not bad";
  EXPECT_EQ(ledger.held_parts()->front().bytes, 2 * kPart);
  EXPECT_TRUE(ledger.append_decision(entry_of()));
  free = kDiskForCrossingsBytes;
  EXPECT_EQ(give(ledger, delivery, 2 * kPart).whole, (BulletinHeld{"messages", 1}));
}

TEST_F(BulletinPartsTest, OfWhatExpandsToALongBulletinWaitToo) {
  auto ledger = open();
  const Bulletin bomb = country_.bulletin("messages", 1, std::string(kBulletinBytesMax, 'a'));
  const auto delivery = make_delivery(bomb, nullptr);
  ASSERT_LT(delivery.stream.size(), kPart);
  ledger.watch_disk([] { return kDiskForCrossingsBytes - 1; });
  EXPECT_TRUE(give(ledger, delivery, 0).no_room);
  EXPECT_EQ(ledger.take_bulletin(bomb).error().remedy, Remedy::kRetry) << "nor from a stick";
  ledger.watch_disk([] { return kDiskForCrossingsBytes; });
  EXPECT_EQ(give(ledger, delivery, 0).whole, (BulletinHeld{"messages", 1}));
}

TEST_F(BulletinPartsTest, OfShortBulletinsAndHeadsAreTakenHoweverFullTheDiskIsAndSectionsAreNot) {
  auto ledger = open();
  ledger.watch_disk([] { return 0; });
  EXPECT_EQ(give(ledger, make_delivery(messages(1, 100'000), nullptr), 0).whole,
            (BulletinHeld{"messages", 1}));
  const auto section = country_.bulletin("alerts/003", 1, "short");
  EXPECT_TRUE(give(ledger, make_delivery(section, nullptr), 0).no_room);
  const auto taken = ledger.take_bulletin(section);
  ASSERT_FALSE(taken);
  EXPECT_THAT(taken.error().message, testing::HasSubstr("bulletin alerts is not taken"));
}

TEST_F(BulletinPartsTest, ThatNobodySignedTakeSoMuchRoomAtMostAndNoMore) {
  auto ledger = open();
  ledger.watch_disk([] { return std::uint64_t{100} << 30; });
  constexpr std::uint32_t kTotal = 8'000'000;
  const Bytes most(7'900'000, 7);
  const auto name = [](std::size_t number) { return "alerts/10" + std::to_string(number); };
  for (std::size_t number = 0; number < 9; ++number) {
    const auto taken = ledger.take_part({name(number), 1, 0, number + 1, kTotal, 0, most});
    ASSERT_TRUE(taken) << taken.error().message;
    EXPECT_EQ(taken->held.bytes, most.size());
    if (number != 0) continue;
    // This one moves on later than the next: it is the next that has to go.
    ASSERT_TRUE(ledger.take_part({name(1), 1, 0, 2, kTotal, 0, most}));
    ASSERT_TRUE(ledger.take_part({name(0), 1, 0, 1, kTotal, 7'900'000, Bytes(10)}));
    ++number;
  }
  std::uint64_t bytes = 0;
  std::vector<std::string> channels;
  const auto held = *ledger.held_parts();
  for (const auto& part : held) {
    bytes += part.bytes;
    channels.push_back(part.channel);
  }
  EXPECT_LE(bytes, kWaitingPartsBytesMax);
  EXPECT_EQ(channels.size(), 8U);
  EXPECT_THAT(channels, testing::Contains(name(0)));
  EXPECT_THAT(channels, testing::Not(testing::Contains(name(1))));
  EXPECT_THAT(channels, testing::Contains(name(8)));
}

}  // namespace
}  // namespace garita::station
