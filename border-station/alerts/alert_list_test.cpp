#include "border-station/alerts/alert_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "border-station/ledger/test_country.h"
#include "border-station/lists/list_tables.h"
#include "schema/journal/sections.h"

namespace garita::station {
namespace {

constexpr std::string_view kList =
    "reference,issuer,number,surname,given_names,birth_date,nationality,valid_until,instruction\n"
    "A-1,UTO,L898902C3,,,,,,\"Seize, and call the duty officer\"\n"
    "A-2,,,MÜLLER,ANNA,1974-08-12,D,,Second line\n"
    "A-3,UTO,X1,ERIKSSON,ANNA MARIA,1974-08-12,UTO,2026-03-01,Ran out\n"
    "A-4,,,SMITH,,1980-XX-XX,,,Any Smith of 1980\n"
    "A-5,UTO,L898902C3,,,,,,Again\n";

class AlertLookUp : public testing::Test {
 protected:
  AlertLookUp() { publish(1, kList); }
  void publish(std::uint64_t version, std::string_view csv) {
    const auto taken = ledger_.take_bulletin(country_.bulletin("alerts", version, csv));
    EXPECT_TRUE(taken) << taken.error().message;
  }
  std::string hits(const AlertQuestion& question) {
    std::string text;
    const auto found = *find_alerts(alerts_, question);
    for (const auto& hit : found) {
      text += (text.empty() ? "" : ", ") + hit.entry.reference + " " +
              std::string(matched_by_name(hit.matched_by));
    }
    return text;
  }
  static AlertQuestion document(std::string_view issuer, std::string_view number,
                                std::string_view today = "2026-03-02") {
    AlertQuestion question;
    question.issuer = issuer;
    question.number = number;
    question.today = *Date::from_iso(today);
    return question;
  }
  static AlertQuestion person(std::string_view surname, std::string_view given,
                              std::string_view birth) {
    AlertQuestion question = document("", "");
    question.surname = surname;
    question.given_names = given;
    question.birth_date = *PartialDate::from_text(birth);
    return question;
  }

