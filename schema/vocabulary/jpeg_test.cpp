#include "schema/vocabulary/jpeg.h"

#include <gtest/gtest.h>

#include <string>

namespace garita {
namespace {

using namespace std::string_literals;

const auto kBegin = "\xFF\xD8"s;
const auto kComment = "\xFF\xFE\0\4ab"s;
const auto kFrame = "\xFF\xC0\0\x0B\x08\x01\x02\x03\x04\x01\x01\x11\0"s;  // 772 x 258
const auto kScan = "\xFF\xDA\0\x08\x01\x01\0\0\x3F\0"s;

/// "fe c0 772x258 da", and what is left behind it.
std::string told(const std::string& file) {
  std::string text;
  JpegSegments segments(bytes_of(file));
  while (const auto segment = segments.next()) {
    text += to_hex(ByteView(&segment->marker, 1)) + " ";
    if (const auto frame = jpeg_frame(*segment))
      text += std::to_string(frame->width_px) + "x" + std::to_string(frame->height_px) + " ";
  }
  return text + "+" + std::to_string(file.size() - segments.position());
}

TEST(JpegSegments, AreToldUpToTheScan) {
  EXPECT_EQ(told(kBegin + kComment + kFrame + kScan + "coded\xFF\xD9"), "fe c0 772x258 da +7");
  EXPECT_EQ(told(kBegin + "\xFF\xFF" + kComment + kFrame), "fe c0 772x258 +0") << "filled";
  EXPECT_EQ(told(kBegin + "\xFF\xC4\0\x0B\x08\x01\x02\x03\x04\x01\x01\x11\0"s), "c4 +0")
      << "tables are no frame";
  EXPECT_EQ(told(kBegin + "\xFF\xC2\0\4ab"s), "c2 +0") << "too short for a frame";
}

TEST(JpegSegments, EndWhereADecoderMightReadOnOtherwise) {
  const std::pair<std::string, std::string> cases[] = {
      {"", "+0"},
      {"\xFF\xD8", "+2"},
      {"GIF89a", "+6"},
      {kBegin + "x" + kFrame, "+14"},         // bytes between
      {kBegin + "\xFF\x01" + kFrame, "+15"},  // bare marks
      {kBegin + "\xFF\xD0" + kFrame, "+15"},
      {kBegin + "\xFF\xD8" + kFrame, "+15"},
      {kBegin + "\xFF\xD9" + kFrame, "+15"},
      {kBegin + "\xFF\0"s + kFrame, "+15"},
      {kBegin + "\xFF\xE0\0\1"s + kFrame, "+17"},     // shorter than its own length
      {kBegin + "\xFF\xE0\xFF\xFF" + kFrame, "+17"},  // longer than the file
      {kBegin + kComment + "\xFF", "fe +1"},
  };
  for (const auto& [file, expected] : cases)
    EXPECT_EQ(told(file), expected) << to_hex(bytes_of(file));
}

}  // namespace
}  // namespace garita
