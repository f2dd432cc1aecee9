#include "schema/matching/score.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace garita {
namespace {

using ::testing::Contains;
using ::testing::Not;

const NameReader& reader() {
  static const NameReader reader;
  return reader;
}

Described described(std::string_view name, std::string_view birth = "",
                    std::string_view nationality = "") {
  return {reader().read(name), *Birth::from_text(birth), CountryCode(std::string(nationality))};
}

double scored(const Described& a, const Described& b) {
  return score_value(a, b, reader().words());
}

struct Pair {
  const char* what;
  Described a;
  Described b;
  bool match;
};

const std::vector<Pair>& pairs() {
  static const std::vector<Pair> pairs{
      {"the order of words", described("CARLOS ALBERTO PINEDA LARA"),
       described("PINEDA LARA CARLOS ALBERTO"), true},
      {"the second surname dropped", described("CARLOS ALBERTO PINEDA LARA", "1974-05-02"),
       described("CARLOS ALBERTO PINEDA", "1974-05-02"), true},
      {"surname, given", described("PINEDA LARA, CARLOS"), described("CARLOS PINEDA LARA"), true},
      {"as a machine readable zone has it", described("PINEDA<LARA<<CARLOS<ALBERTO"),
       described("Carlos Alberto Pineda Lara"), true},
      {"particles", described("MARIA DE LOS ANGELES QUIROZ"), described("MARIA ANGELES QUIROZ"),
       true},
      {"accents and n with a tilde", described("JOSÉ MUÑOZ IBÁÑEZ"), described("JOSE MUNOZ IBANEZ"),
       true},
      {"a letter too few", described("YESENIA VELASQUEZ OCHOA"),
       described("YESENIA VELASQEZ OCHOA"), true},
      {"digits that were letters", described("GL0RIA ESC0BAR"), described("GLORIA ESCOBAR"), true},
      {"a short form", described("PEPE ESCOBAR RIVAS", "1961-11-09"),
       described("JOSE ESCOBAR RIVAS", "1961-11-09"), true},
      {"another script", described("Сергей Кузнецов"), described("SERGEY KUZNETSOV"), true},
      {"umlauts as Doc 9303 writes them", described("JURGEN MULLER"), described("JUERGEN MUELLER"),
       true},
      {"day for month", described("ANA LUCIA BARRIOS", "1980-03-07"),
       described("ANA LUCIA BARRIOS", "1980-07-03"), true},
      {"a month that no calendar has", described("ANA LUCIA BARRIOS", "1980-13-07"),
       described("ANA LUCIA BARRIOS", "1980-12-07"), true},
      {"words joined", described("ANALUCIA BARRIOS"), described("ANA LUCIA BARRIOS"), true},
      {"another surname", described("CARLOS PINEDA"), described("CARLOS ZELAYA"), false},
      {"another given name", described("BLANCA PINEDA", "1974-05-02"),
       described("WALTER PINEDA", "1979-11-20"), false},
      {"another generation", described("CARLOS PINEDA LARA", "1974-05-02"),
       described("CARLOS PINEDA LARA", "1931-10-20"), false},
      {"nothing alike", described("INES AMAYA"), described("VICTOR QUIROZ"), false},
      {"no name at all", described(""), described("VICTOR QUIROZ"), false}};
  return pairs;
}

TEST(Score, SaysWhoMayBeMeant) {
  for (const auto& pair : pairs()) {
    EXPECT_EQ(is_match(scored(pair.a, pair.b)), pair.match)
        << pair.what << ": " << scored(pair.a, pair.b);
  }
}

TEST(Score, IsTheSameBothWaysAndLiesBetweenNothingAndOne) {
  for (const auto& one : pairs()) {
    for (const auto& other : pairs()) {
      const double there = scored(one.a, other.b);
      EXPECT_DOUBLE_EQ(there, scored(other.b, one.a)) << one.what << ", " << other.what;
      EXPECT_GE(there, 0);
      EXPECT_LE(there, 1);
    }
  }
}

TEST(Score, IsOneOfANameAndItself) {
  for (const auto& pair : pairs()) {
    if (pair.b.name.words.empty()) continue;
    EXPECT_DOUBLE_EQ(scored(pair.b, pair.b), 1) << pair.what;
  }
}

TEST(Score, IsNoLessWhereTheBirthDatesAgreeBetter) {
  const auto listed = described("CARLOS PINEDA", "1974-05-02");
  double before = 1;
  for (const auto* birth :
       {"1974-05-02", "1974-05-12", "1975-01-20", "1977-08-30", "1983-01-20", "1931-10-20"}) {
    const double now = scored(described("CARLOS PINEDO", birth), listed);
    EXPECT_LE(now, before) << birth;
    before = now;
  }
}

TEST(Score, GivesItsReasons) {
  const auto found = score(described("PEPE ESCOBAR", "1961-11-09", "GTM"),
                           described("JOSE ESCOBAR RIVAS", "1961-11-08", "SLV"), reader().words());
  std::vector<std::string> words;
  for (const auto& reason : found.reasons) words.emplace_back(reason.word);
  for (const auto* word :
       {"word_same", "word_short_form", "only_in_second", "birth_slip", "nationality_other"}) {
    EXPECT_THAT(words, Contains(word));
  }
  EXPECT_THAT(words, Not(Contains("only_in_first")));
}

TEST(Score, TakesNamesOfAnyLengthAndAnyBytes) {
  const std::string endless(100'000, 'A');
  std::string words;
  for (int i = 0; i < 1'000; ++i) words += "A" + std::string(1, char('A' + i % 26)) + " ";
  for (const auto& name :
       {endless, words, std::string("\xff\xfe\x00 x", 5), std::string(600, '<')}) {
    const auto read = described(name);
    EXPECT_LE(read.name.words.size(), kNameWordsMax);
    EXPECT_LE(scored(read, described("ANA LUCIA BARRIOS")), 1);
  }
}

TEST(Birth, IsReadAsDocumentsAndListsWriteIt) {
  for (const auto& [text, again] :
       std::vector<std::pair<std::string, std::string>>{{"1974-05-02", "1974-05-02"},
                                                        {"1974-5-2", "1974-05-02"},
                                                        {"1974-05", "1974-05"},
                                                        {"1974", "1974"},
                                                        {"1974..1977", "1974..1977"},
                                                        {"1974-XX-XX", "1974"},
                                                        {"-", ""},
                                                        {"", ""},
                                                        {"1974-13-02", "1974-13-02"}}) {
    const auto birth = Birth::from_text(text);
    ASSERT_TRUE(birth) << text;
    EXPECT_EQ(birth->text(), again) << text;
  }
  for (const auto* text :
       {"1974-", "74-05-02", "1977..1974", "1974-05-02x", "1974/05/02", "1974-100-02", "-1974"}) {
    EXPECT_FALSE(Birth::from_text(text)) << text;
  }
}

}  // namespace
}  // namespace garita
