#include "tests/support/plaintext_scan/plaintext_scan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace garita::tests {
namespace {

namespace fs = std::filesystem;

class ClearTextScan : public testing::Test {
 protected:
  ClearTextScan() {
    std::string name = (fs::temp_directory_path() / "garita-scan-XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  ~ClearTextScan() override { fs::remove_all(folder_); }

  /// The forms in which `word` is found when a file holds `bytes`.
  std::vector<std::string> forms_of(const std::string& word, const std::string& bytes) {
    fs::create_directories(folder_ / "deep");
    std::ofstream(folder_ / "deep" / ".ledger.db-wal", std::ios::binary) << "\x01\x02" << bytes;
    std::vector<std::string> forms;
    for (const auto& place : find_clear_text(folder_, {word})) forms.push_back(place.form);
    return forms;
  }

  fs::path folder_;
};

using testing::ElementsAre;
using testing::IsEmpty;

TEST_F(ClearTextScan, FindsAWordInTheFormsInWhichItMayLeak) {
  EXPECT_THAT(forms_of("Núñez", "…Núñez…"), ElementsAre("utf8"));
  EXPECT_THAT(forms_of("Núñez", "NÚÑEZ"), ElementsAre("utf8_upper_case"));
  EXPECT_THAT(forms_of("NÚÑEZ", "núñez"), ElementsAre("utf8_lower_case"));
  EXPECT_THAT(forms_of("Núñez de León", "P<UTONUNEZ<DE<LEON<<ANA"), ElementsAre("mrz"));
  EXPECT_THAT(forms_of("García", std::string("G\0a\0r\0c\0\xED\0a\0", 12)),
              ElementsAre("utf8_utf16le"));
  EXPECT_THAT(forms_of("1990-05-17", "UTO9005174F"), ElementsAre("mrz"));
}

TEST_F(ClearTextScan, FindsNothingWhereNothingIs) {
  EXPECT_THAT(forms_of("Núñez", "sealed bytes"), IsEmpty());
}

TEST_F(ClearTextScan, NamesTheFileAndThePlace) {
  std::ofstream(folder_ / "log") << "0123456789UT0094071";
  const auto found = find_clear_text(folder_, {"UT0094071"});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].file, folder_ / "log");
  EXPECT_EQ(found[0].offset, 10U);
  EXPECT_THAT(report_of(found), testing::HasSubstr("log at 10: UT0094071"));
}

}  // namespace
}  // namespace garita::tests
