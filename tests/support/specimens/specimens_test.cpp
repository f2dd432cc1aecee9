#include <gtest/gtest.h>

#include <opencv2/core.hpp>

#include "tests/support/specimens/fields.h"
#include "tests/support/specimens/mrz_lines.h"
#include "tests/support/specimens/photograph.h"
#include "tests/support/specimens/specimen.h"

namespace garita::tests {
namespace {

SpecimenFields eriksson(SpecimenFormat format, const char* code, const char* number) {
  return {.format = format,
          .document_code = code,
          .issuing_state = "UTO",
          .document_number = number,
          .surname = "Eriksson",
          .given_names = "Anna Maria",
          .nationality = "UTO",
          .birth_date = "1974-08-12",
          .sex = "F",
          .expiry_date = "2012-04-15"};
}

std::string joined(const SpecimenFields& fields) {
  std::string all;
  for (const auto& line : mrz_lines(fields)) all += (all.empty() ? "" : "|") + line;
  return all;
}

// The examples are those of ICAO Doc 9303, part 4 appendix B, part 5 appendix B, part 6 appendix B
// and part 7 appendix B.
TEST(MrzLines, AreThoseOfTheStandardsExamples) {
  auto passport = eriksson(SpecimenFormat::kTd3, "P", "L898902C3");
  passport.optional_data = "ZE184226B";
  EXPECT_EQ(joined(passport),
            "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<|"
            "L898902C36UTO7408122F1204159ZE184226B<<<<<10");
  EXPECT_EQ(joined(eriksson(SpecimenFormat::kTd1, "I", "D23145890")),
            "I<UTOD231458907<<<<<<<<<<<<<<<|7408122F1204159UTO<<<<<<<<<<<6|"
            "ERIKSSON<<ANNA<MARIA<<<<<<<<<<");
  EXPECT_EQ(joined(eriksson(SpecimenFormat::kTd2, "I", "D23145890")),
            "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<|D231458907UTO7408122F1204159<<<<<<<6");
  auto visa = eriksson(SpecimenFormat::kMrvA, "V", "L8988901C");
  visa.nationality = "XXX";
  visa.birth_date = "1940-09-07";
  visa.expiry_date = "1996-12-10";
  visa.optional_data = "6ZE184226B";
  EXPECT_EQ(joined(visa),
            "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<|"
            "L8988901C4XXX4009078F96121096ZE184226B<<<<<<");
}

TEST(MrzLines, SpellNamesWithinTheAlphabet) {
  EXPECT_EQ(mrz_spelling("Núñez de la Concepción"), "NUNEZ<DE<LA<CONCEPCION");
  EXPECT_EQ(mrz_spelling("O'Connor"), "OCONNOR");
  EXPECT_EQ(mrz_spelling("Müller-Groß"), "MUELLER<GROSS");
}

TEST(MrzLines, CarryLongNumbersIntoTheOptionalData) {
  // Doc 9303-5, note j.
  EXPECT_EQ(mrz_lines(eriksson(SpecimenFormat::kTd1, "I", "D23145890734")).at(0),
            "I<UTOD23145890<7349<<<<<<<<<<<");
}

TEST(MrzLines, AreWrongInOneDigitWhereThatIsTheFlaw) {
  auto fields = eriksson(SpecimenFormat::kTd3, "P", "L898902C3");
  const auto good = mrz_lines(fields).at(1);
  fields.flaw = Flaw::kWrongDigit;
  const auto bad = mrz_lines(fields).at(1);
  EXPECT_EQ(bad.substr(0, 9), good.substr(0, 9));
  EXPECT_NE(bad[9], good[9]);
  EXPECT_EQ(bad.substr(10, 33), good.substr(10, 33));
  EXPECT_EQ(bad[43], check_digit(bad.substr(0, 10) + bad.substr(13, 7) + bad.substr(21, 22)));
}

TEST(Specimens, AreTheSameBytesFromTheSameSeed) {
  const auto fields = eriksson(SpecimenFormat::kTd1, "I", "D23145890");
  const DrawingSettings coarse{.dots_per_inch = 120};
  const auto bytes = [&](std::uint64_t seed) {
    const PhotographSettings settings{.seed = seed, .long_side_px = 640};
    const double width = size_mm(fields.format).width;
    return encoded(photograph(draw_specimen(fields, coarse), width, settings), PictureFile::kPng);
  };
  const auto first = bytes(7);
  EXPECT_EQ(first, bytes(7));
  EXPECT_NE(first, bytes(8));
}

TEST(Specimens, HaveTheirFormatsSize) {
  for (const auto format : {SpecimenFormat::kTd1, SpecimenFormat::kTd2, SpecimenFormat::kTd3,
                            SpecimenFormat::kMrvA, SpecimenFormat::kMrvB}) {
    const auto page = draw_specimen(eriksson(format, "I", "D23145890"), {.dots_per_inch = 127});
    EXPECT_NEAR(page.cols, size_mm(format).width * 5, 1) << specimen_format_name(format);
    EXPECT_NEAR(page.rows, size_mm(format).height * 5, 1) << specimen_format_name(format);
  }
}

TEST(Fields, AreReadByTheKeysOfTheReader) {
  const auto read = fields_from_json(R"({"format":"TD1","surname":"Ñ","flaw":"covered"})");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->format, SpecimenFormat::kTd1);
  EXPECT_EQ(read->surname, "Ñ");
  EXPECT_EQ(read->flaw, Flaw::kCoveredZone);
  EXPECT_FALSE(fields_from_json(R"({"nickname":"A"})"));
  EXPECT_FALSE(fields_from_json("[]"));
}

TEST(Travellers, OfTheDemoAreAllReadable) {
  const auto table = read_travellers(GARITA_SOURCE_DIR "/deploy/demo/country/travellers.tsv");
  ASSERT_TRUE(table) << table.error().message;
  EXPECT_GE(table->size(), 40U);
  for (const auto& traveller : *table) {
    for (const auto& line : mrz_lines(traveller.fields)) {
      EXPECT_EQ(line.size(), mrz_lines(traveller.fields).back().size()) << traveller.id;
    }
  }
}

}  // namespace
}  // namespace garita::tests
