#include "document-reader/mrz/remarks.h"

#include <gtest/gtest.h>

#include <sstream>

namespace garita::reader {
namespace {

/// "unknown_code(nationality) …"
std::string remarks(const std::string& zone) {
  std::vector<std::string> lines;
  std::stringstream stream(zone);
  for (std::string line; std::getline(stream, line, '|');) lines.push_back(line);
  const auto mrz = parse_mrz(lines, *Date::from_iso("2026-11-24"));
  if (!mrz) return "refused: " + mrz.error().message;
  std::string text;
  for (const auto& [code, field] : remarks_on(*mrz)) {
    text += (text.empty() ? "" : " ") + std::string(code) + "(" + std::string(field) + ")";
  }
  return text;
}

std::string passport(const std::string& first, const std::string& second) {
  return remarks(first + std::string(44 - first.size(), '<') + "|" + second);
}

TEST(Remarks, NoneWhereNothingIsOdd) {
  EXPECT_EQ(passport("P<UTOERIKSSON<<ANNA<MARIA", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"),
            "");
  EXPECT_EQ(passport("P<D<<MUSTERMANN<<ERIKA", "C01X00T478D<<6408125<2702283<<<<<<<<<<<<<<<4"), "");
  EXPECT_EQ(passport("PTGTMLOPEZ<<ANA", "C01X00T478XXA<<<<<<<F<<<<<<<<<<<<<<<<<<<<<<4"), "");
}

TEST(Remarks, NameCodesDatesAndSexThatAreNone) {
  EXPECT_EQ(passport("P<YTOERIKSSON<<ANNA", "L898902C36UT<7408122F1204159ZE184226B<<<<<10"),
            "unknown_code(issuing_state) unknown_code(nationality)");
  EXPECT_EQ(passport("P<<<<ERIKSSON<<ANNA", "L898902C36<<<7408122F1204159ZE184226B<<<<<10"),
            "unknown_code(issuing_state)");
  EXPECT_EQ(passport("P<UTOERIKSSON<<ANNA", "L898902C36UTO7413322B120E159ZE184226B<<<<<10"),
            "no_date(birth_date) no_date(expiry_date) unknown_sex(sex)");
  EXPECT_EQ(passport("P<UTOERIKSSON<<ANNA", "L898902C36UTO0000002F<<<<<<9ZE184226B<<<<<10"), "");
}

TEST(Remarks, ALetterInTheLastPlaceMayHideMore) {
  EXPECT_EQ(remarks("P<UTONILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K|"
                    "L898902C36UTO7408122F1204159ZE184226B<<<<<10"),
            "may_be_truncated(given_names)");
  EXPECT_EQ(remarks("P<UTOABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLM|"
                    "L898902C36UTO7408122F1204159ZE184226B<<<<<10"),
            "may_be_truncated(surname)");
  EXPECT_EQ(remarks("IDFRADE<LA<TOUR<DU<PIN<CHAMBLY075033|120675P001232ANNE<<MARIE<JO6805230F3"),
            "may_be_truncated(surname) may_be_truncated(given_names)");
}

TEST(Remarks, SayWhatNationalDocumentsDoTheirOwnWay) {
  EXPECT_EQ(remarks("IDMEX9876543213<<1234500067890|8504124M3312315MEX<02<<54321<0|"
                    "SOLANO<<BEATRIZ<<<<<<<<<<<<<<<"),
            "sex_in_spanish(sex)");
  EXPECT_EQ(remarks("BBC123D<<|FACHE301234567001<<810904<<<<<|KELLER<<URS<<<<<<<<<<<<<<<<<<<"),
            "no_check_digits(document_number)");
  EXPECT_EQ(remarks("D1FRA15BB012346300119DUPONT<<4"), "holds_by_issuers_rule(document_number)");
  EXPECT_EQ(remarks("D1FRA15BB012348300119DUPONT<<6"), "");
  EXPECT_EQ(remarks("D1FRA15BB012347300119DUPONT<<6"), "");
}

}  // namespace
}  // namespace garita::reader
