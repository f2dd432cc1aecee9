#include "border-station/capture/shutter.h"

#include <gtest/gtest.h>

#include "schema/vocabulary/result.h"

namespace garita::station {
namespace {

/// 'A' a frame that shows the zone of that document, 'a' one that shows its barcode alone, 'Z' a
/// zone with another number than the barcode 'a' beside it, '.' one that shows none.
std::optional<SeenDocument> shown(char frame) {
  if (frame == '.') return std::nullopt;
  if (frame == 'Z') return SeenDocument{{"Z", "A"}, "Z"};
  const bool by_barcode = frame >= 'a';
  const std::string key(1, by_barcode ? static_cast<char>(frame - 'a' + 'A') : frame);
  return SeenDocument{{key}, std::string(1, frame), by_barcode};
}

std::string sights(std::string_view frames) {
  Shutter shutter;
  std::string seen;
  for (const char frame : frames)
    seen += sight_name(shutter.see_frame("desk", shown(frame))).substr(0, 1);
  return seen;
}

// n(othing), o(nce), t(aken), s(ame traveller)
TEST(Shutter, ReleasesWhenTwoFramesInARowAgree) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"AA", "ot"},            // two agree
      {"A.A", "ono"},          // not in a row
      {"ABAB", "oooo"},        // never the same twice
      {"ABB", "oot"},          // the first was misread
      {"AAAAA", "otsss"},      // it still lies there
      {"AA.A..A", "otnsnns"},  // a hand before the lens is no departure
      {"AA...AA", "otnnnot"},  // taken away, and laid down again
      {"AABB", "otot"},        // the next one, without a pause
      {"AABBAA", "ototot"},    // and the first again: another came between
      {"AAB..AA", "otonnot"},  // three frames of something else
      {"aaaaa", "ooots"},      // a barcode alone is waited for longer
      {"aaa.aaaa", "ooonooot"},
      {"aaAA", "ooot"},          // the zone is read in the end
      {"AaA", "oot"},            // one document, of which not all was read each time
      {"AbA", "ooo"},            // another one between
      {"AAaaaaaa", "otssssss"},  // its zone has left the picture: the same traveller
      {"aaaaAA", "oootss"},
      {"ZZaaaa", "otssss"},  // its zone and its barcode have numbers of their own
      {"AAbbbb", "otooot"},
      {"", ""},
  };
  for (const auto& [frames, expected] : cases) EXPECT_EQ(sights(frames), expected) << frames;
}

TEST(Shutter, DesksDoNotSeeForOneAnother) {
  Shutter shutter;
  EXPECT_EQ(shutter.see_frame("a", shown('Z')), Shutter::Sight::kOnce);
  EXPECT_EQ(shutter.see_frame("b", shown('Z')), Shutter::Sight::kOnce);
  EXPECT_EQ(shutter.see_frame("a", shown('Z')), Shutter::Sight::kTaken);
  for (std::size_t i = 0; i < 2 * Shutter::kDesksMax; ++i) {
    EXPECT_EQ(shutter.see_frame("desk " + std::to_string(i), shown('Z')), Shutter::Sight::kOnce);
  }
}

TEST(Shutter, PicturesOfOneDocumentWithinSecondsAreOneTraveller) {
  Shutter shutter;
  const auto at = [](int seconds) {
    return Instant::from_rfc3339("2026-03-02T14:00:00Z")->plus(std::chrono::seconds(seconds));
  };
  EXPECT_TRUE(shutter.see_picture("desk", *shown('A'), at(0)));
  EXPECT_FALSE(shutter.see_picture("desk", *shown('A'), at(2)))
      << "the same page under another light";
  EXPECT_FALSE(shutter.see_picture("desk", *shown('a'), at(11))) << "and its other side";
  EXPECT_TRUE(shutter.see_picture("desk", *shown('A'), at(22))) << "later it is laid down anew";
  EXPECT_TRUE(shutter.see_picture("desk", *shown('B'), at(23)));
  EXPECT_TRUE(shutter.see_picture("desk", *shown('A'), at(24)));
  EXPECT_TRUE(shutter.see_picture("desk", *shown('A'), at(-100))) << "a clock that was set back";
}

}  // namespace
}  // namespace garita::station
