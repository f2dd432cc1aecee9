#include "schema/journal/delivery.h"

#include <gtest/gtest.h>

#include <random>

namespace garita {
namespace {

/// A list of people as CSV, each row with its own number, but for those that `changed` says.
Bulletin list(std::uint64_t version, int rows, int changed) {
  std::mt19937 random(7);
  std::string text = "reference,instruction,issuer,number\n";
  for (int row = 0; row < rows; ++row) {
    const auto number = random() + (row % 1'000 < changed ? version : 0);
    text += "A-" + std::to_string(row) + ",refer,UTO,X" + std::to_string(number) + "\n";
  }
  return {"alerts", version, Instant{1'772'460'000'000}, copy_of(bytes_of(text)),
          Bytes(kSignatureBytes, 7)};
}

TEST(Delivery, GivesTheBulletinAgainWholeOrAsWhatChanged) {
  const Bulletin held = list(3, 20'000, 2);
  const Bulletin newest = list(400, 20'000, 2);
  for (const Bulletin* base : {static_cast<const Bulletin*>(nullptr), &held}) {
    const auto delivery = make_delivery(newest, base);
    EXPECT_EQ(delivery.base, base == nullptr ? 0U : 3U);
    const auto read = read_delivery(delivery, base);
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(*read, newest);
  }
}

TEST(Delivery, CostsWhatChangedHoweverManyVersionsWereMissed) {
  const Bulletin held = list(1, 100'000, 1);
  const Bulletin newest = list(401, 100'000, 1);
  const auto whole = make_delivery(newest, nullptr).stream.size();
  const auto changes = make_delivery(newest, &held).stream.size();
  EXPECT_LT(changes * 100, whole) << changes << " of " << whole;
}

TEST(Delivery, IsWholeWhereThatIsSmaller) {
  Bulletin held = list(1, 10, 0);
  held.content = random_bytes(50'000);
  EXPECT_EQ(make_delivery(list(2, 10, 0), &held).base, 0U);
  EXPECT_EQ(make_delivery(list(2, 0, 0), nullptr).base, 0U);
}

TEST(Delivery, ThatCannotBePutTogetherIsRefused) {
  const Bulletin held = list(3, 2'000, 2);
  const Bulletin other = list(4, 2'000, 2);
  const auto reason = [](const Delivery& delivery, const Bulletin* base) {
    const auto read = read_delivery(delivery, base);
    return read ? "taken" : read.error().message;
  };
  auto delivery = make_delivery(list(9, 2'000, 2), &held);
  EXPECT_EQ(reason(delivery, nullptr), "a bulletin changes version 3, which is not held");
  EXPECT_EQ(reason(delivery, &other), "a bulletin changes version 3, which is not held");
  auto cut = delivery;
  cut.stream.pop_back();
  EXPECT_EQ(reason(cut, &held), "a bulletin is not compressed as it should be");
  cut.stream.resize(20);
  EXPECT_EQ(reason(cut, &held), "a bulletin ends too early");
  EXPECT_NE(stream_id(cut.stream), delivery.id);
}

}  // namespace
}  // namespace garita
