#include "border-station/capture/drop_folder.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <fstream>

namespace garita::station {
namespace {

using std::chrono::milliseconds;
using namespace std::string_literals;

const std::string kPicture = "\xFF\xD8\xFF pixels \xFF\xD9";
const std::string kHalfPicture = "\xFF\xD8\xFF pixels";

class DropFolderTest : public testing::Test {
 protected:
  DropFolderTest() {
    std::string name = (std::filesystem::temp_directory_path() / "garita-drop-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    drop_.emplace(*DropFolder::open(folder_));
  }
  ~DropFolderTest() override { std::filesystem::remove_all(folder_); }

  void leave(const std::string& name, const std::string& content) {
    std::ofstream(folder_ / name, std::ios::binary | std::ios::app) << content;
  }
  /// What is found after a while: "picture" or the name of a fault, in order.
  std::string after(milliseconds span) {
    now_ += span;
    const auto found = drop_->look(now_);
    std::string text;
    for (const auto& page : found.pages) {
      text += page.size() == 1 && page[0].file.size() == kPicture.size() ? "picture" : "page";
      for (const auto& lit : page) {
        if (page.size() > 1 || lit.light != "white") text += " " + lit.light;
      }
      text += ";";
    }
    for (const auto fault : found.faults) text += std::string(drop_fault_name(fault)) + ";";
    return text;
  }
  std::string after_quiet() {
    const auto at_once = after(milliseconds(10));
    return at_once + after(DropFolder::kQuietFor);
  }
  std::size_t files_left() const {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
      count += entry.is_directory() ? 0U : 1U;
    }
    return count;
  }

