// A decision that is asked for again, since its answer got lost.
#include "border-station/desk/desk_fixture.h"

namespace garita::station {
namespace {

using LostAnswers = DeskTest;

TEST_F(LostAnswers, AreGivenAgainAlsoAfterAStart) {
  publish_all();
  log_in();
  const json inspection = read(kCleanZone);
  const json decided = json::parse(decide(inspection, kAdmit).body);
  start();
  log_in();
  const Response again = decide(inspection, kAdmit);
  EXPECT_EQ(again.status, 200) << again.body;
  EXPECT_EQ(json::parse(again.body), decided);
  EXPECT_EQ(problem_of_answer(decide(inspection, {{"decision", "refer"}})), "409 already-decided");
  EXPECT_EQ(problem_of_answer(decide({{"id", "never"}}, kAdmit)), "404 no-such-inspection");
  EXPECT_EQ(json::parse(ask("GET", "/api/decisions").body)["items"].size(), 1U);
}

TEST_F(LostAnswers, AreNotThoseOfAnotherDecision) {
  publish_all();
  log_in();
  json admitted = kAdmit;
  admitted["admission_class"] = "visitor";
  const json refused{{"decision", "refuse"},
                     {"grounds", {"no_valid_visa"}},
                     {"answers", {{{"question", "asylum"}, {"answer", "no_claim"}}}}};
  struct Case {
    json taken;
    json changes;
  };
  const Case cases[] = {
      {admitted, {{"purpose", "business"}}},
      {admitted, {{"transport", "bus"}}},
      {admitted, {{"granted_days", 29}}},
      {admitted, {{"granted_until", "2026-03-20"}}},
      {admitted, {{"admission_class", "resident"}}},
      {admitted, {{"other_state", "SLV"}}},
      {refused, {{"grounds", {"no_valid_visa", "insufficient_means"}}}},
      {refused, {{"grounds", {"insufficient_means"}}}},
      {refused, {{"answers", json::array()}}},
  };
  for (const auto& [taken, changes] : cases) {
    const json inspection = read(kCleanZone);
    const auto first = decide(inspection, taken);
    ASSERT_EQ(first.status, 201) << first.body;
    start();
    log_in();
    json other = taken;
    other.update(changes);
    EXPECT_EQ(problem_of_answer(decide(inspection, other)), "409 already-decided") << changes;
    const Response again = decide(inspection, taken);
    EXPECT_EQ(again.status, 200) << again.body;
    EXPECT_EQ(json::parse(again.body)["record"], json::parse(first.body)["record"]);
    // As it was recorded before statements were kept.
    ASSERT_TRUE(uplink_->database().execute("UPDATE reference SET statement_hash = NULL"));
    EXPECT_EQ(decide(inspection, taken).status, 200);
    const bool told_apart = changes.contains("granted_days");
    EXPECT_EQ(decide(inspection, other).status, told_apart ? 409 : 200) << changes;
  }
}

}  // namespace
}  // namespace garita::station
