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

TEST_F(DeskChildrenAhead, AnAdultWhoWasAdmittedIsToldWithTheChildAndAskedAboutBeforeItIsRefused) {
  publish_all();
  log_in();
  const std::string adult = json::parse(decide(read(kCleanZone), kAdmit).body)["record"];
  const auto adults_of = [](const json& inspection) {
    for (const auto& question : inspection["questions"])
      if (question["id"] == "parted") return question.value("adults", json()).dump();
    return std::string("not asked");
  };
  const auto open = [&] {
    return json::parse(ask("POST", "/api/inspections?direction=entry", kChild.dump()).body);
  };
  const json child = open();
  EXPECT_EQ(adults_of(child), R"(["MAX MUSTER"])");
  json refused{{"decision", "refuse"},
               {"grounds", {"no_valid_visa"}},
               {"revision", child["revision"]},
               {"answers",
                {{{"question", "asylum"}, {"answer", "no_claim"}},
                 {{"question", "child"}, {"answer", "alone"}}}}};
  EXPECT_EQ(pointers(decide(child, refused)), "#question/parted missing; ");
  refused["answers"].push_back({{"question", "parted"}, {"answer", "adult_stays"}});
  EXPECT_EQ(pointers(decide(child, refused)),
            "#question/child adult_here; #question/parted adult_admitted; ");
  // Whose admission is taken back is nobody to be asked about.
  const std::string target = "/api/decisions/" + adult + "/correction";
  ASSERT_EQ(ask("POST", target, kVoid.dump()).status, 201);
  EXPECT_EQ(problem_of_answer(decide(child, refused)), "409 inspection-changed");
  const json now =
      json::parse(ask("GET", "/api/inspections/" + child["id"].get<std::string>()).body);
  EXPECT_EQ(adults_of(now), "null");
  EXPECT_EQ(adults_of(open()), "null");
  refused["revision"] = now["revision"];
  refused["answers"].erase(2);
  EXPECT_EQ(decide(child, refused).status, 201);
}

TEST_F(DeskChildrenAhead, WhoWasLetPassWithAnAdultIsToldWhereTheirAdmissionIsTakenBack) {
  publish_all();
  log_in();
  const std::string adult = json::parse(decide(read(kCleanZone), kAdmit).body)["record"];
  json admitted = kAdmit;
  admitted["with"] = adult;
  admitted["answers"] = {{{"question", "child"}, {"answer", "with_parent"}}};
  admitted["child_evidence"] = "birth_certificate";
  const json child =
      json::parse(ask("POST", "/api/inspections?direction=entry", kChild.dump()).body);
  ASSERT_EQ(decide(child, admitted).status, 201);
  const auto children_in = [&](const std::string& record, const json& correction) {
    const auto answer = ask("POST", "/api/decisions/" + record + "/correction", correction.dump());
    return json::parse(answer.body).value("children", json()).dump();
  };
  log_in("jefa");
  const auto restated = ask("POST", "/api/decisions/" + adult + "/correction", kRestated.dump());
  EXPECT_FALSE(json::parse(restated.body).contains("children")) << "the adult stands as admitted";
  const std::string instead = json::parse(restated.body)["instead"]["record"];
  EXPECT_EQ(children_in(instead, kVoid), R"(["IDA MUSTER"])");
  EXPECT_EQ(children_in(instead, kVoid), R"(["IDA MUSTER"])") << "where the answer was lost";
}

TEST_F(DeskChildrenAhead, WhoeverIsAdmittedIsAskedNothingOfThem) {
  admit_a_child();
  EXPECT_EQ(decide(read(kCleanZone), kAdmit).status, 201);
}

}  // namespace
}  // namespace garita::station
