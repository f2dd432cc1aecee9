#include "border-station/desk/desk_fixture.h"

namespace garita::station {
namespace {

constexpr std::string_view kPool = R"(
name = "Zenda: visitors"
version = "2026-2"
country = "ZEN"

[[rule]]
id = "visitor"
kind = "shared_pool"
cap = 90
states = ["ZEN", "SLV"]
effective_from = 2020-01-01
citation = "Aliens Act, section 5"
)";

class DeskOtherState : public DeskTest {
 protected:
  DeskOtherState() {
    publish_all();
    log_in();
  }
  json recent() { return json::parse(ask("GET", "/api/decisions").body)["items"]; }
};

TEST_F(DeskOtherState, IsAskedWhereAPolicyLooksAtItAndNothingWaitsForIt) {
  EXPECT_FALSE(read(kCleanZone).contains("other_state"));
  publish("policies", kPool);
  const json inspection = read(kCleanZone);
  EXPECT_EQ(inspection["other_state"]["likely"], json::array({"SLV"}));
  EXPECT_FALSE(inspection["other_state"].contains("proposed"));
  EXPECT_EQ(decide(inspection, kAdmit).status, 201);
  EXPECT_FALSE(recent()[0].contains("other_state"));
}

TEST_F(DeskOtherState, GoesIntoTheRecordAndSaysWhoseTermGoesOn) {
  publish("policies", kPool);
  json admit = kAdmit;
  admit["other_state"] = "mex";
  ASSERT_EQ(decide(read(kCleanZone), admit).status, 201);
  EXPECT_EQ(recent()[0]["other_state"], "MEX");
  clock_.advance(std::chrono::minutes(5));
  const json leaving = read(kCleanZone, "exit");
  EXPECT_EQ(leaving["other_state"]["likely"], json::array({"MEX", "SLV"}));
  ASSERT_EQ(decide(leaving, {{"decision", "admit"}, {"other_state", "SLV"}}).status, 201);
  clock_.advance(std::chrono::minutes(5));
  const json back = read(kCleanZone);
  const json& term = back["stay"]["terms"][0];
  EXPECT_EQ(term["goes_on"]["from"], json::array({"SLV"}));
  admit["other_state"] = "SLV";
  const json made = json::parse(decide(back, admit).body);
  EXPECT_EQ(made["last_legal_day"], term["goes_on"]["until"]);
}

TEST_F(DeskOtherState, IsNeitherThisStateNorAnythingElse) {
  publish("policies", kPool);
  for (const auto& [state, fault] : {std::pair("ZEN", "/other_state own_state; "),
                                     std::pair("S1", "/other_state unknown_code; ")}) {
    json admit = kAdmit;
    admit["other_state"] = state;
    EXPECT_EQ(pointers(decide(read(kCleanZone), admit)), fault);
  }
}

}  // namespace
}  // namespace garita::station
