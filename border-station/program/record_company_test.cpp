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

/// What is asked of company now is not what was asked when it was recorded.
TEST_F(Program, AnswersTheSameDecisionWithItsRecordWhateverBecameOfTheCompanySince) {
  const auto take_back = [&](const std::string& record) {
    ASSERT_TRUE(ledger().append_correction(
        {*RecordId::parse(record), "Read twice.", OfficerId("jefa"), std::nullopt}));
  };
  ASSERT_EQ(run("record -", kClean).out, "PASO-01-01:1:movement:1\n");
  auto with_adult = child();
  with_adult["with"] = "PASO-01-01:1:movement:1";
  with_adult["answers"] = {{{"question", "child"}, {"answer", "with_parent"}}};
  with_adult["child_evidence"] = "birth_certificate";
  with_adult["reference"] = "c-1";
  ASSERT_EQ(run("record -", with_adult.dump()).out, "PASO-01-01:1:movement:2\n");
  take_back("PASO-01-01:1:movement:1");
  const auto again = run("record -", with_adult.dump());
  EXPECT_EQ(again.out, "PASO-01-01:1:movement:2\n") << again.errors;
  EXPECT_EQ(again.errors, "");
  auto adult =
      refused(json::parse(kClean), {{{"question", "child_ahead"}, {"answer", "child_goes_on"}}});
  adult["reference"] = "r-1";
  const auto stopped = run("record -", adult.dump());
  ASSERT_EQ(stopped.status, 0) << stopped.errors;
  take_back("PASO-01-01:1:movement:2");
  EXPECT_EQ(run("record -", adult.dump()).out, stopped.out);
  for (auto other : {with_adult, adult}) {
    other["document"]["given_names"] = "EVA";
    const auto done = run("record -", other.dump());
    EXPECT_EQ(done.status, 1) << "the reference stands for somebody else";
    EXPECT_THAT(done.errors, HasSubstr("stands for another decision"));
  }
  with_adult["answers"][0]["answer"] = "with_relative";
  EXPECT_THAT(run("record -", with_adult.dump()).errors, HasSubstr("stands for another decision"));
}

}  // namespace
}  // namespace garita::station
