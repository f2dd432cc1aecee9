#include "border-station/crossing/earlier_readings.h"

#include <gtest/gtest.h>

#include "border-station/crossing/test_traveller.h"
#include "border-station/ledger/test_country.h"

namespace garita::station {
namespace {

constexpr std::string_view kList =
    "reference,issuer,number,surname,given_names,birth_date,instruction,action\n"
    "A-1,UTO,WANTED1,,,,Call the duty officer,refer\n"
    "S-1,UTO,WANTED1,,,,Tell the unit,inform\n"
    "A-2,,,GARCIA LOPEZ,ANA MARIA,1980-02-29,Look twice,refer\n";

PresentedDocument with_digits(PresentedDocument document, std::optional<bool> number,
                              std::optional<bool> birth) {
  document.check_digits = {{"document_number", number}, {"birth_date", birth}};
  return document;
}

class EarlierReadingsTest : public testing::Test {
 protected:
  EarlierReadingsTest() {
    EXPECT_TRUE(ledger_.take_bulletin(country_.bulletin("alerts", 1, kList)));
  }
  Examined examine(const PresentedDocument& document) {
    auto examined = counter_.examine(Direction::kEntry, document, std::nullopt);
    EXPECT_TRUE(examined) << examined.error().message;
    return *std::move(examined);
  }
  /// What one inspection says in the end of documents that lay on the desk one after the other.
  Examined after(const std::vector<PresentedDocument>& documents) {
    EarlierReadings earlier;
    auto examined = examine(documents.front());
    for (std::size_t i = 1; i < documents.size(); ++i) {
      earlier.add(examined);
      examined = examine(documents[i]);
      earlier.put_into(examined);
    }
    return examined;
  }
  /// "A-1, earlier A-2; silent S-1; asked alert, check_override".
  static std::string said(const Examined& examined) {
    std::string text;
    for (std::size_t i = 0; i < examined.hits.size(); ++i) {
      const bool earlier = examined.situation.hits.at(i).of_earlier_reading;
      text += (earlier ? "earlier " : "") + examined.hits[i].entry.reference + " ";
    }
    for (const auto& silent : examined.silent_hits)
      text += "silent " + silent.entry.reference + " ";
    for (const auto& question : examined.inspection.questions) {
      if (question.before.contains(DecisionKind::kAdmit)) text += "asked " + question.id + " ";
    }
    return text;
  }

  TestCountry country_;
  TestClock clock_;
  DataDirectory directory_ = country_.enrol("PASO-01-01");
  Ledger ledger_ = *Ledger::open(directory_, clock_, bulletin_readers());
  Counter counter_{ledger_};
};

TEST_F(EarlierReadingsTest, StayWithTheInspectionWhateverIsTypedAfterThem) {
  const auto wanted = passport("WANTED1");
  const auto clean = passport("CLEAN01");
  const auto named = passport("CLEAN02", "GARCIA LOPEZ", "ANA MARIA", "1980-02-29");
  const auto wrong = with_digits(clean, false, true);
  const std::pair<std::vector<PresentedDocument>, std::string_view> cases[] = {
      {{clean, passport("CLEAN03")}, ""},
      {{wanted}, "A-1 silent S-1 asked alert-1 "},
      {{wanted, clean}, "earlier A-1 silent S-1 asked alert-1 "},
      {{wanted, clean, passport("CLEAN03")}, "earlier A-1 silent S-1 asked alert-1 "},
      {{wanted, wanted}, "A-1 silent S-1 asked alert-1 "},
      {{wanted, named}, "A-2 earlier A-1 silent S-1 asked alert-1 asked alert-2 "},
      {{wrong, clean}, "asked override-check_digit_document_number "},
      {{wrong, with_digits(clean, std::nullopt, std::nullopt)},
       "asked override-check_digit_document_number "},
      {{wrong, with_digits(clean, false, true)}, "asked override-check_digit_document_number "},
      {{wrong, with_digits(clean, true, std::nullopt)}, ""},
      {{wrong, with_digits(clean, true, true), clean}, ""},
      {{with_digits(clean, false, false), with_digits(clean, true, std::nullopt)},
       "asked override-check_digit_birth_date "},
  };
  for (const auto& [documents, expected] : cases) {
    EXPECT_EQ(said(after(documents)), expected)
        << documents.size() << " to " << documents.back().document_number;
  }
}

TEST_F(EarlierReadingsTest, SayOfAnEntryThatAgreesBesideWhatTheNewestListSays) {
  const std::string head = "reference,issuer,number,instruction,action\n";
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"A-1,UTO,WANTED1,Call the duty officer,refer\nS-1,UTO,WANTED1,Tell the unit,inform\n",
       "A-1 Call the duty officer; silent S-1 Tell the unit; "},
      {"A-1,UTO,WANTED1,Do not let go,detain\nS-1,UTO,WANTED1,Tell the unit at once,inform\n",
       "A-1 Do not let go; silent S-1 Tell the unit at once; "},
      {"S-1,UTO,WANTED1,Ask the unit,refer\n", "A-1 Call the duty officer; S-1 Ask the unit; "},
      {"A-1,UTO,WANTED1,Tell the unit too,inform\n",
       "A-1 Call the duty officer; silent S-1 Tell the unit; "},
      {"B-1,UTO,OTHER,Stop,refer\n", "A-1 Call the duty officer; silent S-1 Tell the unit; "},
  };
  std::uint64_t version = 1;
  for (const auto& [list, expected] : cases) {
    ASSERT_TRUE(ledger_.take_bulletin(country_.bulletin("alerts", ++version, kList)));
    EarlierReadings earlier;
    earlier.add_hits(examine(passport("WANTED1")));
    ASSERT_TRUE(
        ledger_.take_bulletin(country_.bulletin("alerts", ++version, head + std::string(list))));
    earlier.add_hits(examine(passport("WANTED1")));
    auto examined = examine(passport("CLEAN01"));
    earlier.put_into(examined);
    std::string text;
    for (const auto& hit : examined.hits)
      text += hit.entry.reference + " " + hit.entry.instruction + "; ";
    for (const auto& hit : examined.silent_hits)
      text += "silent " + hit.entry.reference + " " + hit.entry.instruction + "; ";
    EXPECT_EQ(text, expected) << list;
  }
}

