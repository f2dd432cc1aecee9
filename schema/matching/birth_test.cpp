#include "schema/matching/birth.h"

#include <gtest/gtest.h>

namespace garita {
namespace {

std::string reread(std::string_view text) {
  const auto birth = Birth::from_text(text);
  return birth ? birth->text() : "rejected: " + birth.error().message;
}

TEST(Birth, ReadsWhatDocumentsAndListsSay) {
  const struct {
    std::string_view text, expected;
  } cases[] = {
      {"1974-03-09", "1974-03-09"},
      {"1974-03", "1974-03"},
      {"1974", "1974"},
      {"1970..1975", "1970..1975"},
      {"1974..1974", "1974"},
      {"", ""},
      {"-", ""},
      {"1974-XX-XX", "1974"},
      {"1974-XX-09", "1974-XX-09"},
      {"XXXX-XX-XX", ""},
      {"1984-2-01", "1984-02-01"},
      {"1968-13-30", "1968-XX-30"},
      {"1714-01-81", "1714-01"},
      {"1974-00-00", "1974"},
  };
  for (const auto& each : cases) EXPECT_EQ(reread(each.text), each.expected) << each.text;
  for (const auto* bad : {"74", "0000", "1974-", "1974-3-", "1974/03/09", "1975..1970", "19x4",
                          "1974-03-09T00:00", "about 1974", "1974--1", "1974-+3-09"})
    EXPECT_TRUE(reread(bad).starts_with("rejected: ")) << bad << " " << reread(bad);
}

TEST(Birth, OfADateWithUnknownPartsIsThatOfItsText) {
  const auto date = *PartialDate::from_text("1974-XX-XX");
  EXPECT_EQ(Birth::from_date(date), *Birth::from_text("1974"));
  EXPECT_FALSE(Birth::from_date({}).known());
}

TEST(TwoBirths, AgreeAsFarAsTheySay) {
  using enum BirthAgreement;
  const struct {
    std::string_view a, b;
    BirthAgreement expected;
  } cases[] = {
      {"1974-03-09", "1974-03-09", kSameDay},    {"1974-03-09", "", kUnknown},
      {"1974-03-09", "1974-03", kCompatible},    {"1974-03-09", "1974", kCompatible},
      {"1974-03-09", "1974-01-01", kCompatible},  // lists write 1 January for the year alone
      {"1974-03-09", "1970..1980", kCompatible}, {"1974", "1974", kCompatible},
      {"1974-03-09", "1974-09-03", kSlip},  // day for month
      {"1974-03-09", "1974-03-19", kSlip},  // a digit
      {"1974-03-09", "1984-03-09", kSlip},       {"1974-03-09", "1947-03-09", kSlip},
      {"1974-03-09", "1974-03-22", kSlip},       {"1974-03-09", "1975-08-20", kNearYear},
      {"1974-03-09", "1977", kFewYears},         {"1974", "1984", kFewYears},
      {"1974-03-09", "1981-06-17", kFar},        {"1974-03-09", "1970..1971", kFewYears},
      {"1974-03-09", "1999-06-17", kVeryFar},
  };
  for (const auto& each : cases) {
    const auto a = *Birth::from_text(each.a);
    const auto b = *Birth::from_text(each.b);
    EXPECT_EQ(compare_births(a, b), each.expected) << each.a << " " << each.b;
    EXPECT_EQ(compare_births(b, a), each.expected) << each.b << " " << each.a;
  }
}

}  // namespace
}  // namespace garita
