#include <gmock/gmock.h>

#include <fstream>
#include <opencv2/core.hpp>
#include <sstream>
#include <thread>

#include "border-station/desk/desk_fixture.h"
#include "tests/support/licences/drawn_licence.h"
#include "tests/support/sealed_visas/sealed_visas.h"
#include "tests/support/specimens/mrz_lines.h"
#include "tests/support/specimens/photograph.h"
#include "tests/support/specimens/specimen.h"

namespace garita::station {
namespace {

/// Whom the licences of drawn_licence() are of, with a passport.
tests::SpecimenFields passport_of_the_licences_holder() {
  tests::SpecimenFields fields;
  fields.document_number = "X1234567";
  fields.surname = "QUETZAL";
  fields.given_names = "IXCHEL";
  fields.birth_date = "1990-03-15";
  fields.sex = "F";
  fields.expiry_date = "2031-04-15";
  return fields;
}

std::string zone_of(const tests::SpecimenFields& fields) {
  std::string zone;
  for (const auto& line : tests::mrz_lines(fields)) zone += line + "\n";
  return zone;
}

/// A passport whose zone is read under white light, and under another one a barcode or another
/// zone.
class BarcodeBesideAZone : public DeskTest {
 protected:
  BarcodeBesideAZone() {
    start_with_reader();
    publish("policies", "exits_by_scan = true\n" + std::string(kPolicies));
    publish("alerts", kAlerts);
    publish_officers(true);
    log_in();
  }
  /// `barcode`: a picture; empty: there is none.
  json read_page(const Bytes& barcode, const std::string& direction = "entry") {
    static const auto page = tests::encoded(tests::draw_specimen(passport_of_the_licences_holder()),
                                            tests::PictureFile::kJpeg);
    const auto part = [](const std::string& light, std::string_view file) {
      return "--part\r\nContent-Disposition: form-data; name=\"" + light + "\"\r\n\r\n" +
             std::string(file) + "\r\n";
    };
    const std::string infrared = barcode.empty() ? "" : part("ir", text_of(barcode));
    const auto read = ask("POST", "/api/readings?direction=" + direction,
                          part("white", text_of(page)) + infrared + "--part--",
                          "multipart/form-data; boundary=part");
    EXPECT_EQ(read.status, 201) << read.body;
    const json inspection = json::parse(read.body);
    EXPECT_EQ(inspection["document"]["document_number"], "X1234567");
    return inspection;
  }
  static Bytes symbol(std::string_view content) {
    return tests::drawn_symbol(copy_of(bytes_of(content)));
  }
};

TEST_F(BarcodeBesideAZone, LetsNobodyLeaveByTheScanWhereItContradictsIt) {
  ASSERT_EQ(decide(read(zone_of(passport_of_the_licences_holder())), kAdmit).status, 201);
  const struct {
    std::string what;
    Bytes barcode;
    bool by_scan;
  } cases[] = {
      {"none", {}, true},
      {"that says the same", symbol(zone_of(passport_of_the_licences_holder())), true},
      {"of the document itself that names somebody else", symbol(kCleanZone), false},
      {"of another document in the picture, which warns", tests::drawn_licence({.surname = "LUNA"}),
       true},
  };
  for (const auto& each : cases)
    EXPECT_EQ(read_page(each.barcode, "exit").value("exit_by_scan", false), each.by_scan)
        << each.what;
}

TEST_F(BarcodeBesideAZone, IsLookedUpWhereItNamesSomebodyElse) {
  publish("alerts",
          "reference,action,issuer,number,surname,given_names,birth_date,instruction\n"
          "L-1,refer,USA,900000017,,,,Stop\nN-1,refer,,,QUETZAL,IXCHEL,1990-03-15,Stop\n"
          "M-1,refer,,,MUSTER,MAX,1970-01-01,Stop\nS-1,inform,USA,900000018,,,,Tell\n");
  const struct {
    std::string what;
    Bytes barcode;
    std::string hits;
  } cases[] = {
      {"none", {}, "N-1; "},
      {"that says the same", symbol(zone_of(passport_of_the_licences_holder())), "N-1; "},
      {"that names somebody else", symbol(kCleanZone), "N-1; M-1 beside; "},
      {"of another document of the holder", tests::drawn_licence(), "N-1; L-1 beside; "},
      {"of which nothing is shown", tests::drawn_licence({.number = "900000018"}), "N-1; "},
  };
  for (const auto& each : cases) {
    const json read = read_page(each.barcode);
    EXPECT_EQ(hits_shown(read), each.hits) << each.what;
    const auto target = "/api/inspections/" + read["id"].get<std::string>() + "/document";
    const auto typed = ask("PUT", target, json{{"document", read["document"]}}.dump());
    EXPECT_EQ(hits_shown(json::parse(typed.body)), each.hits) << each.what << ", typed anew";
    EXPECT_EQ(
        ask("DELETE", target.substr(0, target.rfind('/')), R"({"reason":"read twice"})").status,
        204);
  }
  std::set<std::string> told;
  const auto urgent = *uplink_->urgent_since(Instant{}, 100);
  for (const auto& record : urgent)
    if (const auto* left = std::get_if<HitLeft>(&record.what))
      told.insert(left->seen.reference + (left->shown ? " shown " : " silent ") +
                  left->document.document_number);
  EXPECT_EQ(told, (std::set<std::string>{"L-1 shown 900000017", "M-1 shown X1234567",
                                         "N-1 shown X1234567", "S-1 silent 900000018"}));
}

TEST_F(BarcodeBesideAZone, SoIsAZoneThatAnotherLightShows) {
  tests::SpecimenFields listed;
  listed.document_number = "L898902C3";
  const auto page = tests::encoded(tests::draw_specimen(listed), tests::PictureFile::kJpeg);
  const json read = read_page(page);
  EXPECT_EQ(hits_shown(read), "A-17 beside; ");
  EXPECT_THAT(read["findings"].dump(),
              ::testing::AllOf(::testing::HasSubstr("lights_differ"),
                               ::testing::HasSubstr(R"({"source":"ir","value":"L898902C3"})")));
}

TEST_F(BarcodeBesideAZone, AsksNothingAnewOfTheHolderForANumberOfItsOwn) {
  publish("alerts",
          "reference,action,surname,given_names,birth_date,instruction\n"
          "N-1,refer,QUETZAL,IXCHEL,1990-03-15,Stop\n");
  json admit = kAdmit;
  admit["answers"] = {
      {{"question", "alert-1"}, {"answer", "not_the_same_person"}, {"note", "another photograph"}}};
  ASSERT_EQ(decide(read_page({}), admit).status, 201);
  const json again = read_page(tests::drawn_licence());
  EXPECT_EQ(again["alerts"][0]["kind"], "alert_cleared_before") << again["alerts"];
}

/// A card with the licence's barcode on one side and a zone on the other.
class CardWithTwoSides : public BarcodeBesideAZone {
 protected:
  CardWithTwoSides() {
    std::filesystem::create_directory(folder_);
    start_with_reader(*DropFolder::open(folder_));
    log_in();
  }
  static Bytes zone_side() {
    auto fields = passport_of_the_licences_holder();
    fields.issuing_state = "USA";
    fields.document_number = "900000017";
    return tests::encoded(tests::draw_specimen(fields), tests::PictureFile::kJpeg);
  }
  void scan(const std::string& name, const Bytes& picture) {
    const auto file = folder_ / name;
    std::ofstream(file, std::ios::binary) << text_of(picture);
    for (int i = 0; i < 200 && std::filesystem::exists(file); ++i) {
      desk_->look_at_drop_folder();
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    EXPECT_FALSE(std::filesystem::exists(file)) << "it was looked at";
  }
  Response take() { return ask("POST", "/api/drops/next?direction=entry"); }
  Response frame(const Bytes& picture) {
    return ask("POST", "/api/readings?direction=entry&frame=yes", std::string(text_of(picture)),
               "image/jpeg");
  }
  /// Completes what a barcode says, and admits whom it is of.
  void admit(const json& read) {
    const auto target = "/api/inspections/" + read["id"].get<std::string>();
    json document = read["document"];
    document["nationality"] = "GTM";
    const auto put = ask("PUT", target + "/document", json{{"document", document}}.dump());
    ASSERT_EQ(decide(json::parse(put.body), kAdmit).status, 201);
  }

  std::filesystem::path folder_ = country_.folder / "drop";
};

TEST_F(CardWithTwoSides, IsNotAllReadWhereItsOtherSideHasAZone) {
  const auto zone = zone_side();
  const auto licence = tests::drawn_licence();
  enum class Decided { kNever, kAfterTheZoneCame, kBefore };
  for (const auto decided : {Decided::kNever, Decided::kAfterTheZoneCame, Decided::kBefore}) {
    clock_.advance(Shutter::kSameTravellerFor + std::chrono::seconds(1));
    scan("side.pnm", licence);
    if (decided != Decided::kBefore) scan("side.pnm", zone);
    const json read = json::parse(take().body);
    EXPECT_EQ(read["to_confirm"], true);
    const auto target = "/api/inspections/" + read["id"].get<std::string>();
    if (decided != Decided::kNever) {
      clock_.advance(Shutter::kSameTravellerFor / 2);
      admit(read);
      clock_.advance(std::chrono::seconds(2));
      if (decided == Decided::kBefore) scan("side.pnm", zone);
      EXPECT_EQ(take().status, 204) << "the traveller has gone on";
    } else {
      ASSERT_EQ(ask("DELETE", target).status, 204);
      EXPECT_EQ(json::parse(take().body)["sources"]["surname"]["source"], "mrz");
    }
  }
}

TEST_F(CardWithTwoSides, IsOpenedAfterTheDecisionWhereItsZoneHasANumberThatNobodyHasLookedUp) {
  scan("front.pnm", tests::drawn_licence());
  admit(json::parse(take().body));
  // The same barcode stands beside the zone: by that it is the same traveller.
  for (const auto* light : {"ir", "uv"})
    scan("back." + std::string(light) + ".pnm", tests::drawn_licence());
  scan("back.white.jpg", tests::encoded(tests::draw_specimen(passport_of_the_licences_holder()),
                                        tests::PictureFile::kJpeg));
  const auto taken = take();
  ASSERT_EQ(taken.status, 201) << taken.body;
  EXPECT_EQ(json::parse(taken.body)["document"]["document_number"], "X1234567");
}

TEST_F(CardWithTwoSides, ThatIsTurnedOverUnderACameraIsReadUnlessItsTravellerIsDecidedAbout) {
  const auto zone = zone_side();
  const auto licence = tests::drawn_licence();
  for (const bool decided : {false, true}) {
    Response seen;
    for (int i = 0; i < Shutter::kBarcodeAloneFrames; ++i) seen = frame(licence);
    ASSERT_EQ(seen.status, 201) << seen.body;
    const json read = json::parse(seen.body);
    EXPECT_EQ(read["to_confirm"], true);
    if (decided) {
      admit(read);
    } else {
      ASSERT_EQ(ask("DELETE", "/api/inspections/" + read["id"].get<std::string>()).status, 204);
    }
    clock_.advance(std::chrono::minutes(1));
    EXPECT_EQ(json::parse(frame(zone).body)["sight"], "same_traveller") << "two have to agree";
    const auto turned = frame(zone);
    if (decided) {
      EXPECT_EQ(json::parse(turned.body)["sight"], "same_traveller") << turned.body;
    } else {
      ASSERT_EQ(turned.status, 201) << turned.body;
      const json opened = json::parse(turned.body);
      EXPECT_EQ(opened["sources"]["surname"]["source"], "mrz");
      EXPECT_EQ(opened["document"]["document_number"], "900000017");
    }
    EXPECT_EQ(json::parse(frame(zone).body)["sight"], "same_traveller") << "once";
    const Bytes nothing = copy_of(bytes_of("P5\n40 40\n255\n" + std::string(1'600, '\x99')));
    for (int i = 0; i < Shutter::kGoneFrames; ++i) EXPECT_EQ(frame(nothing).status, 200);
  }
}

/// A grey PNM file as a camera's frame.
Bytes as_jpeg(const Bytes& pnm) {
  std::istringstream head{std::string(text_of(pnm))};
  std::string magic;
  int width = 0, height = 0, white = 0;
  head >> magic >> width >> height >> white;
  const auto* grey = pnm.data() + head.tellg() + 1;
  cv::Mat3b picture(height, width);
  for (auto& pixel : picture) pixel = cv::Vec3b::all(*grey++);
  return tests::encoded(picture, tests::PictureFile::kJpeg);
}

TEST_F(CardWithTwoSides,
       ThatIsTurnedOverUnderTheStationsCameraWaitsForADeskAsAScannersPictureDoes) {
  const auto barcode = as_jpeg(tests::drawn_licence());
  const auto zone = zone_side();
  const auto film = folder_.parent_path() / "film.mjpeg";
  {
    std::ofstream out(film, std::ios::binary);
    for (int i = 0; i < Shutter::kBarcodeAloneFrames; ++i) out << text_of(barcode);
    for (int i = 0; i < 2; ++i) out << text_of(zone);
  }
  for (const bool decided : {false, true}) {
    start_with_reader(std::nullopt, film.string());
    log_in();
    for (int i = 0; i < Shutter::kBarcodeAloneFrames; ++i) desk_->look_through_camera();
    const json read = json::parse(take().body);
    EXPECT_EQ(read["to_confirm"], true);
    // The officer takes a while, and turns the card over meanwhile.
    clock_.advance(2 * Shutter::kSameTravellerFor);
    for (int i = 0; i < 2; ++i) desk_->look_through_camera();
    if (decided) {
      admit(read);
      EXPECT_EQ(take().status, 204) << "the traveller has gone on";
      continue;
    }
    ASSERT_EQ(ask("DELETE", "/api/inspections/" + read["id"].get<std::string>()).status, 204);
    const auto taken = take();
    ASSERT_EQ(taken.status, 201) << taken.body;
    EXPECT_EQ(json::parse(taken.body)["sources"]["surname"]["source"], "mrz");
  }
}

}  // namespace
}  // namespace garita::station