TEST_F(EarlierReadingsTest, LeaveNoQuestionOfACompositeDigitThatWasRightAllAlong) {
  // The 8 of the number was taken for a 3, so that its own digit and the composite one are wrong.
  const std::vector<std::string> lines{"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
                                       "L398902C36UTO7408122F3204153ZE184226B<<<<<16"};
  const auto misread = *reader::parse_mrz(lines, *Date::from_iso("2026-03-02"));
  const std::string both =
      "asked override-check_digit_document_number asked override-check_digit_composite ";
  const auto first = examine(presented_document(misread));
  ASSERT_EQ(said(first), both);
  const auto retyped = [&](const std::string& number, std::optional<bool> digit) {
    EarlierReadings earlier;
    earlier.add(first, misread);
    auto document = presented_document(misread);
    document.document_number = number;
    document.check_digits = {{"document_number", digit}};
    auto examined = examine(document);
    earlier.put_into(examined);
    return said(examined);
  };
  EXPECT_EQ(retyped("L398902C3", std::nullopt), both) << "the same again";
  EXPECT_EQ(retyped("L897902C3", true), "asked override-check_digit_composite ");
  EXPECT_EQ(retyped("L898902C3", std::nullopt), "asked override-check_digit_document_number ")
      << "the composite digit speaks for the number";
  EXPECT_EQ(retyped("L898902C3", true), "");
}

TEST_F(EarlierReadingsTest, OfAHitAreOnTheRecordWithItsAnswer) {
  const auto examined = after({passport("WANTED1"), passport("CLEAN01")});
  Draft draft;
  draft.purpose = "holiday";
  draft.transport = "on_foot";
  draft.granted_days = 10;
  EXPECT_FALSE(counter_.record(examined, draft, {})) << "nobody has answered";
  draft.answers = {{"alert-1", "not_the_same_person", "the first number was misread"}};
  const auto recorded = counter_.record(examined, draft, {});
  ASSERT_TRUE(recorded) << recorded.error().message;
  EXPECT_EQ(recorded->written.additional.size(), 1U);
  const auto own = *ledger_.decision(recorded->written.crossing);
  EXPECT_EQ(own->crossing->document.document_number, "CLEAN01");
  ASSERT_EQ(own->crossing->context.hits.size(), 1U);
  EXPECT_EQ(own->crossing->context.hits[0].reference, "A-1");
  std::uint64_t urgent = 0;
  const auto journals = *ledger_.journals();
  for (const auto& journal : journals) {
    if (journal.id.lane == Lane::kUrgent) urgent = journal.head.sequence;
  }
  EXPECT_EQ(urgent, 2U) << "the silent one too";
}

TEST_F(EarlierReadingsTest, KeepAStopThatWasClearedForAnotherDocumentOnly) {
  const auto first = passport("P1", "GARCIA LOPEZ", "ANA MARIA", "1980-02-29");
  Draft draft;
  draft.purpose = "holiday";
  draft.transport = "on_foot";
  draft.answers = {{"alert-1", "not_the_same_person", "another photograph"}};
  ASSERT_TRUE(counter_.record(examine(first), draft, {}));
  EXPECT_EQ(said(examine(first)), "A-2 ");
  auto second = first;
  second.document_number = "P2";
  EXPECT_EQ(said(after({second, first})), "A-2 asked alert-1 ");
}

TEST_F(EarlierReadingsTest, KeepASilentHitThatANewerListShowsThoughItWasClearedForAnotherDocument) {
  const auto first = passport("P1", "GARCIA LOPEZ", "ANA MARIA", "1980-02-29");
  auto second = first;
  second.document_number = "P2";
  Draft draft;
  draft.purpose = "holiday";
  draft.transport = "on_foot";
  draft.answers = {{"alert-1", "not_the_same_person", "another photograph"}};
  ASSERT_TRUE(counter_.record(examine(second), draft, {}));
  std::string informs(kList);
  informs.replace(informs.rfind("refer"), 5, "inform");
  ASSERT_TRUE(ledger_.take_bulletin(country_.bulletin("alerts", 2, informs)));
  const auto silent = examine(first);
  ASSERT_EQ(said(silent), "silent A-2 ");
  ASSERT_TRUE(ledger_.take_bulletin(country_.bulletin("alerts", 3, kList)));
  EarlierReadings earlier;
  earlier.add(silent);
  auto shown = examine(second);
  ASSERT_EQ(said(shown), "A-2 ") << "cleared";
  // As a desk does with what lay there before.
  earlier.add_hits(
      *counter_.examine(Direction::kEntry, first, std::nullopt, std::nullopt, Clearings::kNone));
  earlier.put_into(shown);
  EXPECT_EQ(said(shown), "A-2 asked alert-1 ");
}

}  // namespace
}  // namespace garita::station
