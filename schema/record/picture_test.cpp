#include "schema/record/picture.h"

#include <gtest/gtest.h>

namespace garita {
namespace {

const RecordId kCrossing = *RecordId::parse("PASO-01-01:1:movement:7");

Picture picture(PictureKind kind, std::size_t size) {
  Picture made{kind, Bytes(size)};
  for (std::size_t i = 0; i < size; ++i) made.content[i] = static_cast<std::uint8_t>(i * 31 >> 3);
  return made;
}

TEST(Picture, IsTheSameAfterItWasCutAndJoined) {
  const std::vector<Picture> pictures{picture(PictureKind::kDocument, kChunkBytesMax * 2),
                                      picture(PictureKind::kDocument, kChunkBytesMax * 2 + 1),
                                      picture(PictureKind::kTraveller, 1)};
  const auto chunks = split_pictures(kCrossing, pictures);
  ASSERT_EQ(chunks.size(), 6U);
  for (const auto& chunk : chunks) EXPECT_TRUE(encode_record(chunk));
  const auto joined = join_pictures(kCrossing, chunks);
  ASSERT_TRUE(joined) << joined.error().message;
  EXPECT_EQ(*joined, pictures);
  EXPECT_TRUE(join_pictures(kCrossing, {})->empty());
}

TEST(Picture, IsNotJoinedOfPartsThatDoNotBelongTogether) {
  const auto chunks = split_pictures(
      kCrossing,
      std::vector{picture(PictureKind::kDocument, 9'000), picture(PictureKind::kTraveller, 9'000)});
  for (std::size_t missing = 0; missing < chunks.size(); ++missing) {
    auto torn = chunks;
    torn.erase(torn.begin() + static_cast<std::ptrdiff_t>(missing));
    EXPECT_FALSE(join_pictures(kCrossing, torn)) << missing;
  }
  auto swapped = chunks;
  std::swap(swapped[0], swapped[1]);
  EXPECT_FALSE(join_pictures(kCrossing, swapped));
  EXPECT_FALSE(join_pictures(*RecordId::parse("PASO-01-01:1:movement:8"), chunks));
}

}  // namespace
}  // namespace garita
