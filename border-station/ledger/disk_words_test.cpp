#include "border-station/ledger/disk_words.h"

#include <gtest/gtest.h>

namespace garita::station {
namespace {

std::string said(std::uint64_t mebibytes) {
  const std::uint64_t free = mebibytes << 20;
  return std::string(disk_standing_name(disk_standing(free))) + ": " + disk_words(free);
}

TEST(DiskWords, SayWhatIsAtStake) {
  EXPECT_EQ(said(4096), "good: 4096 MiB free");
  EXPECT_EQ(said(2047), "low: 2047 MiB free: low, make room");
  EXPECT_EQ(said(511),
            "no_pictures: 511 MiB free: too low for pictures, what is left is for crossings: make "
            "room");
  EXPECT_EQ(said(64),
            "no_pictures: 64 MiB free: too low for pictures, what is left is for crossings: make "
            "room");
  EXPECT_EQ(said(63), "danger: 63 MiB free: NEARLY FULL, crossings are in danger: make room now");
  EXPECT_EQ(said(1), "danger: 1 MiB free: NEARLY FULL, crossings are in danger: make room now");
  EXPECT_EQ(said(0), "full: 0 MiB free: FULL, no crossing can be recorded: make room now");
}

}  // namespace
}  // namespace garita::station
