// Drawn specimens of fictional States under one hardship each: a floor of hits and, apart, a
// ceiling of misreads that claim to be valid.

#include "tests/documents/hardship.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <string>

#include "document-reader/reading/read_picture.h"
#include "tests/documents/tally.h"

namespace garita::reader {
namespace {

const Date kToday = *Date::from_iso("2026-11-24");
constexpr int kPictures = 8;  // one of each format twice or so, and at each quarter turn two

struct Floor {
  Hardship hardship;
  int exact_min = kPictures;
};
// What is reached: all of them, but for one in haste; less one, as other processors round
// otherwise. A misread that claims to be valid is not seen once.
constexpr Floor kFloors[] = {
    {Hardship::kNone, 8},      {Hardship::kHaste, 6},    {Hardship::kSkew, 7},
    {Hardship::kGlare, 7},     {Hardship::kShadow, 7},   {Hardship::kLowContrast, 7},
    {Hardship::kGuilloche, 7}, {Hardship::kJpeg, 7},     {Hardship::kSmall, 7},
    {Hardship::kScreen, 7},    {Hardship::kInfrared, 7}, {Hardship::kTwo, 7}};

class HardPictures : public testing::TestWithParam<Floor> {};

TEST_P(HardPictures, AreReadOrNotButHardlyMisread) {
  Tally tally;
  for (int i = 0; i < kPictures; ++i) {
    const auto picture =
        hard_picture(GetParam().hardship, 100 + static_cast<std::uint64_t>(i), i % 4);
    tally.note(read_picture(picture.grey, kToday, Sought::kZones), picture.zones);
  }
  std::printf("%s: %d of %d exact, %d valid but wrong, %d nothing found\n",
              std::string(hardship_name(GetParam().hardship)).c_str(), tally.exact, tally.pictures,
              tally.valid_but_wrong, tally.nothing);
  EXPECT_GE(tally.exact, GetParam().exact_min);
  EXPECT_EQ(tally.valid_but_wrong, 0);
}

std::string name_of(const testing::TestParamInfo<Floor>& floor) {
  std::string name(hardship_name(floor.param.hardship));
  std::erase(name, ' ');
  return name;
}
INSTANTIATE_TEST_SUITE_P(OneAtATime, HardPictures, testing::ValuesIn(kFloors), name_of);

// Once the bright part of these zones passed for the whole: of the first nothing was read, of the
// second, a visa of 44 characters a line, a shorter visa's 36.
TEST(HardPicturesOnce, AZoneIsNotTakenForItsPartInTheLight) {
  for (const std::uint64_t seed : {5, 12}) {
    const auto picture = hard_picture(Hardship::kShadow, seed, 0);
    const Reading reading = read_picture(picture.grey, kToday, Sought::kZones);
    ASSERT_TRUE(reading.documents.front().mrz) << seed;
    EXPECT_EQ(text_of(reading.documents.front().mrz->mrz), picture.zones.front()) << seed;
  }
}

}  // namespace
}  // namespace garita::reader
