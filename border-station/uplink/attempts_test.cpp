#include "border-station/uplink/attempts.h"

#include <gtest/gtest.h>

#include <vector>

namespace garita::station {
namespace {

using std::chrono::milliseconds;

UplinkOptions options_of(std::vector<std::string> centres) {
  UplinkOptions options;
  options.centres = std::move(centres);
  return options;
}

/// "a 4000, b 4000": addresses, and for how many milliseconds each is tried.
std::string order(std::vector<std::string> centres, int count) {
  Attempts attempts(options_of(std::move(centres)));
  std::string text;
  for (int i = 0; i < count; ++i) {
    const auto attempt = attempts.next();
    text += (text.empty() ? "" : ", ") + attempt.address + " " +
            std::to_string(attempt.connect_within.count());
  }
  return text;
}

TEST(Attempts, TryTheAddressesInTurnAndEveryFourthTimePatiently) {
  EXPECT_EQ(order({"a"}, 2), "a 16000, a 16000");
  EXPECT_EQ(order({"a", "b", "c"}, 9),
            "a 4000, b 4000, c 4000, a 16000, b 4000, c 4000, a 4000, b 16000, c 4000");
  EXPECT_EQ(order({"a", "b"}, 9),
            "a 4000, b 4000, a 4000, b 16000, a 4000, b 4000, a 4000, b 16000, a 4000");
}

/// What happens in each attempt, a letter each: '-' it is refused before anybody answers, 'a' an
/// answer and then a refusal, 'v' it waits in vain, 'o' the conversation opens, 'n' the same as
/// '-', and the network changes in the wait before.
std::string waits(const std::string& attempts_made, double chance) {
  Attempts attempts(options_of({"a", "b"}));
  std::string text;
  for (const char what : attempts_made) {
    if (what == 'n') attempts.network_changed();
    (void)attempts.next();
    if (what == 'a' || what == 'o') attempts.answered();
    if (what == 'v') attempts.waited_in_vain();
    if (what == 'o') attempts.opened();
    text += (text.empty() ? "" : " ") + std::to_string(attempts.wait(chance).count());
  }
  return text;
}

TEST(Attempts, AreSpacedByWhatBecameOfThem) {
  EXPECT_EQ(waits("-----", 0), "500 1000 2000 2000 2000");
  EXPECT_EQ(waits("aaaaaaaa", 0), "500 1000 2000 4000 8000 16000 30000 30000")
      << "a centre that refuses is left in peace";
  EXPECT_EQ(waits("aaaa--", 0), "500 1000 2000 4000 2000 2000") << "gone again: for a link";
  EXPECT_EQ(waits("--vv-", 0), "500 1000 500 500 1000") << "it has waited long enough";
  EXPECT_EQ(waits("aaaoa", 0), "500 1000 2000 500 1000");
  EXPECT_EQ(waits("---n-", 0), "500 1000 2000 500 1000");
}

TEST(Attempts, AreShortenedByUpToHalfByChance) {
  EXPECT_EQ(waits("---", 0.5), "375 750 1500");
  EXPECT_EQ(waits("---", 1), "250 500 1000");
}

}  // namespace
}  // namespace garita::station
