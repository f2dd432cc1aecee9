#include <gmock/gmock.h>

#include "border-station/program/program_fixture.h"

namespace garita::station {
namespace {

using testing::HasSubstr;

TEST_F(Program, KeepsALivePhotoOfTheTravellerAndSaysWhereItIsNone) {
  const auto with_photo = [&](const std::string& name, const std::string& content) {
    const auto file = country_.folder / name;
    std::ofstream(file) << content;
    return changed(R"("purpose")", R"("photo":")" + file.string() + R"(","purpose")");
  };
  const auto chunks = [&] {
    auto held = ledger();
    const JournalId journal{held.place().station, held.incarnation(), Lane::kEvidence};
    return held.entries_after(journal, 0, 100, SIZE_MAX)->size();
  };
  const std::string face = "P5\n40 40\n255\n" + std::string(1'600, 'x');
  const auto done = run("record -", with_photo("face.pnm", face));
  EXPECT_EQ(done.out, "PASO-01-01:1:movement:1\n") << done.errors;
  EXPECT_EQ(chunks(), 1U);
  const std::pair<std::string, std::string> refused[] = {
      {with_photo("none.jpg", "no picture"), "line 1: photo: "},
      {with_photo("large.pnm", face + std::string(kPhotoBytesMax, 'x')), "line 1: photo: "},
      {with_photo("wide.pnm", "P5\n65000 65000\n255\nx"), "too large: 65000 x 65000 pixels"},
      {changed(R"("purpose")", R"("photo":"nowhere.jpg","purpose")"), "line 1: photo: "}};
  for (const auto& [decision, reason] : refused) {
    const auto bad = run("record -", decision);
    EXPECT_EQ(bad.status, 1);
    EXPECT_EQ(bad.out, "");
    EXPECT_THAT(bad.errors, HasSubstr(reason));
  }
  EXPECT_EQ(chunks(), 1U);
}

}  // namespace
}  // namespace garita::station
