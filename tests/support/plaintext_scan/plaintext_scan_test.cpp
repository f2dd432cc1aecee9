#include "tests/support/plaintext_scan/plaintext_scan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>
#include <zstd.h>

#include <cstdlib>
#include <fstream>

#include "schema/vocabulary/bytes.h"

namespace garita::tests {
namespace {

namespace fs = std::filesystem;

class ClearTextFiles : public testing::Test {
 protected:
  ClearTextFiles() {
    std::string name = (fs::temp_directory_path() / "garita-scan-XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  ~ClearTextFiles() override { fs::remove_all(folder_); }

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

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

TEST_F(ClearTextFiles, FindsAWordInTheFormsInWhichItMayLeak) {
  EXPECT_THAT(forms_of("Núñez", "…Núñez…"), ElementsAre("utf8"));
  EXPECT_THAT(forms_of("Núñez", "NÚÑEZ"), ElementsAre("utf8_upper_case"));
  EXPECT_THAT(forms_of("NÚÑEZ", "núñez"), ElementsAre("utf8_lower_case"));
  EXPECT_THAT(forms_of("Núñez de León", "P<UTONUNEZ<DE<LEON<<ANA"), ElementsAre("mrz"));
  EXPECT_THAT(forms_of("García", std::string("G\0a\0r\0c\0\xED\0a\0", 12)),
              ElementsAre("utf8_utf16le"));
  EXPECT_THAT(forms_of("1990-05-17", "UTO9005174F"), ElementsAre("mrz"));
}

TEST_F(ClearTextFiles, FindsAWordThatIsEncoded) {
  EXPECT_THAT(forms_of("UT0094071", std::string("\0U\0T\0"
                                                "0\0"
                                                "0\0"
                                                "9\0"
                                                "4\0"
                                                "0\0"
                                                "7\0"
                                                "1",
                                                18)),
              ElementsAre("utf8_utf16be"));
  EXPECT_THAT(forms_of("UT0094071", "555430303934303731"), ElementsAre("utf8_hex"));
  EXPECT_THAT(forms_of("García", "47617263C3AD61"), ElementsAre("utf8_hex"));
  for (const auto* before : {"", "x", "xy"}) {
    const std::string text = to_base64(bytes_of(std::string(before) + "UT0094071, and more"));
    EXPECT_THAT(forms_of("UT0094071", text), ElementsAre("utf8_base64")) << text;
  }
}

std::string zstd_of(const std::string& content) {
  std::string out(ZSTD_compressBound(content.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), content.data(), content.size(), 19));
  return out;
}

std::string zlib_of(const std::string& content) {
  uLongf size = compressBound(static_cast<uLong>(content.size()));
  std::string out(size, '\0');
  compress2(reinterpret_cast<Bytef*>(out.data()), &size,
            reinterpret_cast<const Bytef*>(content.data()), static_cast<uLong>(content.size()), 9);
  out.resize(size);
  return out;
}

TEST_F(ClearTextFiles, LooksIntoCompressedStreams) {
  // Repeated, so that the word does not stand in the stream as it is.
  std::string text;
  for (int i = 0; i < 40; ++i) text += "U" + std::to_string(i) + "T0";
  text += "UT0094071";
  EXPECT_THAT(forms_of("UT0094071", "head " + zstd_of(text) + " tail"), Contains("zstd utf8"));
  EXPECT_THAT(forms_of("UT0094071", "head " + zlib_of(text) + " tail"), Contains("deflate utf8"));
  EXPECT_THAT(forms_of("UT0094071", "head " + zlib_of(zstd_of(text))),
              Contains("deflate zstd utf8"));
  const std::string cut = zstd_of(text).substr(0, 20);
  EXPECT_THAT(forms_of("UT0094071", cut), IsEmpty()) << "a stream that is cut off ends quietly";
}

TEST_F(ClearTextFiles, FindsPiecesOfAFile) {
  std::string picture;
  unsigned state = 1;
  for (int i = 0; i < 100'000; ++i) {
    state = state * 1'103'515'245U + 12'345U;
    picture += static_cast<char>(state >> 16U);
  }
  garita::tests::ClearTextScan scan;
  scan.add_content("a.jpg", picture);
  EXPECT_THAT(scan.look_at("…" + picture.substr(20'000, 4'000), "x"), Not(IsEmpty()));
  EXPECT_EQ(scan.look_at(to_base64(bytes_of(picture.substr(7, 5'000))), "x").at(0).form,
            "bytes_base64");
  EXPECT_THAT(scan.look_at(std::string(100'000, 'x'), "x"), IsEmpty());
}

TEST_F(ClearTextFiles, FindsNothingWhereNothingIs) {
  EXPECT_THAT(forms_of("Núñez", "sealed bytes"), IsEmpty());
}

TEST_F(ClearTextFiles, NamesTheFileAndThePlace) {
  std::ofstream(folder_ / "log") << "0123456789UT0094071";
  const auto found = find_clear_text(folder_, {"UT0094071"});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].file, folder_ / "log");
  EXPECT_EQ(found[0].offset, 10U);
  EXPECT_THAT(report_of(found), testing::HasSubstr("log at 10: UT0094071"));
}

}  // namespace
}  // namespace garita::tests
