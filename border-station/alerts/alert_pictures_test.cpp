#include "border-station/alerts/alert_pictures.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "border-station/alerts/alert_list.h"
#include "border-station/ledger/test_country.h"
#include "schema/alerts/alert_picture.h"
#include "schema/alerts/test_picture.h"

namespace garita::station {
namespace {

Bytes face(std::string_view of) { return test_picture(of); }

class AlertPictures : public testing::Test {
 protected:
  Result<TakenBulletin> publish(const std::string& csv) {
    return ledger_.take_bulletin(country_.bulletin("alert-pictures", ++version_, csv));
  }
  std::string found(std::string_view reference) {
    const auto picture = find_alert_picture(pictures_, reference);
    if (!picture) return picture.error().message;
    return *picture ? shown_by(text_of((*picture)->view())) : "none";
  }

  TestCountry country_;
  TestClock clock_;
  DataDirectory directory_ = country_.enrol("PASO-01-01");
  Ledger ledger_ = *Ledger::open(
      directory_, clock_, {{"alerts", read_alerts}, {"alert-pictures", read_alert_pictures}});
  ListTables pictures_{ledger_, kAlertPicturesChannel};
  std::uint64_t version_ = 0;
};

TEST_F(AlertPictures, AreFoundByWhatTheEntryNames) {
  EXPECT_EQ(found(picture_reference(face("one"))), "none") << "no list has come";
  ASSERT_TRUE(publish(pictures_header() + picture_row(face("one")) + picture_row(face("two"))));
  EXPECT_EQ(found(picture_reference(face("one"))), "one");
  EXPECT_EQ(found(picture_reference(face("two"))), "two");
  EXPECT_EQ(found(picture_reference(face("three"))), "none");
  EXPECT_EQ(found(""), "none");
  ASSERT_TRUE(publish(pictures_header() + picture_row(face("two"))));
  EXPECT_EQ(found(picture_reference(face("one"))), "none") << "gone with the newer list";
}

TEST_F(AlertPictures, OfAListWithOneThatIsNoneAreRefusedWhole) {
  ASSERT_TRUE(publish(pictures_header() + picture_row(face("one"))));
  std::string changed = picture_row(face("two"));
  changed.replace(changed.find(',') + 1, 6, "/9j/AA");
  const auto refused = publish(pictures_header() + changed);
  ASSERT_FALSE(refused);
  EXPECT_EQ(found(picture_reference(face("one"))), "one");
}

TEST_F(AlertPictures, LieSealedInTheFile) {
  const std::string face_in_clear = "A FACE THAT NOBODY SHALL SEE ON THE DISK";
  ASSERT_TRUE(publish(pictures_header() + picture_row(face(face_in_clear))));
  ASSERT_TRUE(ledger_.database().checkpoint());
  for (const auto& file : std::filesystem::recursive_directory_iterator(directory_.path())) {
    if (!file.is_regular_file()) continue;
    std::ifstream in(file.path(), std::ios::binary);
    const std::string content(std::istreambuf_iterator<char>(in), {});
    EXPECT_EQ(content.find(face_in_clear), std::string::npos) << file.path();
    EXPECT_EQ(content.find(to_base64(face(face_in_clear)).substr(8, 24)), std::string::npos)
        << file.path();
    EXPECT_EQ(content.find(picture_reference(face(face_in_clear))), std::string::npos)
        << file.path();
  }
}

TEST_F(AlertPictures, AreNamedByTheEntryAlone) {
  AlertEntry entry;
  entry.reference = "A-1";
  entry.instruction = "Call";
  entry.issuer = "UTO";
  entry.number = "X1";
  for (const auto& picture : {std::string(), picture_reference(face("one"))}) {
    entry.picture = picture;
    EXPECT_EQ(*open_alert(ledger_, seal_alert(ledger_, entry)), entry);
  }
}

}  // namespace
}  // namespace garita::station
