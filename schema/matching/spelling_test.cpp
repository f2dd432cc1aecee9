#include "schema/matching/spelling.h"

#include <gtest/gtest.h>

#include "schema/matching/name_words.h"
#include "schema/matching/word_keys.h"

namespace garita {
namespace {

double alike(const char* a, const char* b) { return likeness(Spelling::of(a), Spelling::of(b)); }

TEST(ASound, IsTheSameInSeveralOrthographies) {
  const struct {
    const char* a;
    const char* b;
  } cases[] = {{"SHCHUKIN", "CHTCHUKIN"}, {"KHALID", "HALID"},     {"YUSSUF", "YOUSSOUF"},
               {"DMITRIY", "DMITRIJ"},    {"XENIA", "KSENIA"},     {"QUINTANA", "KINTANA"},
               {"GHADDAFI", "GADAFI"},    {"TCHERNOV", "CHERNOV"}, {"ZHUKOV", "DJUKOV"},
               {"PHILIP", "FILIP"},       {"CECILIA", "SESILIA"}};
  for (const auto& each : cases) EXPECT_EQ(sound_of(each.a), sound_of(each.b)) << each.a;
}

TEST(Consonants, AreWhatAScriptWithoutVowelsHas) {
  EXPECT_EQ(consonants_of("MOHAMMED"), "MHMD");
  EXPECT_EQ(consonants_of("MHMD"), "MHMD");
  EXPECT_EQ(consonants_of("VLADIMIR"), consonants_of("FLADYMYR"));
  EXPECT_EQ(consonants_of("PEREZ"), consonants_of("BYRYZ"));
  EXPECT_EQ(consonants_of("AEIOU"), "");
}

TEST(Likeness, WeighsErrorsByHowEasilyTheyHappen) {
  EXPECT_EQ(alike("MORALES", "MORALES"), 1);
  EXPECT_GT(alike("MORALES", "MORALLES"), alike("MORALES", "MORATES"));  // doubled
  EXPECT_GT(alike("MORALES", "MORALEZ"), alike("MORALES", "MORALEP"));   // sounds alike
  EXPECT_GT(alike("MORALES", "MORAKES"), alike("MORALES", "MORAXES"));   // beside on the keyboard
  EXPECT_GT(alike("MORALES", "MROALES"), alike("MORALES", "MXRTLES"));   // two swapped
  EXPECT_LT(alike("JUAN", "JUANA"), 0.8);                                // another sex's name
  EXPECT_LT(alike("MARIO", "MARIA"), 0.8);
  EXPECT_EQ(alike("MORALES", "ZUBKOV"), 0);
  EXPECT_EQ(alike("", "ZUBKOV"), 0);
}

TEST(KeysOfAWord, MeetThoseOfAWordOneSlipAway) {
  const auto meet = [](const char* a, const char* b) {
    const auto one = word_keys(a);
    for (const auto key : word_keys(b))
      if (std::find(one.begin(), one.end(), key) != one.end()) return true;
    return false;
  };
  for (const char* other :
       {"MORALES", "MORALE", "MORALESS", "MORXLES", "MROALES", "XMORALES", "MURILIS"})
    EXPECT_TRUE(meet("MORALES", other)) << other;
  EXPECT_FALSE(meet("MORALES", "ZUBKOV"));
  EXPECT_TRUE(meet("KIM", "KIM"));
}

TEST(WordsOfNames, AreRefusedByLineWhereTheyAreWrong) {
  const struct {
    const char* text;
    const char* expected;
  } cases[] = {{"particle de\nnickname X: Y\n", "line 2: 'nickname' is not known"},
               {"common\n", "line 1: there is no word"},
               {"# a comment\n\nshort :::\n", "line 3: there is no word"}};
  for (const auto& each : cases) {
    const auto words = NameWords::parse(each.text);
    ASSERT_FALSE(words.has_value()) << each.text;
    EXPECT_EQ(words.error().message, each.expected);
  }
}

TEST(WordsOfNames, StandForEachOtherAsTheLinesSay) {
  const auto parsed = NameWords::parse("short JOSE: PEPE CHEPE\nsame IVAN JOHN\ntitle DR\n");
  ASSERT_TRUE(parsed.has_value());
  const NameWords& words = *parsed;
  EXPECT_EQ(words.kinship("PEPE", "JOSE"), Kinship::kShortForm);
  EXPECT_EQ(words.kinship("JOSE", "CHEPE"), Kinship::kShortForm);
  EXPECT_EQ(words.kinship("PEPE", "CHEPE"), Kinship::kNone);  // both may be another's
  EXPECT_EQ(words.kinship("JOHN", "IVAN"), Kinship::kSameName);
  EXPECT_EQ(words.kinship("JOHN", "JOHN"), Kinship::kNone);
  EXPECT_EQ(words.kin_of("JOSE"), (std::vector<std::string>{"CHEPE", "PEPE"}));
  EXPECT_EQ(words.kind_of("DR"), WordKind::kTitle);
  EXPECT_EQ(words.kind_of("JOSE"), WordKind::kName);
}

}  // namespace
}  // namespace garita
