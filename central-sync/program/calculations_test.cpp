#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "central-sync/program/command_line.h"
#include "central-sync/store/test_country.h"

namespace garita::central::testing {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view kHeader = "id\tpolicy\tparams\thistory\tquery_date\n";
constexpr std::string_view kAnswerHeader =
    "id\tused\tremaining\toverstay_days\tviolation_days\tfirst_violation\tlast_legal_day\tmax_"
    "stay\t"
    "status\n";

class Calculations : public ::testing::Test {
 protected:
  /// "STATUS|output|errors", the folder's name left out of the errors.
  std::string ran(std::vector<std::string> words) {
    words.insert(words.begin(), "garita-central");
    std::vector<const char*> argv;
    for (const auto& word : words) argv.push_back(word.c_str());
    std::istringstream in;
    std::ostringstream out;
    std::ostringstream err;
    const auto status =
        run_command_line(static_cast<int>(argv.size()), argv.data(), {in, out, err});
    std::string errors = err.str();
    const auto folder = folder_.path().string() + "/";
    for (auto at = errors.find(folder); at != std::string::npos; at = errors.find(folder))
      errors.erase(at, folder.size());
    return std::to_string(static_cast<int>(status)) + "|" + out.str() + "|" + errors;
  }
  std::string evaluated(const std::string& content) {
    return ran({"stays", "evaluate", written(content)});
  }
  std::string written(const std::string& content) {
    const auto file = folder_.path() / "t.tsv";
    std::ofstream(file, std::ios::binary) << content;
    return file.string();
  }

