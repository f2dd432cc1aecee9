#include "central-sync/persons/holders.h"

#include <gtest/gtest.h>

namespace garita::central {
namespace {

/// "GARCIA LOPEZ<<ANA 1980-02-29".
Holder holder(const std::string& text) {
  const auto birth = text.rfind(' ');
  const auto given = text.find("<<");
  Holder made;
  made.issuer = "GTM";
  made.document_number = "A1";
  made.surname = text.substr(0, given);
  made.given_names = text.substr(given + 2, birth - given - 2);
  made.birth = *PartialDate::from_text(text.substr(birth + 1));
  made.nationality = CountryCode("GTM");
  return made;
}

/// Of crossings by one document, a day between each: "2<3", the two that show it of the n-th, or
/// "none".
std::string told(const std::vector<std::string>& holders, std::size_t n) {
  static const Matcher matcher;
  std::vector<Showing> shown;
  for (std::size_t i = 0; i < holders.size(); ++i)
    shown.push_back({{StationId("NORTE-01"), 1, Lane::kMovement, i + 1},
                     Instant{static_cast<std::int64_t>(i) * 86'400'000},
                     holder(holders[i])});
  const auto other = other_holder(shown, shown.at(n - 1).record, matcher);
  if (!other) return "none";
  EXPECT_EQ(other->at, shown.at(other->later.sequence - 1).at);
  return std::to_string(other->earlier.sequence) + "<" + std::to_string(other->later.sequence);
}

constexpr auto kAna = "GARCIA LOPEZ<<ANA MARIA 1980-02-29";
constexpr auto kPedro = "IXQUIAC TZOC<<PEDRO 1994-11-03";

TEST(OtherHolder, IsSomebodyOfAnotherNameAndAnotherBirth) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {kAna, kPedro},
      {kAna, "GARCIA PEREZ<<JOSE 1994-11-03"},           // of a surname that very many bear
      {kAna, "GARCIA LOPEZ<<JUAN CARLOS 1991-07-14"},    // a brother
      {kAna, "IXQUIAC TZOC<<PEDRO 1981-11-03"},          // as old as she is
      {"LI<<WEI 1980-02-29", "KIM<<MIN JUN 1975-05-17"}  // short names
  };
  for (const auto& [one, other] : cases) {
    EXPECT_EQ(told({one, other}, 2), "1<2") << one << " and " << other;
    EXPECT_EQ(told({other, one}, 2), "1<2") << other << " and " << one;
  }
}

// There is no key of the name by which somebody could part them.
TEST(OtherHolder, IsNobodyOfWhomTheNameIsNotStatedWhole) {
  static const Matcher matcher;
  for (const std::size_t unsaid : {0U, 1U})
    for (const std::size_t last : {0U, 1U}) {
      std::vector<Showing> shown{
          {{StationId("NORTE-01"), 1, Lane::kMovement, 1}, Instant{0}, holder(kAna)},
          {{StationId("NORTE-01"), 1, Lane::kMovement, 2}, Instant{1}, holder(kPedro)}};
      ASSERT_TRUE(other_holder(shown, shown[last].record, matcher));
      shown[unsaid].holder.nationality = CountryCode();
      EXPECT_FALSE(other_holder(shown, shown[last].record, matcher)) << unsaid << last;
    }
}

TEST(OtherHolder, IsNobodyWhoseNameOrBirthMayBeTheSame) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"GARCIA LOPEZ<<ANA MARIA", "PEREZ DE LEON<<ANA MARIA"},  // of the same birth: a marriage
      {"GARCIA LOPEZ<<ANA MARIA", "IXQUIAC TZOC<<PEDRO"},       // all else mistyped
  };
  for (const auto& [one, other] : cases) {
    EXPECT_EQ(told({one + " 1980-02-29", other + " 1980-02-29"}, 2), "none") << other;
    EXPECT_EQ(told({one + " 1980-02-29", other + " 1980-02-28"}, 2), "none") << "a digit";
    EXPECT_EQ(told({one + " 1980-05-09", other + " 1980-09-05"}, 2), "none") << "day for month";
    EXPECT_EQ(told({one + " 1985-02-28", other + " 1958-02-28"}, 2), "none") << "two digits";
    EXPECT_EQ(told({one + " 1980-02-28", other + " 1990-02-28"}, 2), "none") << "the year's digit";
    EXPECT_EQ(told({one + " 1980-02-29", other + " 1994-XX-XX"}, 2), "none") << "no whole date";
    EXPECT_EQ(told({one + " 1980-XX-XX", other + " 1994-11-03"}, 2), "none") << "no whole date";
  }
  const std::vector<std::pair<std::string, std::string>> names = {
      {"MUELLER<<JUERGEN", "MÜLLER<<JÜRGEN"},                  // a transliteration
      {"SHCHERBAKOV<<SERGEI", "CHTCHERBAKOV<<SERGEY"},         // another one
      {"GARCIA LOPEZ<<ANA MARIA", "GARICA LOPEZ<<ANA MARIA"},  // a typing error
      {"GARCIA LOPEZ<<ANA MARIA", "LOPEZ GARCIA<<ANA"},        // another order
      {"GARCIA LOPEZ<<ANA MARIA", "GARCIA<<ANA MARIA"},        // a surname left out
  };
  for (const auto& [one, other] : names)
    EXPECT_EQ(told({one + " 1980-02-29", other + " 1994-11-03"}, 2), "none") << other;
}

TEST(OtherHolder, IsToldWithTheLatestOfTheOthersBefore) {
  EXPECT_EQ(told({kAna, kAna, kPedro}, 3), "2<3");
  EXPECT_EQ(told({kAna, kAna, kPedro, kAna}, 3), "2<3");
  // Who comes to be known later than whoever followed.
  EXPECT_EQ(told({kAna, kPedro, kPedro}, 1), "1<2");
  // Whoever is known for it shows it again.
  EXPECT_EQ(told({kAna, kPedro, kAna}, 3), "none");
  EXPECT_EQ(told({kAna, kPedro, "PEREZ DE LEON<<ANA MARIA 1980-02-29"}, 3), "none");
  // What says too little stands for nobody.
  EXPECT_EQ(told({kAna, "IXQUIAC<<PEDRO 1994-XX-XX", kPedro}, 3), "1<3");
  EXPECT_EQ(told({kAna}, 1), "none");
}

}  // namespace
}  // namespace garita::central
