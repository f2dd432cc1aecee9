#include <gtest/gtest.h>

#include <fstream>

#include "schema/journal/sections.h"
#include "schema/wire/message.h"

namespace garita {
namespace {

Hello example_hello() {
  Hello hello;
  hello.station = StationId("PASO-NORTE-01");
  hello.clock = *Instant::from_rfc3339("2026-03-02T14:00:00Z");
  hello.software = "garita-station 0.1.0";
  hello.journals = {{{hello.station, 1, Lane::kMovement}, {7, sha256({})}}};
  hello.bulletins = {{"alerts", 3}};
  hello.disk_free_bytes = 1'000'000;
  return hello;
}

TEST(Protocol, TheWorkedExampleOfThePageIsAHello) {
  std::ifstream file(std::string(GARITA_SOURCE_DIR) + "/schema/wire/PROTOCOL.md");
  std::string text;
  bool inside = false;
  for (std::string line; std::getline(file, line);) {
    if (inside && line == "```") break;
    if (inside) text += line;
    if (line == "```hex") inside = true;
  }
  std::erase(text, ' ');
  EXPECT_EQ(text, to_hex(encode_frame(example_hello())));
  FrameReader frames(FrameSource::kStation);
  frames.add(from_hex(text).value_or(Bytes()));
  const auto message = frames.next();
  ASSERT_TRUE(message && *message);
  EXPECT_EQ(std::get<Hello>(**message), example_hello());
}

TEST(Protocol, ACentreServesStationsOfTwoVersionsBefore) {
  struct Case {
    std::uint16_t least, most, centre;
    std::optional<std::uint16_t> version;
  };
  for (const auto& [least, most, centre, version] : std::vector<Case>{{1, 1, 1, 1},
                                                                      {1, 3, 3, 3},
                                                                      {1, 1, 3, 1},
                                                                      {1, 1, 4, std::nullopt},
                                                                      {2, 2, 4, 2},
                                                                      {1, 5, 3, 3},
                                                                      {4, 5, 3, std::nullopt},
                                                                      {3, 9, 65'535, std::nullopt},
                                                                      {0, 0, 1, std::nullopt}}) {
    EXPECT_EQ(common_version(least, most, centre), version)
        << least << " to " << most << " meets " << centre;
  }
}

TEST(FrameReader, TakesAStreamApartByteByByte) {
  const Bytes frame = encode_frame(example_hello());
  FrameReader frames(FrameSource::kStation);
  for (std::size_t i = 0; i + 1 < frame.size(); ++i) {
    frames.add(ByteView(frame).subspan(i, 1));
    const auto none = frames.next();
    ASSERT_TRUE(none) << none.error().message;
    EXPECT_FALSE(none->has_value()) << i;
  }
  frames.add(ByteView(frame).last(1));
  EXPECT_TRUE(frames.next()->has_value());
}

std::string refusal(const Bytes& bytes, FrameSource source = FrameSource::kStation) {
  FrameReader frames(source);
  frames.add(bytes);
  const auto message = frames.next();
  return message ? "taken" : message.error().message;
}

TEST(FrameReader, RefusesWhatIsTooLongOrUnknown) {
  EXPECT_EQ(refusal({0xff, 0xff, 0xff, 0xff}), "a frame of 4294967295 bytes, more than 65536");
  EXPECT_EQ(refusal({0, 0, 0, 1, 200}), "a frame is of an unknown type");
  EXPECT_EQ(refusal({0, 0, 0, 0}), "a frame is empty");
  EXPECT_EQ(refusal({0, 0, 0, 2, 4, 1}), "a frame ends too early");
}

TEST(FrameReader, HearsFromEachEndWhatThatEndMaySay) {
  const auto bulletin = encode_frame(Bulletin{"alerts", 1, {}, {}, Bytes(kSignatureBytes)});
  EXPECT_EQ(refusal(bulletin, FrameSource::kBundle), "taken");
  EXPECT_EQ(refusal(bulletin, FrameSource::kCentre),
            "a frame 'bulletin' that does not come from the centre");
  EXPECT_EQ(refusal(bulletin, FrameSource::kStation),
            "a frame 'bulletin' that does not come from a station");
  const auto hello = encode_frame(example_hello());
  EXPECT_EQ(refusal(hello, FrameSource::kCentre),
            "a frame 'hello' that does not come from the centre");
  EXPECT_EQ(refusal(hello, FrameSource::kBundle),
            "a frame 'hello' that does not come from a bundle");
}

TEST(FrameReader, RefusesNumbersThatNoDatabaseHoldsAndMomentsOutsideTheCalendar) {
  auto hello = example_hello();
  hello.clock = {Instant::kLastMilliseconds + 1};
  EXPECT_EQ(refusal(encode_frame(hello)), "a frame has a moment outside the years 1 to 9999");
  hello = example_hello();
  hello.journals[0].head.sequence = std::uint64_t{1} << 63;
  EXPECT_EQ(refusal(encode_frame(hello)), "a frame has a number above 2^63 - 1");
  EXPECT_EQ(refusal(encode_frame(BulletinHeld{"alerts\n", 1})),
            "a frame has a text that is not one line of UTF-8");
}

TEST(Frame, NamesSectionsInARowTogether) {
  auto hello = example_hello();
  const auto without = encode_frame(hello).size();
  for (int section = 0; section < 256; ++section) {
    hello.sections[section_channel("alerts", static_cast<std::size_t>(section))] = 4;
  }
  hello.sections["open-stays/007"] = 2;
  hello.sections["open-stays/009"] = 2;
  const Bytes frame = encode_frame(hello);
  EXPECT_LT(frame.size(), without + 80);
  FrameReader frames(FrameSource::kStation);
  frames.add(frame);
  const auto message = frames.next();
  ASSERT_TRUE(message && *message) << message.error().message;
  EXPECT_EQ(std::get<Hello>(**message), hello);
}

TEST(Frame, NamesNoSectionsThatNoListHas) {
  auto hello = example_hello();
  hello.sections["alerts/254"] = 4;
  const Bytes good = encode_frame(hello);
  constexpr std::size_t kFromTheEnd = 8 + 8 + 1;  // disk_free, version, count
  const auto with = [&](std::size_t back, std::uint8_t value) {
    Bytes changed = good;
    changed.at(changed.size() - back) = value;
    return refusal(changed);
  };
  EXPECT_EQ(with(kFromTheEnd, 2), "taken") << "254 and 255";
  EXPECT_EQ(with(kFromTheEnd, 3), "a frame has sections that no list has");
  EXPECT_EQ(with(kFromTheEnd, 0), "a frame has sections that no list has");
  EXPECT_EQ(with(kFromTheEnd + 2, 'x'), "a frame has sections that no list has");
}

TEST(Frame, KeepsItsLimitsWhateverItIsMadeOf) {
  auto hello = example_hello();
  hello.software = std::string(300, 'x') + "\n";
  for (std::uint32_t life = 2; life < 1'000; ++life) {
    hello.journals.push_back({{hello.station, life, Lane::kMovement}, {life, {}}});
  }
  FrameReader frames(FrameSource::kStation);
  frames.add(encode_frame(hello));
  const auto message = frames.next();
  ASSERT_TRUE(message && *message) << message.error().message;
  const auto& read = std::get<Hello>(**message);
  EXPECT_EQ(read.software, std::string(255, 'x'));
  ASSERT_EQ(read.journals.size(), kJournalsMax);
  EXPECT_EQ(read.journals.front().journal.incarnation, 999U) << "the newest are named";
}

}  // namespace
}  // namespace garita
