// Open stays of an older system, from a file to the centre's own journal.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "central-sync/program/test_program.h"

namespace garita::central::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kHeader =
    "reference,document_code,document_number,issuing_state,surname,given_names,birth_date,sex,"
    "nationality,entered,post,purpose,admission_class,granted_days,granted_until\r\n";
const std::string kAna =
    "4711,P,A1,SLV,\"GARCIA, LOPEZ\",ANA,1980-05-XX,F,SLV,2026-01-05,NORTE,holiday,,90,\r\n";
const std::string kBerta =
    "4712,P,B2,HND,MEJIA,BERTA,,,HND,2026-01-06T23:30:00-06:00,NORTE,,visitor,,2026-03-01\r\n";

class StaysImport : public ProgramTest {
 protected:
  StaysImport() {
    found();
    enrolled("NORTE");
  }
  Ran import(const std::string& rows, std::vector<std::string> more = {}) {
    std::vector<std::string> words{"stays",    "import", written("stays.csv", kHeader + rows),
                                   "--source", "SIMMEL", "--why",
                                   "go-live"};
    words.insert(words.end(), more.begin(), more.end());
    return run(words);
  }
  std::vector<nlohmann::json> crossings() {
    std::vector<nlohmann::json> rows;
    std::istringstream lines(run({"crossings", "--json"}).out);
    for (std::string line; std::getline(lines, line);) rows.push_back(nlohmann::json::parse(line));
    return rows;
  }
};

TEST_F(StaysImport, StatesEachStayOnceHoweverOftenItsFileIsGiven) {
  const auto tried = import(kAna + kBerta, {"--dry-run"});
  EXPECT_EQ(tried.out, "2 stays would be taken over, 0 were before\n") << tried.err;
  EXPECT_TRUE(crossings().empty());
  const auto taken = import(kAna + kBerta);
  EXPECT_EQ(taken.status, 0) << taken.err;
  EXPECT_EQ(taken.out, "2 stays were taken over, 0 were before\n");
  const auto rows = crossings();
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0]["at"], "2026-01-05T06:00:00Z") << "the first moment of that day at the post";
  EXPECT_EQ(rows[0]["day"], "2026-01-05");
  EXPECT_EQ(rows[0]["evidence"], "taken_over");
  EXPECT_EQ(rows[0]["taken_over"], "SIMMEL|4711");
  EXPECT_EQ(rows[0]["granted_days"], 90);
  EXPECT_EQ(rows[1]["day"], "2026-01-06");
  EXPECT_EQ(rows[1]["granted_until"], "2026-03-01");
  const std::string third = "4713,P,C3,NIC,SOLIS,CLARA,,,NIC,2026-01-07,NORTE,,,,\r\n";
  EXPECT_EQ(import(kBerta + third).out, "1 stays were taken over, 1 were before\n");
  EXPECT_EQ(import(kAna + kBerta + third).out, "0 stays were taken over, 3 were before\n");
  EXPECT_EQ(crossings().size(), 3U);
  EXPECT_THAT(run({"explain", "CENTRE-01:1:movement:1", "--language", "es"}).out,
              HasSubstr("(del sistema anterior SIMMEL|4711)"));
  EXPECT_EQ(run({"verify"}).status, 0);
  EXPECT_EQ(run({"rebuild"}).status, 0);
  EXPECT_EQ(import(kAna).out, "0 stays were taken over, 1 were before\n");
}

