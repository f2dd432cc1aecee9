#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

namespace garita::reader {
namespace {

namespace fs = std::filesystem;

constexpr auto kTd3 =
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10\n";
constexpr auto kTd2 =
    "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\n"
    "D231458907UTO7408122F1204159<<<<<<<6\n";

/// `garita-reader mrz` in a folder of its own with the file "zones", gone with the test.
class ZonesAsText : public testing::Test {
 protected:
  ZonesAsText() {
    std::string name = (fs::temp_directory_path() / "garita-zones-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~ZonesAsText() override { fs::remove_all(folder_); }

  struct Ran {
    int status = -1;
    std::string out;
    std::string err;
  };
  Ran run(const std::string& arguments, std::string_view zones) const {
    std::ofstream(folder_ / "zones", std::ios::binary) << zones;
    const std::string command = "cd " + folder_.string() +
                                " && " GARITA_BIN_DIR "/garita-reader mrz " + arguments +
                                " 2>errors";
    auto* const pipe = ::popen(command.c_str(), "r");
    Ran ran;
    std::array<char, 4096> buffer{};
    for (std::size_t got = 0; (got = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) {
      ran.out.append(buffer.data(), got);
    }
    ran.status = WEXITSTATUS(::pclose(pipe));
    std::ifstream error(folder_ / "errors");
    ran.err.assign(std::istreambuf_iterator<char>(error), {});
    return ran;
  }

  fs::path folder_;
};

/// "TD3 valid L898902C3" for each object.
std::string said(const std::string& out) {
  std::string text;
  std::istringstream lines(out);
  for (std::string line; std::getline(lines, line);) {
    const auto mrz = nlohmann::json::parse(line).at("mrz");
    text += (text.empty() ? "" : ", ") + mrz.at("format").get<std::string>() +
            (mrz.at("valid").get<bool>() ? " valid " : " wrong ") +
            mrz.at("fields").value("document_number", "");
  }
  return text;
}

TEST_F(ZonesAsText, AreReadFromAFileOrStandardInput) {
  const std::string zones = std::string(kTd3) + "\n" + kTd2;
  for (const auto* arguments : {"--json zones", "--json <zones"}) {
    const auto ran = run(arguments, zones);
    EXPECT_EQ(said(ran.out), "TD3 valid L898902C3, TD2 valid D23145890");
    EXPECT_EQ(ran.err, "");
    EXPECT_EQ(ran.status, 0);
  }
}

TEST_F(ZonesAsText, WhatCannotBeReadIsNamedAndTheRestIsRead) {
  const auto ran = run("--json zones", std::string("P<UTO*\n\n") + kTd3 +
                                           "\n\nI<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\n"
                                           "D231458907UTO7408122F1204159<<<<<<<\n\n" +
                                           kTd2);
  EXPECT_EQ(said(ran.out), "TD3 valid L898902C3, TD2 valid D23145890");
  EXPECT_EQ(ran.err,
            "garita-reader: zones: zone 1 (from line 1): line 1, column 6: U+002A is no character "
            "of a machine readable zone\n"
            "garita-reader: zones: zone 3 (from line 7): line 2, column 36: the line has 35 "
            "characters where 36 are expected\n");
  EXPECT_EQ(ran.status, 1);
}

TEST_F(ZonesAsText, WhatHasNoZoneSaysSo) {
  EXPECT_EQ(run("zones", "\n\n").err, "garita-reader: zones: no machine readable zone\n");
  EXPECT_EQ(run("zones", "").status, 1);
  EXPECT_EQ(run("<zones", "").err, "garita-reader: standard input: no machine readable zone\n");
  EXPECT_EQ(run("nowhere", "").err, "garita-reader: nowhere: No such file or directory\n");
  EXPECT_EQ(run(".", "").err, "garita-reader: .: Is a directory\n");
  EXPECT_EQ(run("--jsn zones", "").status, 2);
}

TEST_F(ZonesAsText, AZoneForPeopleSaysWhatIsOnlyPlausible) {
  const auto ran = run("zones",
                       "P<D<<MUELLER<<JOERG<<<<<<<<<<<<<<<<<<<<<<<<<\n"
                       "C01X00T478D<<2001015M3401011<<<<<<<<<<<<<<<4\n");
  for (const auto* line : {"  born: 2020-01-01 (or 1920-01-01)\n", "  MUELLER may be: MÜLLER\n",
                           "  JOERG may be: JÖRG\n", "  check digit fails: birth_date\n"}) {
    EXPECT_NE(ran.out.find(line), std::string::npos) << line << "in\n" << ran.out;
  }
}

/// The most memory that any child of this process took so far.
long peak_kilobytes() {
  rusage usage{};
  ::getrusage(RUSAGE_CHILDREN, &usage);
  return usage.ru_maxrss;
}

TEST_F(ZonesAsText, MemoryStaysBoundedWhateverComes) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "the sanitizer keeps what was freed";
#endif
  EXPECT_EQ(run("--json zones", kTd3).status, 0);
  const long for_little = peak_kilobytes();
  // Written piece by piece: what this process holds would count for its children.
  {
    std::ofstream much(folder_ / "much");
    const std::string mebibyte(std::size_t{1024} * 1024, '<');
    for (int i = 0; i < 32; ++i) much << mebibyte;
  }
  const auto ran = run("--json much", "");
  EXPECT_EQ(ran.err,
            "garita-reader: much: zone 1 (from line 1): line 1, column 91: no zone has a line so "
            "long\n");
  EXPECT_LT(peak_kilobytes() - for_little, 8 * 1024);
}

}  // namespace
}  // namespace garita::reader