  TestCountry country_;
  TestClock clock_;
  DataDirectory directory_ = country_.enrol("PASO-01-01");
  Ledger ledger_ = *Ledger::open(directory_, clock_, {{"alerts", read_alerts}});
  ListTables alerts_{ledger_, kAlertsChannel};
};

TEST_F(AlertLookUp, FindsADocumentHoweverItsNumberIsWritten) {
  EXPECT_EQ(hits(document("UTO", "L898902C3")), "A-1 document, A-5 document");
  EXPECT_EQ(hits(document("UTO", "l898-902 c3")), "A-1 document, A-5 document");
  EXPECT_EQ(hits(document("GTM", "L898902C3")), "");
  const auto hit = *find_alerts(alerts_, document("UTO", "L898902C3"));
  EXPECT_EQ(hit.at(0).entry.instruction, "Seize, and call the duty officer");
}

TEST_F(AlertLookUp, FindsAPersonHoweverTheNameIsSpelt) {
  EXPECT_EQ(hits(person("MUELLER", "ANNA", "1974-08-12")), "A-2 name_birth_date");
  EXPECT_EQ(hits(person("MULLER", "ANNA", "1974-08-12")), "A-2 name_birth_date");
  EXPECT_EQ(hits(person("MULLER", "ANNA", "1974-08-13")), "");
  EXPECT_EQ(hits(person("SMITH", "JOHN", "1980-XX-XX")), "A-4 name_birth_date");
}

TEST_F(AlertLookUp, FindsAPersonOfWhomOneSideKnowsTheBirthDateInPart) {
  publish(2,
          "reference,instruction,surname,given_names,birth_date\n"
          "Y,Stop,HASSAN,OMAR,1980-XX-XX\n"
          "M,Stop,HASSAN,OMAR,1980-05-XX\n"
          "D,Stop,HASSAN,OMAR,1980-05-17\n"
          "O,Stop,HASSAN,OMAR,1981-05-17\n"
          "N,Stop,HASSAN,OMAR,XXXX-XX-XX\n");
  const std::string by = " name_birth_date";
  EXPECT_EQ(hits(person("HASSAN", "OMAR", "1980-05-17")),
            "Y" + by + ", M" + by + ", D" + by + ", N" + by);
  EXPECT_EQ(hits(person("HASSAN", "OMAR", "1980-06-17")), "Y" + by + ", N" + by);
  EXPECT_EQ(hits(person("HASSAN", "OMAR", "1980-XX-XX")),
            "Y" + by + ", M" + by + ", D" + by + ", N" + by);
  EXPECT_EQ(hits(person("HASSAN", "OMAR", "XXXX-XX-XX")),
            "Y" + by + ", M" + by + ", D" + by + ", O" + by + ", N" + by);
  EXPECT_EQ(hits(person("HASSAN", "OMAR", "1979-05-17")), "N" + by);
}

TEST_F(AlertLookUp, EntriesOfOneReferenceAreOneHitByTheSurest) {
  const std::string header =
      "reference,instruction,action,issuer,number,surname,given_names,birth_date\n";
  const std::string names =
      "U-1,Call,refer,,,HASSAN,OMAR,1980-XX-XX\nU-1,Call,refer,,,HASSAN,OMAR,1980-05-17\n"
      "U-1,Call,refer,,,HASAN,OMAR,1980-05-17\n";
  auto question = person("HASSAN", "OMAR", "1980-05-17");
  publish(2, header + names);
  EXPECT_EQ(hits(question), "U-1 name_birth_date");
  publish(3, header + names + "U-1,Call,refer,UTO,AO1234567,,,\n");
  question.issuer = "UTO";
  question.number = "A01234567";
  EXPECT_EQ(hits(question), "U-1 document_alike");
  question.number = "AO1234567";
  EXPECT_EQ(hits(question), "U-1 document");
  // What is to be done is not lost, whatever a list says under one reference.
  publish(4, header + names + "U-1,Call,detain,UTO,AO1234567,,,\n");
  EXPECT_EQ(hits(question), "U-1 document, U-1 name_birth_date");
}

TEST_F(AlertLookUp, TakesTheTwoCodesOfGermanyForOne) {
  publish(2,
          "reference,instruction,issuer,number\nG-1,Stop,DEU,C01X00T47\nG-2,Stop,D<<,C01X00T48\n");
  EXPECT_EQ(hits(document("D", "C01X00T47")), "G-1 document");
  EXPECT_EQ(hits(document("DEU", "C01X00T48")), "G-2 document");
}

TEST_F(AlertLookUp, FindsANumberInWhichOneIsTakenForTheOther) {
  publish(2, "reference,instruction,issuer,number\nO-1,Stop,UTO,AO1234567\nO-2,Stop,UTO,IO10\n");
  EXPECT_EQ(hits(document("UTO", "AO1234567")), "O-1 document");
  EXPECT_EQ(hits(document("UTO", "A01234567")), "O-1 document_alike");
  EXPECT_EQ(hits(document("UTO", "AOI234567")), "O-1 document_alike");
  EXPECT_EQ(hits(document("UTO", "1010")), "") << "two of four places";
  EXPECT_EQ(hits(document("UTO", "IOIO")), "") << "two of four places";
  EXPECT_EQ(hits(document("UTO", "I010")), "O-2 document_alike");
  EXPECT_EQ(hits(document("UTO", "A91234567")), "");
}

TEST_F(AlertLookUp, ManyEntriesOfOneNameHideNobody) {
  std::string list = "reference,instruction,surname,given_names,birth_date,valid_until\n";
  for (int i = 0; i < 150; ++i) {
    list += "E-" + std::to_string(i) + ",Ran out,GARCIA,JUAN,1980-01-01,2026-01-01\n";
  }
  publish(2, list + "LAST,Stop,GARCIA,JUAN,1980-01-01,\n");
  EXPECT_EQ(hits(person("GARCIA", "JUAN", "1980-01-01")), "LAST name_birth_date");
}

TEST_F(AlertLookUp, AnEntryThatRanOutIsNoHit) {
  EXPECT_EQ(hits(document("UTO", "X1")), "");
  EXPECT_EQ(hits(document("UTO", "X1", "2026-03-01")), "A-3 document");
}

TEST_F(AlertLookUp, ANewListTakesThePlaceOfTheOld) {
  publish(2, "reference,instruction,issuer,number\nB-1,Stop,UTO,L898902C3\n");
  EXPECT_EQ(hits(document("UTO", "L898902C3")), "B-1 document");
  EXPECT_FALSE(ledger_.take_bulletin(country_.bulletin("alerts", 3, "not a list")));
  EXPECT_EQ(hits(document("UTO", "L898902C3")), "B-1 document");
  EXPECT_EQ((*ledger_.held_bulletin("alerts"))->version, 2U);
}

TEST_F(AlertLookUp, TheListStandsInNoFileInClear) {
  const auto bytes = every_byte_below(country_.folder);
  for (const auto* clear : {"L898902C3", "LLER", "MULLER", "ANNA", "Seize", "Second line"}) {
    EXPECT_EQ(bytes.find(clear), std::string::npos) << clear;
  }
}

/// A list in sections, of which `rows` stand in the first ones and the rest are empty.
class LongAlertList : public AlertLookUp {
 protected:
  static constexpr std::string_view kColumns = "reference,instruction,issuer,number\n";
  void publish_section(std::size_t section, std::uint64_t version, const std::string& row) {
    publish_in(section_channel("alerts", section), version, std::string(kColumns) + row);
  }
  void publish_in(const std::string& channel, std::uint64_t version, std::string_view content) {
    const auto taken = ledger_.take_bulletin(country_.bulletin(channel, version, content));
    EXPECT_TRUE(taken) << taken.error().message;
  }
  /// Version 1 of each section, but of those that are said otherwise.
  void publish_head(std::uint64_t version, const std::map<std::size_t, std::uint64_t>& of = {}) {
    SectionHead head;
    for (auto& section : head.sections) section = {1, 0};
    for (const auto& [section, its] : of) head.sections.at(section).version = its;
    for (std::size_t section = 0; section < kSections; ++section) {
      const auto held = *ledger_.bulletin(section_channel("alerts", section));
      if (held) head.sections.at(section).content = sha256(held->content);
    }
    publish_in("alerts", version, text_of(encode(head)));
  }
  void publish_all() {
    publish_section(0, 1, "B-0,Stop,UTO,X0\n");
    publish_section(1, 1, "B-1,Stop,UTO,X1\n");
    for (std::size_t section = 2; section < kSections; ++section) publish_section(section, 1, "");
  }
};

TEST_F(LongAlertList, ComesIntoForceWithItsHeadAndNotBefore) {
  publish_all();
  EXPECT_EQ(hits(document("UTO", "X0")), "");
  EXPECT_EQ(hits(document("UTO", "L898902C3")), "A-1 document, A-5 document");
  publish_head(2);
  EXPECT_EQ(hits(document("UTO", "X0")), "B-0 document");
  EXPECT_EQ(hits(document("UTO", "X1")), "B-1 document");
  EXPECT_EQ(hits(document("UTO", "L898902C3")), "") << "the list before is no longer in force";
}

TEST_F(LongAlertList, KeepsItsSectionsInForceUntilTheNextHeadNamesOthers) {
  publish_all();
  publish_head(2);
  publish_section(1, 2, "B-2,Stop,UTO,X2\n");
  EXPECT_EQ(hits(document("UTO", "X1")), "B-1 document");
  EXPECT_EQ(hits(document("UTO", "X2")), "");
  publish_section(1, 3, "B-3,Stop,UTO,X3\n");
  publish_head(3, {{1, 3}});
  EXPECT_EQ(hits(document("UTO", "X1")), "");
  EXPECT_EQ(hits(document("UTO", "X2")), "") << "it was overtaken";
  EXPECT_EQ(hits(document("UTO", "X3")), "B-3 document");
  EXPECT_EQ(hits(document("UTO", "X0")), "B-0 document") << "what did not change stays";
}

TEST_F(LongAlertList, LeavesNothingOfWhatIsNoLongerInForce) {
  publish_all();
  publish_head(2);
  publish_section(1, 2, "");
  publish_head(3, {{1, 2}});
  int dropped = 0;
  while (*drop_former_rows(ledger_)) ++dropped;
  EXPECT_EQ(dropped, 2) << "the short list, and a section";
  EXPECT_EQ(*ledger_.database().execute("UPDATE list_row SET id = id"), 1) << "B-0";
  EXPECT_EQ(hits(document("UTO", "X0")), "B-0 document");
  publish(4, kList);
  while (*drop_former_rows(ledger_)) continue;
  EXPECT_EQ(hits(document("UTO", "X0")), "");
  EXPECT_EQ(hits(document("UTO", "L898902C3")), "A-1 document, A-5 document");
  publish_head(5, {{1, 2}});
  EXPECT_EQ(hits(document("UTO", "X0")), "B-0 document") << "the list is long again";
  EXPECT_EQ(hits(document("UTO", "L898902C3")), "");
  while (*drop_former_rows(ledger_)) continue;
  EXPECT_EQ(*ledger_.database().execute("UPDATE list_part SET state = state"), 256);
  EXPECT_EQ(*ledger_.database().execute("UPDATE list_filter SET part = part"), 256);
}

TEST_F(LongAlertList, IsAskedOnlyInPartsThatMayHaveTheKey) {
  publish_all();
  publish_head(2);
  auto& database = ledger_.database();
  ASSERT_EQ(*database.execute("UPDATE list_filter SET key_bits = zeroblob(1)"), 257);
  EXPECT_EQ(hits(document("UTO", "X0")), "");
}

TEST_F(LongAlertList, IsAskedInEachPartThatCameBeforeThereWereFilters) {
  publish_all();
  publish_head(2);
  ASSERT_EQ(*ledger_.database().execute("DELETE FROM list_filter"), 257);
  EXPECT_EQ(hits(document("UTO", "X0")), "B-0 document");
  EXPECT_EQ(hits(document("UTO", "X1")), "B-1 document");
  EXPECT_EQ(hits(document("UTO", "X2")), "");
}

// What is remembered of a part is remembered under its number.
TEST_F(LongAlertList, ANumberThatWasAPartsIsNoOthers) {
  publish_all();
  publish_head(2);
  publish(3, kList);
  EXPECT_EQ(hits(document("UTO", "L898902C3")), "A-1 document, A-5 document");
  publish_head(4);
  while (*drop_former_rows(ledger_)) continue;
  publish(5, std::string(kColumns) + "B-9,Stop,UTO,X9\n");
  EXPECT_EQ(hits(document("UTO", "X9")), "B-9 document");
}

TEST_F(LongAlertList, RefusesASectionThatCannotBeRead) {
  const auto taken =
      ledger_.take_bulletin(country_.bulletin("alerts/009", 1, "nothing,of,it\n1,2,3\n"));
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().message, "bulletin alerts/009: no column reference");
}

}  // namespace
}  // namespace garita::station
