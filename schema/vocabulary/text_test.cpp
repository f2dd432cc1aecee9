#include "schema/vocabulary/text.h"

#include <gtest/gtest.h>

namespace garita {
namespace {

using namespace std::string_view_literals;

TEST(Text, IsUtf8AsRfc3629HasIt) {
  for (const auto good :
       {""sv, "plain"sv, "\u00D1and\u00FA"sv, "\uFFFD"sv, "\U0010FFFF"sv, "a\0b"sv}) {
    EXPECT_TRUE(is_utf8(good)) << good;
  }
  // Lone and missing continuation bytes, overlong forms, a surrogate, and beyond U+10FFFF.
  for (const auto bad : {"\x80"sv, "a\xC3"sv, "\xC3("sv, "\xC0\xAF"sv, "\xE0\x80\xAF"sv,
                         "\xED\xA0\x80"sv, "\xF4\x90\x80\x80"sv, "\xFF"sv}) {
    EXPECT_FALSE(is_utf8(bad)) << bad;
  }
}

TEST(Text, IsOneLineWithoutControlCharacters) {
  EXPECT_TRUE(is_one_line("garita-station 0.1.0, Pe\u00F1a"));
  EXPECT_FALSE(is_one_line("two\nlines"));
  EXPECT_FALSE(is_one_line("\x1B[31mred"));
  EXPECT_FALSE(is_one_line("\u0085next line"));
  EXPECT_FALSE(is_one_line("\xFF"));
}

TEST(Text, HasWordsWhereLettersAre) {
  for (const auto* said : {"ok", "Her passport", "\u00F1\u00E1", "\u0416\u0438", "\u4E0D\u662F",
                           "- a 7 b", "A-17 (Li)"}) {
    EXPECT_TRUE(has_words(said)) << said;
  }
  for (const auto* unsaid : {"", " \t\n", ".", "...", "x", "1234", "-7-", "\u2014\u2014\u2026",
                             "\u3002\u3001", "\U0001F600\U0001F600", "\xFF\xFE", "\u00D7\u00F7"}) {
    EXPECT_FALSE(has_words(unsaid)) << unsaid;
  }
}

TEST(Text, IsMadeOneLineAndCutBetweenCharacters) {
  EXPECT_EQ(as_one_line("disk\nfull \xFF", 255), "disk?full ?");
  EXPECT_EQ(as_one_line("a\u00F1\u00F1", 4), "a\u00F1");
  EXPECT_EQ(as_one_line("a\u00F1\u00F1", 5), "a\u00F1\u00F1");
  EXPECT_EQ(as_one_line("anything", 0), "");
}

}  // namespace
}  // namespace garita
