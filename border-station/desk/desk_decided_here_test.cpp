// What was decided about a document is seen at every desk of the station before it is decided
// again.
#include "border-station/desk/desk_fixture.h"

namespace garita::station {
namespace {

const json kRefer{{"decision", "refer"}, {"grounds", {"second_interview"}}};
const json kRefuse{{"decision", "refuse"},
                   {"grounds", {"insufficient_means"}},
                   {"answers", {{{"question", "asylum"}, {"answer", "no_claim"}}}}};

class DeskDecidedHere : public DeskTest {
 protected:
  DeskDecidedHere() {
    publish_all();
    log_in();
  }
  json shown(const json& inspection) {
    return json::parse(ask("GET", "/api/inspections/" + inspection["id"].get<std::string>()).body);
  }
  std::size_t decisions() { return json::parse(ask("GET", "/api/decisions").body)["items"].size(); }
  /// "KIND OFFICER; " of the alerts that tell what was decided here.
  static std::string told(const json& inspection) {
    std::string text;
    for (const auto& alert : inspection["alerts"]) {
      if (!alert.contains("parameters") || !alert["parameters"].contains("officer")) continue;
      text += alert["kind"].get<std::string>() + " " +
              alert["parameters"]["officer"].get<std::string>() + "; ";
    }
    return text;
  }
};

TEST_F(DeskDecidedHere, WhatOneDeskDecidedTheOtherHearsOfBeforeItRecords) {
  const struct {
    json first;
    const char *told, *lacks;  ///< of what is asked for a second time
  } cases[] = {
      {kAdmit, "decided_meanwhile agarcia; ", ""},
      {kRefuse, "refused_here agarcia; decided_meanwhile agarcia; ", "#question/stopped missing; "},
      {kRefer, "referred_here agarcia; decided_meanwhile agarcia; ", "#question/stopped missing; "},
  };
  for (const auto& each : cases) {
    const json one = read(kCleanZone);
    const json other = read(kCleanZone);
    const json elsewhere = read(kZone);
    const auto before = decisions();
    ASSERT_EQ(decide(one, each.first).status, 201);
    log_in("blopez");
    json pressed = kAdmit;
    pressed["revision"] = other["revision"];
    EXPECT_EQ(problem_of_answer(decide(other, pressed)), "409 decided-meanwhile");
    EXPECT_EQ(decisions(), before + 1);
    EXPECT_EQ(problem_of_answer(decide(other, pressed)), "409 inspection-changed")
        << "it was not seen yet";
    const json renewed = shown(other);
    EXPECT_EQ(told(renewed), each.told);
    pressed["revision"] = renewed["revision"];
    const Response again = decide(other, pressed);
    EXPECT_EQ(again.status == 201 ? "" : pointers(again), each.lacks);
    EXPECT_EQ(told(shown(elsewhere)), "") << "another document";
    log_in();
    EXPECT_EQ(decide(one, each.first).status, 200) << "the same asked again is the same";
    // Let pass, so that the next case begins as this one did.
    json let = kAdmit;
    if (again.status != 201) {
      let["answers"] = {{{"question", "stopped"}, {"answer", "supervisor_decided"}}};
      EXPECT_EQ(decide(other, let).status, 201);
    }
  }
}

TEST_F(DeskDecidedHere, NamesThatComeMeanwhileHideNothingOfIt) {
  names_.reset();
  const json one = read(kCleanZone);
  const json other = read(kCleanZone);
  ASSERT_EQ(decide(one, kRefer).status, 201);
  make_names_ready();
  desk_->tick();
  EXPECT_EQ(told(shown(other)), "referred_here agarcia; decided_meanwhile agarcia; ");
  EXPECT_EQ(problem_of_answer(decide(other, kAdmit)), "409 decided-meanwhile");
  EXPECT_EQ(pointers(decide(other, kAdmit)), "#question/stopped missing; ") << "told once";
}

TEST_F(DeskDecidedHere, NobodyLeavesByTheScanWhomTheDeskHasJustReferred) {
  publish("policies", "exits_by_scan = true\n" + std::string(kPolicies));
  ASSERT_EQ(decide(read(kCleanZone), kAdmit).status, 201);
  clock_.advance(std::chrono::minutes(5));
  const json leaving = read(kCleanZone, "exit");
  EXPECT_TRUE(leaving.value("exit_by_scan", false));
  ASSERT_EQ(decide(leaving, kRefer).status, 201);
  const json again = read(kCleanZone, "exit");
  EXPECT_FALSE(again.contains("exit_by_scan"));
  EXPECT_EQ(told(again), "referred_here agarcia; ");
  EXPECT_EQ(pointers(decide(again, {{"decision", "admit"}})), "#question/stopped missing; ");
}

TEST_F(DeskDecidedHere, WhatWasTakenBackStopsNobody) {
  const Response refused = decide(read(kCleanZone), kRefuse);
  ASSERT_EQ(refused.status, 201);
  const json next = read(kCleanZone);
  EXPECT_EQ(told(next), "refused_here agarcia; ");
  const std::string record = json::parse(refused.body)["record"];
  ASSERT_EQ(ask("POST", "/api/decisions/" + record + "/correction", kVoid.dump()).status, 201);
  EXPECT_EQ(decide(next, kAdmit).status, 201) << "it is looked at again with the key";
}

}  // namespace
}  // namespace garita::station
