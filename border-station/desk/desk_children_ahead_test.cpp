#include "border-station/desk/desk_fixture.h"

namespace garita::station {
namespace {

const json kChild{{"document",
                   {{"issuing_state", "UTO"},
                    {"document_number", "C7654321"},
                    {"surname", "Muster"},
                    {"given_names", "Ida"},
                    {"nationality", "UTO"},
                    {"birth_date", "2016-01-01"}}}};

class DeskChildrenAhead : public DeskTest {
 protected:
  /// With an adult whom words alone name, who comes behind.
  void admit_a_child() {
    publish_all();
    log_in();
    json admitted = kAdmit;
    admitted["answers"] = {
        {{"question", "child"}, {"answer", "with_parent"}, {"note", "The father, behind"}}};
    admitted["child_evidence"] = "birth_certificate";
    const json child =
        json::parse(ask("POST", "/api/inspections?direction=entry", kChild.dump()).body);
    ASSERT_EQ(decide(child, admitted).status, 201);
  }
};

std::string asked_of(const json& inspection) {
  for (const auto& question : inspection["questions"])
    if (question["id"] == "child_ahead")
      return question["children"].dump() + " before " + question["for"].dump();
  return "";
}

TEST_F(DeskChildrenAhead, WhatBecomesOfThemIsAskedBeforeWhoeverMayBeTheirAdultIsStopped) {
  admit_a_child();
  const json adult = read(kCleanZone);
  const std::string target = "/api/inspections/" + adult["id"].get<std::string>();
  EXPECT_EQ(asked_of(adult), "") << "nobody who is clean waits for that";
  json referred{
      {"decision", "refer"}, {"grounds", {"document_doubt"}}, {"revision", adult["revision"]}};
  EXPECT_EQ(problem_of_answer(decide(adult, referred)), "409 inspection-changed");
  const json now = json::parse(ask("GET", target).body);
  EXPECT_EQ(asked_of(now), R"(["IDA MUSTER"] before ["refer","refuse"])");
  referred["revision"] = now["revision"];
  EXPECT_EQ(pointers(decide(adult, referred)), "#question/child_ahead missing; ");

  // A list that comes meanwhile asks nothing twice.
  publish("alerts", std::string(kAlerts) + "B-1,Call,UTO,Z1,,\n");
  referred["answers"] = {{{"question", "child_ahead"}, {"answer", "child_stays"}}};
  json refused{{"decision", "refuse"},
               {"grounds", {"no_valid_visa"}},
               {"revision", now["revision"]},
               {"answers", referred["answers"]}};
  refused["answers"].push_back({{"question", "asylum"}, {"answer", "no_claim"}});
  EXPECT_EQ(pointers(decide(adult, refused)), "#question/child_ahead child_admitted; ");
  ASSERT_EQ(decide(adult, referred).status, 201);
}

TEST_F(DeskChildrenAhead, WhoeverIsAdmittedIsAskedNothingOfThem) {
  admit_a_child();
  EXPECT_EQ(decide(read(kCleanZone), kAdmit).status, 201);
}

}  // namespace
}  // namespace garita::station
