// Source of the layouts: AAMVA DL/ID card design standard 2020, Annex D, and DL/ID-2000, Annex A.
// The holders are invented.

#include "document-reader/payload/aamva.h"

#include <gtest/gtest.h>

#include "document-reader/payload/aamva_values.h"

namespace garita::reader {
namespace {

const std::string kHead10 = "@\n\x1e\rANSI 636006100002";
const std::string kDirectory = "DL00410000ZC00000000";
const std::string kHolder =
    "DLDAQ900000017\nDCSQUETZAL\nDDEN\nDACIXCHEL\nDDFN\nDADMARIA\nDDGN\nDBB03151990\n"
    "DBA03152031\nDBD03152026\nDBC2\nDAU064 in\nDAYBRO\nDAG1 CEIBA ST\nDAIHARTFORD\nDAJCT\n"
    "DAK061020000  \nDCGUSA\rZCZCA5\rZ";

Result<Payload> read(const std::string& text) { return read_aamva(bytes_of(text)); }

/// The value of a field; "-" when there is none, the reason when the card is refused.
std::string field(const std::string& text, std::string_view name) {
  const auto card = read(text);
  if (!card) return "refused: " + card.error().message;
  return std::string(find_field(card->fields, name).value_or("-"));
}

std::string all_of(const std::string& text) {
  const auto card = read(text);
  if (!card) return "refused: " + card.error().message;
  std::string said;
  for (const auto& [name, value] : card->fields) said += name + "=" + value + "\n";
  for (const auto& warning : card->warnings) said += "! " + warning + "\n";
  return said;
}

/// A card of one subfile with these elements.
std::string card_of(const std::string& version, const std::string& elements) {
  const bool first = version == "01";
  return "@\n\x1e\rANSI 636006" + version + (first ? "" : "00") + "01DL0031" + "0000DL" + elements +
         "\r";
}

TEST(Aamva, SaysWhatTheCardSaysInTheWordsOfAZone) {
  EXPECT_EQ(all_of(kHead10 + kDirectory + kHolder),
            "document_type=driving_licence\naamva_version=10\njurisdiction_version=0\n"
            "issuer_number=636006\nissuing_jurisdiction=CT\nsurname=QUETZAL\n"
            "given_names=IXCHEL MARIA\nfirst_name=IXCHEL\nmiddle_names=MARIA\n"
            "document_number=900000017\nbirth_date=1990-03-15\nsex=F\nexpiry_date=2031-03-15\n"
            "issue_date=2026-03-15\nissuing_state=USA\naddress_street=1 CEIBA ST\n"
            "address_city=HARTFORD\naddress_jurisdiction=CT\naddress_postal_code=06102\n"
            "height_cm=163\n"
            "eye_colour=BRO\nsurname_truncation=whole\nfirst_name_truncation=whole\n"
            "middle_names_truncation=whole\nZCA=5\ntrailing_data=Z\n");
}

TEST(Aamva, KnowsEveryShapeOfHeaderThatScannersLeave) {
  const std::string rest = "636006100002" + kDirectory + kHolder;
  for (const std::string head :
       {"@\n\x1e\rANSI ", "@\n\x1c\rANSI ", "@\n\rANSI ", "@\n\nANSI ", "@ANSI ", "ANSI ",
        "@\n\x1e\rAAMVA", "@AMVA ", "@\n6AAMVA", "\xEF\xBB\xBF@\n\x1e\nANSI ",
        "\xEF\xBB\xBF @\n6ANSI ", "@\r\n\x1e\r\nANSI ", "@NSI ", "@acANSI ",
        "@\xC2\x90\n\xC2\x90\xC2\x90\n\xC2\x90"
        "ANSI "}) {
    EXPECT_EQ(field(head + rest, "document_number"), "900000017") << head;
    EXPECT_EQ(field(head + rest, "ZCA"), "5") << head;
    EXPECT_EQ(kind_of_payload(bytes_of(head + rest)), PayloadKind::kAamva) << head;
  }
}

TEST(Aamva, Version01HasNoJurisdictionVersion) {
  const auto card = card_of("01", "DAQ17\nDAAQUETZAL,IXCHEL,MARIA\nDBB19900315\nDAU505");
  EXPECT_EQ(field(card, "jurisdiction_version"), "-");
  EXPECT_EQ(field(card, "document_number"), "17");
  EXPECT_EQ(field(card, "issuing_state"), "USA") << "by its issuer: version 01 has no DCG";
  EXPECT_EQ(field(card_of("09", "DAQ17"), "jurisdiction_version"), "0");
}

TEST(Aamva, FindsSubfilesWhereTheDirectoryIsWrong) {
  const auto number_and_own = [](const std::string& text) {
    return field(text, "document_number") + " " + field(text, "ZCA");
  };
  const std::string body = "DLDAQ17\nDCSQUETZAL\rZCZCA5\r";
  for (const char* directory : {"DL00410019ZC00600008", "DL00000000ZC00000000",
                                "DL00300019ZC99999999", "DL00310019ZC00420008"}) {
    EXPECT_EQ(number_and_own(kHead10 + directory + body), "17 5") << directory;
  }
  EXPECT_EQ(number_and_own("@\n\x1e\rANSI 636006100001DLabac" + body), "17 5")
      << "Alberta: letters for numbers";
  EXPECT_EQ(number_and_own(kHead10 + "DL00410019ZC00600008DAQ17\nDCSQUETZAL\rZCZCA5\r"), "17 5")
      << "Wyoming: the subfile's type is not repeated";
  EXPECT_EQ(number_and_own("@\n6MANSI 636006100002DL00410019ZC00600008DLDCSQUETZAL\nDAQ17MZCZCA5M"),
            "17 5")
      << "Wisconsin: the terminator has become a letter";
  EXPECT_EQ(number_and_own("@|\x1e|ANSI 636006100002DL00410019ZC00600008DLDAQ17|DCSQ|ZCZCA5|"),
            "17 5")
      << "Massachusetts: pipes";
}

TEST(Aamva, PartsTextThatLostItsSeparators) {
  const std::string text =
      "@ANSI 636006040002DL00410000ZC00000000DLDAQD17DCSDANIELDDENDACDALLASDDFNDADNDANDDGN"
      "DBB03151990DBA03152031DBD03152026DBC2DAU 64 INDAG12 SUNDAY LANEDAIDADE "
      "CITYDAJCTDAK061020000  "
      "DCGUSAZCZCAMADAMZCBZCAZCC1";
  const auto is = [&](std::string_view name) { return field(text, name); };
  EXPECT_EQ(is("surname"), "DANIEL");
  EXPECT_EQ(is("given_names"), "DALLAS NDAN");
  EXPECT_EQ(is("document_number"), "D17");
  EXPECT_EQ(is("birth_date"), "1990-03-15");
  EXPECT_EQ(is("address_city"), "DADE CITY");
  EXPECT_EQ(is("address_street"), "12 SUNDAY LANE");
  EXPECT_EQ(is("ZCA"), "MADAM");
  EXPECT_EQ(is("ZCB"), "ZCA");
  EXPECT_EQ(is("ZCC"), "1");
  EXPECT_EQ(read(text)->warnings.front(),
            "the separators between data elements are lost: they were parted by their names");
}

TEST(Aamva, NamesOfEveryVersion) {
  const auto name = [](const std::string& version, const std::string& elements) {
    const auto card = card_of(version, "DAQ17\n" + elements);
    return field(card, "surname") + "|" + field(card, "given_names") + "|" +
           field(card, "first_name") + "|" + field(card, "middle_names") + "|" +
           field(card, "name_suffix");
  };
  EXPECT_EQ(name("01", "DAAQUETZAL,IXCHEL,MARIA,JR"), "QUETZAL|IXCHEL MARIA|IXCHEL|MARIA|JR");
  EXPECT_EQ(name("01", "DAAQUETZAL,IXCHEL,,3RD"), "QUETZAL|IXCHEL|IXCHEL|-|3RD");
  EXPECT_EQ(name("01", "DAAQUETZAL$IXCHEL$MARIA"), "QUETZAL|IXCHEL MARIA|IXCHEL|MARIA|-");
  EXPECT_EQ(name("01", "DAAQUETZAL, IXCHEL MARIA"), "QUETZAL|IXCHEL MARIA|-|-|-");
  EXPECT_EQ(name("01", "DAAIXCHEL MARIA QUETZAL"), "QUETZAL|IXCHEL MARIA|-|-|-");
  EXPECT_EQ(name("01", "DAAQUETZAL"), "QUETZAL|-|-|-|-");
  EXPECT_EQ(name("01", "DABQUETZAL\nDACIXCHEL\nDADMARIA\nDAEJR"),
            "QUETZAL|IXCHEL MARIA|IXCHEL|MARIA|JR");
  EXPECT_EQ(name("02", "DCSQUETZAL\nDCTIXCHEL MARIA"), "QUETZAL|IXCHEL MARIA|-|-|-");
  EXPECT_EQ(name("03", "DCSQUETZAL,\nDCTIXCHEL,MARIA,ANA"),
            "QUETZAL|IXCHEL MARIA ANA|IXCHEL|MARIA,ANA|-");
  EXPECT_EQ(name("08", "DCSQUETZAL\nDACIXCHEL\nDADNONE\nDCUNONE"), "QUETZAL|IXCHEL|IXCHEL|-|-");
  EXPECT_EQ(name("08", "DCSQUETZAL\nDACunavl\nDAD  "), "QUETZAL|-|-|-|-");
  EXPECT_EQ(name("08", "DCSMU\xD1OZ\nDACJOS\xC9"), "MUÑOZ|JOSÉ|JOSÉ|-|-") << "ISO 8859-1";
  EXPECT_EQ(name("08", "DCSMUÑOZ\nDACJOSÉ"), "MUÑOZ|JOSÉ|JOSÉ|-|-") << "UTF-8";
}

TEST(Aamva, SaysOnceWhatACardSaysInTheElementsOfTwoVersions) {
  const auto card =
      card_of("03", "DAQ17\nDCSQUETZAL\nDABQUETZAL\nDCTIXCHEL\nDACIXCHEL\nDARC\nDCAC\n");
  EXPECT_EQ(field(card, "surname"), "QUETZAL");
  EXPECT_EQ(field(card, "surname_2"), "-");
  EXPECT_EQ(field(card, "vehicle_class_2"), "-");
  EXPECT_EQ(field(card_of("03", "DAQ17\nDARC\nDCAD\n"), "vehicle_class_2"), "C");
}

TEST(Aamva, SaysThatANameWasCut) {
  const auto card = read(card_of("09", "DAQ17\nDCSQUETZALCOATLAN\nDDET\nDDFU\nDDGN"));
  ASSERT_TRUE(card);
  EXPECT_EQ(find_field(card->fields, "surname_truncation"), "truncated");
  EXPECT_EQ(find_field(card->fields, "first_name_truncation"), "unknown");
  EXPECT_EQ(card->warnings, std::vector<std::string>{"the card cuts a name: surname_truncation"});
}

TEST(Aamva, DatesOfBothCountriesWhicheverTheIssuerWrites) {
  const auto date = [](std::string_view text) { return aamva_date(text).value_or("-"); };
  EXPECT_EQ(date("03152031"), "2031-03-15");
  EXPECT_EQ(date("20310315"), "2031-03-15");
  EXPECT_EQ(date("12201910"), "1910-12-20") << "no month 19";
  EXPECT_EQ(date("19121220"), "1912-12-20");
  EXPECT_EQ(date("2031-03-15"), "2031-03-15");
  EXPECT_EQ(date("03/15/2031"), "2031-03-15");
  EXPECT_EQ(date("12319999"), "9999-12-31") << "does not expire";
  EXPECT_EQ(date("02292023"), "-") << "no such day";
  EXPECT_EQ(date("MMDDCCYY"), "-");
  EXPECT_EQ(date("00000000"), "-");
  EXPECT_EQ(date("0315203"), "-");
  EXPECT_EQ(date("031520311"), "-");
  EXPECT_EQ(date("03152031M"), "2031-03-15") << "a terminator that has become a letter";
  EXPECT_EQ(date(""), "-");
}

TEST(Aamva, HeightsInEveryUnit) {
  const auto height = [](std::string_view text) { return aamva_height_cm(text).value_or("-"); };
  EXPECT_EQ(height("601"), "185") << "feet and inches";
  EXPECT_EQ(height("5'-04\""), "163");
  EXPECT_EQ(height("5-04"), "163");
  EXPECT_EQ(height("068 in"), "173");
  EXPECT_EQ(height(" 65 IN"), "165");
  EXPECT_EQ(height("68"), "173");
  EXPECT_EQ(height("183 cm"), "183");
  EXPECT_EQ(height("168 CM"), "168");
  EXPECT_EQ(height("183"), "183");
  EXPECT_EQ(height("612"), "-") << "twelve inches are a foot";
  EXPECT_EQ(height("999 cm"), "-");
  EXPECT_EQ(height("tall"), "-");
  EXPECT_EQ(height("99999999999999999999"), "-");
}

TEST(Aamva, KeepsWhatIsNotWhatItShouldBe) {
  const auto card = read(card_of(
      "09", "DAQ17\nDBB13322031\nDBC7\nDCGUS\nDXY1\nZZZ2\nDDC00000000\nnot an element\nDAQ18"));
  ASSERT_TRUE(card);
  EXPECT_EQ(find_field(card->fields, "birth_date"), std::nullopt);
  EXPECT_EQ(find_field(card->fields, "DBB"), "13322031");
  EXPECT_EQ(find_field(card->fields, "DBC"), "7");
  EXPECT_EQ(find_field(card->fields, "DCG"), "US");
  EXPECT_EQ(find_field(card->fields, "issuing_state"), "USA");
  EXPECT_EQ(find_field(card->fields, "DXY"), "1");
  EXPECT_EQ(find_field(card->fields, "ZZZ"), "2");
  EXPECT_EQ(find_field(card->fields, "document_number"), "17");
  EXPECT_EQ(find_field(card->fields, "DAQ"), "18");
  EXPECT_EQ(find_field(card->fields, "DDC"), std::nullopt) << "zeros are no date, not a wrong one";
  EXPECT_EQ(find_field(card->fields, "trailing_data"), "not an element");
  EXPECT_EQ(card->warnings,
            (std::vector<std::string>{"DBB (birth_date) is not what it should be",
                                      "DBC (sex) is not what it should be",
                                      "DCG (issuing_state) is not what it should be"}));
}

TEST(Aamva, SexAddressWeightAndIdentityCards) {
  const auto of = [](const std::string& elements, std::string_view name) {
    return field(card_of("01", "DAQ17\n" + elements), name);
  };
  EXPECT_EQ(of("DBC1", "sex"), "M");
  EXPECT_EQ(of("DBCF", "sex"), "F");
  EXPECT_EQ(of("DBC9", "sex"), "X");
  EXPECT_EQ(of("DAG\nDAL4 CEIBA ST", "address_street"), "4 CEIBA ST") << "only a residence";
  EXPECT_EQ(of("DAG1 CEIBA ST\nDAL4 CEIBA ST", "residence_street"), "4 CEIBA ST");
  EXPECT_EQ(of("DAK061021896  ", "address_postal_code"), "061021896");
  EXPECT_EQ(of("DAK44556-     ", "address_postal_code"), "44556");
  EXPECT_EQ(of("DAKE5K 1Y3    ", "address_postal_code"), "E5K 1Y3");
  EXPECT_EQ(of("DAW130", "weight_lb"), "130");
  EXPECT_EQ(of("DAW50 KG", "weight_kg"), "50");
  EXPECT_EQ(of("DBHY", "organ_donor"), "yes");
  EXPECT_EQ(of("DAZBROWN", "hair_colour"), "BRO");
  const std::string identity = "@\n\x1e\rANSI 636017100001ID00310000IDDAQ17\nDCGCDN\r";
  EXPECT_EQ(field(identity, "document_type"), "identity_card");
  EXPECT_EQ(field(identity, "issuing_state"), "CAN");
  EXPECT_EQ(field(identity, "issuing_jurisdiction"), "NB");
}

TEST(Aamva, RefusesADamagedCardNamingWhatAndWhere) {
  const auto refusal = [](const std::string& text) {
    const auto card = read(text);
    return card ? "taken" : card.error().message;
  };
  EXPECT_EQ(refusal(""),
            "no AAMVA header (\"ANSI \" or \"AAMVA\" before six digits) in the first 64 bytes");
  EXPECT_EQ(refusal(std::string(32, 'A')),
            "no AAMVA header (\"ANSI \" or \"AAMVA\" before six digits) in the first 64 bytes");
  EXPECT_EQ(refusal("@\n\x1e\rANSI 63600"),
            "no AAMVA header (\"ANSI \" or \"AAMVA\" before six digits) in the first 64 bytes");
  EXPECT_EQ(refusal("@\n\x1e\rANSI 636006"), "no version of two digits at byte 15");
  EXPECT_EQ(refusal("@\n\x1e\rANSI 63600610"), "no number of subfiles at byte 17");
  EXPECT_EQ(refusal(kHead10), "no directory of subfiles at byte 21");
  EXPECT_EQ(refusal(kHead10 + "DL0041"), "no directory of subfiles at byte 21");
  EXPECT_EQ(refusal(kHead10 + kDirectory),
            "neither a document number (DAQ) nor a surname (DCS, DAA) among 0 data elements");
  EXPECT_EQ(refusal(kHead10 + kDirectory + "DLDBB03151990\n"),
            "neither a document number (DAQ) nor a surname (DCS, DAA) among 1 data elements");
  std::string many = kHead10 + kDirectory + "DLDAQ17\n";
  for (int i = 0; i < 300; ++i) many += "ZCA1\n";
  EXPECT_EQ(refusal(many), "more than 256 data elements");
  EXPECT_EQ(refusal(kHead10 + kDirectory + "DLDAQ" + std::string(5000, '7')),
            "no separator in 5005 bytes of data elements");
}

TEST(Aamva, WarnsOfWhatTheHeaderAnnouncesAndIsNotThere) {
  const auto card = read("@\n\x1e\rANSI 636999110003DL00410900ZC00000000DLDAQ17\nDCSQUETZAL\r");
  ASSERT_TRUE(card);
  EXPECT_EQ(card->warnings, (std::vector<std::string>{
                                "version 11 of the standard is read as 10",
                                "the header announces 3 subfiles, its directory has 2",
                                "subfile ZC is announced and not there",
                                "the header announces 941 bytes, there are 60",
                                "no issuer has the number 636999",
                            }));
}

}  // namespace
}  // namespace garita::reader
