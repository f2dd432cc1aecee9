#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "central-sync/program/command_line.h"
#include "central-sync/program/row_reader.h"
#include "central-sync/store/test_country.h"

namespace garita::central::testing {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

constexpr std::string_view kPairs = "id\tname_a\tdob_a\tnat_a\tname_b\tdob_b\tnat_b\n";
constexpr std::string_view kList =
    "id,name,birth_date,nationality\n"
    "7,\"PINEDA LARA, Carlos Alberto\",1974-05-02,GTM\n"
    "8,Yesenia Velásquez Ochoa,1980,SLV\n"
    "9,Walter Zelaya,-,\n";
constexpr std::string_view kQuestions =
    "id\tname\tdob\tnat\nq1\tCARLOS PINEDA\t1974-05-02\tGTM\nq2\tYESENIA VELASQEZ\t-\t-\n"
    "q3\tINES AMAYA\t-\t-\n";

class NamesCommand : public ::testing::Test {
 protected:
  int run(std::vector<std::string> words) {
    words.insert(words.begin(), {"garita-central", "names"});
    std::vector<const char*> argv;
    for (const auto& word : words) argv.push_back(word.c_str());
    std::istringstream in;
    std::ostringstream out;
    std::ostringstream err;
    const auto status =
        run_command_line(static_cast<int>(argv.size()), argv.data(), {in, out, err});
    out_ = out.str();
    err_ = err.str();
    return static_cast<int>(status);
  }
  std::string file(const std::string& name, std::string_view content) {
    const auto path = folder_.path() / name;
    std::ofstream(path, std::ios::binary) << content;
    return path.string();
  }
  /// The best candidate of each question, "" where none is a match.
  std::map<std::string, std::string> best() const {
    std::map<std::string, std::string> best;
    std::istringstream lines(out_);
    for (std::string line; std::getline(lines, line);) {
      const auto answer = json::parse(line);
      EXPECT_GE(answer["elapsed_ms"].get<double>(), 0);
      const auto& candidates = answer["candidates"];
      const bool found = !candidates.empty() && candidates[0]["verdict"] == "match";
      best[answer["id"]] = found ? candidates[0]["id"].get<std::string>() : "";
      if (found) {
        EXPECT_FALSE(candidates[0]["reasons"].empty());
      }
    }
    return best;
  }