TEST_F(StaysImport, RefusesTheWholeFileForOneLineAndNamesEach) {
  const struct {
    std::string row;
    const char* says;
  } cases[] = {
      {"1,P,A1,SLV,G,A,,,SLV,2026-01-05,SUR,,,,\r\n", "post is no post"},
      {"1,P,A1,SLV,G,A,,,SLV,yesterday,NORTE,,,,\r\n", "entered is neither a day"},
      {"1,P,A1,SLV,G,A,,,SLV,2099-01-05,NORTE,,,,\r\n", "entered its time lies in the future"},
      {"1,P,A1,SLV,G,A,2026-02-01,,SLV,2026-01-05,NORTE,,,,\r\n", "before the traveller's birth"},
      {"1,P,A1,ZZZ,G,A,,,SLV,2026-01-05,NORTE,,,,\r\n", "issuing_state is no code"},
      {"1,P,A1,SLV,G,A,,,,2026-01-05,NORTE,,,,\r\n", "nationality is missing"},
      {"1,P,A1,SLV,G,A,80,,SLV,2026-01-05,NORTE,,,,\r\n", "birth_date is no date"},
      {"1,P,A1,SLV,G,A,,W,SLV,2026-01-05,NORTE,,,,\r\n", "sex is none of"},
      {"1,P,,SLV,G,A,,,SLV,2026-01-05,NORTE,,,,\r\n", "document_number is missing"},
      {",P,A1,SLV,G,A,,,SLV,2026-01-05,NORTE,,,,\r\n", "reference is missing"},
      {"a|b,P,A1,SLV,G,A,,,SLV,2026-01-05,NORTE,,,,\r\n", "reference is longer than 100 bytes, or"},
      {"1,P,A1,SLV,G,A,,,SLV,2026-01-05,NORTE,fun,,,\r\n", "purpose is no word"},
      {"1,P,A1,SLV,G,A,,,SLV,2026-01-05,NORTE,,king,,\r\n", "admission_class is no word"},
      {"1,P,A1,SLV,G,A,,,SLV,2026-01-05,NORTE,,,0,\r\n", "granted_days is no number"},
      {"1,P,A1,SLV,G,A,,,SLV,2026-01-05,NORTE,,,9,2026-02-01\r\n", "beside granted_days"},
      {"1,P,A1,SLV,G,A,,,SLV,2026-01-05,NORTE,,,,2026-01-04\r\n", "before the entry"},
      {"1,P,A1,SLV,G\r\n", "5 fields where the first line has 15"},
      {kAna, "reference stands on an earlier line already"},
  };
  for (const auto& [row, says] : cases) {
    const auto refused = import(kAna + row);
    EXPECT_EQ(refused.status, 1) << says;
    EXPECT_EQ(refused.out, "");
    EXPECT_THAT(refused.err, AllOf(HasSubstr("stays.csv line 3: "), HasSubstr(says),
                                   HasSubstr("1 lines are wrong: nothing")));
  }
  EXPECT_TRUE(crossings().empty());
  const auto both = import(cases[0].row + kAna + cases[1].row);
  EXPECT_THAT(both.err, AllOf(HasSubstr("line 2: post"), HasSubstr("line 4: entered"),
                              HasSubstr("2 lines are wrong")));
}

TEST_F(StaysImport, NeverChangesWhatWasTakenOver) {
  ASSERT_EQ(import(kAna + kBerta).status, 0);
  auto other = kAna;
  other.replace(other.find(",90,"), 4, ",30,");
  const std::string third = "4713,P,C3,NIC,SOLIS,CLARA,,,NIC,2026-01-07,NORTE,,,,\r\n";
  const auto refused = import(third + other);
  EXPECT_EQ(refused.status, 1);
  EXPECT_THAT(refused.err,
              AllOf(HasSubstr("line 3: reference was taken over as CENTRE-01:1:movement:1 and"),
                    HasSubstr("1 lines are wrong: nothing of the file was taken over")));
  EXPECT_EQ(crossings().size(), 2U);
  const auto elsewhere = run({"stays", "import", written("b.csv", kHeader + other), "--source",
                              "OTHER", "--why", "another system"});
  EXPECT_EQ(elsewhere.out, "1 stays were taken over, 0 were before\n") << elsewhere.err;
}

TEST_F(StaysImport, WantsAReasonASourceAndTheColumnsThatItNeeds) {
  const auto file = written("stays.csv", kHeader + kAna);
  EXPECT_EQ(run({"stays", "import", file, "--source", "SIMMEL"}).status, 2);
  EXPECT_EQ(run({"stays", "import", file, "--why", "go-live"}).status, 2);
  EXPECT_EQ(run({"stays", "import", file, "--source", "A", "--why", " "}).status, 2);
  for (const auto* source : {"", "A|B"})
    EXPECT_EQ(run({"stays", "import", file, "--source", source, "--why", "go-live"}).status, 1);
  const auto bare = written("bare.csv", "reference,post\r\n1,NORTE\r\n");
  EXPECT_THAT(run({"stays", "import", bare, "--source", "SIMMEL", "--why", "go-live"}).err,
              HasSubstr("there is no column 'document_number'"));
  EXPECT_THAT(run({"stays", "import", file + "x", "--source", "S", "--why", "go-live"}).err,
              HasSubstr("cannot be read"));
}

TEST_F(StaysImport, TakesMoreThanOneTransactionHolds) {
  std::string rows;
  for (int i = 0; i < 1300; ++i)
    rows += "R" + std::to_string(i) + ",P,X" + std::to_string(i) + ",SLV," +
            in_letters("NAME" + std::to_string(i)) + ",A,,,SLV,2026-01-05,NORTE,,,,\r\n";
  EXPECT_EQ(import(rows).out, "1300 stays were taken over, 0 were before\n");
  EXPECT_EQ(import(rows).out, "0 stays were taken over, 1300 were before\n");
  EXPECT_EQ(crossings().size(), 1300U);
  EXPECT_THAT(run({"status"}).out, Not(HasSubstr("Came after")));
}

}  // namespace
}  // namespace garita::central::testing
