#include "border-station/desk/desk_fixture.h"

namespace garita::station {
namespace {

/// "DIRECTION DECISION" of each, the newest first.
std::string crossings(const json& inspection) {
  std::string text;
  for (const auto& one : inspection.value("crossings", json::array()))
    text += one["direction"].get<std::string>() + " " + one["decision"].get<std::string>() + "; ";
  return text;
}

TEST_F(DeskTest, ShowsTheLastCrossingsOfTheDocumentAndOfNoOther) {
  publish_all();
  publish("alerts", "reference,instruction,issuer,number\n");
  log_in();
  EXPECT_FALSE(read(kCleanZone).contains("crossings"));
  ASSERT_EQ(decide(read(kCleanZone), kAdmit).status, 201);
  ASSERT_EQ(decide(read(kZone), {{"decision", "refer"}, {"grounds", {"document_doubt"}}}).status,
            201);
  ASSERT_EQ(decide(read(kCleanZone, "exit"), {{"decision", "admit"}}).status, 201);
  EXPECT_EQ(crossings(read(kCleanZone)), "exit admit; entry admit; ");
  EXPECT_EQ(crossings(read(kZone)), "entry refer; ");
  // The same person by name and birth date, with another passport.
  json other{{"document",
              {{"document_code", "P"},
               {"issuing_state", "UTO"},
               {"document_number", "OTHER0001"},
               {"surname", "MUSTER"},
               {"given_names", "MAX"},
               {"nationality", "UTO"},
               {"birth_date", "1970-01-01"},
               {"sex", "M"},
               {"expiry_date", "2030-12-31"}}}};
  const auto typed =
      json::parse(ask("POST", "/api/inspections?direction=entry", other.dump()).body);
  EXPECT_EQ(crossings(typed), "") << typed;
  for (int i = 0; i < 4; ++i) {
    ASSERT_EQ(decide(read(kCleanZone), kAdmit).status, 201);
    ASSERT_EQ(decide(read(kCleanZone, "exit"), {{"decision", "admit"}}).status, 201);
  }
  EXPECT_EQ(read(kCleanZone)["crossings"].size(), 5U);
}

TEST_F(DeskTest, ProposesWhatTheLastEntryWasForAlsoOnceThatTravellerHasLeft) {
  publish_all();
  publish("alerts", "reference,instruction,issuer,number\n");
  log_in();
  const json unknown = read(kCleanZone)["prefill"];
  EXPECT_FALSE(unknown.contains("purpose"));
  EXPECT_EQ(unknown["source"], "policy");
  ASSERT_EQ(decide(read(kCleanZone), kAdmit).status, 201);
  for (const bool has_left : {false, true}) {
    if (has_left) {
      ASSERT_EQ(decide(read(kCleanZone, "exit"), {{"decision", "admit"}}).status, 201);
    }
    const json prefill = read(kCleanZone)["prefill"];
    EXPECT_EQ(prefill["source"], "last_trip");
    EXPECT_EQ(prefill["purpose"], kAdmit["purpose"]) << has_left;
    EXPECT_EQ(prefill["transport"], kAdmit["transport"]) << has_left;
  }
}

}  // namespace
}  // namespace garita::station