  TemporaryFolder folder_;
  std::string out_;
  std::string err_;
};

TEST_F(NamesCommand, ScoresPairsInTheirOrderAndLeavesOtherColumnsAlone) {
  const auto pairs = file("pairs.tsv", std::string(kPairs) +
                                           "b\tANA LARA\t-\t-\tANA LARA\t-\t-\n"
                                           "a\tANA LARA\t1990\t-\tVICTOR QUIROZ\t1931\tGTM\n");
  EXPECT_EQ(run({"score", pairs}), 0) << err_;
  EXPECT_EQ(out_, "id\tscore\tverdict\nb\t1.0000\tmatch\na\t0.0000\tno_match\n");
}

TEST_F(NamesCommand, NamesEachRowThatCannotBeReadAndScoresTheOthers) {
  const auto pairs = file("pairs.tsv", std::string(kPairs) + "a\tANA\tyesterday\t-\tANA\t-\t-\n" +
                                           "b\tANA\t-\tgtm\tANA\t-\t-\nc\tANA\t-\n" +
                                           "d\tANA\t-\t-\tANA\t-\t-\ne\t\xff\t-\t-\tANA\t-\t-\n");
  EXPECT_EQ(run({"score", pairs}), 1);
  EXPECT_EQ(out_, "id\tscore\tverdict\nd\t1.0000\tmatch\n");
  for (const auto* what :
       {"line 2: dob_a", "line 3: nat_a", "line 4: 3 fields", "line 6: it is no UTF-8"})
    EXPECT_THAT(err_, HasSubstr(what));
  EXPECT_EQ(run({"score", file("none.tsv", "id\tname_a\n")}), 1);
  EXPECT_THAT(err_, HasSubstr("no column 'name_b'"));
  EXPECT_NE(run({"score", (folder_.path() / "absent").string()}), 0);
}

TEST_F(NamesCommand, NamesADateThatNoCalendarHasAndComparesWhatOfItCanBeRight) {
  const auto pairs = file("pairs.tsv", std::string(kPairs) +
                                           "a\tANA LARA\t1990-13-45\t-\tANA LARA\t1990\t-\n"
                                           "b\tANA LARA\t1990\t-\tANA LARA\t1990-02-30\t-\n"
                                           "c\tANA LARA\t1990-00-00\t-\tANA LARA\t1990-02\t-\n");
  EXPECT_EQ(run({"score", pairs}), 0);
  EXPECT_THAT(err_, HasSubstr("line 2: dob_a: 1990-13-45 is no day of any calendar"));
  EXPECT_THAT(err_, HasSubstr("line 3: dob_b: 1990-02-30 is no day of any calendar"));
  EXPECT_EQ(std::count(err_.begin(), err_.end(), '\n'), 2) << err_;
  EXPECT_EQ(std::count(out_.begin(), out_.end(), '\n'), 4) << out_;
}

TEST_F(NamesCommand, FindsNamesInAListAndInAnIndexMadeOfIt) {
  const auto list = file("list.csv", kList);
  const auto questions = file("questions.tsv", kQuestions);
  const std::map<std::string, std::string> wanted{{"q1", "7"}, {"q2", "8"}, {"q3", ""}};
  EXPECT_EQ(run({"search", "--list", list, "--query", questions, "--json"}), 0) << err_;
  EXPECT_EQ(best(), wanted);
  const auto index = (folder_.path() / "names.index").string();
  EXPECT_EQ(run({"index", "--list", list, "--out", index}), 0) << err_;
  EXPECT_EQ(run({"search", "--index", index, "--query", questions, "--json"}), 0) << err_;
  EXPECT_EQ(best(), wanted);
  EXPECT_EQ(run({"search", "--index", list, "--query", questions}), 1) << "no index at all";
  EXPECT_THAT(err_, HasSubstr(list));
}

TEST_F(NamesCommand, NamesTheLineOfAListThatCannotBeRead) {
  const auto list = file("list.csv", std::string(kList) + "10,Ana,1990-5x,GTM\n11,Ana Lara,,\n");
  EXPECT_EQ(run({"search", "--list", list, "--query", file("q.tsv", kQuestions), "--json"}), 1);
  EXPECT_THAT(err_, HasSubstr("line 5: birth_date"));
  EXPECT_EQ(best().at("q1"), "7");
}

TEST_F(NamesCommand, SaysWhatIsWrongWithAnIndexThatWasCutShort) {
  const auto index = (folder_.path() / "names.index").string();
  ASSERT_EQ(run({"index", "--list", file("list.csv", kList), "--out", index}), 0) << err_;
  std::filesystem::resize_file(index, std::filesystem::file_size(index) - 8);
  EXPECT_EQ(run({"search", "--index", index, "--query", file("q.tsv", kQuestions)}), 1);
  EXPECT_THAT(err_, HasSubstr("the index of names is damaged: it has another length"));
}

TEST_F(NamesCommand, WantsOneListOrOneIndex) {
  const auto list = file("list.csv", kList);
  const auto questions = file("q.tsv", kQuestions);
  EXPECT_EQ(run({"score"}), 2);
  EXPECT_EQ(run({"search", "--query", questions}), 2);
  EXPECT_EQ(run({"search", "--query", questions, "--list", list, "--index", list}), 2);
}

TEST(Rows, MayHaveLineEndsInQuotesAndKeepTheirLine) {
  std::istringstream in("\xEF\xBB\xBFid,name\r\n1,\"a\nb\"\n\n2,c\n");
  auto rows = *RowReader::open(in, "x.csv", RowLayout::kCsv, {"id"});
  ASSERT_TRUE(*rows.next());
  EXPECT_EQ(rows.at("name"), "a\nb");
  EXPECT_EQ(rows.where(), "x.csv line 2");
  ASSERT_TRUE(*rows.next());
  EXPECT_EQ(rows.at("name"), "c");
  EXPECT_EQ(rows.where(), "x.csv line 5");
  EXPECT_EQ(rows.at("nothing"), "");
  EXPECT_FALSE(*rows.next());
}

TEST(Rows, ThatAreTooLongCostThemselvesAlone) {
  std::istringstream in("id\n" + std::string(RowReader::kRowBytesMax + 1, 'x') + "\n7\n");
  auto rows = *RowReader::open(in, "x.tsv", RowLayout::kTabs, {"id"});
  const auto long_one = rows.next();
  ASSERT_FALSE(long_one.has_value());
  EXPECT_EQ(long_one.error().message, "x.tsv line 2: it is longer than 1 MiB");
  ASSERT_TRUE(*rows.next());
  EXPECT_EQ(rows.at("id"), "7");
}

TEST(AlertsCommand, PrintsListsOfOthersAsOneOfOurs) {
  const TemporaryFolder folder;
  const auto file = [&](const std::string& name, std::string_view content) {
    std::ofstream(folder.path() / name, std::ios::binary) << content;
    return (folder.path() / name).string();
  };
  struct Ran {
    int status = 0;
    std::string out;
    std::string err;
  };
  const auto convert = [](std::vector<std::string> words) {
    words.insert(words.begin(), {"garita-central", "alerts", "convert"});
    std::vector<const char*> argv;
    for (const auto& word : words) argv.push_back(word.c_str());
    std::istringstream in;
    std::ostringstream out;
    std::ostringstream err;
    const auto status =
        run_command_line(static_cast<int>(argv.size()), argv.data(), {in, out, err});
    return Ran{static_cast<int>(status), out.str(), err.str()};
  };
  const auto un = file("un.xml",
                       "<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL><FIRST_NAME>IVAN TZUL</FIRST_"
                       "NAME><REFERENCE_NUMBER>CDi.777</REFERENCE_NUMBER></INDIVIDUAL></"
                       "INDIVIDUALS></CONSOLIDATED_LIST>");
  EXPECT_EQ(convert({un}).status, 1);
  EXPECT_THAT(convert({un}).err, HasSubstr("un.xml: the list says of nobody what is to be done"));
  const auto first = convert({un, "--instruction", "Second line", "--action", "refer"});
  EXPECT_EQ(first.status, 0) << first.err;
  const auto mapping = file("court.toml", "[columns]\nreference = \"n\"\nsurname = \"s\"\n");
  const auto second = convert({file("court.csv", "n,s\n1,ARANA\n,ZELAYA\n"), "--mapping", mapping,
                               "--instruction", "Detain"});
  EXPECT_EQ(second.status, 1) << "a row was left out";
  EXPECT_THAT(second.err, HasSubstr("court.csv: line 3: no reference"));
  const auto un_csv = file("un.csv", first.out);
  const auto all = convert({un_csv, file("court-ours.csv", second.out), un_csv});
  EXPECT_EQ(all.status, 0) << all.err;
  EXPECT_EQ(all.out,
            "reference,instruction,action,issuer,number,surname,given_names,birth_date,nationality,"
            "valid_until\nCDi.777,Second line,refer,,,IVAN TZUL,,XXXX-XX-XX,,\n"
            "1,Detain,,,,ARANA,,XXXX-XX-XX,,\n");
  EXPECT_EQ(convert({un_csv, "--action", "shoot"}).status, 2);
}

}  // namespace
}  // namespace garita::central::testing
