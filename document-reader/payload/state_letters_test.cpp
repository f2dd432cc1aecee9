#include "document-reader/payload/state_letters.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <string>

#include "schema/vocabulary/state_codes.h"

namespace garita::reader {
namespace {

TEST(StateLetters, AreThoseOfTheCodeInTheDocument) {
  for (const auto& [code, letters] : {std::pair{"GTM", "GT"},
                                      {"MEX", "MX"},
                                      {"D", "DE"},
                                      {"DEU", "DE"},
                                      {"ABW", "AW"},
                                      {"ZWE", "ZW"},
                                      {"GBS", "GB"},
                                      {"EUE", "EU"},
                                      {"UNO", "UN"},
                                      {"UTO", ""},
                                      {"", ""},
                                      {"GT", ""},
                                      {"GTMX", ""},
                                      {"XXX", ""}}) {
    EXPECT_EQ(state_letters(code), letters) << code;
  }
}

TEST(StateLetters, AreAllThatIsoHas) {
  // Debian's tzdata: alpha-2 and a name a line.
  std::ifstream list("/usr/share/zoneinfo/iso3166.tab");
  ASSERT_TRUE(list);
  std::set<std::string> wanted;
  for (std::string line; std::getline(list, line);) {
    if (!line.starts_with('#')) wanted.insert(line.substr(0, 2));
  }
  std::set<std::string> found;
  std::string code = "AAA";
  for (code[0] = 'A'; code[0] <= 'Z'; ++code[0]) {
    for (code[1] = 'A'; code[1] <= 'Z'; ++code[1]) {
      for (code[2] = 'A'; code[2] <= 'Z'; ++code[2]) {
        const auto letters = state_letters(code);
        if (letters.empty() || letters == "EU" || letters == "UN") continue;
        found.emplace(letters);
        EXPECT_TRUE(is_state_code(code)) << code;
      }
    }
  }
  EXPECT_EQ(found, wanted);
}

}  // namespace
}  // namespace garita::reader
