#include <gtest/gtest.h>

#include <fstream>

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
  FrameReader frames;
  frames.add(from_hex(text).value_or(Bytes()));
  const auto message = frames.next();
  ASSERT_TRUE(message && *message);
  EXPECT_EQ(std::get<Hello>(**message), example_hello());
}

TEST(FrameReader, TakesAStreamApartByteByByte) {
  const Bytes frame = encode_frame(example_hello());
  FrameReader frames;
  for (std::size_t i = 0; i + 1 < frame.size(); ++i) {
    frames.add(ByteView(frame).subspan(i, 1));
    const auto none = frames.next();
    ASSERT_TRUE(none) << none.error().message;
    EXPECT_FALSE(none->has_value()) << i;
  }
  frames.add(ByteView(frame).last(1));
  EXPECT_TRUE(frames.next()->has_value());
}

TEST(FrameReader, RefusesWhatIsTooLongOrUnknown) {
  const auto refusal = [](const Bytes& bytes) {
    FrameReader frames;
    frames.add(bytes);
    const auto message = frames.next();
    return message ? "taken" : message.error().message;
  };
  EXPECT_EQ(refusal({0xff, 0xff, 0xff, 0xff}), "a frame of 4294967295 bytes, more than 65536");
  EXPECT_EQ(refusal({0, 0, 0, 1, 200}), "a frame is of an unknown type");
  EXPECT_EQ(refusal({0, 0, 0, 0}), "a frame is empty");
  EXPECT_EQ(refusal({0, 0, 0, 2, 4, 1}), "a frame ends too early");
}

}  // namespace
}  // namespace garita
