#include "document-reader/mrz/name_hints.h"

#include <gtest/gtest.h>

#include "schema/matching/normalise.h"

namespace garita::reader {
namespace {

std::vector<NameHint> hints_of(const std::string& issuer, const std::string& nationality,
                               const std::string& surname, const std::string& given = "") {
  MrzFields fields;
  fields.issuing_state = issuer;
  fields.nationality = nationality;
  fields.surname = surname;
  fields.given_names = given;
  return name_hints(fields);
}

/// "MUELLER=MÜLLER|MUELER JOERG=JÖRG"
std::string hinted(const std::string& issuer, const std::string& surname,
                   const std::string& given = "") {
  std::string text;
  for (const auto& hint : hints_of(issuer, issuer, surname, given)) {
    text += (text.empty() ? "" : " ") + hint.printed + "=";
    for (std::size_t i = 0; i < hint.may_be.size(); ++i) {
      text += (i == 0 ? "" : "|") + hint.may_be[i];
    }
  }
  return text;
}

TEST(NameHints, FollowTheIssuersLanguage) {
  EXPECT_EQ(hinted("D", "MUELLER", "JOERG"), "MUELLER=MÜLLER JOERG=JÖRG");
  EXPECT_EQ(hinted("D", "GROSSMUELLER"), "GROSSMUELLER=GROẞMÜLLER|GROẞMUELLER|GROSSMÜLLER");
  EXPECT_EQ(hinted("CHE", "GROSSMUELLER"), "GROSSMUELLER=GROSSMÜLLER");
  EXPECT_EQ(hinted("DNK", "OESTERGAARD"), "OESTERGAARD=ØSTERGÅRD|ØSTERGAARD|OESTERGÅRD");
  EXPECT_EQ(hinted("FIN", "MEIKAELAEINEN", "SAARA"),
            "MEIKAELAEINEN=MEIKÄLÄINEN|MEIKÄLAEINEN|MEIKAELÄINEN");
  EXPECT_EQ(hinted("ISL", "AEVARSDOTTIR", "THURIDUR"), "AEVARSDOTTIR=ÆVARSDOTTIR THURIDUR=ÞURIDUR");
  EXPECT_EQ(hinted("HUN", "TOEROEK"), "TOEROEK=TÖRÖK|TŐRŐK|TÖROEK|TOERÖK");
  EXPECT_EQ(hinted("UTO", "SOERENSEN"), "SOERENSEN=SÖRENSEN|SØRENSEN");
  EXPECT_EQ(hinted("RUS", "SHCHERBAKOV", "DMITRII"), "SHCHERBAKOV=ЩЕРБАКОВ DMITRII=ДМИТРИЙ");
  // States that drop the marks leave nothing to guess from.
  EXPECT_EQ(hinted("GBR", "MUELLER", "RAE"), "");
}

TEST(NameHints, EnyeIsHintedAtWhereItIsUsual) {
  EXPECT_EQ(hinted("GTM", "NUNEZ PENA", "ANA MARIA"), "NUNEZ=NÚÑEZ PENA=PEÑA");
  EXPECT_EQ(hinted("ESP", "ESPANOLA ESPANOLA", "CARMEN"), "ESPANOLA=ESPAÑOLA");
  EXPECT_EQ(hinted("ECU", "CANO CEDENO"), "CEDENO=CEDEÑO");
  EXPECT_EQ(hinted("GBR", "NUNXXEZ", "ARGUXXELLO"), "NUNXXEZ=NUÑEZ ARGUXXELLO=ARGÜELLO");
}

TEST(NameHints, TheNationalityCountsWhereTheIssuerSaysNothing) {
  EXPECT_EQ(hints_of("NLD", "MEX", "MUNOZ"), (std::vector<NameHint>{{"MUNOZ", {"MUÑOZ"}}}));
  EXPECT_EQ(hints_of("NLD", "D", "KOENIG"), (std::vector<NameHint>{{"KOENIG", {"KÖNIG"}}}));
  EXPECT_EQ(hints_of("DNK", "D", "KOENIG"), (std::vector<NameHint>{{"KOENIG", {"KØNIG"}}}));
}

TEST(NameHints, LettersThatAreWhatTheySeemAreLeft) {
  EXPECT_EQ(hinted("D", "BAUER FEUERBACH QUELLE", "SAMUEL MICHAEL JOEL ZOE"), "");
  EXPECT_EQ(hinted("ISL", "MATTHIASSON"), "");
  EXPECT_EQ(hinted("RUS", "QWERTY"), "");
}

TEST(NameHints, AreFewAndAlwaysSpellWhatIsPrinted) {
  std::string many;
  for (char c = 'A'; c <= 'Z'; ++c) many += std::string(1, c) + "AEBOEBUEB ";
  for (const auto* issuer : {"D", "CHE", "DNK", "SWE", "FIN", "ISL", "HUN", "FRA", "UTO"}) {
    const auto hints = hints_of(issuer, "", many, "THUEXX NXXUXX AEAEAEAEAE");
    EXPECT_EQ(hints.size(), kHintedWordsMax);
    for (const auto& hint : hints) {
      EXPECT_LE(hint.may_be.size(), kSpellingsMax);
      for (const auto& spelling : hint.may_be) {
        EXPECT_NE(spelling, hint.printed);
        EXPECT_EQ(folded_name(normalised_words(spelling)), folded_name(hint.printed)) << spelling;
      }
    }
  }
  EXPECT_TRUE(hints_of("D", "D", "", "").empty());
}

}  // namespace
}  // namespace garita::reader
