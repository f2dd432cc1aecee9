#include "border-station/desk/desk_fixture.h"
#include "border-station/desk/shift.h"

namespace garita::station {
namespace {

OwnDecision decided(const std::string& officer, Direction direction, DecisionKind decision) {
  OwnDecision own;
  own.direction = direction;
  own.decision = decision;
  own.crossing = Crossing{};
  own.crossing->officer = OfficerId(officer);
  return own;
}

TEST(ShiftCounts, AreOfOneOfficerAndOfWhatHolds) {
  const RecordId another{*parse_station_id("PASO-01-01"), 1, Lane::kMovement, 9};
  std::vector<OwnDecision> all{
      decided("a", Direction::kEntry, DecisionKind::kAdmit),
      decided("a", Direction::kEntry, DecisionKind::kAdmit),
      decided("a", Direction::kExit, DecisionKind::kAdmit),
      decided("a", Direction::kExit, DecisionKind::kRefer),
      decided("a", Direction::kEntry, DecisionKind::kRefuse),
      decided("a", Direction::kExit, DecisionKind::kRefuse),
      decided("a", Direction::kExit, DecisionKind::kRefuse),
      decided("b", Direction::kEntry, DecisionKind::kAdmit),
  };
  all[0].corrected_by = another;
  all[4].crossing->context.hits.push_back({"A-17", "document"});
  OwnDecision sealed = decided("a", Direction::kEntry, DecisionKind::kAdmit);
  sealed.crossing.reset();
  all.push_back(sealed);
  EXPECT_EQ(counts_text(count_shift(all, {}, OfficerId("a"))),
            "entries 1, exits 1, referrals 1, refusals 1, exit stops 2, corrected 1, hits 1");
  EXPECT_EQ(counts_text(count_shift(all, {}, OfficerId("c"))),
            "entries 0, exits 0, referrals 0, refusals 0, exit stops 0, corrected 0, hits 0");
}

class DeskShift : public DeskTest {
 protected:
  json shift() { return json::parse(ask("GET", "/api/shift").body); }
  std::string shifts_open() {
    std::string text;
    const auto open = *uplink_->open_shifts();
    for (const auto& one : open) text += one.officer.value() + " ";
    return text;
  }
};

TEST_F(DeskShift, IsSaidBesideTheDecisionsSoThatNoneOfBeforeIsOfferedForCorrection) {
  publish_all();
  log_in();
  const auto latest = [&] { return json::parse(ask("GET", "/api/decisions").body); };
  EXPECT_FALSE(latest().contains("shift_opened_at"));
  clock_.advance(std::chrono::minutes(5));
  ASSERT_EQ(decide(read(kCleanZone), kAdmit).status, 201);
  EXPECT_EQ(latest().value("shift_opened_at", ""), "2026-03-02T14:05:00Z");
  EXPECT_EQ(latest()["items"][0].value("recorded_at", ""), "2026-03-02T14:05:00Z");
  log_in("blopez");
  EXPECT_FALSE(latest().contains("shift_opened_at")) << "it is another's";
  log_in();
  ASSERT_EQ(ask("POST", "/api/shift/close").status, 200);
  EXPECT_FALSE(latest().contains("shift_opened_at"));
}

TEST_F(DeskShift, OpensWithTheOfficerAndClosesWithItsCounts) {
  publish_all();
  log_in();
  EXPECT_EQ(ask("GET", "/api/events").status, 200);
  EXPECT_EQ(shifts_open(), "agarcia ");
  clock_.advance(std::chrono::minutes(5));
  ASSERT_EQ(decide(read(kCleanZone), kAdmit).status, 201);
  const json now = shift();
  EXPECT_EQ(now["opened_at"], "2026-03-02T14:00:00Z");
  EXPECT_EQ(now["entries"], 1);
  EXPECT_FALSE(now.contains("closed_at"));
  const json closed = json::parse(ask("POST", "/api/shift/close").body);
  EXPECT_EQ(closed["closed_at"], "2026-03-02T14:05:00Z");
  EXPECT_EQ(closed["entries"], 1);
  EXPECT_GT(closed["unsent"], 0);
  EXPECT_EQ(shifts_open(), "");
  clock_.advance(std::chrono::minutes(1));
  EXPECT_EQ(shift()["entries"], 0) << "what is done afterwards belongs to another shift";
}

TEST_F(DeskShift, GoesOnAfterAStartOfTheStation) {
  publish_all();
  log_in();
  ASSERT_EQ(decide(read(kCleanZone), kAdmit).status, 201);
  start();
  log_in();
  EXPECT_EQ(shift()["entries"], 1);
}

TEST_F(DeskShift, OfAnOfficerWhoIsGoneEndsByItself) {
  publish_all();
  log_in();
  EXPECT_EQ(ask("GET", "/api/events").status, 200);
  desk_->tick();
  clock_.advance(std::chrono::minutes(110));
  desk_->tick();
  EXPECT_EQ(shifts_open(), "agarcia ") << "locked, and not gone";
  clock_.advance(std::chrono::minutes(10));
  desk_->tick();
  desk_->tick();
  EXPECT_EQ(shifts_open(), "agarcia ");
  clock_.advance(std::chrono::minutes(15));
  desk_->tick();
  EXPECT_EQ(shifts_open(), "");
}

TEST_F(DeskShift, ByAListOfOfficersThatHasExpiredNobodyComesAndWhoIsThereGoesOn) {
  const auto verifier = make_password_verifier("open sesame", {.memory_kib = 8, .passes = 1});
  const json officer{{"id", "agarcia"}, {"roles", {"officer"}}, {"verifier", verifier}};
  publish("policies", kPolicies);
  publish("officers", json{{"expires_at", "2026-03-02T15:00:00Z"}, {"officers", {officer}}}.dump());
  log_in();
  const auto expiry = [&] {
    const json strip = json::parse(ask("GET", "/api/strip").body);
    for (const auto& list : strip["bulletins"]) {
      if (list["channel"] == "officers") return list.value("expiry", "far");
    }
    return std::string("no list");
  };
  EXPECT_EQ(expiry(), "soon");
  const json inspection = read(kCleanZone);
  clock_.advance(std::chrono::minutes(14));
  EXPECT_EQ(ask("POST", "/api/session/activity").status, 204);
  clock_.set("2026-03-02T15:00:00Z");
  EXPECT_EQ(problem_of_answer(ask("GET", "/api/strip")), "401 session-locked");
  log_in();
  EXPECT_EQ(expiry(), "expired");
  EXPECT_EQ(decide(inspection, kAdmit).status, 201) << "what is in hand is finished";
  const std::string in_hand = std::exchange(cookie_, "");
  EXPECT_EQ(problem_of_answer(
                ask("POST", "/api/session", R"({"officer":"agarcia","password":"open sesame"})")),
            "503 officers-expired");
}

}  // namespace
}  // namespace garita::station
