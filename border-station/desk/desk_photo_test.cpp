#include "border-station/desk/desk_fixture.h"

namespace garita::station {
namespace {

/// A grey square as BMP, which needs no encoder.
std::string bmp(std::uint32_t side) {
  const auto little_endian = [](std::uint32_t value, int bytes) {
    std::string text;
    for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> (8 * i) & 0xFFU);
    return text;
  };
  const std::uint32_t pixels = (side * 3 + 3) / 4 * 4 * side;
  return "BM" + little_endian(54 + pixels, 4) + little_endian(0, 4) + little_endian(54, 4) +
         little_endian(40, 4) + little_endian(side, 4) + little_endian(side, 4) +
         little_endian(1, 2) + little_endian(24, 2) + little_endian(0, 4) +
         little_endian(pixels, 4) + little_endian(0, 4) + little_endian(0, 4) +
         little_endian(0, 4) + little_endian(0, 4) + std::string(pixels, '\x99');
}

/// The real reader decodes what is taken for a photo.
class DeskPhoto : public DeskTest {
 protected:
  DeskPhoto() {
    router_ = {};
    auto ledger = Ledger::open(directory_, clock_, bulletin_readers());
    ledger->watch_disk([] { return std::uint64_t{100} << 30; });
    desk_.emplace(
        DeskOptions{std::filesystem::path(GARITA_BIN_DIR) / "garita-reader", ""},
        *std::move(ledger), [this] { return link_; }, clock_);
    desk_->add_routes(router_);
    publish_all();
    log_in();
  }
  static std::string photo_of(const json& inspection) {
    return "/api/inspections/" + inspection["id"].get<std::string>() + "/photo";
  }
  Response take(const json& inspection, const std::string& picture) {
    return ask("PUT", photo_of(inspection), picture, "image/jpeg");
  }
  void want_photos() { publish("policies", "photo_at_entry = true\n" + std::string(kPolicies)); }
};

TEST_F(DeskPhoto, IsShownUntilTheDecisionAndSealedWithIt) {
  const auto inspection = read(kCleanZone);
  EXPECT_EQ(inspection["has_photo"], false);
  EXPECT_EQ(problem_of_answer(ask("GET", photo_of(inspection))), "404 no-picture");
  const auto taken = take(inspection, bmp(40));
  ASSERT_EQ(taken.status, 200) << taken.body;
  EXPECT_EQ(json::parse(taken.body)["has_photo"], true);
  const auto again = take(inspection, bmp(32));
  ASSERT_EQ(again.status, 200) << "another one takes its place";
  EXPECT_EQ(json::parse(again.body)["revision"], 3);
  const auto shown = ask("GET", photo_of(inspection));
  EXPECT_EQ(shown.body, bmp(32));
  EXPECT_EQ(shown.content_type, "image/bmp");
  const auto decided = decide(inspection, kAdmit);
  ASSERT_EQ(decided.status, 201) << decided.body;
  EXPECT_EQ(evidence(), "traveller " + std::to_string(bmp(32).size()) + ";");
  const auto unsent = json::parse(ask("GET", "/api/strip").body)["unsent"];
  EXPECT_GT(unsent["evidence_records"], 0);
  EXPECT_EQ(unsent["records"], 1 + unsent["evidence_records"].get<int>());
  EXPECT_EQ(json::parse(ask("GET", "/api/shift").body)["unsent"], 1) << "pictures are no crossings";
  EXPECT_EQ(problem_of_answer(ask("GET", photo_of(inspection))), "404 no-picture");
  EXPECT_EQ(problem_of_answer(take(inspection, bmp(32))), "409 already-decided");
}

TEST_F(DeskPhoto, IsAPictureOrNotTaken) {
  const auto inspection = read(kCleanZone);
  const std::pair<const char*, std::string> refused[] = {
      {"nothing", ""},
      {"words", "hello, officer"},
      {"no more than a beginning", bmp(32).substr(0, 40)},
      {"what browsers do not show", "P5\n1 1\n255\nx"},
      {"a beginning alone", "\xFF\xD8\xFF and then anything"}};
  for (const auto& [what, picture] : refused) {
    EXPECT_EQ(problem_of_answer(take(inspection, picture)), "422 not-a-picture") << what;
  }
  EXPECT_EQ(json::parse(decide(inspection, kAdmit).body).value("state", ""), "recorded");
  EXPECT_EQ(evidence(), "");
  EXPECT_EQ(problem_of_answer(take({{"id", "nobody"}}, bmp(32))), "404 no-such-inspection");
}

TEST_F(DeskPhoto, WherePoliciesWantOneAReasonMayTakeItsPlace) {
  want_photos();
  const auto without = read(kCleanZone);
  EXPECT_EQ(pointers(decide(without, kAdmit)), "#question/photo missing; ");
  auto reasoned = kAdmit;
  reasoned["answers"] = {{{"question", "photo"}, {"answer", "no_camera"}}};
  EXPECT_EQ(decide(without, reasoned).status, 201);
  const auto with = read(kCleanZone);
  ASSERT_EQ(take(with, bmp(32)).status, 200);
  EXPECT_EQ(decide(with, kAdmit).status, 201);
}

TEST_F(DeskPhoto, IsNotAskedForAgainWhenTheDocumentIsCorrected) {
  want_photos();
  const auto inspection = read(kCleanZone);
  ASSERT_EQ(take(inspection, bmp(32)).status, 200);
  const auto corrected =
      ask("PUT", "/api/inspections/" + inspection["id"].get<std::string>() + "/document",
          json{{"document",
                {{"document_code", "P"},
                 {"issuing_state", "UTO"},
                 {"document_number", "X1234567"},
                 {"surname", "MUSTER"},
                 {"given_names", "MAX"},
                 {"nationality", "UTO"},
                 {"birth_date", "1970-01-01"},
                 {"sex", "M"},
                 {"expiry_date", "2030-12-31"}}}}
              .dump());
  ASSERT_EQ(corrected.status, 200) << corrected.body;
  const auto now = json::parse(corrected.body);
  EXPECT_EQ(now["has_photo"], true);
  for (const auto& question : now["questions"]) EXPECT_NE(question["id"], "photo");
}

}  // namespace
}  // namespace garita::station
