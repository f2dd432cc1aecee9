#include "schema/wire/bundle.h"

#include <gtest/gtest.h>

namespace garita {
namespace {

Message receipt(std::uint64_t held) {
  Receipt receipt;
  receipt.journal = {*parse_station_id("PASO-01-01"), 1, Lane::kMovement};
  receipt.held = held;
  receipt.sign(PrivateKey::generate());
  return receipt;
}

TEST(Bundle, CarriesWhatItWasGivenInOrder) {
  const std::vector<Message> messages{receipt(1), receipt(2), BatchFrame{Bytes(100, 7)}};
  BundleWriter bundle;
  EXPECT_TRUE(bundle.empty());
  for (const auto& message : messages) EXPECT_TRUE(bundle.add(message));
  EXPECT_EQ(*read_bundle(bundle.bytes()), messages);
  EXPECT_TRUE(read_bundle(BundleWriter().bytes())->empty());
}

TEST(Bundle, IsEndedBeforeItGrowsTooLarge) {
  const Message large = BatchFrame{Bytes(kBatchBytesMax)};
  BundleWriter bundle;
  std::size_t added = 0;
  while (bundle.add(large)) ++added;
  EXPECT_EQ(added, kBundleBytesMax / kBatchBytesMax - 1);
  EXPECT_LE(bundle.bytes().size(), kBundleBytesMax);
  EXPECT_EQ(read_bundle(bundle.bytes())->size(), added);
}

TEST(Bundle, IsRefusedWhenItIsNoneOrIsCutOff) {
  BundleWriter bundle;
  ASSERT_TRUE(bundle.add(receipt(1)));
  const ByteView whole = bundle.bytes();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto read = read_bundle(whole.first(size));
    EXPECT_TRUE(!read || read->empty()) << size;
  }
  EXPECT_FALSE(read_bundle(bytes_of("garita bundle 2\n")));
  Bytes talkative = BundleWriter().bytes();
  const Bytes frame = encode_frame(Ping{1});
  talkative.insert(talkative.end(), frame.begin(), frame.end());
  EXPECT_FALSE(read_bundle(talkative));
}

}  // namespace
}  // namespace garita
