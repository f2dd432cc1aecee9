#include "border-station/capture/shutter.h"

#include <gtest/gtest.h>

#include "schema/vocabulary/result.h"

namespace garita::station {
namespace {

/// Each letter a frame that shows that document, '.' one that shows none.
std::string sights(std::string_view frames) {
  Shutter shutter;
  std::string seen;
  for (const char frame : frames) {
    const auto zone = frame == '.' ? std::nullopt : std::optional(std::string(1, frame));
    seen += sight_name(shutter.see_frame("desk", zone)).substr(0, 1);
  }
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
      {"", ""},
  };
  for (const auto& [frames, expected] : cases) EXPECT_EQ(sights(frames), expected) << frames;
}

TEST(Shutter, DesksDoNotSeeForOneAnother) {
  Shutter shutter;
  EXPECT_EQ(shutter.see_frame("a", "Z"), Shutter::Sight::kOnce);
  EXPECT_EQ(shutter.see_frame("b", "Z"), Shutter::Sight::kOnce);
  EXPECT_EQ(shutter.see_frame("a", "Z"), Shutter::Sight::kTaken);
  for (std::size_t i = 0; i < 2 * Shutter::kDesksMax; ++i) {
    EXPECT_EQ(shutter.see_frame("desk " + std::to_string(i), "Z"), Shutter::Sight::kOnce);
  }
}

TEST(Shutter, PicturesOfOneDocumentWithinSecondsAreOneTraveller) {
  Shutter shutter;
  const auto at = [](int seconds) {
    return Instant::from_rfc3339("2026-03-02T14:00:00Z")->plus(std::chrono::seconds(seconds));
  };
  EXPECT_TRUE(shutter.see_picture("desk", "A", at(0)));
  EXPECT_FALSE(shutter.see_picture("desk", "A", at(2))) << "the same page under another light";
  EXPECT_FALSE(shutter.see_picture("desk", "A", at(11))) << "and another";
  EXPECT_TRUE(shutter.see_picture("desk", "A", at(22))) << "later it is laid down anew";
  EXPECT_TRUE(shutter.see_picture("desk", "B", at(23)));
  EXPECT_TRUE(shutter.see_picture("desk", "A", at(24)));
  EXPECT_TRUE(shutter.see_picture("desk", "A", at(-100))) << "a clock that was set back";
}

}  // namespace
}  // namespace garita::station
