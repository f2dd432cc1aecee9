#pragma once

#include <gtest/gtest.h>

#include "border-station/crossing/counter.h"
#include "border-station/crossing/test_traveller.h"
#include "border-station/ledger/test_country.h"

// For the tests of this folder alone: a post with a list of alerts, and its counter.
namespace garita::station {

inline constexpr std::string_view kHitsList =
    "reference,issuer,number,surname,given_names,birth_date,instruction,action\n"
    "A-1,,,GARCIA LOPEZ,ANA MARIA,1980-02-29,Call the duty officer,refer\n"
    "S-1,UTO,QUIET1,,,,Tell the unit,inform\n"
    "A-2,UTO,QUIET1,,,,Look at the stamp,\n";

inline constexpr std::string_view kBirth = "1980-02-29";

class AlertHitsTest : public testing::Test {
 protected:
  AlertHitsTest() { publish(kHitsList); }
  void publish(std::string_view list) {
    EXPECT_TRUE(ledger_.take_bulletin(country_.bulletin("alerts", ++version_, list)));
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

  std::uint64_t version_ = 0;
  TestCountry country_;
  TestClock clock_;
  DataDirectory directory_ = country_.enrol("PASO-01-01");
  Ledger ledger_ = *Ledger::open(directory_, clock_, bulletin_readers());
  std::shared_ptr<const AlertNames> names_;
  Counter counter_{ledger_, [this] { return names_; }};
};

}  // namespace garita::station
