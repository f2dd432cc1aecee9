#include "schema/matching/normalise.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace garita {
namespace {

PartialDate birth(std::string_view text) { return *PartialDate::from_text(text); }

TEST(NormalisedName, IsWhatTheMachineReadableZoneWouldCarry) {
  // ICAO Doc 9303-3, section 4.6 and section 6 (tables A and B).
  const struct {
    std::string_view surname, given, expected;
  } cases[] = {
      {"Müller", "Anna", "MUELLER<<ANNA"},
      {"Mu\u0308ller", "Anna", "MUELLER<<ANNA"},
      {"MUELLER", "ANNA", "MUELLER<<ANNA"},
      {"García-López", "Ana María", "GARCIA LOPEZ<<ANA MARIA"},
      {"GARCIA<LOPEZ", "ANA<MARIA<<<<", "GARCIA LOPEZ<<ANA MARIA"},
      {"  Núñez  de   Balboa ", "José", "NUNEZ DE BALBOA<<JOSE"},
      {"D’Artagnan", "Renée", "DARTAGNAN<<RENEE"},
      {"O'Connor", "J.P.", "OCONNOR<<JP"},
      {"Strauß", "Jörg", "STRAUSS<<JOERG"},
      {"Ångström", "Þór", "AANGSTROEM<<THOR"},
      {"Nguyễn", "Văn Ơn", "NGUYEN<<VAN ON"},
      {"Țărănescu", "Ștefan", "TARANESCU<<STEFAN"},
      {"Хрущёв", "Юрий", "KHRUSHCHEV<<IURII"},
      {"Gökçe", "İbrahim", "GOEKCE<<IBRAHIM"},
      {"Łukasz", "", "LUKASZ"},
      {"", "Sukarno", "SUKARNO"},
      {"Smith, Jr", "A\xff\x80 \xc3", "SMITH JR<<A"},
      {"---", "", ""},
  };
  for (const auto& each : cases)
    EXPECT_EQ(normalised_name(each.surname, each.given), each.expected) << each.surname;
}

TEST(NormalisedName, OfItsOwnResultIsTheSame) {
  std::mt19937 random(20261124);
  for (int i = 0; i < 2000; ++i) {
    std::string noise(1 + random() % 24, ' ');
    for (auto& c : noise) c = static_cast<char>(random());
    const auto once = normalised_words(noise);
    EXPECT_EQ(normalised_words(once), once);
    for (const char c : once) EXPECT_TRUE(c == ' ' || (c >= 'A' && c <= 'Z'));
  }
}

TEST(FoldedName, MakesTheSpellingsOfOneNameMeet) {
  for (const auto* spelling : {"MÜLLER", "MUELLER", "MULLER", "MUXXLLER"})
    EXPECT_EQ(folded_name(normalised_words(spelling)), "MULLER") << spelling;
  EXPECT_EQ(folded_name(normalised_words("PEÑA")), folded_name("PENXXA"));
  EXPECT_NE(folded_name("MILLER"), folded_name("MULLER"));
}

TEST(PersonKey, JoinsNameBirthAndNationality) {
  EXPECT_EQ(person_key("García López", "Ana María", birth("1980-XX-XX"), CountryCode("GTM")),
            "GARCIA LOPEZ<<ANA MARIA|1980-XX-XX|GTM");
  EXPECT_EQ(folded_person_key("Müller", "Jörg", birth("1974-08-12"), CountryCode("D")),
            "MULLER<<JORG|1974-08-12|D");
  EXPECT_EQ(person_key("Müller", "Jörg", birth("1974-08-12"), CountryCode("DEU")),
            "MUELLER<<JOERG|1974-08-12|D");
}

TEST(DocumentKey, HoldsLettersAndDigitsOnly) {
  EXPECT_EQ(document_key("UTO", "L898902C3"), "UTO|L898902C3");
  EXPECT_EQ(document_key("D<<", "c01x-00 t47<"), "D|C01X00T47");
  EXPECT_EQ(document_key("", ""), "|");
  EXPECT_EQ(document_key("DEU", "C01X00T47"), document_key("D", "C01X00T47"));
  EXPECT_EQ(document_key("rom", "1"), "ROU|1");
}

}  // namespace
}  // namespace garita