  std::filesystem::path folder_;
  std::optional<DropFolder> drop_;
  milliseconds now_{5'000};
};

TEST_F(DropFolderTest, APictureIsTakenWhenItIsQuietAndNothingOfItStays) {
  leave("scan.jpg", kPicture);
  EXPECT_EQ(after(milliseconds(1)), "");
  EXPECT_EQ(after(DropFolder::kQuietFor / 2), "");
  EXPECT_EQ(after(DropFolder::kQuietFor), "picture;");
  EXPECT_EQ(files_left(), 0U);
  EXPECT_EQ(after_quiet(), "");
}

TEST_F(DropFolderTest, AHalfWrittenPictureIsWaitedForAndNotForEver) {
  leave("scan.jpg", kHalfPicture);
  EXPECT_EQ(after_quiet(), "") << "it does not end as a picture does";
  leave("scan.jpg", " \xFF\xD9");
  EXPECT_EQ(after_quiet(), "picture;");
  leave("cut.jpg", kHalfPicture);
  EXPECT_EQ(after_quiet(), "");
  EXPECT_EQ(after(DropFolder::kPatience), "page;") << "the reader sees what is there";
  leave("empty.jpg", "");
  EXPECT_EQ(after(DropFolder::kPatience), "");
  EXPECT_EQ(after(DropFolder::kPatience), "") << "somebody is about to write it";
}

TEST_F(DropFolderTest, WhatIsNoPictureIsSetAsideAndSaid) {
  leave("notes.txt", "not a picture");
  EXPECT_EQ(after_quiet(), "not_a_picture;");
  leave("notes.txt", "another of that name");
  EXPECT_EQ(after_quiet(), "not_a_picture;");
  EXPECT_TRUE(std::filesystem::exists(folder_ / "not-read" / "notes.txt"));
  EXPECT_TRUE(std::filesystem::exists(folder_ / "not-read" / "notes.txt.2"));
  EXPECT_EQ(files_left(), 0U);
}

TEST_F(DropFolderTest, APictureThatIsTooLargeIsDeletedAndSaid) {
  leave("huge.jpg", kPicture + std::string(DropFolder::kPictureBytesMax, 'x'));
  EXPECT_EQ(after_quiet(), "too_large;");
  EXPECT_EQ(files_left(), 0U);
}

TEST_F(DropFolderTest, OnlyPlainFilesAreTouched) {
  const auto outside = folder_ / "not-read" / "outside.jpg";
  std::ofstream(outside) << kPicture;
  std::filesystem::create_symlink(outside, folder_ / "link.jpg");
  std::filesystem::create_directory(folder_ / "folder.jpg");
  ::mkfifo((folder_ / "pipe.jpg").c_str(), 0600);
  leave(".hidden.jpg", kPicture);
  leave("scan.jpg.part", kPicture);
  EXPECT_EQ(after_quiet(), "");
  EXPECT_EQ(after(DropFolder::kPatience), "");
  EXPECT_TRUE(std::filesystem::exists(outside));
}

TEST_F(DropFolderTest, MemoryIsBoundedHoweverManyComeAtOnce) {
  for (int i = 0; i < 5; ++i) leave("scan" + std::to_string(i) + ".jpg", kPicture);
  EXPECT_EQ(after_quiet(), "picture;picture;");
  EXPECT_EQ(after(milliseconds(1)), "picture;picture;");
  EXPECT_EQ(after(milliseconds(1)), "picture;");
}

TEST_F(DropFolderTest, SaysWhenItIsNoFolderToWorkIn) {
  const auto none = DropFolder::open(folder_ / "none");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().remedy, Remedy::kRepair);
}

TEST(DropFolder, KnowsWhereAFormatEnds) {
  const std::tuple<std::string, bool, bool> cases[] = {
      {"\x89PNG\r\n\x1a\n....IEND\xae\x42\x60\x82"s, true, true},
      {"\x89PNG\r\n\x1a\n...."s, true, false},
      {"BM\x0a\0\0\0...."s, true, true},
      {"BM\x0b\0\0\0...."s, true, false},
      {"RIFF\x08\0\0\0WEBP...."s, true, true},
      {"RIFF\x09\0\0\0WEBP...."s, true, false},
      {"P5\n1 1\n255\nx"s, true, true},
      {"II*\0...."s, true, true},
      {"%PDF-1.7"s, false, true},
      {""s, false, true},
      {"P5"s, false, true},
  };
  for (const auto& [file, begins, ends] : cases) {
    EXPECT_EQ(begins_as_picture(file), begins) << file;
    EXPECT_EQ(ends_as_picture(file), ends) << file;
  }
}

TEST_F(DropFolderTest, LightsOfOnePageComeAsOne) {
  for (const auto* light : {"white", "ir", "uv"}) leave("scan-7."s + light + ".jpg", kPicture);
  leave("scan-8.jpg", kPicture);
  EXPECT_EQ(after_quiet(), "") << "two pictures each time";
  EXPECT_EQ(after(milliseconds(10)), "picture;page ir uv white;");
  EXPECT_EQ(files_left(), 0U);
}

TEST_F(DropFolderTest, ALightThatDoesNotComeIsWaitedForBriefly) {
  leave("a.ir.jpg", kPicture);
  EXPECT_EQ(after_quiet(), "");
  EXPECT_EQ(after(DropFolder::kLightsWithin - milliseconds(1)), "");
  EXPECT_EQ(after(milliseconds(1)), "picture ir;");
}

TEST_F(DropFolderTest, ALightThatIsBeingWrittenIsWaitedForButNotForEver) {
  leave("a.white.jpg", kPicture);
  EXPECT_EQ(after_quiet(), "");
  for (milliseconds waited{0}; waited + milliseconds(1'000) < DropFolder::kPatience;
       waited += milliseconds(1'000)) {
    leave("a.uv.jpg", kHalfPicture);
    EXPECT_EQ(after(milliseconds(1'000)), "") << waited.count();
  }
  leave("a.uv.jpg", kHalfPicture);
  EXPECT_EQ(after(milliseconds(1'000)), "picture;");
}

TEST_F(DropFolderTest, TheSameLightAgainIsTheNextPage) {
  leave("page.white.jpg", kPicture);
  EXPECT_EQ(after_quiet(), "");
  leave("page.white.jpg", kPicture);
  EXPECT_EQ(after_quiet(), "picture;");
  leave("page.ir.jpg", kPicture);
  EXPECT_EQ(after_quiet(), "");
  EXPECT_EQ(after(DropFolder::kLightsWithin), "page white ir;");
}

TEST_F(DropFolderTest, LightsOfManyPagesAreNotGatheredWithoutEnd) {
  for (std::size_t i = 0; i <= DropFolder::kPagesGatheredMax; ++i) {
    leave(std::to_string(i) + ".ir.jpg", kPicture);
  }
  after_quiet();
  after(milliseconds(1));
  EXPECT_EQ(after(milliseconds(1)), "picture ir;");
}

TEST_F(DropFolderTest, ANameWithAnotherEndIsAPageByItself) {
  for (const auto* name : {"a.red.jpg", "ir.jpg", "white", "a.uvir.jpg"}) {
    leave(name, kPicture);
    EXPECT_EQ(after_quiet(), "picture;") << name;
  }
}

}  // namespace
}  // namespace garita::station
