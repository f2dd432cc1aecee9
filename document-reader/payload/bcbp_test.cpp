// Source of the layout: IATA Resolution 792, attachment A. Passengers and passes are invented.

#include "document-reader/payload/bcbp.h"

#include <gtest/gtest.h>

namespace garita::reader {
namespace {

const Date kToday = *Date::from_iso("2026-11-24");
const std::string kHead = "M1QUETZAL/IXCHEL MS   E";
const std::string kLeg = "XYZ123 GUAMADIB 6342 327Y012A0034 1";
/// Unique items of a pass issued on day 326 of a year ending in 6, with a baggage tag.
const std::string kUnique =
    ">51820WW6326BIB 0075123456789002A0751234567890 0IB IB 1234567890      ";

std::string text_of_pass(const Result<Payload>& pass) {
  if (!pass) return "refused: " + pass.error().message;
  std::string said;
  for (const auto& [name, value] : pass->fields) said += name + "=" + value + "\n";
  for (const auto& group : pass->groups) {
    said += "[" + group.name + "]\n";
    for (const auto& [name, value] : group.fields) said += name + "=" + value + "\n";
  }
  for (const auto& warning : pass->warnings) said += "! " + warning + "\n";
  return said;
}

std::string read(const std::string& text, Date today = kToday) {
  return text_of_pass(read_bcbp(bytes_of(text), today));
}

std::string field(const std::string& text, std::string_view name, Date today = kToday) {
  const auto pass = read_bcbp(bytes_of(text), today);
  if (!pass) return "refused: " + pass.error().message;
  return std::string(find_field(pass->fields, name).value_or("-"));
}

std::string leg_field(const std::string& text, std::size_t leg, std::string_view name,
                      Date today = kToday) {
  const auto pass = read_bcbp(bytes_of(text), today);
  if (!pass) return "refused: " + pass.error().message;
  return std::string(find_field(pass->groups.at(leg - 1).fields, name).value_or("-"));
}

std::string two_hex(std::size_t size) { return to_hex(Bytes{static_cast<std::uint8_t>(size)}); }

TEST(Bcbp, ReadsMandatoryItems) {
  EXPECT_EQ(read(kHead + kLeg + "00"),
            "surname=QUETZAL\ngiven_names=IXCHEL MS\nelectronic_ticket_indicator=E\n"
            "[legs]\npnr=XYZ123\nfrom_airport=GUA\nto_airport=MAD\noperating_carrier=IB\n"
            "flight_number=6342\nflight_day=327\ncompartment=Y\nseat=012A\n"
            "check_in_sequence=0034\npassenger_status=1\nflight_date=2026-11-23\n"
            "flight_year_basis=today\n");
}

TEST(Bcbp, ReadsConditionalItemsAirlineDataAndSecurityData) {
  const std::string unique = ">5181WW6326BIB 0075123456789";
  const std::string repeated = "2A0751234567890 0IB AV 12345678901      1PCN";
  const std::string variable = unique + repeated + "OWN USE";
  EXPECT_EQ(read(kHead + kLeg + two_hex(variable.size()) + variable + "^106ABCDEF"),
            "surname=QUETZAL\ngiven_names=IXCHEL MS\nelectronic_ticket_indicator=E\n"
            "bcbp_version=5\npassenger_description=1\ncheck_in_source=W\nissuance_source=W\n"
            "issue_day=6326\ndocument_type=B\nissuer_airline=IB\nbaggage_tag=0075123456789\n"
            "security_type=1\nsecurity_length=6\nsecurity_data=ABCDEF\nissue_date=2026-11-22\n"
            "[legs]\npnr=XYZ123\nfrom_airport=GUA\nto_airport=MAD\noperating_carrier=IB\n"
            "flight_number=6342\nflight_day=327\ncompartment=Y\nseat=012A\n"
            "check_in_sequence=0034\npassenger_status=1\nairline_numeric_code=075\n"
            "ticket_number=1234567890\ninternational_document_check=0\nmarketing_carrier=IB\n"
            "frequent_flyer_airline=AV\nfrequent_flyer_number=12345678901\n"
            "free_baggage_allowance=1PC\nfast_track=N\nairline_data=OWN USE\n"
            "flight_date=2026-11-23\nflight_year_basis=issue_date\n");
}

TEST(Bcbp, ReadsUpToFourLegsAndKeepsABlankOnesPlace) {
  std::string text = "M4QUETZAL/IXCHEL      E" + kLeg + "04>600" + std::string(35, ' ') + "00";
  text +=
      "XYZ123 MADCDGAF 1201 328Y001A0001 104"
      "00AB"
      "XYZ123 CDGFRALH 1020 001Y001A0001 100^100";
  const auto pass = read_bcbp(bytes_of(text), kToday);
  ASSERT_TRUE(pass) << pass.error().message;
  ASSERT_EQ(pass->groups.size(), 4U);
  EXPECT_TRUE(pass->groups[1].fields.empty());
  EXPECT_EQ(leg_field(text, 3, "from_airport"), "MAD");
  EXPECT_EQ(leg_field(text, 3, "airline_data"), "AB");
  EXPECT_EQ(leg_field(text, 4, "to_airport"), "FRA");
  EXPECT_EQ(leg_field(text, 4, "flight_date"), "2027-01-01") << "after the first leg's year ends";
  EXPECT_EQ(leg_field(text, 4, "flight_year_basis"), "first_leg");
}

TEST(Bcbp, LeavesOutItemsThatASmallerSizeLeavesOut) {
  const auto with = [](const std::string& variable) {
    return kHead + kLeg + two_hex(variable.size()) + variable;
  };
  EXPECT_EQ(field(with(">60B1WM6326BIB 0E0751234567890 "), "issuer_airline"), "IB");
  EXPECT_EQ(leg_field(with(">60B1WM6326BIB 0E0751234567890 "), 1, "ticket_number"), "1234567890");
  EXPECT_EQ(leg_field(with(">60B1WM6326BIB 0E0751234567890 "), 1, "selectee"), "-");
  EXPECT_EQ(leg_field(with(">3000007E-TICKET"), 1, "airline_data"), "07E-TICKET")
      << "no conditional items at all";
  EXPECT_EQ(leg_field(with(">5002A                                         N"), 1, "fast_track"),
            "N");
  EXPECT_EQ(leg_field(with(">20B0  6326BIB 290751234567890 0IB IB 12345678901          X"), 1,
                      "airline_data"),
            "X")
      << "version 2 has no fast track";
  EXPECT_EQ(
      field(with(">6320WW6326BIB 00751234567890075123456790000000000000100"), "baggage_tag_3"),
      "0000000000001");
}

TEST(Bcbp, TheYearOfAFlightIsGuessedAndSaysHow) {
  const auto date = [](const std::string& day, const std::string& issue, const char* today) {
    auto leg = kLeg;
    leg.replace(21, 3, day);
    const auto variable = issue.empty() ? "" : ">507   " + issue + "00";
    const auto text = kHead + leg + two_hex(variable.size()) + variable;
    const auto now = *Date::from_iso(today);
    return leg_field(text, 1, "flight_date", now) + " " +
           leg_field(text, 1, "flight_year_basis", now);
  };
  EXPECT_EQ(date("001", "", "2026-12-30"), "2027-01-01 today");
  EXPECT_EQ(date("364", "", "2027-01-02"), "2026-12-30 today");
  EXPECT_EQ(date("366", "", "2026-11-24"), "2024-12-31 today") << "the nearest leap year";
  EXPECT_EQ(date("001", "1364", "2023-06-01"), "2022-01-01 issue_date");
  EXPECT_EQ(date("364", "1364", "2023-06-01"), "2021-12-30 issue_date");
  EXPECT_EQ(date("327", "6328", "2026-11-24"), "2026-11-23 issue_date")
      << "issued after midnight, yesterday at the airport";
  EXPECT_EQ(date("330", "7330", "2026-11-24"), "2017-11-26 issue_date")
      << "ten years ago: no pass is issued in the future";
  EXPECT_EQ(date("  1", "", "2026-12-30"), "2027-01-01 today") << "blanks for zeros";
  EXPECT_EQ(date("000", "", "2026-12-30"), "- -");
  EXPECT_EQ(date("367", "", "2026-12-30"), "- -");
}

TEST(Bcbp, ReadsAPassWhoseEndWasCutOff) {
  EXPECT_EQ(leg_field(kHead + kLeg.substr(0, 25), 1, "flight_day"), "327");
  const std::string variable =
      ">5181WW6326BIB 00751234567892A0751234567890 0IB AV 12345678901      1PCN";
  const auto whole = kHead + kLeg + two_hex(variable.size() + 10) + variable + "OWN";
  EXPECT_EQ(leg_field(whole, 1, "airline_data"), "OWN");
  EXPECT_EQ(read_bcbp(bytes_of(whole), kToday)->warnings.front(),
            "leg 1: the pass ends 7 bytes early, in its airline's data");
  auto two = "M2" + whole.substr(2, 60 + 50);
  EXPECT_EQ(leg_field(two, 1, "ticket_number"), "1234567890");
  EXPECT_EQ(
      read_bcbp(bytes_of(two), kToday)->warnings,
      (std::vector<std::string>{"leg 1: the pass ends 30 bytes early, in its conditional items",
                                "the pass ends after leg 1 of 2"}));
  EXPECT_EQ(leg_field(kHead + kLeg + "00>5181WW6326BIB 0075123456789" + "030751", 1,
                      "airline_numeric_code"),
            "075")
      << "a size of 0 before conditional items";
  EXPECT_EQ(leg_field(kHead + kLeg + "00\r\n", 1, "seat"), "012A") << "what scanners end with";
}

TEST(Bcbp, SecurityDataAreNeverDropped) {
  EXPECT_EQ(field(kHead + kLeg +
                      "00^406\x01\x02\xFF"
                      "abc",
                  "security_data_hex"),
            "0102ff616263");
  EXPECT_EQ(field(kHead + kLeg + "00^403\x01\x02\n", "security_data_hex"), "01020a")
      << "a signature may end like a line";
  EXPECT_EQ(field(kHead + kLeg + "00^403\x01\x02\n\r\n", "security_data_hex"), "01020a");
  EXPECT_EQ(field(kHead + kLeg + "00^43CMEUC", "security_data"), "MEUC");
  EXPECT_EQ(field(kHead + kLeg + "00^43CMEUC", "security_length"), "60");
  const auto seal = [](const std::string& text) {
    const auto pass = read_bcbp(bytes_of(text), kToday);
    return pass->seal->signer + " " + std::string(seal_verdict_name(pass->seal->verdict));
  };
  EXPECT_EQ(seal(kHead + kLeg + "00^404MEUC"), "IB unknown_signer");
  EXPECT_EQ(seal(kHead + kLeg + "00^100"), " unsigned");
  EXPECT_EQ(seal(kHead + kLeg + "00"), " unsigned");
}

TEST(Bcbp, RefusesWhatIsNoPassNamingTheByte) {
  EXPECT_EQ(read(""), "refused: ends within the mandatory items, at byte 0");
  EXPECT_EQ(read(kHead), "refused: ends within the mandatory items, at byte 23");
  EXPECT_EQ(read("S1" + kHead.substr(2) + kLeg + "00"),
            "refused: a format code other than M at byte 0");
  for (const char* legs : {"MX", "M0", "M5", "M9"}) {
    EXPECT_EQ(read(legs + kHead.substr(2) + kLeg + "00"),
              "refused: a number of legs that is not 1 to 4 at byte 1");
  }
  EXPECT_EQ(read("M2" + kHead.substr(2) + kLeg + "00"),
            "refused: leg 2: not there at byte 60, 2 legs are announced");
  EXPECT_EQ(read("M2" + kHead.substr(2) + kLeg + "00^106ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
            "refused: leg 2: not there at byte 60, 2 legs are announced");
  EXPECT_EQ(read("M1QUETZAL/IXCH\xC3\x89L      E" + kLeg + "00"),
            "refused: a character that no boarding pass has at byte 14");
  EXPECT_EQ(read("M1QUETZAL/^104\x01\x02\x03\x04    E" + kLeg + "00"),
            "refused: a character that no boarding pass has at byte 14");
  EXPECT_EQ(read(kHead + kLeg + "0G"), "refused: leg 1: no hexadecimal size before at byte 60");
  EXPECT_EQ(read(kHead + kLeg + "00+100"),
            "refused: neither another leg nor security data (\"^\") at byte 60");
  EXPECT_EQ(read(kHead + kLeg + "00^102ABC"),
            "refused: more than the security data announced at byte 64");
  EXPECT_EQ(read(kHead + kLeg +
                 "00^\xB5"
                 "02AB"),
            "refused: a type of security data that is no character at byte 61");
  EXPECT_EQ(read(kHead + kLeg + "00^1ZZAB"),
            "refused: no hexadecimal size of security data before at byte 64");
  EXPECT_EQ(read(kHead + kLeg + "FF>60000ABC^104ABCD"),
            "refused: leg 1: its size goes beyond the pass, to byte 315 of 77");
  EXPECT_EQ(read(kHead + kLeg + "06>6FF00"),
            "refused: leg 1: conditional items are larger than their leg at byte 64");
  EXPECT_EQ(read(kHead + kLeg + "08>6002A    "),
            "refused: leg 1: conditional items are larger than their leg at byte 66");
  EXPECT_EQ(read(kHead + "XYZ123 GUAMADIB 6342 ABCY012A0034 100"),
            "refused: leg 1: a day of flight that is no number");
}

}  // namespace
}  // namespace garita::reader
