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

TEST_F(BulletinPartsTest, ThatSomebodyElseMadeAreRefused) {
  auto ledger = open();
  auto forged = messages(1, 9'000);
  forged.content.back() ^= 1;
  const auto progress = give(ledger, make_delivery(forged, nullptr), 0);
  EXPECT_EQ(progress.whole, (BulletinHeld{"messages", 0}));
  EXPECT_THAT(progress.refused->message, testing::HasSubstr("not signed by this country's centre"));
}

}  // namespace
}  // namespace garita::station
