// Hits on the alert list at the counter: names alike, silent ones, and what was cleared before.
#include <gmock/gmock.h>

#include "border-station/crossing/counter.h"
#include "border-station/crossing/test_traveller.h"
#include "border-station/ledger/test_country.h"

namespace garita::station {
namespace {

constexpr std::string_view kList =
    "reference,issuer,number,surname,given_names,birth_date,instruction,action\n"
    "A-1,,,GARCIA LOPEZ,ANA MARIA,1980-02-29,Call the duty officer,refer\n"
    "S-1,UTO,QUIET1,,,,Tell the unit,inform\n"
    "A-2,UTO,QUIET1,,,,Look at the stamp,\n";

constexpr std::string_view kBirth = "1980-02-29";

class AlertHits : public testing::Test {
 protected:
  AlertHits() {
    EXPECT_TRUE(ledger_.take_bulletin(country_.bulletin("alerts", 1, kList)));
    names_ = std::make_shared<const AlertNames>(*AlertNames::build(ledger_));
  }
  Examined examine(const PresentedDocument& document, Direction direction = Direction::kEntry) {
    auto examined = counter_.examine(direction, document, std::nullopt);
    EXPECT_TRUE(examined) << examined.error().message;
    return *std::move(examined);
  }
  Recorded admit(const Examined& examined, std::vector<Answer> answers = {}) {
    Draft draft;
    draft.purpose = "holiday";
    draft.transport = "on_foot";
    draft.granted_days = 10;
    draft.answers = std::move(answers);
    auto recorded = counter_.record(examined, draft, {});
    EXPECT_TRUE(recorded) << recorded.error().message;
    return *std::move(recorded);
  }
  std::uint64_t urgent_records() {
    const auto journals = *ledger_.journals();
    for (const auto& journal : journals) {
      if (journal.id.lane == Lane::kUrgent) return journal.head.sequence;
    }
    return 0;
  }
  static std::string kinds(const Examined& examined) {
    std::string text;
    for (const auto& alert : examined.inspection.alerts) {
      if (alert.hit) text += (text.empty() ? "" : ", ") + alert.kind;
    }
    return text;
  }

  TestCountry country_;
  TestClock clock_;
  DataDirectory directory_ = country_.enrol("PASO-01-01");
  Ledger ledger_ = *Ledger::open(directory_, clock_, bulletin_readers());
  std::shared_ptr<const AlertNames> names_;
  Counter counter_{ledger_, [this] { return names_; }};
};

TEST_F(AlertHits, OfANameAlikeStopTheTravellerAsOthersDo) {
  const auto examined = examine(passport("P1", "GARSIA LOPES", "ANA MARIA", kBirth));
  EXPECT_EQ(kinds(examined), "alert_list");
  EXPECT_EQ(examined.situation.hits.at(0).matched_by, "name_alike");
  const auto refused = counter_.record(examined, Draft{}, {});
  EXPECT_FALSE(refused) << "nobody has answered";
}

TEST_F(AlertHits, AreFoundByWhatIsExactWhereNoNamesAreAtHand) {
  names_ = nullptr;
  EXPECT_EQ(kinds(examine(passport("P1", "GARSIA LOPES", "ANA MARIA", kBirth))), "");
  EXPECT_EQ(kinds(examine(passport("P1", "GARCIA LOPEZ", "ANA MARIA", kBirth))), "alert_list");
}

TEST_F(AlertHits, ThatAreSilentAreToldTheCentreAndNobodyAtTheDesk) {
  const auto examined = examine(passport("QUIET1", "PEREZ", "EVA", kBirth));
  EXPECT_EQ(kinds(examined), "alert_list") << "the other entry of the document";
  EXPECT_EQ(examined.hits.at(0).entry.reference, "A-2");
  ASSERT_EQ(examined.silent_hits.size(), 1U);
  const auto recorded = admit(examined, {{"alert-1", "known_and_cleared", "stamp is good"}});
  EXPECT_EQ(recorded.written.additional.size(), 1U) << "the ids of the others would tell";
  EXPECT_EQ(urgent_records(), 2U);
  const auto own = *ledger_.decision(recorded.written.crossing);
  EXPECT_EQ(own->crossing->context.hits.size(), 1U) << "what the officer saw";
}

TEST_F(AlertHits, ThatAreSilentAloneLeaveTheTravellerClean) {
  ASSERT_TRUE(ledger_.take_bulletin(country_.bulletin(
      "alerts", 2, "reference,issuer,number,instruction,action\nS-1,UTO,QUIET1,Tell,inform\n")));
  const auto examined = examine(passport("QUIET1", "PEREZ", "EVA", kBirth));
  EXPECT_EQ(kinds(examined), "");
  const auto& checks = examined.inspection.checks;
  const auto list = std::ranges::find(checks, "alert_list", &Check::code);
  ASSERT_NE(list, checks.end());
  EXPECT_EQ(list->state, CheckState::kOk);
  EXPECT_TRUE(admit(examined).written.additional.empty());
  EXPECT_EQ(urgent_records(), 1U);
}

TEST_F(AlertHits, ThatAnOfficerClearedByNameAreNoStopTheNextTime) {
  const auto who = passport("P1", "GARSIA LOPES", "ANA MARIA", kBirth);
  admit(examine(who), {{"alert-1", "not_the_same_person", "another photograph"}});
  clock_.advance(std::chrono::hours(30));
  const auto again = examine(who, Direction::kExit);
  EXPECT_EQ(kinds(again), "alert_cleared_before");
  EXPECT_EQ(again.inspection.alerts.at(0).severity, Severity::kInfo);
  EXPECT_EQ(again.inspection.alerts.at(0).parameters.at("date"), "2026-03-02");
  EXPECT_TRUE(counter_.record(again, Draft{}, {})) << "and nothing has to be answered";
}

TEST_F(AlertHits, ThatWereClearedOfOneDocumentStopEveryOtherOfTheSameName) {
  const std::pair<std::string_view, std::string_view> names[] = {{"GARCIA LOPEZ", "of the list"},
                                                                 {"GARSIA LOPES", "alike"}};
  for (const auto& [surname, what] : names) {
    const auto number = "P-" + std::string(surname.substr(0, 4));
    const auto cleared = passport(number, surname, "ANA MARIA", kBirth);
    admit(examine(cleared), {{"alert-1", "not_the_same_person", "another photograph"}});
    EXPECT_EQ(kinds(examine(cleared, Direction::kExit)), "alert_cleared_before") << what;
    auto other = passport("P9", surname, "ANA MARIA", kBirth);
    EXPECT_EQ(kinds(examine(other, Direction::kExit)), "alert_list") << what;
    other = cleared;
    other.issuing_state = CountryCode("XXK");
    EXPECT_EQ(kinds(examine(other)), "alert_list") << what << ", the number of another issuer";
    other.document_number = "";
    EXPECT_EQ(kinds(examine(other)), "alert_list") << what << ", without a number";
  }
}

TEST_F(AlertHits, ThatWereAnsweredOtherwiseStopAgain) {
  const auto who = passport("P1", "GARSIA LOPES", "ANA MARIA", kBirth);
  admit(examine(who), {{"alert-1", "supervisor_decided", "let in to report"}});
  EXPECT_EQ(kinds(examine(who, Direction::kExit)), "alert_list");
  const auto document = passport("QUIET1", "PEREZ", "EVA", kBirth);
  admit(examine(document), {{"alert-1", "not_the_same_person", "a misprint"}});
  EXPECT_EQ(kinds(examine(document, Direction::kExit)), "alert_list") << "the document is listed";
}

}  // namespace
}  // namespace garita::station
