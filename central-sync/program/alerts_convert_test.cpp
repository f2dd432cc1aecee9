// alerts convert: lists of other offices, and pictures that they name by their files.
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>

#include "central-sync/program/test_program.h"
#include "schema/alerts/alert_entry.h"
#include "schema/alerts/alert_picture.h"
#include "schema/alerts/test_picture.h"

namespace garita::central {
namespace {

using ::testing::HasSubstr;

constexpr auto kMapping =
    "[columns]\nreference = \"id\"\nsurname = \"name\"\npicture = \"photo\"\n";

/// A picture of one tone as PNM, which needs no encoder.
std::string picture(char tone, int width_px = 600, int height_px = 800) {
  std::string file =
      "P5\n" + std::to_string(width_px) + " " + std::to_string(height_px) + "\n255\n";
  file.append(static_cast<std::size_t>(width_px * height_px), tone);
  return file;
}

class AlertsConvert : public testing::ProgramTest {
 protected:
  AlertsConvert() {
    std::filesystem::create_directories(folder_.path() / "photos");
    written("photos/a.pnm", picture(90));
    written("photos/b.pnm", picture(30));
    written("mapping.toml", kMapping);
  }
  testing::Ran convert(const std::string& list, std::vector<std::string> more = {}) {
    std::vector<std::string> words{"alerts", "convert", written("list.csv", list), "--reader",
                                   GARITA_BIN_DIR "/garita-reader"};
    words.insert(words.end(), more.begin(), more.end());
    return run(words);
  }
  std::vector<std::string> mapped() {
    return {"--mapping",     (folder_.path() / "mapping.toml").string(),
            "--instruction", "Call",
            "--pictures",    pictures()};
  }
  std::string pictures() { return (folder_.path() / "pictures.csv").string(); }
  std::string kept() {
    std::ifstream in(pictures());
    return {std::istreambuf_iterator<char>(in), {}};
  }
  /// Of each entry its reference and whether the list of pictures has the picture that it names.
  std::string entries(const std::string& list) {
    std::set<std::string> there;
    EXPECT_TRUE(for_each_picture(kept(), [&](const std::string& reference, const Bytes& jpeg) {
      EXPECT_LE(jpeg.size(), kListedPictureBytesMax);
      there.insert(reference);
    }));
    std::string text;
    const auto all = parse_alerts(list);
    EXPECT_TRUE(all) << all.error().message;
    for (const auto& entry : *all)
      text += entry.reference + (entry.picture.empty()           ? " none;"
                                 : there.contains(entry.picture) ? " there;"
                                                                 : " missing;");
    return text;
  }
};

TEST_F(AlertsConvert, MakesPicturesSmallAndNamesThemByWhatIsInThem) {
  const auto ran = convert(
      "id,name,photo\nA,PEREZ,photos/a.pnm\nB,LOPEZ,photos/b.pnm\nC,PEREZ,photos/a.pnm\nD,RUIZ,\n",
      mapped());
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_EQ(entries(ran.out), "A there;B there;C there;D none;");
  const auto all = *parse_alerts(ran.out);
  EXPECT_EQ(all[0].picture, all[2].picture);
  EXPECT_NE(all[0].picture, all[1].picture);
}

TEST_F(AlertsConvert, NamesTheRowAndTheFileOfAPictureThatIsNoneAndKeepsTheEntry) {
  written("photos/bad.jpg", "GIF89a, no face");
  written("photos/huge.pnm", "P5\n100000 100000\n255\n");
  std::filesystem::create_symlink("/etc/hostname", folder_.path() / "photos/link");
  const std::pair<std::string, std::string> bad[] = {
      {"photos/bad.jpg", "not a picture: no PNG, JPEG, TIFF, BMP, WebP or PNM"},
      {"photos/huge.pnm", "too large: 100000 x 100000 pixels, a side has at most 12000"},
      {"photos/none.jpg", "there is no such file"},
      {"photos/link", "there is no such file"},
      {"photos", "there is no such file"},
      {"../list.csv", "it is not below the folder of the list"},
      {"/etc/hostname", "it is not below the folder of the list"},
  };
  for (const auto& [file, reason] : bad) {
    const auto ran =
        convert("id,name,photo\nA,PEREZ,photos/a.pnm\nB,LOPEZ," + file + "\n", mapped());
    EXPECT_EQ(ran.status, 1) << file;
    EXPECT_THAT(ran.err, HasSubstr("list.csv: line 3: picture " + file + ": " + reason));
    EXPECT_EQ(entries(ran.out), "A there;B none;") << file;
  }
}

TEST_F(AlertsConvert, TakesListsThatWereMadeBeforeWithTheirPictures) {
  const auto first = convert("id,name,photo\nA,PEREZ,photos/a.pnm\n", mapped());
  const auto ours = written("first.csv", first.out);
  const auto their_pictures = written("first-pictures.csv", kept());
  const std::string own =
      "reference,instruction,issuer,number,picture\nB,Call,UTO,X1,photos/b.pnm\n";
  auto both = convert(own, {ours, their_pictures, "--pictures", pictures()});
  EXPECT_EQ(both.status, 0) << both.err;
  EXPECT_EQ(entries(both.out), "B there;A there;");
  both = convert(own, {ours, "--pictures", pictures()});
  EXPECT_EQ(both.status, 1);
  EXPECT_THAT(both.err, HasSubstr("1 pictures are named and in no list given"));
}

TEST_F(AlertsConvert, TakesOfAListOfPicturesNoneThatIsNotAsTheConfinedReaderMakesThem) {
  ASSERT_EQ(convert("id,name,photo\nA,PEREZ,photos/a.pnm\n", mapped()).status, 0);
  const std::string made = kept();
  const auto taken = [&](const std::string& list) {
    const auto ran = convert("reference,instruction,issuer,number\nB,Call,UTO,X1\n",
                             {written("theirs.csv", list), "--pictures", pictures()});
    const auto said = ran.err.find("theirs.csv: ");
    return said == std::string::npos ? ran.err : ran.err.substr(said + 12);
  };
  EXPECT_EQ(taken(made), "");
  EXPECT_EQ(kept(), made) << "they keep their names";
  const Bytes hollow = test_picture("no picture at all");
  EXPECT_EQ(taken(made + picture_row(hollow)),
            picture_reference(hollow) + ": a damaged JPEG: it cannot be decoded\n");
  EXPECT_EQ(taken(made + picture_row(test_picture("a face", 65'000, 65'000))),
            "line 3: a picture has 240 x 320 pixels at most\n");
}

TEST_F(AlertsConvert, AsksWhereThePicturesGo) {
  const auto ran =
      convert("reference,instruction,issuer,number,picture\nB,Call,UTO,X1,photos/b.pnm\n");
  EXPECT_EQ(ran.status, 3);
  EXPECT_THAT(ran.err, HasSubstr("the list names pictures: --pictures says where they go"));
  EXPECT_EQ(ran.out, "");
}

TEST_F(AlertsConvert, PrintsNothingOfListsOneOfWhichCannotBeRead) {
  const auto ran = convert("reference,instruction,issuer,number\nB,Call,UTO,X1\n",
                           {written("broken.csv", "reference,instruction\nB,\"Call\n")});
  EXPECT_EQ(ran.status, 1);
  EXPECT_THAT(ran.err, HasSubstr("broken.csv"));
  EXPECT_EQ(ran.out, "");
}

TEST_F(AlertsConvert, WhatItMakesOfTheConsolidatedListIsPublishedAsItIs) {
  found();
  const auto ran = convert(
      "<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL><FIRST_NAME>IVAN</FIRST_NAME>"
      "<REFERENCE_NUMBER>CDi.777</REFERENCE_NUMBER><INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY>"
      "<ALIAS_NAME>IWAN ZUL</ALIAS_NAME></INDIVIDUAL_ALIAS><INDIVIDUAL_DATE_OF_BIRTH>"
      "<FROM_YEAR>1967</FROM_YEAR><TO_YEAR>1969</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH>"
      "<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>A-12345</NUMBER>"
      "<ISSUING_COUNTRY>Guatemala</ISSUING_COUNTRY></INDIVIDUAL_DOCUMENT></INDIVIDUAL>"
      "</INDIVIDUALS></CONSOLIDATED_LIST>",
      {"--instruction", "Call", "--action", "refer"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  const auto published = run({"bulletin", "publish", "alerts", written("un.csv", ran.out)});
  EXPECT_EQ(published.status, 0) << published.err;
  EXPECT_EQ(published.out, "alerts 1\n");
  EXPECT_EQ(std::ranges::count(ran.out, '\n'), 8) << ran.out;
}

TEST_F(AlertsConvert, WritesAListWithoutPicturesAsItEverWas) {
  const auto ran = convert("reference,instruction,issuer,number\nB,Call,UTO,X1\n");
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_EQ(ran.out, alert_header() + "B,Call,,UTO,X1,,,,,\n");
}

TEST_F(AlertsConvert, WhatItMadeIsPublishedAndAFileIsNot) {
  found();
  const auto ran = convert("id,name,photo\nA,PEREZ,photos/a.pnm\n", mapped());
  EXPECT_EQ(run({"bulletin", "publish", "alert-pictures", pictures()}).status, 0);
  EXPECT_EQ(run({"bulletin", "publish", "alerts", written("ours.csv", ran.out)}).status, 0);
  const auto refused = run({"bulletin", "publish", "alerts",
                            written("files.csv",
                                    "reference,instruction,issuer,number,picture\n"
                                    "B,Call,UTO,X1,photos/b.pnm\n")});
  EXPECT_THAT(refused.err, HasSubstr("line 2: picture is no picture's reference"));
}

}  // namespace
}  // namespace garita::central
