#include "central-sync/persons/likeness.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace garita::central {
namespace {

/// "GARCIA LOPEZ<<ANA 1980-02-29 GTM".
Description described(const std::string& text) {
  const auto nation = text.rfind(' ');
  const auto birth = text.rfind(' ', nation - 1);
  return {text.substr(0, birth),
          *PartialDate::from_text(text.substr(birth + 1, nation - birth - 1)),
          CountryCode(text.substr(nation + 1))};
}

const Matcher& matcher() {
  static const Matcher one;
  return one;
}

bool meet(const Description& a, const Description& b) {
  const auto of_a = matcher().keys_of(a);
  const auto of_b = matcher().keys_of(b);
  return std::any_of(of_a.begin(), of_a.end(), [&](std::int64_t key) {
    return std::binary_search(of_b.begin(), of_b.end(), key);
  });
}

/// "linked", "review", "if fitting", "strangers"; "unmet" where they have no key together.
std::string verdict(const std::string& one, const std::string& other) {
  const auto a = described(one);
  const auto b = described(other);
  const auto there = matcher().compare(matcher().read(a), matcher().read(b));
  const auto back = matcher().compare(matcher().read(b), matcher().read(a));
  EXPECT_EQ(there.has_value(), back.has_value());
  if (!there) return "strangers";
  EXPECT_EQ(there->grade, back->grade);
  EXPECT_DOUBLE_EQ(there->score, back->score);
  EXPECT_FALSE(there->reasons.empty());
  if (!meet(a, b)) return "unmet";
  EXPECT_EQ(there->grade == LinkGrade::kIfFitting, there->score == kFittingScore);
  return there->grade == LinkGrade::kAutomatic   ? "linked"
         : there->grade == LinkGrade::kIfFitting ? "if fitting"
                                                 : "review";
}

TEST(Likeness, LinksWhatOnePersonsDocumentsDifferIn) {
  const std::string ana = "GARCIA LOPEZ<<ANA MARIA 1980-02-29 GTM";
  EXPECT_EQ(verdict(ana, "GARCIA LOPEZ<<ANA MARIA 1980-02-29 ESP"), "linked") << "two nations";
  EXPECT_EQ(verdict(ana, "LOPEZ GARCIA<<ANA MARIA 1980-02-29 GTM"), "linked") << "order";
  EXPECT_EQ(verdict(ana, "GARCIA LOPEZ<<MARIA ANA 1980-02-29 GTM"), "linked") << "order";
  EXPECT_EQ(verdict(ana, "GARCIA DE LOPEZ<<ANA MARIA 1980-02-29 GTM"), "linked") << "a particle";
  EXPECT_EQ(verdict(ana, "GARCIA LOPES<<ANA MARIA 1980-02-29 GTM"), "linked") << "a surname's slip";
  EXPECT_EQ(verdict("IXQUIAC TZOC<<MARISOL 1980-02-29 GTM", "IXQUIAC<<MARISOL 1980-02-29 GTM"),
            "linked")
      << "a surname left out";
  EXPECT_EQ(verdict("IVANOV<<SERGEI PETROVICH 1980-02-29 RUS",
                    "IVANOV<<SERGEY PETROVITCH 1980-02-29 RUS"),
            "linked")
      << "transliteration";
  EXPECT_EQ(verdict("SHCHERBAKOV<<SERGEI PETROVICH 1980-02-29 RUS",
                    "CHTCHERBAKOV<<SERGEY PETROVITCH 1980-02-29 RUS"),
            "linked")
      << "transliteration";
  EXPECT_EQ(verdict("IXQUIAC TZOC<<MARISOL EULALIA 1980-XX-XX GTM",
                    "IXQUIAC TZOC<<MARISOL EULALIA 1980-02-29 GTM"),
            "linked")
      << "a partial birth date, and names that few bear";
}

TEST(Likeness, AsksAboutWhatMayBeSomebodyElses) {
  const std::string ana = "GARCIA LOPEZ<<ANA MARIA 1980-03-09 GTM";
  EXPECT_EQ(verdict(ana, "GARCIA<<ANA MARIA 1980-03-09 GTM"), "review") << "names that many bear";
  EXPECT_EQ(verdict(ana, "GARCIA LOPEZ<<ANA 1980-03-09 GTM"), "review") << "a given name left out";
  EXPECT_EQ(verdict(ana, "GARCIA LOPEZ<<ANA MARIA 1980-XX-XX GTM"), "review") << "a year alone";
  EXPECT_EQ(verdict(ana, "GARCIA LOPEZ<<ANA MARIA 1980-09-03 GTM"), "review") << "day for month";
  EXPECT_EQ(verdict(ana, "GARCIA LOPEZ<<ANA MARIA 1980-03-08 GTM"), "review") << "a digit";
  EXPECT_EQ(verdict(ana, "GARCIA LOPEZ<<ANA MARIA 1988-03-09 GTM"), "review") << "the year's digit";
  EXPECT_EQ(verdict(ana, "GARCIA LOPES<<ANA MARIA 1980-03-09 ESP"), "review")
      << "another nation and another letter";
  EXPECT_EQ(
      verdict("AL RASHID<<MOHAMMED SAID 1980-03-09 SYR", "ALRASHEED<<MUHAMMAD SAID 1980-03-09 SYR"),
      "review");
}

TEST(Likeness, NeverLinksTwins) {
  const std::string same = "IXQUIAC TZOC<<";
  const std::vector<std::pair<std::string, std::string>> twins = {{"JOSE", "LUIS"},
                                                                  {"JOSE", "JOSUE"},
                                                                  {"MARIO", "MARIA"},
                                                                  {"DANIEL", "DANIELA"},
                                                                  {"MARIA JOSE", "MARIA LUISA"},
                                                                  {"MARIA", "MARIA LUISA"},
                                                                  {"ROSA ELVIA", "ROSA"},
                                                                  {"JUAN", "JUANA"},
                                                                  {"EULALIA", "EULOGIA"},
                                                                  {"HANS", "ANA"},
                                                                  {"MARTA", "MARTHE"},
                                                                  {"CARLOS", "CARLO"}};
  for (const auto& [one, other] : twins)
    EXPECT_NE(verdict(same + one + " 1980-02-29 GTM", same + other + " 1980-02-29 GTM"), "linked")
        << one << " and " << other;
  EXPECT_EQ(verdict(same + "JOSE 1980-02-29 GTM", same + "JOSUE 1980-02-29 GTM"), "review");
  // A surname in the place of a given name is no proof either.
  EXPECT_NE(verdict("TZOC MARISOL<<IXQUIAC 1980-02-29 GTM", "TZOC IXQUIAC<<MARISOL 1980-02-29 GTM"),
            "linked");
}

TEST(Likeness, LeavesAloneWhoIsOneOfMany) {
  EXPECT_EQ(verdict("LOPEZ<<MARIA 1980-01-01 GTM", "LOPEZ GARCIA<<MARIA 1980-01-01 GTM"),
            "strangers")
      << "the day of whoever does not know it";
  EXPECT_EQ(verdict("LOPEZ<<MARIA 1980-03-09 GTM", "LOPEZ GARCIA<<ROSA 1980-03-09 GTM"),
            "strangers");
  EXPECT_EQ(verdict("GARCIA LOPEZ<<ANA 1980-XX-XX GTM", "GARCIA LOPEZ<<ANA 1980-03-09 GTM"),
            "strangers");
  EXPECT_EQ(verdict("IXQUIAC TZOC<<MARISOL 1980-03-09 GTM", "IXQUIAC TZOC<<MARISOL 1974-11-20 GTM"),
            "strangers");
}

TEST(Likeness, LeavesToTheirCrossingsWhoHasTheGivenNamesAndTheDayInCommon) {
  for (const auto& [one, other] : std::vector<std::pair<const char*, const char*>>{
           {"LOPEZ<<MARIA 1980-03-09 GTM", "LOPEZ GARCIA<<MARIA 1980-03-09 GTM"},
           {"LOPEZ PEREZ<<MARIA 1980-03-09 GTM", "LOPEZ GARCIA<<MARIA 1980-03-09 GTM"},
           {"ROMERO<<ANA 1980-03-09 GTM", "ROMERO<<ANA 1980-03-09 ESP"},
           {"GARCIA LOPEZ<<ANA 1980-03-09 GTM", "MORALES<<ANA 1980-03-09 GTM"},
           {"GARCIA LOPEZ<<ANA MARIA 1980-03-09 GTM", "MORALES<<ANA MARIA 1980-03-09 ESP"},
           {"IXQUIAC TZOC<<MARISOL 1980-03-09 GTM", "TUM CHOC<<MARISOL 1980-03-09 GTM"},
           {"IXQUIAC TZOC TUM CHOC CAN<<ANA 1980-03-09 GTM", "QUINO<<ANA 1980-03-09 GTM"},
           {"GARCIA<<ANA MARIA ROSA 1980-03-09 GTM", "MORALES<<ANA MARIA ROSA 1980-03-09 GTM"},
           {"PEREZ<<MARIA JOSE 1980-03-09 GTM", "GOMEZ<<MARIA 1980-03-09 GTM"},
           {"PEREZ<<MARIA JOSE 1980-03-09 GTM", "GOMEZ<<JOSE MARIA 1980-03-09 ESP"},
           {"PEREZ<<JUAN JOSE 1980-03-09 GTM", "GOMEZ LOPEZ<<JOSE 1980-03-09 GTM"},
           {"PEREZ<<ANA MARISOL 1980-03-09 GTM", "GOMEZ<<MARISOL 1980-03-09 GTM"},
           {"PEREZ<<ANA M. 1980-03-09 GTM", "GOMEZ<<ANA LUISA 1980-03-09 GTM"},
           {"PEREZ<<YESICA 1980-03-09 GTM", "GOMEZ<<YESSICA 1980-03-09 GTM"},
           {"IVANOVA<<TATIANA 1980-03-09 RUS", "SMIRNOVA<<TATYANA 1980-03-09 RUS"}})
    EXPECT_EQ(verdict(one, other), "if fitting") << one << ", " << other;
  for (const auto* other :
       {"MORALES<<ROSA MARIA 1980-03-09 GTM", "MORALES<<ANA 1980-03-08 GTM",
        "MORALES<<ANA 1980-XX-XX GTM", "MORALES ANA 1980-03-09 GTM", "ANA<<MORALES 1980-03-09 GTM",
        "MORALES<<A. 1980-03-09 GTM", "MORALES<<ANAI 1980-03-09 GTM"})
    EXPECT_EQ(verdict("GARCIA LOPEZ<<ANA 1980-03-09 GTM", other), "strangers") << other;
  EXPECT_EQ(verdict("PEREZ<<MARIA JOSE 1980-03-09 GTM", "GOMEZ<<MARIA LUISA 1980-03-09 GTM"),
            "strangers")
      << "each has one that the other has not";
  EXPECT_EQ(verdict("PEREZ<<MARIA JOSE 1980-01-01 GTM", "GOMEZ<<MARIA 1980-01-01 GTM"),
            "strangers");
}

TEST(Likeness, AsksOfNamesThatTheScoreTakesForOneWhereTheyTellLittle) {
  struct Case {
    const char* one;
    const char* other;
    const char* verdict;
  };
  for (const auto& each : {Case{"LOPEZ<<MARIA", "LOPEZ<<MARAI", "if fitting"},
                           Case{"LOPEZ<<MARIA", "LOPES<<MARAI", "if fitting"},
                           Case{"TZOC<<MIGUEL", "TZOC<<MIGEUL", "if fitting"},
                           Case{"PETROV<<ALEKSANDR", "PETROV<<ALEXANDER", "if fitting"},
                           Case{"AL HUSSEIN<<MOHAMMED", "ALHUSAYN<<MUHAMMAD", "if fitting"},
                           Case{"XIMENEZ<<YESENIA", "JIMENEZ<<JESSENIA", "if fitting"},
                           Case{"RIVERA<<JOSE LUIS", "RIVERA<<JOSELUIS", "review"},
                           Case{"WU<<XIAO MING", "WU<<XIAOMING", "review"},
                           Case{"HUERTA HURTADO<<HUGO", "UERTA URTADO<<UGO", "review"},
                           // Twins.
                           Case{"IXQUIAC TZOC<<JOSE", "IXQUIAC TZOC<<LUIS", "strangers"},
                           // Of a nickname no key tells.
                           Case{"SMITH<<MARGARET", "SMITH<<MARGIE", "unmet"}}) {
    EXPECT_EQ(verdict(std::string(each.one) + " 1990-05-17 GTM",
                      std::string(each.other) + " 1990-05-17 GTM"),
              each.verdict)
        << each.one << ", " << each.other;
    if (each.verdict != std::string_view("if fitting")) continue;
    EXPECT_EQ(verdict(std::string(each.one) + " 1990-01-01 GTM",
                      std::string(each.other) + " 1990-01-01 GTM"),
              "strangers")
        << each.one << ", the day of whoever does not know it";
  }
}

TEST(Likeness, KeysAreFewAndNeedABirthAndAName) {
  for (const auto* text :
       {"GARCIA LOPEZ<<ANA MARIA 1980-03-09 GTM", "TZOC<<EULALIA 1980-01-01 GTM",
        "IXQUIAC TZOC TUM CHOC CAN<<MARISOL EULALIA JACINTA 1980-03-09 GTM",
        "A B C<<D E F 1980-03-09 GTM", "IXQUIAC TZOC TUM CHOC CAN<<ANA 1980-03-09 GTM",
        "DE LA CRUZ<<MA. 1980-XX-XX GTM"})
    EXPECT_LE(matcher().keys_of(described(text)).size(), kCandidateKeysMax) << text;
  EXPECT_TRUE(matcher().keys_of(described("GARCIA LOPEZ<<ANA 1980-XX-XX GTM")).size() == 1);
  Holder holder{
      "GTM", "A1", "García", "Ana", *PartialDate::from_text("1980-XX-XX"), CountryCode("GTM")};
  EXPECT_EQ(description_of(holder)->name, "GARCIA<<ANA");
  holder.birth = PartialDate{};
  EXPECT_FALSE(description_of(holder));
}

TEST(Likeness, DescribesSomebodyOfEitherCodeOfAStateInTheSameWords) {
  Holder holder{"D", "A1", "Weber", "Ana", *PartialDate::from_text("1980-02-29"), CountryCode("D")};
  EXPECT_EQ(description_of(holder)->nationality.value(), "D");
  holder.nationality = CountryCode("DEU");
  EXPECT_EQ(description_of(holder)->nationality.value(), "D");
}

}  // namespace
}  // namespace garita::central
