#include "schema/wire/bundle.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>

#include "schema/journal/codec.h"

namespace garita {
namespace {

Message receipt(std::uint64_t held) {
  Receipt receipt;
  receipt.journal = {*parse_station_id("PASO-01-01"), 1, Lane::kMovement};
  receipt.held = held;
  receipt.sign(PrivateKey::generate());
  return receipt;
}

std::vector<Message> messages_of(ByteView file) {
  std::vector<Message> messages;
  auto bundle = BundleReader::open(file);
  if (!bundle) return messages;
  while (true) {
    auto message = bundle->next();
    if (!message || !*message) return messages;
    messages.push_back(**std::move(message));
  }
}

/// Whether it is a bundle, and how many of its messages are taken and refused.
std::string reading(ByteView file) {
  auto bundle = BundleReader::open(file);
  if (!bundle) return bundle.error().message;
  int taken = 0;
  int refused = 0;
  for (auto message = bundle->next(); !message || *message; message = bundle->next()) {
    ++(message ? taken : refused);
  }
  return std::to_string(taken) + " taken, " + std::to_string(refused) + " refused";
}

Bytes joined(std::initializer_list<Bytes> parts) {
  Bytes whole = BundleWriter().bytes();
  for (const auto& part : parts) whole.insert(whole.end(), part.begin(), part.end());
  return whole;
}

TEST(Bundle, CarriesWhatItWasGivenInOrder) {
  const std::vector<Message> messages{receipt(1), receipt(2), BatchFrame{Bytes(100, 7)}};
  BundleWriter bundle;
  EXPECT_TRUE(bundle.empty());
  for (const auto& message : messages) EXPECT_TRUE(bundle.add(message));
  EXPECT_EQ(messages_of(bundle.bytes()), messages);
  EXPECT_EQ(reading(BundleWriter().bytes()), "0 taken, 0 refused");
}

TEST(Bundle, IsEndedBeforeItGrowsTooLarge) {
  const Message large = BatchFrame{Bytes(kBatchBytesMax)};
  BundleWriter bundle;
  std::size_t added = 0;
  while (bundle.add(large)) ++added;
  EXPECT_EQ(added, kBundleBytesMax / kBatchBytesMax - 1);
  EXPECT_LE(bundle.bytes().size(), kBundleBytesMax);
  EXPECT_EQ(messages_of(bundle.bytes()).size(), added);
}

TEST(Bundle, HasFileNamesThatSortInTheOrderOfTheFiles) {
  std::vector<std::string> names;
  for (const int number : {1, 2, 9, 10, 99, 100, 1000}) {
    names.push_back(bundle_file_name("PASO-01-01-20260302T140000Z", number));
  }
  EXPECT_EQ(names.front(), "PASO-01-01-20260302T140000Z-0001.garita");
  EXPECT_TRUE(std::ranges::is_sorted(names));
  EXPECT_EQ(bundle_file_name("lists", 12'345), "lists-12345.garita");
}

TEST(Bundle, ThatIsEmptyIsToldFromWhatIsNone) {
  const std::string empty =
      "it is empty: the stick was pulled out too early; copy it anew, or have it written anew where"
      " it comes from";
  EXPECT_EQ(reading({}), empty);
  EXPECT_EQ(reading(Bytes(5'000)), empty);
  EXPECT_EQ(reading(bytes_of("x")), "this is no bundle");
}

TEST(Bundle, IsRefusedWhenItIsNoneOrIsCutOff) {
  BundleWriter bundle;
  ASSERT_TRUE(bundle.add(receipt(1)));
  const ByteView whole = bundle.bytes();
  const std::size_t line = BundleWriter().bytes().size();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_EQ(BundleReader::open(whole.first(size)).has_value(), size == line) << size;
  }
  EXPECT_EQ(reading(bytes_of("garita bundle 2\n")), "this is no bundle");
}

TEST(Bundle, SaysWhereItsFramesEndOtherwiseThanTheyShould) {
  const auto good = encode_frame(receipt(1));
  const auto second = std::to_string(BundleWriter().bytes().size() + good.size());
  const auto size = std::to_string(good.size() - 4);
  const Bytes half(good.begin(), good.end() - 1);
  const std::string torn = "the bundle is cut off in frame ";
  EXPECT_EQ(reading(joined({good, half})),
            torn + "2 (byte " + second + "): " + std::to_string(good.size() - 5) + " of its " +
                size + " bytes are there; copy it anew, or export again");
  const std::string no_frame = "what stands where frame 2 (byte " + second +
                               ") should begin is no frame: something was appended, or its length "
                               "was changed; export again";
  const Bytes none_of_ours[] = {{0xff, 0xff, 0xff, 0xff}, Bytes(64), {0}, {1, 2, 3}};
  for (const auto& appended : none_of_ours) {
    EXPECT_EQ(reading(joined({good, appended})), no_frame) << appended.size();
  }
}

TEST(Bundle, OneMessageThatIsRefusedKeepsNoOtherOut) {
  const auto good = encode_frame(receipt(1));
  const auto talk = encode_frame(Ping{1});
  const Bytes unknown{0, 0, 0, 1, 200};
  EXPECT_EQ(reading(joined({good, talk, good, unknown, good})), "3 taken, 2 refused");
}

/// The most memory that this process has held, in MiB.
std::int64_t memory_peak_mib() {
  rusage usage{};
  EXPECT_EQ(getrusage(RUSAGE_SELF, &usage), 0);
  return usage.ru_maxrss / 1024;
}

TEST(Bundle, OfBulletinsThatExpandIsReadInTheRoomOfOne) {
  const Bytes frame =
      encode_frame(Bulletin{"alerts", 1, {}, Bytes(kBulletinBytesMax), Bytes(kSignatureBytes)});
  Bytes file = BundleWriter().bytes();
  for (int i = 0; i < 128; ++i) file.insert(file.end(), frame.begin(), frame.end());
  EXPECT_LT(file.size(), 128U * 1024) << "of 1 GiB of bulletins";
  const auto before = memory_peak_mib();
  EXPECT_EQ(reading(file), "128 taken, 0 refused");
  EXPECT_LT(memory_peak_mib() - before, 512) << "a sanitizer keeps some of what was given back";
}

TEST(Bundle, CompressedByAnotherZstdIsReadAsWell) {
  // "abc" in two raw blocks (RFC 8878, 3.1.1): other bytes than our own zstd makes of it.
  const auto packed = *from_hex(
      "28b52ffd2003"
      "1000006162"
      "09000063");
  ByteWriter body;
  body.u8(10);
  body.text8("alerts");
  body.u64(1);
  body.instant({});
  body.blob(packed);
  body.raw(Bytes(kSignatureBytes));
  ByteWriter frame;
  frame.blob(body.bytes());
  const auto messages = messages_of(joined({frame.bytes()}));
  ASSERT_EQ(messages.size(), 1U);
  EXPECT_EQ(text_of(std::get<Bulletin>(messages[0]).content), "abc");
  EXPECT_NE(encode_frame(messages[0]).size(), frame.bytes().size());
}

}  // namespace
}  // namespace garita
