#include "central-sync/alerts/un_list.h"

#include <gmock/gmock.h>

#include "central-sync/alerts/state_names.h"

namespace garita::central {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string list_of(const std::string& individuals) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<CONSOLIDATED_LIST "
         "dateGenerated=\"2026-02-27\">\n<INDIVIDUALS>" +
         individuals + "</INDIVIDUALS><ENTITIES><ENTITY><FIRST_NAME>A SHIP</FIRST_NAME></ENTITY>" +
         "</ENTITIES></CONSOLIDATED_LIST>";
}

struct Read {
  std::vector<std::string> rows;
  std::vector<std::string> left_out;
  std::string error;
};

Read read(const std::string& xml) {
  Read all;
  const ListSink sink{[&](const AlertEntry& entry) {
                        auto row = alert_row(entry);
                        row.pop_back();
                        all.rows.push_back(row);
                      },
                      [&](const std::string& what) { all.left_out.push_back(what); }};
  const auto done = read_un_list(bytes_of(xml), {"Second line", AlertAction::kRefer}, sink);
  if (!done) all.error = done.error().message;
  return all;
}

Read individual(const std::string& more) {
  return read(
      list_of("<INDIVIDUAL><FIRST_NAME>IVAN</FIRST_NAME><SECOND_NAME>TZUL\n  "
              "MACH</SECOND_NAME><REFERENCE_NUMBER>CDi.777</REFERENCE_NUMBER>" +
              more + "</INDIVIDUAL>"));
}

TEST(UnList, MakesAnEntryOfEachNameWithEachDateOfBirth) {
  const auto all = individual(
      "<NATIONALITY><VALUE>Côte d'Ivoire</VALUE></NATIONALITY>"
      "<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>IWAN "
      "ZUL</ALIAS_NAME></INDIVIDUAL_ALIAS>"
      "<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Abu Ali</ALIAS_NAME></INDIVIDUAL_ALIAS>"
      "<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1971-03-09</DATE>"
      "</INDIVIDUAL_DATE_OF_BIRTH><INDIVIDUAL_DATE_OF_BIRTH><YEAR>1970</YEAR>"
      "</INDIVIDUAL_DATE_OF_BIRTH>");
  EXPECT_THAT(all.rows, ElementsAre("CDi.777,Second line,refer,,,IVAN TZUL MACH,,1971-03-09,CIV,",
                                    "CDi.777,Second line,refer,,,IVAN TZUL MACH,,1970-XX-XX,CIV,",
                                    "CDi.777,Second line,refer,,,IWAN ZUL,,1971-03-09,CIV,",
                                    "CDi.777,Second line,refer,,,IWAN ZUL,,1970-XX-XX,CIV,"));
  EXPECT_THAT(all.left_out, IsEmpty());
}

TEST(UnList, ReadsDatesOfBirthAsFarAsTheyAreKnown) {
  struct Case {
    std::string said;
    std::vector<std::string> births;
  };
  const std::vector<Case> cases = {
      {"", {"XXXX-XX-XX"}},
      {"<TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1958</YEAR>", {"1958-XX-XX"}},
      {"<FROM_YEAR>1979</FROM_YEAR><TO_YEAR>1981</TO_YEAR>",
       {"1979-XX-XX", "1980-XX-XX", "1981-XX-XX"}},
      {"<FROM_YEAR>1950</FROM_YEAR><TO_YEAR>1990</TO_YEAR>", {"XXXX-XX-XX"}},
      {"<FROM_YEAR>1990</FROM_YEAR><TO_YEAR>1950</TO_YEAR>", {"XXXX-XX-XX"}},
      {"<DATE>1968-02-31</DATE>", {"XXXX-XX-XX"}},
      {"<DATE>1968-02-29T00:00:00</DATE>", {"1968-02-29"}},
      {"<YEAR>circa</YEAR>", {"XXXX-XX-XX"}},
  };
  for (const auto& each : cases) {
    const auto all =
        individual("<INDIVIDUAL_DATE_OF_BIRTH>" + each.said + "</INDIVIDUAL_DATE_OF_BIRTH>");
    std::vector<std::string> births;
    for (const auto& row : all.rows) births.push_back(row.substr(row.size() - 12, 10));
    EXPECT_EQ(births, each.births) << each.said;
  }
}

TEST(UnList, MakesAnEntryOfEachDocumentWhoseStateIsNamed) {
  const auto document = [](const std::string& state, const std::string& number) {
    return "<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>" + number +
           "</NUMBER><ISSUING_COUNTRY>" + state + "</ISSUING_COUNTRY></INDIVIDUAL_DOCUMENT>";
  };
  const auto all =
      individual(document("United Republic of Tanzania", "AB187304 ") + document("", "D00002264") +
                 document("Sudan", "Personal number on the passport of a brother 1") +
                 "<INDIVIDUAL_DOCUMENT/>");
  EXPECT_EQ(individual("<NATIONALITY><VALUE>Mali</VALUE></NATIONALITY>" + document("", "D0002"))
                .rows.back(),
            "CDi.777,Second line,refer,MLI,D0002,,,,MLI,");
  EXPECT_EQ(all.rows.back(), "CDi.777,Second line,refer,TZA,AB187304,,,,,");
  EXPECT_EQ(all.rows.size(), 2U);
  EXPECT_THAT(
      all.left_out,
      ElementsAre("CDi.777: a document of which no State is named: its number is in no entry",
                  HasSubstr("the number is a sentence")));
}

TEST(UnList, ThatIsNoneSaysWhatItIs) {
  EXPECT_THAT(read("<CONSOLIDATED_LIST><INDIV").error, HasSubstr("no XML: "));
  EXPECT_THAT(read("<CONSOLIDATED_LIST/>").error, HasSubstr("no CONSOLIDATED_LIST with"));
  EXPECT_THAT(read(list_of("<INDIVIDUAL><FIRST_NAME>X</FIRST_NAME></INDIVIDUAL>")).left_out,
              ElementsAre("an individual without a reference number"));
  // What an entity is, nobody is asked.
  EXPECT_THAT(read("<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>" +
                   list_of("<INDIVIDUAL><FIRST_NAME>&a;</FIRST_NAME><REFERENCE_NUMBER>C</"
                           "REFERENCE_NUMBER></INDIVIDUAL>"))
                  .rows,
              ElementsAre("C,Second line,refer,,,&a;,,XXXX-XX-XX,,"));
}

TEST(StateNames, AreThoseOfListsInThreeLanguages) {
  for (const auto& [name, code] : std::vector<std::pair<std::string, std::string>>{
           {"GTM", "GTM"},
           {"Guatemala", "GTM"},
           {"estados unidos", "USA"},
           {"États-Unis", "USA"},
           {"Iran (Islamic Republic of)", "IRN"},
           {"Democratic People's Republic of Korea", "PRK"},
           {"Türkiye", "TUR"},
           {"TURQUIA", "TUR"},
           {"Alemania", "DEU"},
           {"former Soviet Union", ""},
           {"", ""},
           {"\xff", ""}})
    EXPECT_EQ(state_named(name).value_or(""), code) << name;
}

}  // namespace
}  // namespace garita::central
