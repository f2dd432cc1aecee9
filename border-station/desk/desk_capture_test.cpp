#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "border-station/desk/desk_fixture.h"
#include "schema/http/events.h"
#include "tests/support/licences/drawn_licence.h"

namespace garita::station {
namespace {

/// What the post decided itself cannot be read any more, so that whoever was here before is not
/// looked up; and can be read again.
constexpr std::string_view kSpoilTrips =
    "UPDATE trip SET crossing_sealed = CAST(crossing_sealed || x'00' AS BLOB)";
constexpr std::string_view kMendTrips =
    "UPDATE trip SET crossing_sealed = substr(crossing_sealed, 1, length(crossing_sealed) - 1)";

/// The real reader sees specimens in the test of the browser; here it is the way of a picture that
/// is tested.
class DeskCapture : public DeskTest {
 protected:
  DeskCapture() {
    std::filesystem::create_directory(folder_);
    restart_with_drop();
    publish_all();
    log_in();
  }
  void restart_with_drop() { restart_with_drop(directory_.path() / "reader"); }
  void restart_with_drop(const std::filesystem::path& reader, const std::string& camera = "") {
    router_ = {};
    auto ledger = Ledger::open(directory_, clock_, bulletin_readers());
    ledger->watch_disk([] { return std::uint64_t{100} << 30; });
    DeskOptions options{reader, "the token", {}, *DropFolder::open(folder_)};
    options.camera = camera;
    desk_.emplace(
        std::move(options), *std::move(ledger), [this] { return link_; }, clock_);
    desk_->add_routes(router_);
  }
  /// The real one, but that it ends at once while the file `fails` is there.
  std::filesystem::path reader_that_may_fail() {
    const auto reader = folder_.parent_path() / "reader";
    std::ofstream(reader) << "#!/bin/sh\n[ -e " << fails_.string() << " ] && exit 1\nexec "
                          << GARITA_BIN_DIR << "/garita-reader \"$@\"\n";
    std::filesystem::permissions(reader, std::filesystem::perms::owner_all);
    return reader;
  }
  void leave(const std::string& name) { std::ofstream(folder_ / name) << "P5\n1 1\n255\nx"; }
  /// Until the folder has nothing left, as the console's thread does.
  void look(const std::string& name = "a.pnm") {
    const auto nothing_left = [&] { return !std::filesystem::exists(folder_ / name); };
    for (int i = 0; i < 200 && !nothing_left(); ++i) {
      desk_->look_at_drop_folder();
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    ASSERT_TRUE(nothing_left());
  }
  Response take() { return ask("POST", "/api/drops/next?direction=entry"); }
  /// Of a page whose other picture is a byte longer than the white one: both are kept.
  void expect_white_light_first(const json& inspection, const std::string& white) {
    const auto refused =
        decide(inspection, {{"decision", "refuse"},
                            {"grounds", {"no_valid_visa"}},
                            {"answers", {{{"question", "asylum"}, {"answer", "no_claim"}}}}});
    ASSERT_EQ(refused.status, 201) << refused.body;
    EXPECT_EQ(evidence(), "document " + std::to_string(white.size()) + ";document " +
                              std::to_string(white.size() + 1) + ";");
  }

  std::filesystem::path folder_ = country_.folder / "drop";
  std::filesystem::path fails_ = country_.folder / "fails";
};

TEST_F(DeskCapture, AScannersPictureGoesOnceToTheDeskThatAsks) {
  restart_with_drop(std::filesystem::path(GARITA_BIN_DIR) / "garita-reader");
  log_in();
  EXPECT_EQ(take().status, 204);
  std::ofstream(folder_ / "a.pnm") << "P5\n40 40\n255\n" << std::string(1'600, '\x99');
  look();
  EXPECT_EQ(take().status, 201);
  EXPECT_EQ(take().status, 204);
  EXPECT_EQ(problem_of_answer(ask("POST", "/api/drops/next?direction=up")), "400 bad-request");
}

TEST_F(DeskCapture, AScannersPictureThatIsNotReadForNowIsKept) {
  leave("a.pnm");
  look();
  // No reader is installed here.
  EXPECT_EQ(problem_of_answer(take()), "503 reader-unavailable");
  EXPECT_EQ(problem_of_answer(take()), "503 reader-unavailable");
  clock_.advance(kDroppedFor + std::chrono::seconds(1));
  desk_->look_at_drop_folder();
  EXPECT_EQ(take().status, 204);
}

TEST_F(DeskCapture, WhatIsNotReadForNowIsOfferedAgainLaterEachTime) {
  auto events = ask("GET", "/api/events").events;
  ASSERT_TRUE(events);
  const auto pages = events->stream->subscribe("", [] {});
  // How many pages were said to wait, each time that it was said.
  const auto said = [&] {
    std::string text;
    const std::string news = pages->take();
    constexpr std::string_view kWaiting = "\"waiting\":";
    for (auto at = news.find(kWaiting); at != std::string::npos; at = news.find(kWaiting, at + 1))
      text += news.substr(at + kWaiting.size(), 1) + " ";
    return text;
  };
  const auto said_after = [&](int seconds) {
    clock_.advance(std::chrono::seconds(seconds));
    desk_->look_at_drop_folder();
    return said();
  };
  leave("a.pnm");
  look();
  EXPECT_EQ(said(), "1 ");
  for (const int seconds : {2, 4, 8}) {
    EXPECT_EQ(problem_of_answer(take()), "503 reader-unavailable");
    EXPECT_EQ(said(), "0 ");
    EXPECT_EQ(said_after(seconds - 1), "") << seconds;
    EXPECT_EQ(said_after(1), "1 ") << seconds;
    EXPECT_EQ(said_after(seconds), "") << "once";
  }
}

TEST_F(DeskCapture, APageThatHearsNoEventsLearnsForAWhileWhatWasWrongWithADrop) {
  const auto fault = [&] {
    const json strip = json::parse(ask("GET", "/api/strip").body);
    if (!strip.contains("drop_fault")) return std::string();
    return strip["drop_fault"]["fault"].get<std::string>() + " " +
           strip["drop_fault"]["at"].get<std::string>();
  };
  EXPECT_EQ(fault(), "");
  std::ofstream(folder_ / "notes.txt") << "no picture";
  look("notes.txt");
  const std::string told = "not_a_picture " + clock_.now().rfc3339();
  EXPECT_EQ(fault(), told);
  clock_.advance(kDroppedFor);
  EXPECT_EQ(fault(), told);
  clock_.advance(std::chrono::seconds(1));
  EXPECT_EQ(fault(), "");
}

TEST_F(DeskCapture, APageThatHearsNoEventsLearnsWhatWaitsForItAndAsOftenAsTheOthers) {
  const auto waits = [&] {
    return json::parse(ask("GET", "/api/strip").body).value("drops_waiting", 0);
  };
  const auto waits_after = [&](int seconds) {
    clock_.advance(std::chrono::seconds(seconds));
    desk_->look_at_drop_folder();
    return waits();
  };
  EXPECT_EQ(waits(), 0);
  leave("a.pnm");
  look();
  EXPECT_EQ(waits(), 1);
  EXPECT_EQ(problem_of_answer(take()), "503 reader-unavailable");
  EXPECT_EQ(waits(), 0) << "it is offered again, and not at once";
  leave("b.pnm");
  look("b.pnm");
  EXPECT_EQ(waits(), 1) << "what nobody has tried yet";
  EXPECT_EQ(waits_after(2), 2);
  EXPECT_EQ(waits_after(static_cast<int>(kDroppedFor.count())), 0) << "both are gone";
}

TEST_F(DeskCapture, WhatIsNotReadTwiceLetsTheOthersPass) {
  restart_with_drop(reader_that_may_fail());
  log_in();
  std::ofstream(fails_) << "yes";
  std::ofstream(folder_ / "a.pnm") << text_of(tests::drawn_licence());
  look();
  std::ofstream(folder_ / "b.pnm") << "P5\n40 40\n255\n" << std::string(1'600, '\x99');
  look("b.pnm");
  EXPECT_EQ(problem_of_answer(take()), "503 reader-unavailable");
  EXPECT_EQ(problem_of_answer(take()), "503 reader-unavailable");
  std::filesystem::remove(fails_);
  EXPECT_FALSE(json::parse(take().body).contains("document"));
  EXPECT_EQ(json::parse(take().body)["document"]["document_number"], "900000017");
}

TEST_F(DeskCapture, WhatIsReadAndNotLookedUpIsOfferedAgainAsIfNobodyHadSeenIt) {
  restart_with_drop(std::filesystem::path(GARITA_BIN_DIR) / "garita-reader");
  log_in();
  const auto scan = [&] {
    clock_.advance(Shutter::kSameTravellerFor + std::chrono::seconds(1));
    std::ofstream(folder_ / "a.pnm") << text_of(tests::drawn_licence());
    look();
  };
  scan();
  const json first = json::parse(take().body);
  json document = first["document"];
  document["nationality"] = "GTM";
  const auto target = "/api/inspections/" + first["id"].get<std::string>() + "/document";
  ASSERT_EQ(ask("PUT", target, json{{"document", document}}.dump()).status, 200);
  ASSERT_EQ(decide(first, kAdmit).status, 201);
  scan();
  ASSERT_TRUE(uplink_->database().execute(kSpoilTrips));
  EXPECT_EQ(problem_of_answer(take()), "500 not-available");
  ASSERT_TRUE(uplink_->database().execute(kMendTrips));
  EXPECT_EQ(json::parse(take().body)["document"]["document_number"], "900000017");
  EXPECT_EQ(take().status, 204);
}

TEST_F(DeskCapture, WhatCannotBeShownLeavesNoInspectionBehind) {
  restart_with_drop(std::filesystem::path(GARITA_BIN_DIR) / "garita-reader");
  log_in();
  bearer_ = "the token";
  const auto open = [&] {
    const std::string said = ask("GET", "/metrics").body;
    constexpr std::string_view kOpen = "\ngarita_desk_inspections_open ";
    return said.substr(said.find(kOpen) + kOpen.size(), 1);
  };
  std::ofstream(folder_ / "a.pnm") << text_of(tests::drawn_licence());
  look();
  // Of itself the station cannot say anything for now.
  ASSERT_TRUE(uplink_->database().execute("INSERT INTO setting VALUES ('paper', 'spoilt')"));
  EXPECT_EQ(problem_of_answer(take()), "500 not-available");
  EXPECT_EQ(problem_of_answer(ask("POST", "/api/readings?direction=entry", std::string(kCleanZone),
                                  "text/plain")),
            "500 not-available");
  ASSERT_TRUE(uplink_->database().execute("DELETE FROM setting WHERE name = 'paper'"));
  EXPECT_EQ(open(), "0");
  EXPECT_EQ(json::parse(take().body)["document"]["document_number"], "900000017");
  EXPECT_EQ(open(), "1");
}

TEST_F(DeskCapture, APageThatIsNotReadHoldsNoCameraUp) {
  restart_with_drop(directory_.path() / "reader", "0");
  log_in();
  const auto camera = [&] {
    EXPECT_TRUE(desk_->look_through_camera());
    return json::parse(ask("GET", "/api/strip").body)["camera"];
  };
  leave("a.pnm");
  look();
  EXPECT_EQ(camera(), "good") << "not asked: a page waits for a desk";
  EXPECT_EQ(problem_of_answer(take()), "503 reader-unavailable");
  EXPECT_EQ(camera(), "not_started") << "asked, and no program is installed here";
}

TEST_F(DeskCapture, APageOfWhichOneLightIsNotReadForNowIsReadAnotherTimeWithAllItsLights) {
  const std::string blank = "P5\n40 40\n255\n" + std::string(1'600, '\x99');
  // Ends behind the first picture that it gets, as if it were killed, while the file is there.
  const auto reader = folder_.parent_path() / "reader";
  const auto fails = folder_.parent_path() / "fails";
  const std::string real = GARITA_BIN_DIR "/garita-reader";
  std::ofstream(reader) << "#!/bin/sh\nif [ -e " << fails.string() << " ]; then head -c "
                        << blank.size() + 4 << " | " << real << " \"$@\"; else exec " << real
                        << " \"$@\"; fi\n";
  std::filesystem::permissions(reader, std::filesystem::perms::owner_all);
  std::ofstream(fails) << "yes";
  restart_with_drop(reader);
  log_in();
  std::ofstream(folder_ / "a.ir.pnm") << blank << "x";
  std::ofstream(folder_ / "a.uv.pnm") << "P5\nno picture";
  std::ofstream(folder_ / "a.white.pnm") << blank;
  look("a.white.pnm");
  EXPECT_EQ(problem_of_answer(take()), "503 reader-unavailable");
  std::filesystem::remove(fails);
  const auto taken = take();
  ASSERT_EQ(taken.status, 201) << taken.body;
  EXPECT_THAT(taken.body, ::testing::HasSubstr("light_not_read")) << "of what is no picture";
  expect_white_light_first(json::parse(taken.body), blank);
}

TEST_F(DeskCapture, APictureThatNoDeskTakesIsForgotten) {
  leave("a.pnm");
  look();
  clock_.advance(kDroppedFor + std::chrono::seconds(1));
  desk_->look_at_drop_folder();
  EXPECT_EQ(take().status, 204);
}

TEST_F(DeskCapture, AFrameIsReadLikeAPicture) {
  EXPECT_EQ(
      problem_of_answer(ask("POST", "/api/readings?direction=entry&frame=yes", "x", "image/jpeg")),
      "503 reader-unavailable");
  EXPECT_EQ(json::parse(ask("GET", "/api/decisions").body)["items"].size(), 0U);
}

TEST_F(DeskCapture, LightsOfOnePageAreOneInspectionAndAllAreKept) {
  restart_with_drop(std::filesystem::path(GARITA_BIN_DIR) / "garita-reader");
  log_in();
  const std::string blank = "P5\n40 40\n255\n" + std::string(1'600, '\x99');
  std::ofstream(folder_ / "a.ir.pnm") << blank << "x";
  std::ofstream(folder_ / "a.uv.pnm") << "P5\nno picture";
  std::ofstream(folder_ / "a.white.pnm") << blank;
  look("a.white.pnm");
  const auto taken = take();
  ASSERT_EQ(taken.status, 201) << taken.body;
  const auto inspection = json::parse(taken.body);
  std::string findings;
  for (const auto& one : inspection["findings"]) findings += one["code"].get<std::string>() + ";";
  EXPECT_NE(findings.find("light_not_read"), std::string::npos) << findings;
  const std::string target = "/api/inspections/" + inspection["id"].get<std::string>();
  EXPECT_EQ(ask("GET", target + "/picture").status, 415) << "browsers show no PNM";
  EXPECT_EQ(take().status, 204) << "the others are no other traveller";
  expect_white_light_first(inspection, blank);
}

TEST_F(DeskCapture, LightsThatAreGivenAtOnceAreOneReadingToo) {
  restart_with_drop(std::filesystem::path(GARITA_BIN_DIR) / "garita-reader");
  log_in();
  const std::string blank = "P5\n40 40\n255\n" + std::string(1'600, '\x99');
  const auto part = [](const std::string& light, const std::string& file) {
    return "--b\r\nContent-Disposition: form-data; name=\"" + light + "\"\r\n\r\n" + file + "\r\n";
  };
  const auto give = [&](const std::string& parts) {
    return ask("POST", "/api/readings?direction=entry", parts + "--b--",
               "multipart/form-data; boundary=b");
  };
  EXPECT_EQ(problem_of_answer(give(part("white", blank) + part("white", blank))),
            "400 bad-request");
  EXPECT_EQ(problem_of_answer(give(part("uv", "no picture"))), "422 not-a-picture");
  const auto taken = give(part("uv", blank + "x") + part("white", blank) + part("ir", "none"));
  ASSERT_EQ(taken.status, 201) << taken.body;
  const auto inspection = json::parse(taken.body);
  EXPECT_THAT(inspection["findings"].dump(), ::testing::HasSubstr("light_not_read"));
  expect_white_light_first(inspection, blank);
}

TEST_F(DeskCapture, AScannersPictureIsNeverOfASheetOfPaper) {
  restart_with_drop(std::filesystem::path(GARITA_BIN_DIR) / "garita-reader");
  log_in("jefa");
  const json form{{"from", "2026-03-02T08:10:00Z"}, {"reason", "no current"}};
  ASSERT_EQ(ask("POST", "/api/paper", form.dump()).status, 204);
  log_in();
  const std::string blank = "P5\n40 40\n255\n" + std::string(1'600, '\x99');
  std::ofstream(folder_ / "a.pnm") << blank;
  look();
  clock_.advance(kDroppedFor);
  desk_->look_at_drop_folder();
  const std::string of_a_sheet = "&paper_at=2026-03-02T09:00:00Z&paper_officer=agarcia";
  const auto typed = ask("POST", "/api/readings?direction=entry&typed=yes" + of_a_sheet,
                         std::string(kCleanZone), "text/plain");
  ASSERT_EQ(typed.status, 201) << typed.body;
  EXPECT_EQ(json::parse(typed.body).value("paper_at", ""), "2026-03-02T09:00:00Z");
  // It has waited meanwhile, as long as pictures wait.
  const auto scanned = ask("POST", "/api/drops/next?direction=entry" + of_a_sheet);
  ASSERT_EQ(scanned.status, 201) << scanned.body;
  EXPECT_FALSE(json::parse(scanned.body).contains("paper_at"));
}

TEST_F(DeskCapture, ACameraThatFailsIsInTheStripAndNoDeskWaitsForIt) {
  EXPECT_FALSE(json::parse(ask("GET", "/api/strip").body).contains("camera"));
  EXPECT_FALSE(desk_->look_through_camera()) << "there is none";
  router_ = {};
  DeskOptions options{std::filesystem::path(GARITA_BIN_DIR) / "garita-reader", ""};
  options.camera = (folder_ / "unplugged").string();
  desk_.emplace(
      std::move(options), *Ledger::open(directory_, clock_, bulletin_readers()),
      [this] { return link_; }, clock_);
  desk_->add_routes(router_);
  EXPECT_TRUE(desk_->look_through_camera());
  log_in();
  EXPECT_EQ(json::parse(ask("GET", "/api/strip").body)["camera"], "good") << "nobody was here yet";
  EXPECT_TRUE(desk_->look_through_camera());
  EXPECT_EQ(json::parse(ask("GET", "/api/strip").body)["camera"], "not_there");
  EXPECT_EQ(take().status, 204);
  EXPECT_EQ(decide(read(kCleanZone), kAdmit).status, 201);
}

TEST_F(DeskCapture, WithoutAFolderThereIsNothingToLookAt) {
  EXPECT_TRUE(desk_->look_at_drop_folder());
  start();
  EXPECT_FALSE(desk_->look_at_drop_folder());
}

}  // namespace
}  // namespace garita::station
