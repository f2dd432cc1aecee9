#include "schema/alerts/alert_picture.h"

#include <gtest/gtest.h>

#include "schema/alerts/alert_entry.h"
#include "schema/alerts/test_picture.h"

namespace garita {
namespace {

Bytes jpeg(std::string_view shows = "a face") { return test_picture(shows); }

std::string read(const std::string& csv) {
  std::string text;
  const auto done = for_each_picture(csv, [&](const std::string& reference, const Bytes& content) {
    text += reference + " " + std::to_string(content.size()) + ";";
  });
  return done ? text : done.error().message;
}

TEST(ListedPictures, AreReadAsTheyWereWritten) {
  const std::string list = pictures_header() + picture_row(jpeg()) + picture_row(jpeg("other"));
  EXPECT_EQ(read(list),
            picture_reference(jpeg()) + " 33;" + picture_reference(jpeg("other")) + " 32;");
  EXPECT_TRUE(is_picture_list(list));
  EXPECT_FALSE(is_picture_list(alert_header(PictureColumn::kThere)));
  EXPECT_FALSE(is_picture_list("<xml>"));
}

TEST(ListedPictures, AreRefusedWithTheLine) {
  const std::string row = picture_row(jpeg());
  const auto with = [&](const std::string& reference, const Bytes& content) {
    return pictures_header() + row + reference + "," + to_base64(content) + "\n";
  };
  const Bytes large(kListedPictureBytesMax + 1, 0xFF);
  const Bytes no_jpeg = copy_of(bytes_of("GIF89a"));
  const std::pair<std::string, std::string> cases[] = {
      {"reference\nA\n", "no column picture"},
      {with("A-1", jpeg()), "line 3: reference is none of a picture"},
      {with(picture_reference(large), large), "line 3: a picture has 24576 bytes at most"},
      {with(picture_reference(no_jpeg), no_jpeg), "line 3: picture is no JPEG"},
      {with(picture_reference(jpeg("other")), jpeg()),
       "line 3: the reference is of another picture"},
      {pictures_header() + picture_reference(jpeg()) + ",***\n", "line 2: picture is no base64"},
  };
  for (const auto& [csv, expected] : cases) EXPECT_EQ(read(csv), expected);
}

TEST(ListedPictures, AreOfTheFormThatTheConfinedReaderGivesOrRefused) {
  const std::string head = test_picture_head();
  const auto with = [&](std::string_view segment) {
    return "\xFF\xD8" + std::string(segment) + head.substr(2) + "a face\xFF\xD9";
  };
  const std::string more = "picture is more or less than one plain JPEG: let it be made small";
  const std::string large = "a picture has 240 x 320 pixels at most";
  const std::string second(text_of(test_picture("a face")));
  const std::pair<std::string, std::string> cases[] = {
      {std::string(text_of(test_picture("a face", 240, 320))), ""},
      {std::string(text_of(test_picture("stuffed \xFF" + std::string(1, '\0')))), ""},
      {std::string(text_of(test_picture("a face", 241, 320))), large},
      {std::string(text_of(test_picture("a face", 240, 321))), large},
      {std::string(text_of(test_picture("a face", 65'000, 65'000))), large},
      {std::string(text_of(test_picture("a face", 0, 320))), more},
      {with("\xFF\xFE" + std::string("\0\4ab", 4)), more},  // a comment
      {with("\xFF\xE1" + std::string("\0\4ab", 4)), more},  // Exif
      {with(head.substr(2, 13)), more},                     // a second frame
      {with("\xFF\xC2" + head.substr(4, 11)), more},        // a progressive one
      {head + "a face", more},                              // it has no end
      {head + "a face\xFF\xD9 and more", more},             // something behind it
      {second + second, more},                              // two
      {head + "a \xFF\xD0 face\xFF\xD9", more},             // marks within
      {head.substr(0, head.size() - 10), more},             // no scan
      {"\xFF\xD8\xFF and then anything", "picture is no JPEG"},
  };
  for (const auto& [file, expected] : cases) {
    const auto row = read(pictures_header() + picture_row(bytes_of(file)));
    if (expected.empty())
      EXPECT_EQ(row.find("line"), std::string::npos) << row;
    else
      EXPECT_EQ(row, "line 2: " + expected) << to_hex(bytes_of(file));
  }
}

TEST(ListedPictures, HaveAColumnInTheListOfAlertsWhereThereAreSome) {
  AlertEntry entry;
  entry.reference = "A-1";
  entry.instruction = "Call";
  entry.issuer = "UTO";
  entry.number = "X1";
  EXPECT_EQ(alert_header() + alert_row(entry),
            "reference,instruction,action,issuer,number,surname,given_names,birth_date,"
            "nationality,valid_until\nA-1,Call,,UTO,X1,,,,,\n")
      << "without, as it ever was";
  entry.picture = picture_reference(jpeg());
  const std::string list =
      alert_header(PictureColumn::kThere) + alert_row(entry, PictureColumn::kThere);
  EXPECT_EQ(parse_alerts(list)->at(0), entry);
  const std::string with_file = "reference,instruction,issuer,number,picture\nA,B,UTO,X,a.jpg\n";
  EXPECT_EQ(parse_alerts(with_file).error().message,
            "line 2: picture is no picture's reference: alerts convert makes one");
  EXPECT_TRUE(for_each_alert_with_files(with_file, [](const AlertEntry& one, std::size_t line) {
    EXPECT_EQ(one.picture + " " + std::to_string(line), "a.jpg 2");
  }));
}

}  // namespace
}  // namespace garita