  TemporaryFolder folder_;
};

TEST_F(Calculations, AnswerInTheOrderOfTheRowsAndLeaveOtherColumnsAlone) {
  const std::string answers = std::string(kAnswerHeader) +
                              "b\t31\t0\t1\t1\t2026-03-31\t2026-03-30\t-\tOVERSTAY\n"
                              "a\t2\t88\t0\t0\t-\t2026-07-29\t89\tOK\n";
  EXPECT_EQ(evaluated(std::string(kHeader) + "b\tPER_ENTRY\tmax=30\tIN@2026-03-01\t2026-03-31\n" +
                      "a\tROLL\tmax=90;window=180\tIN@2026-05-01\t2026-05-02\n"),
            "0|" + answers + "|");
  // With expected columns, in another order, as a spreadsheet leaves it.
  EXPECT_EQ(evaluated("\xEF\xBB\xBFquery_date\tid\tused\thistory\tparams\tpolicy\r\n"
                      "2026-03-31\tb\t99\tIN@2026-03-01\tmax=30\tPER_ENTRY\r\n\r\n"
                      "2026-05-02\ta\t99\tIN@2026-05-01\tmax=90;window=180\tROLL"),
            "0|" + answers + "|");
  EXPECT_EQ(evaluated(std::string(kHeader)), "0|" + std::string(kAnswerHeader) + "|");
}

TEST_F(Calculations, NameEachRowThatCannotBeReadAndAnswerTheOthers) {
  const std::string bad = std::string(kHeader) + "a\tROLL\tmax=90\t-\t2026-05-02\n" +
                          "b\tROLL\tmax=90;window=180\tIN@2026-05-01\n" +
                          "c\tROLL\tmax=9;window=18\tIN@yesterday\t2026-05-02\n" +
                          "d\x1b\tROLL\tmax=9;window=18\t-\t2026-05-02\n" +
                          "e\tROLL\tmax=9;window=18\t-\t2026-05-02\n" +
                          "f\tROLL\tmax=9;window=18\t-\t2026-05-02\tmore\n";
  const auto told = evaluated(bad);
  EXPECT_THAT(told, ::testing::StartsWith("1|" + std::string(kAnswerHeader) +
                                          "e\t0\t9\t0\t0\t-\t2026-05-10\t9\tOK\n|"));
  for (const auto* says : {"garita-central: t.tsv line 2: params: `window` is missing",
                           "t.tsv line 3: 4 fields where the first line has 5",
                           "t.tsv line 4: history: event 1, `IN@yesterday`", "t.tsv line 5: id: ",
                           "t.tsv line 7: 6 fields where the first line has 5"})
    EXPECT_THAT(told, HasSubstr(says));
}

TEST_F(Calculations, RefuseAFileThatIsNoTableOfQuestions) {
  EXPECT_THAT(evaluated(""), HasSubstr("1||garita-central: t.tsv: there is no line with columns"));
  EXPECT_THAT(evaluated("id\tpolicy\n"), HasSubstr("there is no column 'params'"));
  EXPECT_THAT(evaluated("id\tid\n"), HasSubstr("twice"));
  EXPECT_THAT(evaluated(std::string(100'000, '\t') + "\n"), HasSubstr("more than 200 columns"));
  EXPECT_THAT(ran({"stays", "evaluate", "/nowhere/t.tsv"}), HasSubstr("1||garita-central: "));
  EXPECT_EQ(ran({"stays"}).front(), '2');
  EXPECT_EQ(ran({"stays", "evaluate"}).front(), '2');
  EXPECT_EQ(ran({"stays", "explain", "t.tsv", "--language", "la"}).front(), '2');
  EXPECT_THAT(ran({"stays", "evaluate", "--help"}), HasSubstr("TSV"));
}

TEST_F(Calculations, OfAHostileFileAreBounded) {
  std::string rows(kHeader);
  for (int i = 0; i < 1000; ++i)
    rows += "r\tROLL\tmax=9;window=18\t" + std::string(500, ';') + "\t2026-05-02\n";
  rows += std::string(1'000'000, '\0') + "\n" + std::string(1'000'000, '\t') + "\n";
  EXPECT_EQ(evaluated(rows).front(), '1');
}

TEST_F(Calculations, ExplainThemselvesInThreeLanguages) {
  const auto file =
      written(std::string(kHeader) +
              "a\tROLL\tmax=2;window=180\tIN@2026-05-01;OUT@2026-05-03\t2026-05-03\n");
  EXPECT_EQ(ran({"stays", "explain", file}),
            "0|a: OVERSTAY\n"
            "  Rule ROLL of the question applies.\n"
            "  The question is about 3 May 2026.\n"
            "  The days from 5 November 2025 to 3 May 2026 are counted, both included.\n"
            "  Present from 1 May 2026 to 3 May 2026; days: 3.\n"
            "  Each day is counted once. Used: 3 of 2.\n"
            "  On 3 May 2026 staying is no longer lawful.\n"
            "  Days over: 1.\n"
            "  Without a right from 3 May 2026 to 3 May 2026; days: 1.\n|");
  EXPECT_THAT(ran({"stays", "explain", file, "--language", "es"}),
              HasSubstr("Presente del 1 de mayo de 2026 al 3 de mayo de 2026; días: 3."));
  EXPECT_THAT(ran({"stays", "explain", file, "--language", "fr"}),
              HasSubstr("Le 3 mai 2026, le séjour n'est plus régulier."));
}

TEST_F(Calculations, ReplayLateReports) {
  const std::string header = "id\tpolicy\tparams\tposts\tevents\twatermarks\tas_of\n";
  const std::string row =
      "f\tPER_ENTRY\tmax=30;entry_day=1;tz=-06:00\tA,B\ta|IN|A|2026-01-05T16:00|2026-01-05T16:00\t"
      "A|2026-02-05T11:00|2026-02-05T11:05;B|2026-02-01T00:00|2026-02-01T01:00\t2026-02-05T12:00\n";
  const std::string answers =
      "id\tlow_watermark\tstays\tflags\twithdrawn_since_last\n"
      "f\t2026-02-01T00:00\t2026-01-05..?\tOVERSTAY_OPEN(a)=HELD\t-\n";
  EXPECT_EQ(ran({"stays", "replay", written(header + row)}), "0|" + answers + "|");
  EXPECT_EQ(ran({"stays", "replay", written(header + row + "g\tX\t-\t-\t-\t-\t-\n")}),
            "1|" + answers + "|garita-central: t.tsv line 3: as_of: '-' is no YYYY-MM-DDTHH:MM\n");
}

}  // namespace
}  // namespace garita::central::testing
