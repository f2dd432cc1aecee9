// Documents of single States, and codes that only some carry. The zones are made up in the layout
// of the document named; nobody is in them.
#include <gtest/gtest.h>

#include <sstream>

#include "document-reader/mrz/mrz.h"

namespace garita::reader {
namespace {

const Date kToday = *Date::from_iso("2026-11-24");

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts;
  std::stringstream stream(text);
  for (std::string part; std::getline(stream, part, '|');) parts.push_back(part);
  return parts;
}

/// Every field by its name's first letters, the empty ones left out, and the checks that fail.
std::string read(const std::string& lines) {
  const auto mrz = parse_mrz(split(lines), kToday);
  if (!mrz) return "refused: " + mrz.error().message;
  const auto& fields = mrz->fields;
  std::string said(format_name(mrz->format));
  const auto say = [&](const char* name, const std::string& value) {
    if (!value.empty()) said += std::string(" ") + name + "=" + value;
  };
  say("code", fields.document_code);
  say("from", fields.issuing_state);
  say("no", fields.document_number);
  say("of", fields.nationality);
  say("born", fields.birth_date ? fields.birth_date->text() : "");
  say("sex", fields.sex);
  say("until", fields.expiry_date ? fields.expiry_date->text() : "");
  say("opt", fields.optional_data);
  say("opt2", fields.optional_data_2);
  say("name", fields.surname + "/" + fields.given_names);
  for (const auto& check : mrz->checks) {
    if (!check.ok) say("wrong", check.name);
  }
  return said;
}

TEST(NationalDocuments, TheMexicanVotersCardSaysSexInSpanish) {
  // M is mujer: the issuer's own specimen has it for a Margarita. Others read a man here.
  EXPECT_EQ(read("IDMEX9876543213<<1234500067890|8504124M3312315MEX<02<<54321<0|"
                 "SOLANO<<BEATRIZ<<<<<<<<<<<<<<<"),
            "TD1 code=ID from=MEX no=987654321 of=MEX born=1985-04-12 sex=F until=2033-12-31 "
            "opt=<<1234500067890 opt2=<02<<54321 name=SOLANO/BEATRIZ");
  EXPECT_EQ(read("IDMEX9876543224<<1234500067891|8504124H3312315MEX<02<<54322<2|"
                 "SOLANO<<TOMAS<<<<<<<<<<<<<<<<<"),
            "TD1 code=ID from=MEX no=987654322 of=MEX born=1985-04-12 sex=M until=2033-12-31 "
            "opt=<<1234500067891 opt2=<02<<54322 name=SOLANO/TOMAS");
  // The passport keeps to Doc 9303.
  EXPECT_EQ(read("P<MEXSOLANO<<TOMAS<<<<<<<<<<<<<<<<<<<<<<<<<<|"
                 "G000000013MEX8504124M3312315<<<<<<<<<<<<<<00"),
            "TD3 code=P from=MEX no=G00000001 of=MEX born=1985-04-12 sex=M until=2033-12-31 "
            "name=SOLANO/TOMAS");
}

TEST(NationalDocuments, CardsOfTheRegionAreReadInTd1) {
  // Guatemala, with the CUI of thirteen digits in the optional data or as a long number.
  EXPECT_EQ(read("IDGTM12345678972345678901401<<|9002155F3411300GTM<<<<<<<<<<<6|"
                 "TZUNUN<COYOY<<MARIA<LUCIA<<<<<"),
            "TD1 code=ID from=GTM no=123456789 of=GTM born=1990-02-15 sex=F until=2034-11-30 "
            "opt=2345678901401 name=TZUNUN COYOY/MARIA LUCIA");
  EXPECT_EQ(read("IDGTM234567890<14016<<<<<<<<<<|9002155F3411300GTM<<<<<<<<<<<6|"
                 "TZUNUN<COYOY<<MARIA<LUCIA<<<<<"),
            "TD1 code=ID from=GTM no=2345678901401 of=GTM born=1990-02-15 sex=F until=2034-11-30 "
            "name=TZUNUN COYOY/MARIA LUCIA");
  // The Dominican Republic: eleven digits.
  EXPECT_EQ(read("IDDOM402123456<788<<<<<<<<<<<<|8806301M3606300DOM<<<<<<<<<<<8|"
                 "PENA<SANTOS<<RAMON<<<<<<<<<<<<"),
            "TD1 code=ID from=DOM no=40212345678 of=DOM born=1988-06-30 sex=M until=2036-06-30 "
            "name=PENA SANTOS/RAMON");
  EXPECT_EQ(read("IDCRI1123405675<<<<<<<<<<<<<<<|7911059F3511059CRI<<<<<<<<<<<8|"
                 "VARGAS<MORA<<ANA<LUCIA<<<<<<<<"),
            "TD1 code=ID from=CRI no=112340567 of=CRI born=1979-11-05 sex=F until=2035-11-05 "
            "name=VARGAS MORA/ANA LUCIA");
}

TEST(NationalDocuments, CrewCertificatesPermitsAndBorderCrossingCardsAreReadInTd1) {
  EXPECT_EQ(read("ACUTOC003456783<<<<<<<<<<<<<<<|8109231M2901019UTO<<<<<<<<<<<0|"
                 "LINDQVIST<<OSKAR<<<<<<<<<<<<<<"),
            "TD1 code=AC from=UTO no=C00345678 of=UTO born=1981-09-23 sex=M until=2029-01-01 "
            "name=LINDQVIST/OSKAR");
  EXPECT_EQ(read("IRUTORP76543210Z12345678<5<<<<|9307078<2807018XXB<<<<<<<<<<<4|"
                 "AMANI<<NUR<<<<<<<<<<<<<<<<<<<<"),
            "TD1 code=IR from=UTO no=RP7654321 of=XXB born=1993-07-07 sex=X until=2028-07-01 "
            "opt=Z12345678<5 name=AMANI/NUR");
  // A border crossing card: no nationality, and optional data that begin with fillers.
  EXPECT_EQ(read("A3USA0850434091<01<9108<<<<<<<|7006171F3108169<<<<<<A5AA37745|"
                 "QUIROZ<<LIDIA<<<<<<<<<<<<<<<<<"),
            "TD1 code=A3 from=USA no=085043409 born=1970-06-17 sex=F until=2031-08-16 "
            "opt=<01<9108 opt2=<<<A5AA3774 name=QUIROZ/LIDIA");
  EXPECT_EQ(read("IPUSAC030047860<<<<<<<<<<<<<<<|8112093M3011283USA<<<<<<<<<<<8|"
                 "WHITE<<JOHN<ALLEN<<<<<<<<<<<<<"),
            "TD1 code=IP from=USA no=C03004786 of=USA born=1981-12-09 sex=M until=2030-11-28 "
            "name=WHITE/JOHN ALLEN");
  EXPECT_EQ(read("C1USA1234567897SRC0000000799<<|6103143F3305049SLV<<<<<<<<<<<4|"
                 "REYES<<DORA<<<<<<<<<<<<<<<<<<<"),
            "TD1 code=C1 from=USA no=123456789 of=SLV born=1961-03-14 sex=F until=2033-05-04 "
            "opt=SRC0000000799 name=REYES/DORA");
}

TEST(NationalDocuments, TheOldFrenchCardHasItsOwnTwoLines) {
  EXPECT_EQ(read("IDFRADE<LA<TOUR<<<<<<<<<<<<<<<075033|120675P001232ANNE<<MARIE<<<6805230F3"),
            "FRA-ID-2x36 code=ID from=FRA no=120675P00123 of=FRA born=1968-05-23 sex=F opt=075033 "
            "name=DE LA TOUR/ANNE MARIE");
  EXPECT_EQ(read("IDFRADE<LA<TOUR<<<<<<<<<<<<<<<075033|120675P001232ANNE<<MARIE<<<6805231F3"),
            "FRA-ID-2x36 code=ID from=FRA no=120675P00123 of=FRA born=1968-05-23 sex=F opt=075033 "
            "name=DE LA TOUR/ANNE MARIE wrong=birth_date wrong=composite");
}

TEST(NationalDocuments, DrivingLicencesAndTheOldSlovakCardAreRead) {
  EXPECT_EQ(read("BBC123D<<|FACHE301234567001<<810904<<<<<|KELLER<<URS<<<<<<<<<<<<<<<<<<<"),
            "CHE-DL-9-30-30 code=FA from=CHE no=301234567001 born=1981-09-04 opt=BBC123D "
            "name=KELLER/URS");
  EXPECT_EQ(read("D1NLD15012345678ABCDEFGHIJK428"),
            "EDL-1x30 code=D from=NLD no=5012345678 opt=ABCDEFGHIJK42 name=/");
  EXPECT_EQ(read("D1NLD15012345678ABCDEFGHIJK429"),
            "EDL-1x30 code=D from=NLD no=5012345678 opt=ABCDEFGHIJK42 name=/ wrong=composite");
  EXPECT_EQ(read("I<SVKHORVAT<<EVA<<<<<<<<<<<<<<<<<<|AB123456<4SVK7602104F0802101765210"),
            "SVK-2x34 code=I from=SVK no=AB123456 of=SVK born=1976-02-10 sex=F until=2008-02-10 "
            "opt=765210 name=HORVAT/EVA");
  EXPECT_EQ(read("I<CZEHORVAT<<EVA<<<<<<<<<<<<<<<<<<|AB123456<4SVK7602104F0802101765210"),
            "refused: line 1, column 35: the line has 34 characters where 36 are expected");
}

TEST(WhereOthersDisagree, Doc9303Wins) {
  // npm mrz takes the French licence's digit over the code and the State too; Doc 9303-3, 4.9,
  // and the vectors take a document number's digit over the number.
  EXPECT_EQ(read("D1FRA15BB012346300119DUPONT<<4"),
            "FRA-DL-1x30 code=D1 from=FRA no=15BB01234 until=2030-01-19 name=DUPONT/ "
            "wrong=document_number");
  EXPECT_EQ(read("D1FRA15BB012348300119DUPONT<<6"),
            "FRA-DL-1x30 code=D1 from=FRA no=15BB01234 until=2030-01-19 name=DUPONT/");
  // It takes no UTO, which Doc 9303 uses throughout, ...
  EXPECT_EQ(read("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<|D231458907UTO7408122F1204159<<<<<<<6"),
            "TD2 code=I from=UTO no=D23145890 of=UTO born=1974-08-12 sex=F until=2012-04-15 "
            "name=ERIKSSON/ANNA MARIA");
  // ... and no visa: it looks for a composite digit, which visas have not (Doc 9303-7, 4.2.2).
  EXPECT_EQ(read("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<|L8988901C4XXX4009078F9612109<<<<<<<<"),
            "MRVB code=V from=UTO no=L8988901C of=XXX born=1940-09-07 sex=F until=1996-12-10 "
            "name=ERIKSSON/ANNA MARIA");
  // Fillers inside a number are kept, not made spaces: they are places of weight.
  EXPECT_EQ(read("ITD<<MUSTERFRAU<<ERIKA<<<<<<<<<<<<<<|C<00000004D<<6408125F3404012<<<<<<<8"),
            "TD2 code=IT from=D no=C<0000000 of=D born=1964-08-12 sex=F until=2034-04-01 "
            "name=MUSTERFRAU/ERIKA");
}

}  // namespace
}  // namespace garita::reader
