#include "central-sync/alerts/mapped_list.h"

#include <gmock/gmock.h>

namespace garita::central {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Read {
  std::vector<std::string> rows;
  std::vector<std::string> left_out;
  std::string error;
};

Read read(const std::string& toml, const std::string& csv) {
  Read all;
  const auto mapping = parse_list_mapping(toml);
  if (!mapping) return {{}, {}, mapping.error().message};
  const ListSink sink{[&](const AlertEntry& entry) {
                        auto row = alert_row(entry);
                        row.pop_back();
                        all.rows.push_back(row);
                      },
                      [&](const std::string& what) { all.left_out.push_back(what); }};
  const auto done = read_mapped_list(csv, *mapping, {"Refer", AlertAction::kAsWritten}, sink);
  if (!done) all.error = done.error().message;
  return all;
}

TEST(MappedList, IsReadAsItsMappingSays) {
  const auto all = read(
      "separator = \";\"\ndates = \"DD/MM/YYYY\"\nnothing = [\"-\", \"N/A\"]\n"
      "[columns]\nreference = \"Oficio\"\nsurname = \"Apellidos\"\ngiven_names = \"Nombres\"\n"
      "birth_date = \"Nacimiento\"\nnationality = \"Pais\"\nissuer = \"Emisor\"\n"
      "number = \"Documento\"\naction = \"Medida\"\nvalid_until = \"Vence\"\n"
      "[only]\nEstado = [\"vigente\"]\n[actions]\nCAPTURA = \"detain\"\n",
      "Oficio;Apellidos;Nombres;Nacimiento;Pais;Emisor;Documento;Medida;Vence;Estado\r\n"
      "17;TZUL MACH;IVAN;09/03/1971;Guatemala;GTM;A-12345;CAPTURA;31/12/2027;vigente\r\n"
      "18;\"DE LEON; HIJO\";ANA;00/00/1980;N/A;-;-;-;-;vigente\r\n"
      "19;ARANA;LUZ;01/01/1990;SLV;-;-;-;-;cumplida\r\n");
  EXPECT_THAT(all.rows,
              ElementsAre("17,Refer,detain,GTM,A-12345,TZUL MACH,IVAN,1971-03-09,GTM,2027-12-31",
                          "18,Refer,,,,DE LEON; HIJO,ANA,1980-XX-XX,,"));
  EXPECT_THAT(all.left_out, IsEmpty());
  EXPECT_EQ(all.error, "");
}

TEST(MappedList, WithoutAHeaderLineIsGivenOne) {
  const auto all = read(
      "header = [\"id\", \"name\", \"kind\"]\nnothing = \"-0-\"\n[columns]\nreference = \"id\"\n"
      "surname = \"name\"\n[only]\nkind = \"individual\"\n",
      "36,\"A SHIP, LTD.\",-0-\n37,\"ARANA, Luz\",individual\n38,-0-,individual\n\x1a");
  EXPECT_THAT(all.rows, ElementsAre("37,Refer,,,,\"ARANA, Luz\",,XXXX-XX-XX,,"));
  EXPECT_THAT(all.left_out,
              ElementsAre("line 3: neither a name, nor a number and the State of the document"));
}

TEST(MappedList, SaysWhatOfARowHasNoPlace) {
  const std::string mapping =
      "[columns]\nreference = \"r\"\nsurname = \"s\"\nnumber = \"n\"\nissuer = \"i\"\n"
      "birth_date = \"b\"\n";
  const auto all = read(mapping,
                        "r,s,n,i,b\n,X,,,\n1,X,77,Atlantis,1980-01-01\n2,X,,,1980-13-01\n"
                        "3,,88,GTM,\n4,X,,,1980-05\n");
  EXPECT_THAT(all.rows, ElementsAre("1,Refer,,,,X,,1980-01-01,,", "3,Refer,,GTM,88,,,XXXX-XX-XX,,",
                                    "4,Refer,,,,X,,1980-05-XX,,"));
  EXPECT_THAT(
      all.left_out,
      ElementsAre("line 2: no reference",
                  "line 3: a document of which no State is known: its number is in no entry",
                  "line 4: birth_date is no date"));
  EXPECT_THAT(read(mapping, "r,s,n,i\n").error, HasSubstr("no column b"));
  EXPECT_THAT(read(mapping, "r,s,n,i,b\n1,\"X").error, HasSubstr("a quote is not closed"));
}

TEST(MappedList, SaysWhichWordsForWhatIsToBeDoneAndWhichStatesItDoesNotKnow) {
  const auto all = read(
      "[columns]\nreference = \"r\"\nsurname = \"s\"\naction = \"a\"\nnationality = "
      "\"n\"\n[actions]\nCAPTURA = \"detain\"\n",
      "r,s,a,n\n1,X,CAPTURA,Guatemala\n2,X,AVISO,Narnia\n3,X,refer,\n");
  EXPECT_THAT(all.rows,
              ElementsAre("1,Refer,detain,,,X,,XXXX-XX-XX,GTM,", "2,Refer,,,,X,,XXXX-XX-XX,,",
                          "3,Refer,refer,,,X,,XXXX-XX-XX,,"));
  EXPECT_THAT(all.left_out,
              ElementsAre("line 3: action AVISO: [actions] does not say which of ours it is",
                          "line 3: nationality Narnia: no such State is known"));
}

TEST(MappedList, OfAMappingThatIsWrongTheKeyIsNamed) {
  const std::string good = "[columns]\nreference = \"r\"\nsurname = \"s\"\n";
  struct Case {
    std::string toml;
    const char* named;
  };
  for (const auto& each :
       std::vector<Case>{{"[columns", "line 1: "},
                         {"[columns]\nsurname = \"s\"\n", "columns.reference is missing"},
                         {"[columns]\nreference = \"r\"\n", "neither a surname nor a number"},
                         {good + "colour = \"c\"\n", "columns.colour: an alert has no such column"},
                         {"separator = \"ab\"\n" + good, "separator: none of"},
                         {"colour = 1\n" + good, "colour: there is no such key"},
                         {"dates = \"DD.MM.\"\n" + good, "dates: no YYYY"},
                         {"header = [1]\n" + good, "header: no text"},
                         {good + "[actions]\nX = \"shoot\"\n", "actions.X: none of"}})
    EXPECT_THAT(read(each.toml, "r,s\n").error, HasSubstr(each.named)) << each.toml;
}

TEST(MappedList, DatesAreReadAsTheyAreWritten) {
  struct Case {
    const char* text;
    const char* written;
    const char* date;
  };
  for (const auto& each : std::vector<Case>{{"09/03/1971", "DD/MM/YYYY", "1971-03-09"},
                                            {"19710309", "YYYYMMDD", "1971-03-09"},
                                            {"1971", "YYYY-MM-DD", "1971-XX-XX"},
                                            {"1971-00-00", "YYYY-MM-DD", "1971-XX-XX"},
                                            {"03-1971", "MM-YYYY", "1971-03-XX"},
                                            {"09-03-1971", "DD/MM/YYYY", ""},
                                            {"1971-03-09Z", "YYYY-MM-DD", ""},
                                            {"197a", "YYYY", ""},
                                            {"30/02/1971", "DD/MM/YYYY", ""},
                                            {"09/03", "DD/MM/YYYY", ""}}) {
    const auto date = read_date(each.text, each.written);
    EXPECT_EQ(date ? date->text() : "", each.date) << each.text;
  }
}

}  // namespace
}  // namespace garita::central
