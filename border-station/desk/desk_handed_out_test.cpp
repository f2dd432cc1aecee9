#include "border-station/desk/desk_fixture.h"

namespace garita::station {
namespace {

constexpr std::string_view kAppeal = "[appeal]\nes = \"Aquí\"\nen = \"Here\"\nfr = \"Ici\"\n";
/// Of a visitor earlier stays count, of a student none; of a worker nothing is said.
constexpr std::string_view kByClass = R"(
name = "Zenda: by class"
version = "2026-2"
country = "ZEN"

[[rule]]
id = "visitor"
kind = "rolling_days"
days = 90
window_days = 180
classes = ["visitor"]
effective_from = 2020-01-01
citation = "Aliens Act, section 5"

[[rule]]
id = "student"
kind = "granted_days"
cap = 365
classes = ["student"]
effective_from = 2020-01-01
citation = "Aliens Act, section 6"
)";

const json kRefuse{{"decision", "refuse"},
                   {"grounds", {"no_valid_visa", "purpose_not_justified"}},
                   {"answers", {{{"question", "asylum"}, {"answer", "no_claim"}}}}};

class HandedOutPaper : public DeskTest {
 protected:
  void SetUp() override {
    publish_all();
    log_in();
  }
  /// The record of a traveller with another document than those before.
  std::string decided(const json& decision, const std::string& direction = "entry") {
    const json typed{{"document",
                      {{"document_code", "P"},
                       {"issuing_state", "UTO"},
                       {"document_number", "X765432" + std::to_string(++travellers_)},
                       {"surname", "MUSTER"},
                       {"nationality", nationality_},
                       {"birth_date", "1970-01-01"}}}};
    const Response opened = ask("POST", "/api/inspections?direction=" + direction, typed.dump());
    EXPECT_EQ(opened.status, 201) << opened.body;
    const Response made = decide(json::parse(opened.body), decision);
    EXPECT_EQ(made.status, 201) << made.body;
    return json::parse(made.body).value("record", "");
  }
  std::string admitted_as(const std::string& admission_class) {
    json decision = kAdmit;
    decision["admission_class"] = admission_class;
    return decided(decision);
  }
  Response paper(const std::string& record) {
    return ask("GET", "/api/decisions/" + record + "/paper");
  }
  json told(const std::string& record) {
    const Response answer = paper(record);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return json::parse(answer.body, nullptr, false);
  }
  json correct(const std::string& record, const json& correction) {
    const Response done =
        ask("POST", "/api/decisions/" + record + "/correction", correction.dump());
    EXPECT_EQ(done.status, 201) << done.body;
    return json::parse(done.body);
  }
  /// The notes of it in the audit: "agarcia PASO-01-01:1:movement:1; ".
  std::string noted() {
    std::string text;
    const JournalId journal{StationId("PASO-01-01"), 1, Lane::kAudit};
    const auto entries = *uplink_->entries_after(journal, 0, 100, 1 << 20);
    for (const auto& entry : entries) {
      const auto wrapped = *uplink_->wrapped_key(1, entry.header.epoch);
      const auto key = *unwrap_epoch_key(wrapped->wrapped, country_.seal_key, country_.seal);
      const auto record = *decode_record(*open_entry(entry, key));
      const auto& note = std::get<AuditNote>(record);
      if (note.action == "paper_shown") text += note.officer.value() + " " + note.subject + "; ";
    }
    return text;
  }

