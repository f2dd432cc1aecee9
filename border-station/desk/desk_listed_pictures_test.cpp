// Pictures of whom the alert list means, beside the hit that they belong to.
#include "border-station/desk/desk_fixture.h"
#include "schema/alerts/alert_picture.h"
#include "schema/alerts/test_picture.h"

namespace garita::station {
namespace {

Bytes face(std::string_view of) { return test_picture(of); }

class ListedPictures : public DeskTest {
 protected:
  ListedPictures() {
    publish("policies", kPolicies);
    publish("officers", officers());
    publish("alerts",
            "reference,instruction,issuer,number,surname,birth_date,action,picture\n"
            "A-17,Retain,UTO,L898902C3,,,," +
                picture_reference(face("shown")) +
                "\n"
                "A-18,Look,UTO,L898902C3,,,,\n"
                "S-1,Tell,UTO,L898902C3,,,inform," +
                picture_reference(face("silent")) + "\n");
    log_in("officer");
  }
  static std::string officers() {
    const auto verifier = make_password_verifier("open sesame", {.memory_kib = 8, .passes = 1});
    json all = json::array();
    for (const auto* role : {"officer", "examiner"})
      all.push_back({{"id", role}, {"roles", {role}}, {"verifier", verifier}});
    return json{{"officers", all}}.dump();
  }
  void pictures_come() {
    publish("alert-pictures",
            pictures_header() + picture_row(face("shown")) + picture_row(face("silent")));
  }
  /// "200 image/jpeg shown", or the problem.
  std::string answer(const std::string& address) {
    const auto response = ask("GET", address);
    if (response.status != 200) return problem_of_answer(response);
    return "200 " + response.content_type + " " + shown_by(response.body);
  }
  static std::string address(const json& inspection, const std::string& alert) {
    return "/api/inspections/" + inspection["id"].get<std::string>() + "/alerts/" + alert +
           "/picture";
  }
};

TEST_F(ListedPictures, AreShownWithTheAlertOnceTheyHaveCome) {
  const json inspection = read(kZone);
  const auto& alerts = inspection["alerts"];
  EXPECT_EQ(alerts[0]["reference"], "A-17");
  EXPECT_EQ(alerts[0].value("has_picture", false), true);
  EXPECT_FALSE(alerts[1].contains("has_picture")) << "its entry names none";
  EXPECT_EQ(answer(address(inspection, "alert-1")), "404 no-picture") << "not come yet";
  pictures_come();
  EXPECT_EQ(answer(address(inspection, "alert-1")), "200 image/jpeg shown");
  EXPECT_EQ(answer(address(inspection, "alert-2")), "404 no-picture");
  EXPECT_EQ(answer(address(inspection, "alert-99")), "404 no-picture");
  EXPECT_EQ(answer("/api/inspections/none/alerts/alert-1/picture"), "404 no-such-inspection");
}

TEST_F(ListedPictures, OfSilentEntriesAreForExaminersAlone) {
  pictures_come();
  const json inspection = read(kZone);
  for (int alert = 1; alert < 9; ++alert) {
    const auto said = answer(address(inspection, "alert-" + std::to_string(alert)));
    EXPECT_EQ(said.find("silent"), std::string::npos) << said;
  }
  const std::string silent = "/api/second-line/pictures/" + picture_reference(face("silent"));
  EXPECT_EQ(answer(silent).substr(0, 3), "403") << "an officer who knows its name";
  log_in("examiner");
  EXPECT_EQ(answer(silent), "200 image/jpeg silent");
  EXPECT_EQ(answer("/api/second-line/pictures/" + picture_reference(face("other"))),
            "404 no-picture");
  EXPECT_EQ(answer("/api/second-line/pictures/A-17"), "404 no-picture");
}

TEST_F(ListedPictures, AreNamedToExaminersWithEveryHit) {
  log_in("examiner");
  const json form{{"reason", "a call"}, {"issuing_state", "UTO"}, {"document_number", "L898902C3"}};
  const auto found = json::parse(ask("POST", "/api/second-line/search", form.dump()).body);
  std::string pictures;
  for (const auto& alert : found["alerts"])
    pictures += alert["reference"].get<std::string>() + " " + alert.value("picture", "none") + ";";
  EXPECT_EQ(pictures, "A-17 " + picture_reference(face("shown")) + ";A-18 none;S-1 " +
                          picture_reference(face("silent")) + ";");
  EXPECT_EQ(found["alerts"][0]["listed"]["number"], "L898902C3");
}

}  // namespace
}  // namespace garita::station
