// Reads the published specimens of ../shared/data/mrz and holds, for each way up, a floor of exact
// readings and, apart, a ceiling of misreads. Where they are absent the test says so and is
// skipped.

#include "tests/documents/published_specimens.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

#include "document-reader/reading/read_picture.h"
#include "tests/documents/tally.h"

namespace garita::reader {
namespace {

// What is reached at 0, 90, 180 and 270 degrees, less one: another processor rounds otherwise.
constexpr std::array kExactMin = {161, 161, 161, 161};
constexpr int kValidButWrongMax = 0;
constexpr int kNothingFoundMax = 1;

const Date kToday = *Date::from_iso("2026-11-24");

// "scan,two-sided,lowres" and its like are too fine to say anything: the ones that decide.
std::string condition_of(const std::string& tags) {
  for (const char* one : {"photo", "render", "stretched", "lowres", "thumbnail", "two-sided"}) {
    if (tags.find(one) != std::string::npos) return one;
  }
  return "scan";
}

void print(const std::string& name, const Tally& tally) {
  std::printf("%-24s %3d of %3d exact, %d of %d valid but wrong, %d nothing found\n", name.c_str(),
              tally.exact, tally.pictures, tally.valid_but_wrong, tally.valid, tally.nothing);
}

class PublishedSpecimens : public testing::TestWithParam<int> {};

TEST_P(PublishedSpecimens, AreReadAsPrinted) {
  const std::vector<PublishedSpecimen> specimens = published_specimens();
  if (specimens.empty()) GTEST_SKIP() << "the specimens are not here";
  std::map<std::string, Tally> tallies;
  Tally all;
  for (const PublishedSpecimen& specimen : specimens) {
    const Reading reading = read_picture(picture_of(specimen, GetParam()), kToday, Sought::kZones);
    all.note(reading, {specimen.zone});
    tallies[condition_of(specimen.condition)].note(reading, {specimen.zone});
    const std::string reason = reason_of_miss(reading, specimen.zone);
    if (!reason.empty()) std::printf("missed: %s: %s\n", specimen.name.c_str(), reason.c_str());
  }
  for (const auto& [condition, tally] : tallies) print(condition, tally);
  print(std::to_string(90 * GetParam()) + " degrees", all);
  EXPECT_GE(all.exact, kExactMin.at(static_cast<std::size_t>(GetParam())));
  EXPECT_LE(all.valid_but_wrong, kValidButWrongMax);
  EXPECT_LE(all.nothing, kNothingFoundMax);
}

INSTANTIATE_TEST_SUITE_P(EachWayUp, PublishedSpecimens, testing::Range(0, 4));

TEST(PublishedPictures, NothingIsReadWhereThereIsNoZone) {
  const std::vector<PublishedSpecimen> specimens = published_without_zone();
  if (specimens.empty()) GTEST_SKIP() << "the specimens are not here";
  for (const PublishedSpecimen& specimen : specimens) {
    for (int turns = 0; turns < 4; ++turns) {
      const Reading reading = read_picture(picture_of(specimen, turns), kToday, Sought::kZones);
      EXPECT_FALSE(reading.documents.front().mrz) << specimen.name << ", " << turns << " turns";
    }
  }
}

}  // namespace
}  // namespace garita::reader