  int travellers_ = 0;
  std::string nationality_ = "UTO";
};

TEST_F(HandedOutPaper, IsToldOfWhatWasRecordedAfterTheStationAndThePageWereStartedAnew) {
  const std::string admitted = decided(kAdmit);
  const std::string refused = decided(kRefuse);
  EXPECT_FALSE(told(refused).contains("appeal")) << "what no law says is not made up";
  publish("policies", std::string(kPolicies) + std::string(kAppeal));
  start();
  log_in();
  const json receipt = told(admitted);
  EXPECT_EQ(receipt["decision"]["record"], admitted);
  EXPECT_EQ(receipt["decision"]["surname"], "MUSTER");
  EXPECT_EQ(receipt["decision"]["document_number"], "X7654321");
  EXPECT_EQ(receipt["decision"]["granted_days"], 30);
  EXPECT_EQ(receipt["decision"]["last_legal_day"], "2026-03-31");
  EXPECT_EQ(receipt["decision"]["officer"], "agarcia");
  EXPECT_EQ(receipt["issuing_state"], "UTO");
  EXPECT_EQ(receipt["grounds"], json::array());
  for (const auto* more : {"birth_date", "no_rule", "caveat", "appeal"})
    EXPECT_FALSE(receipt.contains(more)) << more;
  const json form = told(refused);
  EXPECT_EQ(form["decision"]["document_number"], "X7654322");
  EXPECT_EQ(form["birth_date"], "1970-01-01");
  EXPECT_EQ(form["grounds"], kRefuse["grounds"]);
  EXPECT_EQ(form["appeal"], (json{{"es", "Aquí"}, {"en", "Here"}, {"fr", "Ici"}}));
}

TEST_F(HandedOutPaper, HasTheGroundsOfThisRefusalAmongThoseOfOneMoment) {
  const std::string first = decided(kRefuse);
  json other = kRefuse;
  other["grounds"] = {"insufficient_means"};
  const std::string second = decided(other);
  EXPECT_EQ(told(first)["grounds"], kRefuse["grounds"]);
  EXPECT_EQ(told(second)["grounds"], other["grounds"]);
}

TEST_F(HandedOutPaper, SaysWhatTheRuleOfTheClassThatWasGrantedLeavesOpen) {
  publish("policies", kByClass);
  const json visitor = told(admitted_as("visitor"));
  EXPECT_FALSE(visitor.contains("no_rule"));
  for (const auto* language : {"es", "en", "fr"})
    EXPECT_FALSE(visitor["caveat"].value(language, "").empty()) << language;
  const json student = told(admitted_as("student"));
  EXPECT_FALSE(student.contains("caveat")) << "a visitor's";
  EXPECT_FALSE(student.contains("no_rule"));
  const json worker = told(admitted_as("worker"));
  EXPECT_EQ(worker.value("no_rule", false), true);
  EXPECT_FALSE(worker.contains("caveat"));
  nationality_ = "ZEN";
  EXPECT_EQ(problem_of_answer(paper(admitted_as("visitor"))), "409 no-paper")
      << "nothing ends the stay of who comes home";
}

TEST_F(HandedOutPaper, IsThatOfTheDecisionThatHolds) {
  const std::string restated = decided(kAdmit);
  const std::string instead = correct(restated, kRestated)["instead"]["record"];
  EXPECT_EQ(problem_of_answer(paper(restated)), "409 no-paper");
  const json holds = told(instead)["decision"];
  EXPECT_EQ(holds["last_legal_day"], "2026-04-30");
  EXPECT_EQ(holds["granted_days"], 60);
  EXPECT_EQ(holds["purpose"], "education");
  const std::string refused = decided(kRefuse);
  correct(refused, kVoid);
  EXPECT_EQ(problem_of_answer(paper(refused)), "409 no-paper");
}

TEST_F(HandedOutPaper, IsNoneOfAnExitAReferralOrAnUnknownRecord) {
  const json refer{{"decision", "refer"}, {"grounds", {"document_doubt"}}};
  EXPECT_EQ(problem_of_answer(paper(decided(refer))), "409 no-paper");
  EXPECT_EQ(problem_of_answer(paper(decided(json::object({{"decision", "admit"}}), "exit"))),
            "409 no-paper");
  json stop = kRefuse;
  stop["grounds"] = {"exit_forbidden"};
  EXPECT_EQ(problem_of_answer(paper(decided(stop, "exit"))), "409 no-paper");
  for (const auto* unknown :
       {"PASO-01-01:1:movement:99", "ELSEWHERE:1:movement:1", "PASO-01-01:1:urgent:1", "nothing"})
    EXPECT_EQ(problem_of_answer(paper(unknown)), "404 no-such-decision") << unknown;
}

TEST_F(HandedOutPaper, IsForWhoeverWorksAtADeskHereAndTheAuditSaysWhoAskedForIt) {
  const std::string refused = decided(kRefuse);
  const std::string admitted = decided(kAdmit);
  log_in("blopez");
  EXPECT_EQ(told(refused)["decision"]["officer"], "agarcia") << "who decided, not who prints";
  log_in("jefa");
  told(admitted);
  paper("PASO-01-01:1:movement:99");
  EXPECT_EQ(noted(), "blopez " + refused + "; jefa " + admitted + "; ");
  cookie_.clear();
  EXPECT_EQ(problem_of_answer(paper(admitted)), "401 no-session");
}

TEST_F(HandedOutPaper, IsOfNoneButTheLatestThatTheDeskIsToldOf) {
  const std::string first = decided(kAdmit);
  const std::string next = decided(kAdmit);
  for (int i = 0; i < 99; ++i) {
    NewDecision decision;
    decision.crossing.document.document_number = "N" + std::to_string(i);
    ASSERT_TRUE(uplink_->append_decision(std::move(decision)));
  }
  EXPECT_EQ(problem_of_answer(paper(first)), "404 no-such-decision");
  EXPECT_EQ(told(next)["decision"]["record"], next);
}

TEST_F(HandedOutPaper, IsNoneOnceTheStationCanNoLongerReadTheRecord) {
  const std::string admitted = decided(kAdmit);
  ASSERT_TRUE(uplink_->database().execute("UPDATE trip SET crossing_sealed = NULL"));
  EXPECT_EQ(problem_of_answer(paper(admitted)), "409 no-longer-readable");
}

}  // namespace
}  // namespace garita::station
