#include "schema/stay/policy_words.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

namespace garita {
namespace {

using testing::HasSubstr;

/// A pack whose words are all known, with one of its lines replaced.
std::string refusal(const std::string& line, const std::string& by,
                    PackStates states = PackStates::kReal) {
  std::string pack = R"(country = "UTO"
[groups]
near = ["GTM", "D", "XXA"]
[[rule]]
id = "visitor"
classes = ["visitor", "transit"]
document_types = ["P", "ID", "C1"]
nationalities = ["GBD"]
states = ["UTO", "SLV"]
returns_from = ["DEU"]
)";
  pack.replace(pack.find(line), line.size(), by);
  const auto checked = check_policy_words(pack, states);
  return checked ? "accepted" : checked.error().message;
}

TEST(PolicyWords, ThatNoRecordCouldHaveAreRefusedWithTheirPlace) {
  EXPECT_EQ(refusal("", ""), "accepted");
  const struct {
    const char* line;
    const char* by;
    const char* says;
  } cases[] = {
      {"country = \"UTO\"", "country = \"UTP\"", "line 1: `country`: UTP is no State's code"},
      {"\"XXA\"]", "\"GUA\"]", "line 3: group near: GUA is no State's code"},
      {"\"transit\"]", "\"turist\"]",
       "line 6: rule visitor: `classes`: turist is no admission class"},
      {"\"ID\"", "\"passport\"", "line 7: rule visitor: `document_types`: passport is no document"},
      {"\"C1\"", "\"1C\"", "line 7: rule visitor: `document_types`: 1C is no document code"},
      {"[\"GBD\"]", "[\"ENG\"]", "line 8: rule visitor: `nationalities`: ENG is no State's code"},
      {"\"SLV\"]", "\"SAL\"]", "line 9: rule visitor: `states`: SAL is no State's code"},
      {"[\"DEU\"]", "[\"GER\"]", "line 10: rule visitor: `returns_from`: GER is no State's code"},
  };
  for (const auto& [line, by, says] : cases) EXPECT_THAT(refusal(line, by), HasSubstr(says));
}

TEST(PolicyWords, MayBeACodeThatAStateHadBefore) {
  for (const auto* code : {"ROM", "ZAR", "BUR", "TMP", "DEU", "D"})
    EXPECT_EQ(refusal("[\"GBD\"]", "[\"" + std::string(code) + "\"]"), "accepted") << code;
}

TEST(PolicyWords, OfAnExerciseMayNameInventedStatesAndNoInventedClasses) {
  EXPECT_EQ(refusal("[\"GBD\"]", "[\"ZEN\"]", PackStates::kAny), "accepted");
  EXPECT_THAT(refusal("\"transit\"]", "\"turist\"]", PackStates::kAny), HasSubstr("turist"));
}

TEST(PolicyWords, OfTheRegionsPacksAreAllKnown) {
  const auto folder = std::filesystem::path(GARITA_SOURCE_DIR) / "deploy/policies";
  int packs = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream file(entry.path());
    const auto checked = check_policy_words(std::string(std::istreambuf_iterator<char>(file), {}),
                                            PackStates::kReal);
    EXPECT_TRUE(checked) << entry.path() << ": " << checked.error().message;
    ++packs;
  }
  EXPECT_GE(packs, 10);
}

}  // namespace
}  // namespace garita
