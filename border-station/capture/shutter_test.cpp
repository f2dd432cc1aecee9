#include "border-station/capture/shutter.h"

#include <gtest/gtest.h>

#include "schema/vocabulary/result.h"

namespace garita::station {
namespace {

/// 'A' a frame that shows the zone of that document, 'a' one that shows its barcode alone, 'Y' and
/// 'Z' zones with other numbers than the barcode 'a' beside them, '1' and '2' the barcodes 'a' and
/// 'b' with 'x' stuck beside them, '.' one that shows none.
std::optional<SeenDocument> shown(char frame) {
  if (frame == '.') return std::nullopt;
  if (frame >= 'Y' && frame <= 'Z')
    return SeenDocument{{std::string(1, frame), "A"}, std::string(1, frame)};
  if (frame == '1') return SeenDocument{{"A", "X"}, "1", true};
  if (frame == '2') return SeenDocument{{"B", "X"}, "2", true};
  const bool by_barcode = frame >= 'a';
  const std::string key(1, by_barcode ? static_cast<char>(frame - 'a' + 'A') : frame);
  return SeenDocument{{key}, std::string(1, frame), by_barcode};
}

/// Its first letter, and 'z' for the zone of what was taken by its barcode.
std::string sight_of(const Shutter::Seen& seen) {
  return seen.zone_of_taken_at ? "z" : std::string(sight_name(seen.sight).substr(0, 1));
}

std::string sights(std::string_view frames) {
  Shutter shutter;
  std::string seen;
  for (const char frame : frames)
    seen += sight_of(shutter.see_frame("desk", shown(frame), Instant()));
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
      {"aaaaAA", "oootsz"},      // turned over: its zone says more
      {"aaaaAAAaA", "oootszsss"},
      {"aaaaAaA", "oootssz"},
      {"aaaaA.A", "oootsns"},  // not in a row
      {"aaaaAbA", "oootsos"},
      {"aaaaA...AA", "oootsnnnot"},  // taken away, and somebody laid it down again
      {"ZZaaaa", "otssss"},          // its zone and its barcode have numbers of their own
      {"ZZYY", "otot"},              // two documents whose zones differ, and one barcode on both
      {"ZYZ", "ooo"},
      {"aaaaZZKK", "oootszot"},
      {"aaaaZYY", "oootssz"},    // of what was taken by its barcode two zones have to agree
      {"1111aaxx", "oootssss"},  // one of two barcodes is not read each time
      {"11112222", "oootooot"},  // the same sticker on another card
      {"AAbbbb", "otooot"},
      {"", ""},
  };
  for (const auto& [frames, expected] : cases) EXPECT_EQ(sights(frames), expected) << frames;
}

TEST(Shutter, DesksDoNotSeeForOneAnother) {
  Shutter shutter;
  EXPECT_EQ(shutter.see_frame("a", shown('Z'), Instant()).sight, Shutter::Sight::kOnce);
  EXPECT_EQ(shutter.see_frame("b", shown('Z'), Instant()).sight, Shutter::Sight::kOnce);
  EXPECT_EQ(shutter.see_frame("a", shown('Z'), Instant()).sight, Shutter::Sight::kTaken);
  for (std::size_t i = 0; i < 2 * Shutter::kDesksMax; ++i) {
    EXPECT_EQ(shutter.see_frame("desk " + std::to_string(i), shown('Z'), Instant()).sight,
              Shutter::Sight::kOnce);
  }
}

TEST(Shutter, PicturesOfOneDocumentWithinSecondsAreOneTraveller) {
  using enum Shutter::Shown;
  Shutter shutter;
  const auto before = *Instant::from_rfc3339("2026-03-02T14:00:00Z");
  const struct {
    char picture;
    int at_second;
    Shutter::Shown expected;
    std::string_view what;
  } cases[] = {
      {'A', 0, kNextTraveller, ""},
      {'A', 2, kSameTraveller, "the same page under another light"},
      {'a', 11, kSameTraveller, "and its other side"},
      {'A', 22, kNextTraveller, "later it is laid down anew"},
      {'B', 23, kNextTraveller, ""},
      {'Z', 23, kNextTraveller, ""},
      {'Y', 24, kNextTraveller, "only a barcode is the same"},
      {'A', 24, kNextTraveller, ""},
      {'A', -100, kNextTraveller, "a clock that was set back"},
      {'b', -90, kNextTraveller, "a card, by its barcode"},
      {'B', -85, kZoneOfTraveller, "its other side, which says more"},
      {'B', -84, kSameTraveller, "once"},
      {'b', -83, kSameTraveller, ""},
      {'c', -82, kNextTraveller, ""},
      {'B', -81, kNextTraveller, "the zone of another card"},
  };
  for (const auto& each : cases)
    EXPECT_EQ(shutter
                  .see_picture("desk", *shown(each.picture),
                               before.plus(std::chrono::seconds(each.at_second)))
                  .shown,
              each.expected)
        << each.picture << " at " << each.at_second << " " << each.what;
}

TEST(Shutter, SaysSinceWhenACardLiesThereThatIsTurnedOver) {
  Shutter shutter;
  const Instant start;
  std::optional<Instant> since;
  int second = 0;
  for (const char frame : std::string_view("aaaa..aAA"))
    since = shutter.see_frame("desk", shown(frame), start.plus(std::chrono::seconds(second++)))
                .zone_of_taken_at;
  EXPECT_EQ(since, start.plus(std::chrono::seconds(3))) << "its fourth frame released";
}

TEST(Shutter, KnowsSinceWhenATravellerIsThere) {
  const Instant start;
  const struct {
    char picture;
    int at_second, since_second;
  } cases[] = {{'b', 0, 0}, {'b', 6, 0}, {'B', 14, 0}, {'c', 15, 15}, {'c', 26, 26}};
  Shutter shutter;
  for (const auto& each : cases)
    EXPECT_EQ(shutter
                  .see_picture("desk", *shown(each.picture),
                               start.plus(std::chrono::seconds(each.at_second)))
                  .since,
              start.plus(std::chrono::seconds(each.since_second)))
        << each.picture << " at " << each.at_second;
}

}  // namespace
}  // namespace garita::station
