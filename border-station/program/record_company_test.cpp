#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "border-station/program/program_fixture.h"

namespace garita::station {
namespace {

using nlohmann::json;
using testing::HasSubstr;

json child() {
  auto decision = json::parse(kClean);
  decision["document"]["document_number"] = "QZX4711K8";
  decision["document"]["given_names"] = "IDA";
  decision["document"]["birth_date"] = "2021-08-12";
  return decision;
}

json refused(json decision, const json& answers) {
  decision["decision"] = "refuse";
  decision["grounds"] = {"no_valid_visa"};
  decision["answers"] = {{{"question", "asylum"}, {"answer", "no_claim"}}};
  for (const auto& answer : answers) decision["answers"].push_back(answer);
  return decision;
}

TEST_F(Program, StopsNobodyWithoutAWordWhoMayBeTheAdultOfAChildWhoWasLetPass) {
  auto admitted = child();
  admitted["answers"] = {
      {{"question", "child"}, {"answer", "with_parent"}, {"note", "The mother, behind"}}};
  admitted["child_evidence"] = "birth_certificate";
  ASSERT_EQ(run("record -", admitted.dump()).status, 0);
  const auto adult = [](const std::string& answer) {
    json answers = json::array();
    if (!answer.empty()) answers.push_back({{"question", "child_ahead"}, {"answer", answer}});
    auto decision = refused(json::parse(kClean), answers);
    decision["reference"] = "r-1";
    return decision.dump();
  };
  const std::pair<std::string, std::string> faults[] = {
      {"", "#question/child_ahead missing"},
      {"child_stays", "#question/child_ahead child_admitted"}};
  for (const auto& [answer, fault] : faults) {
    const auto done = run("record -", adult(answer));
    EXPECT_EQ(done.status, 1);
    EXPECT_THAT(done.errors, HasSubstr(fault));
    EXPECT_EQ(done.errors.find("IDA"), std::string::npos) << "no name stands in a log";
  }
  const auto done = run("record -", adult("child_goes_on"));
  EXPECT_EQ(done.out, "PASO-01-01:1:movement:2\n") << done.errors;
  EXPECT_EQ(run("record -", adult("child_goes_on")).out, done.out) << "asked again";
}

TEST_F(Program, RefusesNoChildWithoutAWordOfAnAdultWhoWasLetPassAndMayBeTheirs) {
  ASSERT_EQ(run("record -", kClean).status, 0);
  json answers = {{{"question", "child"}, {"answer", "alone"}}};
  const auto asked = run("record -", refused(child(), answers).dump());
  EXPECT_EQ(asked.status, 1);
  EXPECT_THAT(asked.errors, HasSubstr("#question/parted missing"));
  answers.push_back({{"question", "parted"}, {"answer", "no_adult_here"}});
  EXPECT_EQ(run("record -", refused(child(), answers).dump()).status, 0);
}

}  // namespace
}  // namespace garita::station
