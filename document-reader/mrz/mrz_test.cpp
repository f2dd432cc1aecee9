#include "document-reader/mrz/mrz.h"

#include <gtest/gtest.h>

#include <sstream>

#include "document-reader/mrz/check_digit.h"
#include "document-reader/mrz/decode.h"

namespace garita::reader {
namespace {

const Date kToday = *Date::from_iso("2026-11-24");

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::stringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
  return parts;
}

std::string failing(const Mrz& mrz) {
  std::string names;
  for (const auto& check : mrz.checks) {
    if (!check.ok) names += (names.empty() ? "" : ",") + check.name;
  }
  return names;
}

std::string bad_checks(const std::string& lines) {
  const auto mrz = parse_mrz(split(lines, '|'), kToday);
  return mrz ? failing(*mrz) : "refused: " + mrz.error().message;
}

// ICAO Doc 9303-4, appendix B; 9303-5, appendix B; 9303-6, appendix B; 9303-7, appendices A and B.
constexpr auto kTd3 =
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<|L898902C36UTO7408122F1204159ZE184226B<<<<<10";
constexpr auto kTd1 =
    "I<UTOD231458907<<<<<<<<<<<<<<<|7408122F1204159UTO<<<<<<<<<<<6|ERIKSSON<<ANNA<MARIA<<<<<<<<<<";
constexpr auto kTd2 = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<|D231458907UTO7408122F1204159<<<<<<<6";
constexpr auto kMrva =
    "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<|L8988901C4XXX4009078F96121096ZE184226B<<<<<<";
constexpr auto kMrvb = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<|L8988901C4XXX4009078F9612109<<<<<<<<";

TEST(Mrz, ReadsTheSamplesOfDoc9303) {
  for (const auto* sample : {kTd3, kTd1, kTd2, kMrva, kMrvb}) {
    EXPECT_EQ(bad_checks(sample), "") << sample;
  }
  const auto mrz = *parse_mrz(split(kTd3, '|'), kToday);
  EXPECT_EQ(format_name(mrz.format), "TD3");
  EXPECT_EQ(mrz.fields.surname, "ERIKSSON");
  EXPECT_EQ(mrz.fields.given_names, "ANNA MARIA");
  EXPECT_EQ(mrz.fields.document_number, "L898902C3");
  EXPECT_EQ(mrz.fields.birth_date->text(), "1974-08-12");
  EXPECT_EQ(mrz.fields.expiry_date->text(), "2012-04-15");
  EXPECT_EQ(mrz.fields.optional_data, "ZE184226B");
  EXPECT_EQ(format_name(parse_mrz(split(kMrvb, '|'), kToday)->format), "MRVB");
}

TEST(Mrz, NamesTheFieldWhoseCheckDigitFails) {
  std::string wrong = kTd3;
  wrong[45 + 14] = '5';
  EXPECT_EQ(bad_checks(wrong), "birth_date,composite");
}

TEST(Mrz, NumbersTooLongForTheirFieldRunOn) {
  // Doc 9303-5's way, and that of cards that count the filler between as a place of weight.
  for (const std::string over : {"D23145890734", "D23145890<734"}) {
    std::string first = "I<UTOD23145890<734";
    first += *check_digit(over);
    first.resize(30, '<');
    std::string second = "7408122F1204159UTO<<<<<<<<<<<";
    second += *check_digit(first.substr(5) + "7408122" + "1204159" + "<<<<<<<<<<<");
    const auto mrz = *parse_mrz({first, second, "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"}, kToday);
    EXPECT_EQ(mrz.fields.document_number, "D23145890734");
    EXPECT_EQ(failing(mrz), "");
    EXPECT_EQ(mrz.fields.optional_data, "");
  }
}

TEST(Mrz, AnEmptyPersonalNumberHasZeroOrFillerAsItsDigit) {
  const std::string names = "P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<|";
  EXPECT_EQ(bad_checks(names + "C01X00T478D<<6408125F2702283<<<<<<<<<<<<<<<4"), "");
  const auto german =
      *parse_mrz(split(names + "C01X00T478D<<6408125F2702283<<<<<<<<<<<<<<<4", '|'), kToday);
  EXPECT_EQ(german.fields.issuing_state, "D");
}

/// What a passport says of a birth and an expiry, both with their right check digits.
Mrz with_dates(const std::string& birth, const std::string& expiry) {
  std::string text = kTd3;
  text.replace(45 + 13, 7, birth + check_digit(birth).value_or('0'));
  text.replace(45 + 21, 7, expiry + check_digit(expiry).value_or('0'));
  return *parse_mrz(split(text, '|'), kToday);
}

TEST(Mrz, DatesMayBePartlyUnknown) {
  const auto birth = [](const std::string& six) {
    const auto mrz = with_dates(six, "300101");
    return mrz.fields.birth_date ? mrz.fields.birth_date->text() : "none";
  };
  EXPECT_EQ(birth("740812"), "1974-08-12");
  EXPECT_EQ(birth("74<<<<"), "1974-XX-XX");
  EXPECT_EQ(birth("7408<<"), "1974-08-XX");
  EXPECT_EQ(birth("740800"), "1974-08-XX");
  EXPECT_EQ(birth("740000"), "1974-XX-XX");
  EXPECT_EQ(birth("<<0812"), "XXXX-08-12");
  EXPECT_EQ(birth("<<<<<<"), "none");
  // Some print zeros where nothing is known: nobody is born in 2000 for that.
  EXPECT_EQ(birth("000000"), "none");
  EXPECT_EQ(birth("741308"), "none");
  EXPECT_EQ(birth("740231"), "none");
  EXPECT_EQ(birth("740230"), "none");
  EXPECT_EQ(birth("74<<32"), "none");
  EXPECT_EQ(birth("7<0812"), "none");
  EXPECT_EQ(birth("74O812"), "none");
}

TEST(Mrz, TheCenturyOfABirthIsThePlausibleOneAndSaysSo) {
  const auto birth = [](const std::string& six, const std::string& expiry = "300101") {
    const auto mrz = with_dates(six, expiry);
    if (!mrz.fields.birth_date) return std::string("none");
    std::string said = mrz.fields.birth_date->text() + " ";
    said += birth_century_name(mrz.birth_century);
    if (const auto other = mrz.otherwise_born()) said += " " + other->text();
    return said;
  };
  EXPECT_EQ(birth("740812"), "1974-08-12 only_plausible");
  // Never in the future.
  EXPECT_EQ(birth("261124"), "2026-11-24 younger_of_two 1926-11-24");
  EXPECT_EQ(birth("261125"), "1926-11-25 only_plausible");
  EXPECT_EQ(birth("270101"), "1927-01-01 only_plausible");
  EXPECT_EQ(birth("26<<<<"), "2026-XX-XX younger_of_two 1926-XX-XX");
  // A hundred years earlier nobody would live any more.
  EXPECT_EQ(birth("110101"), "2011-01-01 younger_of_two 1911-01-01");
  EXPECT_EQ(birth("100101"), "2010-01-01 only_plausible");
  // 1900 had no 29 February.
  EXPECT_EQ(birth("000229"), "2000-02-29 only_plausible");
  EXPECT_EQ(birth("<<0812"), "XXXX-08-12 ");
  // Nobody was born after the document ran out.
  EXPECT_EQ(birth("150301", "120415"), "1915-03-01 only_plausible");
  EXPECT_EQ(birth("110301", "120415"), "2011-03-01 younger_of_two 1911-03-01");
  // An expiry whose digit fails decides nothing.
  std::string text = kTd3;
  text.replace(45 + 13, 7, "150301" + std::string(1, *check_digit("150301")));
  text[45 + 27] = '8';
  EXPECT_EQ(parse_mrz(split(text, '|'), kToday)->fields.birth_date->text(), "2015-03-01");
}

TEST(Mrz, AnExpiryLiesAtMostThirtyYearsAhead) {
  const auto expiry = [](const std::string& six) {
    const auto mrz = with_dates("740812", six);
    return mrz.fields.expiry_date ? mrz.fields.expiry_date->text() : "none";
  };
  EXPECT_EQ(expiry("561231"), "2056-12-31");
  EXPECT_EQ(expiry("570101"), "1957-01-01");
  EXPECT_EQ(expiry("990101"), "1999-01-01");
  EXPECT_EQ(expiry("30<<<<"), "2030-XX-XX");
  EXPECT_EQ(expiry("<<<<<<"), "none");
  EXPECT_EQ(expiry("120E15"), "none");
}

TEST(Mrz, RefusesWhatIsNoZone) {
  const std::string shapes = ": a zone has two lines of 44 or 36, or three of 30";
  EXPECT_EQ(bad_checks("P<UTO|L89"), "refused: 2 lines (characters: 5, 3)" + shapes);
  EXPECT_EQ(bad_checks(""), "refused: 0 lines (characters: 0)" + shapes);
  EXPECT_EQ(bad_checks("hello"),
            "refused: line 1, column 1: no character of a machine readable zone");
  const std::string names(kTd3, 44);
  EXPECT_EQ(bad_checks(names + "|L898902C36UTO7408122F1204159ZE184226B<<<<<1"),
            "refused: line 2, column 44: the line has 43 characters where 44 are expected");
  EXPECT_EQ(bad_checks(names + "<|L898902C36UTO7408122F1204159ZE184226B<<<<<10"),
            "refused: line 1, column 45: the line has 45 characters where 44 are expected");
  EXPECT_EQ(bad_checks(names + "|L898902C36UTO7408122F1204159ZE184226B<<<<<1\xC3"),
            "refused: line 2, column 44: no character of a machine readable zone");
  EXPECT_EQ(
      bad_checks("I<UTOD231458907<<<<<<<<<<<<<<<"),
      "refused: line 1, column 1: one line of 30 is a driving licence's, which begins with D");
}

/// The zone with full certainty, but for the alternatives given for single places.
RecognisedZone recognised(const std::string& lines,
                          std::vector<std::tuple<std::size_t, std::size_t, RecognisedCell>> open) {
  RecognisedZone zone;
  for (const auto& line : split(lines, '|')) {
    auto& cells = zone.lines.emplace_back();
    for (const char c : line) cells.push_back({{c, 0.999F}});
  }
  for (const auto& [line, column, cell] : open) zone.lines.at(line).at(column) = cell;
  return zone;
}

TEST(Decode, TheCheckDigitDecidesWhatThePixelsLeaveOpen) {
  const auto decoded = *decode_zone(recognised(kTd3, {{1, 4, {{'8', 0.6F}, {'9', 0.4F}}}}), kToday);
  EXPECT_EQ(decoded.mrz.fields.document_number, "L898902C3");
  EXPECT_TRUE(decoded.mrz.valid());
  EXPECT_TRUE(decoded.corrected);
  EXPECT_NEAR(decoded.character_confidence[1][4], 0.4, 1e-6);
}

TEST(Decode, WhatThePixelsShowClearlyStaysThoughItsCheckFails) {
  const auto decoded =
      *decode_zone(recognised(kTd3, {{1, 4, {{'8', 0.99F}, {'9', 0.01F}}}}), kToday);
  EXPECT_EQ(decoded.mrz.fields.document_number, "L898802C3");
  EXPECT_EQ(failing(decoded.mrz), "document_number,composite");
  EXPECT_FALSE(decoded.corrected);
}

TEST(Decode, ThePlaceChoosesBetweenLettersAndDigits) {
  const auto decoded = *decode_zone(
      recognised(kTd3, {{0, 5, {{'3', 0.5F}, {'E', 0.45F}}}, {1, 13, {{'T', 0.6F}, {'7', 0.4F}}}}),
      kToday);
  EXPECT_EQ(decoded.mrz.fields.surname, "ERIKSSON");
  EXPECT_EQ(decoded.mrz.fields.birth_date->text(), "1974-08-12");
  EXPECT_FALSE(decoded.corrected);
}

}  // namespace
}  // namespace garita::reader
